// NumPy's functions and an array's methods: those that a formula of the book needs.
(function (numrec) {
  "use strict";

  const fault = (kind, words) => new numrec.line.Fault(kind, words);
  const total = (numbers) => numbers.reduce((sum, x) => sum + x, 0);
  const mean = (numbers) => total(numbers) / numbers.length;
  function largest(numbers) {
    if (!numbers.length) throw fault("value", "nothing has no largest entry");
    return numbers.reduce((most, x) => (Number.isNaN(most) || most > x ? most : x));
  }
  const larger = (x, y) => (x > y || Number.isNaN(x) ? x : y);

  // An array's own, for a number of Python's too.
  const numpys = (array) => ({ ...array, isPython: false });

  // A function of each entry. Of a condition NumPy takes it with three digits, so it is refused.
  const smooth = (make) => (spend, array) => {
    if (array.type === "bool") throw fault("value", "this function wants numbers, not a condition");
    return numrec.line.mapped(spend, array, make);
  };

  const FOLDS = {
    sum: [total, (type) => (type === "bool" ? "int" : type)],
    mean: [mean, () => "float"],
    max: [largest, (type) => type],
  };

  function fold(name) {
    const [make, typeFrom] = FOLDS[name];
    return (spend, array, named) => {
      if (name === "mean" && !array.shape.length && (named.axis ?? null) !== null)
        throw fault("shape", "a single number has no axis"); // NumPy lets sum and max pass
      return numrec.line.reduced(spend, array, named, typeFrom(array.type), make);
    };
  }

  const between = (sign) => (spend, x, y) => numrec.line.operate(spend, sign, numpys(x), numpys(y));
  const times = between("*");
  const dot = (spend, x, y) =>
    x.shape.length && y.shape.length ? numrec.line.matmul(spend, x, y) : times(spend, x, y);

  const maximum = (spend, x, y) =>
    numrec.line.entrywise(spend, numrec.line.typeOf(x, y), larger, x, y);

  const where = (spend, condition, x, y) => {
    const type = numrec.line.typeOf(x, y);
    return numrec.line.entrywise(spend, type, (c, u, v) => (c !== 0 ? u : v), condition, x, y);
  };

  const transpose = (spend, array) => numrec.line.transposed(spend, numpys(array));
  const square = (spend, array) => times(spend, array, array);
  const size = (spend, array) =>
    numrec.line.mapped(spend, array, Math.abs, array.type);
  const absolute = (spend, array) =>
    array.isPython
      ? numrec.line.signed(spend, array.data[0] < 0 ? "-" : "+", array)
      : size(spend, array);
  const length = (spend, array) => {
    if (!array.shape.length) throw fault("value", "a single number has no length");
    return numrec.line.scalar(array.shape[0], "int", true);
  };

  // Each by its name: how many arrays it takes, whether axis and keepdims may be said, what it does.
  const row = (arrays, call, takesAxis = false) => ({ arrays, call, takesAxis });
  const NUMPY = new Map(
    Object.entries({
      exp: row(1, smooth(Math.exp)),
      log: row(1, smooth(Math.log)),
      sqrt: row(1, smooth(Math.sqrt)),
      tanh: row(1, smooth(Math.tanh)),
      abs: row(1, size),
      square: row(1, square),
      transpose: row(1, transpose),
      sum: row(1, fold("sum"), true),
      mean: row(1, fold("mean"), true),
      max: row(1, fold("max"), true),
      maximum: row(2, maximum),
      multiply: row(2, times),
      add: row(2, between("+")),
      subtract: row(2, between("-")),
      divide: row(2, between("/")),
      power: row(2, between("**")),
      dot: row(2, dot),
      matmul: row(2, (spend, x, y) => numrec.line.matmul(spend, x, y)),
      outer: row(2, (spend, x, y) => numrec.line.outer(spend, x, y)),
      where: row(3, where),
    }),
  );
  const METHODS = new Map(
    ["sum", "mean", "max", "dot", "transpose"].map((name) => [name, NUMPY.get(name)]),
  );
  const PYTHONS = new Map(Object.entries({ len: row(1, length), abs: row(1, absolute) }));

  Object.assign((numrec.line ??= {}), { NUMPY, METHODS, PYTHONS });
})((globalThis.numrec ??= {}));
