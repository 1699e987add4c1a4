"""The files for other hosts say what can be checked here: they parse, and call what there is."""

import re
from pathlib import Path

import yaml

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
    assert all("@" in step["uses"] for step in job["steps"] if "uses" in step)


def test_the_container_is_made_with_targets_that_exist() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"(?:RUN|run --rm numrec) make ([.\w/-]+)", text)
    targets += re.findall(r'"make", "(\w+)"', text)
    assert {"book", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{re.escape(target)}:", makefile, re.M), target
