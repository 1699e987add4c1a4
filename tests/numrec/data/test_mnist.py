"""MNIST as it lies in the project, and what is refused of one that is not MNIST."""

import gzip
import os
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

import numrec.data.mnist
from numrec.data import mnist_cache
from numrec.data.mnist import MNIST, load_mnist, one_hot
from numrec.errors import FormatError

TRAINING = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
FILES = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
]


@pytest.fixture(scope="module")
def mnist() -> MNIST:
    return load_mnist()


def idx(array: np.ndarray) -> bytes:
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()


def small(folder: Path, zipped: bool = False, **changed: np.ndarray) -> Path:
    """Write a set of 12 and 5 images; `changed` replaces a file's array by its key."""
    rng = np.random.default_rng(4)
    arrays = {
        "train_images": rng.integers(0, 256, (12, 28, 28)),
        "train_labels": np.arange(12) % 10,
        "t10k_images": rng.integers(0, 256, (5, 28, 28)),
        "t10k_labels": np.arange(5),
    }
    for file, array in zip(FILES, (arrays | changed).values(), strict=True):
        data = idx(array)
        if zipped:
            (folder / f"{file}.gz").write_bytes(gzip.compress(data))
        else:
            (folder / file).write_bytes(data)
    return folder


def test_the_images_are_columns_of_784(mnist: MNIST) -> None:
    assert mnist.train_images.shape == (784, 60000)
    assert mnist.test_images.shape == (784, 10000)


def test_the_images_go_from_0_to_1_in_single_precision(mnist: MNIST) -> None:
    for images in (mnist.train_images, mnist.test_images):
        assert images.dtype == np.float32
        assert images.min() == 0
        assert images.max() == 1


def test_one_image_follows_another_in_memory(mnist: MNIST) -> None:
    for images in (mnist.train_images, mnist.test_images):
        assert images.T.flags.c_contiguous


def test_the_mean_is_the_published_one(mnist: MNIST) -> None:
    assert float(mnist.train_images.mean(dtype=np.float64)) == pytest.approx(0.1307, abs=5e-5)


def test_each_digit_is_there_as_often_as_published(mnist: MNIST) -> None:
    assert mnist.train_labels.dtype == mnist.test_labels.dtype == np.intp
    assert np.bincount(mnist.train_labels).tolist() == TRAINING
    assert np.bincount(mnist.test_labels).tolist() == TEST


def test_the_first_labels_are_the_published_ones(mnist: MNIST) -> None:
    assert mnist.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert mnist.test_labels[:5].tolist() == [7, 2, 1, 0, 4]


@pytest.mark.parametrize("zipped", [False, True], ids=["raw", "gzip"])
def test_files_are_read_raw_and_zipped(tmp_path: Path, zipped: bool) -> None:
    images = np.random.default_rng(9).integers(0, 256, (12, 28, 28))
    data = load_mnist(small(tmp_path, zipped, train_images=images))
    expected = images.reshape(12, 784).astype(np.float32) / np.float32(255)
    assert np.array_equal(data.train_images, expected.T)
    assert data.test_labels.tolist() == [0, 1, 2, 3, 4]


def test_the_folder_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMREC_DATA", str(small(tmp_path)))
    assert load_mnist().train_images.shape == (784, 12)


def test_a_folder_given_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMREC_DATA", str(tmp_path / "elsewhere"))
    assert load_mnist(small(tmp_path)).train_images.shape == (784, 12)


@pytest.mark.parametrize("missing", FILES)
def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path, missing: str) -> None:
    (small(tmp_path) / missing).unlink()
    with pytest.raises(FileNotFoundError, match="NUMREC_DATA") as caught:
        load_mnist(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert f"{missing}.gz" in str(caught.value)


@pytest.mark.parametrize(
    ("changed", "value", "file", "says"),
    [
        ("train_labels", np.arange(10), 0, "found 12 images, expected 10, as in"),
        ("t10k_images", np.zeros((6, 28, 28)), 2, "found 6 images, expected 5, as in"),
        ("train_images", np.zeros((12, 28, 27)), 0, r"images of \(28, 27\), expected 28 x 28"),
        ("t10k_images", np.zeros((5, 14, 56)), 2, r"images of \(14, 56\), expected 28 x 28"),
        ("train_labels", np.arange(12) % 11, 1, "byte 18: found label 10, expected 0 to 9"),
        ("t10k_labels", np.array([1, 2, 255, 3, 4]), 3, "byte 10: found label 255"),
        ("train_images", np.zeros((12, 784)), 0, "magic 0x00000802, expected 0x00000803"),
        ("train_labels", np.zeros((12, 1)), 1, "magic 0x00000802, expected 0x00000801"),
    ],
)
def test_files_that_are_not_mnist_are_refused(
    tmp_path: Path, changed: str, value: np.ndarray, file: int, says: str
) -> None:
    with pytest.raises(FormatError, match=says) as caught:
        load_mnist(small(tmp_path, False, **{changed: value}))
    assert caught.value.path == str(tmp_path / FILES[file])


def test_one_hot_has_a_one_in_the_row_of_the_label() -> None:
    a_hat = one_hot(np.array([2, 0, 2]), 3)
    assert a_hat.dtype == np.float32
    assert a_hat.tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 1]]


