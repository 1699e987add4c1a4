"""Training: its loop written out, its stop, its bits, its errors; MNIST past 96 %."""

import copy
import signal
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import run_child

from numrec import (
    SGD,
    Activation,
    Momentum,
    Network,
    backprop,
    forward,
    load_mnist,
    load_model,
    new_network,
    one_hot,
)
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.history import Epoch, History
from numrec.optimisers import Optimiser
from numrec.training import NotSavedError, TrainingFailedError, train
from tools.train_models import keep

RIGHT = {"batch_size": 16, "max_epochs": 3, "progress": False}


@pytest.fixture
def data() -> MNIST:
    """Three classes that a small network tells apart: which of three numbers is largest."""
    images = np.random.default_rng(5).uniform(size=(150, 3)).astype(np.float32).T
    labels = images.argmax(axis=0)
    return MNIST(images[:, :100], labels[:100], images[:, 100:], labels[100:])


def small(seed: int = 0) -> Network:
    return new_network([3, 6, 3], np.random.default_rng(seed))


def epoch_by_hand(net: Network, images: Array, labels: Array, optimiser: Optimiser) -> float:
    """Train for an epoch in batches of 16, written out; return the sum of the losses."""
    a_hat, losses = one_hot(labels, 3), []
    for start in range(0, 100, 16):  # the last batch has 4
        x, y = images[:, start : start + 16], a_hat[:, start : start + 16]
        trace = forward(net, x)
        losses.append(float(net.loss.C(trace.a[2], y)))
        optimiser.step(net, backprop(net, trace, y), x.shape[1])
    return sum(losses)


def test_an_epoch_is_its_loop_written_out(data: MNIST) -> None:
    net, by_hand = small(), small()
    history = train(net, data, SGD(0.5), batch_size=16, max_epochs=1, progress=False)
    C = epoch_by_hand(by_hand, data.train_images, data.train_labels, SGD(0.5))
    assert all(np.allclose(net.omega[l], by_hand.omega[l], atol=1e-6) for l in (1, 2))
    assert all(np.allclose(net.b[l], by_hand.b[l], atol=1e-6) for l in (1, 2))
    assert history.epochs[0].loss == pytest.approx(C / 100)
    assert history.epochs[0].test_accuracy == accuracy(net, data.test_images, data.test_labels)


def test_it_learns_and_leaves_the_data_alone(data: MNIST) -> None:
    before = copy.deepcopy(data)
    history = train(small(), data, SGD(0.5), batch_size=5, max_epochs=60, progress=False)
    assert history.epochs[-1].loss < 0.5 * history.epochs[0].loss
    assert history.epochs[-1].test_accuracy > 0.75
    for name in ("train_images", "train_labels", "test_images", "test_labels"):
        assert np.array_equal(getattr(data, name), getattr(before, name))


@pytest.mark.parametrize("shuffle", [False, True])
def test_the_same_seed_gives_the_same_bits(data: MNIST, shuffle: bool) -> None:
    def run() -> tuple[bytes, History]:
        net, rng = small(), np.random.default_rng(9) if shuffle else None
        history = train(net, data, SGD(0.5), shuffle=shuffle, rng=rng, **RIGHT)
        return b"".join(net.omega[l].tobytes() + net.b[l].tobytes() for l in (1, 2)), history

    assert run() == run()


