"""The command line as a person and as a program use it."""

import json
import os
import signal
import sys
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType

import numpy as np
import pytest
from child_processes import child, run_child
from PIL import Image

from numrec import load_mnist, load_model, new_network, save_model
from numrec.cli.main import main
from numrec.history import History

MODELS = Path(__file__).parents[1] / "models"
SIGINT = pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
SMALL = ["--layers", "784,8,10", "--quiet", "--batch-size", "500"]


@pytest.fixture(scope="module")
def digit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first test image, a 7, as a picture."""
    path = tmp_path_factory.mktemp("digits") / "seven.bmp"
    pixels = load_mnist().test_images[:, 0].reshape(28, 28) * 255
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


def run(*arguments: object) -> CompletedProcess[str]:
    return run_child([sys.executable, "-m", "numrec", *map(str, arguments)])


def test_it_reads_a_digit_and_shows_picture_bars_and_runner_up(
    digit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predict", str(digit)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len([line for line in said if set(line) & set("░▒▓") and "%" not in line]) >= 18
    bars = [line for line in said if line.endswith("%") and line[:2].strip().isdigit()]
    assert [line.split()[0] for line in bars] == [str(k) for k in range(10)]
    assert bars[7].count("█") > 30
    assert said[-1].startswith("seven.bmp: a 7 (")
    assert "the runner-up is" in said[-1]


def test_json_is_for_programs(digit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", str(digit), str(digit), "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == second
    assert first["answer"] == 7
    assert first["runner_up"] != 7
    assert first["outputs"].index(max(first["outputs"])) == 7
    assert sum(first["outputs"]) == pytest.approx(1)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_text("hello")
    gone = tmp_path / "gone.bmp"
    assert main(["predict", str(broken), str(digit), str(gone), "--json"]) == 2
    said = capsys.readouterr()
    assert [entry["answer"] for entry in json.loads(said.out)] == [7]
    one, two = said.err.splitlines()
    assert one.endswith("broken.png: picture: found no picture, expected a BMP or PNG file")
    assert two.endswith("gone.bmp: No such file or directory")


def test_black_on_white_is_read_when_it_is_said(digit: Path, tmp_path: Path) -> None:
    pixels = np.asarray(Image.open(digit))
    Image.fromarray(255 - pixels).save(tmp_path / "paper.png")
    refused = run("predict", tmp_path / "paper.png")
    assert (refused.returncode, "invert it" in refused.stderr) == (2, True)
    read = run("predict", tmp_path / "paper.png", "--invert", "--json")
    assert json.loads(read.stdout)[0]["answer"] == 7


BAD_USE = {
    "no command": (["reed"], "No such command 'reed'"),
    "no file": (["predict"], "Missing argument 'FILES...'"),
    "no such option": (["train", "--fats"], "No such option"),
    "no such model": (["info", "gone.npz"], "gone.npz: No such file or directory"),
    "no model": (["info", __file__], "the name ends in '.py'"),
    "layers in words": (["train", "--layers", "784,ten"], "'784,ten' is no list of sizes"),
    "layers that do not fit": (["train", "--layers", "784,5", "--quiet"], "expected 0 to 4"),
    "a share past 1": (["train", "--until", "96"], "--until is 96; expected a share"),
    "a rate below 0": (["train", "--learning-rate", "-1"], "learning_rate is -1.0"),
    "a seed below 0": (["train", "--seed", "-1"], "Invalid value for '--seed'"),
    "no batch": (["train", "--batch-size", "0"], "Invalid value for '--batch-size'"),
    "no such ending to save": (["train", "--save", "x.pkl"], "numrec: x.pkl: the name ends in"),
    "two recipes": (["train", "--fast", "--layers", "784,10"], "--layers does not go with --fast"),
    "nowhere to save": (["train", "--save", "/nowhere/a.npz", "--quiet"], "there is no folder"),
    "no such ending": (["convert", str(MODELS / "784-64-64-10.npz"), "a.pkl"], "a.pkl: the name"),
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


def test_a_bad_command_leaves_no_traceback_and_its_status() -> None:
    found = run("train", "--until", "96")
    assert found.returncode == 2
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("command", ["", "train", "predict", "evaluate", "convert", "info"])
def test_help_teaches_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out
    assert "\b" not in said
    assert "\\b" not in said
    if command in ("", "train", "predict", "convert"):
        lines = [line for line in said.splitlines() if line.startswith("  numrec ")]
        assert len(lines) >= 2


def test_it_trains_saves_and_evaluates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.npz"
    more = ["--max-epochs", "1", "--optimiser", "momentum", "--learning-rate", "0.01"]
    assert main(["train", *SMALL, *more, "--save", str(path)]) == 0
    said = capsys.readouterr().out
    assert f"saved to {path}" in said
    assert main(["evaluate", "-m", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert f"{found['accuracy']:.2%} of the test images read right, 1 passes" in said
    assert np.sum(found["confusion"]) == 10_000
    assert main(["evaluate", "-m", str(path)]) == 0
    assert f"{found['accuracy']:.2%} of 10,000" in capsys.readouterr().out


def test_one_seed_gives_one_network(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        save = str(tmp_path / f"{name}.npz")
        options = ["--max-epochs", "1", "--shuffle", "--seed", str(seed), "--save", save]
        assert main(["train", *SMALL, *options]) == 0
    a, b, c = ((tmp_path / f"{name}.npz").read_bytes() for name in "abc")
    assert a == b != c


def test_a_model_goes_to_the_rust_programs_format_and_back(tmp_path: Path) -> None:
    there, back = tmp_path / "model.txt", tmp_path / "model.npz"
    net = new_network([784, 5, 10], np.random.default_rng(0), loss="quadratic")
    save_model(net, tmp_path / "start.npz")
    assert main(["convert", str(tmp_path / "start.npz"), str(there)]) == 0
    assert main(["convert", str(there), str(back), "--loss", "quadratic"]) == 0
    assert back.read_bytes() == (tmp_path / "start.npz").read_bytes()


def test_info_tells_of_the_network_and_its_training(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(MODELS / "784-256-10.npz")]) == 0
    said = capsys.readouterr().out
    for words in ("784 -> 256 -> 10", "leaky_relu, slope 0.01", "203,530", "learning_rate: 0.1"):
        assert words in said


@SIGINT
def test_watching_reads_a_file_again_when_it_changes(digit: Path, tmp_path: Path) -> None:
    path = tmp_path / "drawing.bmp"
    path.write_bytes(digit.read_bytes())
    command = [sys.executable, "-m", "numrec", "predict", str(path), "--watch", "--json"]
    with child(command) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7
        path.write_bytes(b"BM half-written")  # at once: the change is not missed
        assert "broken data" in watching.stderr.readline()
        assert json.loads(watching.stdout.readline()) == []
        pixels = load_mnist().test_images[:, 2].reshape(28, 28) * 255
        Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / "next.bmp")
        (tmp_path / "next.bmp").replace(path)  # whole at once, so that it is read once
        assert json.loads(watching.stdout.readline())[0]["answer"] == 1
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0


@SIGINT
def test_watching_in_a_scripts_background_leaves_ctrl_c_to_others(digit: Path) -> None:
    """A shell without job control starts what ends in & with SIGINT ignored, and it stays so."""
    command = [sys.executable, "-m", "numrec", "predict", str(digit), "--watch", "--json"]
    with child(command, hears_ctrl_c=False) as watching:
        assert watching.stdout is not None
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7
        watching.send_signal(signal.SIGINT)
        os.utime(digit, (1, 1))
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7


CTRL_C = """
import signal, sys
import numrec.training
from numrec.cli.main import main
from numrec.history import History

