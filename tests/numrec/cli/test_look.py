"""`numrec evaluate`, `info` and `convert`; help, bad use, and what is not installed."""

import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from child_processes import run_child

import numrec
from numrec import new_network, save_model
from numrec.history import History

MODELS = Path(__file__).parents[3] / "models"
SHIPPED = MODELS / "784-64-64-10.npz"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("reed", "No such command 'reed'"),
        ("predict --watch", "--watch without files; expected one or more"),
        ("train --fats", "No such option"),
        ("info gone.npz", "gone.npz: No such file or directory"),
        ("info gone.py", "the name ends in '.py'"),
        ("convert a.txt b.npz --loss hinge", "'hinge' is not one of"),
        (f"convert {SHIPPED} a.pkl", "a.pkl: the name"),
        ("evaluate --data /nowhere", "no train-images-idx3-ubyte"),
        ("train --layers 784,ten", "'784,ten' is no list of sizes"),
        ("train --layers 784,5 --quiet", "expected 0 to 4"),
        ("train --until 96", "--until is 96; expected a share"),
        ("train --learning-rate -1", "learning_rate is -1.0"),
        ("train --seed -1", "Invalid value for '--seed'"),
        ("train --batch-size 0", "Invalid value for '--batch-size'"),
        ("train --save x.pkl", "numrec: x.pkl: the name ends in"),
        ("train --save /nowhere/a.npz --quiet", "there is no folder"),
        ("train --fast --layers 784,10", "--layers does not go with --fast"),
    ],
)
def test_bad_use_is_said_in_one_line(refused: Any, command: str, says: str) -> None:
    assert says in refused(*command.split())


@pytest.mark.parametrize("command", ["", "train", "predict", "evaluate", "convert", "info"])
def test_help_teaches_with_examples(run: Any, command: str) -> None:
    status, out, _ = run(*command.split(), "--help")
    assert status == 0
    assert "\b" not in out
    if command in ("", "train", "predict", "convert"):
        assert out.count("\n  numrec ") >= 2


def test_without_a_command_it_shows_its_help_and_with_version_its_version(run: Any) -> None:
    status, _, err = run()
    assert status == 2
    assert err.startswith("Usage: numrec")
    assert run("--version") == (0, f"numrec {numrec.__version__}\n", "")


def test_a_network_is_scored_and_what_it_confuses_is_shown(run: Any, tmp_path: Path) -> None:
    net = new_network([784, 10], np.random.default_rng(0))
    net.omega[1][:], net.b[1][:] = 0, np.eye(10)[:, [3]]  # it says 3 of every image
    save_model(net, tmp_path / "three.npz")
    found = json.loads(run("evaluate", "-m", tmp_path / "three.npz", "--json")[1])
    assert found["accuracy"] == 0.101
    assert np.array_equal(np.array(found["confusion"])[:, 3], np.sum(found["confusion"], axis=1))
    said = [line.split() for line in run("evaluate", "-m", tmp_path / "three.npz")[1].splitlines()]
    assert ["0", "·", "·", "·", "980", *"······", "0.0%"] in said
    assert ["3", "·", "·", "·", "1010", *"······", "100.0%"] in said
    assert said[-1] == "10.10% of 10,000 test images are read right".split()


def test_a_model_goes_to_the_rust_programs_format_and_back(run: Any, tmp_path: Path) -> None:
    start, there, back = (tmp_path / name for name in ("start.npz", "model.txt", "model.npz"))
    save_model(new_network([784, 5, 10], np.random.default_rng(0), loss="quadratic"), start)
    assert run("convert", start, there)[0] == 0
    assert run("convert", there, back, "--loss", "quadratic")[0] == 0
    assert back.read_bytes() == start.read_bytes()


def test_info_tells_of_the_network_and_its_training(run: Any, tmp_path: Path) -> None:
    _, said, _ = run("info", MODELS / "784-256-10.npz")
    for words in (
        "784 -> 256 -> 10", "leaky_relu, slope 0.01", "203,530, float32", "learning_rate: 0.1",
        "spread of omega[2]", "% of the test images",
    ):  # fmt: skip
        assert words in said
    path, history = tmp_path / "mine.npz", tmp_path / "mine.history.json"
    save_model(new_network([3, 2], np.random.default_rng(0), hidden="relu"), path)
    _, said, _ = run("info", path)
    assert "8, float32" in said
    assert "slope" not in said
    History([], {"seed": 5}, True).save(history)  # without an epoch
    assert run("info", path)[1].endswith("seed: 5\n")
    history.write_text("of something else")
    status, _, said = run("info", path)
    assert status == 2
    assert said.startswith(f"numrec: {history}: file: found no history")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("module", "extra"), [("click", "cli"), ("rich", "cli"), ("PIL", "pictures")]
)
def test_a_missing_extra_is_named_in_one_line(module: str, extra: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; from numrec.cli.main import main; "
    code += "sys.exit(main(['predict', 'seven.bmp']))"
    ended = run_child([sys.executable, "-c", code])
    assert ended.returncode == 2
    assert ended.stderr == f'numrec: {module} is not installed: pip install "numrec[{extra}]"\n'


def test_ctrl_c_while_the_commands_are_loaded_leaves_no_traceback(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "numrec.cli.commands", Interrupted("commands"))
    assert run("info") == (130, "", "numrec: stopped by Ctrl-C\n")


@pytest.mark.skipif(os.name != "posix", reason="this system cannot limit a file's size")
def test_a_save_that_the_system_refuses_is_said_with_its_target(tmp_path: Path) -> None:
    """The real thing: write() fails, and knows no name."""
    target = tmp_path / "a.txt"
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)); "
    code += "import sys; from numrec.cli.main import main; sys.exit(main(sys.argv[1:]))"
    ended = run_child([sys.executable, "-c", code, "convert", SHIPPED, target])
    assert ended.returncode == 2
    assert ended.stderr == f"numrec: {target}: File too large\n"
    assert not list(tmp_path.iterdir())
