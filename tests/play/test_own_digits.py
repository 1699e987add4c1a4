"""A reader's own digits: collected, mended, kept, saved and brought back; one hand, learned."""

import base64
import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from own_digits_files import DIGITS, SOUND, refused
from play_page import TOUCH, Play, go, state_of, told
from playwright.sync_api import Page
from site_checks import SEEN, carried, run_axe

from companion.play.pen import encode
from numrec import load_model, predict, read_digit
from numrec.data.own_digits import HELD, IMAGES, LABELS, read_own_digits, usual_repeat
from numrec.evaluate import interval
from tools import hand
from tools.drawings import Drawing

HAND = hand.hand()
MEMORY = "numrec.own-digits"
OWN = {"accept_downloads": True}
"""A window of its own, so that what it keeps is in no other test's way."""


def text64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(scope="module")
def mine() -> bytes:
    return hand.archive(hand.packed(HAND))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "my digits (1)/"])
def test_a_file_is_read_also_where_it_was_unpacked_and_packed_again(
    core: Page, compression: int, folder: str
) -> None:
    files = {folder + name: data for name, data in SOUND.items()}
    files |= {f"__MACOSX/._{IMAGES}": b"of a packer", f"{folder}png/001-a-3.png": b"a picture"}
    found = core.evaluate(
        "(text) => numrec.ownFile.opened(bytesOf(text))", text64(hand.archive(files, compression))
    )
    assert [one["label"] for one in found] == [3, 1, 4, 1]
    assert [one["held"] for one in found] == [False, False, True, False]
    assert [base64.b64decode(one["grey"]) for one in found] == [one.tobytes() for one in DIGITS]


REFUSAL = """async (text) => {
  const store = numrec.ownStore(() => {});
  const sound = await numrec.ownFile.opened(bytesOf(globalThis.sound));
  store.change(() => sound);
  let said = "read";
  const file = new Blob([bytesOf(text)]);
  await store.add(file).catch((error) => (said = `${error.name} ${error.message}`));
  return { said, same: JSON.stringify(store.all()) === JSON.stringify(sound) };
}"""


def test_what_is_broken_or_meant_ill_is_refused_in_numrecs_words_and_loses_nothing(
    core: Page,
) -> None:
    core.evaluate("(text) => (globalThis.sound = text)", text64(hand.archive(SOUND)))
    for wrong, (data, says) in refused().items():
        found = core.evaluate(REFUSAL, text64(data))
        assert found["said"].startswith("RangeError "), wrong
        assert says in found["said"], wrong
        assert found["said"].isprintable(), wrong
        assert found["same"], wrong
    assert core.evaluate(REFUSAL, text64(hand.archive(SOUND)))["said"] == "read"


def test_what_is_saved_are_pictures_a_table_and_idx_files_the_same_each_time(
    core: Page, mine: bytes, tmp_path: Path
) -> None:
    run = """async (text) => {
      const digits = await numrec.ownFile.opened(bytesOf(text));
      const drawn = digits.map((one) => ({ ...one, pen: "thin", strokes: "AAAAAB.B__" }));
      const saved = [0, 1].map(() => numrec.ownFile.saved(drawn));
      const again = await numrec.ownFile.opened(saved[0]);
      return { files: saved.map((bytes) => floats(bytes)),
        same: JSON.stringify(again) === JSON.stringify(drawn) };
    }"""
    found = core.evaluate(run, text64(mine))
    assert found["same"], "strokes and all"
    first, second = (
        np.frombuffer(base64.b64decode(text)).astype(np.uint8).tobytes() for text in found["files"]
    )
    assert first == second
    own, ours = tmp_path / "my-digits.zip", tmp_path / "ours.zip"
    own.write_bytes(first)
    ours.write_bytes(mine)
    saved, expected = read_own_digits(own), read_own_digits(ours)
    for name in ("images", "labels", "held"):
        assert np.array_equal(getattr(saved, name), getattr(expected, name))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith(".png")]
        archive.extractall(tmp_path)
        rows = archive.read("digits.csv").decode().splitlines()
    assert len(names) == len(HAND)
    for k in (0, 57, 99):
        assert np.array_equal(read_digit(tmp_path / names[k]), expected.images[:, [k]])
        label, held = expected.labels[k], int(expected.held[k])
        assert rows[k + 1] == f"{k + 1},{names[k]},{label},{held},thin,AAAAAB.B__"
    assert np.array_equal(read_own_digits(tmp_path / IMAGES).labels, expected.labels)
    assert (tmp_path / LABELS).is_file()


