"""The files for other hosts say what can be checked here: they parse, and call what there is."""

import re
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from child_processes import run_child
from site_and_browser import without_browser

from tools import check

sys.path.insert(0, str(Path(__file__).parents[1] / "book" / "_ext"))
from published import TAKE_ALONG

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


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def workflow_faults(path: Path) -> str:
    """Return what a schema and zizmor, which reads what a workflow may do, say of one."""
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    assert zizmor
    schema = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    checks = [[*schema, "vendor.github-workflows"], [zizmor, "--offline", "--no-progress"]]
    ended = [run_child([*check, str(path)], cwd=path.parent) for check in checks]
    return "".join(result.stdout + result.stderr for result in ended if result.returncode)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_valid_and_calls_what_there_is(path: Path) -> None:
    assert workflow_faults(path) == ""
    for target in re.findall(r"run: make ([\w-]+)", path.read_text("utf-8")):
        assert re.search(rf"^{target}:", MAKEFILE, re.M), target


def test_what_the_workflow_takes_along_is_what_the_pages_link_to() -> None:
    text = (ROOT / ".github" / "workflows" / "book.yml").read_text("utf-8")
    for name in TAKE_ALONG:
        assert text.count(f"_build/{name}") == 2  # beside the pages, and kept for the release
        assert re.search(rf"release upload .*\b{name}\b", text)


def test_a_notebook_service_finds_the_pins_and_a_python_that_is_new_enough() -> None:
    folder = ROOT / ".binder"
    for name in re.findall(r"^-r (.+)$", (folder / "requirements.txt").read_text("utf-8"), re.M):
        assert (folder / name).is_file()
    python = re.fullmatch(r"python-3\.(\d+)\n", (folder / "runtime.txt").read_text("utf-8"))
    least = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert python
    assert least
    assert int(python[1]) >= int(least[1])


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
