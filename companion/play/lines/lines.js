// The box in which a reader writes a line: its text, its button, the sentence that answers.
(function (numrec) {
  "use strict";

  const { el } = numrec;

  // Signs are written as Python has them, so that what is read aloud can be typed.
  const drawn = (words) =>
    words.map((part) => (part.code === undefined ? part : el("code", {}, part.code)));

  // The line once more, with the place that the sentence speaks of: for eyes alone.
  function marked(text, [from, to]) {
    const end = Math.max(to, from + 1);
    return el(
      "code",
      { class: "line-read", "aria-hidden": "true" },
      text.slice(0, from),
      el("mark", {}, text.slice(from, end) || "\u00a0"),
      text.slice(end),
    );
  }

  // A screen reader hears no mark: the place is said as well.
  const placeWords = (text, [from, to]) =>
    from >= text.length
      ? ` The place: the end of the line.`
      : ` The place: character ${from + 1}, ${text.slice(from, to)}.`;

  function answer(box, text, { kind, words, mark }) {
    const status = box.querySelector("[role=status]");
    box.dataset.verdict = kind;
    const place = mark && el("span", { class: "for-ears" }, placeWords(text, mark));
    const more = mark ? [place, marked(text, mark)] : [];
    status.replaceChildren(...drawn(words), ...more);
  }

  function listen(box) {
    const { lines, networks } = numrec.lineData;
    const asked = lines[box.dataset.line];
    const [form, input] = [box.querySelector("form"), box.querySelector("textarea")];
    const check = () => {
      const verdict = numrec.line.judge(input.value, asked, networks);
      answer(box, input.value, verdict);
      const { step } = box.dataset;
      if (verdict.kind === "right" && step) numrec.marks.set(step, "written");
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check();
    });
    // Enter checks: a formula is one line, however the box breaks it.
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      check();
    });
    box.querySelector(".line-waits").remove();
    form.hidden = false;
    box.dataset.ready = "";
  }

  const mount = () => document.querySelectorAll("[data-line]").forEach(listen);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
})((globalThis.numrec ??= {}));