def test_it_stops_after_the_epoch_that_reaches_the_goal(data: MNIST) -> None:
    options = {"batch_size": 5, "progress": False}
    long = train(small(), data, SGD(0.5), max_epochs=40, **options)
    goal = max(done.test_accuracy for done in long.epochs)
    first = next(k for k, done in enumerate(long.epochs, start=1) if done.test_accuracy >= goal)
    assert train(small(), data, SGD(0.5), until=goal, **options).epochs == long.epochs[:first]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"batch_size": 0}, "batch_size is 0; expected 1 to 100"),
        ({"batch_size": 101}, "batch_size is 101; expected 1 to 100"),
        ({"batch_size": 2.5}, "batch_size is 2.5; expected a whole number, 1 to 100"),
        ({"max_epochs": 1.5}, "max_epochs is 1.5; expected a whole number, at least 1"),
        ({"until": 0}, r"until is 0; expected an accuracy in \(0, 1\]"),
        ({"until": 96}, r"until is 96; expected an accuracy in \(0, 1\]"),
        ({"until": float("nan")}, "until is nan; expected an accuracy"),
        ({"max_epochs": 0}, "max_epochs is 0; expected at least 1"),
        ({"shuffle": True}, "rng is None; expected a generator, .* where shuffle is True"),
        (
            {"rng": np.random.default_rng(0)},
            "rng is Generator.*; expected None, where shuffle is False",
        ),
    ],
)
def test_an_argument_out_of_its_range_is_refused(
    data: MNIST, wrong: dict[str, Any], says: str
) -> None:
    net = small()
    before = net.omega[1].copy()
    with pytest.raises(ValueError, match=says):
        train(net, data, SGD(0.5), **(RIGHT | wrong))
    assert np.array_equal(net.omega[1], before)


def changed(data: MNIST, **arrays: Any) -> MNIST:
    return MNIST(**{**vars(data), **arrays})


PIXELS = np.random.default_rng(5).uniform(size=(3, 100)).astype(np.float32)
ONE_NAN = np.where(np.arange(100) == 7, np.float32(np.nan), PIXELS)
BYTES = (PIXELS * 255).astype(np.uint8)
DATA_FAULTS: dict[str, tuple[list[int], dict[str, Any], str]] = {
    "another input": ([4, 3], {}, r"train_images has shape \(3, 100\); expected \(4, m\)"),
    "too few outputs": ([3, 2], {}, "train_labels has values from 0 to 2; expected 0 to 1"),
    "labels missing": (
        [3, 3],
        {"train_labels": np.zeros(50, int)},
        "m = 50 as in train_labels",
    ),
    "test labels missing": ([3, 3], {"test_labels": np.zeros(5, int)}, "m = 5 as in test_labels"),
    "a negative label": (
        [3, 3],
        {"test_labels": np.full(50, -1)},
        "test_labels has values from -1 to -1",
    ),
    "images as rows": ([3, 3], {"train_images": np.zeros((100, 3))}, r"has shape \(100, 3\)"),
    "a pixel that is no number": (
        [3, 3],
        {"train_images": ONE_NAN},
        "train_images has values from nan to nan; expected finite numbers, from 0 to 1",
    ),
    "a test pixel without end": (
        [3, 3],
        {"test_images": np.full((3, 50), -np.inf)},
        "test_images has values from -inf",
    ),
    "bytes": ([3, 3], {"train_images": BYTES}, "train_images has values from 0 to 25"),
    "nothing at all": (
        [3, 3],
        {"train_images": np.zeros((3, 0)), "train_labels": np.zeros(0, int)},
        "m = 0",
    ),
}


@pytest.mark.parametrize("fault", DATA_FAULTS)
def test_data_that_the_network_cannot_learn_from_are_refused(data: MNIST, fault: str) -> None:
    sizes, arrays, says = DATA_FAULTS[fault]
    net = new_network(sizes, np.random.default_rng(0))
    with pytest.raises(ValueError, match=says):
        train(net, changed(data, **arrays), SGD(0.5), **RIGHT)


def test_a_loss_that_is_no_number_says_where_and_leaves_the_last_good_network(data: MNIST) -> None:
    net, good = small(), small()
    train(good, data, SGD(0.5), **(RIGHT | {"max_epochs": 2}))
    rates = iter([0.5] * 14 + [1e38] * 100)  # seven batches an epoch
    says = r"epoch 3: .* layer [12].*; try a smaller learning rate"
    with pytest.raises(TrainingFailedError, match=says):
        train(net, data, SGD(0.5), schedule=lambda done: next(rates), **RIGHT)
    assert all(np.array_equal(net.omega[l], good.omega[l]) for l in (1, 2))
    assert all(np.array_equal(net.b[l], good.b[l]) for l in (1, 2))


