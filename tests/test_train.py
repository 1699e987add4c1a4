"""Training: its loop written out, its stop, its bits, its errors; MNIST past 96 %."""

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numrec import SGD, Network, backprop, forward, load_mnist, load_model, new_network, one_hot
from numrec.evaluate import accuracy, confusion_matrix, outputs, worst_mistakes
from numrec.mnist import MNIST
from numrec.train import History, Pass, TrainingFailedError, train
from tools.train_models import MODELS, RECIPE, train_by_the_recipe

RIGHT = {"batch_size": 16, "max_epochs": 3, "progress": False}


@pytest.fixture
def data() -> MNIST:
    """Three classes that a small network tells apart: which of three numbers is largest."""
    images = np.random.default_rng(5).uniform(size=(150, 3)).astype(np.float32).T
    labels = images.argmax(axis=0)
    return MNIST(images[:, :100], labels[:100], images[:, 100:], labels[100:])


def small(seed: int = 0) -> Network:
    return new_network([3, 6, 3], np.random.default_rng(seed))


def test_a_pass_is_its_loop_written_out(data: MNIST) -> None:
    net, by_hand, losses = small(), small(), []
    a_hat = one_hot(data.train_labels, 3)
    history = train(net, data, SGD(0.5), batch_size=16, max_epochs=1, progress=False)
    for start in range(0, 100, 16):  # the last batch has 4
        x, y = data.train_images[:, start : start + 16], a_hat[:, start : start + 16]
        trace = forward(by_hand, x)
        losses.append(float(by_hand.loss.C(trace.a[2], y)))
        SGD(0.5).step(by_hand, backprop(by_hand, trace, y), x.shape[1])
    assert all(np.array_equal(net.omega[l], by_hand.omega[l]) for l in (1, 2))
    assert all(np.array_equal(net.b[l], by_hand.b[l]) for l in (1, 2))
    assert history.passes[0].loss == pytest.approx(sum(losses) / 100)
    assert history.passes[0].test_accuracy == accuracy(net, data.test_images, data.test_labels)


def test_it_learns_and_leaves_the_data_alone(data: MNIST) -> None:
    before = copy.deepcopy(data)
    history = train(small(), data, SGD(0.5), batch_size=5, max_epochs=60, progress=False)
    assert history.passes[-1].loss < 0.5 * history.passes[0].loss
    assert history.passes[-1].test_accuracy > 0.75
    for name in ("train_images", "train_labels", "test_images", "test_labels"):
        assert np.array_equal(getattr(data, name), getattr(before, name))


@pytest.mark.parametrize("shuffle", [False, True])
def test_the_same_seed_gives_the_same_bits(data: MNIST, shuffle: bool) -> None:
    def run() -> tuple[bytes, History]:
        net, rng = small(), np.random.default_rng(9) if shuffle else None
        history = train(net, data, SGD(0.5), shuffle=shuffle, rng=rng, **RIGHT)
        return b"".join(net.omega[l].tobytes() + net.b[l].tobytes() for l in (1, 2)), history

    assert run() == run()


def test_shuffling_takes_images_and_labels_in_one_new_order_each_pass(data: MNIST) -> None:
    net, by_hand, rng = small(), small(), np.random.default_rng(1)
    train(net, data, SGD(0.5), shuffle=True, rng=np.random.default_rng(1), **RIGHT)
    for _ in range(3):
        order = rng.permutation(100)
        mixed = MNIST(
            data.train_images[:, order],
            data.train_labels[order],
            data.test_images,
            data.test_labels,
        )
        train(by_hand, mixed, SGD(0.5), **(RIGHT | {"max_epochs": 1}))
    assert all(np.allclose(net.omega[l], by_hand.omega[l], atol=1e-6) for l in (1, 2))


