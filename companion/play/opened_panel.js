// The stage that is open: its equation in matrices, one entry term by term, its proof and code.
(function (numrec) {
  "use strict";

  const { el } = numrec;

  function stageChooser(stages, stage, open) {
    const place = stages.indexOf(stage);
    const first = (one) => numrec.matrix(one.id)[0][0];
    const options = stages.map((one) =>
      el(
        "option",
        { value: one.id, selected: one === stage },
        `${stages.indexOf(one) + 1}. ${one.title}`,
      ),
    );
    const step = (by, words, label) =>
      el(
        "button",
        {
          type: "button",
          "aria-label": label,
          disabled: !stages[place + by],
          onclick: () => open(first(stages[place + by])),
        },
        words,
      );
    const choose = el(
      "select",
      {
        "aria-label": "What is opened",
        onchange: (event) => {
          open(first(stages.find((one) => one.id === event.target.value)));
        },
      },
      ...options,
    );
    return el(
      "div",
      { class: "stage-chooser" },
      step(-1, "‹", "Back one"),
      choose,
      step(1, "›", "On one"),
    );
  }

  // "Proved as F1 · numrec: z[l] = ... (network.py, line 155)", the lines read from the source.
  function provenance(step, data) {
    const known = data.steps?.[step];
    if (!known) return null;
    const name = known.address
      ? el("a", { href: known.address, target: "_top" }, step)
      : el("strong", {}, step);
    const lines = known.lines.map(({ file, line, text, address }) => {
      const place = `${file}, line ${line}`;
      return el(
        "li",
        {},
        el("code", {}, text),
        " ",
        address ? el("a", { href: address, target: "_top" }, place) : el("span", {}, place),
      );
    });
    return el(
      "div",
      { class: "provenance" },
      el("p", {}, "Step ", name, `: ${known.title}.${lines.length ? " In numrec:" : ""}`),
      lines.length ? el("ul", {}, ...lines) : null,
    );
  }

  // state: {open, loss}; gives the children of the panel.
  function openedPanel(state, values, show, open, data) {
    const stages = numrec.stages(state.loss);
    const stage = numrec.stageOf(state.open, state.loss);
    return [
      stageChooser(stages, stage, open),
      el("p", { class: "stage-says" }, stage.says),
      numrec.matrixLine(stage, { values, show, open, opened: state.open }),
      numrec.equationView(state.open, state.loss, values, show),
      provenance(stage.step, data),
    ].filter(Boolean);
  }

  Object.assign(numrec, { openedPanel, provenance });
})((globalThis.numrec ??= {}));
