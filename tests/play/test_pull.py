"""What pulls on a hidden node: numbers, arrows and their sum are those of the worked example."""

import re

import numpy as np
import pytest
from play_page import Play, minus, settled
from playwright.sync_api import Page

from companion.worked_example.network import worked_network
from numrec import backprop, forward


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("pull")


def told(page: Page) -> tuple[list[float], float, float, float]:
    """Return the pulls, their sum, the slope and delta, as the piece says them."""
    settled(page)
    text = minus(page.inner_text(".says"))
    *pulls, total, slope, delta = map(float, re.findall(r"-?\d+(?:\.\d+)?", text))
    return pulls, total, slope, delta


@pytest.mark.parametrize("node", [0, 1])
def test_it_starts_as_the_worked_example(page: Page, node: int) -> None:
    net, a0, a_hat = worked_network()
    grads = backprop(net, forward(net, a0), a_hat)
    page.locator(f"input[value='{node}']").check()
    pulls, total, slope, delta = told(page)
    right = grads.delta[2][:, 0] * net.omega[2][:, node]
    across = grads.delta[2][:2, 0] * net.omega[2][node]
    assert np.allclose(pulls, right, rtol=0, atol=5.1e-4)
    assert not np.allclose(pulls[:2], across, rtol=0, atol=5.1e-4), "a row for a column shows"
    assert total == pytest.approx(right.sum(), abs=5.1e-4)
    assert slope == (0.2, 1)[node]
    assert delta == pytest.approx(grads.delta[1][node, 0], abs=5.1e-5)


def test_what_is_turned_is_added_up(page: Page) -> None:
    numbers = {}
    rng = np.random.default_rng(5)
    for k in range(3):
        for letter, most in (("delta", 1), ("omega", 2)):
            x = round(float(rng.uniform(-most, most)), 1)
            where = f"node {k}" if letter == "delta" else f"row {k}, column 0"
            page.get_by_role("slider", name=f"{letter}, layer 2, {where}").fill(str(x))
            numbers[letter, k] = x
    page.get_by_role("slider", name="z, layer 1, node 0").fill("0.5")
    pulls, total, slope, delta = told(page)
    right = [numbers["delta", k] * numbers["omega", k] for k in range(3)]
    assert np.allclose(pulls, right, rtol=0, atol=5.1e-4)
    assert total == pytest.approx(sum(right), abs=5.1e-4)
    assert slope == 1
    assert delta == pytest.approx(sum(right), abs=5.1e-5)
    page.get_by_role("slider", name="z, layer 1, node 0").fill("0")
    *_, slope, delta = told(page)
    assert slope == 0.2, "as numrec has it at 0"
    assert delta == pytest.approx(0.2 * sum(right), abs=5.1e-5)
    page.get_by_role("button", name="The worked example's numbers").click()
    assert told(page)[3] == -0.0733


def test_the_arrows_point_the_way_of_the_loss_and_join_head_to_tail(page: Page) -> None:
    page.get_by_role("slider", name="delta, layer 2, node 1").fill("0.5")
    pulls, *_ = told(page)
    read = """() => [...document.querySelectorAll("svg.chart.pull > g:has(line)")].map((arrow) => {
      const line = arrow.querySelector("line");
      const tip = arrow.querySelector("polygon").getAttribute("points").split(" ")[0].split(",")[0];
      return [arrow.getAttribute("class"), Number(line.getAttribute("x1")), Number(tip)];
    })"""
    arrows = page.evaluate(read)
    kinds = ["negative" if pull < 0 else "positive" for pull in pulls]
    assert [kind for kind, *_ in arrows[:3]] == kinds == ["negative", "positive", "negative"]
    for (_, begin, end), pull in zip(arrows[:3], pulls, strict=True):
        assert (end > begin) == (pull > 0)
    assert arrows[0][2] == pytest.approx(arrows[1][1], abs=0.1)
    assert arrows[1][2] == pytest.approx(arrows[2][1], abs=0.1)
    assert arrows[2][2] == pytest.approx(arrows[3][2], abs=0.1), (
        "the sum is where the last one ends"
    )


FACTORS = re.compile(r"\(?(-?[\d.]+)\)?\N{MIDDLE DOT}\(?(-?[\d.]+)\)?")


def written(page: Page) -> list[str]:
    """Return the lines of the formula below the pictures, without what parts them."""
    settled(page)
    lines = page.locator(".pull-equation > span").all_inner_texts()
    return [re.sub(r"\s+", "", minus(line)) for line in lines]


def label(page: Page) -> str:
    """Return what stands below the hidden node."""
    text = page.locator("svg.pull:not(.chart) > text").text_content() or ""
    return text.replace("\N{ZERO WIDTH SPACE}", "")


@pytest.mark.parametrize("node", [0, 1])
def test_the_formula_and_the_label_are_the_nodes_that_is_chosen(page: Page, node: int) -> None:
    net, a0, a_hat = worked_network()
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    page.locator(f"input[value='{node}']").check()
    assert label(page) == f"\N{PARTIAL DIFFERENTIAL}C/\N{PARTIAL DIFFERENTIAL}a{node}[1]"
    total, last, side = written(page)
    down, out = net.omega[2][:, node], grads.delta[2][:, 0]
    factors = np.array(FACTORS.findall(total), float)
    assert np.allclose(factors, np.stack([out, down], axis=1), rtol=0, atol=5.1e-4)
    assert total.count("+") == 2, "three outputs pull"
    assert float(total.rpartition("\N{ALMOST EQUAL TO}")[2]) == pytest.approx(
        out @ down, abs=5.1e-4
    )
    slope, delta = re.split("\N{ALMOST EQUAL TO}", last.rpartition("\N{MIDDLE DOT}")[2])
    assert float(slope) == (0.2, 1)[node]
    assert float(delta) == pytest.approx(grads.delta[1][node, 0], abs=5.1e-5)
    way = "positive,sotheslopeis1." if trace.z[1][node, 0] > 0 else "notpositive"
    assert side.partition("is")[2].startswith(way)
    page.get_by_role("slider", name=f"delta, layer 2, node {node}").fill("-1")
    changed = np.array(FACTORS.findall(written(page)[0]), float)
    assert changed[node, 0] == -1, "the formula follows what is turned"
    assert np.array_equal(np.delete(changed, node, 0), np.delete(factors, node, 0))
    drawn = page.locator("svg.pull").first.get_attribute("aria-label") or ""
    assert f"to hidden node {node}: " in drawn
    assert f"output {node} brings {-down[node]:.3f}" in minus(drawn)
