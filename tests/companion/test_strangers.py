"""The strangers' digits: as they were published, sheet by sheet, and MNIST's made as coarse."""

import hashlib
from difflib import SequenceMatcher

import numpy as np
import pytest

from companion.strangers import FOLDER, IMAGES, LABELS, SHEETS, at_eight, strangers
from numrec import to_mnist
from numrec.data.preprocess import check_ink


def test_they_are_those_that_the_check_sums_say() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines()
    found = [
        f"{hashlib.sha256((FOLDER / f).read_bytes()).hexdigest()}  {f}" for f in (IMAGES, LABELS)
    ]
    assert lines == found


def test_1797_pictures_with_ink_from_0_to_1_and_each_digit_about_as_often() -> None:
    people = strangers()
    assert people.pictures.shape == (1797, 8, 8)
    assert (people.pictures.min(), people.pictures.max()) == (0, 1)
    assert (16 * people.pictures % 1 == 0).all()
    counts = np.bincount(people.labels)
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_each_sheet_is_the_first_one_with_a_few_digits_left_out() -> None:
    people = strangers()
    texts = ["".join(map(str, people.labels[people.sheets == k])) for k in range(len(SHEETS))]
    assert sum(map(len, texts)) == 1797
    for text in texts:
        alike = SequenceMatcher(None, texts[0], text, autojunk=False)
        changes = [change for change in alike.get_opcodes() if change[0] != "equal"]
        assert sum(end - start for _, start, end, _, _ in changes) <= 8
        assert sum(end - start for _, _, _, start, end in changes) <= 1


def test_none_of_them_is_refused_and_every_negative_is() -> None:
    for picture in strangers().pictures:
        check_ink(picture)
        with pytest.raises(ValueError, match="invert it"):
            check_ink(1 - picture)


def test_a_coarse_picture_counts_the_ink_of_a_digit_that_fills_32_rows() -> None:
    bar = np.zeros((28, 28))
    bar[4:24, 13:15] = 1  # 20 rows by 2, so 32 by 3 (3.2): the fine columns 14, 15 and 16
    assert at_eight(bar).tolist() == [[0, 0, 0, 0.5, 0.25, 0, 0, 0]] * 8
    wide = np.zeros((28, 28))
    wide[12:16, 4:24] = 1  # 4 by 20: the columns are full first, so nothing is scaled
    rows = at_eight(wide).sum(axis=1)
    assert rows.tolist() == [0, 0, 0, 2.5, 2.5, 0, 0, 0]


def test_enlarging_first_changes_nothing() -> None:
    for picture in strangers().pictures[:50]:
        large = picture.repeat(5, axis=0).repeat(5, axis=1)
        np.testing.assert_allclose(to_mnist(large), to_mnist(picture), atol=1e-6)
