"""The page "Train in the browser": its steps are numrec's, and it is used as a person would."""

import numpy as np
import pytest
from play_page import TOUCH, Play, doubles, go, state_of, told
from playwright.sync_api import Page

from numrec import SGD, Momentum, backprop, forward, new_network
from numrec.data.mnist import load_mnist
from tools import train_data

BATCHES = """([options, count]) => {
  const code = numrec.trainingCode(numrec.network);
  const digits = { train: code.unpacked(numrec.trainData.train),
    test: code.unpacked(numrec.trainData.test) };
  const list = (net) => [1, 2].map((l) => [floats(net.omega[l]), floats(net.b[l])]);
  const run = code.training(digits, options);
  const start = list(run.state.net);
  const places = [];
  for (let k = 0; k < count; k += 1) {
    run.one();
    places.push(run.state.batch.places);
  }
  return { start, places, end: list(run.state.net), loss: run.state.loss };
}"""


def test_the_digits_are_what_their_script_gives_and_come_back_level_by_level(core: Page) -> None:
    data = load_mnist()
    assert train_data.FILE.read_text("utf-8") == train_data.train_data(data), "`make play`"
    found = core.evaluate("""floats(numrec.trainingCode(numrec.network)
      .unpacked(numrec.trainData.train).x.subarray(0, 784 * 40))""")
    expected = train_data.levels(data.train_images[:, :40]).T.ravel() / train_data.LEVELS
    np.testing.assert_array_equal(doubles(found), expected)


@pytest.mark.parametrize(("mu", "batch"), [(0, 50), (0.9, 50), (0.9, 250)])
def test_twenty_batches_are_numrecs(core: Page, mu: float, batch: int) -> None:
    options = {"eta": 0.1, "mu": mu, "batch": batch, "seed": 3}
    found = core.evaluate(BATCHES, [options, 20])
    data = load_mnist()
    images = train_data.levels(data.train_images[:, : train_data.TRAIN]) / train_data.LEVELS
    targets = np.eye(10)[:, data.train_labels[: train_data.TRAIN]]
    net = new_network([784, 32, 10], np.random.default_rng(0), dtype=np.float64)
    for l, (omega, b) in enumerate(found["start"], 1):
        net.omega[l][:] = doubles(omega, net.omega[l].shape)
        net.b[l][:] = doubles(b, net.b[l].shape)
    optimiser = Momentum(0.1, mu) if mu else SGD(0.1)
    for places in found["places"]:
        trace = forward(net, images[:, places])
        loss = net.loss.C(trace.a[2], targets[:, places]) / len(places)
        optimiser.step(net, backprop(net, trace, targets[:, places]), len(places))
    assert abs(found["loss"] - loss) < 1e-9
    for l, (omega, b) in enumerate(found["end"], 1):
        assert np.abs(doubles(omega, net.omega[l].shape) - net.omega[l]).max() < 1e-9
        assert np.abs(doubles(b, net.b[l].shape) - net.b[l]).max() < 1e-9
    once = [place for places in found["places"] for place in places]
    if len(once) <= train_data.TRAIN:
        assert len(set(once)) == len(once), "an epoch takes each digit once"


def test_a_seed_gives_the_same_training_again(core: Page) -> None:
    options = {"eta": 0.3, "mu": 0.9, "batch": 50}
    first, again, other = (core.evaluate(BATCHES, [options | {"seed": s}, 3]) for s in (5, 5, 6))
    assert first == again != other


PLACE = "[data-play=train]"


def wait_done(page: Page, what: str) -> None:
    """Wait until the count of mini-batches is as said."""
    page.wait_for_function(f"document.querySelector('{PLACE}').dataset.done {what}")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def trained(page: Page, count: int) -> None:
    """Start, and pause after so many mini-batches; the pause has come when this returns."""
    press(page, "Start")
    wait_done(page, f">= {count}")
    press(page, "Pause")
    page.wait_for_selector(f"{PLACE}[data-running=false]")


