"""The models that ship are as good as they are said to be, and were made as they are said to be."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from numrec import load_mnist, load_model
from numrec.data.mnist import MNIST
from numrec.evaluate import accuracy
from numrec.history import History
from tools.model_table import HEAD, rows
from tools.train_models import DRAWN, MODELS, RECIPES, by_the_drawn_recipe


@pytest.fixture(scope="module")
def data() -> MNIST:
    return load_mnist()


def test_every_model_that_ships_has_a_recipe() -> None:
    assert {path.stem for path in MODELS.glob("*.npz")} == set(RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_a_model_scores_as_its_history_says_and_has_its_recipe(data: MNIST, name: str) -> None:
    file, net = MODELS / f"{name}.history.json", load_model(MODELS / f"{name}.npz")
    score = accuracy(net, data.test_images, data.test_labels)
    assert score == pytest.approx(History.load(file).epochs[-1].test_accuracy, abs=0.0002)
    assert score >= {"drawn-digits": 0.985}.get(name, 0.96)
    assert json.loads(file.read_text("utf-8"))["recipe"] == RECIPES[name]
    assert "-".join(map(str, net.sizes)) == RECIPES[name]["sizes"]


def numbers(row: str) -> list[float]:
    return [float(text.replace(",", "")) for text in re.findall(r"(?<=\| )[\d.,]+", row)]


def test_the_table_of_scores_is_what_the_models_do(data: MNIST) -> None:
    """To five images of 10,000: the perturbed ones hang on a processor's last digits."""
    told = (MODELS / "README.md").read_text("utf-8").splitlines()
    start = told.index(HEAD) + 2
    for told_row, found in zip(told[start : start + len(RECIPES)], rows(data), strict=True):
        assert told_row.split("|")[1] == found.split("|")[1]
        assert numbers(told_row) == pytest.approx(numbers(found), abs=0.05)
        assert len(numbers(found)) == 6


def test_the_drawn_recipe_learns_a_little_in_a_little_time(data: MNIST) -> None:
    images, labels = data.train_images[:, :3000], data.train_labels[:3000]
    few = replace(data, train_images=images, train_labels=labels)
    (net, history), (again, _) = (
        by_the_drawn_recipe(DRAWN | {"passes": 3}, few, False) for _ in range(2)
    )
    assert len(history.epochs) == 3
    assert accuracy(net, data.test_images, data.test_labels) > 0.7
    assert np.array_equal(again.omega[1], net.omega[1])
