// A derivative measured, as numrec.gradient_check measures it; and backprop, right or broken.
(function (numrec) {
  "use strict";

  const { SIZES, nodes, pairs } = numrec;
  const { forward, backprop, C, handedDown, outputDelta, sigmoidPrime } = numrec.network;

  // The worked example as a network, its input and its target. numbers: {id: double}.
  function networkOf(numbers) {
    const column = (base, l) => Float64Array.from(nodes(l), (j) => numbers[`${base}_${j}`]);
    const net = { sizes: SIZES, alpha: numbers.alpha, loss: "quadratic", omega: {}, b: {} };
    for (const l of [1, 2]) {
      net.omega[l] = Float64Array.from(pairs(l), ([j, i]) => numbers[`omega${l}_${j}_${i}`]);
      net.b[l] = column(`b${l}`, l);
    }
    return { net, a0: column("a0", 0), aHat: column("a_hat", 2) };
  }

  // C with one number turned by t.
  const lossAlong = (numbers, id) => (t) => {
    const { net, a0, aHat } = networkOf({ ...numbers, [id]: numbers[id] + t });
    return C(net, forward(net, a0).a[2], aHat);
  };

  // (C(h) - C(-h)) / 2h, as numrec.gradient_check.central_difference.
  const central = (along, h) => (along(h) - along(-h)) / (2 * h);

  // |ours - measured| / max(|ours|, |measured|, 1e-8), as numrec.gradient_check.check_gradients.
  const relativeError = (ours, measured) =>
    Math.abs(ours - measured) / Math.max(Math.abs(ours), Math.abs(measured), 1e-8);

  // One part of backprop, as a human writes it: the names are those of numrec's catalogue.
  const times = (share) => (net, a, aHat) => outputDelta(net, a, aHat).map((d) => share * d);
  const BROKEN = {
    "factor 2 missing": { outputDelta: times(1 / 2) },
    "sign turned": { outputDelta: times(-1) },
    "mean over the outputs for the sum": { outputDelta: times(1 / 3) },
    "f' taken at a, in the output layer": {
      outputDelta: (net, a, aHat) => a.map((x, j) => 2 * (x - aHat[j]) * sigmoidPrime(x)),
    },
    "f for f'": { slope: (net, z, a) => a },
    "f' forgotten": { slope: () => 1 },
    "f' of the output layer, in the hidden layers": { slope: (net, z) => sigmoidPrime(z) },
    "alpha forgotten below zero": { slope: (net, z) => (z > 0 ? 1 : 0) },
    "one path left out": {
      handedDown: (net, delta, l) => handedDown(net, delta.map((d, k) => (k === 0 ? 0 : d)), l),
    },
    "values of the wrong layer": { input: (a, l) => a[l] },
  };

  // dC/d(id) by backprop; mistake is a name of BROKEN, or "" for none.
  function derivative(numbers, id, mistake = "") {
    const { net, a0, aHat } = networkOf(numbers);
    const grads = backprop(net, forward(net, a0), aHat, BROKEN[mistake]);
    const { base, l, place } = numrec.parts(id);
    const [j, i] = place;
    return base === "b" ? grads.b[l][j] : grads.omega[l][j * SIZES[l - 1] + i];
  }

  // How far a number may be turned before a hidden node's z crosses 0, with its sign; or null.
  function kink(numbers, id) {
    const { base, l, place } = numrec.parts(id);
    if (l !== 1) return null;
    const { net, a0 } = networkOf(numbers);
    const speed = base === "b" ? 1 : a0[place[1]];
    const t = speed === 0 ? Infinity : -forward(net, a0).z[1][place[0]] / speed;
    return Number.isFinite(t) && t !== 0 ? t : null;
  }

  numrec.measure = { lossAlong, central, relativeError, derivative, kink, BROKEN };
})((globalThis.numrec ??= {}));
