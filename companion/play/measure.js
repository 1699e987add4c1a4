// A derivative measured, as numrec.gradient_check measures it; and backprop, right or broken.
//
// Plain doubles, in numrec's order: the loss of the 3-2-3 network with the quadratic loss.
(function (numrec) {
  "use strict";

  const sigma = (z) => 1 / (1 + Math.exp(-z));
  const slopeAt = (z) => sigma(z) * (1 - sigma(z));

  // numbers: {id: double}. Gives every z, a and the loss.
  function forward(numbers) {
    const found = { ...numbers };
    for (const l of [1, 2]) {
      for (const j of numrec.nodes(l)) {
        let z = 0;
        for (const i of numrec.nodes(l - 1))
          z += numbers[`omega${l}_${j}_${i}`] * found[`a${l - 1}_${i}`];
        z += numbers[`b${l}_${j}`];
        found[`z${l}_${j}`] = z;
        found[`a${l}_${j}`] = l === 2 ? sigma(z) : z > 0 ? z : numbers.alpha * z;
      }
    }
    found.C = 0;
    for (const j of numrec.nodes(2)) found.C += (found[`a2_${j}`] - numbers[`a_hat_${j}`]) ** 2;
    return found;
  }

  // C with one number turned by t.
  const lossAlong = (numbers, id) => (t) => forward({ ...numbers, [id]: numbers[id] + t }).C;

  // (C(h) - C(-h)) / 2h, as numrec.gradient_check.central_difference.
  const central = (C, h) => (C(h) - C(-h)) / (2 * h);

  // |ours - measured| / max(|ours|, |measured|, 1e-8), as numrec.gradient_check.check_gradients.
  const relativeError = (ours, measured) =>
    Math.abs(ours - measured) / Math.max(Math.abs(ours), Math.abs(measured), 1e-8);

  // One piece of backprop, as a human writes it: the names are those of numrec's catalogue.
  const BROKEN = {
    "factor 2 missing": { error: (a, t) => a - t },
    "sign turned": { error: (a, t) => 2 * (t - a) },
    "mean over the outputs for the sum": { error: (a, t) => (2 * (a - t)) / 3 },
    "f' taken at a, in the output layer": { slope2: (z, a) => slopeAt(a) },
    "f for f'": { slope1: (z, a) => a },
    "f' forgotten": { slope1: () => 1 },
    "f' of the output layer, in the hidden layers": { slope1: slopeAt },
    "alpha forgotten below zero": { slope1: (z) => (z > 0 ? 1 : 0) },
    "one path left out": { first: 1 },
    "values of the wrong layer": { below: 0 },
  };

  // dC/d(id) by backprop; mistake is a name of BROKEN, or "" for none.
  function derivative(numbers, id, mistake = "") {
    const seen = forward(numbers);
    const right = {
      error: (a, t) => 2 * (a - t),
      slope2: slopeAt,
      first: 0,
      below: 1,
      slope1: (z) => (z > 0 ? 1 : numbers.alpha),
    };
    const code = { ...right, ...BROKEN[mistake] };
    const delta = { 2: [], 1: [] };
    for (const j of numrec.nodes(2)) {
      const [z, a] = [seen[`z2_${j}`], seen[`a2_${j}`]];
      delta[2][j] = code.error(a, numbers[`a_hat_${j}`]) * code.slope2(z, a);
    }
    for (const j of numrec.nodes(1)) {
      let back = 0;
      for (let k = code.first; k < 3; k += 1) back += numbers[`omega2_${k}_${j}`] * delta[2][k];
      delta[1][j] = back * code.slope1(seen[`z1_${j}`], seen[`a1_${j}`]);
    }
    const {
      base,
      l,
      place: [j, i],
    } = numrec.parts(id);
    return base === "b" ? delta[l][j] : delta[l][j] * seen[`a${l - code.below}_${i}`];
  }

  // How far a number may be turned before a hidden node's z crosses 0, with its sign; or null.
  function kink(numbers, id) {
    const {
      base,
      l,
      place: [j, i],
    } = numrec.parts(id);
    if (l !== 1) return null;
    const speed = base === "b" ? 1 : numbers[`a0_${i}`];
    const t = speed === 0 ? Infinity : -forward(numbers)[`z1_${j}`] / speed;
    return Number.isFinite(t) && t !== 0 ? t : null;
  }

  numrec.measure = { forward, lossAlong, central, relativeError, derivative, kink, BROKEN };
})((globalThis.numrec ??= {}));
