"""Figures of networks, there and back: each number stands where it belongs."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from companion import figures, worked_network
from companion.figures.style import BLUE, ORANGE, PALE
from numrec import Network, Trace, backprop, forward, new_network
from numrec.network import Gradients


def words(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def network(sizes: list[int], seed: int = 0) -> Network:
    return new_network(sizes, np.random.default_rng(seed), loss="quadratic", dtype=np.float64)


def test_the_network_and_its_backward_pass_show_their_numbers() -> None:
    net = network([2, 2])
    net.omega[1][:] = [[0.5, -0.25], [0.125, 2]]
    trace = forward(net, np.array([0.75, -0.5]))
    texts = figures.draw_network(net, trace).axes[0].texts
    heights = {text.get_text(): text.get_position()[1] for text in texts}
    numbers = {"0.5", "-0.25", "0.125", "2", "0.750", "-0.500"}
    assert heights.keys() >= numbers | {f"{a:.3f}" for a in trace.a[1][:, 0]}
    assert heights["0.750"] > heights["-0.500"], "node 0 stands above node 1"
    grads = backprop(net, trace, np.array([[0], [1]]))
    slopes = [f"{x:.3f}" for x in (*grads.dC_domega[1].ravel(), *grads.delta[1].ravel())]
    drawn = words(figures.draw_gradients(net, grads).axes[0])
    assert sorted(drawn) == sorted([*slopes, r"$\delta^{[1]}$"]), "and none at the input"


@pytest.mark.parametrize("sizes", [[3, 2, 3], [2, 2, 1], [3, 3], [1, 3]])
def test_a_network_s_numbers_stand_clear_of_each_other(sizes: list[int]) -> None:
    net = network(sizes, 1)
    net = replace(net, omega={l: omega.round(2) for l, omega in net.omega.items()})
    trace = forward(net, np.ones(sizes[0]))
    grads = backprop(net, trace, np.zeros(sizes[-1]))
    for figure in (figures.draw_network(net, trace), figures.draw_gradients(net, grads)):
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def a_chain() -> tuple[Network, Trace]:
    """One node a layer: a 1 comes in, and the last node has z = 2 * 0.5 - 1 = 0."""
    net = network([1, 1, 1])
    for l, (weight, bias) in {1: (2, 0), 2: (0.5, -1)}.items():
        net.omega[l][:], net.b[l][:] = weight, bias
    return net, forward(net, np.array([1.0]))


def test_the_chain_shows_its_numbers_and_on_the_way_back_each_slope_and_product() -> None:
    net, trace = a_chain()
    shown = set(words(figures.draw_chain(net, trace, 1).axes[0]))
    there = [r"$\omega = 2$", "$b = 0$", r"$\omega = 0.5$", "$b = -1$", "$(a - 1)^2$"]
    assert {*there, "1", "2", "0.5", "0.25"} <= shown
    texts = figures.draw_local_slopes(net, trace, 1).axes[0].texts
    slopes = [text.get_text() for text in texts if text.get_bbox_patch() is not None]
    assert slopes == ["2", "1", "0.5", "0.25", "-1"]
    below = [float(text.get_text()) for text in texts if text.get_fontweight() == "bold"]
    grads = backprop(net, trace, np.array([1.0]))
    delta, dC_domega, dC_db = (part[2].item() for part in grads)
    by_a0 = delta * net.omega[2].item()
    assert below == [1, -1, delta, dC_domega, dC_db, by_a0] == [1, -1, -0.25, -0.5, -0.25, -0.125]


def test_the_one_path_of_an_output_weight_is_lit_and_the_terms_add_up() -> None:
    net, target = network([3, 2, 3]), np.array([[0], [1], [0]])
    trace = forward(net, np.array([0.1, 0.2, 0.3]))
    axes = figures.draw_one_path(net, trace, target, j=2, i=1).axes[0]
    arrows = [text.arrow_patch for text in axes.texts if hasattr(text, "arrow_patch")]
    bold = [arrow for arrow in arrows if arrow.get_linewidth() > 2]
    assert [to_rgb(arrow.get_edgecolor()[:3]) for arrow in bold] == [to_rgb(BLUE)] * 3
    pale = [line for line in axes.lines if to_rgb(line.get_markeredgecolor()) == to_rgb(PALE)]
    assert [tuple(line.get_xydata()[0]) for line in pale] == [
        *((0, -0.5), (1, 0), (1, -1), (2, 0), (2, -1))
    ]
    terms = (trace.a[2] - target) ** 2
    numbers = [f"{x:.3f}" for x in (*trace.a[1].flat, *trace.a[2].flat, *terms.flat, terms.sum())]
    assert [text for text in words(axes) if text and "$" not in text] == numbers


def test_the_pulls_are_delta_times_weight_and_the_node_holds_their_sum() -> None:
    net = network([1, 2, 2])
    net.omega[2][:] = [[1, 3], [1, -0.5]]
    grads = Gradients({2: np.array([[0.25], [2]])}, {}, {})
    axes = figures.draw_pulls(net, grads, 1, 1).axes[0]
    assert words(axes)[:7] == ["3", "0.750", "0.250", "-0.5", "-1.000", "2.000", "-0.250"]
    first, second = axes.patches
    assert [to_rgb(pull.get_edgecolor()) for pull in axes.patches] == [to_rgb(BLUE), to_rgb(ORANGE)]
    assert second.get_linewidth() > first.get_linewidth(), "the stronger pull is thicker"
    name = r"$\partial C / \partial a_1^{[1]}$"
    assert name in words(axes), "the sum is no delta: f' is still to come"


def test_the_flow_goes_up_with_values_and_back_with_deltas() -> None:
    net = network([1, 1, 1])
    net.omega[1][:], net.omega[2][:] = 4, 3
    trace = forward(net, np.array([[2.0]]))
    grads = Gradients({1: np.array([[-6.0]]), 2: np.array([[-2.0]])}, {}, {})
    up = figures.draw_flow(net, trace).axes[0]
    back = figures.draw_flow(net, trace, grads).axes[0]
    assert words(up)[:4] == ["4", "3", "2.000", "8.000"]
    assert words(back) == ["3", "", "-6", "-2", r"$\delta^{[1]}$", r"$\delta^{[2]}$"]

    def rightward(arrow: Any) -> bool:
        start, end = arrow._posA_posB
        return bool(start[0] < end[0])

    assert [rightward(arrow) for arrow in (*up.patches, *back.patches)] == [True] * 2 + [False] * 2


def test_the_graph_holds_each_number_its_slope_and_both_links_of_a_square() -> None:
    links = [("e", "C", 3.0), ("e", "C", 5.0), ("t", "e", -1.0)]
    places = {"t": (0, 0), "e": (1, 0), "C": (2, 0)}
    numbers, slopes = {"t": 11, "e": 12, "C": 13}, {"t": 21, "e": 22, "C": 23}
    axes = figures.draw_graph(places, numbers, slopes, links).axes[0]
    texts = {text.get_text(): text.get_position() for text in axes.texts}
    assert texts.keys() == {"3", "5", "-1", *"teC", "11", "12", "13", "21", "22", "23"}
    assert texts["11"] == places["t"]
    assert texts["21"][1] < texts["11"][1], "its slope stands below it"
    assert len({arrow.get_connectionstyle().rad for arrow in axes.patches}) == 3, "two arcs"


def test_each_area_is_its_slope_on_one_scale_and_has_its_colour_and_its_number() -> None:
    net, a0, a_hat = worked_network()
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    axes = figures.draw_areas(net, trace, grads).axes[0]
    tiles = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    slopes = [
        slope for l in (2, 1) for slope in np.hstack([grads.dC_domega[l], grads.dC_db[l]]).ravel()
    ]
    sizes = np.array([tile.get_width() * tile.get_height() for tile in tiles])
    assert sizes / sizes.max() == pytest.approx(np.abs(slopes) / np.abs(slopes).max())
    colours = [to_rgb(tile.get_facecolor()) for tile in tiles]
    assert colours == [to_rgb(BLUE if slope > 0 else ORANGE) for slope in slopes]
    said = {*words(axes)}
    assert {"0.406", "-0.374", "0.275", "0.367"} <= said
    assert not {"-0.018", "-0.055"} & said, "too narrow or too low for a number"
    assert {"-0.025", "1.375", "0.25", "0.75", "0.209", "-0.272", "-0.073", "bias: 1"} <= said


NET = network([3, 2, 3])
TRACE = forward(NET, np.array([0.1, 0.2, 0.3]))


@pytest.mark.parametrize("draw", [figures.draw_chain, figures.draw_local_slopes])
def test_a_chain_of_wider_layers_is_refused(draw: Any) -> None:
    with pytest.raises(ValueError, match=r"\[3, 2, 3\] nodes; expected one in each"):
        draw(NET, TRACE, 1)
