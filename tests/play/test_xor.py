"""The four points in two planes: the answers are numrec's, and what is shaded is right."""

import numpy as np
import pytest
from play_page import Play, minus, says
from playwright.sync_api import Page

from numrec import Network, activation, forward
from numrec.activations import Array
from numrec.losses import loss_by_name

CORNERS = np.array([[0, 0], [1, 1], [0, 1], [1, 0]], float)

SEEN = """(states) => states.map((state) => {
  const { network, seen, regions, around, START } = numrec.xor;
  const net = network({ ...START, ...state });
  const points = ["equal", "differ"].map((kind) => seen(net, kind));
  const hidden = points.map((pair) => pair.map((point) => point.hidden));
  return { points: points.flat(), could: numrec.planes.canPart(...hidden),
    regions: regions(net, around(-0.5, 1.5)) };
})"""

IDS = ["omega1_0_0", "omega1_0_1", "omega1_1_0", "omega1_1_1", "b1_0", "b1_1"]
IDS += ["omega2_0_0", "omega2_0_1", "b2_0"]


def numrecs(state: dict[str, float]) -> Network:
    """Return numrec's network with the numbers of a state."""
    omega = {1: np.array([state[id] for id in IDS[:4]]).reshape(2, 2)}
    omega[2] = np.array([[state["omega2_0_0"], state["omega2_0_1"]]])
    b = {1: np.array([[state["b1_0"]], [state["b1_1"]]]), 2: np.array([[state["b2_0"]]])}
    hidden = activation("leaky_relu", alpha=state["alpha"])
    return Network(omega, b, hidden, activation("identity"), loss_by_name("quadratic"))


def within(polygon: list[list[float]], points: Array) -> Array:
    """Whether each point lies in a convex polygon, whichever way round it goes."""
    if len(polygon) < 3:
        return np.zeros(len(points), bool)
    p = np.array(polygon)
    edge = np.roll(p, -1, axis=0) - p
    to = points[:, None, :] - p
    side = edge[:, 0] * to[..., 1] - edge[:, 1] * to[..., 0]
    inside: Array = (side >= 0).all(axis=1) | (side <= 0).all(axis=1)
    return inside


def margin(equal: Array, differ: Array) -> float:
    """How far the pairs are apart at best, looked at from every degree around."""
    angles = np.linspace(0, 2 * np.pi, 3600, endpoint=False)
    ways = np.stack([np.cos(angles), np.sin(angles)])
    return float(((differ @ ways).min(axis=0) - (equal @ ways).max(axis=0)).max())


def test_answers_shading_and_whether_a_line_could_part_them_are_right(core: Page) -> None:
    rng = np.random.default_rng(3)
    states = [
        {**dict(zip(IDS, rng.uniform(-2, 2, 9).tolist(), strict=True)), "alpha": float(alpha)}
        for alpha in rng.uniform(0, 1.2, 200)
    ]
    found = core.evaluate(SEEN, states)
    places = rng.uniform(-0.5, 1.5, size=(200, 2))
    parted = set()
    for state, seen in zip(states, found, strict=True):
        net = numrecs(state)
        trace = forward(net, CORNERS.T)
        assert np.allclose([point["answer"] for point in seen["points"]], trace.z[2][0], atol=1e-12)
        assert np.allclose([point["hidden"] for point in seen["points"]], trace.a[1].T, atol=1e-12)
        right = [point["isRight"] for point in seen["points"]]
        assert right == [*(trace.z[2][0, :2] < 0), *(trace.z[2][0, 2:] > 0)]
        answers = forward(net, places.T).z[2][0]
        clear = np.abs(answers) > 1e-9
        shaded = np.any([within(region, places) for region in seen["regions"]], axis=0)
        assert np.array_equal(shaded[clear], answers[clear] > 0)
        apart = margin(trace.a[1].T[:2], trace.a[1].T[2:])
        if abs(apart) > 1e-2:
            assert seen["could"] == (apart > 0)
            parted.add(seen["could"])
    assert parted == {True, False}


def test_an_answer_of_nought_is_wrong_for_both_kinds(core: Page) -> None:
    for state, wrong in (({"b2_0": 0}, [0, 1]), ({"alpha": 0.6}, [2, 3])):
        points = core.evaluate(SEEN, [state])[0]["points"]
        assert [k for k, point in enumerate(points) if not point["isRight"]] == wrong


def test_in_the_plane_of_the_inputs_no_line_parts_them(core: Page) -> None:
    could = "([p, q]) => numrec.planes.canPart(p, q)"
    pairs = [CORNERS[:2].tolist(), CORNERS[2:].tolist()]
    assert core.evaluate(could, pairs) is False
    pairs[0][1] = [0.4, 0.4]
    assert core.evaluate(could, pairs) is True, "one point moved, and a line would"


def test_the_chapters_formula_is_the_network(core: Page) -> None:
    alphas = np.linspace(0, 1.2, 25)
    for alpha, seen in zip(
        alphas, core.evaluate(SEEN, [{"alpha": a} for a in alphas]), strict=True
    ):
        right = (1 - alpha) * np.abs(CORNERS[:, 0] - CORNERS[:, 1]) - 2 / 5
        answers = [point["answer"] for point in seen["points"]]
        assert np.allclose(answers, right, rtol=0, atol=1e-12)
        assert not np.allclose(answers, right + 0.1)
        assert seen["could"] == (abs(alpha - 1) > 1e-9)


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("xor")


def test_the_line_lets_go_where_the_formula_says(page: Page) -> None:
    assert says(page) == "All four answers are right: the line parts the points."
    alpha = page.get_by_role("slider", name="alpha")
    alpha.focus()
    for _ in range(8):
        alpha.press("ArrowRight")
    assert "Right answers: 2 of four" in says(page)
    assert "another could" in says(page)
    formula = minus(page.inner_text(".xor-formula")).replace("\n", "").replace(" ", "")
    assert "(1-0.6)\N{MIDDLE DOT}1-0.4=0" in formula
    page.get_by_role("button", name="Without f").click()
    assert "No line can part the hidden points." in says(page)
    page.get_by_text("Turn the other weights").click()
    page.get_by_role("slider", name="omega, layer 2, entry 0 1").fill("-1")
    assert page.inner_text(".xor-formula") == "", "with other weights it is another formula"
    page.get_by_role("button", name="As in the chapter").click()
    assert says(page) == "All four answers are right: the line parts the points."
    page.get_by_text("The four answers as a table").click()
    rows = [minus(row) for row in page.locator("table.table tbody tr").all_inner_texts()]
    assert rows[0].split("\t") == ["0, 0", "0, 0", "-0.4", "right"]
    assert rows[3].split("\t") == ["1, 0", "1, -0.2", "+0.4", "right"]
