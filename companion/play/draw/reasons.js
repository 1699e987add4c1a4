// Why a network answers as it does, in numbers that add up. Nothing here touches the page.
(function (numrec) {
  "use strict";

  const { network } = numrec;
  const PATCH = 4; // occlusion hides squares of 4 x 4 pixels: seven by seven of them
  const PATCHES = 7;

  const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
  const dot = (u, v) => u.reduce((sum, x, k) => sum + x * v[k], 0);

  const patchOf = (pixel) => {
    const [row, column] = [Math.floor(pixel / 28), pixel % 28];
    return Math.floor(row / PATCH) * PATCHES + Math.floor(column / PATCH);
  };

  // Sums of 784 numbers over the 49 squares.
  function byPatch(pixels) {
    const sums = new Float64Array(PATCHES * PATCHES);
    pixels.forEach((value, pixel) => (sums[patchOf(pixel)] += value));
    return sums;
  }

  // The derivatives of z_k of the output layer: a single 1 handed down from there.
  const only = (trace, k) => trace.z[trace.L].map((_, j) => (j === k ? 1 : 0));
  const inputGradient = (net, trace, k) => network.inputGradient(net, trace, only(trace, k));

  // What the biases of all layers bring to z_k: each b by the derivative of z_k by its z.
  function biasShare(net, trace, k) {
    const deltas = network.backward(net, trace, only(trace, k));
    return sumOf(network.layers(net).map((l) => dot(net.b[l], deltas[l])));
  }

  // How far z_k falls when a square of the picture is blanked, for each of the 49 squares.
  function occlusion(net, trace, k) {
    const [a0, z] = [trace.a[0], trace.z[trace.L]];
    return Float64Array.from({ length: PATCHES * PATCHES }, (_, patch) => {
      const hidden = a0.map((value, pixel) => (patchOf(pixel) === patch ? 0 : value));
      if (hidden.every((value, pixel) => value === a0[pixel])) return 0;
      return z[k] - network.forward(net, hidden).z[trace.L][k];
    });
  }

  // z_k - z_other as a sum. Leaky ReLU is straight on each side of 0, so near this picture the
  // network is linear: each pixel gives its slope times its ink, the biases give the rest.
  function difference(net, trace, k, other) {
    const [slope, rival] = [k, other].map((one) => inputGradient(net, trace, one));
    const z = trace.z[trace.L];
    const pixels = trace.a[0].map((ink, i) => (slope[i] - rival[i]) * ink);
    return {
      pixels,
      plus: sumOf(pixels.filter((value) => value > 0)),
      minus: sumOf(pixels.filter((value) => value < 0)),
      biases: biasShare(net, trace, k) - biasShare(net, trace, other),
      total: z[k] - z[other],
    };
  }

  // A node opened: its products, the largest first, its bias, its z and its a.
  function opened(net, trace, l, j) {
    const below = net.sizes[l - 1];
    const omega = net.omega[l].subarray(j * below, (j + 1) * below);
    const products = [...omega].map((weight, i) => {
      const a = trace.a[l - 1][i];
      return { i, weight, a, product: weight * a };
    });
    products.sort((p, q) => Math.abs(q.product) - Math.abs(p.product));
    return { products, omega, b: net.b[l][j], z: trace.z[l][j], a: trace.a[l][j] };
  }

  numrec.reasons = { inputGradient, occlusion, difference, opened, byPatch, PATCHES };
})((globalThis.numrec ??= {}));
