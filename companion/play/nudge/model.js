// The untrained network, the digit that it reads, and the one weight that is turned.
(function (numrec) {
  "use strict";

  const SIZES = [784, 256, 10];
  const SEED = 1;
  const H = 0.001; // the second of two runs is so far on

  const most = (values, but = -1) =>
    values.reduce((best, x, k) => (k !== but && (best < 0 || x > values[best]) ? k : best), -1);

  const oneHot = (digit) => Float64Array.from({ length: 10 }, (_, k) => Number(k === digit));

  // A weight or bias: of which kind and layer, its indices, and its place in the layer's list.
  function parameter(kind, l, ...place) {
    const [j, i] = place;
    return { kind, l, place, at: kind === "b" ? j : j * SIZES[l - 1] + i };
  }

  // image: a digit to its 784 numbers. The loss is "quadratic" or "cross_entropy".
  function nudgeModel(digit, image, loss = "quadratic") {
    const core = numrec.network;
    let grads = null;
    const start = () => core.newNetwork(SIZES, SEED, { loss });
    const model = {
      ...{ digit, net: start(), steps: 0, chosen: null },
      x: () => image(model.digit),
      target: () => oneHot(model.digit),
      forward: () => core.forward(model.net, model.x()),
      outputs: () => model.forward().a[2],
      loss: () => core.C(model.net, model.outputs(), model.target()),
      // Every derivative, by one run and one sweep back; the next sweep writes over them.
      sweep: () => (grads = core.backprop(model.net, model.forward(), model.target(), {}, grads)),
      step,
      restart,
      read: () => model.net[model.chosen.kind][model.chosen.l][model.chosen.at],
      write: (x) => (model.net[model.chosen.kind][model.chosen.l][model.chosen.at] = x),
      lossAt,
      slope: () => (model.lossAt(model.read() + H) - model.loss()) / H,
      choose,
    };
    const count = SIZES.slice(1).reduce((sum, n, k) => sum + n * SIZES[k] + n, 0);

    function restart() {
      model.net = start();
      model.steps = 0;
    }

    // Every weight and bias against its slope.
    function step(eta) {
      core.step(model.net, model.sweep(), 1, { eta }, {});
      model.steps += 1;
    }

    // The loss with the chosen weight at x, and everything else as it is.
    function lossAt(x) {
      const now = model.read();
      model.write(x);
      const found = model.loss();
      model.write(now);
      return found;
    }

    // Choose a weight by what it does; pixel is the one it comes from, where that was chosen.
    function choose(kind, pixel) {
      const { a } = model.forward();
      const node = most(a[1]);
      const named = {
        ink: () => parameter("omega", 1, node, most(model.x())),
        blank: () => parameter("omega", 1, node, 0),
        pixel: () => parameter("omega", 1, node, pixel),
        right: () => parameter("omega", 2, model.digit, node),
        wrong: () => parameter("omega", 2, most(a[2], model.digit), node),
        bias: () => parameter("b", 2, model.digit),
      };
      model.chosen = named[kind]();
    }

    return { model, count, most, H };
  }

  Object.assign(numrec, { nudgeModel });
})((globalThis.numrec ??= {}));