def test_a_pictures_checksums_are_right_also_where_it_is_bright(core: Page) -> None:
    run = "(text) => numrec.ownFile.opened(bytesOf(text)).then(numrec.ownFile.saved).then(floats)"
    saved = core.evaluate(run, text64(hand.archive(SOUND)))
    data = np.frombuffer(base64.b64decode(saved)).astype(np.uint8).tobytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        picture = archive.read("png/0001-a-3.png")
    head, body, end = (picture.index(name) for name in (b"IHDR", b"IDAT", b"IEND"))
    rows = np.frombuffer(zlib.decompress(picture[body + 4 : end - 8]), np.uint8).reshape(28, 29)
    assert np.array_equal(rows[:, 1:], DIGITS[0])
    for start, stop in ((head, body - 8), (body, end - 8), (end, len(picture) - 4)):
        assert zlib.crc32(picture[start:stop]).to_bytes(4, "big") == picture[stop : stop + 4]


def test_a_drawing_is_kept_pixel_for_pixel_as_numrec_prepares_it(core: Page) -> None:
    run = """([pen, text]) => {
      const { decode, fitted, picture } = numrec.pen;
      const { centred } = numrec.preprocess.stages(picture(fitted(decode(text), pen), pen));
      return numrec.ownFile.grey(centred.values);
    }"""
    images = hand.packed(HAND)[IMAGES][16:]
    for k, drawing in enumerate(HAND):
        found = core.evaluate(run, [drawing.pen, encode(drawing.strokes)])
        assert base64.b64decode(found) == images[784 * k : 784 * (k + 1)]


def test_intervals_and_repeats_are_numrecs(core: Page) -> None:
    for right, count in ((27, 30), (0, 5), (5, 5), (1, 1)):
        run = "([right, count]) => numrec.ownTraining.interval(right, count)"
        found = core.evaluate(run, [right, count])
        assert found == pytest.approx(interval(right, count), abs=1e-12)
    run = """(n) => {
      const code = numrec.trainingCode(numrec.network);
      const digits = { train: code.unpacked(numrec.trainData.train) };
      const own = { x: Array(n).fill(new Float64Array(784)), labels: Array(n).fill(0),
        held: Array(n).fill(false) };
      return code.pool(code.withOwn(digits, own), { own: "mixed", times: 0 });
    }"""
    for n in (1, 5, 70, 1000):
        places = core.evaluate(run, n)
        counts = np.bincount(places)
        assert counts[:2500].tolist() == [1] * 2500
        assert counts[2500:].tolist() == [usual_repeat(n, 2500)] * n


# So many batches with MNIST alone, then with the hand mixed in, then with the hand alone.
LEARNS = """async ([text, counts]) => {
  const code = numrec.trainingCode(numrec.network);
  const all = await numrec.ownFile.opened(bytesOf(text));
  const { train, test } = numrec.trainData;
  const digits = code.withOwn({ train: code.unpacked(train), test: code.unpacked(test) }, {
    x: all.map((one) => Float64Array.from(numrec.ownFile.pixels(one.grey), (g) => g / 255)),
    labels: all.map((one) => one.label), held: all.map((one) => one.held) });
  const run = code.training(digits, { eta: 0.1, mu: 0.9, batch: 50, seed: 1, own: "none" });
  return Object.entries(counts).map(([own, count]) => {
    const seen = new Set();
    run.options.own = own;
    for (let k = 0; k < count; k += 1) {
      run.one();
      for (const place of run.state.batch.places) seen.add(place);
    }
    const own_ = [...seen].filter((place) => place >= 2500).length;
    return { before: run.state.before, now: run.state.scores.at(-1), own: own_,
      others: seen.size - own_, held: digits.held.count };
  });
}"""


