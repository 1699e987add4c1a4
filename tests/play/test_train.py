"""The page "Train in the browser": its steps are numrec's, and it is used as a person would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from play_page import opened, told
from playwright.sync_api import Browser, Page
from site_checks import axe_faults
from site_pages import AXE_SCREENS

from companion.play.pages import text_of
from numrec import SGD, Momentum, backprop, forward, new_network
from numrec.data.mnist import load_mnist
from tools import train_data

Serve = Callable[[Path], str]

BATCHES = """([options, count]) => {
  const code = numrec.trainingCode(numrec.network);
  const { train, test } = numrec.trainData;
  const digits = { train: code.unpacked(train), test: code.unpacked(test) };
  const list = (net) => [1, 2].map((l) => [[...net.omega[l]], [...net.b[l]]]);
  const run = code.training(digits, options);
  const start = list(run.state.net);
  const places = [];
  for (let k = 0; k < count; k += 1) {
    run.one();
    places.push(run.state.batch.places);
  }
  return { start, places, end: list(run.state.net), loss: run.state.loss,
    x: [...digits.train.x.subarray(0, 784 * 40)] };
}"""


@pytest.fixture(scope="module")
def root(site: Path) -> str:
    """Give the address of the site in its folder."""
    return site.as_uri()


@pytest.fixture(scope="module")
def bench(browser: Browser) -> Page:
    """Give an empty page that has the scripts."""
    page = browser.new_page()
    for script in ("network", "train_data", "train_worker"):
        page.add_script_tag(content=text_of(f"{script}.js"))
    return page


def test_the_digits_are_what_their_script_gives() -> None:
    assert train_data.FILE.read_text("utf-8") == train_data.train_data(load_mnist()), "`make play`"


def test_the_digits_come_back_level_by_level(bench: Page) -> None:
    found = bench.evaluate(BATCHES, [{"eta": 0.1, "mu": 0, "batch": 10, "seed": 1}, 1])["x"]
    expected = train_data.levels(load_mnist().train_images[:, :40]).T.ravel() / train_data.LEVELS
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(("mu", "batch"), [(0, 50), (0.9, 50), (0.9, 250)])
def test_twenty_batches_are_numrecs(bench: Page, mu: float, batch: int) -> None:
    found: dict[str, Any] = bench.evaluate(
        BATCHES, [{"eta": 0.1, "mu": mu, "batch": batch, "seed": 3}, 20]
    )
    data = load_mnist()
    images = train_data.levels(data.train_images[:, : train_data.TRAIN]) / train_data.LEVELS
    targets = np.eye(10)[:, data.train_labels[: train_data.TRAIN]]
    net = new_network([784, 32, 10], np.random.default_rng(0), dtype=np.float64)
    for l, (omega, b) in enumerate(found["start"], 1):
        net.omega[l][:] = np.reshape(omega, net.omega[l].shape)
        net.b[l][:] = np.reshape(b, (-1, 1))
    optimiser = Momentum(0.1, mu) if mu else SGD(0.1)
    for places in found["places"]:
        trace = forward(net, images[:, places])
        loss = net.loss.C(trace.a[2], targets[:, places]) / len(places)
        optimiser.step(net, backprop(net, trace, targets[:, places]), len(places))
    assert abs(found["loss"] - loss) < 1e-9
    for l, (omega, b) in enumerate(found["end"], 1):
        assert np.abs(np.ravel(omega) - net.omega[l].ravel()).max() < 1e-9
        assert np.abs(np.ravel(b) - net.b[l].ravel()).max() < 1e-9
    once = [place for places in found["places"] for place in places]
    if len(once) <= train_data.TRAIN:
        assert len(set(once)) == len(once), "a pass takes each digit once"


def test_a_seed_gives_the_same_training_again(bench: Page) -> None:
    options = {"eta": 0.3, "mu": 0.9, "batch": 50, "seed": 5}
    first = json.dumps(bench.evaluate(BATCHES, [options, 3]))
    assert json.dumps(bench.evaluate(BATCHES, [options, 3])) == first
    assert json.dumps(bench.evaluate(BATCHES, [{**options, "seed": 6}, 3])) != first


@pytest.mark.parametrize(("width", "scheme"), AXE_SCREENS)
def test_axe_finds_nothing(
    browser: Browser, site: Path, serve: Serve, width: int, scheme: str
) -> None:
    still = {"reduced_motion": "reduce"}
    with opened(browser, serve(site), "train", "", width, scheme, still) as page:
        page.get_by_role("button", name="One batch").click()
        page.wait_for_selector("[data-play=train][data-done='1']")
        page.get_by_role("button", name="Walk both").click()
        page.wait_for_selector(".slice .chart")
        for summary in page.locator("summary").all():
            summary.click()
        assert axe_faults(page) == []


def done(page: Page) -> int:
    return int(page.locator("[data-play=train]").get_attribute("data-done") or 0)


def test_it_learns_to_read(browser: Browser, root: str) -> None:
    with opened(browser, root, "train", "mu=0.9") as page:
        assert "Nothing learned yet" in told(page)
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_function("document.querySelector('[data-play=train]').dataset.done >= 100")
        page.get_by_role("button", name="Pause").click()
        page.wait_for_timeout(400)
        sentence = told(page)
        assert int(sentence.partition(" per cent")[0].split()[-1]) > 75
        stood = done(page)
        page.wait_for_timeout(300)
        assert done(page) == stood, "a pause is a pause"
        page.get_by_role("button", name="Start again").click()
        page.wait_for_selector("[data-play=train][data-done='0']")


def test_pausing_and_going_on_in_haste_leaves_one_training(bench: Page) -> None:
    """A second loop beside the first would show as a turn that was asked for twice."""
    waiting = bench.evaluate("""() => {
      const code = { ...numrec.trainingCode(numrec.network) };
      const source = numrec.workerMain.toString();
      const waiting = new Set();
      let last = 0;
      const later = (act) => (waiting.add((last += 1)), last);
      const forget = (id) => waiting.delete(id);
      const port = { postMessage() {} };
      new Function("setTimeout", "clearTimeout", `return ${source}`)(later, forget)(
        numrec.network, code, port);
      const ask = (what) => port.onmessage({ data: { do: what, data: numrec.trainData,
        options: { eta: 0.1, mu: 0, batch: 10, seed: 1 } } });
      for (const what of ["data", "start", "run", "pause", "run", "pause", "run"]) ask(what);
      return waiting.size;
    }""")
    assert waiting == 1


def test_one_batch_while_it_runs_pauses_it(browser: Browser, root: str) -> None:
    with opened(browser, root, "train") as page:
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_function("document.querySelector('[data-play=train]').dataset.done >= 10")
        page.get_by_role("button", name="One batch").click()
        page.get_by_role("button", name="Go on").wait_for()
        page.wait_for_timeout(400)
        stood = done(page)
        page.wait_for_timeout(300)
        assert done(page) == stood
        page.get_by_role("button", name="Start again").click()
        page.wait_for_selector("[data-play=train][data-done='0']")
        assert page.locator(".batch-list").count() == 0, "the old training's batch is gone"


def test_one_batch_at_a_time_by_keyboard_alone(browser: Browser, root: str) -> None:
    with opened(browser, root, "train", width=360) as page:
        page.get_by_role("button", name="One batch").focus()
        for count in (1, 2, 3):
            page.keyboard.press("Enter")
            page.wait_for_selector(f"[data-play=train][data-done='{count}']")
        assert told(page).startswith("3 batches, 0 passes.")
        assert page.locator(".batch-list li").count() == 10
        page.get_by_role("radio", name="the last batch's derivatives").focus()
        page.keyboard.press("Space")
        page.wait_for_timeout(100)
        assert page.locator(".unit-pictures canvas").count() == 32
        page.get_by_role("combobox", name="Learning rate").focus()
        page.keyboard.type("0.3")
        told(page)
        assert page.url.endswith("#eta=0.3")


def test_by_finger(browser: Browser, root: str) -> None:
    touch = {"has_touch": True, "is_mobile": True}
    with opened(browser, root, "train", "mu=0.99", 360, "dark", touch) as page:
        page.get_by_role("button", name="One batch").tap()
        page.wait_for_selector("[data-play=train][data-done='1']")
        page.get_by_role("radio", name="0.5", exact=True).tap()
        told(page)
        assert page.url.endswith("#mu=0.5")
        page.get_by_role("button", name="Walk both").tap()
        page.wait_for_selector(".slice .chart")
        assert page.locator(".slice th", has_text="Momentum 0.5").count() == 1


def test_a_rate_that_is_too_large_blows_up_and_is_told(browser: Browser, root: str) -> None:
    with opened(browser, root, "train", "eta=3&mu=0.9") as page:
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_function("document.querySelector('[data-play=train]').dataset.done >= 60")
        page.get_by_role("button", name="Pause").click()
        page.wait_for_timeout(400)
        assert int(told(page).partition(" per cent")[0].split()[-1]) < 50


def test_the_two_walks_are_told_and_in_a_table(browser: Browser, root: str) -> None:
    with opened(browser, root, "train") as page:
        page.get_by_role("button", name="Walk both").click()
        page.wait_for_selector(".slice .chart")
        assert "After 30 steps plain descent stands at" in told(page)
        assert page.locator(".slice tbody tr").count() >= 8
        plain, fast = page.locator(".slice tbody tr").last.locator("td").all_text_contents()
        assert fast != plain


def test_the_state_is_in_the_address(browser: Browser, root: str) -> None:
    with opened(browser, root, "train", "eta=1&mu=0.9&batch=250&seed=7") as page:
        told(page)
        assert page.locator("#eta").input_value() == "1"
        assert page.locator("#batch").input_value() == "250"
        assert page.get_by_role("radio", name="0.9", exact=True).is_checked()
        assert page.locator("#seed").input_value() == "7"
        page.locator("#seed").fill("12")
        page.keyboard.press("Tab")
        told(page)
        assert page.url.endswith("#eta=1&mu=0.9&batch=250&seed=12")
        page.evaluate("location.hash = 'eta=99&batch=-1&seed=x'")
        told(page)
        assert page.locator("#eta").input_value() == "0.1", "what makes no sense is passed over"
