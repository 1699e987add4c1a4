// The last two steps: every weight and bias moves, and the loss is computed again.
(function (numrec) {
  "use strict";

  const { el, formula } = numrec;
  const { mi, mo, row } = numrec.maths;
  const proper = (x) => numrec.format({ x, exact: null }, { digits: 6 });

  const heads = (...words) =>
    el("thead", {}, el("tr", {}, ...words.map((word) => el("th", { scope: "col" }, word))));

  const scrolls = (label, table) => el("div", { class: "scroll-box", "data-label": label }, table);

  const LINE = row(
    mi("θ"),
    mo("←"),
    mi("θ"),
    mo("−"),
    mi("η"),
    `<mfrac>${row(mi("∂"), mi("C"))}${row(mi("∂"), mi("θ"))}</mfrac>`,
  );

  function etaField(eta, set) {
    const input = el("input", {
      type: "range",
      min: -3,
      max: 2,
      step: 0.1,
      value: Math.log10(eta),
      "aria-label": "Learning rate eta, on a scale of powers of ten",
    });
    const words = el("output", {}, String(eta));
    const read = () => Number((10 ** Number(input.value)).toPrecision(2));
    input.addEventListener("input", () => (words.textContent = String(read())));
    input.addEventListener("input", () => set(read()));
    return el(
      "div",
      { class: "slider" },
      el("span", { class: "slider-name" }, formula(mi("η")), " = ", words),
      input,
    );
  }

  // All 17 numbers: now, their derivative, after the step.
  function updateTable(values, after) {
    const rows = numrec.PARAMETERS.map((id) =>
      el(
        "tr",
        {},
        el(
          "th",
          { scope: "row" },
          formula(numrec.symbol(id)),
          el("span", { class: "for-ears" }, ` ${numrec.words(id)}`),
        ),
        el("td", {}, numrec.format(values[id], { digits: 6 })),
        el("td", {}, proper(values[`dC_d${id}`].x)),
        el("td", {}, proper(after[id].x)),
      ),
    );
    return scrolls(
      "All weights and biases, before and after",
      el(
        "table",
        { class: "table" },
        heads("Parameter θ", "Now", "∂C/∂θ", "After"),
        el("tbody", {}, ...rows),
      ),
    );
  }

  function sentence(losses) {
    const [before, after] = [losses[0], losses.at(-1)];
    const steps = losses.length === 2 ? "one step" : `${losses.length - 1} steps`;
    const how =
      after < before
        ? "The loss fell"
        : after > before
          ? "The loss rose: the step was too long. It"
          : "The loss stayed; it";
    return `${how} from ${proper(before)} to ${proper(after)} in ${steps}.`;
  }

  // The loss after each step as bars and as a table.
  function lossTable(losses) {
    const most = Math.max(...losses.filter(Number.isFinite));
    const rows = losses.map((loss, k) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, String(k)),
        el("td", {}, proper(loss)),
        el(
          "td",
          { class: "bar-cell", "aria-hidden": "true" },
          el("span", { class: "loss-bar", style: `width: ${Math.max(1, (100 * loss) / most)}%` }),
        ),
      ),
    );
    return scrolls(
      "The loss after each step",
      el(
        "table",
        { class: "table losses" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", { scope: "col" }, "Steps"),
            el("th", { scope: "col" }, "Loss C"),
            el("td", { "aria-hidden": "true" }),
          ),
        ),
        el("tbody", {}, ...rows),
      ),
    );
  }

  Object.assign(numrec, { downhill: { LINE, etaField, updateTable, sentence, lossTable } });
})((globalThis.numrec ??= {}));
