"""`numrec predict`, as a person and as a program use it."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import child, run_child
from PIL import Image

from numrec import new_network, save_model
from numrec.cli.predict import bars, named_file, picture
from numrec.data.idx import read_idx

PIXELS = read_idx(Path(__file__).parents[3] / "data" / "mnist" / "t10k-images-idx3-ubyte.gz")
SIGINT = pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
TERMINAL = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
PREDICT = [sys.executable, "-u", "-m", "numrec", "predict"]


@pytest.fixture
def digit(tmp_path: Path) -> Path:
    """The first test image, a 7, as a picture."""
    Image.fromarray(PIXELS[0]).save(tmp_path / "seven.bmp")
    return tmp_path / "seven.bmp"


def test_it_reads_a_digit_and_shows_picture_bars_and_runner_up(run: Any, digit: Path) -> None:
    said = run("predict", digit)[1].splitlines()
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
    a0 = a0.reshape(784, 1)
    shaded = picture(a0, colour=False).plain.split("\n")
    assert shaded[:2] == ["  ░░▒▒▓▓██", "  ██"]
    assert len(shaded) == 29
    plain = picture(a0, colour=False, plain=True).plain.split("\n")
    assert plain[:2] == ["  ..++##@@", "  @@"]
    coloured = picture(a0, colour=True)
    assert coloured.plain == ("▀" * 28 + "\n") * 14
    styles = [str(span.style) for span in coloured.spans]
    assert styles[:2] == ["rgb(0,0,0) on rgb(0,0,0)", "rgb(64,64,64) on rgb(255,255,255)"]


def test_a_bar_is_as_long_as_its_output_and_the_largest_is_bold() -> None:
    drawn = bars(np.array([0.25, 0.5, 1.5, -1]))
    assert drawn.plain.splitlines() == [
        f"0 {'█' * 10:<40}  25.00%",
        f"1 {'█' * 20:<40}  50.00%",
        f"2 {'█' * 40:<40} 150.00%",
        f"3 {'':<40} -100.00%",
    ]
    assert [drawn.plain[span.start] for span in drawn.spans if span.style == "bold"] == ["2"]
    assert bars(np.array([0.1]), plain=True).plain.count("#") == 4


def test_json_is_for_programs_and_unread_files_are_named(
    run: Any, digit: Path, tmp_path: Path
) -> None:
    broken, gone = tmp_path / "broken.png", tmp_path / "gone.bmp"
    broken.write_text("hello")
    status, out, err = run("predict", broken, digit, gone, digit, "--json")
    first, second = json.loads(out)
    assert first == second
    order = np.argsort(first["outputs"])
    assert (first["file"], first["answer"], first["runner_up"]) == (str(digit), 7, order[-2])
    assert order[-1] == 7
    assert sum(first["outputs"]) == pytest.approx(1)
    assert status == 2
    assert err.splitlines() == [
        f"numrec: {broken}: picture: found no picture, expected a BMP or PNG file",
        f"numrec: {gone}: No such file or directory",
    ]


def test_black_on_white_is_read_when_it_is_said(run: Any, refused: Any, tmp_path: Path) -> None:
    Image.fromarray(255 - PIXELS[0]).save(tmp_path / "paper.png")
    assert "invert it: --invert does it" in refused("predict", tmp_path / "paper.png")
    found = json.loads(run("predict", tmp_path / "paper.png", "--invert", "--json")[1])
    assert found[0]["answer"] == 7


@pytest.mark.parametrize("name", ["x[/bold].png", "weird [red]name.png", ":smile: 7.png"])
def test_a_name_with_brackets_is_a_name(run: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert name in run("predict", path)[2]
    path.parent.mkdir(exist_ok=True)  # [/bold] is a name of two parts
    Image.fromarray(PIXELS[0]).save(path)
    said = run("predict", path)[1]
    assert str(path) in said
    assert f"{path.name}: a 7 (" in said


@pytest.mark.parametrize(
    ("command", "sizes", "expected"),
    [
        ("predict", [3, 10], "784 inputs and at least 2"),
        ("predict", [784, 1], "784 inputs and at least 2"),
        ("evaluate", [784, 5], "784 inputs and 10 outputs"),
        ("evaluate", [3, 10], "784 inputs and 10 outputs"),
    ],
)
def test_a_network_for_something_else_is_named(
    refused: Any, digit: Path, tmp_path: Path, command: str, sizes: list[int], expected: str
) -> None:
    path = tmp_path / "other.npz"
    save_model(new_network(sizes, np.random.default_rng(0)), path)
    said = refused(command, *[digit] * (command == "predict"), "-m", path)
    found = f"found layers {sizes[0]} -> ... -> {sizes[1]}"
    assert said.startswith(f"numrec: {path}: {found}, expected {expected}")


def test_two_outputs_will_do(run: Any, digit: Path, tmp_path: Path) -> None:
    save_model(new_network([784, 2], np.random.default_rng(0)), tmp_path / "two.npz")
    (found,) = json.loads(run("predict", digit, "-m", tmp_path / "two.npz", "--json")[1])
    assert {found["answer"], found["runner_up"]} == {0, 1}


def test_a_package_without_the_projects_models_says_what_to_do(
    refused: Any, digit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numrec.cli.options.MODEL", tmp_path / "gone.npz")
    cure = "train one (numrec train --fast --save mine.npz)"
    assert cure in refused("predict", digit, "-m", tmp_path / "gone.npz")


@SIGINT
def test_watching_reads_a_file_again_when_it_changes(digit: Path, tmp_path: Path) -> None:
    path = tmp_path / "drawing.bmp"
    path.write_bytes(digit.read_bytes())
    with child([*PREDICT, path, "--watch", "--json"]) as watching:
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
    with child([*PREDICT, digit, "--watch", "--json"], hears_ctrl_c=False) as watching:
        assert watching.stdout is not None
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7
        watching.send_signal(signal.SIGINT)
        os.utime(digit, (1, 1))
        assert json.loads(watching.stdout.readline())[0]["answer"] == 7


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_pipe_gives_a_path_a_line_and_an_empty_one_is_the_last_again(
    run: Any, digit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    gone = tmp_path / "gone.bmp"
    lines = ["", str(digit), "", str(gone), "a\0b", f'"{digit}"']
    monkeypatch.setattr("sys.stdin", io.StringIO((end or "\n").join(lines) + end))
    status, out, err = run("predict", "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [[found["answer"] for found in one] for one in answers] == [[7], [7], [], [7]]
    assert {found["file"] for one in answers for found in one} == {str(digit)}
    assert err.splitlines() == [
        f"numrec: {gone}: No such file or directory",
        r"numrec: 'a\x00b': found a zero byte, expected a path",
    ]
    assert status == 2


def test_the_end_of_a_pipe_is_a_clean_end(
    run: Any, digit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{digit}\n\n"))
    status, out, err = run("predict")
    assert (status, err) == (0, "")
    assert out.count("seven.bmp: a 7 (") == 2
    assert "Picture" not in out
    for empty in (io.StringIO(), io.StringIO("\n"), None):  # None: the script closed it
        monkeypatch.setattr("sys.stdin", empty)
        assert run("predict") == (0, "", "")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("seven.bmp", "seven.bmp\r\n"),
        ("my seven.bmp", "my seven.bmp"),
        ("my seven.bmp", '"my seven.bmp" \n'),
        ("my seven.bmp", "'my seven.bmp' "),
        ("it's a 7.bmp", "it's a 7.bmp"),
        ("it's a 7.bmp", "'it's a 7.bmp'"),
        ("'quoted'.bmp", "'quoted'.bmp"),
        (" 7.bmp", " 7.bmp\n"),
        ("seven.bmp", "~/seven.bmp"),
        pytest.param("my seven.bmp", r"my\ seven.bmp ", marks=TERMINAL),
        pytest.param("it's a 7.bmp", r"'it'\''s a 7.bmp' ", marks=TERMINAL),
    ],
)
def test_a_file_is_found_as_a_person_or_a_terminal_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    (tmp_path / name).touch()
    assert named_file(line).resolve() == (tmp_path / name).resolve()


def test_a_file_that_is_not_there_keeps_the_name_that_was_given() -> None:
    for line in ("gone.bmp", "it's gone.bmp", "~nobody/gone.bmp", "a" * 5000):
        assert named_file(f" {line}\n") == Path(line)


def test_each_answer_is_written_before_the_next_path_comes(digit: Path) -> None:
    with child([*PREDICT, "--json"], deadline=60, stdin=subprocess.PIPE) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for _ in range(2):
            asked.stdin.write(f"{digit}\n")
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())[0]["answer"] == 7
        asked.stdin.close()
        assert asked.wait() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such name")
def test_a_name_may_be_any_bytes(digit: Path, tmp_path: Path) -> None:
    name = os.fsencode(digit.with_name("s")) + b"\xff.bmp"
    os.rename(digit, name)
    (tmp_path / "names").write_bytes(name)
    with (tmp_path / "names").open() as names:
        strict = os.environ | {"PYTHONIOENCODING": "utf-8"}  # as Python is in most locales
        ended = run_child([*PREDICT, "--json"], stdin=names, env=strict)
    assert json.loads(ended.stdout)[0]["answer"] == 7


@contextmanager
def at_a_terminal(*more: str, **options: Any) -> Iterator[tuple[subprocess.Popen[str], Any, Any]]:
    """Ask at a pseudo-terminal: the program, what types, and what reads on to some text."""
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, 500))  # a narrow one breaks long questions, each as it likes
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs) | options
    shown = ""

    def reads(until: str) -> str:
        nonlocal shown
        while until not in shown:
            shown += os.read(ours, 4096).decode(errors="replace")
        before, _, shown = shown.partition(until)
        return before

    try:
        with child([*PREDICT, *more], deadline=60, **streams) as asked:
            os.close(theirs)
            yield asked, lambda text: os.write(ours, text.encode()), reads
    finally:
        os.close(ours)


@TERMINAL
def test_it_asks_until_the_input_ends_and_a_wrong_path_is_a_line_and_the_next_question(
    digit: Path, tmp_path: Path
) -> None:
    with at_a_terminal() as (asked, types, reads):
        reads("Picture: ")
        types("\n")
        reads("Picture: ")  # there is none to repeat
        types(f"{digit}\n")
        assert "seven.bmp: a 7 (" in reads(f"Picture [{digit}]: ")
        types("\n")
        assert "seven.bmp: a 7 (" in reads(f"Picture [{digit}]: ")
        types("  \n")
        assert "seven.bmp: a 7 (" in reads(f"Picture [{digit}]: ")
        types(f"{tmp_path}/gone.bmp\n")
        said = reads(f"Picture [{tmp_path}/gone.bmp]: ").splitlines()
        assert said[1:] == [f"numrec: {tmp_path}/gone.bmp: No such file or directory"]
        digit.rename(tmp_path / "gone.bmp")
        types("\n")
        assert "gone.bmp: a 7 (" in reads("gone.bmp]: ")
        types("\x04")  # Ctrl-D
        assert asked.wait() == 0


@TERMINAL
def test_ctrl_c_ends_the_questions(digit: Path) -> None:
    with at_a_terminal() as (asked, types, reads):
        reads("Picture: ")
        types("nothing\n")
        reads("Picture [nothing]: ")
        for _ in range(3):  # one may come just before Python waits for a key, and wait for it too
            asked.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                asked.wait(15)
                break
        assert asked.returncode == 0


@TERMINAL
def test_questions_stay_out_of_a_file_of_answers(digit: Path, tmp_path: Path) -> None:
    with (
        (tmp_path / "answers.json").open("w") as answers,
        at_a_terminal("--json", stdout=answers) as (asked, types, reads),
    ):
        reads("Picture: ")
        types(f"{digit}\n")
        reads(f"Picture [{digit}]: ")
        types("\x04")
        assert asked.wait() == 0
    (line,) = (tmp_path / "answers.json").read_text().splitlines()
    assert json.loads(line)[0]["answer"] == 7


@TERMINAL
def test_tab_completes_a_name_with_a_space_in_another_folder(digit: Path) -> None:
    readline = pytest.importorskip("readline")
    if "libedit" in (readline.__doc__ or ""):
        pytest.skip("this Python has libedit for readline")
    digit.rename(digit.with_name("a seven.bmp"))
    with at_a_terminal() as (_, types, reads):
        reads("Picture: ")
        types(f"{digit.parent}/a se\t\n")
        assert "a seven.bmp: a 7 (" in reads("a seven.bmp]: ")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_the_characters_shows_others(digit: Path, encoding: str) -> None:
    path = digit.with_name("siedem-ł.bmp")
    digit.rename(path)
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    # for ASCII click writes UTF-8 itself
    ended = run_child([*PREDICT, path], env=environment, encoding=encoding, errors="replace")
    assert ended.returncode == 0, ended.stderr
    for characters in (".bmp: a 7 (", "@@", "####"):
        assert characters in ended.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_output_that_goes_nowhere_is_said(digit: Path, more: list[str], unbuffered: str) -> None:
    command: list[str | Path] = [sys.executable, "-m", "numrec", "predict", digit, *more]
    with Path("/dev/full").open("w") as full:
        environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
        ended = run_child(command, stdout=full, env=environment)
    assert ended.returncode == 2
    assert ended.stderr == "numrec: No space left on device\n"
