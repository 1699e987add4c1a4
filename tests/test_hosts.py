"""The files for other hosts say what can be checked here: they parse, and call what there is."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from site_and_browser import without_browser

from tools import check

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_the_workflow_calls_the_readmes_command_on_three_systems() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    job = workflow["jobs"]["test"]
    matrix = job["strategy"]["matrix"]
    browsers = {entry["os"]: entry["browser"] for entry in matrix["include"]}
    assert {*matrix["os"]} == {*browsers} == {"ubuntu-latest", "macos-latest", "windows-latest"}
    assert matrix["python"] == ["3.11", "3.12", "3.13"]
    assert browsers["ubuntu-latest"] == "required"
    assert job["env"]["NUMREC_BROWSER"] == "${{ matrix.browser }}"
    assert any(step.get("run") == "make test" for step in job["steps"])
    assert re.search(r"^test: .*\n\t@\$\(BIN\)/python -m tools.check$", MAKEFILE, re.M)
    (windows,) = (step["run"] for step in job["steps"] if "on Windows" in step.get("name", ""))
    assert windows.splitlines()[-1] == ".venv/Scripts/python -m tools.check"


def test_the_container_is_made_with_targets_that_exist_and_without_what_was_built() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    targets = re.findall(r"(?:RUN|run --rm numrec) make ([.\w/-]+)", text)
    targets += re.findall(r'"make", "(\w+)"', text)
    assert {"book", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.M), target
    podman, docker = (
        (ROOT / name).read_text("utf-8").splitlines()[1:]
        for name in (".containerignore", ".dockerignore")
    )
    assert podman == docker
    assert {".git", ".venv*", "_build", "**/__pycache__"} <= set(podman)


def test_a_step_that_fails_ends_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {"one": ("first", [["a"]]), "two": ("second", [["b"], ["c"]]), "three": ("", [["d"]])}
    taken: list[str] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        taken.append(command[1])
        return SimpleNamespace(returncode=3 if command[1] == "b" else 0)

    monkeypatch.setattr(check, "STEPS", steps)
    monkeypatch.setattr("tools.check.subprocess.run", run)
    assert check.main(["nosuch"]) == 2
    assert check.main([]) == 3
    assert taken == ["a", "b"]
    assert check.main(["one"]) == 0


@pytest.mark.parametrize(
    ("ci", "told", "ends"),
    [
        ("true", "", pytest.fail),
        ("", "required", pytest.fail),
        ("true", "optional", pytest.skip),
        ("", "", pytest.skip),
    ],
)
def test_a_browser_is_demanded_where_one_has_to_be(
    monkeypatch: pytest.MonkeyPatch, ci: str, told: str, ends: Any
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("NUMREC_BROWSER", told)
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception)) as ended:
        without_browser("none")
    assert ended.type is ends.Exception
