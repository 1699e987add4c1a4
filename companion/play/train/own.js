// A reader's own digits on the training page: mixed in, and read before and after.
(function (numrec) {
  "use strict";

  const { el, ownFile } = numrec;
  const FROM = { none: "MNIST alone", mixed: "MNIST and yours", alone: "yours alone" };
  const TIMES = [0, 1, 3, 10, 30];
  const LEVELS = 15; // of grey, as the page's digits of MNIST have them
  const IN_95_OF_100 = 1.959964; // so many deviations on both sides hold 95 % of a normal one

  // Bounds of the true share where so many were read right, as numrec.evaluate has them.
  function interval(right, count) {
    const [share, spread] = [right / count, IN_95_OF_100 ** 2 / count];
    const middle = (share + spread / 2) / (1 + spread);
    const half = Math.sqrt(share * (1 - share) * spread + spread ** 2 / 4) / (1 + spread);
    return [Math.max(0, middle - half), Math.min(1, middle + half)];
  }

  const percent = (share) => `${Math.round(100 * share)} %`;
  const digits = (n) => `${n} digit${n === 1 ? "" : "s"}`;

  // set({own} or {times}) changes the settings; give(own) hands the digits to the worker; page is
  // the address of the page where they are drawn.
  function ownView({ set, give, say, page }) {
    const store = numrec.ownStore(() => changed());
    const [fault, words] = [el("p", { class: "complaint" }), el("p", { class: "own-words" })];
    const count = el("p");
    const from = numrec.choice("It learns from", "own", FROM, "none", (own) => set({ own }));
    const often = TIMES.map((n) => [n, n ? `${n} times` : "until one in ten is yours"]);
    often[TIMES.indexOf(1)][1] = "once";
    const times = numrec.chooser("train-times", "Yours, each in an epoch", often, (n) =>
      set({ times: Number(n) }),
    );
    const field = numrec.ownField("train-import", store.add, "Add those of a file", (sentence) => {
      words.textContent = sentence;
      say(sentence);
    });
    const result = el("div");
    const there = page ? el("a", { href: page }, "Draw a digit") : "Draw a digit";
    let held = 0;

    function changed() {
      const all = store.all();
      held = all.filter((digit) => digit.held).length;
      fault.textContent = store.fault();
      fault.hidden = !store.fault();
      count.replaceChildren(
        ...(all.length
          ? [
              `${digits(all.length)} of yours: ${all.length - held} to learn from, ` +
                (held
                  ? `${held} held back.`
                  : "none held back, so there is nothing to examine it on yet. Of each digit, " +
                    "every third that you keep is held back."),
            ]
          : [
              "No digit of yours is here. Collect them on the page ",
              there,
              ", which keeps them in this browser. Where it does not share them with this page, " +
                "save them there as a file and add that here.",
            ]),
      );
      for (const input of from.querySelectorAll("input"))
        input.disabled = all.length === held && input.value !== "none";
      times.select.disabled = all.length === held;
      const levels = (grey) =>
        Float64Array.from(ownFile.pixels(grey), (g) => Math.round((LEVELS * g) / 255) / LEVELS);
      give({
        x: all.map(({ grey }) => levels(grey)),
        labels: all.map(({ label }) => label),
        held: all.map((digit) => digit.held),
      });
    }

    // How the held-back digits and MNIST's are read: before, and now.
    function update({ before, scores }) {
      const now = scores.at(-1);
      if (!held || now[2] === null || before[2] === null) {
        result.replaceChildren();
        return;
      }
      const right = ([, , share]) => Math.round(held * share);
      const own = (score) => `${percent(score[2])}: ${right(score)} of ${held}`;
      const head = ["Read right", `Before: batch ${before[0]}`, `Now: batch ${now[0]}`];
      const rows = [
        ["your held-back digits", own(before), own(now)],
        ["MNIST's test digits", percent(before[1]), percent(now[1])],
      ];
      const [low, high] = interval(right(now), held);
      result.replaceChildren(
        numrec.table("Before and now", head, rows, { isCaption: true }),
        el(
          "p",
          {},
          `So few prove little: ${right(now)} of ${held} fits any true share from ` +
            `${percent(low)} to ${percent(high)} (95 % interval). Before is the moment ` +
            "when you last changed what the network learns from. Without that change, more " +
            "training would move both rows too.",
        ),
      );
    }

    // The settings, as they stand in the address.
    function show({ own, times: often }) {
      numrec.choose(from, own);
      times.select.value = String(often);
    }

    const box = el(
      "section",
      { class: "own" },
      count,
      fault,
      el("div", { class: "bar" }, from, times.box),
      result,
      el("div", { class: "bar" }, field),
      words,
    );
    return { box, update, show, changed };
  }

  Object.assign(numrec, { ownTraining: { view: ownView, interval, FROM, TIMES } });
})((globalThis.numrec ??= {}));
