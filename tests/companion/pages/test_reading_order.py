"""The code stands in reading order: the network first, and each file behind those it imports."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("package", ["numrec", "companion"])
def test_each_file_stands_once_behind_those_it_imports_and_the_network_comes_early(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    order = import_module("source_pages").reading_order(ROOT / package)
    modules = [re.sub(r"(/__init__)?\.py$", "", file).replace("/", ".") for file in order]
    assert len(order) == len(set(order))
    for place, file in enumerate(order):
        text = (ROOT / package / file).read_text("utf-8")
        imported = re.findall(rf"^from {package}\.([\w.]+) import", text, re.M)
        assert {name for name in imported if name in modules} <= set(modules[:place]), file
    if package == "numrec":
        assert {"files/model_file.py", "cli/train.py"} <= set(order)
        assert order.index("network.py") < 6
        assert order.index("network.py") < order.index("optimisers.py") < order.index("training.py")
        assert "files/__init__.py" not in order, "it holds a docstring alone"
