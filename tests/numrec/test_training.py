"""Training: its loop written out, its stop, its bits, its errors; MNIST past 96 %."""

import signal
import sys
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from measures import gap, same

from numrec import (
    SGD,
    Activation,
    Momentum,
    Network,
    backprop,
    forward,
    load_model,
    new_network,
    one_hot,
)
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.history import History
from numrec.training import NotSavedError, TrainingFailedError, train
from tools.train_models import keep

RIGHT: dict[str, Any] = {"batch_size": 16, "max_epochs": 3, "progress": False}

# Three classes that a small network tells apart: which of three numbers is largest.
IMAGES = np.random.default_rng(5).uniform(size=(150, 3)).astype(np.float32).T
LABELS = IMAGES.argmax(axis=0)
IMAGES.flags.writeable = LABELS.flags.writeable = False  # training leaves its data alone
DATA = MNIST(IMAGES[:, :100], LABELS[:100], IMAGES[:, 100:], LABELS[100:])


def small(hidden: str | Activation = "leaky_relu") -> Network:
    return new_network([3, 6, 3], np.random.default_rng(0), hidden=hidden)


def trained(**options: Any) -> tuple[Network, History]:
    net = small()
    return net, train(net, **({"data": DATA, "optimiser": SGD(0.5)} | RIGHT | options))


def epoch_by_hand(net: Network, images: Array, labels: Array) -> float:
    """Train for an epoch in batches of 16, written out; return the mean loss."""
    a_hat, losses = one_hot(labels, 3), []
    for start in range(0, 100, 16):  # the last batch has 4
        x, y = images[:, start : start + 16], a_hat[:, start : start + 16]
        trace = forward(net, x)
        losses.append(float(net.loss.C(trace.a[2], y)))
        SGD(0.1).step(net, backprop(net, trace, y), x.shape[1])
    return sum(losses) / 100


# It has no way to write into the training's arrays, and a known name mends no mistake.
MINE = Activation("leaky_relu", lambda z: z**2, lambda z: 2 * z, 0.01)


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("hidden", ["leaky_relu", MINE], ids=["leaky ReLU", "the reader's own"])
def test_an_epoch_is_its_loop_written_out(hidden: str | Activation, shuffle: bool) -> None:
    net, by_hand, rng = small(hidden), small(hidden), np.random.default_rng(1)
    given = np.random.default_rng(1) if shuffle else None
    history = train(net, DATA, SGD(0.1), shuffle=shuffle, rng=given, **RIGHT)
    for done in history.epochs:
        order = rng.permutation(100) if shuffle else np.arange(100)
        C = epoch_by_hand(by_hand, DATA.train_images[:, order], DATA.train_labels[order])
        assert done.loss == pytest.approx(C)
    assert len(history.epochs) == 3
    assert gap(net, by_hand) < 1e-6
    assert done.test_accuracy == accuracy(net, DATA.test_images, DATA.test_labels)


def test_it_stops_after_the_epoch_that_reaches_the_goal() -> None:
    _, long = trained(batch_size=5, max_epochs=60)
    assert long.epochs[-1].loss < 0.5 * long.epochs[0].loss
    goal = max(done.test_accuracy for done in long.epochs)
    assert goal > 0.75
    first = next(k for k, done in enumerate(long.epochs, start=1) if done.test_accuracy >= goal)
    assert trained(batch_size=5, max_epochs=60, until=goal)[1].epochs == long.epochs[:first]


def one_by_one(epochs: int) -> tuple[list[Network], list[float]]:
    """Train epoch by epoch: the network after each, the start first, and the scores."""
    nets, scores = [small()], []
    for _ in range(epochs):
        net = nets[-1].astype(np.float32)
        history = train(net, DATA, SGD(0.5), **(RIGHT | {"batch_size": 5, "max_epochs": 1}))
        nets, scores = [*nets, net], [*scores, history.epochs[0].test_accuracy]
    return nets, scores


