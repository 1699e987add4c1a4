// The page: one pass, forward and backward, step by step; shown, or asked first.
(function (numrec) {
  "use strict";

  const { el, formula, button, walk, downhill } = numrec;
  const { mo, row } = numrec.maths;
  const MODES = { show: "Show me each number", ask: "Let me find it first" };
  const LOSS_NAMES = { quadratic: "quadratic, sigmoid", cross_entropy: "cross-entropy, softmax" };

  // The box in which a reader types a number before the page shows it. judge(text) gives
  // {isRight, sentence}, or null for no number; done() is called when it was right.
  function answerBox(id, judge, { done, show, other }) {
    const verdict = el("p", { class: "verdict", role: "alert" });
    const input = el("input", {
      ...{ type: "text", autocomplete: "off", spellcheck: "false" },
      "aria-label": `Your number for ${numrec.words(id)}`,
    });

    function check(event) {
      event.preventDefault();
      const found = judge(input.value);
      if (!found) verdict.textContent = "Write a number: 0.25, -3 or 1/3.";
      else if (found.isRight) done();
      else {
        verdict.textContent = `Not yet. ${found.sentence}`;
        input.select();
      }
    }

    return el(
      "form",
      { class: "answer", onsubmit: check },
      el("label", {}, formula(row(numrec.symbol(id), mo("="))), input),
      button("Check", null, { type: "submit" }),
      button("Show me", show),
      other ? button("Ask another entry", other) : null,
      el("p", { class: "hint" }, "Three decimals are enough."),
      verdict,
    );
  }

  numrec.page("stepper", (place) => {
    const data = numrec.data;
    const start = numrec.example.published(data.example);
    let state = walk.fromAddress(numrec.readAddress(place), start);
    let found = new Set(); // the stages whose numbers the reader has found, or asked to see
    let times = 1; // steps downhill
    const { line, say } = numrec.voice();

    const modes = numrec.choice("Mode", "mode", MODES, "show", (mode) => {
      found = new Set();
      change({ ask: mode === "ask" });
    });
    const losses = numrec.choice("Loss and output", "loss", LOSS_NAMES, state.loss, (loss) => {
      found = new Set();
      change({ loss, step: "start" });
    });
    const list = el("ol", { class: "step-list" });
    const picture = el("figure", { class: "picture" });
    const panel = el("section", { class: "opened", tabindex: "-1", "aria-label": "This step" });

    function change(changes) {
      state = { ...state, ...changes };
      draw();
      numrec.writeAddress(place, walk.toAddress(state, start));
    }

    // To the step so many on, or back; the reader's place is the new step's heading.
    function go(step) {
      change({ step: step.id, ...(walk.isStage(step) ? { open: walk.firstOf(step) } : {}) });
      panel.querySelector("h2, h3").focus({ preventScroll: true });
    }

    function draw() {
      const values = numrec.evaluate(state.numbers, state.loss);
      const steps = walk.walk(state.loss);
      const step = walk.stepOf(state);
      const at = steps.indexOf(step);
      const isAsking = state.ask && walk.isStage(step) && !found.has(step.id);
      const hides = (id) => isHidden(id, steps, at, isAsking);
      const show = { fractions: state.fractions, digits: 6, hides };
      numrec.choose(modes, state.ask ? "ask" : "show");
      numrec.choose(losses, state.loss);
      numrec.redraw(list, ...steps.map((one, k) => stepButton(one, k, at)));
      numrec.redraw(picture, numrec.networkPicture(step.id, values, show, open));
      numrec.redraw(panel, ...heading(steps, at), ...body(step, values, show, isAsking));
      say(told(step, at, steps.length, values, show, isAsking));
    }

    // What comes later is not shown; nor is the step itself, while it is asked.
    function isHidden(id, steps, at, isAsking) {
      const stage = numrec.INPUTS.includes(id) ? null : numrec.stageOf(id, state.loss);
      if (!stage) return false;
      const own = steps.findIndex((one) => one.id === stage.id);
      return own > at || (own === at && isAsking);
    }

    function stepButton(step, k, at) {
      const named = { title: step.title, "aria-label": `Step ${k + 1}: ${step.title}` };
      const here = { class: null, "aria-current": k === at ? "step" : null };
      return el("li", {}, button(String(k + 1), () => go(step), { ...named, ...here }));
    }

    function heading(steps, at) {
      const move = (by, words, label) => {
        const named = { "aria-label": label, disabled: !steps[at + by] };
        return button(words, () => go(steps[at + by]), named);
      };
      return [
        el(
          "div",
          { class: "step-head" },
          move(-1, "‹ Back", "Back one step"),
          el("span", { class: "step-count" }, `Step ${at + 1} of ${steps.length}`),
          move(1, "On ›", "On one step"),
        ),
        numrec.heading(place, steps[at].title, { tabindex: "-1" }),
        el("p", { class: "stage-says" }, steps[at].says),
      ];
    }

    function body(step, values, show, isAsking) {
      if (step.id === "start") return [...inputs(values, show), numrec.provenance(step.step, data)];
      if (!walk.isStage(step))
        return [...downhillBody(step, values), numrec.provenance(step.step, data)];
      const context = { values, show, open, opened: state.open };
      if (isAsking) return asked(step, values, context);
      return [
        numrec.matrixLine(step, context),
        numrec.equationView(state.open, state.loss, values, show),
        numrec.provenance(step.step, data),
      ];
    }

    function inputs(values, show) {
      const line = { line: "all = a0 a_hat omega1 b1 omega2 b2 alpha" };
      return [numrec.knownMatrices(line, { values, show, open, opened: null })];
    }

    function asked(step, values, context) {
      const ids = numrec.matrix(step.id).flat();
      const next = ids[(ids.indexOf(state.open) + 1) % ids.length];
      const reveal = (words) => {
        found.add(step.id);
        draw();
        say(`${words} ${numrec.words(state.open)} is ${shown(values, context.show)}.`);
        panel.querySelector(".step-head button:last-child").focus();
      };
      const judge = (text) => numrec.diagnose(text, state.open, state.loss, values);
      return [
        el("p", {}, "This is what you know. What comes out?"),
        numrec.knownMatrices(step, context),
        answerBox(state.open, judge, {
          done: () => reveal("Right."),
          show: () => reveal("Here it is:"),
          other: ids.length > 1 ? () => change({ open: next }) : null,
        }),
      ];
    }

    function downhillBody(step, values) {
      const eta = downhill.etaField(state.eta, (chosen) => change({ eta: chosen }));
      if (step.id === "update") {
        const after = walk.stepped(state.numbers, values, state.eta);
        return [
          formula(downhill.UPDATE_LINE, { class: "update-line" }),
          eta,
          downhill.updateTable(values, after),
        ];
      }
      const all = lossesNow();
      const more = (words, count) =>
        button(words, () => {
          times = Math.min(50, count);
          draw();
        });
      const moves = [
        more("One more step", times + 1),
        more("Ten more", times + 10),
        more("Start again", 1),
      ];
      return [
        el("p", { class: "verdict" }, downhill.lossSentence(all)),
        eta,
        el("div", { class: "bar" }, ...moves),
        downhill.lossTable(all),
      ];
    }

    const lossesNow = () => walk.losses(state.numbers, state.loss, state.eta, times);

    // The open number, also where the views still hide it.
    const shown = (values, show) => numrec.format(values[state.open], { ...show, hides: null });

    // A cell of the step itself chooses the entry that is opened, or asked.
    function open(id) {
      const step = walk.stepOf(state);
      if (walk.isStage(step) && numrec.matrix(step.id).flat().includes(id)) change({ open: id });
    }

    function told(step, at, count, values, show, isAsking) {
      const where = `Step ${at + 1} of ${count}: ${step.title}.`;
      if (step.id === "after") return `${where} ${downhill.lossSentence(lossesNow())}`;
      if (!walk.isStage(step)) return where;
      const what = numrec.words(state.open);
      return isAsking ? `${where} Asked: ${what}.` : `${where} ${what} is ${shown(values, show)}.`;
    }

    // The arrow keys walk, but not where they already have a meaning.
    function walkByKey(event) {
      if (event.target.closest("input, select, textarea, .scroll-box[tabindex]")) return;
      const steps = walk.walk(state.loss);
      const at = steps.indexOf(walk.stepOf(state));
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: steps.length - 1 }[
        event.key
      ];
      if (to === undefined || !steps[to] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      go(steps[to]);
    }

    place.append(
      el("div", { class: "bar" }, modes, losses),
      line,
      el("nav", { "aria-label": "Steps" }, list),
      panel,
      picture,
    );
    place.addEventListener("keydown", walkByKey);
    numrec.lights(place);
    draw();
    numrec.followAddress(place, (address) => change(walk.fromAddress(address, start)));
  });
})((globalThis.numrec ??= {}));
