// The stages of a pass, forward and then backward: what is computed, and from which matrices.
//
// A row is: the id, the step that it is proved as, the equation in matrices, the title, and a
// sentence. The equation has names of the table, ' for transposed, and signs between.
(function (numrec) {
  "use strict";

  const table = (...rows) =>
    rows.map(([id, step, line, title, says]) => ({ id, step, line, title, says }));

  const UP_TO_Z2 = table(
    ["z1", "F1", "z1 = omega1 a0 + b1", "The hidden layer adds up",
      "Each hidden node multiplies what comes in by its weights, adds, and adds its bias. " +
        "The sum is its pre-activation z."],
    ["a1", "F2", "a1 = f( z1 )", "Leaky ReLU bends",
      "A positive z stays as it is. A negative one is multiplied by the small slope alpha. " +
        "What comes out is the activation a."],
    ["z2", "F1", "z2 = omega2 a1 + b2", "The output layer adds up",
      "The same sum again, one layer on: now the hidden activations come in."],
  );

  const QUADRATIC = table(
    ["a2", "F2", "a2 = σ( z2 )", "The sigmoid squashes",
      "Each z becomes a number between 0 and 1: 1 over 1 plus e to the minus z."],
    ["err", "N3", "err = a2 − a_hat", "The errors",
      "How far each output is from what was wanted, with its sign."],
    ["C", "N3", "C = err' err", "The loss",
      "The errors squared and added. There is no factor one half in this loss."],
    ["grad", "B1", "grad = 2 err", "The slope along each output",
      "The derivative of a square is twice what was squared."],
    ["slope2", "A2", "slope2 = a2 ∘ rest", "The slope of the sigmoid",
      "The sigmoid's slope at z needs no new exponential: it is a times 1 minus a."],
    ["delta2", "B9", "delta2 = grad ∘ slope2", "The error signal delta of the output layer",
      "The chain rule, node by node: ∂C/∂a times ∂a/∂z."],
  );

  const CROSS_ENTROPY = table(
    ["low", "S2", "low = z2 − top", "The largest z subtracted",
      "Softmax does not see a shift, and no exponential can overflow now."],
    ["exp", "S1", "exp = e^( low )", "The exponentials", "Each becomes positive."],
    ["total", "S1", "total = ∑ exp", "Their sum", "What the softmax divides by."],
    ["a2", "S1", "a2 = exp / total", "Softmax",
      "Each exponential's share of the sum: the outputs add up to 1."],
    ["ln", "S4", "ln = ln( a2 )", "The logarithms",
      "The smaller the share, the more negative its logarithm."],
    ["C", "S4", "C = − a_hat' ln", "The loss",
      "Cross-entropy: minus the logarithm of the output that was wanted."],
    ["delta2", "S5", "delta2 = a2 wanted − a_hat", "The error signal delta of the output layer",
      "Softmax and cross-entropy together leave the error alone."],
  );

  const DOWN = table(
    ["dC_db2", "B10", "dC_db2 = delta2", "The slope along each output bias",
      "A bias moves its z one for one, so its derivative is delta itself."],
    ["dC_domega2", "B11", "dC_domega2 = delta2 a1'", "The slope along each output weight",
      "Each weight's derivative is delta where it ends, times the value where it begins."],
    ["back", "H3", "back = omega2' delta2", "The slope along each hidden activation",
      "A hidden node reaches the loss by every output. Each path brings a product: down a column " +
        "of the weights, hence the transpose."],
    ["slope1", "A1", "slope1 = f′( z1 )", "The slope of leaky ReLU",
      "One where z is positive, alpha where it is not. It is taken at z, not at a."],
    ["delta1", "H7", "delta1 = back ∘ slope1", "The error signal delta of the hidden layer",
      "What came back, times the slope, node by node."],
    ["dC_db1", "H8", "dC_db1 = delta1", "The slope along each hidden bias",
      "As in the output layer: delta itself."],
    ["dC_domega1", "H8", "dC_domega1 = delta1 a0'", "The slope along each hidden weight",
      "As in the output layer: delta where the weight ends, times what came in."],
  );

  const stages = (loss) => [
    ...UP_TO_Z2,
    ...(loss === "cross_entropy" ? CROSS_ENTROPY : QUADRATIC),
    ...DOWN,
  ];

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

  Object.assign(numrec, { stages, stageOf, matrix });
})((globalThis.numrec ??= {}));
