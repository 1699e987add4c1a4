"""`numrec evaluate`, `info` and `convert`; help, bad use, and what is not installed."""

import json
import os
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from child_processes import run_child

import numrec
from numrec import new_network, save_model
from numrec.cli.main import main
from numrec.history import History

MODELS = Path(__file__).parents[3] / "models"
SHIPPED = MODELS / "784-64-64-10.npz"

BAD_USE = {
    "no command": (["reed"], "No such command 'reed'"),
    "no file": (["predict"], "Missing argument 'FILES...'"),
    "no such option": (["train", "--fats"], "No such option"),
    "no such model": (["info", "gone.npz"], "gone.npz: No such file or directory"),
    "no model": (["info", __file__], "the name ends in '.py'"),
    "no such loss": (["convert", "a.txt", "b.npz", "--loss", "hinge"], "'hinge' is not one of"),
    "layers in words": (["train", "--layers", "784,ten"], "'784,ten' is no list of sizes"),
    "layers that do not fit": (["train", "--layers", "784,5", "--quiet"], "expected 0 to 4"),
    "a share past 1": (["train", "--until", "96"], "--until is 96; expected a share"),
    "a rate below 0": (["train", "--learning-rate", "-1"], "learning_rate is -1.0"),
    "a seed below 0": (["train", "--seed", "-1"], "Invalid value for '--seed'"),
    "no batch": (["train", "--batch-size", "0"], "Invalid value for '--batch-size'"),
    "no such ending to save": (["train", "--save", "x.pkl"], "numrec: x.pkl: the name ends in"),
    "two recipes": (["train", "--fast", "--layers", "784,10"], "--layers does not go with --fast"),
    "nowhere to save": (["train", "--save", "/nowhere/a.npz", "--quiet"], "there is no folder"),
    "no such ending": (["convert", str(SHIPPED), "a.pkl"], "a.pkl: the name"),
    "no data": (["evaluate", "--data", "/nowhere"], "no train-images-idx3-ubyte"),
}


@pytest.mark.parametrize("fault", BAD_USE)
def test_bad_use_is_said_in_one_line_with_status_2(
    fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, says = BAD_USE[fault]
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.startswith("numrec: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", ["", "train", "predict", "evaluate", "convert", "info"])
def test_help_teaches_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out
    assert "\b" not in said
    assert "\\b" not in said
    if command in ("", "train", "predict", "convert"):
        lines = [line for line in said.splitlines() if line.startswith("  numrec ")]
        assert len(lines) >= 2


def test_without_a_command_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("Usage: numrec")


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"numrec {numrec.__version__}\n"


def test_a_network_is_scored_and_what_it_confuses_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    net = new_network([784, 10], np.random.default_rng(0))
    net.omega[1][:], net.b[1][:] = 0, np.eye(10)[:, [3]]  # it says 3 of every image
    save_model(net, tmp_path / "three.npz")
    assert main(["evaluate", "-m", str(tmp_path / "three.npz"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["accuracy"] == 0.101
    assert np.array_equal(np.array(found["confusion"])[:, 3], np.sum(found["confusion"], axis=1))
    assert main(["evaluate", "-m", str(tmp_path / "three.npz")]) == 0
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["0", "·", "·", "·", "980", *"······", "0.0%"] in said
    assert ["3", "·", "·", "·", "1010", *"······", "100.0%"] in said
    assert said[-1] == "10.10% of 10,000 test images are read right".split()


def test_a_model_goes_to_the_rust_programs_format_and_back(tmp_path: Path) -> None:
    start, there, back = (str(tmp_path / n) for n in ("start.npz", "model.txt", "model.npz"))
    save_model(new_network([784, 5, 10], np.random.default_rng(0), loss="quadratic"), start)
    assert main(["convert", start, there]) == 0
    assert main(["convert", there, back, "--loss", "quadratic"]) == 0
    assert Path(back).read_bytes() == Path(start).read_bytes()


def test_info_tells_of_the_network_and_its_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["info", str(MODELS / "784-256-10.npz")]) == 0
    said = capsys.readouterr().out
    for words in (
        "784 -> 256 -> 10", "leaky_relu, slope 0.01", "203,530, float32", "learning_rate: 0.1",
        "spread of omega[2]", "% of the test images",
    ):  # fmt: skip
        assert words in said
    save_model(new_network([3, 2], np.random.default_rng(0), hidden="relu"), tmp_path / "net.npz")
    assert main(["info", str(tmp_path / "net.npz")]) == 0
    said = capsys.readouterr().out
    assert "8, float32" in said
    assert "slope" not in said


def test_a_history_without_an_epoch_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.npz").write_bytes(SHIPPED.read_bytes())
    History([], {"seed": 5}, True).save(tmp_path / "mine.history.json")
    assert main(["info", str(tmp_path / "mine.npz")]) == 0
    assert capsys.readouterr().out.endswith("seed: 5\n")
    (tmp_path / "mine.history.json").write_text("of something else")
    assert main(["info", str(tmp_path / "mine.npz")]) == 2
    said = capsys.readouterr().err
    assert "mine.history.json: file: found no history" in said
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
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "numrec.cli.commands", Interrupted("commands"))
    assert main(["info"]) == 130
    assert capsys.readouterr().err == "numrec: stopped by Ctrl-C\n"


@pytest.mark.skipif(os.name != "posix", reason="this system cannot limit a file's size")
def test_a_save_that_the_system_refuses_is_said_with_its_target(tmp_path: Path) -> None:
    """The real thing: write() fails, and knows no name."""
    target = tmp_path / "a.txt"
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)); "
    code += "import sys; from numrec.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "convert", str(SHIPPED), str(target)]
    ended = run_child(command)
    assert ended.returncode == 2
    assert ended.stderr == f"numrec: {target}: File too large\n"
    assert not list(tmp_path.iterdir())