def test_after_a_failure_the_advice_helps_at_once(data: MNIST, tmp_path: Path) -> None:
    """The optimiser begins anew, its rate is the old one, and what was learned is saved."""
    net, good, path = small(), small(), tmp_path / "net.npz"
    optimiser = Momentum(0.1, 0.9)
    train(good, data, Momentum(0.1, 0.9), **(RIGHT | {"max_epochs": 2}))
    rates = iter([0.1] * 14 + [1e38] * 100)
    with pytest.raises(TrainingFailedError, match=r"epoch 3: .*; the network of epoch 2 is saved"):
        train(net, data, optimiser, schedule=lambda done: next(rates), save_to=path, **RIGHT)
    assert np.array_equal(load_model(path).omega[1], good.omega[1])
    assert (optimiser.learning_rate, optimiser.steps) == (0.1, 0)
    train(net, data, optimiser, **RIGHT)
    train(good, data, Momentum(0.1, 0.9), **RIGHT)
    assert np.array_equal(net.omega[1], good.omega[1])


def test_a_failure_in_the_first_epoch_saves_nothing(data: MNIST, tmp_path: Path) -> None:
    net = small()
    with pytest.raises(TrainingFailedError, match=r"epoch 1: .*start smaller$"):
        train(net, data, SGD(1e38), save_to=tmp_path / "net.npz", **RIGHT)
    assert not list(tmp_path.iterdir())


