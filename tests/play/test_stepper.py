"""The stepper, used as a person would: walked through, answered rightly and wrongly."""

from pathlib import Path

import numpy as np
import pytest
from play_page import TOUCH, Play, go, minus, state_of, told
from playwright.sync_api import Page

from companion.pages.coverage import read_coverage
from companion.proofs.mutants import MUTANTS, plant
from companion.worked_example.network import worked_network
from numrec import SGD, backprop, forward

ROOT = Path(__file__).parents[2]
COUNT = {"quadratic": 19, "cross_entropy": 20}


def answer(page: Page, text: str) -> str:
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")
    return page.inner_text(".verdict") if page.locator(".answer").count() else "Right."


@pytest.mark.parametrize("loss", COUNT)
def test_the_arrow_keys_walk_through_every_step(play: Play, loss: str) -> None:
    page = play("stepper", f"loss={loss}")
    page.get_by_role("button", name="On one step").focus()
    seen = []
    for place in range(1, COUNT[loss] + 1):
        assert page.inner_text(".step-count") == f"Step {place} of {COUNT[loss]}"
        seen.append(page.inner_text(".opened h2"))
        assert page.locator("[aria-current=step]").inner_text() == str(place)
        page.keyboard.press("ArrowRight")
    assert len(set(seen)) >= COUNT[loss] - 1, "each step has a name; both layers share none"
    page.keyboard.press("Home")
    assert page.inner_text(".step-count").startswith("Step 1 ")
    page.keyboard.press("End")
    assert page.inner_text(".opened h2") == "The loss before and after"
    assert page.evaluate("document.activeElement.tagName") == "H2"


def test_a_step_shows_its_value_its_line_and_its_proof(play: Play, site: Path) -> None:
    net, a0, a_hat = worked_network()
    trace = forward(net, a0)
    grads = backprop(net, trace, a_hat)
    shown = {
        "z1_0": ("F1", trace.z[1][0, 0]),
        "a1_0": ("F2", trace.a[1][0, 0]),
        "a2_1": ("F2", trace.a[2][1, 0]),
        "C": ("N3", net.loss.C(trace.a[2], a_hat)),
        "delta2_1": ("B9", grads.delta[2][1, 0]),
        "dC_domega2_2_1": ("B11", grads.dC_domega[2][2, 1]),
        "delta1_0": ("H7", grads.delta[1][0, 0]),
        "dC_domega1_1_2": ("H8", grads.dC_domega[1][1, 2]),
    }
    covered = read_coverage(ROOT / "notebooks")
    page = play("stepper")
    for id, (step, value) in shown.items():
        go(page, f"open={id}")
        number = minus(page.inner_text(".equation .result strong"))
        assert abs(float(number) - value) <= 5.001e-7
        if page.locator(".provenance li").count():
            assert f"# {step}" not in page.inner_text(".provenance")
        assert step in page.inner_text(".provenance p")
        if covered[step].claimed_in:
            address = str(page.locator(".provenance p a").get_attribute("href"))
            file, anchor = address.removeprefix("../../").split("#")
            assert f'id="{anchor}"' in (site / file).read_text("utf-8")


def test_a_step_is_opened_by_its_name_too(play: Play) -> None:
    page = play("stepper", "step=delta1")
    assert page.inner_text(".opened h2") == "The error signal delta of the hidden layer"
    assert "Delta, layer 1, node 0" in told(page)
    go(page, "step=a2&loss=cross_entropy")
    assert page.inner_text(".opened h2") == "Softmax"
    go(page, "step=nosuch")
    assert page.inner_text(".step-count").startswith("Step 1 ")


def test_a_number_is_asked_before_it_is_shown(play: Play) -> None:
    page = play("stepper", "open=delta2_0&ask=1")
    assert "0.208924" not in page.inner_text("article")
    assert page.locator(".network .circle text", has_text="?").count() == 3
    for typed, verdict in [
        ("soon", "Write a number"),
        ("0.1045", "factor 2"),
        ("1.716", "slope of the sigmoid is missing"),
        ("-0.209", "The sign is turned"),
        ("0.295", "node 2"),
        ("77", "Compare each factor"),
    ]:
        assert verdict in answer(page, typed)
    assert answer(page, "0.209") == "Right."
    assert "Right. Delta, layer 2, node 0 is 0.208924." in told(page)
    assert "0.208924" in page.inner_text(".opened")
    assert "On" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert "Asked: derivative of C with respect to b, layer 2, node 0" in told(page)
    go(page, "open=a1_0&ask=1")
    assert "bend" in answer(page, "-1/8")
    assert "plain ReLU" in answer(page, "0")
    assert answer(page, "-1/40") == "Right."


def test_who_gives_up_is_shown(play: Play) -> None:
    page = play("stepper", "open=back_0&ask=1")
    page.get_by_role("button", name="Ask another entry").click()
    assert "Asked: derivative of C with respect to hidden a, node 1" in told(page)
    page.get_by_role("button", name="Show me").click()
    assert "Here it is" in told(page)
    assert page.locator(".equation .term").count() == 3


