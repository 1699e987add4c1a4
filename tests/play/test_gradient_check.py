"""The gradient check: numrec's, point by point; its curve, its kink, and code that is broken."""

from functools import partial
from urllib.parse import quote

import numpy as np
import pytest
from play_page import TOUCH, Play, go, state_of, told
from playwright.sync_api import Page

from companion.proofs.mutants import MUTANTS, plant
from companion.worked_example.network import worked_network
from numrec import backprop, forward
from numrec.gradient_check import central_difference, measured_gradients

NUMBERS = "Object.fromEntries(Object.entries(published).map(([id, f]) => [id, f.toNumber()]))"

POINTS = f"""(id) => {{
  const numbers = {NUMBERS};
  const ours = numrec.measure.derivative(numbers, id);
  return [ours, numrec.gradientCharts.errors(numbers, id, ours)];
}}"""


def parameters() -> list[tuple[str, str, int, tuple[int, int]]]:
    net, found = worked_network().net, []
    for l in (1, 2):
        found += [
            (f"omega{l}_{j}_{i}", "omega", l, (j, i)) for j, i in np.ndindex(*net.omega[l].shape)
        ]
        found += [(f"b{l}_{j}", "b", l, (j, 0)) for j in range(len(net.b[l]))]
    return found


def test_every_point_is_numrecs(core: Page) -> None:
    """The same formula in doubles: two losses, each right to a few roundings, over 2h."""
    net, a0, a_hat = worked_network()
    C = float(net.loss.C(forward(net, a0).a[2], a_hat))
    grads = backprop(net, forward(net, a0), a_hat)
    for id, name, l, entry in parameters():
        ours, points = core.evaluate(POINTS, id)
        right = (grads.dC_domega if name == "omega" else grads.dC_db)[l][entry]
        assert abs(ours - right) <= 1e-15
        assert len(points) == 61
        for point in points[::6]:
            h = point["h"]
            method = partial(central_difference, h=h)
            measured = measured_gradients(net, a0, a_hat, method)[name, l][entry]
            most = max(abs(ours), abs(point["measured"]), 1e-8)
            assert point["error"] == pytest.approx(abs(ours - point["measured"]) / most)
            # four roundings of C at most, from sums in another order and another e^x
            assert abs(point["measured"] - measured) <= 1e-12 + 4 * 2.0**-52 * C / h, (id, h)


def test_the_kink_bends_the_curve_and_is_said(play: Play, core: Page) -> None:
    page = play("gradient_check", "of=b1_0&h=-0.5")
    assert "walks over the kink" in told(page)
    assert page.locator(".chart").first.locator(".guide").count() == 1
    _, points = core.evaluate(POINTS, "b1_0")
    error = {point["k"]: point["error"] for point in points}
    assert error[-0.75] > 0.1, "beyond 1/8"
    assert error[-1] < 1e-4, "before it"
    page.get_by_role("slider").fill("-1")
    assert "falls with its square" in told(page)


@pytest.mark.parametrize("name", ["factor 2 missing", "f' forgotten", "one path left out"])
def test_broken_code_is_numrecs_broken_code_and_its_curve_is_flat(play: Play, name: str) -> None:
    page = play("gradient_check", f"of=b1_0&mistake={quote(name)}")
    assert "flat and high" in told(page)
    rows = page.locator("details table").last.locator("tbody tr td:last-child")
    errors = [as_number(text) for text in rows.all_text_contents()[2:12]]
    assert min(errors) > 0.1
    assert max(errors) / min(errors) < 1.1
    go(page, "of=omega2_0_0&mistake=" + quote("f' forgotten"))
    assert "does not touch this derivative" in told(page)


def as_number(text: str) -> float:
    table = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹\N{MINUS SIGN}", "-0123456789-")
    mantissa, _, power = text.translate(table).partition("·10")
    return float(mantissa) * 10 ** float(power or 0)


def test_each_broken_derivative_is_what_the_planted_backprop_gives(core: Page) -> None:
    net, a0, a_hat = worked_network()
    broken = core.evaluate(f"""() => {{
      const numbers = {NUMBERS};
      const {{ derivative, BROKEN }} = numrec.measure;
      return Object.keys(BROKEN).map((name) => [name, Object.fromEntries(
        numrec.PARAMETERS.map((id) => [id, derivative(numbers, id, name)]))]);
    }}""")
    assert len(broken) == 10
    for name, found in broken:
        wrong = plant(MUTANTS[name])(net, forward(net, a0), a_hat)
        for id, kind, l, (j, i) in parameters():
            array = (wrong.dC_domega if kind == "omega" else wrong.dC_db)[l]
            if i < array.shape[1]:  # the values of a wrong layer make another shape
                assert abs(found[id] - array[j, i]) < 1e-14, (name, id)


def test_by_keyboard_alone(play: Play) -> None:
    page = play("gradient_check")
    page.get_by_role("combobox", name="The number that is turned").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("s")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "range"
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert "0.29" in page.inner_text(".facts")
    assert "flat and high" in told(page)
    assert state_of(page) == "of=b2_2&h=-0.25&mistake=sign%20turned"


def test_a_point_of_the_curve_by_touch_and_the_address_choose_the_step(play: Play) -> None:
    page = play("gradient_check", **TOUCH)
    page.locator(".chart .point").nth(1).tap(force=True)
    assert page.get_by_role("slider").input_value() == "-14.5"
    assert "too short" in told(page)
    go(page, "of=b1_1&h=-7.25&b1_1=2")
    assert page.get_by_role("slider").input_value() == "-7.25"
    assert page.locator("#which").input_value() == "b1_1"
    page.get_by_role("slider").press("ArrowRight")
    assert state_of(page) == "of=b1_1&h=-7&b1_1=2"
    go(page, "of=C&h=2&mistake=none")
    assert page.get_by_role("slider").input_value() == "-1", "what makes no sense is passed over"
