// The worked 3-2-3 network: the table of its quantities, their values, and the state of a page.
(function (numrec) {
  "use strict";

  const { Fraction } = numrec;
  const SIZES = [3, 2, 3];
  const nodes = (l) => [...Array(SIZES[l]).keys()];
  const pairs = (l) => nodes(l).flatMap((j) => nodes(l - 1).map((i) => [j, i]));

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

  // The quantities. Each is a sum of terms, {sign, factors}, whose factors name other quantities;
  // or one function of another; or a quotient. The letters are numrec's: z1_0 is z[1][0].

  const term = (...factors) => ({ sign: 1, factors });
  const minus = (...factors) => ({ sign: -1, factors });
  const sum = (...terms) => ({ op: "sum", terms });
  const apply = (op, of) => ({ op, of });

  // The table for a loss: ids in the order in which they are computed.
  function quantities(loss) {
    const table = {};
    const each = (base, l, make) => nodes(l).forEach((j) => (table[`${base}_${j}`] = make(j)));
    for (const id of ["one", "two", ...INPUTS]) table[id] = { op: "given" };
    for (const l of [1, 2]) {
      each(`z${l}`, l, (j) => {
        const products = nodes(l - 1).map((i) => term(`omega${l}_${j}_${i}`, `a${l - 1}_${i}`));
        return sum(...products, term(`b${l}_${j}`)); // F1
      });
      if (l === 1) each("a1", 1, (j) => apply("leaky_relu", `z1_${j}`)); // F2
    }
    (loss === "cross_entropy" ? crossEntropy : quadratic)(table, each);
    backward(table, each);
    return table;
  }

  // Sigmoid with the quadratic loss: steps F2, N3, B1, A2, B9.
  function quadratic(table, each) {
    each("a2", 2, (j) => apply("sigmoid", `z2_${j}`));
    each("err", 2, (j) => sum(term(`a2_${j}`), minus(`a_hat_${j}`)));
    table.C = sum(...nodes(2).map((j) => term(`err_${j}`, `err_${j}`)));
    each("grad", 2, (j) => sum(term("two", `err_${j}`)));
    each("rest", 2, (j) => sum(term("one"), minus(`a2_${j}`)));
    each("slope2", 2, (j) => sum(term(`a2_${j}`, `rest_${j}`)));
    each("delta2", 2, (j) => sum(term(`grad_${j}`, `slope2_${j}`)));
  }

  // Softmax with cross-entropy: steps S1, S2, S4, S5.
  function crossEntropy(table, each) {
    table.top = apply("max", nodes(2).map((j) => `z2_${j}`));
    each("low", 2, (j) => sum(term(`z2_${j}`), minus("top")));
    each("exp", 2, (j) => apply("exp", `low_${j}`));
    table.total = sum(...nodes(2).map((j) => term(`exp_${j}`)));
    each("a2", 2, (j) => apply("quotient", [`exp_${j}`, "total"]));
    each("ln", 2, (j) => apply("ln", `a2_${j}`));
    table.C = sum(...nodes(2).map((j) => minus(`a_hat_${j}`, `ln_${j}`)));
    table.wanted = sum(...nodes(2).map((j) => term(`a_hat_${j}`)));
    each("delta2", 2, (j) => sum(term(`a2_${j}`, "wanted"), minus(`a_hat_${j}`)));
  }

  // Steps B10, B11, H3, A1, H7, H8.
  function backward(table, each) {
    const paths = (j) => nodes(2).map((k) => term(`omega2_${k}_${j}`, `delta2_${k}`));
    for (const l of [2, 1]) {
      if (l === 1) {
        each("back", 1, (j) => sum(...paths(j)));
        each("slope1", 1, (j) => apply("leaky_relu_prime", `z1_${j}`));
        each("delta1", 1, (j) => sum(term(`back_${j}`, `slope1_${j}`)));
      }
      each(`dC_db${l}`, l, (j) => sum(term(`delta${l}_${j}`)));
      for (const [j, i] of pairs(l))
        table[`dC_domega${l}_${j}_${i}`] = sum(term(`delta${l}_${j}`, `a${l - 1}_${i}`));
    }
  }

  // What stands in an id: "omega2_0_1" is {base: "omega", l: 2, place: [0, 1]}.
  function parts(id) {
    const [, base, l, places] = /^([a-zA-Z_]*?[a-zA-Z])(\d?)((?:_\d)*)$/.exec(id);
    const place = places ? places.slice(1).split("_").map(Number) : [];
    return { base, l: l ? Number(l) : null, place };
  }

  // Their values: each as a double, x, and as a fraction, exact, where it is one.

  const [ZERO, ONE, TWO] = [0, 1, 2].map((n) => new Fraction(n));
  const TINY = 2.2250738585072014e-308; // as numrec.losses.cross_entropy: ln 0 stays finite

  const isZero = (exact) => exact !== null && exact.sign === 0;

  // Nought times anything is nought, exactly, also where the other factor is no fraction.
  function product(values, sign) {
    let x = sign;
    let exact = sign > 0 ? ONE : new Fraction(-1);
    for (const value of values) {
      x *= value.x;
      exact = exact && value.exact && exact.times(value.exact);
    }
    if (values.some((value) => isZero(value.exact))) return { x: 0, exact: ZERO };
    return { x, exact };
  }

  const negated = ({ x, exact }) => ({ x: -x, exact: exact && exact.times(new Fraction(-1)) });

  function added(terms) {
    let [x, exact] = [0, ZERO];
    for (const term of terms) {
      x += term.x;
      exact = exact && term.exact && exact.plus(term.exact);
    }
    return { x, exact };
  }

  const sigmoid = (z) => 1 / (1 + Math.exp(-z));

  // Each function of one number: as a double, and the few places where a fraction comes out.
  const FUNCTIONS = {
    sigmoid: (z) => ({
      x: sigmoid(z.x),
      exact: isZero(z.exact) ? new Fraction(1, 2) : null,
    }),
    exp: (z) => ({ x: Math.exp(z.x), exact: isZero(z.exact) ? ONE : null }),
    ln: (a) => ({
      x: Math.log(a.x + TINY),
      exact: a.exact && a.exact.equals(ONE) ? ZERO : null,
    }),
    leaky_relu: (z, alpha) => (z.x > 0 ? { ...z } : product([alpha, z], 1)),
    leaky_relu_prime: (z, alpha) => (z.x > 0 ? { x: 1, exact: ONE } : { ...alpha }),
  };

  function one(quantity, found) {
    const { op, of } = quantity;
    const values = [of ?? []].flat().map((id) => found[id]);
    if (op === "sum") {
      const factorsOf = ({ factors }) => factors.map((id) => found[id]);
      const terms = quantity.terms.map((each) => product(factorsOf(each), each.sign));
      return { ...added(terms), terms };
    }
    if (op === "quotient") {
      const [above, below] = values;
      const exact = above.exact && below.exact ? above.exact.over(below.exact) : null;
      return { x: above.x / below.x, exact };
    }
    if (op === "max") return values.reduce((a, b) => (b.x > a.x ? b : a));
    const { x, exact } = FUNCTIONS[op](values[0], found.alpha);
    return { x, exact };
  }

  const valueOf = (given) =>
    given instanceof Fraction ? { x: given.toNumber(), exact: given } : given;

  // given: a Fraction, or {x, exact}, for each of INPUTS. Gives {id: {x, exact, terms?}}.
  function evaluate(given, loss) {
    const found = { one: valueOf(ONE), two: valueOf(TWO) };
    for (const id of INPUTS) found[id] = valueOf(given[id]);
    for (const [id, quantity] of Object.entries(quantities(loss))) {
      if (quantity.op !== "given") found[id] = one(quantity, found);
    }
    return found;
  }

  // What a page keeps: 24 numbers, the loss, what is open. And its address.

  const LOSSES = ["quadratic", "cross_entropy"];
  const LARGEST = new Fraction(1000);

  // The published numbers, from the package's own data file: {id: Fraction}.
  function published(example) {
    const numbers = { alpha: Fraction.parse(example.hidden_activation.alpha) };
    example.input.forEach((x, i) => (numbers[`a0_${i}`] = Fraction.parse(x)));
    example.target.forEach((x, j) => (numbers[`a_hat_${j}`] = Fraction.parse(x)));
    for (const l of [1, 2]) {
      for (const [j, i] of pairs(l))
        numbers[`omega${l}_${j}_${i}`] = Fraction.parse(example.weights[l - 1][j][i]);
      for (const j of nodes(l)) numbers[`b${l}_${j}`] = Fraction.parse(example.biases[l - 1][j]);
    }
    return numbers;
  }

  const fresh = (start) => ({
    numbers: { ...start },
    loss: "quadratic",
    fractions: false,
    open: "delta2_0",
  });

  const isIn = (fraction) =>
    fraction !== null && fraction.minus(LARGEST).sign <= 0 && fraction.plus(LARGEST).sign >= 0;

  // A number typed by a reader, or null where it is none or beyond a thousand.
  function readNumber(text) {
    const fraction = text.length > 24 ? null : Fraction.parse(text);
    return isIn(fraction) ? fraction : null;
  }

  // What is computed can be opened.
  function canOpen(id, loss) {
    const table = quantities(loss);
    return Object.hasOwn(table, id) && table[id].op !== "given";
  }

  // Only what differs from the published state is written: "loss=cross_entropy&omega1_0_1=1/3".
  function toAddress(state, start) {
    const words = [];
    if (state.open !== "delta2_0") words.push(["open", state.open]);
    if (state.loss !== "quadratic") words.push(["loss", state.loss]);
    if (state.fractions) words.push(["fractions", "1"]);
    for (const id of INPUTS) {
      if (!state.numbers[id].equals(start[id])) words.push([id, state.numbers[id].toString()]);
    }
    return words.map((pair) => pair.join("=")).join("&");
  }

  // Words that are not known, or make no sense, are passed over: an old link still opens.
  function fromAddress(address, start) {
    const state = fresh(start);
    const words = new URLSearchParams(address);
    if (LOSSES.includes(words.get("loss"))) state.loss = words.get("loss");
    state.fractions = words.get("fractions") === "1";
    for (const id of INPUTS) {
      const number = words.has(id) ? readNumber(words.get(id)) : null;
      if (number) state.numbers[id] = number;
    }
    if (canOpen(words.get("open") ?? "", state.loss)) state.open = words.get("open");
    return state;
  }

  const isPublished = (state, start) =>
    state.loss === "quadratic" && INPUTS.every((id) => state.numbers[id].equals(start[id]));

  Object.assign(numrec, { SIZES, PARAMETERS, INPUTS, nodes, pairs, parts });
  Object.assign(numrec, { quantities, evaluate, negated, sigmoid });
  numrec.example = { published, fresh, readNumber, canOpen, toAddress, fromAddress, isPublished };
})((globalThis.numrec ??= {}));
