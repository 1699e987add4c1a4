// Which pixels mattered, and why it is not another digit: pictures, tables, and a sum.
(function (numrec) {
  "use strict";

  const { el, pictures } = numrec;
  const LOOKS = { gradient: "the slope of z along each pixel", occlusion: "hide a square, and see" };
  const DIGITS = [...Array(10).keys()];
  const number = (x, digits = 3) => numrec.format({ x }, { digits });
  const signedNumber = (x) => (x < 0 ? number(x) : `+${number(x)}`);

  const legend = (plus, minus) =>
    el(
      "figcaption",
      {},
      el("span", { class: "swatch plus", "aria-hidden": "true" }),
      `blue: ${plus}  `,
      el("span", { class: "swatch minus", "aria-hidden": "true" }),
      `orange: ${minus}`,
    );

  const pair = (canvas, input, caption) =>
    el(
      "figure",
      { class: "pixel-pair" },
      el("div", { class: "pair" }, pictures.grey(input, "What the network is given"), canvas),
      caption,
    );

  const z = (k) => el("span", { class: "z" }, el("i", {}, "z"), el("sub", {}, String(k)));

  // The 49 squares in numbers: seven rows of seven.
  function squares(values, label) {
    const rows = Array.from({ length: 7 }, (_, row) => [
      `Rows ${4 * row} to ${4 * row + 3}`,
      ...Array.from(values.subarray(7 * row, 7 * row + 7), (value) => number(value, 2)),
    ]);
    const heads = Array.from({ length: 7 }, (_, k) => `${4 * k} to ${4 * k + 3}`);
    return numrec.table(label, ["Columns", ...heads], rows, { kind: "squares", isCaption: true });
  }

  // change is called with {look}, {of} or {against}.
  function reasonsView(change) {
    const { reasons, ranked, aDigit } = numrec;
    const look = numrec.choice("Look at", "look", LOOKS, "gradient", (value) =>
      change({ look: value }),
    );
    const chosen = (name) => (value) => change({ [name]: value === "" ? null : Number(value) });
    const of = numrec.chooser("draw-of", "The output", [], chosen("of"));
    const against = numrec.chooser("draw-against", "Why not", [], chosen("against"));
    const [pixels, why] = [el("div"), el("div")];
    const pixelBox = el("section", {}, el("div", { class: "bar" }, of.box, look), pixels);
    const whyBox = el("section", {}, el("div", { class: "bar" }, against.box), why);

    // What is looked at: how it is computed, and in which words it is told.
    const WAYS = {
      gradient: {
        compute: reasons.inputGradient,
        side: 28,
        name: (k) => `How z of ${k} changes with each pixel`,
        says: (k) => [
          "The exact derivative of ",
          z(k),
          " with respect to each pixel, from the chain rule: what a little more ink would do.",
        ],
        keys: ["more ink raises it", "more ink lowers it"],
        table: (values) => squares(reasons.byPatch(values), "Sums of the slopes by square"),
      },
      occlusion: {
        compute: reasons.occlusion,
        side: reasons.PATCHES,
        name: (k) => `How far z of ${k} falls when each square is hidden`,
        says: (k) => [
          "Each square of 4 × 4 pixels is blanked in turn. The colour says how far ",
          z(k),
          " falls: the ink there was needed.",
        ],
        keys: ["it falls when hidden", "it rises when hidden"],
        table: squares,
      },
    };

    function showPixels(net, trace, input, k, way) {
      const { compute, side, name, says, keys, table } = WAYS[way];
      const values = compute(net, trace, k);
      numrec.redraw(
        pixels,
        el("p", {}, ...says(k)),
        pair(pictures.signed(numrec.picture(side, side, values), name(k)), input, legend(...keys)),
        numrec.folded("The same in numbers", table(values, name(k))),
      );
    }

    function showWhy(net, trace, input, k, other) {
      const parts = reasons.difference(net, trace, k, other);
      let sum = 0;
      const lines = [
        [`ink that speaks for ${k}`, parts.plus],
        [`ink that speaks for ${other}`, parts.minus],
        ["the biases of all layers", parts.biases],
      ].map(([words, value]) => [words, signedNumber(value), number((sum += value))]);
      const [first, second] = parts.total > 0 ? [k, other] : [other, k];
      const name = (what) => `What each ${what} adds to the lead of ${k} over ${other}`;
      numrec.redraw(
        why,
        el(
          "p",
          { class: "why-line" },
          ...[z(k), " − ", z(other), ` = ${number(trace.z[trace.L][k])} − `],
          numrec.inBrackets(number(trace.z[trace.L][other])),
          " = ",
          el("strong", {}, number(parts.total)),
          `: it is ${aDigit(first)} rather than ${aDigit(second)}.`,
        ),
        pair(
          pictures.signed(numrec.picture(28, 28, parts.pixels), name("pixel")),
          input,
          legend(`speaks for ${k}`, `speaks for ${other}`),
        ),
        numrec.table("The difference as a sum", ["Part", "Adds", "Sum so far"], lines, {
          kind: "why",
        }),
        numrec.folded(
          "By square of the picture",
          squares(reasons.byPatch(parts.pixels), name("square")),
        ),
      );
    }

    // seen: {net, trace, input}, or null where nothing is read.
    function update(state, seen) {
      numrec.choose(look, state.look);
      pixelBox.hidden = whyBox.hidden = !seen;
      if (!seen) return;
      const { net, trace } = seen;
      const input = numrec.picture(28, 28, trace.a[0]);
      const [best, next] = ranked(trace.a[trace.L]);
      const k = state.of ?? best;
      const other = state.against !== null && state.against !== k ? state.against : null;
      const rival = other ?? (k === best ? next : best);
      const digits = (all) => all.map((digit) => [digit, digit]);
      numrec.options(of.select, [["", `${best}: the answer`], ...digits(DIGITS)]);
      of.select.value = state.of ?? "";
      numrec.options(against.select, [
        ["", `${k === best ? next : best}: the strongest other`],
        ...digits(DIGITS.filter((digit) => digit !== k)),
      ]);
      against.select.value = other ?? "";
      showPixels(net, trace, input, k, state.look);
      showWhy(net, trace, input, k, rival);
    }

    return { pixelBox, whyBox, update };
  }

  numrec.reasonsView = reasonsView;
})((globalThis.numrec ??= {}));
