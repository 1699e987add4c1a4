// The random networks that a line is tried on: every name that a line may have, and the slopes.
(function (numrec) {
  "use strict";

  const H = 1e-5; // half the run of a measured slope

  const array = (shape, data) => ({ shape, data, type: "float", isPython: false });

  // The core keeps samples one after another; here a sample is a column.
  function columns(data, n) {
    const m = data.length / n;
    return array([n, m], Float64Array.from(data, (_, k) => data[(k % m) * n + Math.floor(k / m)]));
  }

  // A network with its input and its target: the target's columns add up to one, as shares do.
  // asked: {sizes, hidden, seed}, as lines.toml has a network.
  function drawn({ sizes, hidden, seed }, loss, samples) {
    const { random, normal, newNetwork, layers } = numrec.network;
    const net = { ...newNetwork(sizes, seed, { alpha: 0.2, loss }), hidden };
    const next = random(seed + 1);
    for (const l of layers(net)) net.b[l] = net.b[l].map(() => normal(next));
    const a0 = Float64Array.from({ length: samples * sizes[0] }, () => normal(next));
    const aHat = new Float64Array(samples * sizes.at(-1)).map(() => 0.1 + next());
    for (let p = 0; p < samples; p += 1) {
      const column = aHat.subarray(p * sizes.at(-1), (p + 1) * sizes.at(-1));
      const sum = column.reduce((all, share) => all + share, 0);
      column.forEach((share, j) => (column[j] = share / sum));
    }
    return { net, a0, aHat, next };
  }

  // The slope of C along each entry of omega[l] or b[l]: rise over run, to both sides.
  function measured(net, kind, l, a0, aHat) {
    const { forward, C } = numrec.network;
    const theta = net[kind][l];
    const lossWith = (k, x) => {
      const turned = { ...net, [kind]: { ...net[kind], [l]: theta.slice() } };
      turned[kind][l][k] = x;
      const trace = forward(turned, a0);
      return C(net, trace.a[trace.L], aHat);
    };
    return theta.map((x, k) => (lossWith(k, x + H) - lossWith(k, x - H)) / (2 * H));
  }

  // One step of the optimiser from theta, a copy of omega[1].
  function stepped(net, grads, m, { eta, mu, v }) {
    const { step, layers } = numrec.network;
    const copy = (kind) => Object.fromEntries(layers(net).map((l) => [l, net[kind][l].slice()]));
    const moved = { ...net, omega: copy("omega"), b: copy("b") };
    step(moved, grads, m, { eta, mu }, v ? { omega: { 1: v.slice() } } : {});
    return moved.omega[1];
  }

  // A function of each entry, as the scope holds it.
  const each = (make) => ({
    row: { arrays: 1, call: (spend, x) => numrec.line.mapped(spend, x, make), takesAxis: false },
  });

  // What a line of no network may name, and what is right there: numbers, prices, their slopes.
  function plain([n, m], next) {
    const { scalar } = numrec.line;
    const { normal } = numrec.network;
    const draw = (shape) =>
      array(shape, Float64Array.from({ length: shape[0] * shape[1] }, () => normal(next)));
    const [x, y, w, t] = Array.from({ length: 4 }, () => normal(next));
    const [M, d] = [draw([n, m]), draw([n, 1])];
    const back = Float64Array.from({ length: m }, (_, i) =>
      d.data.reduce((sum, cost, j) => sum + cost * M.data[j * m + i], 0),
    );
    const numbers = { x, y, w, t, dg_dy: x * x + 2 * y, dC_dw: 2 * (w * x - t) * x };
    const told = Object.entries(numbers).map(([name, value]) => [name, scalar(value)]);
    return { ...Object.fromEntries(told), M, d, M_back: array([m, 1], back) };
  }

  // asked: {sizes, l, hidden, seed, m, eta, mu, lamda}, as companion/exercises/lines.toml has them.
  // Gives {sizes, l, values: Map of the names, slopes(kind, l): an array, net, a0, aHat}.
  function makeCase(asked, loss, isBatch) {
    const { scalar } = numrec.line;
    const { eta, mu, lamda } = asked;
    const samples = isBatch ? asked.m : 1;
    const { net, a0, aHat, next } = drawn(asked, loss, samples);
    const { forward, backprop, C, layers, normal } = numrec.network;
    const { hidden, hiddenPrime, sigmoid, sigmoidPrime } = numrec.network;
    const [{ sizes, l }, L] = [asked, asked.sizes.length - 1];
    const trace = forward(net, a0);
    const grads = backprop(net, trace, aHat);
    const all = layers(net);

    const perLayer = (from, wanted) => ({ layers: new Map(wanted.map((k) => [k, from(k)])) });
    const matrix = (of) => (k) => array([sizes[k], sizes[k - 1]], of[k]);
    const column = (of) => (k) => array([sizes[k], 1], of[k]);
    const samplesOf = (of) => (k) => columns(of[k], sizes[k]);
    const whole = (x) => scalar(x, "int", true);
    const number = (x) => scalar(x, "float", true);
    const theta = (data) => array([sizes[1], sizes[0]], data);
    const v = net.omega[1].map(() => 0.3 * normal(next));
    const gradA = trace.a[L].map((a, k) => 2 * (a - aHat[k]));

    const values = {
      l: whole(l),
      L: whole(L),
      m: whole(samples),
      omega: perLayer(matrix(net.omega), all),
      b: perLayer(column(net.b), all),
      z: perLayer(samplesOf(trace.z), all),
      a: perLayer(samplesOf(trace.a), [0, ...all]),
      a_below: perLayer(samplesOf(trace.a), [0, ...all].filter((k) => k < l)),
      delta: perLayer(samplesOf(grads.delta), all),
      delta_above: perLayer(samplesOf(grads.delta), all.filter((k) => k > l)),
      dC_domega: perLayer(matrix(grads.omega), all),
      z_L: columns(trace.z[L], sizes[L]),
      a_L: columns(trace.a[L], sizes[L]),
      a_hat: columns(aHat, sizes[L]),
      grad_a: columns(gradA, sizes[L]),
      C: scalar(C(net, trace.a[L], aHat)),
      f: each((x) => hidden(net, x)),
      f_prime: each((x) => hiddenPrime(net, x)),
      f_L: each(sigmoid),
      f_L_prime: each(sigmoidPrime),
      theta: theta(net.omega[1]),
      dC_dtheta: theta(grads.omega[1]),
      g: theta(grads.omega[1].map((sum) => sum / samples)),
      eta: number(eta),
      mu: number(mu),
      v: theta(v),
      theta_by_O1: theta(stepped(net, grads, samples, { eta, mu: 0 })),
      theta_by_O2: theta(stepped(net, grads, samples, { eta, mu, v })),
      lamda: number(lamda),
      theta_by_G1: theta(
        stepped(net, grads, samples, { eta, mu: 0 }).map((x, k) => x - eta * lamda * net.omega[1][k]),
      ),
      epochs_so_far: whole(sizes[0] + l),
      best_epoch: whole(sizes[0]),
      patience: whole(l + sizes[1]),
      patience_left: whole(sizes[1]),
      ...plain(sizes, next),
    };
    const slopes = (kind, at) => {
      const found = measured(net, kind, at, a0, aHat);
      return array([sizes[at], kind === "omega" ? sizes[at - 1] : 1], found);
    };
    return { sizes, l, values: new Map(Object.entries(values)), slopes, net, a0, aHat };
  }

  Object.assign((numrec.line ??= {}), { makeCase, H });
})((globalThis.numrec ??= {}));
