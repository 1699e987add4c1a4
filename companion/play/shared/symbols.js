// How a quantity is called: in MathML, in words for a screen reader, and in numrec's code.
(function (numrec) {
  "use strict";

  const mi = (letter) => `<mi>${letter}</mi>`;
  const mn = (number) => `<mn>${number}</mn>`;
  const mo = (sign) => `<mo>${sign}</mo>`;
  const row = (...parts) => `<mrow>${parts.join("")}</mrow>`;
  const math = (inner) => `<math>${inner}</math>`;

  const HAT = '<mover accent="true"><mi>a</mi><mo stretchy="false">^</mo></mover>';

  // A letter with its layer above and its node below, as in the book: omega_01^[2].
  function indexed(letter, l, place) {
    const below = place.length ? row(mn(place.join(place.some((n) => n > 9) ? ", " : ""))) : "";
    const above = l === null ? "" : row(mo("["), mn(l), mo("]"));
    if (above && below) return `<msubsup>${letter}${below}${above}</msubsup>`;
    if (above) return `<msup>${letter}${above}</msup>`;
    return below ? `<msub>${letter}${below}</msub>` : letter;
  }

  const of = (name, inner) => row(name, mo("("), inner, mo(")"));
  const by = (below) => `<mfrac>${row(mi("∂"), mi("C"))}${row(mi("∂"), below)}</mfrac>`;
  const prime = (f) => row(mi(f), '<mo lspace="0" rspace="0">′</mo>');
  const z2 = (place) => indexed(mi("z"), 2, place);

  // For each base: its MathML, from the layer and the place of the entry.
  const LETTERS = {
    omega: (l, place) => indexed(mi("ω"), l, place),
    b: (l, place) => indexed(mi("b"), l, place),
    z: (l, place) => indexed(mi("z"), l, place),
    a: (l, place) => indexed(mi("a"), l, place),
    delta: (l, place) => indexed(mi("δ"), l, place),
    a_hat: (l, place) => indexed(HAT, null, place),
    alpha: () => mi("α"),
    one: () => mn(1),
    two: () => mn(2),
    C: () => mi("C"),
    err: (l, place) => row(indexed(mi("a"), 2, place), mo("−"), indexed(HAT, null, place)),
    grad: (l, place) => by(indexed(mi("a"), 2, place)),
    rest: (l, place) => row(mn(1), mo("−"), indexed(mi("a"), 2, place)),
    slope: (l, place) => of(prime(l === 1 ? "f" : "σ"), indexed(mi("z"), l, place)),
    back: (l, place) => by(indexed(mi("a"), 1, place)),
    dC_db: (l, place) => by(indexed(mi("b"), l, place)),
    dC_domega: (l, place) => by(indexed(mi("ω"), l, place)),
    top: () => row(mi("max"), z2([])),
    low: (l, place) => row(z2(place), mo("−"), mi("max"), z2([])),
    exp: (l, place) => `<msup>${mi("e")}${row(z2(place), mo("−"), mi("max"), z2([]))}</msup>`,
    total: () => mi("S"),
    ln: (l, place) => row(mi("ln"), indexed(mi("a"), 2, place)),
    wanted: () => row(mo("∑"), HAT),
  };

  const COMPOUND = new Set(["err", "rest", "low"]);

  // The MathML of a quantity, in brackets where it is a factor and a sum itself.
  function symbol(id, isFactor = false) {
    const { base, l, place } = numrec.parts(id);
    const drawn = LETTERS[base](l, place);
    return isFactor && COMPOUND.has(base) ? row(mo("("), drawn, mo(")")) : drawn;
  }

  const WORDS = {
    omega: "omega",
    b: "b",
    z: "z",
    a: "a",
    delta: "delta",
    a_hat: "target a hat",
    alpha: "alpha",
    one: "one",
    two: "two",
    C: "the loss C",
    err: "error a minus a hat",
    grad: "derivative of C with respect to output a",
    rest: "one minus output a",
    slope: "slope f prime of z",
    back: "derivative of C with respect to hidden a",
    dC_db: "derivative of C with respect to b",
    dC_domega: "derivative of C with respect to omega",
    top: "the largest z of layer 2",
    low: "z minus the largest",
    exp: "exponential of z minus the largest",
    total: "the sum S of the exponentials",
    ln: "logarithm of output a",
    wanted: "the sum of the targets",
  };

  // "omega, layer 2, row 0, column 1": what a screen reader says.
  function words(id) {
    const { base, l, place } = numrec.parts(id);
    const layer = l === null ? "" : `, layer ${l}`;
    const entry = place.length === 2 ? `, row ${place[0]}, column ${place[1]}` : "";
    return WORDS[base] + layer + (place.length === 1 ? `, node ${place[0]}` : entry);
  }

  const CODE = {
    omega: (l, at) => `net.omega[${l}]${at}`,
    b: (l, at) => `net.b[${l}]${at}`,
    z: (l, at) => `trace.z[${l}]${at}`,
    a: (l, at) => `trace.a[${l}]${at}`,
    a_hat: (l, at) => `a_hat${at}`,
    delta: (l, at) => `grads.delta[${l}]${at}`,
    dC_db: (l, at) => `grads.dC_db[${l}]${at}`,
    dC_domega: (l, at) => `grads.dC_domega[${l}]${at}`,
  };

  // numrec's name for it, or "" for what numrec computes on the way without a name.
  function code(id) {
    const { base, l, place } = numrec.parts(id);
    const at = place.length === 2 ? `[${place.join(", ")}]` : `[${place[0]}, 0]`;
    return CODE[base] ? CODE[base](l, place.length ? at : "") : "";
  }

  numrec.maths = { mi, mn, mo, row, math, indexed };
  Object.assign(numrec, { symbol, words, code });
})((globalThis.numrec ??= {}));