def test_mixed_in_the_hand_is_learned_and_mnist_is_kept_and_alone_mnist_is_forgotten(
    core: Page, mine: bytes
) -> None:
    counts = {"none": 100, "mixed": 60, "alone": 120}
    first, mixed, alone = core.evaluate(LEARNS, [text64(mine), counts])
    (longer,) = core.evaluate(LEARNS, [text64(mine), {"none": 160}])
    assert [each["before"][0] for each in (first, mixed, alone)] == [0, 100, 160]
    assert [each["now"] for each in (first, mixed)] == [mixed["before"], alone["before"]]
    assert [each["own"] for each in (first, mixed, alone)] == [0, 70, 70]
    assert [each["others"] > 2000 for each in (first, mixed, alone)] == [True, True, False]
    assert (alone["others"], alone["held"]) == (0, 30)
    (_, mnist, own), (_, mnist_mixed, own_mixed), (_, mnist_alone, own_alone) = (
        each["now"] for each in (first, mixed, alone)
    )
    assert own < 0.7, own
    assert own_mixed > own + 0.25, (own, own_mixed)
    assert own_mixed > longer["now"][2] + 0.2, "it is not that it trained for longer"
    assert mnist_mixed > mnist - 0.04, (mnist, mnist_mixed)
    assert own_alone >= own_mixed
    assert mnist_alone < mnist_mixed - 0.02, (mnist_mixed, mnist_alone)


@pytest.fixture
def desk_of_own(play: Play) -> Play:
    """Pages that keep nothing from the test before."""

    def opened(name: str, state: str = "", **options: Any) -> Page:
        page = play(name, state, **options, **OWN)
        page.evaluate("localStorage.clear()")
        page.reload()  # in the same process: another one may still be told what there was
        page.wait_for_selector(f"[data-play={name}][data-ready]")
        assert kept(page) == []
        return page

    return opened


def own_axe_faults(page: Page, rules: str = "") -> list[str]:
    """Run axe-core on the part for the reader's own digits; test_every_page.py has the rest."""
    return run_axe(page, rules, {"include": [".own"]})


def words(page: Page) -> str:
    return " ".join(page.locator(".own-words").all_inner_texts()).strip()


def put(page: Page, *drawings: Drawing) -> None:
    """Have drawings kept, each as the digit that is asked for."""
    for drawing in drawings:
        told(page)  # the address is what was put last
        go(page, f"strokes={encode(drawing.strokes)}")
        told(page)
        page.get_by_role("button", name="Keep it").click()


def kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        "(key) => JSON.parse(localStorage.getItem(key))?.digits ?? []", MEMORY
    )
    return found


def test_digits_are_asked_for_kept_mended_and_there_after_a_reload(desk_of_own: Play) -> None:
    page = desk_of_own("draw", "strokes=")
    page.get_by_role("button", name="Keep it").click()
    assert words(page) == "There is no drawing to keep."
    put(page, HAND[0], HAND[1])
    assert words(page) == "Kept as a 1, 2 in all. Next: a 2."
    assert told(page) == words(page)
    assert page.locator("#own-label").input_value() == "2"
    for drawing in (HAND[10], HAND[20]):
        go(page, f"strokes={encode(drawing.strokes)}")
        page.locator(".pad").press("0")
    assert [one["label"] for one in kept(page)] == [0, 1, 0, 0]
    assert [one["held"] for one in kept(page)] == [False, False, False, True]
    carried(page, MEMORY, page.reload)
    page.wait_for_selector("[data-play=draw][data-ready]")
    assert "Kept: 4 digits of yours, 1 held back" in page.inner_text(".own")
    page.locator(".own-list button").nth(2).click()
    assert "Number 4: a 0, held back" in page.inner_text(".own .opened")
    page.locator("#own-is").select_option("8")
    assert words(page) == "Now it is an 8."
    assert [one["label"] for one in kept(page)] == [0, 1, 0, 8]
    assert [one["held"] for one in kept(page)] == [False, False, False, True], "as it was"
    page.get_by_role("button", name="Delete it").click()
    assert [one["label"] for one in kept(page)] == [0, 1, 0]
    back = page.get_by_role("button", name="Take the last change back")
    back.click()
    assert [one["label"] for one in kept(page)] == [0, 1, 0, 8]
    assert back.is_disabled()
    page.get_by_role("button", name="Delete all").click()
    assert kept(page) == []
    back.click()
    assert len(kept(page)) == 4