@pytest.mark.parametrize("patience", [1, 2, np.int64(4)])
def test_patience_ends_it_and_the_first_of_the_best_networks_is_kept_and_saved(
    tmp_path: Path, patience: int
) -> None:
    nets, scores = one_by_one(30)
    ends = (n for n in range(1, 31) if n - 1 - scores.index(max(scores[:n])) == patience)
    last = next(ends)
    best = scores.index(max(scores[:last]))
    assert last < 30
    path, optimiser = tmp_path / "net.npz", SGD(0.5)
    how: dict[str, Any] = {"batch_size": 5, "max_epochs": 30, "until": None, "patience": patience}
    net, history = trained(optimiser=optimiser, save_to=path, **how)
    assert [done.test_accuracy for done in history.epochs] == scores[:last]
    assert same(net, nets[best + 1])
    assert same(load_model(path), net)
    assert optimiser.steps == 0, "it begins anew, as what it remembers is of another place"
    how["max_epochs"] = last - 1
    net, history = trained(**(how | {"optimiser": SGD(0.5)}))
    assert len(history.epochs) == last - 1
    assert same(net, nets[best + 1]), "also where the epochs run out"


def test_with_patience_the_best_network_outlives_a_failure_and_a_signal(tmp_path: Path) -> None:
    nets, scores = one_by_one(30)
    worse = next(n for n in range(1, 30) if scores[n] <= max(scores[:n]))
    best = scores.index(max(scores[: worse + 1])) + 1
    options = RIGHT | {"batch_size": 5, "max_epochs": 30, "until": None, "patience": 30}

    def bad_rate(done: float) -> float:
        return 0.5 if done < (worse + 1.01) / 30 else 1e38

    def signalling(done: float) -> float:
        return 0.5 if done < (worse + 1.01) / 30 else signal.raise_signal(signal.SIGTERM) or 0.5

    net, path = small(), tmp_path / "net.npz"
    with pytest.raises(TrainingFailedError, match=f"epoch {worse + 2}: .*epoch {best} is saved"):
        train(net, DATA, SGD(0.5), schedule=bad_rate, save_to=path, **options)
    assert same(net, nets[best])
    assert same(load_model(path), net)
    net, goes_on = small(), options | {"patience": None}
    with pytest.raises(TrainingFailedError):
        train(net, DATA, SGD(0.5), schedule=bad_rate, **goes_on)
    assert same(net, nets[worse + 1]), "without patience the last"
    net = small()
    assert train(net, DATA, SGD(0.5), schedule=signalling, **options).interrupted
    assert same(net, nets[best])
    net, first = small(), lambda done: signal.raise_signal(signal.SIGTERM) or 0.5
    train(net, DATA, SGD(0.5), schedule=first, **options)
    assert not same(net, small()), "before the first score there is no best, and it keeps its steps"


def test_two_calls_go_the_way_of_one() -> None:
    net, optimiser = small(), Momentum(0.1, 0.9)
    for _ in range(3):
        train(net, DATA, optimiser, **(RIGHT | {"max_epochs": 1}))
    assert same(net, trained(optimiser=Momentum(0.1, 0.9))[0])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"batch_size": 0}, "batch_size is 0; expected 1 to 100"),
        ({"batch_size": 101}, "batch_size is 101; expected 1 to 100"),
        ({"max_epochs": 0}, "max_epochs is 0; expected at least 1"),
        ({"max_epochs": 1.5}, "max_epochs is 1.5; expected a whole number"),
        ({"until": 0}, r"until is 0; expected an accuracy in \(0, 1\]"),
        ({"until": 1.5}, "until is 1.5; expected"),
        ({"until": -0.5}, "until is -0.5; expected"),
        ({"until": float("nan")}, "until is nan; expected"),
        ({"until": None, "patience": 0}, "patience is 0; expected at least 1"),
        ({"until": None, "patience": 1.5}, "patience is 1.5; expected a whole number"),
        ({"patience": 2}, "until is 0.96; expected None, where patience is 2"),
        ({"shuffle": True}, "rng is None; expected a generator, .* where shuffle is True"),
        ({"rng": np.random.default_rng(0)}, "rng is .*; expected None, where shuffle is F"),
        ({"optimiser": SGD}, r"optimiser is .*; expected one, for example SGD\(0.1\)"),
        ({"optimiser": None}, "optimiser is None; expected one"),
        ({"data": replace(DATA, train_images=IMAGES.T[:, :100])}, r"expected \(3, m\)"),
        (
            {"data": replace(DATA, test_labels=LABELS[100:] + 1)},
            "test_labels.* is 3; expected 0 to 2",
        ),
        ({"save_to": "net.pickle"}, "net.pickle: the name ends in"),
        ({"save_to": "nowhere/net.npz"}, "no folder .*nowhere"),
    ],
)
def test_what_cannot_go_well_is_refused_before_the_training(wrong: Any, says: str) -> None:
    net = small()
    with pytest.raises((ValueError, OSError), match=says):
        train(net, **({"data": DATA, "optimiser": SGD(0.5)} | RIGHT | wrong))
    assert same(net, small())


