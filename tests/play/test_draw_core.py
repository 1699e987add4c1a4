"""What the page "Draw a digit" computes with: the pen, the preparation, the packed networks."""

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest
from play_page import doubles
from playwright.sync_api import Page

from companion.play.pages import text_of
from companion.play.pen import decode, encode, fitted, ink, raw
from companion.saliency import input_gradient
from numrec import forward, predict
from numrec.data.mnist import MNIST, load_mnist
from numrec.data.preprocess import stages, to_mnist
from numrec.files.model_file import load_model
from numrec.network import Network
from tools import drawings, play_data
from tools.drawings import Drawing, saved

LOAD = """() => {
  globalThis.nets ??= Object.fromEntries(Object.entries(numrec.drawData.models)
    .map(([name, packed]) => [name, numrec.unpacked(packed)]));
  globalThis.drawn = ([pen, text]) => {
    const { decode, fitted, picture } = numrec.pen;
    return numrec.preprocess.stages(picture(fitted(decode(text), pen), pen));
  };
  globalThis.refusal = (act) => {
    try { act(); } catch (error) { return error.message; }
  };
  globalThis.answer = (net, a0) => {
    const { a, L } = numrec.network.forward(net, a0.map(Math.fround));
    return a[L].indexOf(Math.max(...a[L]));
  };
}"""


@pytest.fixture(scope="module")
def bench(core: Page) -> Page:
    """The blank page, with the packed networks unpacked."""
    core.evaluate(LOAD)
    return core


@pytest.fixture(scope="module")
def data() -> MNIST:
    return load_mnist()