def test_one_hot_has_ten_rows_and_the_type_asked_for() -> None:
    a_hat = one_hot(np.arange(10, dtype=np.uint8), dtype=np.float64)
    assert a_hat.dtype == np.float64
    assert np.array_equal(a_hat, np.eye(numrec.data.mnist.CLASSES))


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (np.array([0, 1, 10]), r"labels\[2\] is 10; expected 0 to 9"),
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


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of the cache, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "numrec"


def same(one: MNIST, other: MNIST) -> bool:
    return all(np.array_equal(vars(one)[name], vars(other)[name]) for name in vars(one))


def test_what_was_kept_is_what_is_loaded(kept: Path) -> None:
    fresh = load_mnist(cache=False)
    assert not kept.exists()
    first = load_mnist()
    (path,) = kept.iterdir()
    stamp = path.stat().st_mtime_ns
    again = load_mnist()
    assert same(first, fresh)
    assert same(again, fresh)
    assert path.stat().st_mtime_ns == stamp
    assert again.train_images.flags.writeable
    assert again.train_images.T.flags.c_contiguous


@pytest.mark.parametrize("fault", ["cut short", "empty", "other bytes", "another type"])
def test_a_broken_cache_is_passed_over(kept: Path, fault: str) -> None:
    fresh = load_mnist()
    (path,) = kept.iterdir()
    data = path.read_bytes()
    faults = {"cut short": data[:-9], "empty": b"", "other bytes": b"x" * 500}
    if fault == "another type":
        np.save(path, np.zeros(5))
    else:
        path.write_bytes(faults[fault])
    assert same(load_mnist(), fresh)


@pytest.mark.parametrize("place", [200, 30_000_000, -1])
def test_one_changed_byte_is_seen_and_healed(kept: Path, place: int) -> None:
    fresh = load_mnist()
    (path,) = kept.iterdir()
    sound = path.read_bytes()
    broken = bytearray(sound)
    broken[place] ^= 200
    path.write_bytes(broken)
    assert same(load_mnist(), fresh)
    (path,) = kept.iterdir()
    assert path.read_bytes() == sound


def test_labels_past_nine_are_not_taken_from_the_cache(tmp_path: Path, kept: Path) -> None:
    files = [tmp_path / name for name in "abcd"]
    for file in files:
        file.write_text("")
    images, labels = np.zeros((2, 4), np.uint8), np.array([3, 200], np.uint8)
    mnist_cache.write(files, [images, labels, images, labels])
    assert mnist_cache.read(files, 4, 10) is None
    assert mnist_cache.read(files, 4, 201) is not None


def test_old_files_make_room(tmp_path: Path, kept: Path) -> None:
    images, labels = np.zeros((2, 4), np.uint8), np.zeros(2, np.uint8)
    kept.mkdir(parents=True)
    (kept / ".mnist-left-over.npy.1234").write_text("of a process that was killed")
    os.utime(kept / ".mnist-left-over.npy.1234", (0, 0))
    for k in range(6):
        files = [tmp_path / f"{name}{k}" for name in "abcd"]
        for file in files:
            file.write_text("")
        mnist_cache.write(files, [images, labels, images, labels])
    left = list(kept.iterdir())
    assert len(left) == mnist_cache.KEPT
    assert kept / ".mnist-left-over.npy.1234" not in left
    assert mnist_cache.read(files, 4, 10) is not None


def test_a_user_without_a_home_loads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert load_mnist().train_images.shape == (784, 60000)


def test_where_nothing_can_be_kept_it_loads_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert load_mnist().train_images.shape == (784, 60000)


def test_other_files_have_a_cache_of_their_own(kept: Path, tmp_path: Path) -> None:
    load_mnist()
    folder = tmp_path / "mnist"
    shutil.copytree(Path(numrec.data.mnist.__file__).parents[1] / "data" / "mnist", folder)
    load_mnist(folder)
    assert len(list(kept.iterdir())) == 2
