"""MNIST as it lies in the project, and what is refused of one that is not MNIST."""

import gzip
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numrec.data.mnist import MNIST, check_data, hold_back, load_mnist, one_hot
from numrec.errors import FormatError
from tools.fuzz_seeds import idx

TRAINING = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
FILES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}
RNG = np.random.default_rng(4)
SMALL = {
    "train_images": RNG.integers(0, 256, (12, 28, 28)),
    "train_labels": np.arange(12) % 10,
    "test_images": RNG.integers(0, 256, (5, 28, 28)),
    "test_labels": np.arange(5),
}


def small(folder: Path, zipped: bool = False, **changed: np.ndarray) -> Path:
    """Write a set of 12 and 5 images; `changed` replaces a file's array by its key."""
    for name, array in (SMALL | changed).items():
        data = idx(array.astype(np.uint8))
        path = folder / (FILES[name] + ".gz" * zipped)
        path.write_bytes(gzip.compress(data) if zipped else data)
    return folder


def test_it_is_what_was_published_from_0_to_1_in_float32(mnist: MNIST) -> None:
    for images, labels, counts, first in (
        (mnist.train_images, mnist.train_labels, TRAINING, [5, 0, 4, 1, 9]),
        (mnist.test_images, mnist.test_labels, TEST, [7, 2, 1, 0, 4]),
    ):
        assert images.shape == (784, sum(counts))
        assert images.dtype == np.float32
        assert (images.min(), images.max()) == (0, 1)
        assert images.T.flags.c_contiguous, "one image follows another in memory"
        assert labels.dtype == np.intp
        assert np.bincount(labels).tolist() == counts
        assert labels[:5].tolist() == first
    assert float(mnist.train_images.mean(dtype=np.float64)) == pytest.approx(0.1307, abs=5e-5)


@pytest.mark.parametrize("zipped", [False, True], ids=["raw", "gzip"])
def test_files_are_read_raw_and_zipped(tmp_path: Path, zipped: bool) -> None:
    data = load_mnist(small(tmp_path, zipped))
    for name, images in (("train_images", data.train_images), ("test_images", data.test_images)):
        expected = SMALL[name].reshape(-1, 784).astype(np.float32) / np.float32(255)
        assert np.array_equal(images, expected.T)
    assert np.array_equal(data.train_labels, SMALL["train_labels"])
    assert np.array_equal(data.test_labels, SMALL["test_labels"])


def test_the_folder_is_the_one_given_or_that_of_the_environment_and_zipped_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMREC_DATA", str(small(tmp_path)))
    assert load_mnist().train_images.shape == (784, 12)
    monkeypatch.setenv("NUMREC_DATA", str(tmp_path / "elsewhere"))
    small(tmp_path, zipped=True, train_labels=np.full(12, 3))
    assert load_mnist(str(tmp_path)).train_labels.tolist() == [3] * 12