def test_a_drawing_too_long_to_be_kept_is_a_picture_and_locks_nothing_away(
    desk_of_own: Play,
) -> None:
    scribble = np.random.default_rng(0).integers(20, 260, (7000, 2)).astype(float)
    page = desk_of_own("draw", "strokes=")
    put(page, HAND[0], Drawing(1, "a scribble", HAND[0].pen, [scribble]))
    assert [one["strokes"] != "" for one in kept(page)] == [True, False]
    assert "Kept: 2 digits of yours" in page.inner_text(".own")


def test_by_mouse_and_a_drawing_comes_back_to_the_pad(desk_of_own: Play) -> None:
    page = desk_of_own("draw", "strokes=")
    box = page.locator(".pad").bounding_box()
    assert box
    page.mouse.move(box["x"] + 90, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 220, steps=5)
    page.mouse.up()
    drawn = state_of(page)
    page.locator("#own-label").select_option("1")
    page.get_by_role("button", name="Keep it").click()
    assert kept(page)[0]["label"] == 1
    assert drawn == f"strokes={kept(page)[0]['strokes']}"
    assert state_of(page) == "strokes="
    page.locator(".own-list button").click()
    page.get_by_role("button", name="Put it on the pad").click()
    assert state_of(page) == drawn


def test_by_keyboard_alone(desk_of_own: Play) -> None:
    page = desk_of_own("draw", "strokes=")
    page.locator(".pad").focus()
    page.keyboard.press("7")
    assert words(page) == "There is no drawing to keep."
    page.keyboard.press("Space")
    for _ in range(16):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    assert words(page) == "Kept as a 1, 1 in all. Next: a 0."
    assert page.evaluate("document.activeElement.className").startswith("pad")
    page.keyboard.press("Backspace")  # the drawing is there again
    page.locator("#own-label").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Keep it").press("Enter")
    assert [one["label"] for one in kept(page)] == [1, 1]
    assert page.evaluate("document.activeElement.className").startswith("pad")
    for left in (1, 0):
        page.locator(".own-list button").first.press("Enter")
        page.get_by_role("button", name="Delete it").press("Enter")
        assert len(kept(page)) == left
        assert page.evaluate("document.activeElement.closest('.own') !== null"), "not lost"
    page.get_by_role("button", name="Take the last change back").press("Enter")
    assert len(kept(page)) == 1
    page.get_by_role("button", name="Delete all").press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Take the last change back"


def test_by_finger_on_a_phone_in_the_dark(desk_of_own: Play) -> None:
    page = desk_of_own("draw", f"strokes={encode(HAND[3].strokes)}", scheme="dark", **TOUCH)
    told(page)
    page.locator("#own-label").select_option("3")
    page.get_by_role("button", name="Keep it").tap()
    page.locator(".own-list button").tap()
    assert "Number 1: a 3, to learn from, read as a 3." in page.inner_text(".own .opened")
    assert own_axe_faults(page, SEEN) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.reload()  # it comes although it lies screens above
    page.wait_for_selector("[data-play=draw][data-ready]")


