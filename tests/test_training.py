"""Training: its loop written out, its stop, its bits, its errors; MNIST past 96 %."""

import copy
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import run_child
from threadpoolctl import threadpool_info, threadpool_limits

from numrec import (
    SGD,
    Adam,
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
from numrec.batches import batches
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy, confusion_matrix, outputs, worst_mistakes
from numrec.history import History, Pass
from numrec.lean import all_inputs, make_lean, used_inputs
from numrec.optimisers import Optimiser
from numrec.training import TrainingFailedError, train
from numrec.training_ends import NotSavedError
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


def pass_by_hand(net: Network, images: Array, labels: Array, optimiser: Optimiser) -> float:
    """Train for a pass in batches of 16, written out; give the sum of the losses."""
    a_hat, losses = one_hot(labels, 3), []
    for start in range(0, 100, 16):  # the last batch has 4
        x, y = images[:, start : start + 16], a_hat[:, start : start + 16]
        trace = forward(net, x)
        losses.append(float(net.loss.C(trace.a[2], y)))
        optimiser.step(net, backprop(net, trace, y), x.shape[1])
    return sum(losses)


def test_a_pass_is_its_loop_written_out(data: MNIST) -> None:
    net, by_hand = small(), small()
    history = train(net, data, SGD(0.5), batch_size=16, max_epochs=1, progress=False)
    C = pass_by_hand(by_hand, data.train_images, data.train_labels, SGD(0.5))
    assert all(np.allclose(net.omega[l], by_hand.omega[l], atol=1e-6) for l in (1, 2))
    assert all(np.allclose(net.b[l], by_hand.b[l], atol=1e-6) for l in (1, 2))
    assert history.passes[0].loss == pytest.approx(C / 100)
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
        ({"batch_size": 2.5}, "batch_size is 2.5; expected a whole number, 1 to 100"),
        ({"max_epochs": 1.5}, "max_epochs is 1.5; expected a whole number, at least 1"),
        ({"until": 0}, r"until is 0; expected an accuracy in \(0, 1\]"),
        ({"until": 96}, r"until is 96; expected an accuracy in \(0, 1\]"),
        ({"until": float("nan")}, "until is nan; expected an accuracy"),
        ({"max_epochs": 0}, "max_epochs is 0; expected at least 1"),
        ({"threads": 0}, "threads is 0; expected 1 to the batch's size, 16"),
        ({"threads": 17}, "threads is 17; expected 1 to the batch's size, 16"),
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
    rates = iter([0.5] * 14 + [1e38] * 100)  # seven batches a pass
    says = r"pass 3: .* layer [12].*; try a smaller learning rate"
    with pytest.raises(TrainingFailedError, match=says):
        train(net, data, SGD(0.5), schedule=lambda done: next(rates), **RIGHT)
    assert all(np.array_equal(net.omega[l], good.omega[l]) for l in (1, 2))
    assert all(np.array_equal(net.b[l], good.b[l]) for l in (1, 2))


def test_after_a_failure_the_advice_helps_at_once(data: MNIST, tmp_path: Path) -> None:
    """The optimiser has forgotten, its rate is the old one, and what was learned is saved."""
    net, good, path = small(), small(), tmp_path / "net.npz"
    optimiser = Momentum(0.1, 0.9)
    train(good, data, Momentum(0.1, 0.9), **(RIGHT | {"max_epochs": 2}))
    rates = iter([0.1] * 14 + [1e38] * 100)
    with pytest.raises(TrainingFailedError, match=r"pass 3: .*; the network of pass 2 is saved to"):
        train(net, data, optimiser, schedule=lambda done: next(rates), save_to=path, **RIGHT)
    assert np.array_equal(load_model(path).omega[1], good.omega[1])
    assert (optimiser.learning_rate, optimiser.steps) == (0.1, 0)
    train(net, data, optimiser, **RIGHT)
    train(good, data, Momentum(0.1, 0.9), **RIGHT)
    assert np.array_equal(net.omega[1], good.omega[1])


def test_a_failure_in_the_first_pass_saves_nothing(data: MNIST, tmp_path: Path) -> None:
    net = small()
    with pytest.raises(TrainingFailedError, match=r"pass 1: .*start smaller$"):
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
    assert len(said.value.history.passes) == 3


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


@pytest.mark.parametrize("threads", [None, 2])
def test_numbers_past_all_bounds_give_the_one_error_and_no_warnings(
    data: MNIST, threads: int | None
) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with pytest.raises(TrainingFailedError):
            train(small(), data, SGD(1e20), threads=threads, **RIGHT)
    assert heard == []


def test_scoring_a_network_past_all_bounds_warns_of_nothing(data: MNIST) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        history = train(small(), data, SGD(1e25), batch_size=100, max_epochs=1, progress=False)
    assert heard == []
    assert history.passes[0].test_accuracy < 0.5


def test_threads_keep_blas_to_one_thread_in_each(data: MNIST) -> None:
    """Asked of the libraries themselves, within a pass."""

    def in_use() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    asked: list[set[int]] = []
    with threadpool_limits(2):
        train(small(), data, SGD(0.5), schedule=lambda _: asked.append(in_use()) or 0.1, **RIGHT)
        assert {2} in asked, "without threads= BLAS goes as it likes"
        asked.clear()
        schedule = lambda _: asked.append(in_use()) or 0.1
        train(small(), data, SGD(0.5), schedule=schedule, threads=2, **RIGHT)
        assert asked
        assert all(found == {1} for found in asked)
        assert in_use() == {2}, "and afterwards as before"


def test_without_threadpoolctl_the_caller_is_warned(
    data: MNIST, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with pytest.warns(RuntimeWarning, match="threadpoolctl is not installed") as heard:
        train(small(), data, SGD(0.5), threads=2, **RIGHT)
    assert [Path(warning.filename) for warning in heard] == [Path(__file__)]


def test_the_schedule_is_asked_at_the_share_that_is_done(data: MNIST) -> None:
    asked: list[float] = []
    train(small(), data, SGD(0.5), schedule=lambda done: asked.append(done) or 0.1, **RIGHT)
    assert asked == pytest.approx([k / 21 for k in range(21)])


@pytest.mark.parametrize("optimiser", [SGD(0.5), Momentum(0.1, 0.9), Adam(0.01)])
def test_leaving_out_inputs_that_are_always_zero_changes_nothing(
    data: MNIST, optimiser: Optimiser
) -> None:
    """Two blank inputs more: their weights stay, all others go the same way, to rounding."""
    wide, slim = new_network([5, 6, 3], np.random.default_rng(0)), small()
    slim.omega[1][:] = wide.omega[1][:, [0, 2, 4]]
    slim.omega[2][:] = wide.omega[2]
    start = wide.omega[1].copy()
    blanks = {
        part: np.insert(getattr(data, part), [1, 2], 0, axis=0)
        for part in ("train_images", "test_images")
    }
    train(wide, changed(data, **blanks), copy.deepcopy(optimiser), **RIGHT)
    train(slim, data, copy.deepcopy(optimiser), **RIGHT)
    assert np.array_equal(wide.omega[1][:, [1, 3]], start[:, [1, 3]])
    assert np.allclose(wide.omega[1][:, [0, 2, 4]], slim.omega[1], atol=1e-5)
    assert np.allclose(wide.omega[2], slim.omega[2], atol=1e-5)


def test_a_lean_copy_has_the_brightest_inputs_first_and_tells_where_an_image_ends() -> None:
    """An image's numbers lie side by side: else a batch would be gathered from everywhere."""
    images = np.array([[1, 0, 0, 0], [1, -1, 0, 0], [1, 1, 1, 0]], np.float32)
    net = small()
    lean = make_lean(net, images, used_inputs(net, images, SGD(0.1)), centre=False)
    assert lean.used.tolist() == [2, 0, 1]
    assert np.array_equal(lean.images, np.vstack([np.ones(4), images[[2, 0, 1]]]))
    assert lean.images.T.flags.c_contiguous
    assert lean.rows.tolist() == [4, 4, 2, 1]
    assert np.array_equal(all_inputs(lean.images[:2], 3), [images[2], 4 * [0], 4 * [0]])


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("centre", [False, True])
def test_lean_training_is_the_loop_written_out_on_ragged_images(
    shuffle: bool, centre: bool
) -> None:
    """Of each image other numbers are zero; some are negative; there is more than a piece."""
    rng = np.random.default_rng(2)
    images = rng.normal(size=(6, 2100)) * (rng.uniform(size=(6, 2100)) < 0.15)
    labels = rng.integers(0, 3, size=2100)
    data = MNIST(images, labels, images[:, :5], labels[:5])
    quick = new_network([6, 5, 3], np.random.default_rng(0), dtype=float)
    quick.b[1][:] = rng.normal(size=(5, 1))  # else a blank image is at the kink, but for rounding
    by_hand = copy.deepcopy(quick)
    drawn = np.random.default_rng(1) if shuffle else None
    order = np.random.default_rng(1).permutation(2100) if shuffle else np.arange(2100)
    train(
        quick, data, Momentum(0.05, 0.9), batch_size=4, max_epochs=1, until=None,
        shuffle=shuffle, rng=drawn, centre=centre, progress=False,
    )  # fmt: skip
    mean = images.mean(axis=1, keepdims=True) if centre else np.zeros((6, 1))
    optimiser, a_hat = Momentum(0.05, 0.9), one_hot(labels, 3, float)
    by_hand.b[1] += by_hand.omega[1] @ mean
    for start in range(0, 2100, 4):
        here = order[start : start + 4]
        trace = forward(by_hand, images[:, here] - mean)
        optimiser.step(by_hand, backprop(by_hand, trace, a_hat[:, here]), 4)
    by_hand.b[1] -= by_hand.omega[1] @ mean
    for l in (1, 2):
        assert np.allclose(quick.omega[l], by_hand.omega[l], atol=1e-10)
        assert np.allclose(quick.b[l], by_hand.b[l], atol=1e-10)


@pytest.mark.parametrize("kind", [bool, np.uint8, np.float16])
def test_images_of_another_type_train_as_their_numbers_do(data: MNIST, kind: type) -> None:
    images = (data.train_images > 0.5).astype(kind)
    one, other = small(), small()
    train(one, changed(data, train_images=images), SGD(0.5), centre=True, **RIGHT)
    plain = changed(data, train_images=images.astype(np.float32))
    train(other, plain, SGD(0.5), centre=True, **RIGHT)
    assert np.array_equal(one.omega[1], other.omega[1])


@pytest.mark.parametrize("centre", [False, True])
@pytest.mark.parametrize("l", [1, 2])
def test_the_layer_that_goes_wrong_first_is_named(data: MNIST, l: int, centre: bool) -> None:
    net = small()
    net.b[l][0] = np.nan
    with pytest.raises(TrainingFailedError, match=f"first gone wrong in layer {l};"):
        train(net, data, SGD(0.5), centre=centre, **RIGHT)


def test_the_last_inputs_are_blank_in_most_batches_and_their_motion_goes_on(data: MNIST) -> None:
    images = data.train_images.copy()
    images[1, 1:] = 0
    images[0, images.shape[1] // 2 :] = 0
    net = small()
    lean = make_lean(net, images, used_inputs(net, images, SGD(0.1)), centre=False)
    assert lean.used.tolist() == [2, 0, 1]
    pieces = batches(lean.images, lean.images, images.shape[1] // 4, rows=lean.rows)
    assert [len(a0) for a0, _ in pieces][:4] == [4, 3, 2, 2]
    by_hand, quick, optimiser = small(), small(), Momentum(0.1, 0.9)
    train(quick, changed(data, train_images=images), Momentum(0.1, 0.9), **RIGHT)
    for _ in range(RIGHT["max_epochs"]):
        pass_by_hand(by_hand, images, data.train_labels, optimiser)
    assert all(np.allclose(quick.omega[l], by_hand.omega[l], atol=1e-5) for l in (1, 2))
    assert all(np.allclose(quick.b[l], by_hand.b[l], atol=1e-5) for l in (1, 2))


def test_centred_images_train_the_network_that_reads_plain_ones(data: MNIST) -> None:
    """The same as taking the mean off by hand, training, and folding it into the bias by hand."""
    before = data.train_images.copy()
    net, by_hand = small(), small()
    mean = data.train_images.mean(axis=1, keepdims=True)
    by_hand.b[1] += by_hand.omega[1] @ mean
    centred = changed(
        data, train_images=data.train_images - mean, test_images=data.test_images - mean
    )
    one = train(net, data, Momentum(0.1, 0.9), centre=True, **RIGHT)
    two = train(by_hand, centred, Momentum(0.1, 0.9), **RIGHT)
    by_hand.b[1] -= by_hand.omega[1] @ mean
    assert np.allclose(net.omega[1], by_hand.omega[1], atol=1e-5)
    assert np.allclose(net.b[1], by_hand.b[1], atol=1e-5)
    assert one.passes[-1].test_accuracy == two.passes[-1].test_accuracy
    assert np.array_equal(data.train_images, before)


def test_an_input_that_falls_silent_keeps_the_motion_it_has(data: MNIST) -> None:
    """Momentum still moves the weights of an input that had ink in an earlier call."""
    net, optimiser = small(), Momentum(0.1, 0.9)
    train(net, data, optimiser, **RIGHT)
    before = net.omega[1].copy()
    silent = data.train_images.copy()
    silent[1] = 0
    train(net, changed(data, train_images=silent), optimiser, **RIGHT)
    assert (net.omega[1][:, 1] != before[:, 1]).all()


def test_two_calls_go_the_way_of_one(data: MNIST) -> None:
    """What momentum remembers stays with its input, in whatever order the training has them."""
    images = data.train_images * np.array([[0.2], [0.6], [1]], np.float32)  # the last comes first
    dark, once, twice = changed(data, train_images=images), small(), small()
    optimiser = Momentum(0.1, 0.9)
    for _ in range(2):
        train(twice, dark, optimiser, **{**RIGHT, "max_epochs": 1})
    train(once, dark, Momentum(0.1, 0.9), **{**RIGHT, "max_epochs": 2})
    assert np.array_equal(once.omega[1], twice.omega[1])
    assert np.array_equal(once.b[1], twice.b[1])


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_give_the_same_to_rounding(data: MNIST, threads: int) -> None:
    alone, together = small(), small()
    one = train(alone, data, SGD(0.5), **RIGHT)
    many = train(together, data, SGD(0.5), threads=threads, **RIGHT)
    assert all(np.allclose(alone.omega[l], together.omega[l], atol=1e-5) for l in (1, 2))
    assert many.passes[-1].loss == pytest.approx(one.passes[-1].loss, rel=1e-4)


def test_two_runs_of_one_seed_have_the_same_bits_in_two_processes() -> None:
    code = """
import hashlib, numpy as np
from numrec import Momentum, new_network, train
from numrec.data.mnist import MNIST
rng = np.random.default_rng(5)
images = rng.uniform(size=(3000, 20)).astype("f4").T
labels = images.argmax(axis=0) % 3
data = MNIST(images[:, :2500], labels[:2500], images[:, 2500:], labels[2500:])
net = new_network([20, 30, 3], np.random.default_rng(0))
train(net, data, Momentum(0.1, 0.9), max_epochs=2, shuffle=True, rng=rng, progress=False)
print(hashlib.sha256(net.omega[1].tobytes() + net.omega[2].tobytes()).hexdigest())
"""
    command = [sys.executable, "-c", code]
    said = {run_child(command, check=True).stdout for _ in range(2)}
    assert len(said) == 1


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

def ctrl_c():
    signal.raise_signal(signal.SIGINT)

def save_meanwhile(net, path):  # Ctrl-C once more while it saves
    ctrl_c()
    save_model(net, path)

sys.modules["numrec.training"].save_model = save_meanwhile

def rate(done, rates=[]):  # Ctrl-C in the third pass of two batches
    rates.append(0.01)
    if len(rates) == 5:
        ctrl_c()
    return rates[-1]

images = np.random.default_rng(5).uniform(size=(150, 3)).astype("f4").T
labels = images.argmax(axis=0)
data = MNIST(images[:, :100], labels[:100], images[:, 100:], labels[100:])
net = new_network([3, 6, 3], np.random.default_rng(0))
options = {"batch_size": 50, "until": None, "max_epochs": 10**6, "save_to": "net.npz"}
history = train(net, data, SGD(0.01), progress=False, schedule=rate, **options)
assert history.interrupted and len(history.passes) == 2
assert np.array_equal(load_model("net.npz").omega[1], net.omega[1])
try:
    ctrl_c()
    time.sleep(1)
except KeyboardInterrupt:
    print("Ctrl-C is itself again")
"""


def test_ctrl_c_twice_ends_the_pass_and_loses_nothing(tmp_path: Path) -> None:
    run = run_child([sys.executable, "-c", INTERRUPTED], cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "stopped by Ctrl-C in pass 3" in run.stderr
    assert "saved to net.npz" in run.stderr
    assert run.stdout == "Ctrl-C is itself again\n"


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
    wrong = answers != labels
    worst = worst_mistakes(net, images, labels, 4)
    assert right[worst].tolist() == sorted(right[wrong])[:4]
    assert len(worst_mistakes(net, images, labels, 50)) == wrong.sum() < 50
    assert outputs(net, images).dtype == np.float64


def test_mnist_is_learned_past_96_percent_afresh(tmp_path: Path) -> None:
    """The whole recipe on the real digits: the slowest test, 12 seconds on an idle machine."""
    data = load_mnist()
    history = keep("784-256-10", data, tmp_path, progress=False)
    net = load_model(tmp_path / "784-256-10.npz")
    assert history.passes[-1].test_accuracy >= 0.96
    assert all(done.test_accuracy < 0.96 for done in history.passes[:-1])
    # In double precision an image on the edge may fall the other way.
    score = accuracy(net, data.test_images, data.test_labels)
    assert abs(score - history.passes[-1].test_accuracy) < 0.001
