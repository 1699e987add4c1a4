// The piece: thirty layers of starting weights, and how large z is in each of them.
(function (numrec) {
  "use strict";

  const { el, formula, button, network } = numrec;
  const { mi, mn, mo, row } = numrec.maths;
  const [LAYERS, WIDTH, SAMPLES] = [30, 64, 16]; // nodes in each layer, inputs at random
  const SIZES = Array(LAYERS + 1).fill(WIDTH);
  const POWERS = [-10, 10]; // of ten, on the axis
  const START = { scale: 1, alpha: 0, seed: 14 };
  const RANGES = {
    scale: { min: 0.5, max: 2, step: 0.01 },
    alpha: { min: 0, max: 1, step: 0.05 },
  };
  const NAMES = { scale: "Scale of the starting weights", alpha: "Slope alpha" };

  const short = (x) => numrec.proper(String(Number(x.toPrecision(3))));
  const size = (values) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

  const kept = {}; // He's weights, and the samples, by seed
  function he(seed) {
    if (!kept[seed]) {
      const next = network.random(seed + 4999);
      const x = Float64Array.from({ length: SAMPLES * WIDTH }, () => network.normal(next));
      kept[seed] = { net: network.newNetwork(SIZES, seed), x };
    }
    return kept[seed];
  }

  // The root mean square of z in each layer; scale is times He's spread of the square root of 2/n.
  function sizes({ scale, alpha, seed }) {
    const { net, x } = he(seed);
    const omega = Object.fromEntries(
      network.layers(net).map((l) => [l, net.omega[l].map((weight) => scale * weight)]),
    );
    const { z } = network.forward({ ...net, alpha, omega }, x);
    return network.layers(net).map((l) => size(z[l]));
  }

  // What a layer multiplies that root by, on average over starts (step I2).
  const factor = ({ scale, alpha }) => scale * Math.sqrt(1 + alpha * alpha);

  // The inputs are normal, so the first layer has scale times the root of two.
  const predicted = (state) =>
    SIZES.slice(1).map((_, k) => Math.SQRT2 * state.scale * factor(state) ** k);

  numrec.depth = { sizes, predicted, factor, he, SIZES };

  numrec.page("depth", (place) => {
    const words = new URLSearchParams(numrec.readAddress(place));
    const begin = { ...START };
    for (const [id, { min, max }] of Object.entries(RANGES)) {
      const x = Number(words.get(id));
      if (words.has(id) && x >= min && x <= max) begin[id] = x;
    }
    let state = { ...begin };
    const { line, say } = numrec.voice();
    const chart = el("figure", { class: "picture" });
    const facts = el("dl", { class: "facts" });
    const sliders = Object.fromEntries(Object.keys(RANGES).map((id) => [id, control(id)]));

    function control(id) {
      const name = el("span");
      const input = numrec.slider(NAMES[id], RANGES[id], (x) => change({ [id]: x }));
      const letter = formula(row(mi(id === "alpha" ? "α" : "s"), mo("=")));
      const show = (x) => {
        input.value = x;
        input.setAttribute("aria-valuetext", short(x));
        name.replaceChildren(letter, ` ${short(x)}`);
      };
      return { box: numrec.sliderBox(input, name), show };
    }

    function change(changes) {
      state = { ...state, ...changes };
      draw();
    }

    function draw() {
      const [found, right] = [sizes(state), predicted(state)];
      for (const [id, { show }] of Object.entries(sliders)) show(state[id]);
      chart.replaceChildren(drawn(found, right));
      facts.replaceChildren(...told(found, right));
      say(sentence(found));
    }

    // By what z has grown or shrunk from the first layer to the last.
    const change30 = (found) => found.at(-1) / found[0];
    const grown = (times) =>
      times >= 0.01 && times < 100 ? short(times) : numrec.powers(times, 2);

    function sentence(found) {
      const [by, times] = [factor(state), change30(found)];
      const each = `Each layer multiplies the size of z by about ${short(by)}`;
      const end = `in layer ${LAYERS} it is ${grown(times)} times that of layer 1`;
      const how =
        (times > 100 && "it explodes") ||
        (times < 0.01 && "it vanishes") ||
        (by > 1.03 && "it grows") ||
        (by < 0.97 && "it shrinks") ||
        "on average over starts it keeps its size, and the rest is the luck of this one";
      return `${each}; ${end}: ${how}.`;
    }

    function told(found, right) {
      const sum = row(mo("("), mn(1), mo("+"), `<msup>${mi("α")}${mn(2)}</msup>`, mo(")"));
      const by = row(mi("s"), `<msup>${sum}${mn("1/2")}</msup>`);
      const facts = [
        [["a layer's factor ", formula(by)], short(factor(state))],
        ["last layer over first, predicted", grown(change30(right))],
        ["last layer over first, measured", grown(change30(found))],
      ];
      return facts.flatMap(([what, is]) => [el("dt", {}, ...[what].flat()), el("dd", {}, is)]);
    }

    function drawn(found, right) {
      const at = (values) => values.map((x, k) => [k + 1, Math.log10(x)]);
      const label =
        `The root mean square of z in each of ${LAYERS} layers, on a logarithmic axis: from ` +
        `${grown(found[0])} in layer 1 to ${grown(found.at(-1))} in layer ${LAYERS}. The line ` +
        `that is predicted ends at ${grown(right.at(-1))}.`;
      const power = (k) => [k, k === 0 ? "1" : `10${numrec.raised(k)}`];
      return numrec.chart(
        {
          ...{ x: [0, LAYERS + 1], y: POWERS, label },
          xTicks: [1, 10, 20, 30].map((l) => [l, String(l)]),
          yTicks: [-10, -5, 0, 5, 10].map(power),
          xName: "layer l",
          yName: "root mean square of z",
        },
        ({ line: to, dot }) => [
          to(at(right), "tangent"),
          ...at(found).map(([l, x]) => dot(l, x, "spot", 3.5)),
        ],
      );
    }

    place.append(
      el("div", { class: "slider-grid" }, ...Object.values(sliders).map(({ box }) => box)),
      line,
      el(
        "div",
        { class: "two-charts" },
        el(
          "div",
          {},
          chart,
          el(
            "p",
            { class: "keys" },
            el("span", {}, el("span", { class: "xor-key differ" }), "measured, one start"),
            el("span", {}, el("span", { class: "key tangent" }), "predicted"),
          ),
        ),
        el(
          "div",
          {},
          facts,
          el("p", { class: "hint" }, "s multiplies weights that He's rule has drawn for ReLU."),
        ),
      ),
      el(
        "div",
        { class: "bar" },
        button("He's weights", () => change({ scale: 1 })),
        button("He's rule with alpha", () =>
          change({ scale: Number((1 / Math.sqrt(1 + state.alpha ** 2)).toFixed(2)) }),
        ),
        button("Other starting weights", () => change({ seed: (state.seed % 99) + 1 })),
      ),
    );
    draw();
  });
})((globalThis.numrec ??= {}));
