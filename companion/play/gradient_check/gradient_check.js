// The page: one derivative measured with a step that the reader chooses, beside backpropagation's.
(function (numrec) {
  "use strict";

  const { el, formula, example, measure, powers, gradientCharts } = numrec;
  const RIGHT = "none: the code is right";

  const isStep = (k) => k >= -15 && k <= 0 && Number.isInteger(4 * k);

  function fromAddress(address, start) {
    const words = new URLSearchParams(address);
    const state = {
      numbers: example.fromAddress(address, start).numbers,
      of: "omega2_0_1",
      k: -1,
      mistake: "",
    };
    if (numrec.PARAMETERS.includes(words.get("of"))) state.of = words.get("of");
    if (words.get("h") && isStep(Number(words.get("h")))) state.k = Number(words.get("h"));
    if (Object.hasOwn(measure.BROKEN, words.get("mistake") ?? ""))
      state.mistake = words.get("mistake");
    return state;
  }

  function toAddress({ numbers, of, k, mistake }, start) {
    const base = example.toAddress({ ...example.fresh(start), numbers }, start);
    const own = [`of=${of}`, `h=${k}`];
    if (mistake) own.push(`mistake=${encodeURIComponent(mistake)}`);
    return [...own, base].filter(Boolean).join("&");
  }

  const LESSONS = {
    unseen: `This mistake does not touch this derivative: choose another number, or this check
      will not see it.`,
    broken: `No step makes the error small: the curve is flat and high. The measurement is right,
      and the code is wrong.`,
    kink: `This step walks over the kink of leaky ReLU, at the dotted line. The secant mixes two
      slopes. A smaller step stays on one side.`,
    long: `The step is long, and the error falls with its square: a tenth of the step, a hundredth
      of the error.`,
    short: `The step is too short. The two losses agree in nearly all their digits, and what is
      left of them is rounding.`,
    best: "This is near the best step: the curve's bend and the rounding are in balance.",
  };

  // What the chosen step shows: a name of LESSONS.
  function lesson({ mistake, k }, points, ours, truth, bend) {
    if (mistake) return ours === truth ? "unseen" : "broken";
    const best = points.reduce((a, b) => (b.error < a.error ? b : a));
    if (bend !== null && Math.abs(bend) <= 10 ** k) return "kink";
    if (k > best.k + 1) return "long";
    return k < best.k - 1 ? "short" : "best";
  }

  numrec.page("gradient_check", (place) => {
    const start = example.published(numrec.data.example);
    let state = fromAddress(numrec.readAddress(place), start);
    const { line, say } = numrec.voice();

    const ids = numrec.PARAMETERS.map((id) => [id, numrec.words(id)]);
    const which = numrec.chooser("which", "The number that is turned", ids, (of) => change({ of }));
    const mistakes = [["", RIGHT], ...Object.keys(measure.BROKEN).map((name) => [name, name])];
    const code = numrec.chooser("code", "Mistake in the code", mistakes, (mistake) =>
      change({ mistake }),
    );
    const stepName = "Step h, on a scale of powers of ten";
    const slider = numrec.slider(stepName, { min: -15, max: 0, step: 0.25 }, (k) => change({ k }));
    const stepWords = el("output", { class: "step-words" });
    const facts = el("dl", { class: "facts" });
    const words = el("p", { class: "lesson" });
    const loss = el("figure", { class: "picture" });
    const error = el("figure", { class: "picture" });
    const tables = el("div");
    const errorRows = el("div");

    function change(changes) {
      state = { ...state, ...changes };
      draw();
      numrec.writeAddress(place, toAddress(state, start));
    }

    function draw() {
      const numbers = Object.fromEntries(
        Object.entries(state.numbers).map(([id, f]) => [id, f.toNumber()]),
      );
      const h = 10 ** state.k;
      const truth = measure.derivative(numbers, state.of);
      const ours = measure.derivative(numbers, state.of, state.mistake);
      const points = gradientCharts.errors(numbers, state.of, ours);
      const here = points.find(({ k }) => k === state.k);
      const bend = measure.kink(numbers, state.of);
      const told = LESSONS[lesson(state, points, ours, truth, bend)].replace(/\s+/g, " ");
      [which.select.value, code.select.value, slider.value] = [state.of, state.mistake, state.k];
      slider.setAttribute("aria-valuetext", `h is ${powers(h, 2)}`);
      stepWords.textContent = powers(h, 2);
      words.textContent = told;
      const said = state.mistake ? "The broken code says" : "Backpropagation says";
      const slope = numrec.figures(here.measured);
      const off = here.error === 0 ? "0" : powers(here.error);
      facts.replaceChildren(
        ...fact("Measured", slope),
        ...fact(said, numrec.figures(ours)),
        ...fact("Relative error", off),
      );
      numrec.redraw(loss, gradientCharts.lossChart(numbers, state.of, h, ours), legend("loss"));
      numrec.redraw(
        error,
        gradientCharts.errorChart(points, state.k, (k) => change({ k }), bend),
        legend("error"),
      );
      numrec.redraw(tables, gradientCharts.lossTable(numbers, state.of, h));
      numrec.redraw(errorRows, gradientCharts.errorTable(points));
      say(`Step ${powers(h, 2)}: measured ${slope}, relative error ${off}. ${told}`);
    }

    const fact = (name, value) => [el("dt", {}, name), el("dd", {}, value)];

    const KEYS = {
      loss: { curve: "loss  ", secant: "through both ends  ", tangent: "slope that the code says" },
      error: { curve: "error  ", tangent: "slope 2  ", here: "chosen step" },
    };
    const legend = (which) =>
      el(
        "figcaption",
        {},
        ...Object.entries(KEYS[which]).flatMap(([name, words]) => [
          el("span", { class: `key ${name}`, "aria-hidden": "true" }),
          words,
        ]),
      );

    place.append(
      el("div", { class: "bar" }, which.box, code.box),
      numrec.sliderBox(slider, formula(numrec.maths.mi("h")), " = ", stepWords),
      facts,
      words,
      el("div", { class: "for-ears" }, line),
      loss,
      numrec.folded("The same in numbers", tables),
      error,
      numrec.folded("The same in numbers", errorRows),
    );
    draw();
    numrec.followAddress(place, (address) => change(fromAddress(address, start)));
  });
})((globalThis.numrec ??= {}));
