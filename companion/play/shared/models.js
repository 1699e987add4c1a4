// The trained networks and the test images, out of the letters that `make play` packed them in.
//
// The networks are those of shared/network.js.
(function (numrec) {
  "use strict";

  const { network } = numrec;
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
    return { sizes, alpha, loss: "cross_entropy", omega, b };
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

  function noisy(omega, noise, next) {
    const size = Math.sqrt(omega.reduce((sum, weight) => sum + weight * weight, 0) / omega.length);
    return omega.map((weight) => weight + noise * size * network.normal(next));
  }

  // A network with something taken from it: its biases; its calm, by noise on each weight, as a
  // share of the layer's usual weight; or hidden layer `cut`, whose values then count as 0.
  function broken(net, { biases = true, noise = 0, seed = 1, cut = 0 }) {
    const next = network.random(seed);
    const [omega, b] = [{}, {}];
    for (const l of Object.keys(net.omega)) {
      b[l] = biases ? net.b[l] : net.b[l].map(() => 0);
      omega[l] = noise ? noisy(net.omega[l], noise, next) : net.omega[l];
      if (cut && Number(l) === cut + 1) omega[l] = omega[l].map(() => 0);
    }
    return { ...net, omega, b };
  }

  Object.assign(numrec, { unpacked, testImages, broken });
})((globalThis.numrec ??= {}));
