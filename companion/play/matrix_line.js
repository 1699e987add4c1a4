// A stage's equation in matrices, with the numbers put in; the entry that is open stands out.
(function (numrec) {
  "use strict";

  const { el, formula } = numrec;
  const { mi, mo, row } = numrec.maths;

  // Words for the signs that a line has between its matrices.
  const SIGNS = {
    "=": "equals",
    "+": "plus",
    "−": "minus",
    "∘": "times, entry by entry,",
    "/": "divided by",
    "∑": "the sum of",
    2: "two times",
    "f(": "f of",
    "f′(": "f prime of",
    "σ(": "sigma of",
    "e^(": "e to the",
    "ln(": "the logarithm of",
    ")": "",
  };

  const isMatrix = (token) => !(token in SIGNS);
  const caption = (name) =>
    name.endsWith("'") ? `${numrec.words(name.slice(0, -1))}, transposed` : numrec.words(name);

  // The name of a matrix: its letter, and T where it is transposed.
  function heading(name) {
    const turned = name.endsWith("'");
    const letter = numrec.symbol(turned ? name.slice(0, -1) : name);
    return turned ? `<msup>${row(mo("("), letter, mo(")"))}${mi("T")}</msup>` : letter;
  }

  function cell(id, context) {
    const { values, show, open, opened } = context;
    const label = numrec.label(id, values, { ...show, digits: Math.min(show.digits, 4) });
    return el(
      "td",
      { class: id === opened ? "open" : null },
      el(
        "button",
        {
          type: "button",
          "data-ids": id,
          "aria-label": `${numrec.words(id)}: ${label}`,
          "aria-pressed": String(id === opened),
          onclick: () => open(id),
        },
        label,
      ),
    );
  }

  function drawn(name, context) {
    const rows = numrec
      .matrix(name)
      .map((ids) => el("tr", {}, ...ids.map((id) => cell(id, context))));
    return el(
      "div",
      { class: "matrix" },
      el("table", { "aria-label": caption(name) }, el("tbody", {}, ...rows)),
      formula(heading(name), { class: "matrix-name" }),
    );
  }

  function sign(token) {
    const shown = token === "2" ? "2 ·" : token.replace("(", " (");
    return el(
      "span",
      { class: "matrix-sign", role: "img", "aria-label": SIGNS[token] || ")" },
      shown,
    );
  }

  // The matrices that a stage starts from, each once and none transposed: what a reader knows.
  function knownMatrices(stage, context) {
    const names = stage.line.split(" = ")[1].split(" ").filter(isMatrix);
    const plain = [...new Set(names.map((name) => name.replace("'", "")))].filter(
      (name) => !context.show.hides?.(numrec.matrix(name)[0][0]),
    );
    return el(
      "div",
      { class: "matrix-line scroll-box", "data-label": "What is known" },
      ...plain.map((name) => drawn(name, context)),
    );
  }

  // context: {values, show, open, opened}; open(id) is called when a cell is chosen.
  function matrixLine(stage, context) {
    const tokens = stage.line.split(" ");
    return el(
      "div",
      { class: "matrix-line scroll-box", "data-label": "The equation in matrices" },
      ...tokens.map((token) => (isMatrix(token) ? drawn(token, context) : sign(token))),
    );
  }

  Object.assign(numrec, { matrixLine, knownMatrices });
})((globalThis.numrec ??= {}));
