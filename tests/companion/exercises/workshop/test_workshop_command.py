"""`make workshop` as a reader meets it: the blank file, the table, the hints, the training."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import companion.exercises.workshop.__main__ as command
from companion.exercises.workshop import child, parent, solution, training
from companion.exercises.workshop.blank import (
    blank_text,
    body_of,
    solution_text,
    stage_text,
)
from companion.exercises.workshop.judge import Report
from companion.exercises.workshop.outcomes import Trouble
from numrec import load_mnist, load_model
from numrec.cli.main import main as numrec_main
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.history import Epoch, History

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "workshop" / "my_network.py"
    monkeypatch.setattr(command, "MINE", path)
    monkeypatch.chdir(tmp_path)
    return path


def lines_of_solution() -> list[str]:
    bodies = [line for stage in range(1, 11) for line in stage_text(stage).splitlines()]
    in_blank = set(blank_text().splitlines())
    return [line.strip() for line in bodies if line.strip() and line not in in_blank]


def test_the_blank_file_is_made_once_and_never_written_over(mine: Path, capsys: Capture) -> None:
    assert command.main([]) == 1
    said = capsys.readouterr().out
    assert "Made workshop/my_network.py" in said
    assert said.count("  blank\n") == 10
    assert "Next, in workshop/my_network.py, stage 1, bend, and slope:" in " ".join(said.split())
    assert mine.read_text("utf-8") == blank_text()
    assert not any(line in said for line in lines_of_solution())
    mine.write_text(stage_text(1) + "# mine\n", "utf-8")
    assert command.main(["--upto", "2"]) == 1
    assert mine.read_text("utf-8").endswith("# mine\n")
    assert "Made" not in capsys.readouterr().out


def test_upto_leaves_the_later_stages_out_and_all_of_the_others_must_hold(
    mine: Path, capsys: Capture
) -> None:
    mine.parent.mkdir()
    text = blank_text()
    for name in ("leaky_relu", "leaky_relu_prime", "sigmoid", "sigmoid_prime"):
        text = text.replace("    ...\n", body_of(name), 1)
    mine.write_text(text, "utf-8")
    assert command.main(["--upto", "1"]) == 0
    said = capsys.readouterr().out
    assert "All of it holds, stage 1 to 1." in said
    assert "forward" not in said
    assert command.main(["--upto", "2"]) == 1
    said = capsys.readouterr().out
    assert "  1  bend, and slope             holds\n  2  the forward pass            blank" in said
    assert "Next, in workshop/my_network.py, stage 2" in said


def test_a_hint_more_is_given_each_time_and_the_solution_last(mine: Path, capsys: Capture) -> None:
    told = []
    for _ in range(5):
        command.main(["--hint", "--upto", "1"])
        told.append(capsys.readouterr().out.partition("Hint ")[2])
    counted = ["1 of 3", "2 of 3", "3 of 3", "3 of 3", "3 of 3"]
    assert [hint[:6] for hint in told] == counted
    assert all(hint[6:].startswith(" for leaky_relu:") for hint in told)
    solved = [any(line in hint for line in lines_of_solution()) for hint in told]
    assert solved == [False, False, True, True, True]
    mine.write_text(mine.read_text("utf-8").replace("    ...\n", body_of("leaky_relu"), 1), "utf-8")
    command.main(["--hint", "--upto", "1"])
    assert "Hint 1 of 3 for leaky_relu_prime:" in capsys.readouterr().out
    kept = mine.with_name(".my_network.hints.json")
    for broken in ("[1]", '{"leaky_relu_prime": "x"}', "no json"):
        kept.write_text(broken)
        command.main(["--hint", "--upto", "1"])
        assert "Hint 1 of 3" in capsys.readouterr().out


def test_a_wrong_stage_is_told_by_its_line_and_its_mistake(mine: Path, capsys: Capture) -> None:
    mine.parent.mkdir()
    text = solution_text().replace("* f_prime(z[l])", "* f_prime(a[l])")
    mine.write_text(text, "utf-8")
    assert command.main([]) == 1
    said = " ".join(capsys.readouterr().out.split())
    line = text[: text.index("def hidden_deltas")].count("\n") + 1
    assert f"line {line}, hidden_deltas: delta[1][0, 0] is" in said
    assert "This is what one gets when f' is taken at a, not at z" in said
    assert "waits both functions hold; the training waits for stage 5" in said
    assert "Your network trains" not in said


def test_a_file_of_another_name_must_be_there(tmp_path: Path, capsys: Capture) -> None:
    assert command.main(["--mine", str(tmp_path / "other.py")]) == 2
    assert "other.py: there is no such file; expected yours" in capsys.readouterr().err
    assert not (tmp_path / "other.py").exists()


def test_a_file_that_cannot_be_read_is_told_alone(mine: Path, capsys: Capture) -> None:
    mine.parent.mkdir()
    mine.write_text("def f(:\n")
    assert command.main([]) == 1
    said = capsys.readouterr().out
    assert said.startswith("line 1, workshop/my_network.py: Python cannot read this line")
    assert "stage 1" not in said


def test_from_the_solution_a_network_is_trained_to_96_per_cent_that_numrec_reads(
    mine: Path, tmp_path: Path, capsys: Capture
) -> None:
    mine.parent.mkdir()
    mine.write_text(solution_text(), "utf-8")
    assert command.main(["--seconds", "60"]) == 0
    said = capsys.readouterr().out
    assert "All of it holds, stage 1 to 10." in said
    model, data = mine.with_suffix(".npz"), load_mnist()
    reached = accuracy(load_model(model), data.test_images, data.test_labels)
    history = History.load(mine.with_name("my_network.history.json"))
    assert reached >= 0.96
    assert history.epochs[-1].test_accuracy == pytest.approx(reached)
    assert f"{reached:.2%}" in said
    assert numrec_main(["predict", "--model", str(model), str(drawing(tmp_path))]) == 0
    assert "a 7 (" in capsys.readouterr().out


def drawing(folder: Path) -> Path:
    """A seven of MNIST's, as a picture."""
    from PIL import Image

    pixels = (load_mnist().test_images[:, 0].reshape(28, 28) * 255).round().astype(np.uint8)
    path = folder / "seven.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture(scope="module")
