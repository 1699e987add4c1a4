// A line read into a tree. The grammar is Python's, as far as one expression of NumPy needs it:
//
//   comparison  sum, or sum (< <= > >= == !=) sum
//   sum         product ((+ -) product)*
//   product     unary ((* / @) unary)*
//   unary       (- +) unary, or power
//   power       postfix, or postfix ** unary
//   postfix     atom, then any of .name  (arguments)  [places]
//   atom        number, name, True, False, None, or (comparison)
//
// Nothing typed is ever run as code: the tree is plain data, {kind, from, to, ...}.
(function (numrec) {
  "use strict";

  const COMPARISONS = ["<", "<=", ">", ">=", "==", "!="];
  const ALONE = "write the right-hand side alone, without an = sign";
  const CONSTANTS = ["True", "False", "None"];
  const PYTHONS =
    "and as assert async await break class def del elif else except exec finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield";
  const WORDS = new Set(PYTHONS.split(" "));

  function parse(text) {
    const { Fault, LIMITS } = numrec.line;
    const signs = numrec.line.tokens(text);
    let [at, depth] = [0, 0];

    const now = () => signs[at];
    const is = (...texts) => now().kind === "sign" && texts.includes(now().text);
    const take = () => signs[at++];
    const quoted = ({ kind, text: sign }) => (kind === "end" ? "the line ends" : `found ${sign}`);
    const unread = (words, place = now()) => new Fault("unread", words, place);

    const MISSING = "an operator is missing before this";
    function need(sign) {
      if (is(sign)) return take();
      const isNext = ["name", "number"].includes(now().kind);
      throw unread(isNext ? MISSING : `expected ${sign}; ${quoted(now())}`);
    }

    // What lies deeper than LIMITS.depth is refused before it can fill the machine's stack.
    function deeper(read) {
      depth += 1;
      if (depth > LIMITS.depth)
        throw new Fault("limit", `more than ${LIMITS.depth} brackets or signs deep`, now());
      const node = read();
      depth -= 1;
      return node;
    }

    const binary = (op, left, right, sign) => ({
      ...{ kind: "binary", op, left, right, sign: { from: sign.from, to: sign.to } },
      ...{ from: left.from, to: right.to },
    });

    function chain(read, ...ops) {
      let left = read();
      while (is(...ops)) {
        const sign = take();
        left = binary(sign.text, left, read(), sign);
      }
      return left;
    }

    const product = () => chain(unary, "*", "/", "@");
    const sum = () => chain(product, "+", "-");

    function comparison() {
      const left = sum();
      if (!is(...COMPARISONS)) return left;
      const sign = take();
      const node = binary(sign.text, left, sum(), sign);
      if (is(...COMPARISONS)) throw unread("one comparison at a time, please");
      return node;
    }

    function unary() {
      if (!is("-", "+")) return power();
      const sign = take();
      const of = deeper(unary);
      return { kind: "unary", op: sign.text, of, from: sign.from, to: of.to };
    }

    function power() {
      const left = postfix();
      if (!is("**")) return left;
      const sign = take();
      return binary("**", left, deeper(unary), sign);
    }

    function postfix() {
      let node = atom();
      while (is(".", "(", "[")) node = { ".": attribute, "(": call, "[": index }[now().text](node);
      return node;
    }

    function attribute(of) {
      take();
      if (now().kind !== "name") throw unread(`expected a name behind the dot; ${quoted(now())}`);
      const { text: name, to } = take();
      return { kind: "attribute", of, name, from: of.from, to };
    }

    function call(of) {
      take();
      const [args, named] = [[], new Map()];
      while (!is(")")) {
        const isNamed = now().kind === "name" && signs[at + 1].text === "=";
        if (isNamed) {
          const name = take();
          take();
          if (named.has(name.text)) throw unread(`${name.text} is given twice`, name);
          named.set(name.text, deeper(comparison));
        } else if (named.size) throw unread("what has a name comes last");
        else args.push(deeper(comparison));
        if (!is(",", ")")) throw unread(`expected a comma or a closing ); ${quoted(now())}`);
        if (is(",")) take();
      }
      return { kind: "call", of, args, named, from: of.from, to: take().to };
    }

    function index(of) {
      take();
      if (is("]")) throw unread("expected a place between the brackets");
      const places = [place()];
      while (is(",")) {
        take();
        places.push(place());
      }
      return { kind: "index", of, places, from: of.from, to: need("]").to };
    }

    // A number, or a slice such as 1: or :-1.
    function place() {
      const part = () => (is(":", "]", ",") ? null : deeper(comparison));
      const first = part();
      if (!is(":")) {
        if (!first) throw unread("expected a place");
        return first;
      }
      const parts = [first];
      while (is(":") && parts.length < 3) {
        take();
        parts.push(part());
      }
      return { kind: "slice", parts };
    }

    function atom() {
      const { kind, text: word, from, to } = now();
      if (kind === "number") return { ...numberOf(take()), from, to };
      if (is("(")) {
        take();
        const node = deeper(comparison);
        if (is(",")) throw unread("expected ); a list of things is not read here");
        return { ...node, from, to: need(")").to };
      }
      if (is("=")) throw unread(at ? "write out the whole new value, without an = sign" : ALONE);
      if (kind !== "name") throw unread(`expected a name, a number or a bracket; ${quoted(now())}`);
      if (WORDS.has(word)) {
        const instead = word === "lambda" ? "the letter is called lamda" : "a formula has none";
        throw unread(`${word} is one of Python's own words; ${instead}`);
      }
      take();
      if (CONSTANTS.includes(word)) return { kind: "constant", name: word, from, to };
      return { kind: "name", name: word, from, to };
    }

    const numberOf = ({ text: raw }) => ({
      kind: "number",
      x: Number(raw),
      isWhole: !/[.eE]/.test(raw),
    });

    if (now().kind === "end") throw unread("nothing is written yet");
    const tree = comparison();
    if (is("=")) throw unread(ALONE);
    if (is(")", "]")) throw unread(`there is one ${now().text} too many`);
    if (now().kind !== "end") throw unread(MISSING);
    return tree;
  }

  Object.assign((numrec.line ??= {}), { parse });
})((globalThis.numrec ??= {}));
