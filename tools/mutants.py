"""Plant small mistakes in numrec, one at a time, and see whether the tests of that file fail.

`make mutants` runs cosmic-ray over a copy of the project, module by module. It may be stopped and
started again: what was tried is kept in _build/mutants, until the module changes. When its tests
change, what had survived is tried again, and what was killed by a test that is gone. Once all of a
module are tried, what came of it goes to tests/mutants.json, where a person says of a survivor why
no test can tell it from the code ("equivalent: ..."), or leaves it "open". Names of modules may
follow: `python -m tools.mutants losses network`.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from companion.pages.tried_code import code_digest

ROOT = Path(__file__).parent.parent
STORED = ROOT / "tests" / "mutants.json"
WORK = ROOT / "_build" / "mutants"
TREE = WORK / "tree"
COSMIC_RAY = ROOT / ".venv-mutants" / "bin" / "cosmic-ray"
COPIED = ("numrec", "companion", "tools", "tests", "models", "pyproject.toml")

# A module, and the tests that have to see its mutants: the fast ones of its own files.
TESTS = {
    "network": ["test_network.py", "test_gradient_check.py"],
    "losses": ["test_losses.py", "test_network.py", "test_gradient_check.py"],
    "activations": ["test_activations.py", "test_network.py", "test_gradient_check.py"],
    "optimisers": ["test_optimisers.py"],
    "gradient_check": ["test_gradient_check.py"],
    "training": ["test_training.py", "cli/test_train_command.py"],
    "distributed": ["test_distributed.py"],
    "files/atomic": ["files/test_atomic.py"],
    "files/limits": ["files/test_limits.py", "files/test_small_zip.py", "data/test_own_digits.py"],
    "files/model_file": ["files/test_model_file.py"],
    "files/rust_text": ["files/test_rust_text.py"],
    "data/centre": ["data/test_centre.py"],
    "data/idx": ["data/test_idx.py"],
    "data/mnist": ["data/test_mnist.py"],
    "data/preprocess": ["data/test_preprocess.py"],
    "data/image_files": ["data/test_image_files.py"],
    "data/augment": ["data/test_augment.py"],
    "data/own_digits": ["data/test_own_digits.py"],
    "files/small_zip": ["files/test_small_zip.py", "data/test_own_digits.py"],
}
# A whole training; passes over thousands of images; programs killed many times over; bytes changed
# one by one. Without them a mutant takes a second or two; what only they see shows as open.
SLOW = (
    "afresh",
    "shifted_test_set",
    "come_back_unchanged",
    "coarse_digits_that_fill",
    "killed_at_any_moment",
    "changed_behind_a_right_checksum",
)
_NOTHING: dict[str, Any] = {
    "code": None,
    "mutants": 0,
    "killed": 0,
    "by the clock": 0,
    "survivors": [],
}
TIMEOUT = 120  # a mutant that loops for ever counts as killed
# A sum that became a shift is no mistake that a person makes, and any test sees the TypeError.
UNLIKELY = r"core/ReplaceBinaryOperator_\w+_(RShift|LShift|BitOr|BitAnd|BitXor|Mod|Pow)$"
TRIED = """
    select s.module_path, s.start_pos_row, r.test_outcome, r.output, r.diff
    from mutation_specs s left join work_results r using (job_id)
    where coalesce(r.worker_outcome, '') != 'SKIPPED'
    order by s.start_pos_row, s.start_pos_col, s.operator_name, s.occurrence
