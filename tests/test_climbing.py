"""The ladder's own machinery: its foot is the plain recipe, and nobody looks into the box."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numrec import SGD, new_network, train
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
