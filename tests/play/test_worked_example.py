"""The worked 3-2-3 network in JavaScript: exact fractions, and every quantity numrec's."""

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from numrec import Network, activation, backprop, forward
from numrec.losses import loss_by_name

LOSSES = ("quadratic", "cross_entropy")
SHAPES = {"omega1": (2, 3), "b1": (2, 1), "omega2": (3, 2), "b2": (3, 1)}
SHAPES |= {"a0": (3, 1), "a_hat": (3, 1)}

EVALUATE = """([all, loss]) => all.map((numbers) => {
  const given = Object.fromEntries(
    Object.entries(numbers).map(([id, text]) => [id, numrec.Fraction.parse(text)]));
  const values = numrec.evaluate(given, loss);
  return Object.fromEntries(Object.entries(values).map(([id, { x, exact, terms }]) =>
    [id, { x, exact: exact && exact.toString(), terms: terms?.map((term) => term.x) }]));
})"""


def ids(name: str) -> list[str]:
    rows, columns = SHAPES[name]
    if columns == 1:
        return [f"{name}_{j}" for j in range(rows)]
    return [f"{name}_{j}_{i}" for j in range(rows) for i in range(columns)]


def some_numbers(rng: random.Random) -> dict[str, str]:
    names = [id for name in SHAPES for id in ids(name)]
    numbers = {id: str(Fraction(rng.randint(-24, 24), rng.choice([1, 2, 4, 5, 8]))) for id in names}
    return numbers | {"alpha": rng.choice(["1/5", "1/100", "0", "1"])}


def many_numbers(seed: int, count: int) -> list[dict[str, str]]:
    rng = random.Random(seed)
    return [some_numbers(rng) for _ in range(count)]


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
def test_every_number_is_numrecs_and_the_sum_of_its_terms(core: Page, loss: str) -> None:
    all = many_numbers(seed=1, count=100)
    for numbers, found in zip(all, core.evaluate(EVALUATE, [all, loss]), strict=True):
        net, a0, a_hat = network(numbers, loss)
        trace = forward(net, a0)
        grads = backprop(net, trace, a_hat)
        right = {"C": float(net.loss.C(trace.a[2], a_hat))}
        for l in (1, 2):
            columns = {"z": trace.z, "a": trace.a, "delta": grads.delta, "dC_db": grads.dC_db}
            for name, arrays in columns.items():
                right |= {f"{name}{l}_{j}": x for j, x in enumerate(arrays[l][:, 0])}
            weights = np.ndenumerate(grads.dC_domega[l])
            right |= {f"dC_domega{l}_{j}_{i}": x for (j, i), x in weights}
        assert {id: found[id]["x"] for id in right} == pytest.approx(right, 1e-12, 1e-12)
        sums = [one for one in found.values() if one["terms"]]
        assert len(sums) > 25
        for one in sums:
            assert sum(one["terms"]) == pytest.approx(one["x"], 1e-12, 1e-12)


def test_the_fractions_are_exact(core: Page) -> None:
    all = many_numbers(seed=3, count=50)
    for numbers, found in zip(all, core.evaluate(EVALUATE, [all, "quadratic"]), strict=True):
        exact = {id: Fraction(text) for id, text in numbers.items()}
        for l, below in ((1, 3), (2, 2)):
            for j in range(SHAPES[f"b{l}"][0]):
                terms = [exact[f"omega{l}_{j}_{i}"] * exact[f"a{l - 1}_{i}"] for i in range(below)]
                z = exact[f"z{l}_{j}"] = sum(terms) + exact[f"b{l}_{j}"]
                exact[f"a{l}_{j}"] = z if z > 0 else exact["alpha"] * z
        for id in ("z1_0", "z1_1", "a1_0", "a1_1", "z2_0", "z2_1", "z2_2"):
            assert found[id]["exact"] == str(exact[id])


