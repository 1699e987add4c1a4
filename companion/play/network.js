// A network of any sizes, in doubles, with numrec's names: forward, backprop, and a step.
//
// A network is {sizes, alpha, loss, omega: {l: doubles row by row}, b: {l: doubles}}, l = 1 .. L.
// Samples lie one after another: m samples of n numbers are m * n doubles. The loss is
// "cross_entropy" with softmax, or "quadratic" with the sigmoid; hidden layers are leaky ReLU.
(function (numrec) {
  "use strict";

  // One function with all of it, so that a worker can be made of its text.
  function networkCode() {
    const layers = (net) => net.sizes.slice(1).map((_, k) => k + 1);

    // Seeded numbers from 0 to 1 (mulberry32).
    function dice(seed) {
      let state = seed >>> 0;
      return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
      };
    }

    // Starting weights by He: spread sqrt(2 / n) for n numbers coming in (step I2).
    function fresh(sizes, seed, { alpha = 0.01, loss = "cross_entropy" } = {}) {
      const next = dice(seed);
      const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      const net = { sizes, alpha, loss, omega: {}, b: {} };
      for (const l of layers(net)) {
        const spread = Math.sqrt(2 / sizes[l - 1]);
        net.omega[l] = new Float64Array(sizes[l] * sizes[l - 1]).map(() => spread * normal());
        net.b[l] = new Float64Array(sizes[l]);
      }
      return net;
    }

    const f = (net, z) => (z > 0 ? z : net.alpha * z); // A1
    const fPrime = (net, z) => (z > 0 ? 1 : net.alpha); // A1
    const sigma = (z) => 1 / (1 + Math.exp(-z));

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

    // Every z and a of m samples; a[0] is the input.
    function forward(net, a0, m = a0.length / net.sizes[0]) {
      const [z, a, L] = [{}, { 0: a0 }, net.sizes.length - 1];
      for (const l of layers(net)) {
        const [n, below, omega, input] = [net.sizes[l], net.sizes[l - 1], net.omega[l], a[l - 1]];
        z[l] = new Float64Array(m * n);
        for (let p = 0; p < m; p += 1) {
          for (let j = 0; j < n; j += 1) {
            let sum = 0;
            const [row, from] = [j * below, p * below];
            for (let i = 0; i < below; i += 1) sum += omega[row + i] * input[from + i];
            z[l][p * n + j] = sum + net.b[l][j]; // F1
          }
        }
        if (l < L) a[l] = z[l].map((x) => f(net, x)); // F2
        else a[l] = net.loss === "quadratic" ? z[l].map(sigma) : softmax(z[l], n);
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

    function outputDelta(net, a, aHat, n) {
      if (net.loss === "quadratic") return a.map((x, k) => 2 * (x - aHat[k]) * x * (1 - x)); // B9
      const delta = new Float64Array(a.length);
      for (let p = 0; p < a.length; p += n) {
        let sum = 0;
        for (let j = p; j < p + n; j += 1) sum += aHat[j];
        for (let j = p; j < p + n; j += 1) delta[j] = a[j] * sum - aHat[j]; // S5
      }
      return delta;
    }

    // omega^T delta, sample by sample: what layer l hands down.
    function handedDown(net, delta, l, m) {
      const [n, below, omega] = [net.sizes[l], net.sizes[l - 1], net.omega[l]];
      const down = new Float64Array(m * below);
      for (let p = 0; p < m; p += 1)
        for (let j = 0; j < n; j += 1) {
          const [d, row, to] = [delta[p * n + j], j * below, p * below];
          if (d !== 0) for (let i = 0; i < below; i += 1) down[to + i] += omega[row + i] * d;
        }
      return down;
    }

    // {delta, omega, b}: every delta, and the derivatives summed over the samples.
    function backprop(net, { z, a, L, m }, aHat) {
      const grads = { delta: {}, omega: {}, b: {} };
      grads.delta[L] = outputDelta(net, a[L], aHat, net.sizes[L]);
      for (let l = L - 1; l > 0; l -= 1) {
        const down = handedDown(net, grads.delta[l + 1], l + 1, m);
        grads.delta[l] = down.map((sum, k) => sum * fPrime(net, z[l][k])); // H7
      }
      for (const l of layers(net)) {
        const [n, below, delta, input] = [net.sizes[l], net.sizes[l - 1], grads.delta[l], a[l - 1]];
        const [omega, b] = [new Float64Array(n * below), new Float64Array(n)];
        for (let p = 0; p < m; p += 1)
          for (let j = 0; j < n; j += 1) {
            const [d, row, from] = [delta[p * n + j], j * below, p * below];
            b[j] += d; // H8
            if (d !== 0) for (let i = 0; i < below; i += 1) omega[row + i] += d * input[from + i];
          }
        [grads.omega[l], grads.b[l]] = [omega, b];
      }
      return grads;
    }

    // The slope of v . z^[L] by each input.
    function inputGradient(net, { z, L, m }, v) {
      let slope = v;
      for (let l = L; l > 1; l -= 1)
        slope = handedDown(net, slope, l, m).map((sum, k) => sum * fPrime(net, z[l - 1][k]));
      return handedDown(net, slope, 1, m);
    }

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

    // {omega, b}: each derivative measured, (C(theta + h) - C(theta - h)) / 2h.
    function measuredGradients(net, a0, aHat, h = 1e-5) {
      const measured = { omega: {}, b: {} };
      const loss = () => {
        const { a, L } = forward(net, a0);
        return C(net, a[L], aHat);
      };
      for (const kind of ["omega", "b"])
        for (const l of layers(net)) {
          const theta = net[kind][l];
          measured[kind][l] = theta.map((centre, k) => {
            theta[k] = centre + h;
            const above = loss();
            theta[k] = centre - h;
            const below = loss();
            theta[k] = centre;
            return (above - below) / (2 * h);
          });
        }
      return measured;
    }

    // Where backprop, or other derivatives, differ most from the measured ones. k counts the
    // layer's entries row by row.
    function checkGradients(net, a0, aHat, grads = backprop(net, forward(net, a0), aHat)) {
      const measured = measuredGradients(net, a0, aHat);
      let worst = { relativeError: -1 };
      for (const kind of ["omega", "b"])
        for (const l of layers(net))
          measured[kind][l].forEach((slope, k) => {
            const ours = grads[kind][l][k];
            const size = Math.max(Math.abs(ours), Math.abs(slope), 1e-8);
            const relativeError = Math.abs(ours - slope) / size;
            if (!(relativeError <= worst.relativeError))
              worst = { relativeError, kind, l, k, backprop: ours, measured: slope };
          });
      return worst;
    }

    return {
      layers,
      dice,
      fresh,
      forward,
      C,
      backprop,
      inputGradient,
      measuredGradients,
      checkGradients,
      step,
    };
  }

  numrec.networkCode = networkCode;
  numrec.network = networkCode();
})((globalThis.numrec ??= {}));
