// A line cut into its signs: numbers, names, operators, each with its place.
(function (numrec) {
  "use strict";

  const SIGN =
    /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|<=|>=|==|!=|[-+*/@()[\],.:<>=\u2212\u2013\u2014]))/y;
  const MINUS = /[\u2212\u2013\u2014]/; // the one in print, and the dashes that phones make of it
  const LEFT_OUT = /^\s*>>>|;\s*(#.*)?$|#.*/g; // a prompt that was copied, a last semicolon, a comment

  // What people type from habit, and what NumPy has for it.
  const HABITS = {
    "^": "a power is ** in NumPy",
    "'": "a transpose is .T here, and a slope is f_prime",
    "\u2019": "a transpose is .T here, and a slope is f_prime",
    "\u1d40": "a transpose is .T in NumPy",
    "\u22a4": "a transpose is .T in NumPy",
    "\u00b2": "a power is ** in NumPy",
    "\u00f7": "a division is / in NumPy",
    "\u221a": "a root is np.sqrt in NumPy",
    "\u2211": "a sum is np.sum in NumPy",
    "\u03a3": "a sum is np.sum in NumPy",
    "\u2032": "the slope f\u2032 is called f_prime here",
    "\u00b7": "a product is * or @ in NumPy",
    "\u00d7": "a product is * or @ in NumPy",
    "\u22c5": "a product is * or @ in NumPy",
    "\u2217": "a product is * or @ in NumPy",
    "\u2218": "a product entry by entry is * in NumPy",
    "\u2299": "a product entry by entry is * in NumPy",
    "\u2297": "an outer product is np.outer, or @ with a transpose",
    "\u03c9": "this letter is called omega here",
    "\u03b4": "this letter is called delta here",
    "\u03b7": "this letter is called eta here",
    "\u03bc": "this letter is called mu here",
    "\u03b8": "this letter is called theta here",
    "\u03bb": "this letter is called lamda here",
    "\u03c3": "the activation is called f here",
    "\u00e2": "this letter is called a_hat here",
    "{": "brackets are ( ) and [ ] here",
    ";": "only one expression is read: put the first into the second",
    "&": "conditions are not joined here",
    "|": "conditions are not joined here",
  };

  const RAISED = [
    [/^\^\s*T\b/, "a transpose is .T in NumPy"],
    [/^\^\s*\{?\[/, "a layer is chosen by [l] alone, without the ^"],
  ];

  const kindOf = (number, name) => (number ? "number" : name ? "name" : "sign");

  // [{kind: "number" | "name" | "sign" | "end", text, from, to}]
  function tokens(typed) {
    const { Fault, LIMITS } = numrec.line;
    if (typed.length > LIMITS.signs) {
      const words = `the line has ${typed.length} characters; at most ${LIMITS.signs} are read`;
      throw new Fault("limit", words);
    }
    const text = typed.replace(LEFT_OUT, (signs) => " ".repeat(signs.length));
    const found = [];
    let at = 0;
    while (text.slice(at).trim()) {
      SIGN.lastIndex = at;
      const match = SIGN.exec(text);
      if (!match) throw unknown(text, at + text.slice(at).search(/\S/));
      const [, number, name, sign] = match;
      const raw = number ?? name ?? sign;
      const [from, to] = [SIGN.lastIndex - raw.length, SIGN.lastIndex];
      if (number) checkNumber(raw, text.slice(to), { from, to });
      found.push({ kind: kindOf(number, name), text: raw.replace(MINUS, "-"), from, to });
      at = to;
    }
    return [...found, { kind: "end", text: "", from: text.length, to: text.length }];
  }

  function unknown(text, from) {
    const sign = String.fromCodePoint(text.codePointAt(from));
    const habit = RAISED.find(([form]) => form.test(text.slice(from)))?.[1] ?? HABITS[sign];
    return new numrec.line.Fault("unread", habit ?? "this sign means nothing here", { from, to: from + sign.length });
  }

  function checkNumber(raw, rest, place) {
    const { Fault } = numrec.line;
    const missing = raw.endsWith(".")
      ? "brackets are missing around what stands before the dot"
      : "a * is missing behind the number";
    if (/^[A-Za-z_]/.test(rest)) throw new Fault("unread", missing, place);
    if (/^0\d/.test(raw) && !/[.eE]/.test(raw))
      throw new Fault("unread", "a whole number does not begin with 0", place);
    if (!Number.isFinite(Number(raw)) || (!/[.eE]/.test(raw) && !Number.isSafeInteger(Number(raw))))
      throw new Fault("limit", "this number is too large", place);
  }

  Object.assign((numrec.line ??= {}), { tokens });
})((globalThis.numrec ??= {}));
