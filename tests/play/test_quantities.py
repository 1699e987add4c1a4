"""The table of the 3-2-3 network is numrec's forward and backprop, and its terms add up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from play_page import package_scripts
from playwright.sync_api import Browser, Page

from companion.play.pages import PAGES
from numrec import Network, activation, backprop, forward
from numrec.losses import loss_by_name

LOSSES = ("quadratic", "cross_entropy")
SHAPES = {"omega1": (2, 3), "b1": (2, 1), "omega2": (3, 2), "b2": (3, 1)}
SHAPES |= {"a0": (3, 1), "a_hat": (3, 1)}

EVALUATE = """([numbers, loss]) => {
  const given = Object.fromEntries(
    Object.entries(numbers).map(([id, text]) => [id, numrec.Fraction.parse(text)]));
  const values = numrec.evaluate(given, loss);
  return Object.fromEntries(Object.entries(values).map(([id, { x, exact, terms }]) =>
    [id, { x, exact: exact && exact.toString(), terms: terms?.map((term) => term.x) }]));
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give a blank page with the scripts that compute."""
    blank = browser.new_page()
    for script in PAGES["calculator"][: PAGES["calculator"].index("html")]:
        blank.evaluate((package_scripts() / f"{script}.js").read_text("utf-8"))
    yield blank
    blank.close()


def ids(name: str) -> list[str]:
    rows, columns = SHAPES[name]
    if columns == 1:
        return [f"{name}_{j}" for j in range(rows)]
    return [f"{name}_{j}_{i}" for j in range(rows) for i in range(columns)]


def some_numbers(rng: random.Random) -> dict[str, str]:
    names = [id for name in SHAPES for id in ids(name)]
    numbers = {id: str(Fraction(rng.randint(-24, 24), rng.choice([1, 2, 4, 5, 8]))) for id in names}
    return numbers | {"alpha": rng.choice(["1/5", "1/100", "0", "1"])}


def network(numbers: dict[str, str], loss: str) -> tuple[Network, Any, Any]:
    def array(name: str) -> Any:
        return np.array([float(Fraction(numbers[id])) for id in ids(name)]).reshape(SHAPES[name])

    net = Network(
        {l: array(f"omega{l}") for l in (1, 2)},
        {l: array(f"b{l}") for l in (1, 2)},
        activation("leaky_relu", alpha=float(Fraction(numbers["alpha"]))),
        activation(loss_by_name(loss).output),
        loss_by_name(loss),
    )
    return net, array("a0"), array("a_hat")


@pytest.mark.parametrize("loss", LOSSES)
def test_every_number_is_numrecs(page: Page, loss: str) -> None:
    rng = random.Random(1)
    for _ in range(100):
        numbers = some_numbers(rng)
        net, a0, a_hat = network(numbers, loss)
        trace = forward(net, a0)
        grads = backprop(net, trace, a_hat)
        found = page.evaluate(EVALUATE, [numbers, loss])
        pairs = [("C", net.loss.C(trace.a[2], a_hat))]
        for l in (1, 2):
            for name, array in (
                ("z", trace.z[l]),
                ("a", trace.a[l]),
                ("delta", grads.delta[l]),
                ("dC_db", grads.dC_db[l]),
            ):
                pairs += [(f"{name}{l}_{j}", x) for j, x in enumerate(array[:, 0])]
            weights = np.ndenumerate(grads.dC_domega[l])
            pairs += [(f"dC_domega{l}_{j}_{i}", x) for (j, i), x in weights]
        for id, right in pairs:
            assert abs(found[id]["x"] - right) <= 1e-12 * max(1, abs(right)), (id, numbers)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_terms_of_every_sum_add_up(page: Page, loss: str) -> None:
    rng = random.Random(2)
    for _ in range(20):
        found = page.evaluate(EVALUATE, [some_numbers(rng), loss])
        sums = [one for one in found.values() if one["terms"]]
        assert len(sums) > 25
        for one in sums:
            assert abs(sum(one["terms"]) - one["x"]) <= 1e-12 * max(1, abs(one["x"]))


def test_the_fractions_are_exact(page: Page) -> None:
    rng = random.Random(3)
    for _ in range(50):
        numbers = some_numbers(rng)
        exact = {id: Fraction(text) for id, text in numbers.items()}
        for l, below in ((1, 3), (2, 2)):
            for j in range(SHAPES[f"b{l}"][0]):
                path = sum(
                    exact[f"omega{l}_{j}_{i}"] * exact[f"a{l - 1}_{i}"] for i in range(below)
                )
                z = exact[f"z{l}_{j}"] = path + exact[f"b{l}_{j}"]
                exact[f"a{l}_{j}"] = z if z > 0 else exact["alpha"] * z
        found = page.evaluate(EVALUATE, [numbers, "quadratic"])
        for id in ("z1_0", "z1_1", "a1_0", "a1_1", "z2_0", "z2_1", "z2_2"):
            assert found[id]["exact"] == str(exact[id])


def test_a_fraction_is_claimed_only_where_there_is_one(page: Page) -> None:
    """sigma(0) is one half and nought times anything is nought; e to a fraction is irrational."""
    numbers = {id: "0" for name in SHAPES for id in ids(name)} | {"alpha": "1/5", "b2_1": "1"}
    found = page.evaluate(EVALUATE, [numbers, "quadratic"])
    assert found["a2_0"]["exact"] == "1/2"
    assert found["delta2_0"]["exact"] == "1/4"
    assert found["a2_1"]["exact"] is None
    assert found["dC_domega2_1_0"]["exact"] == "0", "delta is irrational, but times nought"
    softmax = page.evaluate(EVALUATE, [numbers | {"b2_1": "0"}, "cross_entropy"])
    assert softmax["a2_0"]["exact"] == "1/3"


@pytest.mark.parametrize("loss", LOSSES)
def test_every_quantity_has_letters_words_and_a_stage(page: Page, loss: str) -> None:
    run = """(loss) => Object.keys(numrec.quantities(loss)).map((id) =>
      [id, numrec.symbol(id), numrec.words(id), numrec.stageOf(id, loss)?.id ?? ""])"""
    names = [id for name in SHAPES for id in ids(name)]
    helpers = {"one", "two", "alpha", *names}
    for id, symbol, words, stage in page.evaluate(run, loss):
        assert symbol
        assert words
        assert bool(stage) != (id in helpers), id
