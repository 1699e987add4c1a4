"""`numrec train`, on a few images: what it saves, says and refuses to lose."""

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from child_processes import run_child

import numrec
from numrec import SGD, hold_back, load_mnist, load_model, new_network
from numrec.evaluate import accuracy
from numrec.history import History
from numrec.recipes import FAST
from tools.fuzz_seeds import idx

SIGNALS = pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to one process")
FEW = ["--layers", "784,8,10", "--batch-size", "60", "--max-epochs", "1"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a data set of 600 and 200 images, labelled by how bright they are."""
    folder, rng = tmp_path_factory.mktemp("mnist"), np.random.default_rng(0)
    for part, m in (("train", 600), ("t10k", 200)):
        labels = rng.integers(0, 10, m).astype(np.uint8)
        images = rng.integers(0, 56, (m, 28, 28)) + 20 * labels[:, np.newaxis, np.newaxis]
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx(images.astype(np.uint8)))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.npz"


@pytest.fixture
def train(data: Path, path: Path) -> list[str]:
    """The command, up to the options of a test; it saves to `path`."""
    return ["train", "--quiet", "--data", str(data), "--save", str(path)]


def kept(path: Path) -> History:
    return History.load(path.with_name("mine.history.json"))


def test_it_trains_saves_and_says_how_it_reads(
    run: Any, data: Path, train: Any, path: Path
) -> None:
    path.with_name("mine.history.json").write_text("of another network")
    found = []
    for seed in (3, 4, 3):
        _, out, err = run(*train, *FEW, *"--optimiser momentum --shuffle --seed".split(), seed)
        found.append(path.read_bytes())
    assert found[0] == found[2] != found[1], "one seed gives one network"
    net, test = load_model(path), load_mnist(data)
    score = accuracy(net, test.test_images, test.test_labels)
    first, second = out.splitlines()
    assert first.startswith(f"{score:.2%} of the test images read right, 1 epoch, ")
    assert (second, err) == (f"saved to {path}", "")
    assert kept(path).epochs[0].test_accuracy == pytest.approx(score)
    assert not kept(path).interrupted
    assert kept(path).recipe == {
        "sizes": "784-8-10", "hidden": "leaky_relu", "alpha": 0.01, "loss": "cross_entropy",
        "initialisation": "he", "optimiser": "momentum", "learning_rate": 0.1, "batch_size": 60,
        "until": 0.96, "max_epochs": 1, "shuffle": True, "seed": 3, "momentum": 0.99,
        "weight_decay": 0.0,
    }  # fmt: skip
    _, out, _ = run("info", path)
    assert "seed: 3" in out
    assert f"epochs: 1, the last {score:.2%} of the test images" in out


def test_every_option_reaches_the_network(run: Any, train: list[str], path: Path) -> None:
    options = "--hidden relu --loss quadratic --initialisation uniform --learning-rate 0.001"
    options += " --optimiser adam --in-order --threads 2 --until 0.001 --max-epochs 5"
    _, out, _ = run(*train, *FEW, *options.split())
    assert "1 epoch," in out, "the goal is reached at once"
    net, told = load_model(path), {"optimiser": "adam", "threads": 2, "beta_1": 0.9}
    assert (net.hidden.name, net.loss.name, net.output.name) == ("relu", "quadratic", "sigmoid")
    assert kept(path).recipe | told | {"shuffle": False} == kept(path).recipe


def test_patience_keeps_the_best_on_images_held_back_and_asks_the_test_images_at_the_end(
    run: Any, data: Path, train: Any, path: Path
) -> None:
    options = "--patience 2 --weight-decay 0.01 --max-epochs 60 --batch-size 20 --seed 5"
    _, out, _ = run(*train, "--layers", "784,8,10", *options.split())
    net, whole = load_model(path), load_mnist(data)
    history = kept(path)
    scores = [done.test_accuracy for done in history.epochs]
    assert len(scores) < 60
    assert len(scores) - 1 - scores.index(max(scores)) == 2
    rng = np.random.default_rng(5)
    held, again = hold_back(whole, 60, rng), new_network([784, 8, 10], rng)
    how: dict[str, Any] = {"until": None, "patience": 2, "max_epochs": 60, "progress": False}
    numrec.train(again, held, SGD(0.1, weight_decay=0.01), batch_size=20, **how)
    assert np.array_equal(net.omega[1], again.omega[1])
    assert accuracy(net, held.test_images, held.test_labels) == pytest.approx(max(scores))
    score = accuracy(net, whole.test_images, whole.test_labels)
    assert out.startswith(f"{score:.2%} of the test images read right, {len(scores)} epochs, ")
    told = {"patience": 2, "weight_decay": 0.01}
    assert history.recipe | told == history.recipe
    assert "until" not in history.recipe


def test_a_goal_and_a_patience_at_once_are_refused(refused: Any, train: list[str]) -> None:
    both = ["--patience", 2, "--until", 0.9]
    assert "--until does not go with --patience" in refused(*train, *FEW, *both)


def test_the_fast_recipe_is_told_whole(run: Any, train: list[str], path: Path) -> None:
    assert f"{FAST.epochs} epochs" in run(*train, "--fast", "--seed", 2)[1]
    recipe, told = kept(path).recipe, {"sizes": "784-256-10", "recipe": "fast", "seed": 2}
    assert list(recipe)[:2] == ["sizes", "recipe"]
    assert recipe | told | {"peak": FAST.peak} == recipe
    assert run(*train[:-2], "--fast")[1].endswith("\nnot saved: give --save to keep it\n")


# Asked twice: at the end of the second epoch, and once more while it saves.
INTERRUPTED = """
import signal, sys
import numrec.cli.train
from numrec.cli.main import main

NUMBER = signal.Signals[sys.argv[1]]
signal.signal(signal.SIGINT, signal.default_int_handler)  # where they are ignored in this process,
signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the training leaves them so
training, calls = sys.modules["numrec.training"], []

def asks(function, call):
    def asking(*arguments):
        calls.append(function)
        if calls.count(function) == call:
            signal.raise_signal(NUMBER)
        return function(*arguments)
    return asking

training.predict, training.save_model = asks(training.predict, 2), asks(training.save_model, 1)
status = main(sys.argv[2:])
assert calls[-1].__name__ == "save_model" and len(calls) == 3
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler, "Ctrl-C is itself again"
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
sys.exit(status)
"""


@SIGNALS
@pytest.mark.parametrize(("name", "said"), [("SIGINT", "Ctrl-C"), ("SIGTERM", "SIGTERM")])
def test_a_signal_twice_saves_and_says_so(
    train: list[str], path: Path, name: str, said: str
) -> None:
    command = [sys.executable, "-c", INTERRUPTED, name, *train, *FEW, "--until", "1"]
    ended = run_child([*command, "--max-epochs", "1000"])
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == f"stopped by {said} in epoch 3: the network is saved to {path}\n"
    assert "read right, 2 epochs" in ended.stdout
    assert load_model(path).sizes == [784, 8, 10]
    assert kept(path).interrupted


def test_a_network_that_cannot_be_saved_in_the_end_is_saved_elsewhere(
    run: Any, train: list[str], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(net: object, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(sys.modules["numrec.training"], "save_model", full)
    monkeypatch.setattr("tempfile.tempdir", str(path.parent))
    status, out, err = run(*train, *FEW)
    assert (status, err) == (2, f"numrec: {path}: No space left on device\n")
    score, where = out.splitlines()
    assert "read right, 1 epoch" in score
    elsewhere = Path(where.removeprefix("saved to "))
    assert elsewhere != path
    assert load_model(elsewhere).sizes == [784, 8, 10]
    assert len(kept(elsewhere).epochs) == 1


def test_a_training_that_fails_says_so_in_one_line(refused: Any, train: list[str]) -> None:
    assert refused(*train, *FEW, "--learning-rate", "1e30").startswith("numrec: epoch 1: ")
