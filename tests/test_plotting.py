"""Figures: the same bytes each time, other bytes for other numbers, readable in both themes."""

import os
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from child_processes import run_child
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from companion.figures import style as plotting
from companion.figures.paths import draw_paths
from numrec import Network, backprop, forward, new_network
from numrec.history import Pass

LIGHT, DARK = "#ffffff", "#121212"


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    with mpl.rc_context():
        plotting.setup()
        yield


def svg(figure: Figure) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


def network(shift: float = 0) -> Figure:
    net = new_network([3, 2, 3], np.random.default_rng(0), dtype=np.float64)
    return plotting.draw_network(net, forward(net, np.array([0.1, 0.2, 0.3 + shift])))


def gradients(shift: float = 0) -> Figure:
    net = new_network([3, 2, 3], np.random.default_rng(0), dtype=np.float64)
    trace = forward(net, np.array([0.1, 0.2, 0.3 + shift]))
    return plotting.draw_gradients(net, backprop(net, trace, np.array([[0], [1], [0]])))


def digits(shift: float = 0) -> Figure:
    images = np.linspace(0, 1 - shift, 784 * 3).reshape(784, 3)
    return plotting.draw_digits(images, ["0", "1", "2"])


def weights(shift: float = 0) -> Figure:
    rows = np.random.default_rng(0).normal(size=(3, 784))
    rows[0, 0] += 10 * shift
    return plotting.draw_weights(rows)


def curve(shift: float = 0) -> Figure:
    return plotting.learning_curve([Pass(0.7, 0.8), Pass(0.4, 0.9 + shift)], goal=0.95)


def confusion(shift: float = 0) -> Figure:
    return plotting.draw_confusion(np.arange(100).reshape(10, 10) + int(100 * shift))


FIGURES = [network, gradients, digits, weights, curve, confusion]
Draw = Callable[..., Figure]


def contrast(colour: str, other: str) -> float:
    """Give WCAG's ratio, from 1 to 21."""

    def luminance(name: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(name)]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    dark, light = sorted([luminance(colour), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
def test_a_figure_drawn_twice_is_the_same_bytes(draw: Draw) -> None:
    assert svg(draw()) == svg(draw())


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
def test_other_numbers_give_another_picture(draw: Draw) -> None:
    assert svg(draw()) != svg(draw(0.05))


def test_another_process_draws_the_same_bytes() -> None:
    code = "from test_plotting import *; plotting.setup()\n"
    code += "for draw in FIGURES: sys.stdout.write(svg(draw()))"
    runs = [
        run_child(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
def test_the_svg_has_no_clock_no_paper_and_its_words_as_text(draw: Draw) -> None:
    drawn = svg(draw())
    assert "<dc:date>" not in drawn
    assert draw().get_facecolor()[3] == 0
    assert all(axes.get_facecolor()[3] == 0 for axes in draw().axes)
    assert "<text" in drawn or draw is weights  # that one has no words


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_and_lines_stand_out_on_both_themes(theme: str) -> None:
    # One grey for both can reach 4.33 at most. WCAG asks 3 of lines and large words.
    assert contrast(plotting.INK, theme) >= 4
    assert contrast(plotting.BLUE, theme) >= 3
    assert contrast(plotting.ORANGE, theme) >= 3


def test_the_two_colours_differ_for_the_colour_blind_too() -> None:
    """Blue and orange lie on either side of yellow-blue, the axis that red-green leaves whole."""
    blue, orange = to_rgb(plotting.BLUE), to_rgb(plotting.ORANGE)
    assert (blue[2] - blue[0]) - (orange[2] - orange[0]) > 1


def test_the_network_shows_its_numbers() -> None:
    net = new_network([2, 2], np.random.default_rng(0), dtype=np.float64)
    net.omega[1][:] = [[0.5, -0.25], [0.125, 2]]
    trace = forward(net, np.array([0.75, -0.5]))
    texts = plotting.draw_network(net, trace).axes[0].texts
    words = {text.get_text(): text.get_position()[1] for text in texts}
    assert {"0.5", "-0.25", "0.125", "2", "0.750", "-0.500"} <= set(words)
    assert {f"{a:.3f}" for a in trace.a[1][:, 0]} <= set(words)
    assert words["0.750"] > words["-0.500"], "node 0 stands above node 1"


def test_the_backward_pass_shows_its_numbers_and_none_at_the_input() -> None:
    net = new_network([2, 2], np.random.default_rng(0), loss="quadratic", dtype=np.float64)
    grads = backprop(net, forward(net, np.array([0.75, -0.5])), np.array([[0], [1]]))
    words = [text.get_text() for text in plotting.draw_gradients(net, grads).axes[0].texts]
    numbers = [*grads.dC_domega[1].ravel(), *grads.delta[1].ravel()]
    assert sorted(words) == sorted([*(f"{x:.3f}" for x in numbers), r"$\delta^{[1]}$"])


def test_the_curve_is_the_history() -> None:
    left, right = curve().axes
    assert left.lines[0].get_ydata().tolist() == pytest.approx([80, 90])
    assert left.lines[1].get_ydata()[0] == pytest.approx(95)
    assert right.lines[0].get_ydata().tolist() == [0.7, 0.4]
    assert left.get_xlabel()
    assert left.get_ylabel()


def test_the_confusion_matrix_shows_every_count() -> None:
    axes = confusion().axes[0]
    assert [text.get_text() for text in axes.texts] == [str(n) for n in range(100)]
    assert not np.diag(axes.images[0].get_array()).any()


def test_digits_are_upright_with_their_titles() -> None:
    image = np.zeros((28, 28))
    image[0, 5] = 1
    axes = plotting.draw_digits(image.reshape(784, 1), ["seven"]).axes[0]
    assert axes.images[0].get_array()[0, 5] == 1
    assert axes.images[0].origin == "upper"
    assert axes.get_title() == "seven"


def test_a_network_of_one_layer_can_be_drawn() -> None:
    net: Network = new_network([4, 1], np.random.default_rng(0), loss="quadratic")
    assert svg(plotting.draw_network(net, forward(net, np.zeros(4))))


def test_the_paths_that_are_lit_lead_from_the_node_to_the_loss() -> None:
    """A hidden node has a path through each node of the next layer, an output weight has one."""
    net = new_network([3, 2, 3], np.random.default_rng(0), dtype=np.float64)
    trace = forward(net, np.array([0.1, 0.2, 0.3]))

    def lit(figure: Figure) -> int:
        return sum(
            line.get_linewidth() > 2 for line in figure.axes[0].lines if line.get_zorder() == 0
        )

    assert lit(draw_paths(net, trace, 2, 0, 1)) == 2  # its weight, and from there to C
    assert lit(draw_paths(net, trace, 1, 1)) == 6  # three weights, three ends
    assert lit(draw_paths(net, trace, 2, 2)) == 1
    shown = {text.get_text() for text in draw_paths(net, trace, 2, 0, 1).axes[0].texts}
    assert f"{net.omega[2][0, 1]:g}" in shown
    assert f"{net.omega[2][0, 0]:g}" not in shown