# The quantity where each mistake of the catalogue first shows on the worked example. The others
# need a batch, or do not show on leaky ReLU, or their shapes do not fit.
FIRST = {"B1": "delta2", "B9": "delta2", "B11": "dC_domega2", "H7": "delta1", "H6": "delta1"}
FIRST |= {"A1": "delta1"}
SILENT = {
    "f' taken at a, in the hidden layers",
    "mean over the batch for the sum",
    "bias derivative not summed over the batch",
    "transpose missing",
    "weights of the wrong layer",
}


@pytest.mark.parametrize("name", MUTANTS)
def test_what_the_broken_backprop_computes_is_diagnosed(core: Page, name: str) -> None:
    """numrec's own lines with the mistake planted give the numbers that are typed in."""
    net, a0, a_hat = worked_network()
    trace = forward(net, a0)
    right = backprop(net, trace, a_hat)
    try:
        wrong = plant(MUTANTS[name])(net, trace, a_hat)
    except ValueError:  # the shapes do not fit, so there is nothing to type
        assert name in SILENT
        return
    if name in SILENT:
        for l in (1, 2):
            assert np.allclose(wrong.delta[l], right.delta[l], 1e-12)
            assert np.allclose(wrong.dC_domega[l], right.dC_domega[l], 1e-12)
        return
    first = FIRST[MUTANTS[name].step]
    kind, l = first[:-1], int(first[-1])
    diagnose = """([id, text]) =>
      numrec.diagnose(text, id, "quadratic", numrec.evaluate(published, "quadratic"))"""
    found = set()
    for (j, i), truth in np.ndenumerate(getattr(right, kind)[l]):
        x = getattr(wrong, kind)[l][j, i]  # one mistake gives a wider matrix
        if abs(x - truth) > 1e-3:
            id = f"{first}_{j}_{i}" if kind == "dC_domega" else f"{first}_{j}"
            found.add(core.evaluate(diagnose, [id, f"{x:.6f}"])["name"])
    assert found == {name}


@pytest.mark.parametrize("loss", COUNT)
def test_no_right_number_is_refused_and_no_mistake_accepted(core: Page, loss: str) -> None:
    run = """(loss) => {
      const values = numrec.evaluate(published, loss);
      const all = numrec.stages(loss).flatMap((stage) => numrec.matrix(stage.id).flat());
      const diagnose = (x, id) => numrec.diagnose(x.toFixed(9), id, loss, values);
      return all.map((id) => [id, diagnose(values[id].x, id),
        numrec.mistakesOf(id, loss, values).filter(({ x }) => Math.abs(x - values[id].x) > 6e-4)
          .map(({ name, x }) => [name, diagnose(x, id)])]);
    }"""
    all = core.evaluate(run, loss)
    assert len(all) > 40
    for id, right, mistakes in all:
        assert right["isRight"], id
        for name, verdict in mistakes:
            assert not verdict["isRight"]
            assert verdict["name"] == name, id


def test_not_transposed_has_words_of_its_own(play: Play) -> None:
    """A row of omega for a column: the shapes would refuse it, a person at a desk does not."""
    net, a0, a_hat = worked_network()
    delta = backprop(net, forward(net, a0), a_hat).delta[2][:, 0]
    across = float(net.omega[2][1] @ delta[:2])
    page = play("stepper", "open=back_1&ask=1")
    assert "Not transposed" in answer(page, f"{across:.4f}")
    go(page, "open=dC_domega2_1_0&ask=1")
    assert "diagonal" in answer(page, "0.287")
    assert "z of the layer below" in answer(page, "0.034")


def test_one_step_downhill_is_numrecs(play: Play) -> None:
    net, a0, a_hat = worked_network()
    losses, numbers = [], []
    for _ in range(13):
        trace = forward(net, a0)
        losses.append(float(net.loss.C(trace.a[2], a_hat)))
        numbers.append([x for l in (1, 2) for w in (net.omega[l], net.b[l]) for x in w.ravel()])
        SGD(0.5).step(net, backprop(net, trace, a_hat), batch_size=1)
    page = play("stepper", "step=update&eta=0.5", width=360)
    after = page.locator("table.table tbody tr td:last-child").all_inner_texts()
    assert [float(minus(x)) for x in after] == pytest.approx(numbers[1], abs=5.1e-7)
    assert page.locator(".scroll-box[tabindex='0']").count() == 1, "the wide table is a stop"
    page = play("stepper", "step=after&eta=0.5")
    assert f"The loss fell from {losses[0]:.6f} to {losses[1]:.6f} in one step" in told(page)
    page.get_by_role("button", name="One more step").click()
    page.get_by_role("button", name="Ten more").click()
    rows = page.locator(".losses tbody tr").all()
    shown = [float(row.locator("td").first.inner_text()) for row in rows]
    assert shown == pytest.approx(losses, abs=5.1e-7)
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("slider").press("End")
    assert "The loss" in told(page)
    assert "eta=100" in state_of(page)


def test_by_touch_in_a_network_of_ones_own(play: Play) -> None:
    page = play("stepper", "open=z1_1&a0_0=2&fractions=1", **TOUCH)
    assert "29/16" in told(page)
    page.get_by_role("button", name="On one step").tap()
    assert "Leaky ReLU bends" in told(page)
    assert "a0_0=2" in state_of(page), "the reader's numbers go along"
    page.locator(".term").first.tap()
    assert page.locator(".network .lit").count() >= 1