@pytest.mark.parametrize("missing", FILES.values())
def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path, missing: str) -> None:
    (small(tmp_path) / missing).unlink()
    with pytest.raises(FileNotFoundError, match="NUMREC_DATA") as caught:
        load_mnist(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: no {missing}.gz and no {missing}; expected")


@pytest.mark.parametrize(
    ("changed", "value", "says"),
    [
        ("train_labels", np.arange(10), "train-images.* byte 4: found 12 images, expected 10"),
        ("test_images", np.zeros((6, 28, 28)), "t10k-images.* byte 4: found 6 images, expected 5"),
        ("train_images", np.zeros((12, 28, 27)), r"train-images.* byte 8: found .*\(28, 27\), e"),
        (
            "train_images",
            np.zeros((9, 28, 28)),
            "train-images.* byte 4: found 9 images, expected 1",
        ),
        ("train_images", np.zeros((12, 28, 29)), r"train-images.* byte 8: found .*\(28, 29\), e"),
        ("test_images", np.zeros((5, 14, 56)), r"t10k-images.* \(14, 56\), expected 28 x 28"),
        ("train_labels", np.arange(12) % 11, "train-labels.* byte 18: found label 10, expected 0"),
        ("test_labels", np.array([1, 2, 255, 3, 4]), "t10k-labels.* byte 10: found label 255"),
        ("train_images", np.zeros((12, 784)), "train-images.* magic 0x00000802, expected 0x0000"),
        ("train_labels", np.zeros((12, 1)), "train-labels.* magic 0x00000802, expected 0x0000"),
    ],
)
def test_what_is_not_mnist_is_refused(tmp_path: Path, changed: str, value: Any, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        load_mnist(small(tmp_path, **{changed: value}))


def test_one_hot_has_a_one_in_the_row_of_the_label() -> None:
    a_hat = one_hot(np.array([2, 0, 2]), 3)
    assert a_hat.dtype == np.float32
    assert a_hat.tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 1]]
    ten = one_hot(np.arange(10, dtype=np.uint8), dtype=np.float64)
    assert ten.dtype == np.float64
    assert np.array_equal(ten, np.eye(10))


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (np.array([0, 1, 10]), r"labels\[2\] is 10; expected 0 to 9"),
        (np.array([0, 11, 10]), r"labels\[1\] is 11; expected 0 to 9"),
        (np.array([3, -1]), r"labels\[1\] is -1; expected 0 to 9"),
        (np.array([1.0, 2.0]), r"shape \(2,\) and type float64; expected \(m,\) whole numbers"),
        (np.array([True, False]), "type bool"),
        (np.array([[1, 2]]), r"shape \(1, 2\)"),
        (np.array(3), r"shape \(\)"),
    ],
)
def test_labels_that_are_none_are_refused(labels: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        one_hot(labels)


IMAGES, LABELS = np.full((3, 4), 0.5, np.float32), np.array([0, 1, 1, 0])
FIT = MNIST(IMAGES, LABELS, IMAGES, LABELS)


def with_number(number: float) -> np.ndarray:
    return np.where(np.eye(3, 4), np.float32(number), IMAGES)


@pytest.mark.parametrize("part", ["train", "test"])
@pytest.mark.parametrize(
    ("images", "labels", "says"),
    [
        (IMAGES[0], LABELS, r"images has shape \(4,\); expected \(3, m\)"),
        (IMAGES[:2], LABELS, r"images has shape \(2, 4\); expected \(3, m\), .* with m = 4 as in"),
        (IMAGES, LABELS[:3], "images has shape .* with m = 3 as in"),
        (IMAGES[:, :0], LABELS[:0], r"images has shape \(3, 0\)"),
        (IMAGES + 0j, LABELS, "images is of type complex64; expected real numbers"),
        (with_number(np.nan), LABELS, "images has values from nan to nan; expected finite"),
        (with_number(16.5), LABELS, "images has values from 0.5 to 16.5; expected finite"),
        (with_number(-16.5), LABELS, "images has values from -16.5 to 0.5; expected finite"),
        (IMAGES, LABELS + 1, r"labels\[1\] is 2; expected 0 to 1"),
        (IMAGES, LABELS - 1, r"labels\[0\] is -1; expected 0 to 1"),
    ],
)
def test_what_no_network_learns_from_is_refused(
    part: str, images: Any, labels: Any, says: str
) -> None:
    wrong = {f"{part}_images": images, f"{part}_labels": labels}
    with pytest.raises(ValueError, match=f"^{part}_{says}"):
        check_data(replace(FIT, **wrong), 3, 2)


@pytest.mark.parametrize("kind", [bool, np.uint8, np.int64, np.float64])
def test_data_that_fit_are_taken(kind: Any) -> None:
    check_data(replace(FIT, train_images=IMAGES.astype(kind)), 3, 2)
    for number in (-16, 16):
        check_data(replace(FIT, train_images=with_number(number)), 3, 2)


def test_images_cannot_be_exchanged_below_their_labels() -> None:
    with pytest.raises(FrozenInstanceError):
        FIT.train_images = IMAGES  # type: ignore[misc]


def numbered(m: int) -> MNIST:
    """Images that each hold their own number, so that one can be told from another."""
    numbers = np.arange(m, dtype=np.float32)
    images = np.tile(numbers / m, (784, 1)).T.copy().T
    return MNIST(images, np.arange(m) % 10, np.ones((784, 3), np.float32), np.arange(3))


def test_each_training_image_is_held_back_or_learned_from_and_no_test_image_is_there() -> None:
    data = numbered(40)
    split = hold_back(data, 12, np.random.default_rng(0))
    learned, held = (
        np.rint(images[0] * 40).astype(int) for images in (split.train_images, split.test_images)
    )
    assert (len(learned), len(held)) == (28, 12)
    assert sorted([*learned, *held]) == [*range(40)]
    assert [*learned] == sorted(learned), "the others stay in their order"
    assert [*held] != [*range(12)], "they are drawn"
    assert split.train_labels.tolist() == [n % 10 for n in learned]
    assert split.test_labels.tolist() == [n % 10 for n in held]
    assert split.train_images.T.flags.c_contiguous, "one image follows another in memory"
    again = hold_back(data, 12, np.random.default_rng(0))
    assert np.array_equal(again.test_images, split.test_images)
    other = hold_back(data, 12, np.random.default_rng(1))
    assert not np.array_equal(other.test_images, split.test_images)
    assert data.train_labels.size == 40


@pytest.mark.parametrize("count", [0, 40, -1, 2.5])
def test_to_hold_back_none_or_all_is_refused(count: Any) -> None:
    with pytest.raises(ValueError, match=f"count is {count}; expected .*1 to 39"):
        hold_back(numbered(40), count, np.random.default_rng(0))
    assert hold_back(numbered(40), 39, np.random.default_rng(0)).train_labels.size == 1
