// Which pixels mattered, and why it is not another digit: pictures, tables, and a sum.
(function (numrec) {
  "use strict";

  const { el, reasons, pictures, ranked, aDigit } = numrec;
  const LOOKS = { gradient: "the slope of z by each pixel", occlusion: "hide a square, and see" };
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

  // change is called with {look}, {of} or {against}.
  function reasonsView(change) {
    const look = numrec.choice("Look at", "look", LOOKS, "gradient", (value) =>
      change({ look: value }),
    );
    const chosen = (name) => (value) => change({ [name]: value === "" ? null : Number(value) });
    const of = pictures.chooser("of", "The output", chosen("of"));
    const against = pictures.chooser("against", "Why not", chosen("against"));
    const [pixels, why] = [el("div"), el("div")];
    const pixelBox = el("section", {}, el("div", { class: "bar" }, of.box, look), pixels);
    const whyBox = el("section", {}, el("div", { class: "bar" }, against.box), why);

    function showPixels(net, trace, input, k, kind) {
      const isSlope = kind === "gradient";
      const values = isSlope
        ? reasons.inputGradient(net, trace, k)
        : reasons.occlusion(net, trace, k);
      const squares = isSlope ? reasons.byPatch(values) : values;
      const side = isSlope ? 28 : reasons.PATCHES;
      const name = isSlope
        ? `How z of ${k} changes with each pixel`
        : `How far z of ${k} falls when each square is hidden`;
      numrec.redraw(
        pixels,
        el(
          "p",
          {},
          isSlope
            ? "The exact derivative of "
            : "Each square of 4 × 4 pixels is blanked in turn. The colour says how far ",
          z(k),
          isSlope
            ? " by each pixel, from the chain rule: what a little more ink would do."
            : " falls: the ink there was needed.",
        ),
        pair(
          pictures.signed(numrec.picture(side, side, values), name),
          input,
          isSlope
            ? legend("more ink raises it", "more ink lowers it")
            : legend("it falls when hidden", "it rises when hidden"),
        ),
        numrec.folded(
          "The same in numbers",
          pictures.squares(squares, isSlope ? "Sums of the slopes by square" : name),
        ),
      );
    }

    function showWhy(net, trace, input, k, other) {
      const parts = reasons.difference(net, trace, k, other);
      const rows = [
        [`ink that speaks for ${k}`, parts.plus],
        [`ink that speaks for ${other}`, parts.minus],
        ["the biases of all layers", parts.biases],
      ];
      let sum = 0;
      const lines = rows.map(([words, value]) => {
        sum += value;
        return [words, signedNumber(value), number(sum)];
      });
      const total = number(parts.total);
      numrec.redraw(
        why,
        el(
          "p",
          { class: "why-line" },
          z(k),
          " − ",
          z(other),
          ` = ${number(trace.z[trace.L][k])} − `,
          numrec.inBrackets(number(trace.z[trace.L][other])),
          ` = `,
          el("strong", {}, total),
          parts.total > 0
            ? `: it is ${aDigit(k)} rather than ${aDigit(other)}.`
            : `: it is ${aDigit(other)} rather than ${aDigit(k)}.`,
        ),
        pair(
          pictures.signed(
            numrec.picture(28, 28, parts.pixels),
            `What each pixel adds to the lead of ${k} over ${other}`,
          ),
          input,
          legend(`speaks for ${k}`, `speaks for ${other}`),
        ),
        numrec.table("The difference as a sum", ["Part", "Adds", "Sum so far"], lines, {
          kind: "why",
        }),
        numrec.folded(
          "By square of the picture",
          pictures.squares(
            reasons.byPatch(parts.pixels),
            `What each square adds to the lead of ${k} over ${other}`,
          ),
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
      pictures.options(of.select, [
        ["", `${best}: the answer`],
        ...DIGITS.map((digit) => [digit, digit]),
      ]);
      of.select.value = state.of ?? "";
      pictures.options(against.select, [
        ["", `${k === best ? next : best}: the strongest other`],
        ...DIGITS.filter((digit) => digit !== k).map((digit) => [digit, digit]),
      ]);
      against.select.value = other ?? "";
      showPixels(net, trace, input, k, state.look);
      showWhy(net, trace, input, k, rival);
    }

    return { pixelBox, whyBox, update };
  }

  numrec.reasonsView = reasonsView;
})((globalThis.numrec ??= {}));
