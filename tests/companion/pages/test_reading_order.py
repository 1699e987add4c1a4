"""The code stands in reading order: the network first, and each file behind those it imports."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def order(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    found: list[str] = import_module("source_pages").reading_order(ROOT / request.param)
    return found


@pytest.mark.parametrize(
    ("order", "package"), [(name, name) for name in ("numrec", "companion")], indirect=["order"]
)
def test_each_file_stands_behind_those_it_imports(order: list[str], package: str) -> None:
    modules = [
        file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in order
    ]
    for place, file in enumerate(order):
        text = (ROOT / package / file).read_text("utf-8")
        imported = re.findall(rf"^from {package}\.([\w.]+) import", text, re.M)
        assert {name for name in imported if name in modules} <= set(modules[:place]), file


@pytest.mark.parametrize("order", ["numrec"], indirect=True)
def test_every_file_with_code_is_there_and_the_network_comes_early(order: list[str]) -> None:
    assert len(order) == len(set(order))
    assert {"network.py", "files/model_file.py", "cli/train.py"} <= set(order)
    assert order.index("network.py") < 6
    assert order.index("network.py") < order.index("optimisers.py") < order.index("training.py")
    assert "files/__init__.py" not in order, "it holds a docstring alone"
