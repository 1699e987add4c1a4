// What a reader typed as an answer, read as companion/exercises/typed.py does in a notebook.
//
// A number is a formula as in Python or as for Wolfram: 7/8, .5, 2*s**2*(1 - s), 2 s^2 (1 - s). A
// list has its brackets or not, of any kind; rows of a matrix are lists in a list, or stand behind
// each other with a semicolon between. Plain numbers of a list may have spaces between. Nothing
// typed is run as code.
(function (numrec) {
  "use strict";

  const LONGEST = 300;
  const OPEN = "([";
  const CLOSE = ")]";
  const PLAIN = "[-+]?[\\d./]+(?:[eE][-+]?\\d+)?";
  const GAPS = new RegExp(`^${PLAIN}(\\s+${PLAIN})+$`);
  const HABITS = [
    [/^\s*>>>|;?\s*(#.*)?$/g, ""], // a prompt that was copied, a last semicolon, a comment
    [/\^\s*\{([^{}]*)\}/g, "^($1)"],
    [/\{/g, "["],
    [/\}/g, "]"],
    [/[\u2212\u2013\u2014]/g, "-"], // in print, and what phones make of a minus
    [/[\u00d7\u22c5\u00b7]/g, "*"],
    [/\^/g, "**"],
    [/\bnp\.exp\b/g, "exp"],
  ];
  const CONSTANTS = Object.entries({ e: Math.E, pi: Math.PI });
  const SIGN = /\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|[A-Za-z_]\w*|\*\*|\S/g;

  const unread = (words) => new numrec.line.Fault("unread", words);

  // The parts between the commas (or another sign) that no bracket holds together.
  function split(text, sign) {
    if (sign === "," && GAPS.test(text)) return text.split(/\s+/);
    const parts = [""];
    let depth = 0;
    for (const letter of text) {
      depth += OPEN.includes(letter) - CLOSE.includes(letter);
      if (letter === sign && depth === 0) parts.push("");
      else parts[parts.length - 1] += letter;
    }
    return parts.map((part) => part.trim());
  }

  // A list without its brackets, where they belong together, else null; round ones need a comma.
  function inside(text) {
    if (!/^(\[.*\]|\(.*\))$/s.test(text)) return null;
    let depth = 0;
    for (const [place, letter] of [...text].entries()) {
      depth += OPEN.includes(letter) - CLOSE.includes(letter);
      if (depth === 0 && place < text.length - 1) return null;
    }
    const list = text.slice(1, -1).trim();
    return depth === 0 && (text[0] === "[" || split(list, ",").length > 1) ? list : null;
  }

  // Factors side by side get their *; behind exp a bracket is the call's. Python wants no 0 in front.
  function inPython(text) {
    let [written, before] = ["", ""];
    for (const [sign] of text.matchAll(SIGN)) {
      const isFactor = /[\w.)]$/.test(before) && before !== "exp" && /^[\w.(]/.test(sign);
      if (sign === "." || (isFactor && sign[0] === ".")) throw unread("a point stands alone");
      written += isFactor ? " * " : " ";
      written += sign === "exp" ? "np.exp" : sign.replace(/^0+(?=\d)/, "");
      before = sign;
    }
    return written;
  }

  function number(text, scope) {
    if (!text) throw unread("a number is missing");
    const { parse, evaluate } = numrec.line;
    const { data, shape, type } = evaluate(parse(inPython(text)), scope);
    if (data?.length !== 1 || shape.length || type === "bool" || !Number.isFinite(data[0]))
      throw unread(`${text} is no number`);
    return data[0];
  }

  function nested(text, scope) {
    const list = inside(text);
    if (list === null) return number(text, scope);
    return split(list, ",").map((part) => nested(part, scope));
  }

  // kind: as exercises.toml has it. letters: [letter, value], those that the answer may have.
  function readAnswer(text, kind, letters = []) {
    if (text.length > LONGEST) throw unread(`more than ${LONGEST} signs`);
    let plain = HABITS.reduce((so, [sign, ours]) => so.replace(sign, ours), text).trim();
    if (["vector", "order", "matrix"].includes(kind) && inside(plain) === null) {
      const rows = kind === "matrix" ? split(plain, ";") : [plain];
      plain = rows.map((row) => `[${row}]`).join();
      if (kind === "matrix") plain = `[${plain}]`;
    }
    const known = [...letters, ...CONSTANTS].map(([name, x]) => [name, numrec.line.scalar(x)]);
    return (kind === "expression" ? number : nested)(plain, new Map(known));
  }

  Object.assign((numrec.answers ??= {}), { readAnswer });
})((globalThis.numrec ??= {}));