def test_it_stops_after_the_pass_that_reaches_the_goal(data: MNIST) -> None:
    options = {"batch_size": 5, "progress": False}
    long = train(small(), data, SGD(0.5), max_epochs=40, **options)
    goal = max(done.test_accuracy for done in long.passes)
    first = next(k for k, done in enumerate(long.passes, start=1) if done.test_accuracy >= goal)
    assert train(small(), data, SGD(0.5), until=goal, **options).passes == long.passes[:first]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"batch_size": 0}, "batch_size is 0; expected 1 to 100"),
        ({"batch_size": 101}, "batch_size is 101; expected 1 to 100"),
        ({"until": 0}, r"until is 0; expected an accuracy in \(0, 1\]"),
        ({"until": 96}, r"until is 96; expected an accuracy in \(0, 1\]"),
        ({"until": float("nan")}, "until is nan; expected an accuracy"),
        ({"max_epochs": 0}, "max_epochs is 0; expected at least 1"),
        ({"shuffle": True}, "shuffle and rng go together"),
        ({"rng": np.random.default_rng(0)}, "shuffle and rng go together"),
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


@pytest.mark.parametrize("sizes", [[4, 3], [3, 2]])
def test_a_network_that_does_not_fit_the_data_is_refused(data: MNIST, sizes: list[int]) -> None:
    net = new_network(sizes, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"the network is .*; expected 3 inputs"):
        train(net, data, SGD(0.5), **RIGHT)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_loss_that_is_no_number_stops_the_training(data: MNIST) -> None:
    with pytest.raises(TrainingFailedError, match=r"in pass \d; try a smaller learning rate"):
        train(small(), data, SGD(1e38), **RIGHT)


def test_the_bar_shows_loss_and_accuracy(data: MNIST, capsys: pytest.CaptureFixture[str]) -> None:
    history = train(small(), data, SGD(0.5), batch_size=16, max_epochs=2)
    said = capsys.readouterr().out
    assert "2/2" in said
    assert f"{history.passes[1].loss:.4f}" in said
    assert f"{history.passes[1].test_accuracy:.2%}" in said


def test_a_history_comes_back_from_its_file(tmp_path: Path) -> None:
    history = History([Pass(0.5, 0.75), Pass(1 / 3, 0.9)], {"seed": 0, "loss": "cross_entropy"})
    history.save(tmp_path / "h.json")
    assert History.load(tmp_path / "h.json") == history


def test_scores_by_hand(data: MNIST) -> None:
    net, answers = small(), outputs(small(), data.test_images).argmax(axis=0)
    images, labels = data.test_images, data.test_labels
    matrix = confusion_matrix(net, images, labels)
    assert matrix.sum() == 50
    for label, answer in np.ndindex(3, 3):
        assert matrix[label, answer] == ((labels == label) & (answers == answer)).sum()
    assert accuracy(net, images, labels) == np.trace(matrix) / 50
    right = outputs(net, images)[labels, range(50)]
    worst = worst_mistakes(net, images, labels, 4)
    assert right[worst].tolist() == sorted(right)[:4]
    assert outputs(net, images).dtype == np.float64


def test_mnist_is_learned_past_96_percent_afresh(tmp_path: Path) -> None:
    """The whole recipe on the real digits: the slowest test, 20 seconds on an idle machine."""
    data = load_mnist()
    history = train_by_the_recipe(data, tmp_path, progress=False)
    net = load_model(tmp_path / "784-256-10.npz")
    assert history.passes[-1].test_accuracy >= 0.96
    assert all(done.test_accuracy < 0.96 for done in history.passes[:-1])
    # In double precision an image on the edge may fall the other way.
    score = accuracy(net, data.test_images, data.test_labels)
    assert abs(score - history.passes[-1].test_accuracy) < 0.001


def test_the_model_that_ships_is_as_good_as_its_history_says() -> None:
    data = load_mnist()
    history = History.load(MODELS / "784-256-10.history.json")
    net = load_model(MODELS / "784-256-10.npz")
    assert accuracy(net, data.test_images, data.test_labels) == history.passes[-1].test_accuracy
    assert history.passes[-1].test_accuracy >= 0.96
    assert net.sizes == [784, 256, 10]


def test_the_recipe_that_ships_is_the_one_in_the_tool() -> None:
    stored = json.loads((MODELS / "784-256-10.history.json").read_text("utf-8"))
    assert stored["recipe"] == RECIPE
