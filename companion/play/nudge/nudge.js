// The piece: an untrained network reads a digit; one weight is turned, and the loss moves.
(function (numrec) {
  "use strict";

  const { el, button, formula, nudgeDigits: digits } = numrec;
  const { mi, mn, mo, row, indexed } = numrec.maths;
  const REACH = 2; // the slider goes this far both ways
  const POINTS = 40;

  const KINDS = {
    ink: "from a pixel with ink",
    blank: "from a blank pixel",
    right: "into the output that should be 1",
    wrong: "into the loudest wrong output",
    bias: "a bias, of the output that should be 1",
  };

  const two = (x) => numrec.format({ x }, { digits: 2 });
  const letter = ({ kind, l, place }) => indexed(mi(kind === "b" ? "b" : "ω"), l, place);

  numrec.page("nudge", (place) => {
    const words = new URLSearchParams(numrec.readAddress(place));
    const asked = /^\d$/.test(words.get("digit") ?? "") ? Number(words.get("digit")) : 7;
    const kind = words.get("loss") === "cross_entropy" ? "cross_entropy" : "quadratic";
    const { model, count, most, H } = numrec.nudgeModel(asked, digits.image, kind);
    let curve = [];
    const { line, say } = numrec.voice();

    const weights = numrec.chooser("nudge-weight", "The weight", [], (kind) => choose(kind));
    const shown = numrec.chooser("nudge-digit", "The digit", digits.choices, (digit) => {
      model.digit = Number(digit);
      choose("ink");
    });
    const range = { min: -REACH, max: REACH, step: 0.01 };
    const slider = numrec.slider("The weight's value", range, (x) => {
      model.write(x);
      draw();
    });
    const name = el("span");
    const picture = digits.picture((pixel) => choose("pixel", pixel));
    const [outputs, chart, facts] = [el("div"), el("figure", { class: "picture" }), el("div")];
    const key = el(
      "figcaption",
      {},
      el("span", { class: "key tangent" }),
      "the slope of the two runs",
    );
    const price = numrec.prices(model, count, { H, say, redraw: () => refresh() });

    function choose(kind, pixel) {
      model.choose(kind, pixel);
      const kinds = kind === "pixel" ? { ...KINDS, pixel: `from pixel ${pixel}` } : KINDS;
      numrec.options(weights.select, Object.entries(kinds));
      weights.select.value = kind;
      refresh();
    }

    // While the chosen weight alone is turned, its curve stays.
    function refresh() {
      curve = Array.from({ length: POINTS + 1 }, (_, k) => {
        const x = REACH * ((2 * k) / POINTS - 1);
        return [x, model.lossAt(x)];
      });
      draw();
    }

    function draw() {
      const { chosen } = model;
      const [x, loss, slope, a] = [model.read(), model.loss(), model.slope(), model.outputs()];
      slider.value = x;
      slider.setAttribute("aria-valuetext", two(x));
      name.innerHTML = numrec.maths.math(row(letter(chosen), mo("=")));
      name.append(` ${two(x)}`);
      picture.show(model.digit, chosen.l === 1 ? chosen.place[1] : null);
      outputs.replaceChildren(answers(a));
      chart.replaceChildren(lossChart(x, loss, slope), key);
      facts.replaceChildren(...runs(x, loss, slope));
      price.update(slope);
      say(sentence(a, loss, slope));
    }

    function sentence(a, loss, slope) {
      const way = slope > 0 ? "up" : "down";
      const turned =
        slope === 0
          ? "Turn this weight as you like: the loss does not move"
          : `Turn this weight up a little, and the loss goes ${way}`;
      const { digit, steps } = model;
      const after = steps ? `After ${steps} step${steps > 1 ? "s" : ""} of all weights a` : "A";
      return `${after} ${digit} is read as ${most(a)}; the loss is ${loss.toFixed(4)}. ${turned}.`;
    }

    function answers(a) {
      const best = most(a);
      const one = (x, k) => {
        const bar = el("span", { class: "answer-bar", style: `width: ${(100 * x).toFixed(1)}%` });
        return el(
          "tr",
          { class: k === best ? "best" : null },
          el("th", { scope: "row" }, String(k)),
          el("td", { "aria-hidden": "true" }, bar),
          el("td", { class: "share" }, x.toFixed(3)),
          el("td", { class: "wanted" }, k === model.digit ? "1" : "0"),
        );
      };
      const head = ["Output", "", "a", "target"].map((text) =>
        text ? el("th", { scope: "col", class: "wanted" }, text) : el("td"),
      );
      return el(
        "table",
        { class: "answers" },
        el("thead", {}, el("tr", {}, ...head)),
        el("tbody", {}, ...[...a].map(one)),
      );
    }

    // The line of the measured slope, from one side of the chart to the other.
    function tangent(x, loss, slope, [low, high]) {
      const ends = [-REACH, REACH];
      if (slope !== 0) ends.push(x + (low - loss) / slope, x + (high - loss) / slope);
      const inside = ends.filter((at) => {
        const c = loss + slope * (at - x);
        return Math.abs(at) <= REACH && c >= low - 1e-9 && c <= high + 1e-9;
      });
      return [Math.min(...inside), Math.max(...inside)].map((at) => [at, loss + slope * (at - x)]);
    }

    function lossChart(x, loss, slope) {
      const losses = [...curve.map(([, c]) => c), loss];
      const [low, high] = [Math.min(...losses), Math.max(...losses)];
      const room = Math.max(0.08 * (high - low), 1e-3);
      const y = [low - room, high + room];
      const label =
        `The loss against the weight, from ${-REACH} to ${REACH}. At ${two(x)} it is ` +
        `${loss.toFixed(4)}, and the slope ${numrec.format({ x: slope }, { digits: 5 })}.`;
      return numrec.chart(
        {
          ...{ x: [-REACH, REACH], y, label },
          xTicks: numrec.ticks(-REACH, REACH, 4),
          yTicks: numrec.ticks(...y, 4),
          xName: model.chosen.kind === "b" ? "the bias" : "the weight",
          yName: "loss C",
        },
        ({ line, dot }) => [
          line(tangent(x, loss, slope, y), "tangent"),
          line(curve, "curve"),
          dot(x, loss, "end", 5),
        ],
      );
    }

    // Where the weight lies in the network.
    function from({ kind, l, place: [j, i] }) {
      if (kind === "b") return `The bias of output ${j}.`;
      if (l === 2) return `From hidden node ${i} to output ${j}.`;
      const where = `row ${Math.floor(i / 28)}, column ${i % 28}`;
      return `From pixel ${i} (${where}) to hidden node ${j}.`;
    }

    // The slope by two runs, each with its loss.
    function runs(x, loss, slope) {
      const at = (more) => formula(row(mi("C"), mo("("), letter(model.chosen), more, mo(")")));
      const facts = [
        [at(""), loss.toFixed(9)],
        [at(row(mo("+"), mn(H))), model.lossAt(x + H).toFixed(9)],
        [`their difference, over ${H}`, numrec.format({ x: slope }, { digits: 5 })],
      ];
      const rows = facts.flatMap(([what, is]) => [el("dt", {}, what), el("dd", {}, is)]);
      return [el("p", {}, from(model.chosen)), el("dl", { class: "facts" }, ...rows)];
    }

    const control = el("div", {}, numrec.sliderBox(slider, name), facts);

    function restart() {
      model.restart();
      choose("ink");
    }

    place.append(
      el("div", { class: "bar" }, shown.box, weights.box, button("Start again", restart)),
      line,
      el("div", { class: "nudge-top" }, picture.box, outputs),
      el("div", { class: "nudge-top" }, chart, control),
      price.box,
    );
    shown.select.value = String(model.digit);
    choose(Object.hasOwn(KINDS, words.get("of") ?? "") ? words.get("of") : "ink");
  });
})((globalThis.numrec ??= {}));
