// The state as inputs for Wolfram|Alpha, in the form of the four that were published.
//
// Each input starts from what the one before it printed, six figures and no more: that is how the
// published ones were made, and where slip E1 comes from.
(function (numrec) {
  "use strict";

  // A number as it is typed there: a decimal where it ends, else a fraction in brackets.
  function typed({ x, exact }) {
    if (!exact) return numrec.significant(x);
    const places = exact.places(12);
    return places === null ? `(${exact})` : exact.toFixed(places);
  }

  const braces = (items, between = ", ") => `{${items.join(between)}}`;
  const column = (items) => braces(items.map((item) => braces([item])));

  // Six figures, as Wolfram|Alpha prints them.
  const rounded = (value) => numrec.significant(value.x);

  function wolfram({ loss }, values) {
    const all = (base, n) => [...Array(n).keys()].map((j) => values[`${base}_${j}`]);
    const negated = (z) =>
      z.exact ? { exact: z.exact.times(new numrec.Fraction(-1)) } : { x: -z.x };
    const target = braces(all("a_hat", 3).map(typed), ",");
    const sigma = all("z2", 3).map((z) => `(1/(1+e^{${typed(negated(z))}}))`);
    const e = all("z2", 3).map((z) => `e^{${typed(z)}}`);
    const outputs = {
      quadratic: () => {
        const slope = braces(sigma.map((s) => `${s}*(1-${s})`));
        return `2 * (${braces(sigma, ",")} - ${target}) * (${slope})`;
      },
      cross_entropy: () =>
        `${typed(values.wanted)} * ${braces(e)} / (${e.join(" + ")}) - ${target}`,
    };
    const deltas = column(all("delta2", 3).map(rounded));
    const transposed = numrec
      .matrix("omega2'")
      .map((row) => braces(row.map((id) => typed(values[id]))));
    const slopes = all("slope1", 2).map((s) => braces([typed(s)]));
    const row = (base, n) => braces([braces(all(base, n).map(typed))]);
    const inputs = {
      "delta, layer 2": outputs[loss](),
      "dC/dweights, layer 2": `${deltas} * ${row("a1", 2)}`,
      "delta, layer 1": `(${braces(transposed)} * ${deltas}) * ${braces(slopes)}`,
      "dC/dweights, layer 1": `${column(all("delta1", 2).map(rounded))} ${row("a0", 3)}`,
    };
    return Object.entries(inputs)
      .flatMap(([what, input]) => [`${what}:`, input, ""])
      .join("\n");
  }

  numrec.copy.wolfram = wolfram;
})((globalThis.numrec ??= {}));
