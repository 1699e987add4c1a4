// Numbers as readers see them: a true minus sign, a fraction where one is wanted and short.
(function (numrec) {
  "use strict";

  const LONGEST = 11; // a longer fraction says less than its decimals
  const proper = (text) => text.replace("-", "\u2212");

  // How a number is to be shown: {fractions: boolean, digits: number}.
  function format(value, { fractions = false, digits = 6 } = {}) {
    const { x, exact } = value;
    if (exact && fractions && exact.toString().length <= LONGEST) return proper(exact.toString());
    if (exact) {
      const places = exact.places(digits);
      if (places !== null) return proper(exact.toFixed(places));
    }
    return decimals(x, digits);
  }

  function decimals(x, digits) {
    if (!Number.isFinite(x)) return "no number";
    const smallest = digits > 4 ? 10 ** (2 - digits) : 0.5 * 10 ** -digits;
    if (x !== 0 && Math.abs(x) < smallest) return powers(x);
    return proper(x.toFixed(digits));
  }

  const HIGH = { "-": "⁻", ...[..."⁰¹²³⁴⁵⁶⁷⁸⁹"] };
  const raised = (n) => [...String(n)].map((digit) => HIGH[digit]).join("");

  // 3.2e-9 as 3.2·10⁻⁹.
  function powers(x, digits = 3) {
    if (x === 0 || !Number.isFinite(x)) return decimals(x, 0);
    const [mantissa, exponent] = x.toExponential(Math.max(1, digits - 1)).split("e");
    return proper(`${mantissa}·10${raised(Number(exponent))}`);
  }

  // Seven figures: plain decimals where they are short, else with a power of ten.
  function figures(x, count = 7) {
    const size = Math.abs(x);
    return x === 0 || (size >= 1e-3 && size < 1e6)
      ? proper(x.toPrecision(count))
      : powers(x, count);
  }

  // Whether what format shows is the number itself, or rounded.
  function isWhole(value, { fractions = false, digits = 6 } = {}) {
    const { exact } = value;
    if (!exact) return false;
    return (fractions && exact.toString().length <= LONGEST) || exact.places(digits) !== null;
  }

  // As print has it: significant figures, no trailing noughts.
  const significant = (x, figures = 6) => String(Number(x.toPrecision(figures)));

  // A quantity's number, or "?" where a reader is to find it first: {hides: id => boolean}.
  const label = (id, values, show) => (show.hides?.(id) ? "?" : format(values[id], show));

  const inBrackets = (text) => (text.startsWith("\u2212") ? `(${text})` : text);

  const percent = (share) =>
    share > 0 && share < 0.0005 ? "under 0.1%" : `${(100 * share).toFixed(1)}%`;

  Object.assign(numrec, { proper, format, isWhole, powers, figures, raised, significant });
  Object.assign(numrec, { label, inBrackets, percent });
})((globalThis.numrec ??= {}));
