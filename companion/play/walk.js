// The steps of the stepper: the input, each stage of the pass, one step downhill, the loss after.
(function (numrec) {
  "use strict";

  const { example } = numrec;

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

  const fresh = (start) => ({
    ...example.fresh(start),
    open: "z1_0",
    step: "start",
    ask: false,
    eta: 0.1,
  });

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
    const state = {
      ...fresh(start),
      numbers: base.numbers,
      loss: base.loss,
      fractions: base.fractions,
    };
    state.ask = words.get("ask") === "1";
    const eta = Number(words.get("eta"));
    if (eta > 0 && eta <= 100) state.eta = eta;
    if (example.canOpen(words.get("open") ?? "", state.loss)) {
      state.open = words.get("open");
      state.step = numrec.stageOf(state.open, state.loss).id;
    } else if (["update", "after"].includes(words.get("step"))) state.step = words.get("step");
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

  numrec.walk = { walk, isStage, firstOf, fresh, toAddress, fromAddress, stepOf, stepped, losses };
})((globalThis.numrec ??= {}));
