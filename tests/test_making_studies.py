"""`python -m tools.studies`: a row is made once, and the rate is best on both sides."""

import json
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from companion.studies import FOLDER
from numrec import SGD, new_network
from numrec.data.mnist import MNIST, load_mnist
from tools.studies import SEEDS, Rows, best_rate, part, scored
from tools.studies.__main__ import STUDIES

ABOUT = {"study": "s", "question": "Which?", "command": "c", "recipe": {"epochs": 3}}


@pytest.fixture(scope="module")
def data() -> MNIST:
    return load_mnist()


def test_a_row_is_made_once_and_stored_at_once(tmp_path: Path) -> None:
    path, made = tmp_path / "s.json", []

    def make(rate: float, seed: int) -> dict[str, float]:
        made.append((rate, seed))
        return {"score": rate * seed}

    rows = Rows(path, ABOUT)
    assert rows(make, rate=0.5, seed=2) == {"score": 1.0}
    rows(make, rate=0.5, seed=3)
    again = Rows(path, ABOUT)  # as if the first had been broken off
    assert again(make, rate=0.5, seed=2) == {"score": 1.0}
    assert made == [(0.5, 2), (0.5, 3)]
    again.close()
    assert [row["of"]["seed"] for row in json.loads(path.read_text())["rows"]] == [2]


def test_another_recipe_begins_anew(tmp_path: Path) -> None:
    rows = Rows(tmp_path / "s.json", ABOUT)
    rows(lambda seed: {"score": 1}, seed=1)
    other = Rows(tmp_path / "s.json", ABOUT | {"recipe": {"epochs": 4}})
    assert other(lambda seed: {"score": 2}, seed=1) == {"score": 2}


@pytest.mark.parametrize("best", [0.003, 0.1, 30.0])
def test_the_best_rate_has_worse_ones_on_both_sides(best: float) -> None:
    tried = set()

    def found(rate: float, seed: int) -> dict[str, float | None]:
        tried.add((rate, seed))
        far = abs(np.log10(rate / best))
        return {"choosing": None if rate > 50 else 1 - far, "judging": 0.0}

    assert best_rate(found) == best
    at_best = sorted({rate for rate, seed in tried if seed == SEEDS[0]})
    assert at_best[0] < best < at_best[-1]


def test_where_the_scout_is_misled_all_seeds_go_on() -> None:
    """One seed says 0.1; the mean of the five says 1, and 3 is worse."""

    def found(rate: float, seed: int) -> dict[str, float]:
        best = 0.1 if seed == 0 else 1.0
        return {"choosing": 1 - abs(np.log10(rate / best))}

    assert best_rate(found) == 1.0


def test_no_image_learns_and_judges(data: MNIST) -> None:
    of = part(data, 50_000)
    learning = np.ascontiguousarray(of.learning.train_images[:, -1])
    assert (learning == data.train_images[:, 49_999]).all()
    assert (of.learning.test_images[:, 0] == data.train_images[:, 50_000]).all()
    assert of.learning.test_labels.size == of.labels.size == 5000
    assert (of.judging[:, 0] == data.train_images[:, 55_000]).all()


def test_scores_are_shares_and_a_training_that_fails_has_none(data: MNIST) -> None:
    of = part(data, 200)
    net = new_network([784, 8, 10], np.random.default_rng(0))
    found = scored(net, of, SGD(0.1), batch_size=20, epochs=2, seed=0)
    assert all(0.1 < found[name] < 1 for name in ("choosing", "judging"))
    with np.errstate(all="ignore"):
        wild = scored(net, of, SGD(1e30), batch_size=20, epochs=2, seed=0)
    assert wild == {"choosing": None, "judging": None}


def test_every_study_asks_and_each_stored_file_has_its_study() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} <= {*STUDIES}
    for name in STUDIES:
        module = import_module(f"tools.studies.{name}")
        assert module.QUESTION.endswith("?")
        assert module.RECIPE
        assert callable(module.run)


def test_finer_rungs_find_a_rate_between() -> None:
    found = lambda rate, seed: {"choosing": 1 - abs(np.log10(rate / 0.02))}
    assert best_rate(found, rungs=(1, 2, 5)) == 0.02
    assert best_rate(found) in {0.01, 0.03}
