// The worked 3-2-3 network as a table: every quantity, and the products that make it.
//
// A quantity is a sum of terms, {sign, factors}, whose factors name other quantities; or one
// function of another; or a quotient. The letters of the ids are numrec's: z1_0 is z[1][0].
(function (numrec) {
  "use strict";

  const SIZES = [3, 2, 3];
  const nodes = (l) => [...Array(SIZES[l]).keys()];
  const pairs = (l) => nodes(l).flatMap((j) => nodes(l - 1).map((i) => [j, i]));

  const term = (...factors) => ({ sign: 1, factors });
  const minus = (...factors) => ({ sign: -1, factors });
  const sum = (terms) => ({ op: "sum", terms });
  const apply = (f, of) => ({ op: f, of });

  // What a reader may change: the ids of all 24 numbers, in the order of the page.
  const PARAMETERS = [1, 2].flatMap((l) => [
    ...pairs(l).map(([j, i]) => `omega${l}_${j}_${i}`),
    ...nodes(l).map((j) => `b${l}_${j}`),
  ]);
  const INPUTS = [
    ...nodes(0).map((i) => `a0_${i}`),
    ...PARAMETERS,
    ...nodes(2).map((j) => `a_hat_${j}`),
    "alpha",
  ];

  function forward(table) {
    for (const l of [1, 2]) {
      for (const j of nodes(l)) {
        const products = nodes(l - 1).map((i) => term(`omega${l}_${j}_${i}`, `a${l - 1}_${i}`));
        table[`z${l}_${j}`] = sum([...products, term(`b${l}_${j}`)]);
      }
      if (l === 1) for (const j of nodes(1)) table[`a1_${j}`] = apply("leaky_relu", `z1_${j}`);
    }
  }

  // Sigmoid with the quadratic loss: steps F2, N3, B1, A2, B9.
  function quadratic(table) {
    for (const j of nodes(2)) table[`a2_${j}`] = apply("sigmoid", `z2_${j}`);
    for (const j of nodes(2)) table[`err_${j}`] = sum([term(`a2_${j}`), minus(`a_hat_${j}`)]);
    table.C = sum(nodes(2).map((j) => term(`err_${j}`, `err_${j}`)));
    for (const j of nodes(2)) table[`grad_${j}`] = sum([term("two", `err_${j}`)]);
    for (const j of nodes(2)) table[`rest_${j}`] = sum([term("one"), minus(`a2_${j}`)]);
    for (const j of nodes(2)) table[`slope2_${j}`] = sum([term(`a2_${j}`, `rest_${j}`)]);
    for (const j of nodes(2)) table[`delta2_${j}`] = sum([term(`grad_${j}`, `slope2_${j}`)]);
  }

  // Softmax with cross-entropy: steps S1, S2, S4, S5.
  function crossEntropy(table) {
    table.top = { op: "max", of: nodes(2).map((j) => `z2_${j}`) };
    for (const j of nodes(2)) table[`low_${j}`] = sum([term(`z2_${j}`), minus("top")]);
    for (const j of nodes(2)) table[`exp_${j}`] = apply("exp", `low_${j}`);
    table.total = sum(nodes(2).map((j) => term(`exp_${j}`)));
    for (const j of nodes(2)) table[`a2_${j}`] = { op: "quotient", of: [`exp_${j}`, "total"] };
    for (const j of nodes(2)) table[`ln_${j}`] = apply("ln", `a2_${j}`);
    table.C = sum(nodes(2).map((j) => minus(`a_hat_${j}`, `ln_${j}`)));
    table.wanted = sum(nodes(2).map((j) => term(`a_hat_${j}`)));
    for (const j of nodes(2)) {
      table[`delta2_${j}`] = sum([term(`a2_${j}`, "wanted"), minus(`a_hat_${j}`)]);
    }
  }

  // Steps B10, B11, H3, A1, H7, H8.
  function backward(table) {
    for (const l of [2, 1]) {
      if (l === 1) {
        for (const j of nodes(1)) {
          const paths = nodes(2).map((k) => term(`omega2_${k}_${j}`, `delta2_${k}`));
          table[`back_${j}`] = sum(paths);
        }
        for (const j of nodes(1)) table[`slope1_${j}`] = apply("leaky_relu_prime", `z1_${j}`);
        for (const j of nodes(1)) table[`delta1_${j}`] = sum([term(`back_${j}`, `slope1_${j}`)]);
      }
      for (const j of nodes(l)) table[`dC_db${l}_${j}`] = sum([term(`delta${l}_${j}`)]);
      for (const [j, i] of pairs(l)) {
        table[`dC_domega${l}_${j}_${i}`] = sum([term(`delta${l}_${j}`, `a${l - 1}_${i}`)]);
      }
    }
  }

  // The table for a loss: ids in the order in which they are computed.
  function quantities(loss) {
    const table = { one: { op: "given" }, two: { op: "given" } };
    for (const id of INPUTS) table[id] = { op: "given" };
    forward(table);
    (loss === "cross_entropy" ? crossEntropy : quadratic)(table);
    backward(table);
    return table;
  }

  // What stands in an id: "omega2_0_1" is {base: "omega", l: 2, place: [0, 1]}.
  function parts(id) {
    const [, base, l, places] = /^([a-zA-Z_]*?[a-zA-Z])(\d?)((?:_\d)*)$/.exec(id);
    const place = places ? places.slice(1).split("_").map(Number) : [];
    return { base, l: l ? Number(l) : null, place };
  }

  Object.assign(numrec, { SIZES, PARAMETERS, INPUTS, quantities, parts, nodes, pairs });
})((globalThis.numrec ??= {}));
