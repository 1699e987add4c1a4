// The ten outputs as bars beside their numbers, the largest one marked.
(function (numrec) {
  "use strict";

  const { el } = numrec;

  const ranked = (a) => [...a.keys()].sort((i, j) => a[j] - a[i]);

  // A table, and what shows outputs in it: ten of them, or null where there are none.
  // said: how a share is written; where there is little room, in few letters.
  function outputBars(said) {
    const bars = Array.from({ length: 10 }, () => el("span", { class: "answer-bar" }));
    const shares = bars.map(() => el("td", { class: "share" }));
    const rows = bars.map((bar, k) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, String(k)),
        el("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
        shares[k],
      ),
    );
    const column = (name) => el("th", { scope: "col" }, name);
    const heads = el("tr", {}, column("Digit"), el("td", {}), column("Share"));
    const table = el(
      "table",
      { class: "answers" },
      el("caption", { class: "for-ears" }, "The ten outputs"),
      el("thead", { class: "for-ears" }, heads),
      el("tbody", {}, ...rows),
    );

    function update(a) {
      const best = a ? ranked(a)[0] : -1;
      rows.forEach((row, k) => {
        bars[k].style.width = a ? `${(100 * a[k]).toFixed(1)}%` : "0";
        shares[k].textContent = a ? said(a[k]) : "\u2013";
        row.classList.toggle("best", k === best);
      });
    }
    return { table, update };
  }

  Object.assign(numrec, { outputBars, ranked });
})((globalThis.numrec ??= {}));
