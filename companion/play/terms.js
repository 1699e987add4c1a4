// A quantity opened to its terms: each with its letters, its numbers, its value, and what it uses.
(function (numrec) {
  "use strict";

  const { mi, mn, mo, row } = numrec.maths;
  const over = (above, below) => `<mfrac>${above}${below}</mfrac>`;
  const power = (exponent) => `<msup>${mi("e")}${exponent}</msup>`;

  // Numbers put into a formula are text within MathML: a fraction stays as it was typed.
  const text = (words) => `<mtext>${words}</mtext>`;

  const TIMES = text("\u00a0·\u00a0");

  function productTerm({ factors }, value, values, show) {
    const letters = factors.map((id) => numrec.symbol(id, factors.length > 1));
    const numbers = factors.map((id) => numrec.format(values[id], show));
    const spread = numbers.map((n, place) => (place ? numrec.inBrackets(n) : n));
    return {
      letters: row(...letters.flatMap((part, k) => (k ? [mo("·"), part] : [part]))),
      numbers: row(...spread.flatMap((n, k) => (k ? [TIMES, text(n)] : [text(n)]))),
      isProduct: factors.length > 1,
      ids: [...new Set(factors)],
      value,
    };
  }

  // The one term of a function of z: leaky ReLU shows the branch that was taken.
  const SINGLE = {
    leaky_relu: (z, n, positive) =>
      positive ? [z, n, "z is positive"] : [row(mi("α"), mo("·"), z), null, "z is not positive"],
    leaky_relu_prime: (z, n, positive) =>
      positive ? [mn(1), text("1"), "z is positive"] : [mi("α"), null, "z is not positive"],
    sigmoid: (z, n, _, minus) => [
      over(mn(1), row(mn(1), mo("+"), power(row(mo("−"), z)))),
      over(mn(1), row(mn(1), mo("+"), power(text(minus)))),
    ],
    exp: (z, n) => [power(z), power(n)],
    ln: (a, n) => [row(mi("ln"), a), row(mi("ln"), n)],
  };

  function functionTerm(quantity, value, values, show) {
    const { op, of } = quantity;
    const argument = values[of];
    const positive = argument.x > 0;
    const number = text(numrec.format(argument, show));
    const minus = {
      x: -argument.x,
      exact: argument.exact && argument.exact.times(new numrec.Fraction(-1)),
    };
    const minusText = numrec.format(minus, show);
    let [letters, numbers, why] = SINGLE[op](numrec.symbol(of), number, positive, minusText);
    const bent = op.startsWith("leaky") && !positive;
    if (numbers === null) {
      const alpha = text(numrec.format(values.alpha, show));
      const bracketed = text(numrec.inBrackets(numrec.format(argument, show)));
      numbers = op === "leaky_relu" ? row(alpha, TIMES, bracketed) : alpha;
    }
    const isProduct = op !== "leaky_relu" || bent;
    return { letters, numbers, why, isProduct, ids: bent ? ["alpha", of] : [of], value };
  }

  function severalTerm({ op, of }, value, values, show) {
    const numbers = of.map((id) => text(numrec.format(values[id], show)));
    const letters = of.map((id) => numrec.symbol(id));
    const list = (parts) => row(mi("max"), mo("("), parts.join(mo(",")), mo(")"));
    const draw = op === "max" ? list : ([above, below]) => over(above, below);
    return { letters: draw(letters), numbers: draw(numbers), isProduct: true, ids: of, value };
  }

  // Gives [{sign, letters, numbers, isProduct, ids, value, why?}].
  function termsOf(id, loss, values, show) {
    const quantity = numrec.quantities(loss)[id];
    const value = values[id];
    if (quantity.op === "sum") {
      return quantity.terms.map((term, place) => {
        const signed = value.terms[place];
        const flip = {
          x: -signed.x,
          exact: signed.exact && signed.exact.times(new numrec.Fraction(-1)),
        };
        const own = term.sign < 0 ? flip : signed; // the sign stands before the term
        return { sign: term.sign, ...productTerm(term, own, values, show) };
      });
    }
    const draw = Array.isArray(quantity.of) ? severalTerm : functionTerm;
    return [{ sign: 1, ...draw(quantity, value, values, show) }];
  }

  Object.assign(numrec, { termsOf });
})((globalThis.numrec ??= {}));
