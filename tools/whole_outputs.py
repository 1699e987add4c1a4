"""A pytest plugin: nbval, and all that it lets pass, in `make check-notebooks`.

nbval (0.11) does not compare a cell that was never run, skips where a tag says so, and looks
neither at the order of a cell's outputs nor at their metadata, where a glued number has its
name. A reader sees all of these, so here they are held to what ran just now.
"""

import copy
from collections.abc import Generator
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, coalesce_streams

from tools.settings import use_own_settings_with_fonts

use_own_settings_with_fonts()  # before the first kernel starts


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Run one cell as nbval does, then compare its outputs whole and in their order."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    # A copy, for nbval joins the parts of a stream in place.
    stored = [_shown(o) for o in coalesce_streams(copy.deepcopy(item.cell.outputs))]
    if item.options["skip"] or item.options["check_exception"] or not item.options["check"]:
        item.raise_cell_error("a tag or a comment makes nbval look away; expected none")
    result = yield
    if item.cell.execution_count is None:
        item.raise_cell_error("has not been run before it was stored: make notebooks")
    found = [_shown(output) for output in item.test_outputs]
    if found != stored:
        item.raise_cell_error(
            "Cell outputs differ in their order or metadata",
            f"stored: {stored}\nfound:  {found}",
        )
    return result


def _shown(output: dict[str, Any]) -> dict[str, Any]:
    # nbval runs a cell outside the kernel's history, where every count is 0. The counts
    # that are stored are held to be 1 to n by tools/notebook_rules.py.
    return {key: value for key, value in output.items() if key != "execution_count"}
