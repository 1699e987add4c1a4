// An answer, told right or wrong as companion/exercises/answers.py does in a notebook.
//
// known: {kind, right, mistakes: [[value, sentence]], tolerance, options, points}, made from
// companion/exercises/exercises.toml, and the page's own hint; arrays are nested lists, an
// expression's have an entry a point.
(function (numrec) {
  "use strict";

  const HOW = {
    number: "expected a number, such as 0.25 or 1/4",
    fraction: "expected a fraction, such as 1/4",
    vector: "expected numbers with commas between, such as 1/2, 3",
    matrix: "expected rows with semicolons between, such as 1, 2; 3, 4",
    expression: "expected a formula, such as 2*s*(1 - s)",
    order: "expected each number once, such as 2, 1, 3",
  };

  const flat = (value) => [value].flat(Infinity);

  // As NumPy says it: (), (3,), (2, 3); null where rows differ in length.
  function shape(value) {
    if (!Array.isArray(value)) return [];
    const [first = [], ...others] = value.map(shape);
    if ([first, ...others].some((one) => one === null || one.join() !== first.join())) return null;
    return [value.length, ...first];
  }

  const shapeWords = (sizes) =>
    sizes.length ? `the shape ${numrec.line.shapeText(sizes)}` : "a single number";

  const near = (one, other, tolerance) => {
    const right = flat(other);
    const most = tolerance * (1 + 1e-6); // as there: an answer rounded half up is not lost
    return flat(one).every((x, k) => Math.abs(x - right[k]) <= most);
  };

  // The value of what was typed: of an expression one at each point.
  function valueOf(text, { kind, points }) {
    const { readAnswer } = numrec.answers;
    const letters = Object.entries(points);
    if (!letters.length) return readAnswer(text, kind);
    return letters[0][1].map((_, k) =>
      readAnswer(text, kind, letters.map(([letter, values]) => [letter, values[k]])),
    );
  }

  const sorted = (value) => flat(value).sort((one, other) => one - other);
  const isOrder = (answer, right) => sorted(answer).join() === sorted(right).join();

  function judgeNumbers(known, text) {
    let answer;
    try {
      answer = valueOf(text, known);
    } catch (fault) {
      if (!(fault instanceof numrec.line.Fault)) throw fault;
      return `That is not understood (${fault.message}): ${HOW[known.kind]}.`;
    }
    const [found, expected] = [shape(answer), shape(known.right)];
    if (found === null) return "Your rows are of different lengths.";
    if (found.join() !== expected.join()) {
      const verb = found.length ? "has" : "is";
      return `Your answer ${verb} ${shapeWords(found)}; expected ${shapeWords(expected)}.`;
    }
    if (known.kind === "order" && !isOrder(answer, known.right))
      return `That is no order: ${HOW.order}.`;
    if (near(answer, known.right, known.tolerance)) return "Right.";
    const named = known.mistakes.find(([wrong]) => {
      const isSame = shape(wrong).join() === found.join();
      return isSame && near(answer, wrong, known.tolerance);
    });
    return named ? `Not yet. ${named[1]}` : `Not yet. A hint: ${known.hint}`;
  }

  function judgeChoice({ right, mistakes }, letter) {
    return letter === right ? "Right." : `Not yet. ${new Map(mistakes).get(letter)}`;
  }

  const judge = (known, text) =>
    known.kind === "choice" ? judgeChoice(known, text) : judgeNumbers(known, text);

  Object.assign((numrec.answers ??= {}), { judge });
})((globalThis.numrec ??= {}));
