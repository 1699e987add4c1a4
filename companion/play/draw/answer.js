// The ten outputs: as bars beside their numbers, and in words.
(function (numrec) {
  "use strict";

  const { el, percent, ranked } = numrec;
  const SURE = 0.6; // below this share the page says that it is not sure

  const aDigit = (k) => `${k === 8 ? "an" : "a"} ${k}`;

  // The answer in words: {head, more}.
  function words(a) {
    const [best, next] = ranked(a);
    const second = `Next: ${aDigit(next)}, ${percent(a[next])}.`;
    if (a[best] < SURE)
      return { head: `Not sure: perhaps ${aDigit(best)}`, more: `${percent(a[best])}. ${second}` };
    return { head: `Read as ${aDigit(best)}`, more: `${percent(a[best])}. ${second}` };
  }

  const capital = (text) => text[0].toUpperCase() + text.slice(1);

  function answerView() {
    const head = el("p", { class: "answer-head" });
    const more = el("p", { class: "answer-more" });
    const { table, update: show } = numrec.outputBars(percent);
    const named = { class: "answer-box", "aria-label": "The answer" };
    const box = el("section", named, head, more, table);

    // a: the ten outputs, or null with a reason why there are none. Gives the words.
    function update(a, refusal, addition) {
      const said = a ? words(a) : { head: "Nothing is read", more: `${capital(refusal)}.` };
      head.textContent = said.head;
      more.textContent = `${said.more}${addition ? ` ${addition}` : ""}`;
      show(a);
      return a ? `${said.head}, ${more.textContent}` : `${said.head}. ${more.textContent}`;
    }

    return { box, update };
  }

  Object.assign(numrec, { answerView, aDigit });
})((globalThis.numrec ??= {}));