@pytest.fixture(scope="module")
def nets() -> dict[str, Network]:
    return {
        name: play_data.with_8_bits(load_model(play_data.MODELS / f"{file}.npz"))
        for name, file in play_data.MODELS_SHOWN.items()
    }


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the page is told, out of its script."""
    text = text_of("draw/data.js")
    found: dict[str, Any] = json.loads(text[text.index("{", text.index("drawData")) : -2])
    return found


def written(*recorded: Drawing) -> list[tuple[int, str]]:
    return [(d.pen, encode(d.strokes)) for d in recorded]


def test_the_recorded_drawings_are_what_their_script_gives() -> None:
    recorded = saved()
    assert drawings.FILE.read_text("utf-8") == drawings.text_of(drawings.drawings())
    assert len(recorded) >= 200
    assert {d.kind for d in recorded} == set(drawings.KINDS)
    assert np.bincount([d.digit for d in recorded]).tolist() == [len(recorded) // 10] * 10
    assert drawings.text_of(drawings.drawings(8)) != drawings.text_of(recorded)


def test_every_recorded_drawing_is_prepared_as_numrec_prepares_it(bench: Page) -> None:
    run = """(all) => all.map((one) => {
      const { box, centred } = drawn(one);
      return [box, centred].map(({ height, width, values }) => [[height, width], floats(values)]);
    })"""
    recorded = saved()
    for drawing, found in zip(recorded, bench.evaluate(run, written(*recorded)), strict=True):
        drawn = ink(fitted(drawing.strokes, drawing.pen), drawing.pen)
        for right, (shape, text) in zip(stages(drawn)[2:], found, strict=True):
            ours = doubles(text, tuple(shape))
            # sums of at most 200 numbers of at most 1, in another order: a pixel of ink more shows
            np.testing.assert_allclose(ours, right, rtol=0, atol=1e-13)
        # float32, as numrec gives them: pixel for pixel
        np.testing.assert_array_equal(ours.astype(np.float32), to_mnist(drawn))


def test_raw_ink_is_pythons(bench: Page) -> None:
    recorded = saved()[::9]
    run = """(all) => all.map(([pen, text]) =>
      floats(numrec.pen.raw(numrec.pen.decode(text), pen).values))"""
    for drawing, text in zip(recorded, bench.evaluate(run, written(*recorded)), strict=True):
        expected = raw(ink(drawing.strokes, drawing.pen))
        np.testing.assert_array_equal(doubles(text, (28, 28)), expected)


def test_odd_pictures_are_prepared_as_numrec_prepares_them(bench: Page) -> None:
    """Sizes that leave halves and thirds of pixels, enlarged and reduced, thin and flat."""
    rng = np.random.default_rng(3)
    run = """([height, width, values]) => floats(numrec.preprocess.stages(
      numrec.picture(height, width, Float64Array.from(values))).centred.values)"""
    shapes = [(1, 1), (3, 3), (7, 40), (40, 7), (1, 90), (61, 59), (20, 20), (28, 28), (19, 21)]
    for height, width in shapes:
        picture = np.round(rng.uniform(0, 1, (height, width)) ** 3, 2)
        picture[rng.integers(height), rng.integers(width)] = 0.4
        found = bench.evaluate(run, [height, width, picture.ravel().tolist()])
        assert np.abs(doubles(found, (28, 28)) - stages(picture).centred).max() < 1e-13


def test_what_is_no_digit_is_refused_in_numrecs_words(bench: Page) -> None:
    run = """([height, width, values]) => refusal(() => numrec.preprocess.stages(
      numrec.picture(height, width, Float64Array.from(values))))"""
    for values, shape in [
        ([0.0] * 4, (2, 2)),
        ([1.0] * 3 + [0.5], (2, 2)),
        ([0.2, 1.5], (1, 2)),
        ([], (0, 3)),
        ([1.0, 1.0, 0.0, 0.6, 1.0, 0.9], (3, 2)),  # the border beside the mean and the corners
        ([0.0, 1.0, 1.0, 1.0, 1.0, 1.0], (2, 3)),
    ]:
        with pytest.raises(ValueError, match="the picture") as refused:
            stages(np.array(values).reshape(shape))
        assert bench.evaluate(run, [*shape, values]) == str(refused.value)
    run = "(text) => refusal(() => numrec.pen.fitted(numrec.pen.decode(text) ?? [], 24))"
    for text in ("", "AAAAAB"):  # nothing, and a dot
        with pytest.raises(ValueError, match="the picture is") as refused:
            fitted(decode(text), 24)
        assert bench.evaluate(run, text) == str(refused.value)


def test_what_numrec_takes_for_white_on_black_is_taken(bench: Page) -> None:
    """Pictures on both sides of the line between ink and paper."""
    run = """(all) => all.map(([height, width, values]) => refusal(() => numrec.preprocess.stages(
      numrec.picture(height, width, Float64Array.from(values)))) ?? "")"""
    rng = np.random.default_rng(5)
    given, said = [], []
    for _ in range(300):
        picture = np.round(rng.uniform(0, 1, tuple(rng.integers(1, 5, 2))), 2)
        given.append([*picture.shape, picture.ravel().tolist()])
        try:
            stages(picture)
            said.append("")
        except ValueError as refused:
            said.append(str(refused))
    assert bench.evaluate(run, given) == said
    assert 60 < sum(map(bool, said)) < 240


def test_strokes_come_back_from_their_letters_and_others_are_refused(bench: Page) -> None:
    for drawing in saved()[::20]:
        text = encode(drawing.strokes)
        assert encode(decode(text)) == text
        assert bench.evaluate("(text) => numrec.pen.encode(numrec.pen.decode(text))", text) == text
    for wrong in ("A", "AAAA", "___", "AAA..AAA", "A+A"):
        with pytest.raises(ValueError, match="is no stroke"):
            decode(wrong)
        assert bench.evaluate("(text) => numrec.pen.decode(text)", wrong) is None


def test_the_packed_data_is_what_the_models_give_and_light(
    data: MNIST, told: dict[str, Any]
) -> None:
    text = play_data.FILE.read_text("utf-8")
    assert text == play_data.draw_data(data), "run `make play`"
    assert len(gzip.compress(text.encode())) <= 350_000
    for model in told["models"].values():
        cost = model["cost"]
        assert abs(cost["after"] - cost["before"]) <= 10
        assert 0 < cost["changed"] <= 20
    drawn = told["drawn"]["all"]
    assert drawn["legible"] >= 0.9 * told["drawn"]["drawings"] >= 200 * 0.9
    assert drawn["drawn prepared"] >= 0.95 * drawn["legible"]
    assert drawn["drawn raw"] < 0.8 * drawn["legible"], "unprepared, the failure teaches"


@pytest.mark.parametrize("name", play_data.MODELS_SHOWN)
def test_the_answers_are_numrecs_on_all_test_images(
    bench: Page, nets: dict[str, Network], data: MNIST, told: dict[str, Any], name: str
) -> None:
    grey = np.round(data.test_images.T * 255).astype(np.uint8)
    run = """([name, text]) => {
      const grey = bytesOf(text);
      return Array.from({ length: grey.length / 784 }, (_, k) => answer(nets[name],
        Float64Array.from(grey.subarray(784 * k, 784 * (k + 1)), (g) => g / 255)));
    }"""
    answers = bench.evaluate(run, [name, base64.b64encode(grey.tobytes()).decode()])
    expected = predict(nets[name], data.test_images.astype(np.float64))
    assert len(answers) == 10_000
    assert answers == expected.tolist()
    right = int((expected == data.test_labels).sum())
    assert right == told["models"][name]["cost"]["after"]


REASONS = """([name, values, k, other]) => {
  const trace = numrec.network.forward(nets[name], Float64Array.from(values));
  const { inputGradient, occlusion, difference, opened } = numrec.reasons;
  const parts = difference(nets[name], trace, k, other);
  return {
    z: [...trace.z[trace.L]],
    slope: [...inputGradient(nets[name], trace, k)],
    hidden: [...occlusion(nets[name], trace, k)],
    parts: { ...parts, pixels: [...parts.pixels] },
    node: opened(nets[name], trace, 2, 5),
  };
}"""


@pytest.mark.parametrize("name", play_data.MODELS_SHOWN)
def test_the_reasons_are_what_numrec_measures(
    bench: Page, nets: dict[str, Network], data: MNIST, name: str
) -> None:
    net = nets[name]
    for place in (0, 8, 18):
        a0 = data.test_images[:, place].astype(np.float64)
        trace = forward(net, a0)
        z = trace.z[net.L][:, 0]
        k, other = (int(j) for j in np.argsort(z)[[-1, -2]])
        found = bench.evaluate(REASONS, [name, a0.tolist(), k, other])
        np.testing.assert_allclose(found["z"], z, atol=1e-11)
        slope = input_gradient(net, a0, np.eye(10)[:, [k]])
        np.testing.assert_allclose(found["slope"], slope.ravel(), atol=1e-12)
        pictures = np.tile(a0.reshape(28, 28, 1), 49)
        for patch in range(49):
            row, column = 4 * (patch // 7), 4 * (patch % 7)
            pictures[row : row + 4, column : column + 4, patch] = 0
        left = forward(net, pictures.reshape(784, 49)).z[net.L][k]
        np.testing.assert_allclose(found["hidden"], z[k] - left, atol=1e-11)
        parts, node = found["parts"], found["node"]
        total = parts["plus"] + parts["minus"] + parts["biases"]
        assert abs(total - (z[k] - z[other])) < 1e-11
        assert abs(sum(parts["pixels"]) + parts["biases"] - parts["total"]) < 1e-11
        products = [p["product"] for p in node["products"]]
        assert abs(sum(products) + node["b"] - trace.z[2][5, 0]) < 1e-12
        assert products == sorted(products, key=abs, reverse=True)


def test_broken_networks_are_broken_as_is_said(bench: Page) -> None:
    run = """(how) => {
      const a0 = numrec.testImages(numrec.drawData.images)[0].values;
      const net = numrec.broken(nets.drawn, how);
      const { z, a, L } = numrec.network.forward(net, a0);
      return { z: [...z[L]], b: [...net.b[L]], rms: [1, 2, 3].map((l) => Math.sqrt(
        net.omega[l].reduce((sum, w, k) => sum + (w - nets.drawn.omega[l][k]) ** 2, 0)
        / nets.drawn.omega[l].reduce((sum, w) => sum + w * w, 0))) };
    }"""
    whole = bench.evaluate(run, {})
    assert whole["rms"] == [0, 0, 0]
    assert not any(bench.evaluate(run, {"biases": False})["b"])
    cut = bench.evaluate(run, {"cut": 2})
    assert cut["z"] == cut["b"] == whole["b"], "only the biases are left"
    noisy = bench.evaluate(run, {"noise": 0.5, "seed": 4})
    assert noisy == bench.evaluate(run, {"noise": 0.5, "seed": 4})
    assert noisy != bench.evaluate(run, {"noise": 0.5, "seed": 5})
    np.testing.assert_allclose(noisy["rms"], 0.5, rtol=0.1)
