"""`numrec predict`, as a person and as a program use it."""

import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from child_processes import child, run_child
from PIL import Image

from numrec import new_network, save_model
from numrec.cli.main import main
from numrec.cli.predict import bars, picture
from numrec.data.idx import read_idx

PIXELS = read_idx(Path(__file__).parents[3] / "data" / "mnist" / "t10k-images-idx3-ubyte.gz")
SIGINT = pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")


@pytest.fixture
def digit(tmp_path: Path) -> Path:
    """The first test image, a 7, as a picture."""
    Image.fromarray(PIXELS[0]).save(tmp_path / "seven.bmp")
    return tmp_path / "seven.bmp"


def test_it_reads_a_digit_and_shows_picture_bars_and_runner_up(
    digit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predict", str(digit)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == str(digit)
    assert len([line for line in said if set(line) & set("░▒▓") and "%" not in line]) >= 18
    shown = [line for line in said if line.endswith("%") and line[:2].strip().isdigit()]
    assert [line.split()[0] for line in shown] == [str(k) for k in range(10)]
    assert shown[7].count("█") > 30
    assert said[-1].startswith("seven.bmp: a 7 (")
    assert "%); the runner-up is" in said[-1]


def test_a_picture_is_drawn_in_shades_or_in_colours_two_rows_a_line() -> None:
    a0 = np.zeros((28, 28))
    a0[0, :5], a0[1, 1], a0[3, 0] = [0, 0.25, 0.5, 0.75, 1.2], 1, -1
    shaded = picture(a0.reshape(784, 1), colour=False).plain.split("\n")
    assert shaded[:2] == ["  ░░▒▒▓▓██", "  ██"]
    assert len(shaded) == 29
    plain = picture(a0.reshape(784, 1), colour=False, plain=True).plain.split("\n")
    assert plain[:2] == ["  ..++##@@", "  @@"]
    coloured = picture(a0.reshape(784, 1), colour=True)
    assert coloured.plain == ("▀" * 28 + "\n") * 14
    styles = [str(span.style) for span in coloured.spans]
    assert styles[:2] == ["rgb(0,0,0) on rgb(0,0,0)", "rgb(64,64,64) on rgb(255,255,255)"]


def test_a_bar_is_as_long_as_its_output_and_the_largest_is_bold() -> None:
    drawn = bars(np.array([0.25, 0.5, 1.5, -1]))
    lines = drawn.plain.splitlines()
    assert lines == [
        f"0 {'█' * 10:<40}  25.00%",
        f"1 {'█' * 20:<40}  50.00%",
        f"2 {'█' * 40:<40} 150.00%",
        f"3 {'':<40} -100.00%",
    ]
    assert [drawn.plain[span.start] for span in drawn.spans if span.style == "bold"] == ["2"]
    assert bars(np.array([0.1]), plain=True).plain.count("#") == 4


def test_json_is_for_programs(digit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", str(digit), str(digit), "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == second
    order = np.argsort(first["outputs"])
    assert (first["file"], first["answer"], first["runner_up"]) == (str(digit), 7, order[-2])
    assert order[-1] == 7
    assert sum(first["outputs"]) == pytest.approx(1)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.png").write_text("hello")
    files = [str(tmp_path / "broken.png"), str(digit), str(tmp_path / "gone.bmp")]
    assert main(["predict", *files, "--json"]) == 2
    said = capsys.readouterr()
    assert [entry["answer"] for entry in json.loads(said.out)] == [7]
    one, two = said.err.splitlines()
    assert one.endswith("broken.png: picture: found no picture, expected a BMP or PNG file")
    assert two.endswith("gone.bmp: No such file or directory")


def test_black_on_white_is_read_when_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(255 - PIXELS[0]).save(tmp_path / "paper.png")
    assert main(["predict", str(tmp_path / "paper.png")]) == 2
    assert "invert it" in capsys.readouterr().err
    assert main(["predict", str(tmp_path / "paper.png"), "--invert", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["answer"] == 7


@pytest.mark.parametrize("name", ["x[/bold].png", "weird [red]name.png", ":smile: 7.png"])
def test_a_name_with_brackets_is_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    Image.fromarray(PIXELS[0]).save(tmp_path / name.replace("/", ""))
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
        ("evaluate", [3, 10], "found layers 3 -> ... -> 10, expected 784 inputs and 10 outputs"),
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


def test_two_outputs_will_do(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_model(new_network([784, 2], np.random.default_rng(0)), tmp_path / "two.npz")
    assert main(["predict", str(digit), "-m", str(tmp_path / "two.npz"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)[0]
    assert {found["answer"], found["runner_up"]} == {0, 1}


def test_a_package_without_the_projects_models_says_what_to_do(
    digit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numrec.cli.options.MODEL", tmp_path / "gone.npz")
    assert main(["predict", str(digit), "-m", str(tmp_path / "gone.npz")]) == 2
    assert "train one (numrec train --fast --save mine.npz)" in capsys.readouterr().err


@SIGINT
def test_watching_reads_a_file_again_when_it_changes(digit: Path, tmp_path: Path) -> None:
    path = tmp_path / "drawing.bmp"
    path.write_bytes(digit.read_bytes())
    command = [sys.executable, "-u", "-m", "numrec", "predict", str(path), "--watch", "--json"]
    with child(command) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7
        path.write_bytes(b"BM half-written")  # at once: the change is not missed
        assert "broken data" in watching.stderr.readline()
        assert json.loads(watching.stdout.readline()) == []
        Image.fromarray(PIXELS[2]).save(tmp_path / "next.bmp")
        path.unlink()  # no change to be read, and no end
        (tmp_path / "next.bmp").rename(path)  # whole at once, so that it is read once
        assert json.loads(watching.stdout.readline())[0]["answer"] == 1
        watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0


@SIGINT
def test_watching_in_a_scripts_background_leaves_ctrl_c_to_others(digit: Path) -> None:
    """A shell without job control starts what ends in & with SIGINT ignored, and it stays so."""
    command = [sys.executable, "-u", "-m", "numrec", "predict", str(digit), "--watch", "--json"]
    with child(command, hears_ctrl_c=False) as watching:
        assert watching.stdout is not None
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7
        watching.send_signal(signal.SIGINT)
        os.utime(digit, (1, 1))
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_the_characters_shows_others(
    digit: Path, tmp_path: Path, encoding: str
) -> None:
    path = digit.rename(tmp_path / "siedem-ł.bmp")
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
