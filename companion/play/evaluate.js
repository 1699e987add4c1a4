// The table of quantities in numbers: each as a double, and as a fraction where it is one.
(function (numrec) {
  "use strict";

  const { Fraction } = numrec;
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

  function sum(terms) {
    let [x, exact] = [0, ZERO];
    for (const term of terms) {
      x += term.x;
      exact = exact && term.exact && exact.plus(term.exact);
    }
    return { x, exact };
  }

  // Each function of one number: as a double, and the few places where a fraction comes out.
  const FUNCTIONS = {
    sigmoid: (z) => ({
      x: 1 / (1 + Math.exp(-z.x)),
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
    if (quantity.op === "sum") {
      const terms = quantity.terms.map(({ sign, factors }) =>
        product(
          factors.map((id) => found[id]),
          sign,
        ),
      );
      return { ...sum(terms), terms };
    }
    if (quantity.op === "quotient") {
      const [above, below] = quantity.of.map((id) => found[id]);
      const exact = above.exact && below.exact ? above.exact.over(below.exact) : null;
      return { x: above.x / below.x, exact };
    }
    if (quantity.op === "max") {
      return quantity.of.map((id) => found[id]).reduce((a, b) => (b.x > a.x ? b : a));
    }
    const { x, exact } = FUNCTIONS[quantity.op](found[quantity.of], found.alpha);
    return { x, exact };
  }

  const valueOf = (given) =>
    given instanceof Fraction ? { x: given.toNumber(), exact: given } : given;

  // given: a Fraction, or {x, exact}, for each of numrec.INPUTS. Gives {id: {x, exact, terms?}}.
  function evaluate(given, loss) {
    const found = { one: { x: 1, exact: ONE }, two: { x: 2, exact: TWO } };
    for (const id of numrec.INPUTS) found[id] = valueOf(given[id]);
    for (const [id, quantity] of Object.entries(numrec.quantities(loss))) {
      if (quantity.op !== "given") found[id] = one(quantity, found);
    }
    return found;
  }

  Object.assign(numrec, { evaluate });
})((globalThis.numrec ??= {}));