training = sys.modules["numrec.training"]
one_pass = training.one_pass

def interrupted(*arguments):  # in the second pass
    if arguments[-1] == 2:
        signal.raise_signal(signal.SIGINT)
    return one_pass(*arguments)

training.one_pass = interrupted
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_while_it_trains_saves_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    options = ["--layers", "784,8,10", "--until", "1", "--save", str(path)]
    command = [sys.executable, "-c", CTRL_C, "train", *options]
    ended = run_child(command)
    assert ended.returncode == 0, ended.stderr
    assert f"stopped by Ctrl-C in pass 2: the network is saved to {path}" in ended.stderr
    assert "read right, 1 passes" in ended.stdout
    assert load_model(path).sizes == [784, 8, 10]
    assert History.load(tmp_path / "mine.history.json").interrupted


def test_the_history_of_a_training_lies_beside_its_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And takes the place of an older one."""
    (tmp_path / "mine.history.json").write_text("of another network")
    options = ["--max-epochs", "1", "--optimiser", "momentum", "--seed", "3"]
    assert main(["train", *SMALL, *options, "--save", str(tmp_path / "mine.npz")]) == 0
    recipe = History.load(tmp_path / "mine.history.json").recipe
    asked = {"sizes": "784-8-10", "optimiser": "momentum", "learning_rate": 0.1, "seed": 3}
    asked |= {"loss": "cross_entropy", "batch_size": 500, "momentum": 0.99, "max_epochs": 1}
    assert asked.items() <= recipe.items()
    capsys.readouterr()
    assert main(["info", str(tmp_path / "mine.npz")]) == 0
    said = capsys.readouterr().out
    assert "seed: 3" in said
    assert "1 passes" in said


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"passes": [[]], "recipe": {}}', '{"passes": 3, "recipe": {}}', "\xff",
     '{"passes": [], "recipe": 3}', '{"passes": [{"loss": null}], "recipe": {}}', "[" * 99999],
)  # fmt: skip
def test_a_damaged_history_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "mine.npz").write_bytes((MODELS / "784-64-64-10.npz").read_bytes())
    (tmp_path / "mine.history.json").write_text(text, encoding="latin-1")
    assert main(["info", str(tmp_path / "mine.npz")]) == 2
    said = capsys.readouterr().err
    assert "mine.history.json: file: found no history" in said
    assert said.count("\n") == 1


def test_a_history_without_a_whole_pass_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.npz").write_bytes((MODELS / "784-64-64-10.npz").read_bytes())
    History([], {"seed": 5}, True).save(tmp_path / "mine.history.json")
    assert main(["info", str(tmp_path / "mine.npz")]) == 0
    assert "seed: 5" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["x[/bold].png", "weird [red]name.png", ":smile: 7.png"])
def test_a_name_with_brackets_is_a_name(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    Image.open(digit).save(tmp_path / name.replace("/", ""))
    assert main(["predict", str(tmp_path / name.replace("/", ""))]) == 0
    assert f"{name.replace('/', '')}: a 7 (" in capsys.readouterr().out
    assert main(["predict", str(tmp_path / "gone" / name)]) == 2
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "sizes", "says"),
    [
        ("predict", [3, 10], "found layers 3 -> ... -> 10, expected 784 inputs and at least 2"),
        ("predict", [784, 1], "found layers 784 -> ... -> 1, expected 784 inputs and at least 2"),
        ("evaluate", [784, 5], "found layers 784 -> ... -> 5, expected 784 inputs and 10 outputs"),
    ],
)
def test_a_network_for_something_else_is_named(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    command: str, sizes: list[int], says: str,
) -> None:  # fmt: skip
    path = tmp_path / "other.npz"
    save_model(new_network(sizes, np.random.default_rng(0)), path)
    files = [str(digit)] if command == "predict" else []
    assert main([command, *files, "-m", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"numrec: {path}: {says}")


def test_a_package_without_the_projects_models_says_what_to_do(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numrec.cli.options.MODEL", tmp_path / "gone.npz")
    assert main(["predict", str(digit), "-m", str(tmp_path / "gone.npz")]) == 2
    assert "train one (numrec train --fast --save mine.npz)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "extra"), [("click", "cli"), ("rich", "cli"), ("PIL", "pictures")]
)
def test_a_missing_extra_is_named_in_one_line(digit: Path, module: str, extra: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; from numrec.cli.main import main; "
    code += f"sys.exit(main(['predict', {str(digit)!r}]))"
    ended = run_child([sys.executable, "-c", code])
    assert ended.returncode == 2
    assert ended.stderr == f'numrec: {module} is not installed: pip install "numrec[{extra}]"\n'


def test_without_a_command_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("Usage: numrec")


def test_ctrl_c_while_the_commands_are_loaded_leaves_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "numrec.cli.commands", Interrupted("commands"))
    assert main(["info"]) == 130
    assert capsys.readouterr().err == "numrec: stopped by Ctrl-C\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_the_letters_shows_others(
    digit: Path, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "siedem-ł.bmp"
    path.write_bytes(digit.read_bytes())
    command = [sys.executable, "-m", "numrec", "predict", str(path)]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    # for ASCII click writes UTF-8 itself
    ended = run_child(command, env=environment, encoding=encoding, errors="replace")
    assert ended.returncode == 0, ended.stderr
    assert ".bmp: a 7 (" in ended.stdout
    assert "@@" in ended.stdout
    assert "####" in ended.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_output_that_goes_nowhere_is_said_without_a_name(
    digit: Path, more: list[str], unbuffered: str
) -> None:
    command = [sys.executable, "-m", "numrec", "predict", str(digit), *more]
    with Path("/dev/full").open("w") as full:
        environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
        ended = run_child(command, stdout=full, env=environment)
    assert ended.returncode == 2
    assert ended.stderr == "numrec: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="this system cannot limit a file's size")
def test_a_save_that_the_system_refuses_is_said_with_its_target(tmp_path: Path) -> None:
    """The real thing: write() fails, and knows no name."""
    target = tmp_path / "a.txt"
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)); "
    code += "import sys; from numrec.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "convert", str(MODELS / "784-64-64-10.npz"), str(target)]
    ended = run_child(command)
    assert ended.returncode == 2
    assert ended.stderr == f"numrec: {target}: File too large\n"
    assert not list(tmp_path.iterdir())


def test_a_network_that_cannot_be_saved_in_the_end_is_saved_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.npz"

    def full(net: object, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(sys.modules["numrec.training"], "save_model", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["train", *SMALL, "--max-epochs", "1", "--save", str(path)]) == 2
    said = capsys.readouterr()
    assert said.err == f"numrec: {path}: No space left on device\n"
    score, where = said.out.splitlines()
    assert "read right, 1 passes" in score
    kept = Path(where.removeprefix("saved to "))
    assert kept != path
    assert load_model(kept).sizes == [784, 8, 10]
