"""The walk in the valley: numrec's Momentum takes the same, and what is said of it is right."""

import re

import numpy as np
import pytest
from play_page import Play, minus, says
from playwright.sync_api import Page

from companion.proofs.rewriting import with_method
from numrec import Momentum, Network, activation, backprop, forward
from numrec.activations import Array
from numrec.losses import loss_by_name

Case = dict[str, float]


def cases(count: int = 40) -> list[Case]:
    """Walks of all kinds: rates up to beyond the limit, in short and long valleys."""
    rng = np.random.default_rng(11)
    found = []
    for _ in range(count):
        mu, kappa = float(rng.choice([0, rng.uniform(0, 0.99)])), float(rng.uniform(1, 100))
        eta = float(rng.uniform(0.02, 1.2)) * 2 * (1 + mu) / kappa
        x, y = rng.uniform(-3, 3, 2)
        found.append({"eta": eta, "mu": mu, "kappa": kappa, "x": float(x), "y": float(y)})
    return found


WALK = """(cases) => cases.map(({ x, y, ...rest }) =>
  numrec.valley.walk({ ...rest, start: [x, y] }))"""


def by_numrec(case: Case, count: int, kind: type[Momentum] = Momentum) -> Array:
    """Return the places of a walk that numrec's optimiser takes, by its backprop.

    Four samples make the valley, as in the chapter on optimisers.
    """
    root = np.sqrt(case["kappa"])
    a0, a_hat = np.array([[1, -1, 0, 0], [0, 0, root, -root]]), np.zeros((1, 4))
    identity = activation("identity")
    omega, b = {1: np.array([[case["x"], case["y"]]])}, {1: np.zeros((1, 1))}
    net = Network(omega, b, identity, identity, loss_by_name("quadratic"))
    optimiser, places = kind(case["eta"], case["mu"]), [net.omega[1][0].copy()]
    for _ in range(count):
        optimiser.step(net, backprop(net, forward(net, a0), a_hat), batch_size=4)
        places.append(net.omega[1][0].copy())
    return np.array(places)


def loss(places: Array, case: Case) -> Array:
    found: Array = (places[:, 0] ** 2 + case["kappa"] * places[:, 1] ** 2) / 2
    return found


def test_a_walk_is_numrecs(core: Page) -> None:
    pieces = {"v += (": "v += (1 - self.momentum) * ("}
    damped = with_method(Momentum, "update", pieces)  # another library's
    ends = set()
    for case, seen in zip(cases(), core.evaluate(WALK, cases()), strict=True):
        walk = np.array(seen["places"])
        right = by_numrec(case, len(walk) - 1)
        size = np.abs(right).max()
        assert np.allclose(walk, right, rtol=1e-8, atol=1e-10 * size), case
        if case["mu"] > 0.05:
            wrong = by_numrec(case, len(walk) - 1, damped)
            assert not np.allclose(walk, wrong, rtol=1e-8, atol=1e-10 * size)
        left = loss(walk, case) / loss(walk[:1], case)
        if seen["steps"] is None:
            assert not (left <= 0.01).any()
        else:
            assert left[-1] <= 0.01
            assert not (left[:-1] <= 0.01).any(), "the first such step"
            assert seen["steps"] == len(walk) - 1
        beyond = case["eta"] * case["kappa"] > 2 * (1 + case["mu"])
        assert seen["isLost"] == beyond, case
        ends.add((seen["steps"] is None, beyond))
    assert {(False, False), (True, True)} <= ends


def test_what_a_step_leaves_and_the_limit_are_those_of_the_roots(core: Page) -> None:
    run = """(cases) => cases.map(({ eta, mu, kappa }) => ({
      found: [1, kappa].map((c) => numrec.valley.factor(eta, mu, c)),
      limit: numrec.valley.limit(mu, kappa) }))"""
    for case, seen in zip(cases(200), core.evaluate(run, cases(200)), strict=True):
        for c, found in zip((1, case["kappa"]), seen["found"], strict=True):
            roots = np.roots([1, -(1 + case["mu"] - case["eta"] * c), case["mu"]])
            largest = roots[np.abs(roots).argmax()]
            assert found["size"] == pytest.approx(abs(largest), abs=1e-9)
            assert found["swings"] == (abs(largest.imag) > 1e-12 or largest.real < 0)
        diverges = max(one["size"] for one in seen["found"]) > 1
        assert diverges == (case["eta"] > seen["limit"])


