"""The ladder's own machinery: its foot is the plain recipe, and nobody looks into the box."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.ladder import ladder as stored
from numrec import SGD, Momentum, new_network, train
from numrec.data.augment import Perturbation, perturbed
from numrec.data.mnist import MNIST, load_mnist
from tools.studies import ladder
from tools.studies.ladder import FOOT, Ladder, averaged, climb, copies_of


@pytest.fixture(scope="module")
def data() -> MNIST:
    return load_mnist()


@pytest.fixture(scope="module")
def few(data: MNIST) -> MNIST:
    return MNIST(*(array[..., :400] for array in vars(data).values()))


def test_the_foot_is_the_published_recipe(few: MNIST) -> None:
    way = FOOT | {"epochs": 2, "batch": 100}
    net, scores = climb(few, way, seed=3)
    plain = new_network([784, 256, 10], np.random.default_rng([3]))
    history = train(plain, few, SGD(0.1), batch_size=100, until=None, max_epochs=2, progress=False)
    assert scores == [done.test_accuracy for done in history.epochs]
    assert all((net.omega[l] == plain.omega[l]).all() for l in (1, 2))


@pytest.mark.parametrize(
    "change",
    [
        {"shuffled": True},
        {"momentum": 0.9},
        {"schedule": "one cycle"},
        {"scale": 0.5},
        {"centred": True},
        {"decay": 0.1},
        {"copies": 0.5},
        {"sizes": "784-20-10"},
    ],
)
def test_each_change_changes_the_training(few: MNIST, change: dict[str, Any]) -> None:
    way = FOOT | {"epochs": 2, "batch": 100}
    plain, other = (climb(few, one, seed=1)[0].omega[1] for one in (way, way | change))
    assert plain.shape != other.shape or not np.allclose(plain, other)


def test_copies_differ_the_more_the_stronger(few: MNIST) -> None:
    away = [
        np.abs(copies_of(few.train_images, np.random.default_rng(0), s) - few.train_images).mean()
        for s in (0.25, 0.5, 1.0)
    ]
    assert 0 < away[0] < away[1] < away[2]


def test_while_it_climbs_the_test_images_stay_in_their_box(
    data: MNIST, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ladder, "KEPT", tmp_path)
    shut = replace(data, test_images=None, test_labels=None)  # type: ignore[arg-type]
    way = FOOT | {"epochs": 1}
    climbing = Ladder(lambda make, **settings: make(**settings), shut)  # type: ignore[arg-type]
    assert 0.5 < climbing.score(way, seed=1) < 1
    assert climbing.part.test_labels.size == 10_000
    net = climbing.network(way, seed=1)
    held = climbing.part.test_images, climbing.part.test_labels
    assert averaged([net, net], *held) == pytest.approx(climbing.score(way, seed=1))


CHAPTER = Path(__file__).parents[1] / "notebooks" / "training.ipynb"


def trained_by_the_page(code: str, few: MNIST) -> list[Any]:
    """Run the page's code for two epochs of few images; return its weights."""
    names: dict[str, Any] = dict(
        np=np, replace=replace, MNIST=MNIST, new_network=new_network,
        Perturbation=Perturbation, perturbed=perturbed, Momentum=Momentum, data=few,
        train=lambda *of, **options: train(*of, **options, progress=False),
    )  # fmt: skip
    exec(code, names)
    return list(names["net"].omega.values())


def code_of_the_page() -> str:
    cells = json.loads(CHAPTER.read_text("utf-8"))["cells"]
    words = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    (code,) = re.findall(r"```python\n(.*?)```", words, re.S)
    return str(code)


def alike(ours: list[Any], others: list[Any]) -> bool:
    return all((one == other).all() for one, other in zip(ours, others, strict=True))


def test_the_code_in_the_chapter_is_the_top_rung(few: MNIST) -> None:
    twice = MNIST(*(np.concatenate([array, array], axis=-1) for array in vars(few).values()))
    net, _ = climb(few, stored().top.way | {"epochs": 2}, seed=1)
    code = code_of_the_page().replace("50_000", "400").replace("), 20", "), 2")
    right = list(net.omega.values())
    assert alike(trained_by_the_page(code, twice), right)
    for piece, wrong in {"up=0.15": "up=0.2", "turn=7.5": "turn=8", "0.9), 2": "0.8), 2"}.items():
        assert piece in code
        assert not alike(trained_by_the_page(code.replace(piece, wrong), twice), right)
