// The stages of a pass, forward and then backward: what is computed, and from which matrices.
//
// `line` is the equation in matrices: names of the table, ' for transposed, and signs between.
(function (numrec) {
  "use strict";

  const stage = (id, title, step, line, says) => ({ id, title, step, line, says });

  const UP_TO_Z2 = [
    stage(
      "z1",
      "The hidden layer adds up",
      "F1",
      "z1 = omega1 a0 + b1",
      "Each hidden node multiplies what comes in by its weights, adds, and adds its bias.",
    ),
    stage(
      "a1",
      "Leaky ReLU bends",
      "F2",
      "a1 = f( z1 )",
      "A positive z stays as it is. A negative one is multiplied by the small slope alpha.",
    ),
    stage(
      "z2",
      "The output layer adds up",
      "F1",
      "z2 = omega2 a1 + b2",
      "The same sum again, one layer on: now the hidden values come in.",
    ),
  ];

  const QUADRATIC = [
    stage(
      "a2",
      "The sigmoid squashes",
      "F2",
      "a2 = σ( z2 )",
      "Each z becomes a number between 0 and 1: 1 over 1 plus e to the minus z.",
    ),
    stage(
      "err",
      "The errors",
      "N3",
      "err = a2 − a_hat",
      "How far each output is from what was wanted, with its sign.",
    ),
    stage(
      "C",
      "The loss",
      "N3",
      "C = err' err",
      "The errors squared and added. There is no factor one half in this loss.",
    ),
    stage(
      "grad",
      "The loss by the outputs",
      "B1",
      "grad = 2 err",
      "The derivative of a square is twice what was squared.",
    ),
    stage(
      "slope2",
      "The slope of the sigmoid",
      "A2",
      "slope2 = a2 ∘ rest",
      "The sigmoid's slope at z needs no new exponential: it is a times 1 minus a.",
    ),
    stage(
      "delta2",
      "Delta of the output layer",
      "B9",
      "delta2 = grad ∘ slope2",
      "The chain rule, node by node: the loss by a, times a by z.",
    ),
  ];

  const CROSS_ENTROPY = [
    stage(
      "low",
      "The largest z taken off",
      "S2",
      "low = z2 − top",
      "Softmax does not see a shift, and no exponential can overflow now.",
    ),
    stage("exp", "The exponentials", "S1", "exp = e^( low )", "Each becomes positive."),
    stage("total", "Their sum", "S1", "total = ∑ exp", "What the softmax divides by."),
    stage(
      "a2",
      "Softmax",
      "S1",
      "a2 = exp / total",
      "Each exponential's share of the sum: the outputs add up to 1.",
    ),
    stage(
      "ln",
      "The logarithms",
      "S4",
      "ln = ln( a2 )",
      "The smaller the share, the more negative its logarithm.",
    ),
    stage(
      "C",
      "The loss",
      "S4",
      "C = − a_hat' ln",
      "Cross-entropy: minus the logarithm of the output that was wanted.",
    ),
    stage(
      "delta2",
      "Delta of the output layer",
      "S5",
      "delta2 = a2 wanted − a_hat",
      "Softmax and cross-entropy together leave the error alone.",
    ),
  ];

  const DOWN = [
    stage(
      "dC_db2",
      "The loss by the output biases",
      "B10",
      "dC_db2 = delta2",
      "A bias moves its z one for one, so its derivative is delta itself.",
    ),
    stage(
      "dC_domega2",
      "The loss by the output weights",
      "B11",
      "dC_domega2 = delta2 a1'",
      "Each weight's derivative is delta where it ends, times the value where it begins.",
    ),
    stage(
      "back",
      "The loss by the hidden values",
      "H3",
      "back = omega2' delta2",
      "A hidden node reaches the loss by every output. Each path brings a product: down a column " +
        "of the weights, hence the transpose.",
    ),
    stage(
      "slope1",
      "The slope of leaky ReLU",
      "A1",
      "slope1 = f′( z1 )",
      "One where z is positive, alpha where it is not. It is taken at z, not at a.",
    ),
    stage(
      "delta1",
      "Delta of the hidden layer",
      "H7",
      "delta1 = back ∘ slope1",
      "What came back, times the slope, node by node.",
    ),
    stage(
      "dC_db1",
      "The loss by the hidden biases",
      "H8",
      "dC_db1 = delta1",
      "As in the output layer: delta itself.",
    ),
    stage(
      "dC_domega1",
      "The loss by the hidden weights",
      "H8",
      "dC_domega1 = delta1 a0'",
      "As in the output layer: delta where the weight ends, times what came in.",
    ),
  ];

  const stages = (loss) => [
    ...UP_TO_Z2,
    ...(loss === "cross_entropy" ? CROSS_ENTROPY : QUADRATIC),
    ...DOWN,
  ];

  const BACKWARD = new Set(["grad", "slope2", "delta2", ...DOWN.map(({ id }) => id)]);
  const isBackward = (id) => BACKWARD.has(id);

  // The rows of ids of a matrix by its name: "omega2'" is the transposed one.
  function matrix(name) {
    const turned = name.endsWith("'");
    const bare = turned ? name.slice(0, -1) : name;
    const { base, l } = numrec.parts(bare);
    const [rows, columns] = shape(base, l);
    const entry = (j, i) => [bare, ...(rows > 0 ? [j] : []), ...(columns > 0 ? [i] : [])].join("_");
    const [height, width] = [Math.max(rows, 1), Math.max(columns, 1)];
    const range = (n) => [...Array(n).keys()];
    return turned
      ? range(width).map((i) => range(height).map((j) => entry(j, i)))
      : range(height).map((j) => range(width).map((i) => entry(j, i)));
  }

  // Rows and columns; no rows stands for a single number, no columns for a column of numbers.
  function shape(base, l) {
    if (["C", "top", "total", "wanted", "alpha", "one", "two"].includes(base)) return [0, 0];
    if (["omega", "dC_domega"].includes(base)) return [numrec.SIZES[l], numrec.SIZES[l - 1]];
    if (base === "back") return [numrec.SIZES[1], 0];
    return [numrec.SIZES[l ?? 2], 0];
  }

  // What is computed on the way within a stage.
  const WITHIN = { rest: "slope2", top: "low", wanted: "delta2" };

  // The stage that computes a quantity.
  function stageOf(id, loss) {
    const { base, l } = numrec.parts(id);
    if (base in WITHIN) return stages(loss).find((s) => s.id === WITHIN[base]);
    return stages(loss).find((s) => s.id === base + (l ?? "") || s.id === base);
  }

  Object.assign(numrec, { stages, stageOf, matrix, isBackward });
})((globalThis.numrec ??= {}));
