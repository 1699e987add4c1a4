"""fraction.js computes as Python's Fraction does, to the last bit of the doubles."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
from play_page import package_scripts
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give a blank page with the script."""
    blank = browser.new_page()
    blank.evaluate((package_scripts() / "fraction.js").read_text("utf-8"))
    yield blank
    blank.close()


def pairs() -> list[tuple[str, str]]:
    rng = random.Random(7)

    def number() -> str:
        return f"{rng.randint(-(10**6), 10**6)}/{rng.randint(1, 10**6)}"

    def decimal() -> str:
        return f"{rng.uniform(-30, 30):.{rng.randint(0, 12)}f}"

    return [(rng.choice([number, decimal])(), number()) for _ in range(300)]


def test_sums_products_quotients_are_exact(page: Page) -> None:
    run = """(pairs) => pairs.map(([x, y]) => {
      const [p, q] = [numrec.Fraction.parse(x), numrec.Fraction.parse(y)];
      const over = q.sign ? String(p.over(q)) : "none";
      return [p.plus(q), p.minus(q), p.times(q)].map(String).concat(over);
    })"""
    for (x, y), found in zip(pairs(), page.evaluate(run, pairs()), strict=True):
        p, q = Fraction(x), Fraction(y)
        assert found == [str(p + q), str(p - q), str(p * q), str(p / q) if q else "none"]


def test_the_double_is_the_nearest_one(page: Page) -> None:
    rng = random.Random(8)
    texts = [x for pair in pairs() for x in pair]
    texts += [f"{rng.getrandbits(200)}/{rng.getrandbits(190) + 1}" for _ in range(100)]
    texts += ["1/3", "9007199254740993/1", "0.1", "-0.000001"]
    found = page.evaluate("(all) => all.map((x) => numrec.Fraction.parse(x).toNumber())", texts)
    assert found == [float(Fraction(x)) for x in texts]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-3/4", "-3/4"),
        ("\N{MINUS SIGN}0.25", "-1/4"),
        (" 0,5 ", "1/2"),
        (".5", "1/2"),
        ("2.5e-3", "1/400"),
        ("1e3", "1000"),
        ("6 / 4", "3/2"),
        ("", None),
        ("-", None),
        (".", None),
        ("1/0", None),
        ("1/2/3", None),
        ("two", None),
        ("1e9999", None),
    ],
)
def test_what_is_typed_is_read_or_refused(page: Page, typed: str, meant: str | None) -> None:
    found = page.evaluate("(x) => numrec.Fraction.parse(x)?.toString() ?? null", typed)
    assert found == meant


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("1/8", 2, "0.13"), ("-1/8", 2, "-0.13"), ("2/3", 4, "0.6667"), ("-1/1000", 2, "0.00")],
)
def test_rounding_is_half_away_from_zero(page: Page, value: str, places: int, text: str) -> None:
    run = "([x, n]) => numrec.Fraction.parse(x).toFixed(n)"
    assert page.evaluate(run, [value, places]) == text
