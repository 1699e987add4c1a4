"""The boxes in which a reader writes a line: what they say, to whom, and what they weigh."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from line_scope import full_scope, plain_right
from play_page import doubles
from playwright.sync_api import Browser, Locator, Page
from site_checks import SEEN, Watch, run_axe

from companion.exercises.lines import lines, networks, page_data
from companion.play.pages import LINES
from numrec import Network, activation
from numrec.losses import loss_by_name

STEPS = list(lines())
CHAPTERS = {
    "forward_pass": ["F1"],
    "loss": ["N3"],
    "softmax": ["S1", "S5"],
    "optimisers": ["O1", "O2"],
    "output_layer": ["B9", "B11"],
    "any_depth": ["H7"],
    "training": ["G2", "G1"],
    "bridge": ["bridge-partial", "bridge-chain", "bridge-back"],
}
MOST_BYTES = 40_000
RIGHT = "(omega[l + 1].T @ delta[l + 1]) * f_prime(z[l])"

JUDGE = """([data, step, texts]) => texts.map((text) => {
  const { kind, words, mark } = numrec.line.judge(text, data.lines[step], data.networks);
  return { kind, words: words.map((part) => part.code ?? part).join(""), mark };
})"""


def judged(core: Page, step: str, texts: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = core.evaluate(JUDGE, [page_data([step]), step, texts])
    return found


# What is judged, on a blank page.


@pytest.mark.parametrize("step", STEPS)
def test_right_lines_are_right_however_they_are_written(core: Page, step: str) -> None:
    line = lines()[step]
    for text, said in zip(line.answers, judged(core, step, list(line.answers)), strict=True):
        assert said["kind"] == "right", (text, said)
        assert ("measured" in said["words"]) == bool(line.by or line.slope)
        assert ("network" in said["words"]) == page_data([step])["lines"][step]["ofNetworks"]


@pytest.mark.parametrize("step", STEPS)
def test_every_mistake_is_told_by_its_sentence_however_it_is_written(core: Page, step: str) -> None:
    for mistake in lines()[step].mistakes:
        for text, said in zip(mistake.typed, judged(core, step, list(mistake.typed)), strict=True):
            assert said["kind"] == "mistake", (text, said)
            assert said["words"].endswith(mistake.says), (text, said)


# A step, what is typed, the kind of the answer and what is in it.
SAID = [
    ("H7", "(omega[l + 1] @ delta[l + 1]) * f_prime(z[l])", "mistake", "omega[l + 1] is (2, 5)"),
    ("H7", "omega[l + 1] @ delta[l + 1].T", "shape", "delta[l + 1].T is (1, 2), and @ wants"),
    ("H7", f"3 * {RIGHT}", "wrong", "Each is 3 times the right one."),
    ("B9", "(a[L] - a_hat) * f_prime(a[L])", "mistake", "And each number is 0.5 times what that"),
    ("S5", "(a_hat - a) * a * (1 - a)", "mistake", "already. And each number is -1 times what"),
    ("O1", "eta * theta - dC_dtheta / m", "wrong", "row 0, column 0: yours is"),
    ("B9", "grad_a(a[L])", "value", "is a * missing?"),
    ("H7", "z[l]", "wrong", "row 0, column 0: yours is "),
    ("H7", "z[l] * f_prime(z[l])", "wrong", "the measured slope "),
    ("H7", "1 / 0 * z[l]", "value", "a division by 0"),
    ("H7", "z[l] / (z[l] - z[l])", "wrong", "infinite, or no number"),
    ("H7", "omega[l].T @ delta[l]", "layer", "with l = 2: I cannot go on at the mark: layer 2 of"),
    ("H7", "omega[l].T @ delta[l]", "layer", "this is not known here; known are layers 3 to 4"),
    ("H7", "omega(l + 1).T", "value", "a layer is chosen in square brackets"),
    ("H7", "(z[l] - z[l]) / (z[l] - z[l])", "wrong", "infinite, or no number"),
    ("B9", "2 * (a[L] - a_hat[L])", "value", "this has no layers: write it without the brackets"),
    ("O1", "theta - eta * dC_dtheta / 4", "wrong", "In a 2-5-3-4-2 network, row 0"),
    ("O1", "theta - eta @ dC_dtheta", "shape", "@ joins arrays, and one of these is a single"),
    ("S5", "(a - a_hat) * f_prime(z)", "name", "not known here; names here: a, a_hat, z."),
    ("S5", "(a - a_hat).T", "shape", "The numbers are right, and lie the other way: .T"),
    ("bridge-back", "(M * d).sum(axis=0)", "shape", "with keepdims=True a sum keeps both."),
    ("N3", "(a - a_hat).T @ (a - a_hat)", "shape", "The number is right: take it out with [0, 0]."),
    ("N3", " ", "unread", "Nothing is written yet."),
    ("G2", "q - t + 1", "wrong", "With t = 6 and k = 4 and q = 5: yours is 0, the right number 3."),
    ("H7", "omega.T", "value", "these are all layers at once"),
    ("H7", "f_prime", "value", "this is a function"),
    ("N3", "((a[L] - a_hat) ** 2).sum()", "name", "write the name alone, without [L]"),
    ("B9", "2 * (a - a_hat)", "value", "choose one in brackets; known are layers 0 to 4"),
    ("H7", "grad_a", "name", "grad_a is not known here"),
    ("H7", "delta[l + 1", "unread", "expected ]; the line ends"),
    ("S1", "np.exp(z) / sum(np.exp(z))", "name", "write np.sum"),
    ("S1", "np.exp(z) / np.sum(np.exp(z)", "unread", "the line ends"),
    (
        "N3",
        "np.sum((a - a_hat) ** 2, axis=0)",
        "shape",
        "The number is right: take it out with [0]",
    ),
    ("N3", "a - a_hat", "shape", "the shape is (3, 1); asked is a single number"),
    ("F1", "omega[2] @ a[1] + b[2]", "shape", "with l = 3, the shape is (4, 1); asked is (3, 1)"),
    ("B11", "delta[L] @ a[L - 1]", "shape", "delta[L] is (3, 1), a[L - 1] is (2, 1)"),
    ("O1", "theta - eta * g", "name", "g is not known here"),
    ("bridge-chain", "3 * w", "wrong", " and t = "),
    ("bridge-chain", "x * t", "wrong", ": yours is"),
    ("bridge-partial", "4 * y + 2 * x**2", "wrong", "It is 2 times the right one."),
    ("bridge-back", "M @ d", "mistake", "With M of (4, 3) and d of (4, 1): M is (4, 3), d is"),
    ("bridge-back", "d", "shape", "the shape is (4, 1); asked is (3, 1)"),
]


@pytest.mark.parametrize(("step", "text", "kind", "words"), SAID)
def test_what_is_wrong_is_said(core: Page, step: str, text: str, kind: str, words: str) -> None:
    (said,) = judged(core, step, [text])
    assert said["kind"] == kind
    assert words in said["words"]


CASE = """([data, step]) => {
  const asked = data.lines[step];
  const bits = ({ shape, data }) => ({ shape, bits: floats(data) });
  return data.networks.map((network) => {
    const made = numrec.line.makeCase(network, asked.loss, asked.isBatch);
    const { net, a0, aHat, values } = made;
    const told = {};
    for (const [key, value] of values) {
      if (value.data) told[key] = bits(value);
      if (value.layers) told[key] = [...value.layers].map(([l, array]) => [l, bits(array)]);
    }
    const [kind, at] = asked.by ?? ["b", "L"];
    const slopes = bits(made.slopes(kind, values.get(at).data[0]));
    const b = Object.values(net.b).map((one) => [...one]);
    const omega = Object.values(net.omega).map((one) => [...one]);
    return { omega, b, a0: [...a0], aHat: [...aHat], values: told, slopes };
  });
}"""


def as_columns(samples: list[float], n: int) -> Any:
    return np.array(samples).reshape(-1, n).T


def numrecs(network: dict[str, Any], found: dict[str, Any], loss: str) -> tuple[Network, Any, Any]:
    """Return numrec's network with the page's numbers, its input and its target."""
    sizes = network["sizes"]
    shapes = zip(found["omega"], found["b"], sizes[1:], strict=True)
    layers = {l: (np.array(w), np.array(b), n) for l, (w, b, n) in enumerate(shapes, start=1)}
    net = Network(
        {l: w.reshape(n, -1) for l, (w, _, n) in layers.items()},
        {l: b.reshape(n, 1) for l, (_, b, n) in layers.items()},
        activation(network["hidden"], 0.2),
        activation(loss_by_name(loss).output),
        loss_by_name(loss),
    )
    return net, as_columns(found["a0"], sizes[0]), as_columns(found["aHat"], sizes[-1])


def same(told: dict[str, Any], right: Any, within: float = 1e-12) -> None:
    right = np.asarray(right, dtype=np.float64)
    assert tuple(told["shape"]) == right.shape
    np.testing.assert_allclose(doubles(told["bits"], right.shape), right, rtol=0, atol=within)


@pytest.mark.parametrize("step", ["H7", "S5", "O2"])
def test_the_networks_are_numrecs_and_their_slopes_are_measured(core: Page, step: str) -> None:
    """Of both losses, and of a batch: every value that a line may name."""
    line = lines()[step]
    for network, found in zip(
        networks(), core.evaluate(CASE, [page_data([step]), step]), strict=True
    ):
        net, a0, a_hat = numrecs(network, found, line.loss)
        v = found["values"]["v"]
        scope = full_scope(net, a0, a_hat, network, doubles(v["bits"], tuple(v["shape"])))
        known = {"f_L", "f_L_prime", "grad_a"} if line.loss == "cross_entropy" else set()
        plain = {key: found["values"][key] for key in ("x", "y", "w", "t", "M", "d")}
        given = {key: doubles(told["bits"], tuple(told["shape"])) for key, told in plain.items()}
        scope |= {**given, **plain_right(**given)}
        for key, told in found["values"].items():
            if isinstance(told, dict) and key not in known:
                same(told, scope[key])
            elif isinstance(told, list):
                assert [l for l, _ in told] == sorted(scope[key])
                for l, array in told:
                    same(array, scope[key][l])
        kind, at = line.by or ("b", "L")
        right = scope["delta"][scope[at]].sum(axis=1, keepdims=True)
        assert kind == "b"
        same(found["slopes"], right, within=1e-7)
        kinks = [np.abs(scope["z"][l]).min() for l in range(1, net.L)]
        assert min(kinks) > 1e-3, "a slope would be measured over the kink of leaky ReLU"


# The boxes on the built pages.

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def watches(browser: Browser) -> Iterator[dict[str, Watch]]:
    made: dict[str, Watch] = {}
    wide: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
    narrow: dict[str, Any] = {"viewport": {"width": 360, "height": 900}, "color_scheme": "dark"}
    narrow |= {"has_touch": True}
    for kind, screen in {"wide": wide, "narrow": narrow}.items():
        context = browser.new_context(**screen, reduced_motion="reduce")
        made[kind] = Watch(context.new_page())
    yield made
    for watch in made.values():
        watch.page.context.close()


@pytest.fixture
def open_chapter(
    watches: dict[str, Watch], site: Path, serve: Callable[[Path], str]
) -> Iterator[Open]:
    """Open a chapter, wide from the folder or narrow from a server; demand that no fault comes."""
    used = []

    def open_(chapter: str, kind: str = "wide") -> Page:
        root = site.as_uri() if kind == "wide" else serve(site)
        address = f"{root}/notebooks/{chapter}.html"
        if watches[kind].page.url != address:  # else it is open, and a box forgets what it said
            assert watches[kind].open(address) == []
        used.append(watches[kind])
        return watches[kind].page

    yield open_
    for watch in used:
        assert watch.faults == []
        assert watch.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def box_of(page: Page, step: str) -> Locator:
    return page.locator(f"[data-line={step}]")


def says(box: Locator) -> str:
    return box.get_by_role("status").inner_text()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_step_has_its_box_where_it_is_derived(
    open_chapter: Open, site: Path, chapter: str
) -> None:
    """One text box, one status region; a mistake is told, and the right line is right."""
    page = open_chapter(chapter, "narrow" if chapter == "forward_pass" else "wide")
    assert (
        page.locator("[data-line]").evaluate_all("all => all.map((one) => one.dataset.line)")
        == (CHAPTERS[chapter])
    )
    for step in CHAPTERS[chapter]:
        line, box = lines()[step], box_of(page, step)
        if line.step:  # before the equation, where the reader finds it, or behind
            assert page.locator(f"#equation-{step.lower()}").count() == 1
        text, status = box.get_by_role("textbox"), box.get_by_role("status")
        assert text.count() == status.count() == box.get_by_role("button").count() == 1
        assert status.get_attribute("aria-live") == "polite"
        assert text.evaluate("(one) => one.labels[0].textContent") == line.asks
        mistake = line.mistakes[0]
        text.fill(mistake.typed[0])
        text.press("Enter")
        assert mistake.says in says(box)
        assert text.input_value() == mistake.typed[0], "Enter breaks no line"
        assert box.get_attribute("data-verdict") == "mistake"
        text.fill(line.answers[0])
        box.get_by_role("button", name="Check").click()
        assert says(box).startswith("Right.")
        assert page.evaluate("(step) => numrec.marks.has(step, 'written')", step) == bool(line.step)


def test_by_keyboard_alone(open_chapter: Open) -> None:
    page = open_chapter("any_depth")
    box = box_of(page, "H7")
    box.get_by_role("textbox").fill("")
    page.keyboard.type("omega[l + 1].T @ delta[l + 1]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Space")
    assert says(box) == (
        "Right shape, wrong numbers. f' is missing: this is how C changes with a, and delta is how "
        "it changes with z."
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert box.locator("dl").is_visible(), "what the line may name is unfolded"
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_the_place_is_marked_for_eyes_and_said_for_ears(open_chapter: Open) -> None:
    page = open_chapter("forward_pass", "narrow")
    box = box_of(page, "F1")
    box.get_by_role("textbox").fill("omega[l] @@ a[l - 1]")
    box.get_by_role("button").tap()
    assert box.locator("mark").text_content() == "@"
    assert "The place: character 11, @." in box.get_by_role("status").text_content()  # type: ignore[operator]
    assert box.locator(".line-read").text_content() == "omega[l] @@ a[l - 1]"
    box.get_by_role("textbox").fill("omega[l] @")
    box.get_by_role("button").tap()
    assert "The place: the end of the line." in box.get_by_role("status").text_content()  # type: ignore[operator]


HTML = "<img src=gone.png onerror=\"globalThis.pwned = 1\"> omega[l + 1] @ '</code><script>'"


def test_markup_that_is_typed_stays_text(open_chapter: Open) -> None:
    page = open_chapter("any_depth")
    box = box_of(page, "H7")
    for text in (HTML, f"omega{HTML}", "omega[l+1] @ omega[l+1] < 3"):
        box.get_by_role("textbox").fill(text)
        box.get_by_role("textbox").press("Enter")
        assert box.locator("img, script").count() == 0
        assert says(box)
    box.get_by_role("textbox").fill("omega[l + 1].T @ (z[l] <a[l])")
    box.get_by_role("textbox").press("Enter")
    assert "(z[l] <a[l]) is (5, 1)" in says(box)
    assert page.evaluate("typeof globalThis.pwned") == "undefined"


@pytest.mark.parametrize(
    ("kind", "chapter", "rules"), [("wide", "any_depth", ""), ("narrow", "forward_pass", SEEN)]
)
def test_axe_finds_nothing_in_a_box_that_has_answered(
    open_chapter: Open, kind: str, chapter: str, rules: str
) -> None:
    page = open_chapter(chapter, kind)
    box = page.locator("[data-line]")
    box.locator("details").evaluate("(one) => (one.open = true)")
    box.get_by_role("textbox").fill("omega[l + 1] @ omega[l + 1]")
    box.get_by_role("textbox").press("Enter")
    assert says(box)
    where = {"include": [".write-line"]}
    assert run_axe(page, rules, where) == []
    planted = "<p style='color: #bbb; background: #ccc'>pale</p>"
    box.evaluate("(box, html) => box.insertAdjacentHTML('beforeend', html)", planted)
    assert [fault.split(":")[0] for fault in run_axe(page, rules, where)] == ["axe color-contrast"]
    box.locator("p").last.evaluate("(one) => one.remove()")


def test_the_boxes_stand_in_these_chapters_alone_and_each_step_once(site: Path) -> None:
    found = {
        page.stem: re.findall(r'data-line="([\w-]+)"', page.read_text("utf-8"))
        for page in site.rglob("*.html")
    }
    assert {stem: steps for stem, steps in found.items() if steps} == CHAPTERS
    assert sorted(step for steps in CHAPTERS.values() for step in steps) == sorted(STEPS)


def test_without_a_script_the_box_says_so(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "notebooks" / "any_depth.html").as_uri())
    box = box_of(page, "H7")
    assert "which your browser has not run" in box.inner_text()
    assert not box.locator("textarea").is_visible()
    context.close()


# What a chapter weighs more for its boxes, and for the fields of its exercises, which share a file.


def added(site: Path, chapter: str) -> tuple[list[str], int]:
    """Return the scripts that are there for the boxes, and all that they add, with gzip."""
    page = (site / "notebooks" / f"{chapter}.html").read_text("utf-8")
    scripts = re.findall(r'<script[^>]*src="[^"]*_static/(lines/[^"?]+)', page)
    styles = re.findall(r'<link[^>]*href="[^"]*_static/(lines/[^"?]+)', page)
    inline = re.findall(r"<script>[^<]*\.(?:line|answer)Data = .*?</script>", page, re.DOTALL)
    boxes = re.findall(r'<div class="write-line".*?</details>\s*</div>', page, re.DOTALL)
    assert len(boxes) == len(CHAPTERS[chapter])
    files = [(site / "_static" / name).read_bytes() for name in (*scripts, *styles)]
    parts = [*files, "".join(inline).encode(), "".join(boxes).encode()]
    return scripts, sum(len(gzip.compress(part)) for part in parts)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_box_is_light(site: Path, chapter: str) -> None:
    scripts, bytes_more = added(site, chapter)
    assert scripts == ["lines/lines.js"], "one shared file; the page's own data stand in the page"
    assert 5_000 < bytes_more <= MOST_BYTES


def test_the_one_file_holds_each_script_once_and_stands_where_something_is_asked(
    site: Path,
) -> None:
    text = (site / "_static" / "lines" / "lines.js").read_text("utf-8")
    assert text.count('"use strict";') == len(LINES)
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        asks = re.search(r'<div ([^>]*data-(line|exercise)=|class="recall-list")', page)
        assert ("_static/lines/" in page) == bool(asks), path