def test_a_fraction_is_claimed_only_where_there_is_one(core: Page) -> None:
    """sigma(0) is one half and nought times anything is nought; e to a fraction is irrational."""
    numbers = {id: "0" for name in SHAPES for id in ids(name)} | {"alpha": "1/5", "b2_1": "1"}
    (found,) = core.evaluate(EVALUATE, [[numbers], "quadratic"])
    assert found["a2_0"]["exact"] == "1/2"
    assert found["delta2_0"]["exact"] == "1/4"
    assert found["a2_1"]["exact"] is None
    assert found["dC_domega2_1_0"]["exact"] == "0", "delta is irrational, but times nought"
    (softmax,) = core.evaluate(EVALUATE, [[numbers | {"b2_1": "0"}], "cross_entropy"])
    assert softmax["a2_0"]["exact"] == "1/3"


@pytest.mark.parametrize("loss", LOSSES)
def test_every_quantity_has_letters_words_and_a_stage(core: Page, loss: str) -> None:
    run = """(loss) => Object.keys(numrec.quantities(loss)).map((id) =>
      [id, numrec.symbol(id), numrec.words(id), numrec.stageOf(id, loss)?.id ?? ""])"""
    names = [id for name in SHAPES for id in ids(name)]
    helpers = {"one", "two", "alpha", *names}
    for id, symbol, words, stage in core.evaluate(run, loss):
        assert symbol
        assert words
        assert bool(stage) != (id in helpers), id


# The fractions: as Python's, to the last bit of the doubles.


def pairs() -> list[tuple[str, str]]:
    rng = random.Random(7)

    def number() -> str:
        return f"{rng.randint(-(10**6), 10**6)}/{rng.randint(1, 10**6)}"

    def decimal() -> str:
        return f"{rng.uniform(-30, 30):.{rng.randint(0, 12)}f}"

    return [(rng.choice([number, decimal])(), number()) for _ in range(300)]


def test_sums_products_quotients_are_exact(core: Page) -> None:
    run = """(pairs) => pairs.map(([x, y]) => {
      const [p, q] = [numrec.Fraction.parse(x), numrec.Fraction.parse(y)];
      const over = q.sign ? String(p.over(q)) : "none";
      return [p.plus(q), p.minus(q), p.times(q)].map(String).concat(over);
    })"""
    for (x, y), found in zip(pairs(), core.evaluate(run, pairs()), strict=True):
        p, q = Fraction(x), Fraction(y)
        assert found == [str(p + q), str(p - q), str(p * q), str(p / q) if q else "none"]


def test_the_double_is_the_nearest_one(core: Page) -> None:
    rng = random.Random(8)
    texts = [x for pair in pairs() for x in pair]
    texts += [f"{rng.getrandbits(200)}/{rng.getrandbits(190) + 1}" for _ in range(100)]
    texts += ["1/3", "9007199254740993/1", "0.1", "-0.000001"]
    texts.append(f"{(9007199254740993 << 80) + 1}/{1 << 80}")  # a little over a half
    found = core.evaluate("(all) => all.map((x) => numrec.Fraction.parse(x).toNumber())", texts)
    assert found == [float(Fraction(x)) for x in texts]


def test_what_is_typed_is_read_or_refused(core: Page) -> None:
    read = {"-3/4": "-3/4", "\N{MINUS SIGN}0.25": "-1/4", " 0,5 ": "1/2", ".5": "1/2"}
    read |= {"2.5e-3": "1/400", "1e3": "1000", "6 / 4": "3/2"}
    refused = ["", "-", ".", "1/0", "1/2/3", "two", "1e9999"]
    run = "(all) => all.map((x) => numrec.Fraction.parse(x)?.toString() ?? null)"
    assert core.evaluate(run, [*read, *refused]) == [*read.values(), *[None] * len(refused)]


def test_rounding_is_half_away_from_zero(core: Page) -> None:
    run = "(all) => all.map(([x, n]) => numrec.Fraction.parse(x).toFixed(n))"
    asked = [["1/8", 2], ["-1/8", 2], ["2/3", 4], ["-1/1000", 2]]
    assert core.evaluate(run, asked) == ["0.13", "-0.13", "0.6667", "0.00"]
