"""The files for other hosts say what can be checked here: they parse, and call what there is."""

import os
import re
import sys
from pathlib import Path

import pytest
import yaml
from child_processes import run_child

from tools import check

ROOT = Path(__file__).parents[1]


def test_the_workflow_calls_the_readmes_command_on_three_systems() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    job = workflow["jobs"]["test"]
    assert set(job["strategy"]["matrix"]["os"]) == {
        "ubuntu-latest",
        "macos-latest",
        "windows-latest",
    }
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert any(step.get("run") == "make test" for step in job["steps"])
    (windows,) = (step["run"] for step in job["steps"] if "on Windows" in step.get("name", ""))
    assert windows.splitlines()[-1] == ".venv/Scripts/python -m tools.check"
    browsers = {entry["os"]: entry["browser"] for entry in job["strategy"]["matrix"]["include"]}
    assert browsers.keys() == set(job["strategy"]["matrix"]["os"])
    assert browsers["ubuntu-latest"] == "required"
    assert job["env"]["NUMREC_BROWSER"] == "${{ matrix.browser }}"
    assert all("@" in step["uses"] for step in job["steps"] if "uses" in step)


def test_the_container_is_made_with_targets_that_exist() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"(?:RUN|run --rm numrec) make ([.\w/-]+)", text)
    targets += re.findall(r'"make", "(\w+)"', text)
    assert {"book", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{re.escape(target)}:", makefile, re.M), target


def test_the_container_is_given_no_environment_and_no_history() -> None:
    podman, docker = (
        (ROOT / name).read_text("utf-8").splitlines()[1:]
        for name in (".containerignore", ".dockerignore")
    )
    assert podman == docker
    assert {".git", ".venv*", "_build", "**/__pycache__"} <= set(podman)


def test_make_test_is_the_command_for_windows() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^test: .*\n\t@\$\(BIN\)/python -m tools.check$", makefile, re.M)
    assert list(check.STEPS) == ["code", "coverage", "book", "notebooks", "tests"]


def test_a_step_that_fails_ends_the_check(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = {
        "one": ("first", [["-c", "print('one')"]]),
        "two": ("second", [["-c", "raise SystemExit(3)"], ["-c", "print('not this')"]]),
        "three": ("third", [["-c", "print('nor this')"]]),
    }
    monkeypatch.setattr(check, "STEPS", steps)
    assert check.main([]) == 3
    assert capfd.readouterr().out == "== 1/3 first\none\n== 2/3 second\n"
    assert check.main(["one"]) == 0


BROWSERLESS = """
import shutil
shutil.which = lambda *_: None

def test_a_page(browser):
    pass
"""


@pytest.mark.parametrize(
    ("variables", "ends"),
    [
        ({"CI": "true"}, "1 error"),
        ({"NUMREC_BROWSER": "required"}, "1 error"),
        ({"CI": "true", "NUMREC_BROWSER": "optional"}, "1 skipped"),
        ({}, "1 skipped"),
    ],
    ids=str,
)
def test_a_browser_is_demanded_where_one_has_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], ends: str
) -> None:
    for name in ("CI", "NUMREC_BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "test_page.py"
    path.write_text(BROWSERLESS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "conftest", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(tmp_path), "-c", os.devnull, "--noconftest", str(path)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    ended = run_child(command, cwd=tmp_path)
    assert ends in ended.stdout.splitlines()[-1], ended.stdout
