// What the calculator and the stepper keep: 24 numbers, the loss, what is open. And its address.
(function (numrec) {
  "use strict";

  const { Fraction } = numrec;
  const LOSSES = ["quadratic", "cross_entropy"];
  const LARGEST = new Fraction(1000);

  // The published numbers, from the package's own data file: {id: Fraction}.
  function published(example) {
    const numbers = { alpha: Fraction.parse(example.hidden_activation.alpha) };
    example.input.forEach((x, i) => (numbers[`a0_${i}`] = Fraction.parse(x)));
    example.target.forEach((x, j) => (numbers[`a_hat_${j}`] = Fraction.parse(x)));
    for (const l of [1, 2]) {
      for (const [j, i] of numrec.pairs(l)) {
        numbers[`omega${l}_${j}_${i}`] = Fraction.parse(example.weights[l - 1][j][i]);
      }
      for (const j of numrec.nodes(l))
        numbers[`b${l}_${j}`] = Fraction.parse(example.biases[l - 1][j]);
    }
    return numbers;
  }

  const fresh = (start) => ({
    numbers: { ...start },
    loss: "quadratic",
    fractions: false,
    open: "delta2_0",
  });

  const isIn = (fraction) =>
    fraction !== null && fraction.minus(LARGEST).sign <= 0 && fraction.plus(LARGEST).sign >= 0;

  // A number typed by a reader, or null where it is none or beyond a thousand.
  function readNumber(text) {
    const fraction = text.length > 24 ? null : Fraction.parse(text);
    return isIn(fraction) ? fraction : null;
  }

  // What is computed can be opened, where some stage computes it.
  const canOpen = (id, loss) =>
    Object.hasOwn(numrec.quantities(loss), id) &&
    !numrec.INPUTS.includes(id) &&
    Boolean(numrec.stageOf(id, loss));

  // Only what differs from the published state is written: "loss=cross_entropy&omega1_0_1=1/3".
  function toAddress(state, start) {
    const words = [];
    if (state.open !== "delta2_0") words.push(["open", state.open]);
    if (state.loss !== "quadratic") words.push(["loss", state.loss]);
    if (state.fractions) words.push(["fractions", "1"]);
    for (const id of numrec.INPUTS) {
      if (!state.numbers[id].equals(start[id])) words.push([id, state.numbers[id].toString()]);
    }
    return words.map((pair) => pair.join("=")).join("&");
  }

  // Words that are not known, or make no sense, are passed over: an old link still opens.
  function fromAddress(address, start) {
    const state = fresh(start);
    const words = new Map(
      address
        .split("&")
        .filter((word) => word.includes("="))
        .map((word) => {
          const [name, value] = word.split("=");
          return [name, tryDecode(value)];
        }),
    );
    if (LOSSES.includes(words.get("loss"))) state.loss = words.get("loss");
    state.fractions = words.get("fractions") === "1";
    for (const id of numrec.INPUTS) {
      const number = words.has(id) ? readNumber(words.get(id)) : null;
      if (number) state.numbers[id] = number;
    }
    if (words.has("open") && canOpen(words.get("open"), state.loss)) state.open = words.get("open");
    return state;
  }

  function tryDecode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  const isPublished = (state, start) =>
    state.loss === "quadratic" && numrec.INPUTS.every((id) => state.numbers[id].equals(start[id]));

  numrec.example = { published, fresh, readNumber, canOpen, toAddress, fromAddress, isPublished };
})((globalThis.numrec ??= {}));
