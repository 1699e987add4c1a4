// The piece: logits on sliders, their probabilities by softmax, the loss, and its error signal.
(function (numrec) {
  "use strict";

  const { el, formula, button, network } = numrec;
  const { mi, mn, mo, row, indexed } = numrec.maths;
  const START = [2, 1, 0, -1];
  const CLASSES = [...START.keys()];
  const RANGE = { min: -10, max: 10, step: 0.1 };
  const SHIFT = { min: -1000, max: 1000, step: 1 };

  const short = (x, digits = 3) => numrec.format({ x }, { digits });
  const place = (x) => numrec.proper(String(Number(x.toFixed(1))));
  const z = (j) => indexed(mi("z"), null, [j]);
  const a = (j) => indexed(mi("a"), null, [j]);
  const at = (letter, below) => `<msub>${mi(letter)}${mi(below)}</msub>`;
  const oneHot = (t) => Float64Array.from(CLASSES, (j) => Number(j === t));

  // A network that hands on what comes in: its logits are its inputs.
  const net = {
    ...{ sizes: [START.length, START.length], alpha: 0, loss: "cross_entropy" },
    omega: { 1: Float64Array.from(CLASSES.flatMap((j) => [...oneHot(j)])) },
    b: { 1: new Float64Array(START.length) },
  };

  // Probabilities, the loss for target t, the error signal, and the two ways to the logarithm of
  // the sum: as it is written, and with the largest logit taken out first.
  function answers(logits, t) {
    const p = network.forward(net, Float64Array.from(logits)).a[1];
    const [top, exps] = [Math.max(...logits), logits.map(Math.exp)];
    const sum = exps.reduce((all, x) => all + x, 0);
    const rest = logits.reduce((all, x) => all + Math.exp(x - top), 0);
    return {
      p: [...p],
      C: top - logits[t] + Math.log(rest),
      delta: [...network.outputDelta(net, p, oneHot(t))],
      naive: exps.map((x) => x / sum),
      logSum: top + Math.log(rest),
    };
  }

  numrec.logits = { answers };

  numrec.page("logits", (home) => {
    const words = new URLSearchParams(numrec.readAddress(home));
    const asked = (words.get("z") ?? "").split(",").map(Number);
    const isGiven = asked.length === START.length && asked.every((x) => Math.abs(x) <= RANGE.max);
    const begin = { z: isGiven && words.has("z") ? asked : START, shift: 0, t: 0 };
    const shift = Number(words.get("shift") ?? 0);
    if (Math.abs(shift) <= SHIFT.max) begin.shift = shift;
    if (CLASSES.map(String).includes(words.get("target"))) begin.t = Number(words.get("target"));
    let state = begin;
    const { line, say } = numrec.voice();
    const [table, facts] = [el("div"), el("dl", { class: "facts" })];
    const kinds = Object.fromEntries(CLASSES.map((j) => [j, `class ${j}`]));
    const targets = numrec.choice("The right answer", "target", kinds, String(begin.t), (t) =>
      change({ t: Number(t) }),
    );
    const sliders = CLASSES.map((j) =>
      control(`Logit z, class ${j}`, RANGE, row(z(j), mo("=")), (x) => ({
        z: state.z.map((old, k) => (k === j ? x : old)),
      })),
    );
    const all = control("Number that is added to all", SHIFT, row(mi("c"), mo("=")), (x) => ({
      shift: x,
    }));

    function control(label, range, letter, changes) {
      const name = el("span");
      const input = numrec.slider(label, range, (x) => change(changes(x)));
      const show = (x) => {
        input.value = x;
        input.setAttribute("aria-valuetext", place(x));
        name.innerHTML = numrec.maths.math(letter);
        name.append(` ${place(x)}`);
      };
      return { box: numrec.sliderBox(input, name), show };
    }

    function change(changes) {
      state = { ...state, ...changes };
      draw();
    }

    function draw() {
      const logits = state.z.map((x) => x + state.shift);
      const found = answers(logits, state.t);
      sliders.forEach(({ show }, j) => show(state.z[j]));
      all.show(state.shift);
      numrec.choose(targets, String(state.t));
      table.replaceChildren(tableOf(logits, found));
      facts.replaceChildren(...told(logits, found));
      say(sentence(found));
    }

    const highest = (p) => p.indexOf(Math.max(...p));

    function sentence({ p, C, naive }) {
      const best = highest(p);
      const share = `${(100 * p[best]).toFixed(1)} %`;
      const right = best === state.t ? " and is right" : `, but class ${state.t} is right`;
      const broken = naive.every(Number.isFinite)
        ? ""
        : " Computed as it is written, the formula breaks down here; with the largest logit " +
          "subtracted first it does not.";
      const alike = state.shift ? " The number added to all has changed nothing." : "";
      return `Class ${best} gets ${share}${right}. The loss is ${short(C)}.${alike}${broken}`;
    }

    function tableOf(logits, { p, delta }) {
      const head = ["", "z", "", "a", "δ"].map((text) =>
        text ? el("th", { scope: "col" }, text) : el("td"),
      );
      const one = (j) => {
        const bar = el("span", { class: "answer-bar", style: `width: ${100 * p[j]}%` });
        const target = j === state.t ? el("span", { class: "for-ears" }, " target 1") : "";
        return el(
          "tr",
          { class: j === highest(p) ? "best" : null },
          el("th", { scope: "row" }, `class ${j}`, target),
          el("td", { class: "number" }, place(logits[j])),
          el("td", { "aria-hidden": "true", class: j === state.t ? "aim" : null }, bar),
          el("td", { class: "number" }, short(p[j])),
          el("td", { class: `number ${delta[j] < 0 ? "minus" : "plus"}` }, signed(delta[j])),
        );
      };
      return el(
        "table",
        { class: "answers logits" },
        el("thead", {}, el("tr", {}, ...head)),
        el("tbody", {}, ...CLASSES.map(one)),
      );
    }
    const signed = (x) => (x > 0 ? "+" : "") + short(x);

    function told(logits, { p, C, delta, naive, logSum }) {
      const best = highest(p);
      const other = best === state.t ? highest(p.map((x, j) => (j === best ? -1 : x))) : state.t;
      const ln = (inner) => row(mi("ln"), inner);
      const facts = [
        [row(z(best), mo("−"), z(other)), place(logits[best] - logits[other])],
        [row(mi("ln"), mo("("), a(best), mo("/"), a(other), mo(")")), place(Math.log(p[best] / p[other]))],
        [row(mi("ln"), mo("∑"), `<msup>${mi("e")}${at("z", "k")}</msup>`), short(logSum)],
        [row(mi("C"), mo("="), mo("−"), ln(a(state.t))), short(C)],
        [row(mo("∑"), at("δ", "k")), short(sum(delta))],
      ];
      const rows = facts.flatMap(([what, is]) => [el("dt", {}, formula(what)), el("dd", {}, is)]);
      return [...rows, el("dt", {}, "a, by the formula as it is written"), el("dd", {}, naively(naive, p))];
    }

    function naively(naive, p) {
      if (naive.every((x, j) => Math.abs(x - p[j]) < 1e-9)) return "the same";
      return naive.some((x) => Number.isFinite(x)) ? "wrong" : "no number";
    }

    // Sixteen figures leave a rest of their own.
    function sum(values) {
      const total = values.reduce((all, x) => all + x, 0);
      return Math.abs(total) < 1e-12 ? 0 : total;
    }

    home.append(
      el("div", { class: "slider-grid" }, ...sliders.map(({ box }) => box)),
      el("div", { class: "bar" }, all.box, targets),
      line,
      el("div", { class: "two-charts" }, table, facts),
      el(
        "div",
        { class: "bar" },
        button("Add 1000 to all", () => change({ shift: 1000 })),
        button("Start again", () => change(begin)),
      ),
    );
    draw();
  });
})((globalThis.numrec ??= {}));
