// What a page shows of a quantity: its terms, its stage's equation in matrices, its proof.
(function (numrec) {
  "use strict";

  const { el, formula } = numrec;
  const { mi, mn, mo, row } = numrec.maths;

  // A quantity opened to its terms: each with its letters, its numbers, its value, its sources.

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
    const minusText = numrec.format(numrec.negated(argument), show);
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
        const own = term.sign < 0 ? numrec.negated(signed) : signed; // the sign stands before it
        return { sign: term.sign, ...productTerm(term, own, values, show) };
      });
    }
    const draw = Array.isArray(quantity.of) ? severalTerm : functionTerm;
    return [{ sign: 1, ...draw(quantity, value, values, show) }];
  }

  // Its terms side by side, in letters, in numbers, and multiplied out.

  const spoken = (term, show) => {
    const names = term.ids.map((id) => numrec.words(id)).join(" times ");
    const why = term.why ? `, since ${term.why}` : "";
    return `${term.sign < 0 ? "minus " : ""}${names}${why}: ${numrec.format(term.value, show)}`;
  };

  function termButton(term, show) {
    const product = numrec.format(term.value, show);
    return el(
      "button",
      {
        type: "button",
        class: "term",
        "data-term": "",
        "data-ids": term.ids.join(" "),
        "aria-label": spoken(term, show),
      },
      formula(term.letters, { class: "letters" }),
      formula(term.numbers, { class: "numbers" }),
      el("span", { class: "product" }, term.isProduct ? product : "\u00a0"),
    );
  }

  const between = (term, place) => {
    if (term.sign < 0) return "−";
    return place ? "+" : "";
  };

  function equationView(id, loss, values, show) {
    const terms = termsOf(id, loss, values, show);
    const value = values[id];
    const equals = numrec.isWhole(value, show) ? "=" : "≈";
    const parts = terms.flatMap((term, place) => {
      const sign = between(term, place);
      const button = termButton(term, show);
      return sign ? [el("span", { class: "sign", "aria-hidden": "true" }, sign), button] : [button];
    });
    const other = secondForm(value, show);
    return el(
      "div",
      { class: "equation", role: "group", "aria-label": `${numrec.words(id)}, term by term` },
      formula(row(numrec.symbol(id), mo("=")), { class: "left" }),
      ...parts,
      el(
        "span",
        { class: "result" },
        `${equals} `,
        el("strong", {}, numrec.format(value, show)),
        other ? ` ${other}` : "",
      ),
    );
  }

  // A fraction beside its decimals, or decimals beside the fraction; nothing where there is none.
  function secondForm(value, show) {
    if (!value.exact) return "";
    const other = { ...show, fractions: !show.fractions };
    const [first, second] = [numrec.format(value, show), numrec.format(value, other)];
    return first === second ? "" : `${numrec.isWhole(value, other) ? "=" : "≈"} ${second}`;
  }

  // A stage's equation in matrices; the entry that is open stands out.

  // Words for the signs that a line has between its matrices.
  const SIGNS = {
    "=": "equals",
    "+": "plus",
    "−": "minus",
    "∘": "times, entry by entry,",
    "/": "divided by",
    "∑": "the sum of",
    2: "two times",
    "f(": "f of",
    "f′(": "f prime of",
    "σ(": "sigma of",
    "e^(": "e to the",
    "ln(": "the logarithm of",
    ")": "",
  };

  const isMatrix = (token) => !(token in SIGNS);
  const caption = (name) =>
    name.endsWith("'") ? `${numrec.words(name.slice(0, -1))}, transposed` : numrec.words(name);

  // The name of a matrix: its letter, and T where it is transposed.
  function heading(name) {
    const turned = name.endsWith("'");
    const letter = numrec.symbol(turned ? name.slice(0, -1) : name);
    return turned ? `<msup>${row(mo("("), letter, mo(")"))}${mi("T")}</msup>` : letter;
  }

  function cell(id, context) {
    const { values, show, open, opened } = context;
    const label = numrec.label(id, values, { ...show, digits: Math.min(show.digits, 4) });
    return el(
      "td",
      { class: id === opened ? "open" : null },
      el(
        "button",
        {
          type: "button",
          "data-ids": id,
          "aria-label": `${numrec.words(id)}: ${label}`,
          "aria-pressed": String(id === opened),
          onclick: () => open(id),
        },
        label,
      ),
    );
  }

  function drawn(name, context) {
    const cells = (ids) => ids.map((id) => cell(id, context));
    const rows = numrec.matrix(name).map((ids) => el("tr", {}, ...cells(ids)));
    return el(
      "div",
      { class: "matrix" },
      el("table", { "aria-label": caption(name) }, el("tbody", {}, ...rows)),
      formula(heading(name), { class: "matrix-name" }),
    );
  }

  function sign(token) {
    const shown = token === "2" ? "2 ·" : token.replace("(", " (");
    const named = { role: "img", "aria-label": SIGNS[token] || ")" };
    return el("span", { class: "matrix-sign", ...named }, shown);
  }

  const matrices = (label, items) => {
    const box = numrec.scrolls(label, ...items);
    box.classList.add("matrix-line");
    return box;
  };

  // The matrices that a stage starts from, each once and none transposed: what a reader knows.
  function knownMatrices(stage, context) {
    const names = stage.line.split(" = ")[1].split(" ").filter(isMatrix);
    const plain = [...new Set(names.map((name) => name.replace("'", "")))].filter(
      (name) => !context.show.hides?.(numrec.matrix(name)[0][0]),
    );
    return matrices("What is known", plain.map((name) => drawn(name, context)));
  }

  // context: {values, show, open, opened}; open(id) is called when a cell is chosen.
  const matrixLine = (stage, context) =>
    matrices(
      "The equation in matrices",
      stage.line.split(" ").map((token) => (isMatrix(token) ? drawn(token, context) : sign(token))),
    );

  // "Proved as F1 · numrec: z[l] = ... (network.py, line 155)", the lines read from the source.
  function provenance(step, data) {
    const known = data.steps?.[step];
    if (!known) return null;
    const link = (address, words, plain) =>
      address ? el("a", { href: address, target: "_top" }, words) : el(plain, {}, words);
    const line = ({ file, line, text, address }) =>
      el("li", {}, el("code", {}, text), " ", link(address, `${file}, line ${line}`, "span"));
    const { title, address, lines } = known;
    const says = `: ${title}.${lines.length ? " In numrec:" : ""}`;
    return el(
      "div",
      { class: "provenance" },
      el("p", {}, "Step ", link(address, step, "strong"), says),
      lines.length ? el("ul", {}, ...lines.map(line)) : null,
    );
  }

  Object.assign(numrec, { equationView, matrixLine, knownMatrices, provenance });
})((globalThis.numrec ??= {}));
