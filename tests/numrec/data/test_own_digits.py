"""A reader's own digits: read as they were saved or refused, and mixed into MNIST evenly."""

import gzip
import json
import zipfile
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from own_digits_files import DIGITS, SOUND, refused

from companion.play.pen import encode
from numrec.data.mnist import MNIST
from numrec.data.own_digits import (
    HELD,
    IMAGES,
    LABELS,
    OwnDigits,
    mixed,
    read_own_digits,
    usual_repeat,
)
from numrec.errors import FormatError
from tools import drawings, hand
from tools.fuzz_seeds import idx


def zipped(folder: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    path = folder / "my-digits.zip"
    path.write_bytes(hand.archive(files, compression))
    return path


def is_sound(own: OwnDigits) -> bool:
    assert own.images.dtype == np.float32
    assert np.array_equal(own.images, DIGITS.reshape(4, 784).T.astype(np.float32) / 255)
    return own.labels.tolist() == [3, 1, 4, 1] and own.held.tolist() == [False, False, True, False]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "my digits (1)/"])
def test_digits_are_read_from_a_zip_also_where_it_was_unpacked_and_packed_again(
    tmp_path: Path, compression: int, folder: str
) -> None:
    files = {folder + name: data for name, data in SOUND.items()}
    files |= {f"__MACOSX/._{IMAGES}": b"of a packer", f"{folder}png/001-a-3.png": b"a picture"}
    assert is_sound(read_own_digits(zipped(tmp_path, files, compression)))


def test_digits_are_read_from_files_side_by_side_and_without_marks_none_is_held(
    tmp_path: Path,
) -> None:
    for name, data in SOUND.items():
        (tmp_path / name).write_bytes(data)
    assert is_sound(read_own_digits(tmp_path / IMAGES))
    (tmp_path / HELD).unlink()
    assert not read_own_digits(tmp_path / IMAGES).held.any()
    without = {name: SOUND[name] for name in (IMAGES, LABELS)}
    assert not read_own_digits(zipped(tmp_path, without)).held.any()
    for name in (IMAGES, LABELS):
        (tmp_path / f"t10k-{name}.gz").write_bytes(gzip.compress(SOUND[name]))
    assert read_own_digits(tmp_path / f"t10k-{IMAGES}.gz").labels.tolist() == [3, 1, 4, 1]


@pytest.mark.parametrize("wrong", refused())
def test_what_is_broken_or_meant_ill_is_refused_in_one_line_with_the_files_name(
    tmp_path: Path, wrong: str
) -> None:
    data, says = refused()[wrong]
    path = tmp_path / "my-digits.zip"
    path.write_bytes(data)
    with pytest.raises(FormatError) as error:
        read_own_digits(path)
    assert says in str(error.value)
    assert str(error.value).startswith(str(path))
    assert str(error.value).isprintable()
    assert list(tmp_path.iterdir()) == [path], "nothing is unpacked"


def test_a_thousand_digits_are_read_and_not_one_more(tmp_path: Path) -> None:
    files = {name: idx(np.zeros(1000, np.uint8)) for name in (LABELS, HELD)}
    files[IMAGES] = idx(np.zeros((1000, 28, 28), np.uint8))
    own = read_own_digits(zipped(tmp_path, files))
    assert (own.labels.size, own.held.any()) == (1000, False)
    for name in (LABELS, HELD):
        more = SOUND | {name: idx(np.zeros(1001, np.uint8))}
        with pytest.raises(FormatError, match="found 1009 bytes, expected at most 1008"):
            read_own_digits(zipped(tmp_path, more))


def test_labels_that_do_not_lie_beside_the_images_are_missed(tmp_path: Path) -> None:
    (tmp_path / IMAGES).write_bytes(SOUND[IMAGES])
    with pytest.raises(FormatError, match="found none beside it, expected the file labels-idx1"):
        read_own_digits(tmp_path / IMAGES)
    (tmp_path / LABELS).write_bytes(SOUND[LABELS])
    with pytest.raises(FormatError, match=r"found no zip file, expected .*images-idx3"):
        read_own_digits(tmp_path / LABELS)


def data_of(m: int) -> MNIST:
    """m images, each all of its own number."""
    images = np.tile(np.arange(m, dtype=np.float32), (784, 1))
    return MNIST(images, np.zeros(m, np.intp), images[:, :2], np.zeros(2, np.intp))


def own_of(held: list[bool]) -> OwnDigits:
    images = np.tile(-1 - np.arange(len(held), dtype=np.float32), (784, 1))
    return OwnDigits(images, 1 + np.arange(len(held)), np.array(held))


def test_digits_cannot_be_exchanged_below_their_labels_and_a_part_is_said_by_name() -> None:
    own = own_of([False, True, False])
    assert [own.part(held=held).labels.tolist() for held in (True, False)] == [[2], [1, 3]]
    with pytest.raises(FrozenInstanceError):
        own.images = own.images[:, :1]  # type: ignore[misc]
    with pytest.raises(TypeError, match="positional argument"):
        own.part(True)  # type: ignore[misc]


def test_they_are_mixed_in_evenly_and_those_held_back_stay_out() -> None:
    found = mixed(data_of(12), own_of([False, True, False]), repeat=3)
    assert found.train_images.shape == (784, 18)
    order = found.train_images[0].tolist()
    assert order == [0, -1, 1, 2, -3, 3, 4, -1, 5, 6, -3, 7, 8, -1, 9, 10, -3, 11]
    assert found.train_labels.tolist() == [0 if k >= 0 else -int(k) for k in order]
    assert found.test_images.shape == (784, 2)
    assert found.train_images.T.flags.c_contiguous, "one image follows another in memory"


@pytest.mark.parametrize(
    ("own", "others", "times"),
    [(70, 60_000, 95), (3, 60_000, 100), (1000, 60_000, 7), (9, 9, 1), (1, 1, 1)],
)
def test_unless_told_one_in_ten_is_ones_own_and_none_is_seen_a_thousand_times(
    own: int, others: int, times: int
) -> None:
    assert usual_repeat(own, others) == times
    shown = len(mixed(data_of(900), own_of([False] * 5)).train_labels)
    assert shown == 900 + 100


@pytest.mark.parametrize(
    ("held", "repeat", "says"),
    [
        ([True, True], 3, "there are 2 digits, all held back; expected at least one to learn"),
        ([False], 0, "repeat is 0; expected 1 to 20$"),
        ([False] * 3, 10**12, "repeat is 1000000000000; expected 1 to 6$"),
        ([False] * 21, 2, "repeat is 2; expected 1 to 1$"),
        ([False], 1.5, "repeat is 1.5; expected a whole number"),
    ],
)
def test_what_cannot_be_mixed_is_refused(held: list[bool], repeat: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        mixed(data_of(5), own_of(held), repeat)


def test_many_of_ones_own_are_seen_once_and_a_count_of_none_is_refused() -> None:
    assert len(mixed(data_of(5), own_of([False] * 21), repeat=1).train_labels) == 26
    for counts, says in (((0, 5), "own is 0; expected at"), ((5, 0), "others is 0; expected at")):
        with pytest.raises(ValueError, match=says):
            usual_repeat(*counts)


def test_the_recorded_hand_is_what_its_script_gives() -> None:
    assert hand.FILE.read_text("utf-8") == drawings.text_of(hand.hand()), "`make play`"
    rows = json.loads(hand.FILE.read_text("utf-8"))
    assert [row[0] for row in rows] == [*range(10)] * hand.COPIES
    assert len({encode(drawing.strokes) for drawing in hand.hand()}) == len(rows)
    assert sum(hand.held_back([row[0] for row in rows])) == 30
