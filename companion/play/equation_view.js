// One quantity as an equation: its terms side by side, in letters, in numbers, and multiplied out.
(function (numrec) {
  "use strict";

  const { el, formula } = numrec;
  const { mo, row } = numrec.maths;

  const spoken = (term, show) => {
    const names = term.ids.map((id) => numrec.words(id)).join(" times ");
    const why = term.why ? `, since ${term.why}` : "";
    return `${term.sign < 0 ? "minus " : ""}${names}${why}: ${numrec.format(term.value, show)}`;
  };

  function termButton(term, show) {
    const product = numrec.format(term.value, show);
    return el(
      "button",
      {
        type: "button",
        class: "term",
        "data-term": "",
        "data-ids": term.ids.join(" "),
        "aria-label": spoken(term, show),
      },
      formula(term.letters, { class: "letters" }),
      formula(term.numbers, { class: "numbers" }),
      el("span", { class: "product" }, term.isProduct ? product : "\u00a0"),
    );
  }

  const between = (term, place) => {
    if (term.sign < 0) return "−";
    return place ? "+" : "";
  };

  // Gives the element, and the terms that it shows.
  function equationView(id, loss, values, show) {
    const terms = numrec.termsOf(id, loss, values, show);
    const value = values[id];
    const equals = numrec.isWhole(value, show) ? "=" : "≈";
    const parts = terms.flatMap((term, place) => {
      const sign = between(term, place);
      const button = termButton(term, show);
      return sign ? [el("span", { class: "sign", "aria-hidden": "true" }, sign), button] : [button];
    });
    const other = secondForm(value, show);
    return el(
      "div",
      { class: "equation", role: "group", "aria-label": `${numrec.words(id)}, term by term` },
      formula(row(numrec.symbol(id), mo("=")), { class: "left" }),
      ...parts,
      el(
        "span",
        { class: "result" },
        `${equals} `,
        el("strong", {}, numrec.format(value, show)),
        other ? ` ${other}` : "",
      ),
    );
  }

  // A fraction beside its decimals, or decimals beside the fraction; nothing where there is none.
  function secondForm(value, show) {
    if (!value.exact) return "";
    const other = { ...show, fractions: !show.fractions };
    const [first, second] = [numrec.format(value, show), numrec.format(value, other)];
    return first === second ? "" : `${numrec.isWhole(value, other) ? "=" : "≈"} ${second}`;
  }

  Object.assign(numrec, { equationView, secondForm });
})((globalThis.numrec ??= {}));