def test_a_network_of_one_layer_learns() -> None:
    net = new_network([3, 3], np.random.default_rng(0))
    history = train(net, DATA, SGD(0.5), **RIGHT)
    assert history.epochs[-1].loss < history.epochs[0].loss


def test_a_label_without_an_output_is_refused() -> None:
    net = new_network([3, 6, 2], np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"train_labels.* is 2; expected 0 to 1"):
        train(net, DATA, SGD(0.5), **RIGHT)


@pytest.mark.parametrize("name", ["omega", "b"])
@pytest.mark.parametrize("l", [1, 2])
def test_the_last_step_of_an_epoch_is_looked_at_too(name: str, l: int) -> None:
    class Breaks(SGD):
        def step(self, net: Network, *given: Any) -> None:
            getattr(net, name)[l][0, 0] = np.inf

    with pytest.raises(TrainingFailedError, match=f"epoch 1: a weight or bias of layer {l} is not"):
        trained(optimiser=Breaks(0.1), batch_size=100)


def test_every_image_may_be_asked_for_and_the_recipe_is_noted() -> None:
    _, history = trained(until=1.0, batch_size=100)
    assert history.recipe == {"batch_size": 100, "shuffle": False}
    assert history.interrupted is False


def test_the_options_are_those_of_the_recipe_unless_told() -> None:
    defaults = {name: option.default for name, option in signature(train).parameters.items()}
    recipe = {"batch_size": 512, "until": 0.96, "max_epochs": 100, "shuffle": False}
    assert defaults.items() >= (recipe | {"progress": True}).items()


def test_a_schedule_gives_the_rate_at_the_share_that_is_done_and_leaves_the_optimisers() -> None:
    asked: list[float] = []
    optimiser = SGD(0.5)
    net, _ = trained(optimiser=optimiser, schedule=lambda done: asked.append(done) or 0.1)
    assert asked == pytest.approx([k / 21 for k in range(21)])
    assert optimiser.learning_rate == 0.5
    assert same(net, trained(optimiser=SGD(0.1))[0])
    with pytest.raises(ValueError, match="learning_rate is 0; expected a finite number"):
        trained(optimiser=optimiser, schedule=lambda done: 0)
    assert optimiser.learning_rate == 0.5


def negated(net: Network) -> Network:
    return replace(net, omega={l: -array for l, array in net.omega.items()})


def test_after_a_failure_the_advice_helps_at_once(tmp_path: Path) -> None:
    """The optimiser begins anew, its rate is the old one, and what was learned is saved.

    What is saved may be made of what learned, and changes nothing of that.
    """
    net, path, optimiser = small(), tmp_path / "net.npz", Momentum(0.1, 0.9)
    good, _ = trained(optimiser=Momentum(0.1, 0.9), max_epochs=2)
    options = RIGHT | {"save_to": path, "saved_as": negated}
    rates = iter([0.1] * 14 + [1e38] * 100)  # seven batches an epoch
    says = "epoch 3: .* layer [12].*; try a smaller learning rate.*; the network of epoch 2 is save"
    with pytest.raises(TrainingFailedError, match=says):
        train(net, DATA, optimiser, schedule=lambda done: next(rates), **options)
    assert same(net, good)
    assert same(load_model(path), negated(good))
    assert (optimiser.learning_rate, optimiser.steps) == (0.1, 0)
    train(net, DATA, optimiser, **options)
    train(good, DATA, Momentum(0.1, 0.9), **RIGHT)
    assert same(net, good)
    assert same(load_model(path), negated(good))


def test_a_failure_in_the_first_epoch_saves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailedError, match=r"epoch 1: .*start smaller$"):
        trained(optimiser=SGD(1e38), save_to=tmp_path / "net.npz")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("l", [1, 2])
def test_the_layer_that_goes_wrong_first_is_named(l: int) -> None:
    net = small()
    net.b[l][0] = np.nan
    with pytest.raises(TrainingFailedError, match=f"first gone wrong in layer {l};"):
        train(net, DATA, SGD(0.5), **RIGHT)


