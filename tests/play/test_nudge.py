"""The weight that is turned: what the piece shows is numrec's, and so is what it counts."""

from itertools import pairwise

import numpy as np
import pytest
from play_page import Play, doubles, minus, says
from playwright.sync_api import Page

from companion.proofs.mutants import MUTANTS, plant
from numrec import SGD, Network, activation, backprop, forward, load_mnist, one_hot
from numrec.activations import Array
from numrec.losses import loss_by_name
from tools import train_data

KINDS = ["ink", "blank", "right", "wrong", "bias"]

MODEL = """([digit, loss]) => {
  const { model } = numrec.nudgeModel(digit, numrec.nudgeDigits.image, loss);
  const weights = (kind) => [1, 2].map((l) => floats(model.net[kind][l]));
  const net = { omega: weights("omega"), b: weights("b"), x: floats(model.x()) };
  const found = {};
  for (const kind of ["ink", "blank", "right", "wrong", "bias"]) {
    model.choose(kind);
    const { kind: of, l, place } = model.chosen;
    found[kind] = { of, l, place, loss: model.loss(), slope: model.slope(),
      sweep: model.sweep()[of][l][model.chosen.at], read: model.read() };
  }
  const all = [...numrec.prices.each(model.sweep())].map(([list, k]) => list[k]);
  return { net, found, all: floats(all), products: numrec.prices.products(model.net.sizes) };
}"""


def network(told: dict[str, list[str]], loss: str = "quadratic") -> Network:
    """Return numrec's network with the page's weights."""
    (first, second), (one, two) = told["omega"], told["b"]
    omega = {1: doubles(first, (256, 784)), 2: doubles(second, (10, 256))}
    b = {1: doubles(one, (256, 1)), 2: doubles(two, (10, 1))}
    leaky = activation("leaky_relu", alpha=0.01)
    output = activation("sigmoid" if loss == "quadratic" else "softmax")
    copies = {l: w.copy() for l, w in omega.items()}, {l: w.copy() for l, w in b.items()}
    return Network(*copies, leaky, output, loss_by_name(loss))


def targets(digit: int) -> Array:
    return one_hot(np.array([digit])).astype(float)


@pytest.fixture
def page(alone: Play) -> Page:
    """The piece alone on a page."""
    return alone("nudge", "digit=7")


def facts(page: Page) -> list[float]:
    return [float(minus(text)) for text in page.locator(".facts dd").all_inner_texts()]


@pytest.mark.parametrize(("digit", "loss"), [(7, "quadratic"), (3, "cross_entropy")])
def test_losses_and_slopes_are_numrecs(core: Page, digit: int, loss: str) -> None:
    told = core.evaluate(MODEL, [digit, loss])
    net, a0 = network(told["net"], loss), doubles(told["net"]["x"], (784, 1))
    trace = forward(net, a0)
    grads = backprop(net, trace, targets(digit))
    wrong = plant(MUTANTS["factor 2 missing"])(net, trace, targets(digit))
    would_show = loss == "quadratic"  # the other loss has no square

    def slope(of: str, l: int, place: list[int], grads: object = grads) -> float:
        table = getattr(grads, {"omega": "dC_domega", "b": "dC_db"}[of])[l]
        return float(table[place[0], place[1] if of == "omega" else 0])

    assert [*told["found"]] == KINDS
    for kind, found in told["found"].items():
        at = (found["of"], found["l"], found["place"])
        right = slope(*at)
        assert found["loss"] == pytest.approx(net.loss.C(trace.a[2], targets(digit)), rel=1e-12)
        assert found["sweep"] == pytest.approx(right, rel=1e-9, abs=1e-15)
        assert abs(found["slope"] - right) < 1e-3, "two runs and a step of a thousandth"
        if would_show and kind != "blank":
            assert abs(found["slope"] - slope(*at, wrong)) > 1e-2
    assert told["found"]["blank"]["slope"] == 0
    assert a0[told["found"]["ink"]["place"][1], 0] == a0.max()
    every = [x for l in (1, 2) for x in (*grads.dC_domega[l].ravel(), *grads.dC_db[l].ravel())]
    assert np.allclose(doubles(told["all"]), every, rtol=1e-9, atol=1e-12)
    run = sum(net.omega[l].size for l in (1, 2))
    assert told["products"] == {"run": run, "back": run + net.omega[2].size}


