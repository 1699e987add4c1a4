// The trained networks and the test images, out of the letters that `make play` packed them in.
//
// A network is {sizes, alpha, omega: {l: doubles row by row}, b: {l: doubles}}, l = 1 .. L.
(function (numrec) {
  "use strict";

  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const VALUE = new Uint8Array(128);
  [...BASE64].forEach((letter, value) => (VALUE[letter.charCodeAt(0)] = value));

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const floats = (text) => new Float32Array(bytes(text).buffer);

  // Whole numbers of 8 bits: the upper six are a letter each, the lower two share one by three.
  function wholeNumbers([upper, lower]) {
    const whole = new Int8Array(upper.length);
    for (let k = 0; k < whole.length; k += 1) {
      const shared = VALUE[lower.charCodeAt(Math.floor(k / 3))];
      const low = (shared >> (4 - 2 * (k % 3))) & 3;
      whole[k] = ((VALUE[upper.charCodeAt(k)] << 2) | low) - 128;
    }
    return whole;
  }

  // A weight is its whole number times its row's scale.
  function unpacked({ sizes, alpha, weights, scales, biases }) {
    const [whole, scale, bias] = [wholeNumbers(weights), floats(scales), floats(biases)];
    const [omega, b] = [{}, {}];
    let [weight, row] = [0, 0];
    for (let l = 1; l < sizes.length; l += 1) {
      const [n, below] = [sizes[l], sizes[l - 1]];
      b[l] = Float64Array.from(bias.subarray(row, row + n));
      omega[l] = new Float64Array(n * below);
      for (let k = 0; k < n * below; k += 1)
        omega[l][k] = whole[weight + k] * scale[row + Math.floor(k / below)];
      weight += n * below;
      row += n;
    }
    return { sizes, alpha, omega, b };
  }

  // [{place, label, values}], place as MNIST counts its test images.
  function testImages({ places, labels, pixels }) {
    const grey = bytes(pixels);
    return places.map((place, k) => ({
      place,
      label: labels[k],
      values: Float64Array.from(grey.subarray(784 * k, 784 * (k + 1)), (g) => Math.fround(g / 255)),
    }));
  }

  // What a network sees of one sample: z[l] and a[l], a[0] is the input. Softmax at the end.
  function readDigit(net, a0) {
    const [z, a] = [{}, { 0: a0 }];
    const L = net.sizes.length - 1;
    for (let l = 1; l <= L; l += 1) {
      const [n, below] = [net.sizes[l], net.sizes[l - 1]];
      const [omega, input] = [net.omega[l], a[l - 1]];
      z[l] = new Float64Array(n);
      for (let j = 0; j < n; j += 1) {
        let sum = 0;
        for (let i = 0, at = j * below; i < below; i += 1) sum += omega[at + i] * input[i];
        z[l][j] = sum + net.b[l][j];
      }
      a[l] = l === L ? softmax(z[l]) : z[l].map((x) => (x > 0 ? x : net.alpha * x));
    }
    return { z, a, L };
  }

  function softmax(z) {
    const most = Math.max(...z);
    const powers = z.map((x) => Math.exp(x - most));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }

  // Whole numbers from a seed, for noise that comes out the same again (mulberry32).
  function dice(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  function noisy(omega, noise, next) {
    const size = Math.sqrt(omega.reduce((sum, weight) => sum + weight * weight, 0) / omega.length);
    return omega.map((weight) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return weight + noise * size * normal;
    });
  }

  // A network with something taken from it: its biases; its calm, by noise on each weight, as a
  // share of the layer's usual weight; or hidden layer `cut`, whose values then count as 0.
  function broken(net, { biases = true, noise = 0, seed = 1, cut = 0 }) {
    const next = dice(seed);
    const [omega, b] = [{}, {}];
    for (const l of Object.keys(net.omega)) {
      b[l] = biases ? net.b[l] : net.b[l].map(() => 0);
      omega[l] = noise ? noisy(net.omega[l], noise, next) : net.omega[l];
      if (cut && Number(l) === cut + 1) omega[l] = omega[l].map(() => 0);
    }
    return { ...net, omega, b };
  }

  Object.assign(numrec, { unpacked, testImages, readDigit, broken });
})((globalThis.numrec ??= {}));