def test_saved_as_a_file_and_brought_back_into_another_browser(
    desk_of_own: Play, tmp_path: Path
) -> None:
    page = desk_of_own("draw", "strokes=")
    put(page, *HAND[:3], HAND[0])  # twice the same picture, with two labels
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save them as a file").click()
    assert coming.value.suggested_filename == "my-digits.zip"
    coming.value.save_as(tmp_path / "a.zip")
    before = kept(page)
    page.get_by_role("button", name="Delete all").click()
    page.set_input_files("#own-import", tmp_path / "a.zip")
    page.wait_for_function("document.querySelector('.own > .own-words').textContent !== ''")
    page.get_by_text("4 digits were added.").wait_for()
    assert kept(page) == before
    page.locator("#own-shown").select_option("3")
    page.locator(".own-list button").click()
    page.locator("#own-is").select_option("0")
    before[3]["label"] = 0
    page.set_input_files("#own-import", tmp_path / "a.zip")
    page.get_by_text("0 digits were added, 4 there already.").wait_for()
    assert kept(page) == before, "a label that was mended stays so"
    (tmp_path / "b.zip").write_bytes(refused()["a script for a name"][0])
    page.set_input_files("#own-import", tmp_path / "b.zip")
    page.get_by_text(
        "The file is refused, and nothing was changed: entry 4: found an odd"
    ).wait_for()
    assert kept(page) == before


def test_two_open_pages_lose_nothing_of_each_other(desk_of_own: Play) -> None:
    page = desk_of_own("draw", "strokes=")
    put(page, HAND[0])
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("[data-play=draw][data-ready]")
    put(other, HAND[1])
    page.get_by_text("Kept: 2 digits of yours").wait_for()
    assert page.get_by_role("button", name="Take the last change back").is_disabled()
    put(page, HAND[11])  # it still asks for a one
    other.get_by_text("Kept: 3 digits of yours").wait_for()
    assert [one["label"] for one in kept(other)] == [0, 1, 1]
    other.close()


# As a browser does that shares nothing with pages opened from a folder; the theme asks too.
KEEPS_NOTHING = """{ const get = Storage.prototype.getItem;
  Storage.prototype.getItem = function (key) {
    if (key.startsWith("numrec")) throw new DOMException("not here", "SecurityError");
    return get.call(this, key);
  }; }"""


def test_where_nothing_can_be_kept_the_page_says_so_and_goes_on(play: Play) -> None:
    page = play("draw", "strokes=", accept_downloads=True, locale="en-GB")
    page.add_init_script(KEEPS_NOTHING)
    page = play("draw", "strokes=", accept_downloads=True, locale="en-GB")
    assert "This browser keeps nothing for this page" in page.inner_text(".own .complaint")
    put(page, *HAND[:2])
    assert words(page) == "Kept as a 1, 2 in all. Next: a 2."
    with page.expect_download():
        page.get_by_role("button", name="Save them as a file").click()


def test_what_another_version_has_kept_is_left_as_it_is(desk_of_own: Play) -> None:
    page = desk_of_own("draw", "strokes=")
    other = '{"version": 2, "digits": "of later"}'
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [MEMORY, other])
    carried(page, MEMORY, page.reload)
    page.wait_for_selector("[data-play=draw][data-ready]")
    assert "cannot be read here, and is left as it is" in page.inner_text(".own .complaint")
    put(page, HAND[0])
    assert page.evaluate("(key) => localStorage.getItem(key)", MEMORY) == other
    page.get_by_role("button", name="Delete all").click()
    assert words(page).endswith("What could not be read is gone for good.")
    put(page, HAND[0])
    assert len(kept(page)) == 1


def test_a_full_browser_keeps_what_it_has_and_the_drawing_stays(desk_of_own: Play) -> None:
    page = desk_of_own("draw", "strokes=")
    put(page, HAND[0])
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException(); } }")
    put(page, HAND[1])
    assert words(page).startswith("Nothing was changed: the browser has no room for more")
    assert len(kept(page)) == 1
    assert page.get_by_role("button", name="Clear").is_enabled(), "the drawing is on the pad"


PLACE = "[data-play=train]"
SHIPPED = (
    ("trained for drawn digits", "drawn-digits", 85),
    ("the plain recipe", "784-256-10", 65),
)
"""The draw page's networks: what it calls them, their files, and how few of 100 they may read."""


def python_reads(name: str, file: Path) -> int:
    own = read_own_digits(file)
    net = load_model(Path(__file__).parents[2] / "models" / f"{name}.npz")
    return int((predict(net, own.images) == own.labels).sum())


