// What people write instead: for each stage, the wrong numbers that a known mistake gives.
//
// The names are those of companion.proofs.mutants where that catalogue has the mistake; a test
// types in what the broken backprop itself computes, and looks for the same name here.
(function (numrec) {
  "use strict";

  const { sigma, slopeAt, says, sum, sums, outer, upstream, quadraticDelta, products, paths } =
    numrec.mistakeKinds;

  // v(id) is the right number; each function gives the mistakes of one stage, for one entry.
  const OF_STAGE = {
    z1: (v, j) => sums(v, 1, j, (i) => v(`a0_${i}`)),
    z2: (v, j) => [
      says(
        "z for a",
        "You took z of the hidden layer. What goes on is a, bent by leaky ReLU.",
        sum([0, 1].map((i) => v(`omega2_${j}_${i}`) * v(`z1_${i}`))) + v(`b2_${j}`),
      ),
      ...sums(v, 2, j, (i) => v(`a1_${i}`)),
    ],
    a1: (v, j) => [
      says("z for a", "That is z. Leaky ReLU still has to bend it.", v(`z1_${j}`)),
      says(
        "alpha forgotten below zero",
        "That is plain ReLU. The leaky one keeps alpha times a negative z.",
        Math.max(0, v(`z1_${j}`)),
      ),
      says(
        "alpha above zero",
        "A positive z stays as it is: alpha is for the others.",
        v("alpha") * v(`z1_${j}`),
      ),
    ],
    a2: (v, j) => [
      says("z for a", "That is z, before the activation.", v(`z2_${j}`)),
      says(
        "f' for f",
        "That is the slope, a times 1 minus a. The value itself is asked.",
        v(`a2_${j}`) * (1 - v(`a2_${j}`)),
      ),
      says(
        "sign in the exponent",
        "The exponent is minus z. Look at its sign.",
        sigma(-v(`z2_${j}`)),
      ),
      says(
        "sigmoid for softmax",
        "That is the sigmoid of this z alone. Softmax divides by the sum over all three.",
        sigma(v(`z2_${j}`)),
      ),
    ],
    err: (v, j) => [
      says(
        "sign turned",
        "The error is a minus the target, not the other way round.",
        -v(`err_${j}`),
      ),
      says(
        "squared too early",
        "That is its square already. The sign will be needed.",
        v(`err_${j}`) ** 2,
      ),
    ],
    C: (v) => [
      says("a factor one half", "This loss has no factor one half.", v("C") / 2),
      says(
        "mean over the outputs for the sum",
        "That is the mean. The loss is the sum.",
        v("C") / 3,
      ),
      says(
        "root taken",
        "That is the square root, a length. The loss is the sum of the squares itself.",
        Math.sqrt(v("C")),
      ),
      says(
        "not squared",
        "That adds the errors themselves, where they may cancel. Square them first.",
        sum([0, 1, 2].map((j) => v(`a2_${j}`) - v(`a_hat_${j}`))),
      ),
    ],
    grad: (v, j) => outer(v, `grad_${j}`),
    slope2: (v, j) => [
      says("f for f'", "That is the sigmoid itself, not its slope.", v(`a2_${j}`)),
      says(
        "f' taken at a, in the output layer",
        "The slope is taken at z. You took it at a, which is bent already.",
        slopeAt(v(`a2_${j}`)),
      ),
      says(
        "half of the product",
        "That is 1 minus a. It still wants the factor a.",
        v(`rest_${j}`),
      ),
      says(
        "a for z",
        "a (1 - a) wants a in both places; you put z there.",
        v(`z2_${j}`) * (1 - v(`z2_${j}`)),
      ),
    ],
    delta2: (v, j, i, loss) =>
      loss === "quadratic"
        ? quadraticDelta(v, j)
        : [
            says(
              "f' where none is",
              "The softmax's slope has cancelled already: the error alone is left.",
              v(`delta2_${j}`) * v(`a2_${j}`) * (1 - v(`a2_${j}`)),
            ),
            says(
              "factor 2 where none is",
              "Cross-entropy has no square, so no factor 2 comes down.",
              2 * v(`delta2_${j}`),
            ),
            says("sign turned", "The sign is turned: it is a minus the target.", -v(`delta2_${j}`)),
          ],
    dC_db2: (v, j, i, loss) => upstream(v, `dC_db2_${j}`, loss),
    dC_domega2: (v, j, i, loss) => products(v, 2, j, i, loss),
    back: (v, j, i, loss) => [...paths(v, j, () => 1), ...upstream(v, `back_${j}`, loss)],
    slope1: (v, j) => [
      says("f for f'", "That is leaky ReLU itself, not its slope.", v(`a1_${j}`)),
      says(
        "alpha forgotten below zero",
        "Below zero the slope is alpha, not nought.",
        v(`z1_${j}`) > 0 ? NaN : 0,
      ),
      says(
        "f' of the output layer, in the hidden layers",
        "That is the slope of the output's sigmoid. Leaky ReLU's is wanted.",
        slopeAt(v(`z1_${j}`)),
      ),
      says(
        "f' of the other side",
        "Look at the sign of z: the slope is 1 above zero, alpha below.",
        v(`z1_${j}`) > 0 ? v("alpha") : 1,
      ),
    ],
    delta1: (v, j, i, loss) => [
      says(
        "f' forgotten",
        "That is what came back. It still has to be multiplied by the slope.",
        v(`back_${j}`),
      ),
      says(
        "f for f'",
        "You multiplied by leaky ReLU itself. Its slope is wanted: f prime.",
        v(`back_${j}`) * v(`a1_${j}`),
      ),
      says(
        "f' of the output layer, in the hidden layers",
        "You took the slope of the output's sigmoid. The hidden layer has leaky ReLU.",
        v(`back_${j}`) * slopeAt(v(`z1_${j}`)),
      ),
      says(
        "alpha forgotten below zero",
        "Below zero the slope is alpha, not nought.",
        v(`z1_${j}`) > 0 ? NaN : 0,
      ),
      ...paths(v, j, () => v(`slope1_${j}`)),
      ...upstream(v, `delta1_${j}`, loss),
    ],
    dC_db1: (v, j, i, loss) => upstream(v, `dC_db1_${j}`, loss),
    dC_domega1: (v, j, i, loss) => products(v, 1, j, i, loss),
  };

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
