// The ten outputs: as bars, as numbers, and as words.
(function (numrec) {
  "use strict";

  const { el, percent } = numrec;
  const SURE = 0.6; // below this share the page says that it is not sure

  const aDigit = (k) => `${k === 8 ? "an" : "a"} ${k}`;
  const ranked = (a) => [...a.keys()].sort((i, j) => a[j] - a[i]);

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
    const bars = Array.from({ length: 10 }, () => el("span", { class: "answer-bar" }));
    const shares = Array.from({ length: 10 }, () => el("td", { class: "share" }));
    const rows = bars.map((bar, k) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, String(k)),
        el("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
        shares[k],
      ),
    );
    const table = el(
      "table",
      { class: "answers" },
      el("caption", { class: "for-ears" }, "The ten outputs"),
      el(
        "thead",
        { class: "for-ears" },
        el(
          "tr",
          {},
          el("th", { scope: "col" }, "Digit"),
          el("td", {}),
          el("th", { scope: "col" }, "Share"),
        ),
      ),
      el("tbody", {}, ...rows),
    );
    const named = { class: "answer-box", "aria-label": "The answer" };
    const box = el("section", named, head, more, table);

    // a: the ten outputs, or null with a reason why there are none. Gives the words.
    function update(a, refusal, addition) {
      const said = a ? words(a) : { head: "Nothing is read", more: `${capital(refusal)}.` };
      head.textContent = said.head;
      more.textContent = `${said.more}${addition ? ` ${addition}` : ""}`;
      const best = a ? ranked(a)[0] : -1;
      bars.forEach((bar, k) => {
        bar.style.width = a ? `${100 * a[k]}%` : "0";
        shares[k].textContent = a ? percent(a[k]) : "\u2013";
        rows[k].classList.toggle("best", k === best);
      });
      return a ? `${said.head}, ${more.textContent}` : `${said.head}. ${more.textContent}`;
    }

    return { box, update };
  }

  Object.assign(numrec, { answerView, ranked, aDigit });
})((globalThis.numrec ??= {}));