def test_the_digits_are_the_first_of_mnists_test_images(core: Page) -> None:
    data = load_mnist()
    assert train_data.NUDGE_FILE.read_text("utf-8") == train_data.nudge_data(data), "`make play`"
    for digit in range(10):
        place = int((data.test_labels == digit).argmax())
        image = doubles(core.evaluate("(k) => floats(numrec.nudgeDigits.image(k))", digit))
        right = train_data.levels(data.test_images[:, place]) / train_data.LEVELS
        assert np.array_equal(image, right)


def test_a_weight_is_turned_and_the_loss_moves(page: Page) -> None:
    first = facts(page)
    assert (first[1] - first[0]) / 0.001 == pytest.approx(first[2], abs=6e-6)
    slider = page.get_by_role("slider", name="The weight's value")
    slider.fill("0.5")
    moved = facts(page)
    assert moved[0] != first[0]
    assert f"the loss is {moved[0]:.4f}" in says(page)
    page.select_option("#nudge-weight", "blank")
    still = facts(page)
    slider.fill("1.5")
    assert facts(page) == still, "a blank pixel brings nothing"
    assert still[2] == 0
    assert "the loss does not move" in says(page)
    assert still[0] == moved[0], "a weight that was turned stays turned"
    page.get_by_role("button", name="Start again").click()
    assert facts(page) == first


def test_a_pixel_is_chosen_by_hand_and_by_keyboard(page: Page) -> None:
    box = page.get_by_role("application")
    size = box.bounding_box()
    assert size
    side = size["width"] / 28
    box.click(position={"x": 14.5 * side, "y": 9.5 * side})
    assert "From pixel 266 (row 9, column 14)" in page.inner_text(".play")
    box.press("ArrowDown")
    box.press("ArrowLeft")
    assert "From pixel 293 (row 10, column 13)" in page.inner_text(".play")
    for _ in range(15):
        box.press("ArrowLeft")
    assert "(row 10, column 0)" in page.inner_text(".play"), "no further than the edge"


def test_the_price_is_counted(page: Page) -> None:
    sizes = [784, 256, 10]
    count = sum(n * m + m for n, m in pairwise(sizes))
    text = page.inner_text(".nudge-price")
    assert f"has {count:,} weights and biases" in text
    assert f"takes {count + 1:,} runs" in text
    page.get_by_role("button", name="One sweep back").click()
    text = page.inner_text(".nudge-price")
    assert "as many as 2.0 runs" in text
    by_sweep, by_runs = (
        float(x)
        for x in minus(text.split("sweep says ")[1].rstrip(".")).split("; the two runs said ")
    )
    assert by_sweep == pytest.approx(by_runs, abs=1e-3)
    assert by_runs == facts(page)[2]


def test_who_asks_one_by_one_can_stop_and_no_weight_has_moved(page: Page) -> None:
    before = facts(page)
    page.get_by_role("button", name="Ask them one by one").click()
    page.wait_for_function("document.querySelector('progress').value > 0")
    page.get_by_role("button", name="Stop").click()
    assert "of 203,530 asked" in page.inner_text(".nudge-price")
    assert page.get_by_role("button", name="Ask them one by one").is_visible()
    page.select_option("#nudge-weight", "bias")
    page.select_option("#nudge-weight", "ink")
    assert facts(page) == before


def test_a_step_of_all_weights_is_numrecs(page: Page, core: Page) -> None:
    told = core.evaluate(MODEL, [7, "quadratic"])
    net, a0 = network(told["net"]), doubles(told["net"]["x"], (784, 1))
    for _ in range(3):
        SGD(0.02).step(net, backprop(net, forward(net, a0), targets(7)), batch_size=1)
        page.get_by_role("button", name="Move every weight a little downhill").click()
    right = net.loss.C(forward(net, a0).a[2], targets(7))
    assert facts(page)[0] == pytest.approx(right, abs=1e-8)
    assert "After 3 steps of all weights a 7 is read as 7" in says(page)
