"""What others publish: each row says all that it should, and where it was read."""

import re

import pytest

from companion.sources.mlps import HEAD, published_mlps


@pytest.mark.parametrize("row", published_mlps(), ids=lambda row: row[0][1:20])
def test_a_row_has_its_address_and_a_score_that_can_be(row: list[str]) -> None:
    assert len(row) == len(HEAD)
    assert re.match(r"\[.+\]\(https://\S+\)$", row[0])
    assert 90 < float(row[2].removesuffix(" %")) < 100
    assert all(row[3:])
