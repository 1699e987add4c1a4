// A network of any sizes, in doubles, with numrec's names: forward, backward, backprop, a step.
//
// A network is {sizes, alpha, loss, omega: {l: doubles row by row}, b: {l: doubles}}, l = 1 .. L.
// Samples lie one after another: m samples of n numbers are m * n doubles. The loss is
// "cross_entropy" with softmax, or "quadratic" with the sigmoid; hidden layers are leaky ReLU, or
// the sigmoid where net.hidden is "sigmoid".
//
// The calculator and the stepper do not compute with these lines: they show each product with its
// fraction, so theirs is a table of named quantities (example.js), which these loops do not have.
(function (numrec) {
  "use strict";

  // One function with all of it, so that a worker can be made of its text.
  function networkCode() {
    const layers = (net) => net.sizes.slice(1).map((_, k) => k + 1);

    // Seeded numbers from 0 to 1 (mulberry32), and normal ones made of two of them.
    function random(seed) {
      let state = seed >>> 0;
      return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
      };
    }
    const normal = (next) =>
      Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

    // Starting weights by He: spread sqrt(2 / n) for n numbers coming in (step I2).
    function newNetwork(sizes, seed, { alpha = 0.01, loss = "cross_entropy" } = {}) {
      const next = random(seed);
      const net = { sizes, alpha, loss, omega: {}, b: {} };
      for (const l of layers(net)) {
        const spread = Math.sqrt(2 / sizes[l - 1]);
        net.omega[l] = new Float64Array(sizes[l] * sizes[l - 1]).map(() => spread * normal(next));
        net.b[l] = new Float64Array(sizes[l]);
      }
      return net;
    }

    const leakyRelu = (net, z) => (z > 0 ? z : net.alpha * z); // A1
    const leakyReluPrime = (net, z) => (z > 0 ? 1 : net.alpha); // A1
    const sigmoid = (z) => 1 / (1 + Math.exp(-z));
    const sigmoidPrime = (z) => sigmoid(z) * (1 - sigmoid(z)); // A2
    const isSmooth = (net) => net.hidden === "sigmoid";
    const hidden = (net, z) => (isSmooth(net) ? sigmoid(z) : leakyRelu(net, z));
    const hiddenPrime = (net, z) => (isSmooth(net) ? sigmoidPrime(z) : leakyReluPrime(net, z));

    function softmax(z, n) {
      const a = new Float64Array(z.length);
      for (let p = 0; p < z.length; p += n) {
        let [most, sum] = [-Infinity, 0];
        for (let j = p; j < p + n; j += 1) most = Math.max(most, z[j]);
        for (let j = p; j < p + n; j += 1) sum += a[j] = Math.exp(z[j] - most); // S2
        for (let j = p; j < p + n; j += 1) a[j] /= sum; // S1
      }
      return a;
    }

    // Every pre-activation z and activation a of m samples; a[0] is the input.
    function forward(net, a0, m = a0.length / net.sizes[0]) {
      const [z, a, L] = [{}, { 0: a0 }, net.sizes.length - 1];
      for (const l of layers(net)) {
        const [n, below, omega, input] = [net.sizes[l], net.sizes[l - 1], net.omega[l], a[l - 1]];
        z[l] = new Float64Array(m * n);
        for (let p = 0; p < m; p += 1)
          for (let j = 0; j < n; j += 1) {
            let sum = 0;
            const [row, from] = [j * below, p * below];
            for (let i = 0; i < below; i += 1) sum += omega[row + i] * input[from + i];
            z[l][p * n + j] = sum + net.b[l][j]; // F1
          }
        if (l < L) a[l] = z[l].map((x) => hidden(net, x)); // F2
        else a[l] = net.loss === "quadratic" ? z[l].map(sigmoid) : softmax(z[l], n);
      }
      return { z, a, L, m };
    }

    // The loss, summed over the samples.
    function C(net, a, aHat) {
      let sum = 0;
      for (let k = 0; k < a.length; k += 1) {
        if (net.loss === "quadratic") sum += (a[k] - aHat[k]) ** 2; // N3
        else if (aHat[k]) sum -= aHat[k] * Math.log(a[k] + 2.2250738585072014e-308); // S4
      }
      return sum;
    }

    // The error signal of the output layer.
    function outputDelta(net, a, aHat) {
      if (net.loss === "quadratic") return a.map((x, k) => 2 * (x - aHat[k]) * x * (1 - x)); // B9
      const [delta, n] = [new Float64Array(a.length), net.sizes.at(-1)];
      for (let p = 0; p < a.length; p += n) {
        let sum = 0;
        for (let j = p; j < p + n; j += 1) sum += aHat[j];
        for (let j = p; j < p + n; j += 1) delta[j] = a[j] * sum - aHat[j]; // S5
      }
      return delta;
    }

    // omega^T delta, sample by sample: what layer l hands down.
    function handedDown(net, delta, l) {
      const [n, below, omega] = [net.sizes[l], net.sizes[l - 1], net.omega[l]];
      const [m, down] = [delta.length / n, new Float64Array((delta.length / n) * below)];
      for (let p = 0; p < m; p += 1)
        for (let j = 0; j < n; j += 1) {
          const [d, row, to] = [delta[p * n + j], j * below, p * below];
          if (d !== 0) for (let i = 0; i < below; i += 1) down[to + i] += omega[row + i] * d;
        }
      return down;
    }

    // What backprop is made of. A page that shows what a mistake does puts another in its place.
    const PARTS = {
      outputDelta,
      handedDown,
      slope: hiddenPrime, // of a hidden node, by its z (and a)
      input: (a, l) => a[l - 1], // what came into layer l
    };

    // {l: delta} of every layer, from the one of the output.
    function backward(net, { z, a, L }, delta, parts = PARTS) {
      const deltas = { [L]: delta };
      for (let l = L - 1; l > 0; l -= 1)
        deltas[l] = parts
          .handedDown(net, deltas[l + 1], l + 1)
          .map((sum, k) => sum * parts.slope(net, z[l][k], a[l][k])); // H7
      return deltas;
    }

    const zeros = (list, n) => list?.fill(0) ?? new Float64Array(n);

    // {delta, omega, b}: every error signal, and the derivatives summed over the samples. They are
    // written into `out`, where there is one: an earlier answer that is no longer needed.
    function backprop(net, trace, aHat, other = {}, out = null) {
      const [{ a, L, m }, parts] = [trace, { ...PARTS, ...other }];
      const delta = backward(net, trace, parts.outputDelta(net, a[L], aHat), parts);
      const grads = { delta, omega: {}, b: {} };
      for (const l of layers(net)) {
        const [n, below, input] = [net.sizes[l], net.sizes[l - 1], parts.input(a, l)];
        const [omega, b] = [zeros(out?.omega[l], n * below), zeros(out?.b[l], n)];
        for (let p = 0; p < m; p += 1)
          for (let j = 0; j < n; j += 1) {
            const [d, row, from] = [delta[l][p * n + j], j * below, p * below];
            b[j] += d; // H8
            if (d !== 0) for (let i = 0; i < below; i += 1) omega[row + i] += d * input[from + i];
          }
        [grads.omega[l], grads.b[l]] = [omega, b];
      }
      return grads;
    }

    // The slope of v . z^[L] by each input.
    const inputGradient = (net, trace, v) => handedDown(net, backward(net, trace, v)[1], 1);

    // One step of momentum, or of plain descent where mu is 0 (steps O1, O2). The velocity is
    // {omega, b} as the derivatives are, or {} before the first step.
    function step(net, grads, m, { eta, mu = 0 }, velocity) {
      for (const kind of ["omega", "b"])
        for (const l of layers(net)) {
          const [theta, g] = [net[kind][l], grads[kind][l]];
          velocity[kind] ??= {};
          const v = (velocity[kind][l] ??= new Float64Array(theta.length));
          for (let k = 0; k < theta.length; k += 1) {
            v[k] = mu * v[k] + (eta * g[k]) / m;
            theta[k] -= v[k];
          }
        }
    }

    return {
      ...{ layers, random, normal, newNetwork, sigmoid, sigmoidPrime, hidden, hiddenPrime },
      ...{ forward, C, outputDelta, handedDown, backward, backprop, inputGradient, step },
    };
  }

  numrec.networkCode = networkCode;
  numrec.network = networkCode();
})((globalThis.numrec ??= {}));
