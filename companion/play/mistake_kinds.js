// Mistakes that several stages share, each with what it computes and a sentence that helps.
(function (numrec) {
  "use strict";

  const sigma = (z) => 1 / (1 + Math.exp(-z));
  const slopeAt = (z) => sigma(z) * (1 - sigma(z));
  const says = (name, sentence, x) => ({ name, sentence, x });
  const sum = (items) => items.reduce((a, b) => a + b, 0);

  // A sum of products and a bias.
  function sums(v, l, j, below) {
    const n = numrec.SIZES[l - 1];
    const weights = numrec.nodes(l - 1).map((i) => v(`omega${l}_${j}_${i}`));
    const turned = numrec
      .nodes(l)
      .map((i) => (j < n ? v(`omega${l}_${i}_${j}`) * (i < n ? below(i) : 0) : NaN));
    return [
      says(
        "bias missing",
        "The products are right. The bias is missing.",
        v(`z${l}_${j}`) - v(`b${l}_${j}`),
      ),
      says(
        "bias taken off",
        "The bias is added, not taken off.",
        v(`z${l}_${j}`) - 2 * v(`b${l}_${j}`),
      ),
      says("a for z", "That is a, bent already. z comes first.", v(`a${l}_${j}`)),
      says(
        "transpose too many",
        "You went down a column. A node's weights stand in its row.",
        sum(turned) + v(`b${l}_${j}`),
      ),
      says(
        "weights alone",
        "Each weight is multiplied by what comes in, before they are added.",
        sum(weights) + v(`b${l}_${j}`),
      ),
    ];
  }

  // What is wrong in the loss's own derivative, and is carried on from there.
  const outer = (v, id) => [
    says("factor 2 missing", "The factor 2 is missing. It comes down from the square.", v(id) / 2),
    says(
      "sign turned",
      "The sign is turned: it is a minus the target, not the target minus a.",
      -v(id),
    ),
    says(
      "mean over the outputs for the sum",
      "You divided by the number of outputs. The loss is a sum, not a mean.",
      v(id) / 3,
    ),
  ];

  const upstream = (v, id, loss) =>
    loss === "quadratic" ? outer(v, id) : outer(v, id).filter(({ name }) => name === "sign turned");

  const quadraticDelta = (v, j) => [
    says(
      "f' forgotten",
      "That is the loss by a. The slope of the sigmoid is missing.",
      v(`grad_${j}`),
    ),
    says(
      "f for f'",
      "You multiplied by the sigmoid itself. Its slope is wanted: f prime.",
      v(`grad_${j}`) * v(`a2_${j}`),
    ),
    says(
      "f' taken at a, in the output layer",
      "The slope is taken at z. You took it at a, which is bent already.",
      v(`grad_${j}`) * slopeAt(v(`a2_${j}`)),
    ),
    ...outer(v, `delta2_${j}`),
  ];

  // delta where the weight ends, times the value where it begins.
  function products(v, l, j, i, loss) {
    const delta = v(`delta${l}_${j}`);
    const turned = i < numrec.SIZES[l] && j < numrec.SIZES[l - 1];
    return [
      says(
        "values of the wrong layer",
        "You took a of the layer above. What counts is what came in, from the layer below.",
        delta * v(`a${l}_${i}`),
      ),
      says(
        "not transposed",
        "That is the entry across the diagonal: delta goes with the row, a with the column.",
        turned ? v(`delta${l}_${i}`) * v(`a${l - 1}_${j}`) : NaN,
      ),
      says(
        "z for a",
        "You took z of the layer below. What came in is a.",
        l === 2 ? delta * v(`z1_${i}`) : NaN,
      ),
      says(
        "delta alone",
        "That is delta, the bias's derivative. It still wants the value that came in.",
        delta,
      ),
      ...upstream(v, `dC_domega${l}_${j}_${i}`, loss),
    ];
  }

  // The sum over the paths to the outputs; `times` is what it is multiplied by.
  function paths(v, j, times) {
    const path = (k, weight) => weight * v(`delta2_${k}`) * times();
    const down = [0, 1, 2].map((k) => path(k, v(`omega2_${k}_${j}`)));
    const across = [0, 1].map((k) => path(k, v(`omega2_${j}_${k}`)));
    const early = [0, 1, 2].map((k) =>
      path(k, v(`omega2_${k}_${j}`) - 0.1 * v(`dC_domega2_${k}_${j}`)),
    );
    return [
      says(
        "transpose missing",
        "Not transposed: you went along a row of the weights. The paths of a hidden node stand " +
          "in its column.",
        sum(across),
      ),
      ...down.map((gone, k) =>
        says("one path left out", `The path by output ${k} is missing.`, sum(down) - gone),
      ),
      says(
        "weights moved too early",
        "You took the weights after a step. The old ones count.",
        sum(early),
      ),
    ];
  }

  numrec.mistakeKinds = {
    sigma,
    slopeAt,
    says,
    sum,
    sums,
    outer,
    upstream,
    quadraticDelta,
    products,
    paths,
  };
})((globalThis.numrec ??= {}));
