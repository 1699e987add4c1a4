// What a reader typed as an answer: a number, or numbers in a list or in rows, as plain arrays.
//
// Each number is a formula of lines/parser.js: 7/8, -0.25, 2*s*s*(1 - s). A list may have its
// brackets or not; rows of a matrix are lists in a list, or stand behind each other with a
// semicolon between. Nothing typed is run as code.
(function (numrec) {
  "use strict";

  const LONGEST = 300;
  const OPEN = "([";
  const CLOSE = ")]";
  const HABITS = [[/[{]/g, "["], [/[}]/g, "]"], [/\u2212/g, "-"], [/\u00d7|\u22c5/g, "*"], [/\^/g, "**"]];

  const unread = (words) => new numrec.line.Fault("unread", words);

  // The parts between the commas (or another sign) that no bracket holds together.
  function split(text, sign) {
    const parts = [""];
    let depth = 0;
    for (const letter of text) {
      depth += OPEN.includes(letter) - CLOSE.includes(letter);
      if (letter === sign && depth === 0) parts.push("");
      else parts[parts.length - 1] += letter;
    }
    return parts.map((part) => part.trim());
  }

  // [a, b] without its brackets where they belong together, else null.
  function inside(text) {
    if (!text.startsWith("[") || !text.endsWith("]")) return null;
    let depth = 0;
    for (const [place, letter] of [...text].entries()) {
      depth += OPEN.includes(letter) - CLOSE.includes(letter);
      if (depth === 0 && place < text.length - 1) return null;
    }
    return depth === 0 ? text.slice(1, -1) : null;
  }

  function number(text, scope) {
    const { data, shape } = numrec.line.evaluate(numrec.line.parse(text), scope);
    if (data?.length !== 1 || shape.length) throw unread(`${text} is no number`);
    return data[0];
  }

  function nested(text, scope) {
    const list = inside(text);
    if (list === null) return number(text, scope);
    return split(list, ",").map((part) => nested(part, scope));
  }

  // kind: as exercises.toml has it. scope: Map of letters to values.
  function readAnswer(text, kind, scope = new Map()) {
    if (text.length > LONGEST) throw unread(`more than ${LONGEST} signs`);
    let plain = HABITS.reduce((so, [sign, ours]) => so.replace(sign, ours), text).trim();
    if (kind === "matrix" && inside(plain) === null)
      plain = `[${split(plain, ";").map((row) => `[${row}]`)}]`;
    const isList = kind === "vector" || kind === "order";
    if (isList && inside(plain) === null) plain = `[${plain}]`;
    return nested(plain, scope);
  }

  Object.assign((numrec.answers ??= {}), { readAnswer });
})((globalThis.numrec ??= {}));
