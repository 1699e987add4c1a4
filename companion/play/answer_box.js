// The box in which a reader types a number before the page shows it.
(function (numrec) {
  "use strict";

  const { el, formula } = numrec;
  const { mo, row } = numrec.maths;

  // judge(text) gives {isRight, sentence}, or null for no number; done() when it was right.
  function answerBox(id, judge, { done, show, other }) {
    const verdict = el("p", { class: "verdict", role: "alert" });
    const input = el("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": `Your number for ${numrec.words(id)}`,
    });

    function check(event) {
      event.preventDefault();
      const found = judge(input.value);
      if (!found) {
        verdict.textContent = "Write a number: 0.25, -3 or 1/3.";
      } else if (found.isRight) {
        done();
      } else {
        verdict.textContent = `Not yet. ${found.sentence}`;
        input.select();
      }
    }

    return el(
      "form",
      { class: "answer", onsubmit: check },
      el("label", {}, formula(row(numrec.symbol(id), mo("="))), input),
      el("button", { type: "submit", class: "do" }, "Check"),
      el("button", { type: "button", class: "do", onclick: show }, "Show me"),
      other
        ? el("button", { type: "button", class: "do", onclick: other }, "Ask another entry")
        : null,
      el("p", { class: "hint" }, "Three decimals are enough."),
      verdict,
    );
  }

  Object.assign(numrec, { answerBox });
})((globalThis.numrec ??= {}));
