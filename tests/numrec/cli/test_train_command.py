"""`numrec train`, on a few images: what it saves, says and refuses to lose."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from child_processes import run_child

from numrec import load_mnist, load_model
from numrec.cli.main import main
from numrec.evaluate import accuracy
from numrec.history import History
from numrec.recipes import FAST
from tools.fuzz_seeds import idx

SIGNALS = pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to one process")


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
def train(data: Path, tmp_path: Path) -> list[str]:
    """The command, up to the options of a test; it saves to mine.npz."""
    save = ["--save", str(tmp_path / "mine.npz")]
    few = ["--layers", "784,8,10", "--quiet", "--batch-size", "60", "--max-epochs", "1"]
    return ["train", *few, "--data", str(data), *save]


def test_it_trains_saves_and_says_how_well_it_reads(
    data: Path, train: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.npz"
    (tmp_path / "mine.history.json").write_text("of another network")
    assert main([*train, "--optimiser", "momentum", "--shuffle", "--seed", "3"]) == 0
    net, test, said = load_model(path), load_mnist(data), capsys.readouterr()
    score = accuracy(net, test.test_images, test.test_labels)
    first, second = said.out.splitlines()
    assert first.startswith(f"{score:.2%} of the test images read right, 1 epoch, ")
    assert second == f"saved to {path}"
    assert said.err == ""
    history = History.load(tmp_path / "mine.history.json")
    assert history.epochs[0].test_accuracy == pytest.approx(score)
    assert not history.interrupted
    assert history.recipe == {
        "sizes": "784-8-10", "hidden": "leaky_relu", "alpha": 0.01, "loss": "cross_entropy",
        "initialisation": "he", "optimiser": "momentum", "learning_rate": 0.1, "batch_size": 60,
        "until": 0.96, "max_epochs": 1, "shuffle": True, "seed": 3, "momentum": 0.99,
    }  # fmt: skip
    assert main(["info", str(path)]) == 0
    said = capsys.readouterr()
    assert "seed: 3" in said.out
    assert f"epochs: 1, the last {score:.2%} of the test images" in said.out


def test_every_option_reaches_the_network(
    train: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "--hidden relu --loss quadratic --initialisation uniform --learning-rate 0.001"
    options += " --optimiser adam --in-order --threads 2 --until 0.001 --max-epochs 5"
    assert main([*train, *options.split()]) == 0
    net = load_model(tmp_path / "mine.npz")
    assert (net.hidden.name, net.loss.name, net.output.name) == ("relu", "quadratic", "sigmoid")
    assert "1 epoch," in capsys.readouterr().out, "the goal is reached at once"
    recipe = History.load(tmp_path / "mine.history.json").recipe
    assert {"optimiser": "adam", "threads": 2, "beta_1": 0.9, "shuffle": False}.items() <= (
        recipe.items()
    )


def test_one_seed_gives_one_network(train: list[str], tmp_path: Path) -> None:
    found = []
    for seed in ("3", "3", "4"):
        assert main([*train, "--shuffle", "--seed", seed]) == 0
        found.append((tmp_path / "mine.npz").read_bytes())
    assert found[0] == found[1] != found[2]


def test_the_fast_recipe_is_told_whole(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.npz"
    command = ["train", "--fast", "--seed", "2", "--quiet", "--data", str(data)]
    assert main([*command, "--save", str(path)]) == 0
    recipe = History.load(tmp_path / "mine.history.json").recipe
    assert list(recipe)[:2] == ["sizes", "recipe"]
    assert {"sizes": "784-256-10", "recipe": "fast", "seed": 2, "peak": FAST.peak}.items() <= (
        recipe.items()
    )
    assert f"{FAST.epochs} epochs" in capsys.readouterr().out
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("\nnot saved: give --save to keep it\n")


AT_THE_END_OF_AN_EPOCH = """
import signal, sys
import numrec.cli.train
from numrec.cli.main import main

seen = []

def predict(*arguments):
    seen.append(1)
    if len(seen) == 2:
        signal.raise_signal(signal.{name})
    return right(*arguments)

training = sys.modules["numrec.training"]
right, training.predict = training.predict, predict
sys.exit(main(sys.argv[1:]))
"""


@SIGNALS
@pytest.mark.parametrize(("name", "said"), [("SIGINT", "Ctrl-C"), ("SIGTERM", "SIGTERM")])
def test_ctrl_c_while_it_trains_saves_and_says_so(
    train: list[str], tmp_path: Path, name: str, said: str
) -> None:
    path = tmp_path / "mine.npz"
    code = AT_THE_END_OF_AN_EPOCH.replace("{name}", name)
    command = [sys.executable, "-c", code, *train, "--until", "1", "--max-epochs", "1000"]
    ended = run_child(command)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == f"stopped by {said} in epoch 3: the network is saved to {path}\n"
    assert "read right, 2 epochs" in ended.stdout
    assert load_model(path).sizes == [784, 8, 10]
    assert History.load(tmp_path / "mine.history.json").interrupted


def test_a_network_that_cannot_be_saved_in_the_end_is_saved_elsewhere(
    train: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "mine.npz"

    def full(net: object, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(sys.modules["numrec.training"], "save_model", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(train) == 2
    said = capsys.readouterr()
    assert said.err == f"numrec: {path}: No space left on device\n"
    score, where = said.out.splitlines()
    assert "read right, 1 epoch" in score
    kept = Path(where.removeprefix("saved to "))
    assert kept != path
    assert load_model(kept).sizes == [784, 8, 10]
    assert (kept.parent / "mine.history.json").is_file()


def test_a_training_that_fails_says_so_in_one_line(
    train: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*train, "--learning-rate", "1e30"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("numrec: epoch 1: ")
    assert said.err.count("\n") == 1