def test_a_save_that_fails_after_the_training_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(net: Network, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    net = small()
    monkeypatch.setattr(sys.modules["numrec.training"], "save_model", full)
    with pytest.raises(NotSavedError, match=r"No space left on device: .*net.npz") as said:
        train(net, DATA, SGD(0.5), save_to=tmp_path / "net.npz", **RIGHT)
    assert said.value.net is net
    assert len(said.value.history.epochs) == 3
    net, rates = small(), iter([0.5] * 14 + [1e38] * 100)  # seven batches an epoch
    how = {"save_to": tmp_path / "net.npz", "schedule": lambda _: next(rates)}
    with pytest.raises(NotSavedError) as said:  # what went well before a failure neither
        train(net, DATA, SGD(0.5), **how, **RIGHT)
    assert (said.value.net, len(said.value.history.epochs)) == (net, 2)


def test_scoring_a_network_past_all_bounds_warns_of_nothing() -> None:
    """A warning is an error in a test."""
    _, history = trained(optimiser=SGD(1e25), batch_size=100, max_epochs=1)
    assert history.epochs[0].test_accuracy < 0.5


@pytest.mark.parametrize("kind", [bool, np.uint8, np.float16, np.float64])
def test_images_of_another_type_train_as_their_numbers_do(kind: type) -> None:
    images = (DATA.train_images > 0.5).astype(kind)
    one, other = (
        trained(data=replace(DATA, train_images=array))[0]
        for array in (images, images.astype(np.float32))
    )
    assert same(one, other)


def test_a_signal_ends_it_after_the_batch_under_way() -> None:
    asked: list[float] = []

    def rate(done: float) -> float:
        asked.append(done)
        if len(asked) == 3:
            signal.raise_signal(signal.SIGTERM)
        return 0.5

    _, history = trained(schedule=rate)
    assert history.interrupted
    assert len(asked) == 3


def test_a_signal_that_was_ignored_stays_ignored() -> None:
    """As a shell has it for a job in the background: Ctrl-C is meant for another."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _, history = trained(schedule=lambda done: signal.raise_signal(signal.SIGINT) or 0.5)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert not history.interrupted
    assert len(history.epochs) == 3


def test_the_bar_shows_loss_and_accuracy(capsys: pytest.CaptureFixture[str]) -> None:
    _, history = trained(max_epochs=2, progress=True)
    said = capsys.readouterr().out
    for words in ("2/2", f"{history.epochs[1].loss:.4f}", f"{history.epochs[1].test_accuracy:.2%}"):
        assert words in said


def test_mnist_is_learned_past_96_percent_afresh(mnist: MNIST, tmp_path: Path) -> None:
    """The whole recipe on the real digits: the slowest test, 12 seconds on an idle machine."""
    history = keep("784-256-10", mnist, tmp_path, progress=False)
    net = load_model(tmp_path / "784-256-10.npz")
    assert history.epochs[-1].test_accuracy >= 0.96
    assert all(done.test_accuracy < 0.96 for done in history.epochs[:-1])
    # In double precision an image on the edge may fall the other way.
    score = accuracy(net, mnist.test_images, mnist.test_labels)
    assert abs(score - history.epochs[-1].test_accuracy) < 0.001


def test_a_signal_in_the_step_that_goes_wrong_saves_the_last_good_network(tmp_path: Path) -> None:
    def rate(done: float) -> float:
        if done < 1 / 3:
            return 0.5
        signal.raise_signal(signal.SIGTERM)
        return 1e300

    net, path = small(), tmp_path / "net.npz"
    with pytest.raises(TrainingFailedError, match=r"epoch 2: a weight .*; the network of epoch 1"):
        train(net, DATA, SGD(0.5), schedule=rate, save_to=path, **RIGHT)
    assert np.array_equal(load_model(path).omega[1], net.omega[1])


def test_a_signal_once_more_while_it_saves_changes_nothing(tmp_path: Path) -> None:
    asked: list[float] = []

    def rate(done: float) -> float:  # asks in the second epoch
        if done > 1 / 3:
            asked.append(done)
            signal.raise_signal(signal.SIGTERM)
        return 0.5

    def once_more(net: Network) -> Network:
        if asked:
            signal.raise_signal(signal.SIGTERM)
        return net

    path, before = tmp_path / "net.npz", signal.getsignal(signal.SIGTERM)
    net, history = trained(schedule=rate, save_to=path, saved_as=once_more)
    assert (len(asked), history.interrupted, len(history.epochs)) == (1, True, 1)
    assert np.array_equal(load_model(path).omega[1], net.omega[1])
    assert signal.getsignal(signal.SIGTERM) is before