def test_a_save_that_fails_after_the_training_loses_nothing(
    data: MNIST, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(net: Network, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    net, path = small(), tmp_path / "net.npz"
    monkeypatch.setattr(sys.modules["numrec.training"], "save_model", full)
    with pytest.raises(OSError, match=r"No space left on device: .*net.npz") as said:
        train(net, data, SGD(0.5), save_to=path, **RIGHT)
    assert isinstance(said.value, NotSavedError)
    assert said.value.net is net
    assert len(said.value.history.epochs) == 3


@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan"), float("inf")])
def test_a_schedule_that_gives_no_rate_is_refused(data: MNIST, rate: float) -> None:
    optimiser = SGD(0.5)
    with pytest.raises(ValueError, match=r"learning_rate is .*; expected a finite number"):
        train(small(), data, optimiser, schedule=lambda done: rate, **RIGHT)
    assert optimiser.learning_rate == 0.5


def test_a_schedule_leaves_the_optimisers_rate_as_it_was(data: MNIST) -> None:
    optimiser = SGD(0.5)
    train(small(), data, optimiser, schedule=lambda done: 0.1, **RIGHT)
    assert optimiser.learning_rate == 0.5


@pytest.mark.parametrize("optimiser", [SGD, "sgd", None])
def test_what_is_no_optimiser_is_refused_with_an_example(data: MNIST, optimiser: Any) -> None:
    with pytest.raises(ValueError, match=r"optimiser is .*; expected one, for example SGD\(0.1\)"):
        train(small(), data, optimiser, **RIGHT)


def test_scoring_a_network_past_all_bounds_warns_of_nothing(data: MNIST) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        history = train(small(), data, SGD(1e25), batch_size=100, max_epochs=1, progress=False)
    assert heard == []
    assert history.epochs[0].test_accuracy < 0.5


def test_the_schedule_is_asked_at_the_share_that_is_done(data: MNIST) -> None:
    asked: list[float] = []
    train(small(), data, SGD(0.5), schedule=lambda done: asked.append(done) or 0.1, **RIGHT)
    assert asked == pytest.approx([k / 21 for k in range(21)])


@pytest.mark.parametrize("kind", [bool, np.uint8, np.float16])
def test_images_of_another_type_train_as_their_numbers_do(data: MNIST, kind: type) -> None:
    images = (data.train_images > 0.5).astype(kind)
    one, other = small(), small()
    train(one, changed(data, train_images=images), SGD(0.5), **RIGHT)
    plain = changed(data, train_images=images.astype(np.float32))
    train(other, plain, SGD(0.5), **RIGHT)
    assert np.array_equal(one.omega[1], other.omega[1])


@pytest.mark.parametrize("l", [1, 2])
def test_the_layer_that_goes_wrong_first_is_named(data: MNIST, l: int) -> None:
    net = small()
    net.b[l][0] = np.nan
    with pytest.raises(TrainingFailedError, match=f"first gone wrong in layer {l};"):
        train(net, data, SGD(0.5), **RIGHT)


def test_two_calls_go_the_way_of_one(data: MNIST) -> None:
    once, twice, optimiser = small(), small(), Momentum(0.1, 0.9)
    for _ in range(2):
        train(twice, data, optimiser, **{**RIGHT, "max_epochs": 1})
    train(once, data, Momentum(0.1, 0.9), **{**RIGHT, "max_epochs": 2})
    assert np.array_equal(once.omega[1], twice.omega[1])
    assert np.array_equal(once.b[1], twice.b[1])


def test_shuffling_takes_images_and_labels_in_one_new_order_each_epoch(data: MNIST) -> None:
    net, by_hand, rng = small(), small(), np.random.default_rng(1)
    train(net, data, SGD(0.5), shuffle=True, rng=np.random.default_rng(1), **RIGHT)
    for _ in range(3):
        order = rng.permutation(100)
        images, labels = data.train_images[:, order], data.train_labels[order]
        epoch_by_hand(by_hand, images, labels, SGD(0.5))
    assert all(np.allclose(net.omega[l], by_hand.omega[l], atol=1e-6) for l in (1, 2))


def test_what_is_saved_may_be_made_of_what_learned(data: MNIST, tmp_path: Path) -> None:
    """At the end, and when the training fails after an epoch; else the network is as it learned."""
    net, path, options = small(), tmp_path / "net.npz", RIGHT | {"saved_as": negated}
    train(net, data, SGD(0.5), save_to=path, **options)
    assert np.array_equal(load_model(path).omega[1], -net.omega[1])
    rates = iter([0.5] * 7 + [1e38] * 100)
    with pytest.raises(TrainingFailedError, match="the network of epoch 1 is saved"):
        train(net, data, SGD(1), schedule=lambda _: next(rates), save_to=path, **options)
    assert np.array_equal(load_model(path).omega[1], -net.omega[1])


def negated(net: Network) -> Network:
    return replace(net, omega={l: -array for l, array in net.omega.items()})


def test_a_function_of_the_readers_own_trains_as_it_is(data: MNIST) -> None:
    """It has no way to write into the training's arrays, and a known name mends no mistake."""
    f = Activation("leaky_relu", lambda z: z**2, lambda z: 2 * z, 0.01)
    net = new_network([3, 6, 3], np.random.default_rng(0), hidden=f)
    by_hand = copy.deepcopy(net)
    train(net, data, SGD(0.1), batch_size=16, max_epochs=1, progress=False)
    epoch_by_hand(by_hand, data.train_images, data.train_labels, SGD(0.1))
    assert np.allclose(net.omega[1], by_hand.omega[1], atol=1e-6)
    assert not np.allclose(net.omega[1], small().omega[1], atol=1e-3)


def test_the_trained_network_is_saved(data: MNIST, tmp_path: Path) -> None:
    net = small()
    train(net, data, SGD(0.5), save_to=tmp_path / "net.npz", **RIGHT)
    assert np.array_equal(load_model(tmp_path / "net.npz").omega[1], net.omega[1])


@pytest.mark.parametrize("name", ["net.pickle", "nowhere/net.npz", "folder.npz"])
def test_where_it_cannot_be_saved_is_said_before_the_training(
    data: MNIST, tmp_path: Path, name: str
) -> None:
    net = small()
    before = net.omega[1].copy()
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises((ValueError, OSError), match=str(tmp_path / name)):
        train(net, data, SGD(0.5), save_to=tmp_path / name, **RIGHT)
    assert np.array_equal(net.omega[1], before)


INTERRUPTED = """
import os, signal, sys, time
import numpy as np
import numrec.training
from numrec import SGD, load_model, new_network, save_model, train
from numrec.data.mnist import MNIST

NUMBER = signal.Signals[sys.argv[1]]
signal.signal(signal.SIGINT, signal.default_int_handler)  # where they are ignored in this process,
signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the training leaves them so

def ask():
    signal.raise_signal(NUMBER)

def save_meanwhile(net, path):  # once more while it saves
    ask()
    save_model(net, path)

sys.modules["numrec.training"].save_model = save_meanwhile

def rate(done, rates=[]):  # asked in the third epoch of two batches
    rates.append(0.01)
    if len(rates) == 5:
        ask()
    return rates[-1]

images = np.random.default_rng(5).uniform(size=(150, 3)).astype("f4").T
labels = images.argmax(axis=0)
data = MNIST(images[:, :100], labels[:100], images[:, 100:], labels[100:])
net = new_network([3, 6, 3], np.random.default_rng(0))
options = {"batch_size": 50, "until": None, "max_epochs": 10**6, "save_to": "net.npz"}
history = train(net, data, SGD(0.01), progress=False, schedule=rate, **options)
assert history.interrupted and len(history.epochs) == 2
assert np.array_equal(load_model("net.npz").omega[1], net.omega[1])
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler, "Ctrl-C is itself again"
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
"""


@pytest.mark.parametrize(("signal_name", "called"), [("SIGINT", "Ctrl-C"), ("SIGTERM", "SIGTERM")])
def test_a_signal_twice_ends_the_epoch_and_loses_nothing(
    tmp_path: Path, signal_name: str, called: str
) -> None:
    run = run_child([sys.executable, "-c", INTERRUPTED, signal_name], cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert f"stopped by {called} in epoch 3: the network is saved to net.npz" in run.stderr


def test_a_signal_that_was_ignored_stays_ignored(data: MNIST) -> None:
    """As a shell has it for a job in the background: Ctrl-C is meant for another."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        asks = lambda done: signal.raise_signal(signal.SIGINT) or 0.5
        history = train(small(), data, SGD(0.5), schedule=asks, **RIGHT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert not history.interrupted
    assert len(history.epochs) == 3


def test_the_bar_shows_loss_and_accuracy(data: MNIST, capsys: pytest.CaptureFixture[str]) -> None:
    history = train(small(), data, SGD(0.5), batch_size=16, max_epochs=2)
    said = capsys.readouterr().out
    assert "2/2" in said
    assert f"{history.epochs[1].loss:.4f}" in said
    assert f"{history.epochs[1].test_accuracy:.2%}" in said


def test_a_history_comes_back_from_its_file(tmp_path: Path) -> None:
    history = History([Epoch(0.5, 0.75), Epoch(1 / 3, 0.9)], {"seed": 0, "loss": "cross_entropy"})
    history.save(tmp_path / "h.json")
    assert History.load(tmp_path / "h.json") == history


def test_mnist_is_learned_past_96_percent_afresh(tmp_path: Path) -> None:
    """The whole recipe on the real digits: the slowest test, 12 seconds on an idle machine."""
    data = load_mnist()
    history = keep("784-256-10", data, tmp_path, progress=False)
    net = load_model(tmp_path / "784-256-10.npz")
    assert history.epochs[-1].test_accuracy >= 0.96
    assert all(done.test_accuracy < 0.96 for done in history.epochs[:-1])
    # In double precision an image on the edge may fall the other way.
    score = accuracy(net, data.test_images, data.test_labels)
    assert abs(score - history.epochs[-1].test_accuracy) < 0.001


def test_a_signal_in_the_step_that_goes_wrong_saves_the_last_good_network(
    data: MNIST, tmp_path: Path
) -> None:
    def rate(done: float) -> float:
        if done < 1 / 3:
            return 0.5
        signal.raise_signal(signal.SIGTERM)
        return 1e300

    net, path = small(), tmp_path / "net.npz"
    with pytest.raises(TrainingFailedError, match=r"epoch 2: a weight .*; the network of epoch 1"):
        train(net, data, SGD(0.5), schedule=rate, save_to=path, **RIGHT)
    assert np.array_equal(load_model(path).omega[1], net.omega[1])
