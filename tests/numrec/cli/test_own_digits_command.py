"""`numrec train --add`, `numrec evaluate FILE`: one hand before and after; what is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from own_digits_files import SOUND, refused

from numrec.data.mnist import MNIST
from numrec.data.own_digits import HELD, IMAGES, LABELS
from numrec.evaluate import interval
from numrec.history import History
from tools import hand
from tools.fuzz_seeds import idx

MODELS = Path(__file__).parents[3] / "models"
QUICK = "--layers 784,64,10 --learning-rate 0.3 --batch-size 50 --until 1 --max-epochs 4"


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page saves of the recorded hand: 70 digits to learn from, 30 held back."""
    path = tmp_path_factory.mktemp("mine") / "my-digits.zip"
    path.write_bytes(hand.archive(hand.packed(hand.hand())))
    return path


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory, mnist: MNIST) -> Path:
    """The first images of MNIST: 10,000 to learn from, 2,000 to be examined on."""
    folder = tmp_path_factory.mktemp("some")
    for part, m in (("train", 10_000), ("t10k", 2000)):
        name = part.replace("t10k", "test")
        images, labels = getattr(mnist, f"{name}_images"), getattr(mnist, f"{name}_labels")
        grey = np.round(255 * images[:, :m].T).astype(np.uint8).reshape(m, 28, 28)
        (folder / f"{part}-{IMAGES}").write_bytes(idx(grey))
        (folder / f"{part}-{LABELS}").write_bytes(idx(labels[:m].astype(np.uint8)))
    return folder


def score(run: Any, file: Path, model: Path) -> dict[str, Any]:
    status, out, err = run("evaluate", file, "-m", model, "--json")
    assert (status, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_shipped_networks_read_this_hand_badly(run: Any, mine: Path) -> None:
    for name, most in (("drawn-digits", 0.85), ("784-256-10", 0.65)):
        found = score(run, mine, MODELS / f"{name}.npz")
        assert found["accuracy"] <= most
        right, count = found["others"]
        assert right / count <= most


def test_with_a_hand_mixed_in_its_held_back_digits_are_read_and_mnists_are_not_forgotten(
    run: Any, mine: Path, some: Path, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.npz", tmp_path / "after.npz"
    train = ["train", "--quiet", "--data", some, *QUICK.split(), "--save"]
    assert run(*train, before)[0] == 0
    status, out, _ = run(*train, after, "--add", mine)
    assert status == 0
    first, trained, examined, _ = out.splitlines()
    assert first == "70 of your digits, each 16 times an epoch; 30 are held back"
    own = [score(run, mine, model) for model in (before, after)]
    right = [each["right"] for each in own]
    assert right[1] >= right[0] + 8, right
    assert right[1] >= 27, right
    assert examined.startswith(f"{right[1]} of 30 held-back digits are read right, ")
    assert "95 % interval" in examined
    assert examined.endswith(": so few prove little)")
    told = [History.load(path.with_suffix(".history.json")) for path in (before, after)]
    mnist = [each.epochs[-1].test_accuracy for each in told]
    assert trained.startswith(f"{mnist[1]:.2%} of the test images")
    assert mnist[1] > mnist[0] - 0.02, mnist
    assert told[1].recipe == told[0].recipe | {"own_digits": 100, "own_digits_shown": 70 * 16}


def test_evaluate_says_what_each_digit_gets_and_names_the_worst(run: Any, mine: Path) -> None:
    found = score(run, mine, MODELS / "drawn-digits.npz")
    matrix = np.array(found["confusion"])
    assert matrix.sum(axis=1).tolist() == [3] * 10
    assert (found["right"], found["count"], found["held_back"]) == (matrix.trace(), 30, True)
    assert found["interval"] == list(interval(found["right"], 30))
    drawn = [drawing.digit for drawing in hand.hand()]
    back = hand.held_back(drawn)
    for each in found["worst"]:
        assert drawn[each["number"] - 1] == each["label"] != each["answer"]
        assert back[each["number"] - 1]
    _, out, _ = run("evaluate", mine)
    number = found["worst"][0]["number"]
    assert f"\nnumber {number}, a {drawn[number - 1]}, is read as " in out
    assert f" of the 70 others, which train --add learns from, {'are'} read right\n" in out
    assert out.splitlines()[-1].startswith(f"{matrix.trace()} of 30 held-back digits are read")


def test_a_pair_of_idx_files_is_scored_whole(run: Any, some: Path) -> None:
    found = score(run, some / f"t10k-{IMAGES}", MODELS / "784-256-10.npz")
    assert (found["count"], found["held_back"], found["others"]) == (2000, False, None)
    assert found["accuracy"] > 0.94
    assert run("evaluate", some / f"t10k-{IMAGES}")[1].rstrip().endswith("%)"), "no few"


def test_repeat_says_how_often_and_with_the_fast_recipe_too(
    run: Any, some: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for more in (["--fast"], QUICK.split()):
        _, out, _ = run("train", "--quiet", "--data", some, "--add", mine, "--repeat", 2, *more)
        assert out.startswith("70 of your digits, each 2 times an epoch; 30 are held back\n")
        assert "\nnot saved" in out


@pytest.mark.parametrize("wrong", refused())
def test_a_file_that_is_broken_or_meant_ill_is_refused_in_one_line(
    run: Any, tmp_path: Path, wrong: str
) -> None:
    data, says = refused()[wrong]
    (tmp_path / "a.zip").write_bytes(data)
    status, out, err = run("evaluate", tmp_path / "a.zip")
    assert (status, out) == (2, "")
    assert err.startswith(f"numrec: {tmp_path / 'a.zip'}")
    assert says in err
    assert err.count("\n") == 1
    assert err[:-1].isprintable()


def test_a_training_that_refuses_a_file_leaves_no_network(
    run: Any, tmp_path: Path, some: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(refused()["a bomb"][0])
    train = ["train", "--data", some, "--save", tmp_path / "mine.npz"]
    status, out, err = run(*train, "--add", tmp_path / "a.zip")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "6000000 bytes, expected at most 784016" in err
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_what_does_not_go_together_is_said(run: Any, tmp_path: Path, some: Path) -> None:
    all_held = SOUND | {HELD: idx(np.ones(4, np.uint8))}
    (tmp_path / "a.zip").write_bytes(hand.archive(all_held))
    for command, says in (
        (["train", "--repeat", 3], "--repeat does not go without --add"),
        (["train", "--add", tmp_path / "gone.zip"], "gone.zip: No such file"),
        (["train", "--data", some, "--add", tmp_path / "a.zip"], "there are 4 digits, all held"),
        (["evaluate", tmp_path / "a.zip", "--data", some], "--data does not go with a file"),
    ):
        status, out, err = run(*command)
        assert (status, out) == (2, "")
        assert err.startswith("numrec: ")
        assert says in err
        assert err.count("\n") == 1
