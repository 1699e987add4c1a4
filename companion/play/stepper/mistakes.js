// What people write instead: the wrong numbers that known mistakes give, and what to say to them.
//
// The names are those of companion.proofs.mutants where that catalogue has the mistake; a test
// types in what the broken backprop itself computes, and looks for the same name here.
(function (numrec) {
  "use strict";

  const { sigmoid } = numrec;
  const slopeAt = (z) => sigmoid(z) * (1 - sigmoid(z));
  const says = (name, x, sentence) => ({ name, x, sentence });
  const sum = (items) => items.reduce((a, b) => a + b, 0);

  // Mistakes that several stages share. v(id) is the right number.

  // A sum of products and a bias.
  function sums(v, l, j, below) {
    const n = numrec.SIZES[l - 1];
    const weights = numrec.nodes(l - 1).map((i) => v(`omega${l}_${j}_${i}`));
    const turned = numrec
      .nodes(l)
      .map((i) => (j < n ? v(`omega${l}_${i}_${j}`) * (i < n ? below(i) : 0) : NaN));
    return [
      says("bias missing", v(`z${l}_${j}`) - v(`b${l}_${j}`),
        "The products are right. The bias is missing."),
      says("bias taken off", v(`z${l}_${j}`) - 2 * v(`b${l}_${j}`),
        "The bias is added, not subtracted."),
      says("a for z", v(`a${l}_${j}`),
        "That is a, bent already. z comes first."),
      says("transpose too many", sum(turned) + v(`b${l}_${j}`),
        "You went down a column. A node's weights stand in its row."),
      says("weights alone", sum(weights) + v(`b${l}_${j}`),
        "Each weight is multiplied by what comes in, before they are added."),
    ];
  }

  // What is wrong in the loss's own derivative, and is carried on from there.
  const outer = (v, id) => [
    says("factor 2 missing", v(id) / 2,
      "The factor 2 is missing. It comes down from the square."),
    says("sign turned", -v(id),
      "The sign is turned: it is a minus the target, not the target minus a."),
    says("mean over the outputs for the sum", v(id) / 3,
      "You divided by the number of outputs. The loss is a sum, not a mean."),
  ];

  const upstream = (v, id, loss) =>
    loss === "quadratic" ? outer(v, id) : outer(v, id).filter(({ name }) => name === "sign turned");

  const quadraticDelta = (v, j) => [
    says("f' forgotten", v(`grad_${j}`),
      "That is how C changes with a. The slope of the sigmoid is missing."),
    says("f for f'", v(`grad_${j}`) * v(`a2_${j}`),
      "You multiplied by the sigmoid itself. Its slope is wanted: f prime."),
    says("f' taken at a, in the output layer", v(`grad_${j}`) * slopeAt(v(`a2_${j}`)),
      "The slope is taken at z. You took it at a, which is bent already."),
    ...outer(v, `delta2_${j}`),
  ];

  // delta where the weight ends, times the value where it begins.
  function products(v, l, j, i, loss) {
    const delta = v(`delta${l}_${j}`);
    const turned = i < numrec.SIZES[l] && j < numrec.SIZES[l - 1];
    return [
      says("values of the wrong layer", delta * v(`a${l}_${i}`),
        "You took a of the layer above. What counts is what came in, from the layer below."),
      says("not transposed", turned ? v(`delta${l}_${i}`) * v(`a${l - 1}_${j}`) : NaN,
        "That is the entry across the diagonal: delta goes with the row, a with the column."),
      says("z for a", l === 2 ? delta * v(`z1_${i}`) : NaN,
        "You took z of the layer below. What came in is a."),
      says("delta alone", delta,
        "That is delta, the bias's derivative. It still wants the value that came in."),
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
      says("transpose missing", sum(across),
        "Not transposed: you went along a row of the weights. The paths of a hidden node stand " +
          "in its column."),
      ...down.map((gone, k) =>
        says("one path left out", sum(down) - gone, `The path by output ${k} is missing.`),
      ),
      says("weights moved too early", sum(early),
        "You took the weights after a step. The old ones count."),
    ];
  }

  // The mistakes of each stage, for one entry.
  const OF_STAGE = {
    z1: (v, j) => sums(v, 1, j, (i) => v(`a0_${i}`)),
    z2: (v, j) => [
      says("z for a", sum([0, 1].map((i) => v(`omega2_${j}_${i}`) * v(`z1_${i}`))) + v(`b2_${j}`),
        "You took z of the hidden layer. What goes on is a, bent by leaky ReLU."),
      ...sums(v, 2, j, (i) => v(`a1_${i}`)),
    ],
    a1: (v, j) => [
      says("z for a", v(`z1_${j}`),
        "That is z. Leaky ReLU still has to bend it."),
      says("alpha forgotten below zero", Math.max(0, v(`z1_${j}`)),
        "That is plain ReLU. The leaky one keeps alpha times a negative z."),
      says("alpha above zero", v("alpha") * v(`z1_${j}`),
        "A positive z stays as it is: alpha is for the others."),
    ],
    a2: (v, j) => [
      says("z for a", v(`z2_${j}`),
        "That is z, before the activation."),
      says("f' for f", v(`a2_${j}`) * (1 - v(`a2_${j}`)),
        "That is the slope, a times 1 minus a. The value itself is asked."),
      says("sign in the exponent", sigmoid(-v(`z2_${j}`)),
        "The exponent is minus z. Look at its sign."),
      says("sigmoid for softmax", sigmoid(v(`z2_${j}`)),
        "That is the sigmoid of this z alone. Softmax divides by the sum over all three."),
    ],
    err: (v, j) => [
      says("sign turned", -v(`err_${j}`),
        "The error is a minus the target, not the other way round."),
      says("squared too early", v(`err_${j}`) ** 2,
        "That is its square already. The sign will be needed."),
    ],
    C: (v) => [
      says("a factor one half", v("C") / 2,
        "This loss has no factor one half."),
      says("mean over the outputs for the sum", v("C") / 3,
        "That is the mean. The loss is the sum."),
      says("root taken", Math.sqrt(v("C")),
        "That is the square root, a length. The loss is the sum of the squares itself."),
      says("not squared", sum([0, 1, 2].map((j) => v(`a2_${j}`) - v(`a_hat_${j}`))),
        "That adds the errors themselves, where they may cancel. Square them first."),
    ],
    grad: (v, j) => outer(v, `grad_${j}`),
    slope2: (v, j) => [
      says("f for f'", v(`a2_${j}`),
        "That is the sigmoid itself, not its slope."),
      says("f' taken at a, in the output layer", slopeAt(v(`a2_${j}`)),
        "The slope is taken at z. You took it at a, which is bent already."),
      says("half of the product", v(`rest_${j}`),
        "That is 1 minus a. It still wants the factor a."),
      says("a for z", v(`z2_${j}`) * (1 - v(`z2_${j}`)),
        "a (1 - a) wants a in both places; you put z there."),
    ],
    delta2: (v, j, i, loss) =>
      loss === "quadratic"
        ? quadraticDelta(v, j)
        : [
            says("f' where none is", v(`delta2_${j}`) * v(`a2_${j}`) * (1 - v(`a2_${j}`)),
              "The softmax's slope has cancelled already: the error alone is left."),
            says("factor 2 where none is", 2 * v(`delta2_${j}`),
              "Cross-entropy has no square, so no factor 2 comes down."),
            says("sign turned", -v(`delta2_${j}`),
              "The sign is turned: it is a minus the target."),
          ],
    dC_db2: (v, j, i, loss) => upstream(v, `dC_db2_${j}`, loss),
    dC_domega2: (v, j, i, loss) => products(v, 2, j, i, loss),
    back: (v, j, i, loss) => [...paths(v, j, () => 1), ...upstream(v, `back_${j}`, loss)],
    slope1: (v, j) => [
      says("f for f'", v(`a1_${j}`),
        "That is leaky ReLU itself, not its slope."),
      says("alpha forgotten below zero", v(`z1_${j}`) > 0 ? NaN : 0,
        "Below zero the slope is alpha, not nought."),
      says("f' of the output layer, in the hidden layers", slopeAt(v(`z1_${j}`)),
        "That is the slope of the output's sigmoid. Leaky ReLU's is wanted."),
      says("f' of the other side", v(`z1_${j}`) > 0 ? v("alpha") : 1,
        "Look at the sign of z: the slope is 1 above zero, alpha below."),
    ],
    delta1: (v, j, i, loss) => [
      says("f' forgotten", v(`back_${j}`),
        "That is what came back. It still has to be multiplied by the slope."),
      says("f for f'", v(`back_${j}`) * v(`a1_${j}`),
        "You multiplied by leaky ReLU itself. Its slope is wanted: f prime."),
      says("f' of the output layer, in the hidden layers", v(`back_${j}`) * slopeAt(v(`z1_${j}`)),
        "You took the slope of the output's sigmoid. The hidden layer has leaky ReLU."),
      says("alpha forgotten below zero", v(`z1_${j}`) > 0 ? NaN : 0,
        "Below zero the slope is alpha, not nought."),
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

  // A reader's number, told right or wrong; of a wrong one, which mistake it looks like.

  // Half of the third decimal, as companion.exercises.answers has it.
  const TOLERANCE = 5e-4 * (1 + 1e-6);

  const near = (x, y) => Math.abs(x - y) <= TOLERANCE;

  // The other entries of the same stage, for who computed the right thing at the wrong place.
  function neighbours(id, loss, values) {
    const all = numrec.matrix(numrec.stageOf(id, loss).id).flat();
    return all
      .filter((other) => other !== id)
      .map((other) => {
        const sentence = `That is ${numrec.words(other)}. Asked is ${numrec.words(id)}.`;
        return says("another entry", values[other].x, sentence);
      });
  }

  // candidates: [{name, x, sentence}], the likelier first.
  function judge(answer, right, candidates) {
    if (near(answer, right)) return { isRight: true, name: null, sentence: "Right." };
    const known = candidates.find(({ x }) => near(x, answer) && !near(x, right));
    return { isRight: false, ...(known ?? slip(answer, right)) };
  }

  function slip(answer, right) {
    if (near(-answer, right))
      return says("sign", right, "The size is right. Look at the sign again.");
    if (right !== 0 && Math.abs(answer / right - 1) < 0.02)
      return says("rounding", right,
        "Very near. Perhaps you rounded on the way: round once, at the end.");
    return says(null, right, "Compare each factor and each sign with the equation.");
  }

  // text: what was typed. Gives {isRight, name, sentence}, or null while there is no number.
  function diagnose(text, id, loss, values) {
    const typed = numrec.example.readNumber(text);
    if (!typed) return null;
    const candidates = [...mistakesOf(id, loss, values), ...neighbours(id, loss, values)];
    return judge(typed.toNumber(), values[id].x, candidates);
  }

  Object.assign(numrec, { diagnose, mistakesOf });
})((globalThis.numrec ??= {}));