"""


def main(names: list[str]) -> int:
    """Try the mutants of these modules, or of all; return 1 where the tests fail without one."""
    if unknown := [name for name in names if name not in TESTS]:
        print(f"unknown modules {unknown}; expected some of {[*TESTS]}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what this has started ends with it
    WORK.mkdir(parents=True, exist_ok=True)
    with (WORK / "lock").open("w") as lock:  # two runs would plant mutants in one copy
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _try_all(names or [*TESTS])


def _try_all(names: list[str]) -> int:
    _copy_the_project()
    for name in names:
        command = _test_command(name)
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=TREE, env=_environment(), check=False).returncode:
            print(f"the tests of {name} fail without any mutant", file=sys.stderr)
            return 1
        config, session = _prepared(name, command)
        _cosmic_ray("exec", config, session)
        STORED.write_text(json.dumps(summary(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def summary() -> dict[str, dict[str, Any]]:
    """Return what is stored of each module, brought up to date where all its mutants were tried."""
    stored = json.loads(STORED.read_text("utf-8")) if STORED.exists() else {}
    found = {name: counted for name in TESTS if (counted := _counted(name))}
    result = {name: found.get(name) or stored.get(name) for name in TESTS}
    verdicts = {
        (name, old["before"], old["after"]): old["verdict"]
        for name, module in stored.items()
        for old in module["survivors"]
    }
    for name, module in found.items():
        for mutant in module["survivors"]:
            key = (name, mutant["before"], mutant["after"])
            mutant["verdict"] = verdicts.get(key, mutant["verdict"])
    return {name: module or _NOTHING for name, module in result.items()}


def _counted(name: str) -> dict[str, Any] | None:
    session = _session(name)
    known = session.with_suffix(".json")
    if not known.exists():
        return None
    with closing(sqlite3.connect(session)) as database:
        rows = database.execute(TRIED).fetchall()
    if any(outcome not in ("KILLED", "SURVIVED") for _, _, outcome, _, _ in rows):
        return None  # what is stored, and its verdicts, stay until a run comes to its end
    survivors = [
        {"line": line, **_change(diff), "verdict": "open"}
        for _, line, outcome, _, diff in rows
        if outcome == "SURVIVED"
    ]
    return {
        "code": json.loads(known.read_text())["stored as"],
        "mutants": len(rows),
        "killed": len(rows) - len(survivors),
        "by the clock": sum(output == "timeout" for _, _, _, output, _ in rows),
        "survivors": survivors,
    }


def _change(diff: str) -> dict[str, str]:
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    return {
        word: " ".join(line[1:].strip() for line in lines if line.startswith(sign))
        for word, sign in (("before", "-"), ("after", "+"))
    }


def _copy_the_project() -> None:
    """Copy it afresh: a run that was broken off may have left a mutant in the last copy."""
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            no_bytecode = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, TREE / name, ignore=no_bytecode)
        else:
            shutil.copy2(ROOT / name, TREE / name)
    (TREE / "data").symlink_to(ROOT / "data")


def _environment() -> dict[str, str]:
    # No plug-in but the one that is named: loading the others takes longer than most tests.
    # OpenBLAS on one thread, for the arrays are small. The run without a mutant writes bytecode
    # for those with one, which write none: cosmic-ray sees to that.
    named = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {**os.environ, **named, "PYTHONPATH": str(TREE)}


def _test_command(name: str) -> list[str]:
    files = [f"tests/numrec/{file}" for file in TESTS[name]]
    # First what killed another; tests/conftest.py is for the browser's tests, and slow to load.
    options = ["-x", "--failed-first", "-q", "--no-header", "--tb=line", "-p", "pytest_timeout"]
    options += ["--confcutdir=tests/numrec", "-k", " and ".join(f"not {word}" for word in SLOW)]
    return [sys.executable, "-m", "pytest", *options, *files]


def _session(name: str) -> Path:
    return WORK / f"{name.replace('/', '_')}.sqlite"


def _prepared(name: str, command: list[str]) -> tuple[Path, Path]:
    """Write the configuration of a module and list its mutants, where that is not done yet."""
    session = _session(name)
    config, known = session.with_suffix(".toml"), session.with_suffix(".json")
    source = f"numrec/{name}.py"
    shell = " ".join(f"'{word}'" for word in command)
    config.write_text(
        f"""[cosmic-ray]
