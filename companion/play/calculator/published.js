// The seventeen numbers that were published, beside what the page computes; slip E1 told.
(function (numrec) {
  "use strict";

  const { el, proper } = numrec;

  // Which quantities each of Wolfram's four outputs printed, in its order.
  const PRINTED = {
    W1: numrec.matrix("delta2").flat(),
    W2: numrec.matrix("dC_domega2").flat(),
    W3: numrec.matrix("delta1").flat(),
    W4: numrec.matrix("dC_domega1").flat(),
  };

  // [[id, text as printed], ...] from the package's data file.
  function printedNumbers(example) {
    return example.wolfram.flatMap(({ id, output }) => {
      const digits = output.replace(/[{}\s]/g, "").split(",");
      return PRINTED[id].map((quantity, place) => [quantity, digits[place]]);
    });
  }

  const SLIP = "dC_domega2_0_1";

  function verdict(id, printed, ours, isPublished) {
    if (!isPublished) return "";
    if (printed === ours) return "✓ same";
    return id === SLIP ? "see below" : "differs";
  }

  function slip(example, values) {
    const printed = Object.fromEntries(printedNumbers(example));
    const factor = values.a1_1.exact;
    const typed = numrec.Fraction.parse(printed.delta2_0).times(factor);
    const exact = values[SLIP].x;
    return el(
      "p",
      { class: "slip" },
      "One digit differs, and no formula is wrong. The second input was given the ",
      el("em", {}, "printed"),
      ` δ, rounded to ${printed.delta2_0}. Times ${factor.toFixed(3)} that is `,
      `${typed.toFixed(7)}, which rounds up to ${printed[SLIP]}. The exact product is `,
      `${exact.toFixed(8)}, which rounds down to ${exact.toFixed(6)}. (Slip E1 of the list.)`,
    );
  }

  // The table and what it says, for a state.
  function publishedTable(example, values, isPublished) {
    const rows = printedNumbers(example).map(([id, printed]) => {
      const ours = numrec.significant(values[id].x);
      const compared = verdict(id, printed, ours, isPublished);
      return [numrec.named(id), proper(printed), proper(ours), compared];
    });
    const head = ["Quantity", "Published", "Here, six figures", isPublished ? "Compared" : ""];
    const note = isPublished
      ? slip(example, values)
      : el("p", {}, "You have changed the network, so these are two different networks now.");
    return [numrec.table("The published numbers", head, rows), note];
  }

  Object.assign(numrec, { publishedTable });
})((globalThis.numrec ??= {}));
