"""The command line as a person and as a program use it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from numrec import load_mnist, load_model, new_network, save_model
from numrec.cli.main import main

MODELS = Path(__file__).parents[1] / "models"
SMALL = ["--layers", "784,8,10", "--quiet", "--batch-size", "500"]


@pytest.fixture(scope="module")
def digit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first test image, a 7, as a picture."""
    path = tmp_path_factory.mktemp("digits") / "seven.bmp"
    pixels = load_mnist().test_images[:, 0].reshape(28, 28) * 255
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "numrec", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


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
    assert "broken.png: picture: found broken data" in one
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


def test_watching_reads_a_file_again_when_it_changes(digit: Path, tmp_path: Path) -> None:
    path = tmp_path / "drawing.bmp"
    path.write_bytes(digit.read_bytes())
    command = [sys.executable, "-m", "numrec", "predict", str(path), "--watch", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7
        time.sleep(0.5)
        path.write_bytes(b"BM half-written")
        assert "broken data" in watching.stderr.readline()
        assert json.loads(watching.stdout.readline()) == []
        pixels = load_mnist().test_images[:, 2].reshape(28, 28) * 255
        Image.fromarray(pixels.astype(np.uint8)).save(path)
        assert json.loads(watching.stdout.readline())[0]["answer"] == 1
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=20) == 0


def test_ctrl_c_while_it_trains_saves_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    options = [
        "--layers",
        "784,8,10",
        "--until",
        "1",
        "--max-epochs",
        "100000",
    ]
    command = [sys.executable, "-m", "numrec", "train", *options]
    command += ["--save", str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as training:  # fmt: skip
        time.sleep(6)
        training.send_signal(signal.SIGINT)
        said, errors = training.communicate(timeout=60)
    assert training.returncode == 0, errors
    assert f"is saved to {path}" in errors
    assert "after" in said or "read right" in said
    assert load_model(path).sizes == [784, 8, 10]