def few() -> MNIST:
    data = load_mnist()
    return MNIST(
        data.train_images[:, :2000],
        data.train_labels[:2000],
        data.test_images[:, :500],
        data.test_labels[:500],
    )


def test_a_training_ends_at_its_goal_or_at_its_last_epoch(few: MNIST) -> None:
    seen: list[Epoch] = []
    net, history = training.train(solution, few, seen.append, goal=0.8)
    assert history.epochs == seen
    assert seen[-1].test_accuracy >= 0.8 > seen[-2].test_accuracy
    assert net.sizes == training.SIZES
    _, short = training.train(solution, few, goal=1.0, most_epochs=2)
    assert len(short.epochs) == 2
    assert short.epochs == history.epochs[:2]


@pytest.mark.parametrize(
    ("piece", "wrong", "says"),
    [
        ("return total / m", "return 1 / 0", "ZeroDivisionError"),
        ("return total / m", "return float('nan')", "the loss of epoch 1 is nan"),
        ("return omega, b", "return omega", "not enough values to unpack|too many values"),
    ],
)
def test_what_goes_wrong_in_a_training_is_told(
    piece: str, wrong: str, says: str, few: MNIST, tmp_path: Path
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(solution_text().replace(piece, wrong), "utf-8")
    with pytest.raises(Trouble, match=says):
        training.train(child.load(path), few)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("while images.shape[1] > 100: pass", "is still running after 3.6 s"),
        ("assert images.shape[1] < 100", "AssertionError"),
        ("__import__('os')._exit(0 if images.shape[1] < 100 else 4)", "ends Python itself"),
    ],
)
def test_what_goes_wrong_with_many_images_alone_is_told_with_its_line(
    line: str, says: str, tmp_path: Path
) -> None:
    path, first = tmp_path / "mine.py", "    m, total = images.shape[1], 0\n"
    text = solution_text().replace(first, f"    {line}\n{first}")
    path.write_text(text, "utf-8")
    finding = parent.train(path, tmp_path / "mine.npz", lambda epoch: None, 0.3)
    assert finding is not None
    assert says in finding.says
    number = text[: text.index(line)].count("\n") + 1
    assert finding.line == (None if "_exit" in line else number)
    assert not (tmp_path / "mine.npz").exists()


def test_make_hands_on_what_is_asked(tmp_path: Path) -> None:
    from child_processes import run_child

    if not shutil.which("make"):
        pytest.skip("this system has no make")
    root = Path(command.__file__).parents[3]
    asked = ["make", "-n", "-o", ".venv/.ready", "workshop", "MINE=a b.py", "UPTO=3", "HINT=1"]
    said = run_child(asked, cwd=root, check=True).stdout
    assert 'companion.exercises.workshop --mine "a b.py" --upto 3 --hint' in said
    assert "--" not in run_child(asked[:5], cwd=root, check=True).stdout


def test_a_stage_half_written_is_told_so() -> None:
    blank = command.Finding("sigmoid", "still blank", blank=True)
    assert command._row(Report(1, (blank,))) == ("not yet", ["still blank: sigmoid"])
