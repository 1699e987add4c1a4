"""Logits on sliders: probabilities, loss and error signal are numrec's, whatever is added."""

import numpy as np
import pytest
from play_page import Play, minus, says
from playwright.sync_api import Page

from numrec import Network, activation, backprop, forward
from numrec.losses import loss_by_name

RUN = "(cases) => cases.map(([z, t]) => numrec.logits.answers(z, t))"


def test_probabilities_loss_and_delta_are_numrecs(core: Page) -> None:
    rng = np.random.default_rng(2)
    logits = rng.uniform(-10, 10, size=(60, 4)).round(1)
    logits[20:40] += 1000
    logits[40:] -= 1000
    targets = rng.integers(0, 4, 60)
    cases = [[z.tolist(), int(t)] for z, t in zip(logits, targets, strict=True)]
    softmax, loss = activation("softmax"), loss_by_name("cross_entropy")
    hidden = activation("leaky_relu", alpha=0.01)  # of which there is none
    net = Network({1: np.eye(4)}, {1: np.zeros((4, 1))}, hidden, softmax, loss)
    for z, t, found in zip(logits, targets, core.evaluate(RUN, cases), strict=True):
        target = np.eye(4)[:, [t]]
        trace = forward(net, z[:, np.newaxis])
        a = trace.a[1]
        assert np.allclose(found["p"], a[:, 0], rtol=1e-12, atol=0)
        assert found["C"] == pytest.approx(loss.C(a, target), abs=1e-9)
        delta = backprop(net, trace, target).delta[1][:, 0]
        assert np.allclose(found["delta"], delta, rtol=0, atol=1e-12)
        assert not np.allclose(found["delta"], -delta, atol=1e-9), "target minus answer would show"
        assert found["logSum"] == pytest.approx(np.logaddexp.reduce(z), rel=1e-14)
        naive = np.array(found["naive"], float)
        if abs(z).max() > 500:
            assert np.isnan(naive).all(), "0 / 0 and infinity over infinity are no numbers"
        else:
            assert np.allclose(naive, a[:, 0], rtol=1e-12, atol=0)


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("logits", "target=1")


def column(page: Page, k: int) -> list[float]:
    cells = page.locator(f"table.logits tbody td:nth-of-type({k})").all_inner_texts()
    return [float(minus(text)) for text in cells]


def test_what_is_added_to_all_changes_nothing(page: Page) -> None:
    assert says(page) == "Class 0 gets 64.4 %, but class 1 is right. The loss is 1.440."
    z, a, delta = (column(page, k) for k in (1, 3, 4))
    assert z == [2, 1, 0, -1]
    assert np.allclose(a, np.exp(z) / np.exp(z).sum(), atol=5.1e-4)
    assert np.allclose(delta, np.array(a) - [0, 1, 0, 0], atol=1e-9)
    facts = dict(enumerate(page.locator(".facts dd").all_inner_texts()))
    assert facts[5] == "the same"
    page.get_by_role("button", name="Add 1000 to all").click()
    assert [column(page, 3), column(page, 4)] == [a, delta]
    assert column(page, 1) == [1002, 1001, 1000, 999]
    assert "has changed nothing. Computed as it is written, the formula breaks down" in says(page)
    now = dict(enumerate(page.locator(".facts dd").all_inner_texts()))
    assert [now[k] for k in (0, 1, 3, 4)] == [facts[k] for k in (0, 1, 3, 4)]
    assert float(now[2]) == pytest.approx(float(facts[2]) + 1000, abs=1e-3)
    assert now[5] == "no number"
    page.get_by_role("slider", name="Number that is added to all").fill("0")
    page.get_by_role("slider", name="Logit z, class 1").fill("5")
    assert "Class 1 gets" in says(page)
    assert "and is right" in says(page)
    page.get_by_role("radio", name="class 3").check()
    assert "but class 3 is right" in says(page)
    assert column(page, 4)[3] < -0.99