def one_batch_more_is_one_and_all_starts_again(page: Page) -> None:
    """What stands still has, after one batch, one more; what still ran would have more."""
    stood = int(page.locator(PLACE).get_attribute("data-done") or 0)
    press(page, "One batch")
    wait_done(page, f"> {stood}")
    assert page.locator(PLACE).get_attribute("data-done") == str(stood + 1)
    press(page, "Start again")
    wait_done(page, "== 0")
    assert page.locator(".batch-list").count() == 0, "the old training's batch is gone"


def share(page: Page) -> int:
    return int(told(page).partition(" per cent")[0].split()[-1])


def test_it_learns_to_read_unless_the_rate_is_too_large(play: Play) -> None:
    page = play("train", "mu=0.9")
    assert "Nothing learned yet" in told(page)
    trained(page, 100)
    assert share(page) > 75
    one_batch_more_is_one_and_all_starts_again(page)
    page = play("train", "eta=3&mu=0.9")
    trained(page, 60)
    assert share(page) < 50


def test_pausing_and_going_on_in_haste_leaves_one_training(core: Page) -> None:
    """A second loop beside the first would show as a turn that was asked for twice."""
    waiting = core.evaluate("""() => {
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


def test_one_batch_while_it_runs_pauses_it(play: Play) -> None:
    page = play("train")
    press(page, "Start")
    wait_done(page, ">= 10")
    press(page, "One batch")
    page.get_by_role("button", name="Go on").wait_for()
    page.wait_for_selector(f"{PLACE}[data-running=false]")
    one_batch_more_is_one_and_all_starts_again(page)


def test_one_batch_at_a_time_by_keyboard_alone(play: Play) -> None:
    page = play("train", width=360)
    page.get_by_role("button", name="One batch").focus()
    for count in (1, 2, 3):
        page.keyboard.press("Enter")
        wait_done(page, f"== {count}")
    assert told(page).startswith("3 mini-batches, 0 epochs.")
    assert page.locator(".batch-list li").count() == 10
    page.get_by_role("radio", name="the last batch's derivatives").focus()
    page.keyboard.press("Space")
    page.locator(".unit-pictures[data-look=slopes] canvas").nth(31).wait_for()
    page.get_by_role("combobox", name="Learning rate").focus()
    page.keyboard.type("0.3")
    assert state_of(page) == "eta=0.3"


def test_by_finger_the_two_walks_are_told_and_in_a_table(play: Play) -> None:
    page = play("train", "mu=0.99", scheme="dark", **TOUCH)
    page.get_by_role("button", name="One batch").tap()
    wait_done(page, "== 1")
    page.get_by_role("radio", name="0.5", exact=True).tap()
    assert state_of(page) == "mu=0.5"
    page.get_by_role("button", name="Walk both").tap()
    page.wait_for_selector(".slice .chart")
    assert page.locator(".slice th", has_text="Momentum 0.5").count() == 1
    assert "After 30 steps plain descent stands at" in told(page)
    assert page.locator(".slice tbody tr").count() >= 8
    plain, fast = page.locator(".slice tbody tr").last.locator("td").all_text_contents()
    assert fast != plain


def test_the_state_is_in_the_address(play: Play) -> None:
    page = play("train", "eta=1&mu=0.9&batch=250&seed=7")
    told(page)
    assert page.locator("#train-eta").input_value() == "1"
    assert page.locator("#train-batch").input_value() == "250"
    assert page.get_by_role("radio", name="0.9", exact=True).is_checked()
    assert page.locator("#train-seed").input_value() == "7"
    page.locator("#train-seed").fill("12")
    page.keyboard.press("Tab")
    assert state_of(page) == "eta=1&mu=0.9&batch=250&seed=12"
    go(page, "eta=99&batch=-1&seed=x")
    told(page)
    assert page.locator("#train-eta").input_value() == "0.1", "what makes no sense is passed over"