def test_the_best_rate_leaves_least(core: Page) -> None:
    run = """([kappa, hasMomentum]) => {
      const { best, factor } = numrec.valley;
      const leaves = ({ eta, mu }) =>
        Math.max(factor(eta, mu, 1).size, factor(eta, mu, kappa).size);
      const found = best(kappa, hasMomentum);
      const near = [-1, 0, 1].flatMap((up) => [-1, 0, 1].map((by) => ({
        eta: found.eta * (1 + 0.03 * up), mu: hasMomentum ? found.mu * (1 + 0.03 * by) : 0 })));
      return { ...found, leaves: leaves(found), near: near.map(leaves) };
    }"""
    for kappa in (4, 49, 90):
        for has_momentum in (False, True):
            found = core.evaluate(run, [kappa, has_momentum])
            assert min(found["near"]) >= found["leaves"] - 1e-9
            assert max(found["near"]) > found["leaves"] + 1e-4
    assert core.evaluate(run, [49, True])["eta"] == 1 / 16, "as in the chapter"
    assert core.evaluate(run, [49, True])["mu"] == 9 / 16
    assert core.evaluate(run, [49, False])["eta"] == 1 / 25


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("valley")


def steps(page: Page) -> int:
    return int(re.findall(r"After (\d+) steps", says(page))[0])


def start(page: Page) -> list[float]:
    """Return where the walk starts, as the picture says it."""
    label = page.locator(".valley-map svg").get_attribute("aria-label") or ""
    found = re.search(r"starts at (\S+) and (\S+):", minus(label))
    assert found
    return [float(x) for x in found.groups()]


def test_rates_and_momentum_by_hand(page: Page) -> None:
    right = {}
    for eta in (0.01, 0.04):
        case = {"eta": eta, "mu": 0.0, "kappa": 49.0, "x": 8.0, "y": 1.0}
        left = loss(places := by_numrec(case, 500), case) / loss(places[:1], case)
        right[eta] = int(np.flatnonzero(left <= 0.01)[0])
    assert steps(page) == right[0.01], "not yet the best rate: that is for the reader to find"
    page.get_by_role("button", name="Best rate without momentum").click()
    assert steps(page) == right[0.04]
    assert "Across the valley it oscillates" in says(page)
    page.get_by_role("button", name="Best with momentum").click()
    assert steps(page) < right[0.04] / 2
    rate = page.get_by_role("slider", name="Learning rate eta")
    rate.press("ArrowRight")
    rate.press("ArrowRight")
    assert "It diverges: the rate is beyond the limit 0.0638" in says(page)
    assert page.locator(".facts dd").first.inner_text() == "it diverges"
    page.get_by_role("button", name="Start again").click()
    assert steps(page) == right[0.01]
    page.get_by_role("slider", name="Learning rate eta").fill("-2.5")
    assert "along the floor it is slow" in says(page)
    assert "keeps to one side" in says(page)
    page.get_by_role("slider", name="Condition number kappa").fill("1")
    page.get_by_role("slider", name="Learning rate eta").fill("0")
    assert "After 1 step the loss is below" in says(page), "a bowl, and the best rate"


def test_the_start_is_moved_by_keys_and_by_hand(page: Page) -> None:
    assert start(page) == [8, 1]
    box = page.get_by_role("application")
    box.press("ArrowLeft")
    box.press("ArrowUp")
    assert start(page) == [7.5, 1.1]
    for _ in range(30):
        box.press("ArrowUp")
    assert start(page) == [7.5, 3], "no further than the edge"
    size = page.locator(".valley-map .end").bounding_box()
    assert size
    page.mouse.move(size["x"] + size["width"] / 2, size["y"] + size["height"] / 2)
    page.mouse.down()
    page.mouse.move(size["x"] - 60, size["y"] + 40, steps=4)
    x, y = start(page)
    page.mouse.up()
    assert x < 7
    assert y < 2.8
    page.mouse.move(size["x"] - 120, size["y"] + 80)
    assert start(page) == [x, y], "it was let go"
    page.locator(".valley-map").click(position={"x": 150, "y": 60})
    assert start(page) != [x, y], "a tap puts it there"
