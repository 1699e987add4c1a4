// The steps of the stepper: the input, each stage of the pass, one step downhill, the loss after.
(function (numrec) {
  "use strict";

  const { el, formula, example } = numrec;
  const { mi, mo, row } = numrec.maths;

  const START = {
    id: "start",
    title: "What goes in",
    step: "N1",
    says: "Three inputs, a network of fixed numbers, and a target: the output that is wanted.",
  };
  const UPDATE = {
    id: "update",
    title: "One step downhill",
    step: "O1",
    says: "Each weight and bias moves against its derivative, by the learning rate times as much.",
  };
  const AFTER = {
    id: "after",
    title: "The loss before and after",
    step: "O1",
    says: "The new numbers go through the network again. Did the loss fall?",
  };

  const walk = (loss) => [START, ...numrec.stages(loss), UPDATE, AFTER];

  const isStage = (step) => ![START, UPDATE, AFTER].includes(step);

  // The first quantity that a stage computes.
  const firstOf = (stage) => numrec.matrix(stage.id)[0][0];

  function toAddress(state, start) {
    const base = example.toAddress({ ...state, open: "delta2_0" }, start);
    const own = [isStage(stepOf(state)) ? `open=${state.open}` : `step=${state.step}`];
    if (state.ask) own.push("ask=1");
    if (state.eta !== 0.1) own.push(`eta=${state.eta}`);
    return [...own, base].filter(Boolean).join("&");
  }

  function fromAddress(address, start) {
    const base = example.fromAddress(address, start);
    const words = new URLSearchParams(address);
    const state = { ...base, open: "z1_0", step: "start", ask: false, eta: 0.1 };
    state.ask = words.get("ask") === "1";
    const eta = Number(words.get("eta"));
    if (eta > 0 && eta <= 100) state.eta = eta;
    if (example.canOpen(words.get("open") ?? "", state.loss)) {
      state.open = words.get("open");
      state.step = numrec.stageOf(state.open, state.loss).id;
    } else {
      const step = walk(state.loss).find(({ id }) => id === words.get("step"));
      if (step) state.step = step.id;
      if (step && isStage(step)) state.open = firstOf(step);
    }
    return state;
  }

  const stepOf = (state) => walk(state.loss).find(({ id }) => id === state.step) ?? START;

  // The 17 numbers after a step of gradient descent on this one sample (step O1).
  function stepped(given, values, eta) {
    const after = { ...given };
    for (const id of numrec.PARAMETERS) {
      after[id] = { x: values[id].x - eta * values[`dC_d${id}`].x, exact: null };
    }
    return after;
  }

  // The losses before the first and after each of `times` steps.
  function losses(given, loss, eta, times) {
    const found = [];
    let now = given;
    for (let k = 0; k <= times; k += 1) {
      const values = numrec.evaluate(now, loss);
      found.push(values.C.x);
      now = stepped(now, values, eta);
    }
    return found;
  }

  // The last two steps, shown: every weight and bias moves, and the loss is computed again.

  const shown = (x) => numrec.format({ x, exact: null });

  const UPDATE_LINE = row(
    ...[mi("θ"), mo("←"), mi("θ"), mo("−"), mi("η")],
    `<mfrac>${row(mi("∂"), mi("C"))}${row(mi("∂"), mi("θ"))}</mfrac>`,
  );

  function etaField(eta, set) {
    const name = "Learning rate eta, on a scale of powers of ten";
    const range = { min: -3, max: 2, step: 0.1, value: Math.log10(eta) };
    const input = numrec.slider(name, range, (exponent) => {
      const chosen = Number((10 ** exponent).toPrecision(2));
      words.textContent = String(chosen);
      set(chosen);
    });
    const words = el("output", {}, String(eta));
    return numrec.sliderBox(input, formula(mi("η")), " = ", words);
  }

  // All 17 numbers: now, their derivative, after the step.
  function updateTable(values, after) {
    const rows = numrec.PARAMETERS.map((id) => [
      numrec.named(id),
      numrec.format(values[id]),
      shown(values[`dC_d${id}`].x),
      shown(after[id].x),
    ]);
    const head = ["Parameter θ", "Now", "∂C/∂θ", "After"];
    return numrec.table("All weights and biases, before and after", head, rows);
  }

  function lossSentence(losses) {
    const [before, after] = [losses[0], losses.at(-1)];
    const steps = losses.length === 2 ? "one step" : `${losses.length - 1} steps`;
    const rose = "The loss rose: the step was too long. It";
    const how = after > before ? rose : "The loss stayed; it";
    const fell = after < before ? "The loss fell" : how;
    return `${fell} from ${shown(before)} to ${shown(after)} in ${steps}.`;
  }

  // The loss after each step as bars and as a table.
  function lossTable(losses) {
    const most = Math.max(...losses.filter(Number.isFinite));
    const bar = (loss) => {
      const width = `width: ${Math.max(1, (100 * loss) / most)}%`;
      const drawn = el("span", { class: "loss-bar", style: width });
      return el("td", { class: "bar-cell", "aria-hidden": "true" }, drawn);
    };
    const rows = losses.map((loss, k) => [String(k), shown(loss), bar(loss)]);
    const head = ["Steps", "Loss C", ""];
    return numrec.table("The loss after each step", head, rows, { kind: "losses" });
  }

  Object.assign(numrec, {
    walk: { walk, isStage, firstOf, toAddress, fromAddress, stepOf, stepped, losses },
    downhill: { UPDATE_LINE, etaField, updateTable, lossSentence, lossTable },
  });
})((globalThis.numrec ??= {}));
