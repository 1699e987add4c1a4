// What people write instead: for each stage, the wrong numbers that a known mistake gives.
//
// The names are those of numrec.derivation.mistakes where that catalogue has the mistake; a test
// types in what the broken backprop itself computes, and looks for the same name here.
(function (numrec) {
  "use strict";

  const sigma = (z) => 1 / (1 + Math.exp(-z));
  const slopeAt = (z) => sigma(z) * (1 - sigma(z));
  const says = (name, sentence, x) => ({ name, sentence, x });
  const sum = (items) => items.reduce((a, b) => a + b, 0);

  // v(id) is the right number; each function gives the mistakes of one stage, for one entry.
  const OF_STAGE = {
    z1: (v, j) => sums(v, 1, j, (i) => v(`a0_${i}`)),
    z2: (v, j) => [
      says("z for a", "You took z of the hidden layer. What goes on is a, bent by leaky ReLU.",
        sum([0, 1].map((i) => v(`omega2_${j}_${i}`) * v(`z1_${i}`))) + v(`b2_${j}`)),
      ...sums(v, 2, j, (i) => v(`a1_${i}`)),
    ],
    a1: (v, j) => [
      says("z for a", "That is z. Leaky ReLU still has to bend it.", v(`z1_${j}`)),
      says("alpha forgotten below zero", "That is plain ReLU. The leaky one keeps alpha times a negative z.", Math.max(0, v(`z1_${j}`))),
      says("alpha above zero", "A positive z stays as it is: alpha is for the others.", v("alpha") * v(`z1_${j}`)),
    ],
    a2: (v, j) => [
      says("z for a", "That is z, before the activation.", v(`z2_${j}`)),
      says("f' for f", "That is the slope, a times 1 minus a. The value itself is asked.", v(`a2_${j}`) * (1 - v(`a2_${j}`))),
      says("sign in the exponent", "The exponent is minus z. Look at its sign.", sigma(-v(`z2_${j}`))),
      says("sigmoid for softmax", "That is the sigmoid of this z alone. Softmax divides by the sum over all three.", sigma(v(`z2_${j}`))),
    ],
    err: (v, j) => [
      says("sign turned", "The error is a minus the target, not the other way round.", -v(`err_${j}`)),
      says("squared too early", "That is its square already. The sign will be needed.", v(`err_${j}`) ** 2),
    ],
    C: (v) => [
      says("a factor one half", "This loss has no factor one half.", v("C") / 2),
      says("mean over the outputs for the sum", "That is the mean. The loss is the sum.", v("C") / 3),
      says("root taken", "That is the square root, a length. The loss is the sum of the squares itself.", Math.sqrt(v("C"))),
      says("not squared", "That adds the errors themselves, where they may cancel. Square them first.",
        sum([0, 1, 2].map((j) => v(`a2_${j}`) - v(`a_hat_${j}`)))),
    ],
    grad: (v, j) => outer(v, `grad_${j}`),
    slope2: (v, j) => [
      says("f for f'", "That is the sigmoid itself, not its slope.", v(`a2_${j}`)),
      says("f' taken at a, in the output layer", "The slope is taken at z. You took it at a, which is bent already.", slopeAt(v(`a2_${j}`))),
      says("half of the product", "That is 1 minus a. It still wants the factor a.", v(`rest_${j}`)),
      says("a for z", "a (1 - a) wants a in both places; you put z there.", v(`z2_${j}`) * (1 - v(`z2_${j}`))),
    ],
    delta2: (v, j, i, loss) => (loss === "quadratic" ? quadraticDelta(v, j) : [
      says("f' where none is", "The softmax's slope has cancelled already: the error alone is left.", v(`delta2_${j}`) * v(`a2_${j}`) * (1 - v(`a2_${j}`))),
      says("factor 2 where none is", "Cross-entropy has no square, so no factor 2 comes down.", 2 * v(`delta2_${j}`)),
      says("sign turned", "The sign is turned: it is a minus the target.", -v(`delta2_${j}`)),
    ]),
    dC_db2: (v, j, i, loss) => upstream(v, `dC_db2_${j}`, loss),
    dC_domega2: (v, j, i, loss) => products(v, 2, j, i, loss),
    back: (v, j, i, loss) => [...paths(v, j, () => 1), ...upstream(v, `back_${j}`, loss)],
    slope1: (v, j) => [
      says("f for f'", "That is leaky ReLU itself, not its slope.", v(`a1_${j}`)),
      says("alpha forgotten below zero", "Below zero the slope is alpha, not nought.", v(`z1_${j}`) > 0 ? NaN : 0),
      says("f' of the other side", "Look at the sign of z: the slope is 1 above zero, alpha below.", v(`z1_${j}`) > 0 ? v("alpha") : 1),
    ],
    delta1: (v, j, i, loss) => [
      says("f' forgotten", "That is what came back. It still has to be multiplied by the slope.", v(`back_${j}`)),
      says("f for f'", "You multiplied by leaky ReLU itself. Its slope is wanted: f prime.", v(`back_${j}`) * v(`a1_${j}`)),
      says("alpha forgotten below zero", "Below zero the slope is alpha, not nought.", v(`z1_${j}`) > 0 ? NaN : 0),
      ...paths(v, j, () => v(`slope1_${j}`)),
      ...upstream(v, `delta1_${j}`, loss),
    ],
    dC_db1: (v, j, i, loss) => upstream(v, `dC_db1_${j}`, loss),
    dC_domega1: (v, j, i, loss) => products(v, 1, j, i, loss),
  };

  // A sum of products and a bias.
  function sums(v, l, j, below) {
    const n = numrec.SIZES[l - 1];
    const weights = numrec.nodes(l - 1).map((i) => v(`omega${l}_${j}_${i}`));
    const turned = numrec.nodes(l).map((i) => (j < n ? v(`omega${l}_${i}_${j}`) * (i < n ? below(i) : 0) : NaN));
    return [
      says("bias missing", "The products are right. The bias is missing.", v(`z${l}_${j}`) - v(`b${l}_${j}`)),
      says("bias taken off", "The bias is added, not taken off.", v(`z${l}_${j}`) - 2 * v(`b${l}_${j}`)),
      says("a for z", "That is a, bent already. z comes first.", v(`a${l}_${j}`)),
      says("transpose too many", "You went down a column. A node's weights stand in its row.", sum(turned) + v(`b${l}_${j}`)),
      says("weights alone", "Each weight is multiplied by what comes in, before they are added.", sum(weights) + v(`b${l}_${j}`)),
    ];
  }

  // What is wrong in the loss's own derivative, and is carried on from there.
  const outer = (v, id) => [
    says("factor 2 missing", "The factor 2 is missing. It comes down from the square.", v(id) / 2),
    says("sign turned", "The sign is turned: it is a minus the target, not the target minus a.", -v(id)),
    says("mean over the outputs for the sum", "You divided by the number of outputs. The loss is a sum, not a mean.", v(id) / 3),
  ];

  const upstream = (v, id, loss) =>
    loss === "quadratic" ? outer(v, id) : outer(v, id).filter(({ name }) => name === "sign turned");

  const quadraticDelta = (v, j) => [
    says("f' forgotten", "That is the loss by a. The slope of the sigmoid is missing.", v(`grad_${j}`)),
    says("f for f'", "You multiplied by the sigmoid itself. Its slope is wanted: f prime.", v(`grad_${j}`) * v(`a2_${j}`)),
    says("f' taken at a, in the output layer", "The slope is taken at z. You took it at a, which is bent already.", v(`grad_${j}`) * slopeAt(v(`a2_${j}`))),
    ...outer(v, `delta2_${j}`),
  ];

  // delta where the weight ends, times the value where it begins.
  function products(v, l, j, i, loss) {
    const delta = v(`delta${l}_${j}`);
    const turned = i < numrec.SIZES[l] && j < numrec.SIZES[l - 1];
    return [
      says("values of the wrong layer", "You took a of the layer above. What counts is what came in, from the layer below.", delta * v(`a${l}_${i}`)),
      says("not transposed", "That is the entry across the diagonal: delta goes with the row, a with the column.",
        turned ? v(`delta${l}_${i}`) * v(`a${l - 1}_${j}`) : NaN),
      says("z for a", "You took z of the layer below. What came in is a.", l === 2 ? delta * v(`z1_${i}`) : NaN),
      says("delta alone", "That is delta, the bias's derivative. It still wants the value that came in.", delta),
      ...upstream(v, `dC_domega${l}_${j}_${i}`, loss),
    ];
  }

  // The sum over the paths to the outputs; `times` is what it is multiplied by.
  function paths(v, j, times) {
    const path = (k, weight) => weight * v(`delta2_${k}`) * times();
    const down = [0, 1, 2].map((k) => path(k, v(`omega2_${k}_${j}`)));
    const across = [0, 1].map((k) => path(k, v(`omega2_${j}_${k}`)));
    const early = [0, 1, 2].map((k) =>
      path(k, v(`omega2_${k}_${j}`) - 0.1 * v(`dC_domega2_${k}_${j}`)));
    return [
      says("transpose missing", "Not transposed: you went along a row of the weights. The paths of a hidden node stand in its column.", sum(across)),
      ...down.map((gone, k) => says("one path left out", `The path by output ${k} is missing.`, sum(down) - gone)),
      says("weights moved too early", "You took the weights after a step. The old ones count.", sum(early)),
    ];
  }

  // The mistakes that a reader can make at a quantity: [{name, sentence, x}].
  function mistakesOf(id, loss, values) {
    const stage = numrec.stageOf(id, loss).id;
    const [j, i] = numrec.parts(id).place;
    const v = (name) => values[name]?.x ?? NaN;
    const found = OF_STAGE[stage]?.(v, j, i, loss) ?? [];
    return found.filter(({ x }) => Number.isFinite(x));
  }

  Object.assign(numrec, { mistakesOf });
})((globalThis.numrec ??= {}));
