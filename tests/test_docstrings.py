"""A public name tells of each of its parameters; for other names `numpydoc lint` does the rest."""

from collections.abc import Callable
from typing import Any

import pytest
from numpydoc.validate import validate

import numrec

PUBLIC = [getattr(numrec, name) for name in numrec.__all__]
# What is only data has its attributes told of, or none.
RECORDS = {"_fields", "__dataclass_fields__"}
TOLD = [thing for thing in PUBLIC if not RECORDS & {*dir(thing)}]


@pytest.mark.parametrize("thing", TOLD, ids=lambda thing: thing.__qualname__)
def test_each_parameter_of_a_public_name_is_told_of(thing: Callable[..., Any]) -> None:
    found = validate(f"{thing.__module__}.{thing.__qualname__}")["errors"]
    assert [words for code, words in found if code in {"PR01", "PR02", "PR03"}] == []
