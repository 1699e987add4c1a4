// The field below an exercise: where a reader answers on the page, with no kernel behind it.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const WANTED = {
    number: "Your answer, a number",
    fraction: "Your answer, a fraction",
    vector: "Your answer, numbers with commas between",
    matrix: "Your answer, rows with semicolons between",
    expression: "Your answer, a formula",
    order: "Your order, numbers with commas between",
    choice: "Your choice",
  };

  // Packed, so that nobody reads an answer by looking at the page's source.
  function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  function textField(id, { kind }) {
    const input = el("input", {
      ...{ id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false" },
    });
    const label = el("label", { for: id }, WANTED[kind]);
    return { field: el("div", {}, label, input), given: () => input.value.trim() };
  }

  function choiceField(id, { options }) {
    const radios = Object.entries(options).map(([letter, words]) =>
      el(
        "label",
        {},
        el("input", { type: "radio", name: id, value: letter }),
        ` ${letter}: ${words}`,
      ),
    );
    const legend = el("legend", {}, WANTED.choice);
    const field = el("fieldset", {}, legend, ...radios);
    return { field, given: () => field.querySelector(":checked")?.value ?? "" };
  }

  function mount(box, known) {
    const id = `answer-${box.dataset.exercise}`;
    const { field, given } = known.kind === "choice" ? choiceField(id, known) : textField(id, known);
    const status = el("p", { role: "status", "aria-live": "polite" });
    const form = el("form", {}, field, el("button", { type: "submit" }, "Check"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const said = given() ? numrec.answers.judge(known, given()) : "No answer yet.";
      box.dataset.verdict = said === "Right." ? "right" : "open";
      if (said === "Right.") known.steps.forEach((step) => numrec.marks.set(step, "answered"));
      status.textContent = said;
    });
    const hint = box.querySelector("details");
    known.hint = hint.querySelector("p").textContent;
    box.replaceChildren(form, status, hint);
    box.dataset.ready = "";
  }

  function mountAll() {
    if (!numrec.answerData) return;
    const known = unpacked(numrec.answerData);
    for (const box of document.querySelectorAll("[data-exercise]"))
      mount(box, known[box.dataset.exercise]);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
  else mountAll();
})((globalThis.numrec ??= {}));