module-path = "{source}"
timeout = {TIMEOUT}.0
excluded-modules = []
test-command = "{shell}"

[cosmic-ray.distributor]
name = "local"
"""
    )
    tests = [f"tests/numrec/{file}" for file in TESTS[name]]
    now = {"code": _digest([source]), "tests": _digest(tests)}
    now["stored as"] = code_digest((TREE / source).read_text("utf-8"))
    before = json.loads(known.read_text()) if known.exists() else {}
    if before.get("code") != now["code"]:
        for old in (known, session):
            old.unlink(missing_ok=True)
        _cosmic_ray("init", config, session)
        _leave_out(session, TREE / source)
    elif before["tests"] != now["tests"]:
        _forget(session, "".join((TREE / file).read_text("utf-8") for file in tests), _alike(name))
    with closing(sqlite3.connect(session)) as database, database:
        database.execute("delete from work_results where test_outcome = 'INCOMPETENT'")  # no run
    known.write_text(json.dumps(now))
    return config, session


def _alike(name: str) -> set[tuple[str, str]]:
    """Return a module's mutants that a person found equivalent, each as before and after."""
    survivors = json.loads(STORED.read_text("utf-8")).get(name, _NOTHING)["survivors"]
    return {(m["before"], m["after"]) for m in survivors if m["verdict"].startswith("equivalent")}


def _forget(session: Path, tests: str, alike: set[tuple[str, str]]) -> None:
    """Drop the results of what survived, and of what was killed by a test that is gone.

    What is equivalent is not tried again: no test can tell, and a run that is broken off would
    lose the verdict.
    """
    with closing(sqlite3.connect(session)) as database, database:
        columns = "job_id, test_outcome, output, diff"
        tried = f"select {columns} from work_results where test_outcome not null"
        for job, outcome, output, diff in database.execute(tried).fetchall():
            if outcome == "SURVIVED" and tuple(_change(diff).values()) in alike:
                continue
            killer = re.search(r"^(?:FAILED|ERROR) \S+::(\w+)", output, re.MULTILINE)
            if outcome == "SURVIVED" or (killer and f"def {killer[1]}(" not in tests):
                database.execute("delete from work_results where job_id = ?", [job])


def _cosmic_ray(command: str, *paths: Path) -> None:
    subprocess.run([COSMIC_RAY, command, *paths], cwd=TREE, env=_environment(), check=True)


def _digest(files: list[str]) -> str:
    return hashlib.sha256(b"".join((TREE / file).read_bytes() for file in files)).hexdigest()


def _leave_out(session: Path, source: Path) -> None:
    """Mark as skipped what is unlikely, and what lies in an annotation or in a message's text."""
    spans = list(_spans(ast.parse(source.read_text("utf-8"))))
    columns = "job_id, operator_name, start_pos_row, start_pos_col from mutation_specs"
    with closing(sqlite3.connect(session)) as database, database:
        for job, operator, *start in database.execute(f"select {columns}").fetchall():
            inside = any(first <= tuple(start) < last for first, last in spans)
            if inside or re.match(UNLIKELY, operator):
                database.execute(
                    "insert into work_results (job_id, worker_outcome) values (?, 'SKIPPED')", [job]
                )


def _spans(tree: ast.Module) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations and messages stand: from line and column to line and column."""
    for node in ast.walk(tree):
        part: ast.expr | ast.stmt | None = None
        if isinstance(node, ast.FunctionDef):
            part = node.returns
        elif isinstance(node, (ast.arg, ast.AnnAssign)):
            part = node.annotation
        elif isinstance(node, (ast.Raise, ast.JoinedStr)) or (
            isinstance(node, ast.Call) and ast.unparse(node.func) == "warnings.warn"
        ):
            part = node
        if part is not None:
            assert part.end_lineno is not None
            assert part.end_col_offset is not None
            yield (part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
