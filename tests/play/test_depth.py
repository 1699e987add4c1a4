"""Thirty layers of starting weights: the sizes are numrec's, and the line is the theorem's."""

import numpy as np
import pytest
from play_page import Play, doubles, says
from playwright.sync_api import Page

from numrec import Network, activation, forward
from numrec.losses import loss_by_name

RUN = """(state) => {
  const { sizes, predicted, he, SIZES } = numrec.depth;
  const { net, x } = he(state.seed);
  return { sizes: sizes(state), predicted: predicted(state), widths: SIZES, x: floats(x),
    omega: SIZES.slice(1).map((_, k) => floats(net.omega[k + 1])) };
}"""


@pytest.mark.parametrize(("scale", "alpha"), [(1, 0), (0.7, 0.3), (1.4, 1)])
def test_the_sizes_are_those_of_numrecs_forward_pass(
    core: Page, scale: float, alpha: float
) -> None:
    seen = core.evaluate(RUN, {"scale": scale, "alpha": alpha, "seed": 3})
    widths = seen["widths"]
    omega = {
        l: scale * doubles(text, (widths[l], widths[l - 1]))
        for l, text in enumerate(seen["omega"], 1)
    }
    b = {l: np.zeros((widths[l], 1)) for l in omega}
    hidden, output = activation("leaky_relu", alpha=alpha), activation("identity")
    net = Network(omega, b, hidden, output, loss_by_name("quadratic"))
    trace = forward(net, doubles(seen["x"], (-1, widths[0])).T)
    right = [np.sqrt((trace.z[l] ** 2).mean()) for l in omega]
    assert len(right) == 30
    assert np.allclose(seen["sizes"], right, rtol=1e-9)
    assert not np.allclose(seen["sizes"], [trace.z[l].std() for l in omega], rtol=1e-9)


def test_the_line_is_the_mean_square_over_many_starts(core: Page) -> None:
    """Step I2: in the mean over starts, not in each; so twenty of them, and the first layers."""
    run = """(states) => states.map((state) => ({ sizes: numrec.depth.sizes(state),
      predicted: numrec.depth.predicted(state) }))"""
    alpha, layers = 0.5, 8
    states = [{"scale": 0.9, "alpha": alpha, "seed": seed} for seed in range(1, 21)]
    seen = core.evaluate(run, states)
    measured = np.sqrt(np.mean([np.square(one["sizes"][:layers]) for one in seen], axis=0))
    right = np.array(seen[0]["predicted"][:layers])
    assert np.abs(measured / right - 1).max() < 0.12
    not_squared = right * ((1 + alpha) / (1 + alpha**2)) ** (np.arange(layers) / 2)
    assert np.abs(measured / not_squared - 1).max() > 0.3


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("depth", "scale=0.5")


def test_it_vanishes_explodes_and_keeps_its_size(page: Page) -> None:
    assert says(page).startswith("Each layer multiplies the size of z by about 0.5;")
    assert says(page).endswith("it vanishes.")
    scale = page.get_by_role("slider", name="Scale of the starting weights")
    scale.fill("1.5")
    assert says(page).endswith("it explodes.")
    page.get_by_role("button", name="He's weights").click()
    assert "keeps its size" in says(page)
    before = page.locator(".facts dd").all_inner_texts()
    page.get_by_role("button", name="Other starting weights").click()
    after = page.locator(".facts dd").all_inner_texts()
    assert before[:2] == after[:2] == ["1", "1"]
    assert before[2] != after[2], "another start has other luck"
    page.get_by_role("slider", name="Slope alpha").fill("1")
    assert says(page).endswith("it explodes."), "He's rule for ReLU without a ReLU"
    page.get_by_role("button", name="He's rule with alpha").click()
    assert scale.input_value() == "0.71"
    assert "keeps its size" in says(page)
