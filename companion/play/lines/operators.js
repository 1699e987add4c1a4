// The operators between two arrays or numbers, by NumPy's rules and by Python's.
(function (numrec) {
  "use strict";

  const fault = (kind, words) => new numrec.line.Fault(kind, words);
  const either = (x, y) => Number(x !== 0 || y !== 0);
  const both = (x, y) => Number(x !== 0 && y !== 0);

  // As C has it: 1 to any power is 1, also where JavaScript says that there is no such number.
  const raise = (x, y) =>
    x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;

  const ARITHMETIC = {
    "+": (x, y) => x + y,
    "-": (x, y) => x - y,
    "*": (x, y) => x * y,
    "/": (x, y) => x / y,
    "**": raise,
  };
  const COMPARE = {
    "<": (x, y) => x < y,
    "<=": (x, y) => x <= y,
    ">": (x, y) => x > y,
    ">=": (x, y) => x >= y,
    "==": (x, y) => x === y,
    "!=": (x, y) => x !== y,
  };

  // Two numbers of Python's own, such as 1 / 2: no division by 0, and no power that is not real.
  function ofPython(op, left, right) {
    const [[x], [y]] = [left.data, right.data];
    if ((op === "/" && y === 0) || (op === "**" && x === 0 && y < 0))
      throw fault("value", "a division by 0");
    const found = ARITHMETIC[op](x, y);
    if (op === "**" && !Number.isFinite(found) && Number.isFinite(x) && Number.isFinite(y))
      throw fault("value", `${x} ** ${y} is no real number in reach`);
    const { typeOf, scalar } = numrec.line;
    const isFloat = op === "/" || (op === "**" && y < 0) || typeOf(left, right) === "float";
    if (!isFloat && !Number.isSafeInteger(found))
      throw fault("limit", "a whole number here becomes too large");
    return scalar(found, isFloat ? "float" : "int", true);
  }

  function arithmetic(spend, op, left, right) {
    const { typeOf, entrywise } = numrec.line;
    let [type, make] = [typeOf(left, right), ARITHMETIC[op]];
    if (type === "bool") {
      if (op === "-") throw fault("value", "- between two conditions means nothing in NumPy");
      [type, make] = { "+": ["bool", either], "*": ["bool", both] }[op] ?? ["int", make];
    }
    if (op === "/") type = "float";
    if (op === "**" && type === "int" && right.data.some((y) => y < 0))
      throw fault("value", "NumPy raises whole numbers to no negative power: write 2.0 for 2");
    return entrywise(spend, type, make, left, right);
  }

  function operate(spend, op, left, right) {
    if (op === "@") return numrec.line.matmul(spend, left, right);
    const isPython = left.isPython && right.isPython;
    if (op in COMPARE) {
      const make = (x, y) => Number(COMPARE[op](x, y));
      return { ...numrec.line.entrywise(spend, "bool", make, left, right), isPython };
    }
    return isPython ? ofPython(op, left, right) : arithmetic(spend, op, left, right);
  }

  // A sign before an array or a number.
  function signed(spend, op, array) {
    if (array.type === "bool" && !array.isPython)
      throw fault("value", `a ${op} before a condition means nothing in NumPy`);
    const type = array.type === "bool" ? "int" : array.type;
    const found = numrec.line.mapped(spend, array, (x) => (op === "-" ? -x : x), type);
    return { ...found, isPython: array.isPython };
  }

  Object.assign((numrec.line ??= {}), { operate, signed });
})((globalThis.numrec ??= {}));
