// A reader's line, told right or wrong: tried on random networks, and against measured slopes.
//
// asked: {names: {name: value of the case}, right, by: [kind, layer] or null, slope: [formula, name]
// or null, ofNetworks, loss, isBatch, mistakes: [[line, sentence]]}, made from
// companion/exercises/lines.toml. A verdict is {kind, words, mark: [from, to] or null}; words are
// sentences, and {code} is a piece of the line.
(function (numrec) {
  "use strict";

  const NEAR = 1e-9; // between two ways to compute one number
  const NEAR_SLOPE = 1e-6; // between a number and a measured slope

  const code = (text) => ({ code: text });
  const scale = (data) => data.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  const isSameShape = (one, other) => one.shape.join() === other.shape.join();
  const isNear = (one, other, most) =>
    one.data.every((x, k) => Math.abs(x - other.data[k]) <= most * scale(other.data));
  const isEqual = (one, other) => isSameShape(one, other) && isNear(one, other, NEAR);

  // What a step asks of a case: the scope that its names make, the right value, the slope.
  function prepared(asked, networks) {
    const { makeCase, parse, evaluate } = numrec.line;
    const trees = new Map([asked.right, ...asked.mistakes.map(([line]) => line)].map(parsed));
    function parsed(line) {
      return [line, parse(line)];
    }
    return networks.map((network) => {
      const made = makeCase(network, asked.loss, asked.isBatch);
      const names = Object.entries(asked.names);
      const scope = new Map(names.map(([name, key]) => [name, made.values.get(key)]));
      const attempt = (line) => attempted(() => evaluate(trees.get(line), scope)).value ?? null;
      const [kind, at] = asked.by ?? [];
      const slope = kind ? made.slopes(kind, made.values.get(at).data[0]) : null;
      return {
        ...{ sizes: made.sizes, l: made.l, scope, attempt, ofNetworks: asked.ofNetworks },
        right: evaluate(trees.get(asked.right), made.values),
        slope: asked.slope ? along(scope, ...asked.slope) : slope,
        isOdd: new Set(made.sizes).size > 1,
      };
    });
  }

  // The slope of a formula along one of its names, by rise over run to both sides.
  function along(scope, formula, name) {
    const { parse, evaluate, scalar, H } = numrec.line;
    const [tree, x] = [parse(formula), scope.get(name).data[0]];
    const at = (moved) => evaluate(tree, new Map(scope).set(name, scalar(moved))).data[0];
    return scalar((at(x + H) - at(x - H)) / (2 * H));
  }

  // {value}, or {fault} where a line cannot be read or run.
  function attempted(act) {
    try {
      return { value: act() };
    } catch (fault) {
      if (fault instanceof numrec.line.Fault) return { fault };
      throw fault;
    }
  }

  // Which network: its nodes layer by layer, and the layer that is asked for, if a line may name it.
  function place({ sizes, l, scope, ofNetworks }) {
    if (!ofNetworks) return `With ${[...scope].map(given).join(" and ")}`;
    const named = scope.has("l") ? `l = ${l}` : scope.has("L") ? `L = ${sizes.length - 1}` : "";
    return `In a ${sizes.join("-")} network${named && `, with ${named}`}`;
  }

  const written = (x, digits = 5) => (Number.isInteger(x) ? String(x) : x.toPrecision(digits));

  // A number is told by its value, an array by its shape.
  const given = ([name, value]) =>
    value.shape.length
      ? `${name} of ${numrec.line.shapeText(value.shape)}`
      : `${name} = ${written(value.data[0], 3)}`;

  function judge(text, asked, networks) {
    if (!text.trim()) return { kind: "unread", words: ["Nothing is written yet."], mark: null };
    const { fault, value: tree } = attempted(() => numrec.line.parse(text));
    if (fault) return unread(fault);
    const cases = (asked.cases ??= prepared(asked, networks));
    const tries = cases.map((one) => ({
      ...one,
      ...attempted(() => numrec.line.evaluate(tree, one.scope)),
    }));
    const mistake = known(tries, asked);
    const failed = tries.find((one) => one.fault);
    if (failed) return broken(failed, text, mistake);
    const misshapen = tries.find(({ value, right }) => !isSameShape(value, right));
    if (misshapen) return otherShape(misshapen, tries, mistake);
    const wrong = tries.find(({ value, right }) => !isNear(value, right, NEAR));
    if (!wrong) return right(tries);
    return otherNumbers(wrong, tries, mistake ?? scaled(tries, asked));
  }

  // The first mistake that gives what the line gives, wherever both give anything.
  function known(tries, asked) {
    const found = asked.mistakes.find(([line]) => {
      const both = tries.flatMap(({ value, attempt }) => {
        const wrong = value && attempt(line);
        return wrong ? [[value, wrong]] : [];
      });
      return both.length > 0 && both.every(([value, wrong]) => isEqual(value, wrong));
    });
    const isRight = tries.every(({ value, right: wanted }) => value && isEqual(value, wanted));
    return found && !isRight ? found[1] : null;
  }

  const ended = (words) => (words.endsWith("?") ? words : `${words}.`);

  function unread(fault) {
    const { message, from, to, kind } = fault;
    if (from === undefined)
      return { kind, words: [`I do not read this: ${ended(message)}`], mark: null };
    return { kind, words: [`I cannot read on from the mark: ${ended(message)}`], mark: [from, to] };
  }

  // The line can be read, and not be run.
  function broken({ fault, ...where }, text, mistake) {
    const { kind, message, node, from, to } = fault;
    const isOfArrays = kind === "shape" && node.shapes?.every((shape) => shape.length);
    const plain = [`I cannot go on at the mark: ${ended(message)}`];
    const told = isOfArrays ? sides(node, text) : plain;
    const begins = ["shape", "layer"].includes(kind) ? [`${place(where)}: `] : [];
    return {
      kind: mistake ? "mistake" : kind,
      words: [...begins, ...told, ...(mistake ? [` ${mistake}`] : [])],
      mark: [from, to],
    };
  }

  // The two sides of an operator with their shapes, and what it wants of them.
  function sides({ left, right, op, shapes }, text) {
    const [one, other] = shapes.map(numrec.line.shapeText);
    const [first, second] = [left, right].map(({ from, to }) => code(text.slice(from, to)));
    const wants =
      op === "@"
        ? `the columns on its left to be as many as the rows on its right`
        : "equal sizes, or a 1";
    return [first, ` is ${one}, `, second, ` is ${other}, and ${op} wants ${wants}.`];
  }

  const SINGLE = "a single number";
  const named = ({ shape }) => (shape.length ? numrec.line.shapeText(shape) : SINGLE);

  function otherShape(one, tries, mistake) {
    const flat = ({ value, right: wanted }) =>
      value.data.length === wanted.data.length && isNear(value, wanted, NEAR);
    const words = `${place(one)}, the shape is ${named(one.value)}; asked is ${named(one.right)}.`;
    const more = mistake ?? (tries.every(flat) ? shaped(one) : "");
    return {
      kind: mistake ? "mistake" : "shape",
      words: [words + (more && ` ${more}`)],
      mark: null,
    };
  }

  // What makes the right shape of the right numbers.
  function shaped({ value, right: wanted }) {
    if (!wanted.shape.length)
      return `The number is right: take it out with [${value.shape.map(() => 0).join(", ")}].`;
    if (value.shape.length === 1)
      return "The numbers are right, in one dimension: with keepdims=True a sum keeps both.";
    return "The numbers are right, and lie the other way: .T turns them.";
  }

  function right(tries) {
    const measured = tries.filter(({ slope }) => slope);
    if (measured.some(({ value, slope }) => !isNear(value, slope, NEAR_SLOPE)))
      throw new Error("a right line is not the measured slope: the page has a fault");
    const { ofNetworks } = tries[0];
    const loss = ofNetworks ? " of the loss" : "";
    const slopes = measured.length ? `, and the slope${loss} that is measured there` : "";
    const words = ofNetworks
      ? `On ${tries.length} random networks it gives what the network computes`
      : `For ${tries.length} draws of random numbers it gives what it should`;
    return { kind: "right", words: [`Right. ${words}${slopes}.`], mark: null };
  }

  function otherNumbers(one, tries, mistake) {
    const isFinite = tries.every(({ value }) => value.data.every(Number.isFinite));
    const numbers = isFinite ? compared(one, tries) : "One of them is infinite, or no number.";
    return {
      kind: mistake ? "mistake" : "wrong",
      words: [`Right shape, wrong numbers. ${mistake ?? numbers}`],
      mark: null,
    };
  }

  function compared(one, tries) {
    const factor = factorOf(tries.map(({ value, right: wanted }) => [value, wanted]));
    const what = one.right.shape.length ? "Each" : "It";
    return factor ? `${what} is ${factor} times the right one.` : example(one);
  }

  // The factor between the first and the second of all pairs of arrays, if it is one for all.
  function factorOf(pairs) {
    if (!pairs.every(([one, other]) => other && isSameShape(one, other))) return null;
    const numbers = pairs.flatMap(([one, other]) => [...one.data].map((x, k) => [x, other.data[k]]));
    const [x, y] = numbers.find(([, other]) => other !== 0) ?? [];
    const factor = x / y;
    const isOne = numbers.every(([one, other]) => Math.abs(one - factor * other) <= NEAR);
    return isOne && factor !== 0 ? Number(factor.toPrecision(6)) : null;
  }

  // What people get wrong besides: a sign, or the 2 of the square. Another factor is chance.
  const BESIDES = [-1, 2, 0.5, -2, -0.5];

  // The mistake that the line makes together with such a factor, where it is no factor alone.
  function scaled(tries, asked) {
    if (factorOf(tries.map(({ value, right: wanted }) => [value, wanted]))) return null;
    for (const [line, says] of asked.mistakes) {
      const factor = factorOf(tries.map(({ value, attempt }) => [value, attempt(line)]));
      if (BESIDES.includes(factor)) return `${says} And each number is ${factor} times what that gives.`;
    }
    return null;
  }

  // The first entry that is wrong, beside the right one, or beside what was measured.
  function example(one) {
    const { value, right: wanted, slope } = one;
    const most = NEAR * scale(wanted.data);
    const k = wanted.data.findIndex((x, n) => Math.abs(x - value.data[n]) > most);
    const width = wanted.shape.at(-1) ?? 1;
    const at = wanted.shape.length ? `, row ${Math.floor(k / width)}, column ${k % width}` : "";
    const [yours, right] = [value.data[k], (slope ?? wanted).data[k]].map((x) => written(x));
    const what = slope ? "the measured slope" : "the right number";
    return `${place(one)}${at}: yours is ${yours}, ${what} ${right}.`;
  }

  Object.assign((numrec.line ??= {}), { judge });
})((globalThis.numrec ??= {}));