@pytest.mark.parametrize("way", ["file", "http"])
def test_what_the_draw_page_keeps_the_training_page_learns(
    desk_of_own: Play, site: Path, serve: Any, tmp_path: Path, mine: bytes, way: str
) -> None:
    root = {"root": serve(site)} if way == "http" else {}
    (tmp_path / "mine.zip").write_bytes(mine)
    page = desk_of_own("draw", "strokes=", **root)
    page.set_input_files("#own-import", tmp_path / "mine.zip")
    page.get_by_text("100 digits were added.").wait_for()
    for network, name, most in SHIPPED:
        page.get_by_role("radio", name=network).check()
        said = re.search(r"reads (\d+) of 100 as meant", page.inner_text(".own"))
        assert said
        # to the page a weight is a whole number of 8 bits
        assert abs(int(said[1]) - python_reads(name, tmp_path / "mine.zip")) <= 2
        assert int(said[1]) <= most
    train = page.url.partition("#")[0].replace("draw.html", "train.html#mu=0.9")
    carried(page, MEMORY, lambda: page.goto(train))
    page.wait_for_selector(f"{PLACE}[data-ready]")
    assert "100 digits of yours: 70 to learn from, 30 held back." in page.inner_text(".own")
    if way == "http":
        return
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function(f"document.querySelector('{PLACE}').dataset.done >= 50")
    page.get_by_role("radio", name="MNIST and yours").check()
    page.wait_for_function(f"document.querySelector('{PLACE}').dataset.done >= 120")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_selector(f"{PLACE}[data-running=false]")
    told(page)
    assert page.evaluate("location.hash") == "#mu=0.9&own=mixed"
    own, mnist = page.locator(".own tbody tr").all()
    before, now = (int(text.split(" %")[0]) for text in own.locator("td").all_inner_texts())
    assert now > before + 10
    before, now = (int(text.split(" %")[0]) for text in mnist.locator("td").all_inner_texts())
    assert now > before - 5
    assert "(95 % interval)" in page.inner_text(".own")


def test_on_the_training_page_a_file_can_be_added_or_is_refused(
    desk_of_own: Play, tmp_path: Path, mine: bytes
) -> None:
    page = desk_of_own("train", "own=mixed&times=3", reduced_motion="reduce")
    assert "No digit of yours is here." in page.inner_text(".own")
    assert page.get_by_role("radio", name="MNIST and yours").is_disabled()
    (tmp_path / "a.zip").write_bytes(refused()["a label of 10"][0])
    page.set_input_files("#train-import", tmp_path / "a.zip")
    page.get_by_text("The file is refused, and nothing was changed: labels-idx1-ubyte").wait_for()
    without = {name: data for name, data in SOUND.items() if name != HELD}
    (tmp_path / "a.zip").write_bytes(hand.archive(without))
    page.set_input_files("#train-import", tmp_path / "a.zip")
    page.get_by_text(
        "4 to learn from, none held back, so there is nothing to examine it on yet"
    ).wait_for()
    page.evaluate("localStorage.clear()")
    page.reload()
    page.wait_for_selector(f"{PLACE}[data-ready]")
    (tmp_path / "a.zip").write_bytes(mine)
    page.set_input_files("#train-import", tmp_path / "a.zip")
    page.get_by_text("100 digits were added.").wait_for()
    assert page.locator("#train-times").input_value() == "3"
    page.get_by_role("button", name="One batch").click()
    page.wait_for_selector(f"{PLACE}[data-done='1']")
    told(page)
    assert page.locator(".own tbody tr").count() == 2
    page.evaluate("document.querySelectorAll('.play details').forEach((one) => (one.open = true))")
    assert own_axe_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 900})
    page.emulate_media(color_scheme="dark")
    told(page)
    assert own_axe_faults(page, SEEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


def test_axe_finds_nothing_where_digits_are_kept(desk_of_own: Play, tmp_path: Path) -> None:
    page = desk_of_own("draw", "strokes=", reduced_motion="reduce")
    put(page, *HAND[:2])
    page.locator(".own-list button").first.click()
    told(page)
    assert own_axe_faults(page) == []
