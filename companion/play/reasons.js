// Why a network answers as it does, in numbers that add up. Nothing here touches the page.
(function (numrec) {
  "use strict";

  const PATCH = 4; // occlusion hides squares of 4 x 4 pixels: seven by seven of them
  const PATCHES = 7;

  const dot = (u, v) => u.reduce((sum, x, k) => sum + x * v[k], 0);

  // dz_k/da0: the chain rule down to the input, from a single 1 at output k.
  function inputGradient(net, trace, k) {
    let down = Float64Array.from({ length: net.sizes[trace.L] }, (_, j) => (j === k ? 1 : 0));
    for (let l = trace.L; l >= 1; l -= 1) {
      const below = net.sizes[l - 1];
      const next = new Float64Array(below);
      down.forEach((share, j) => {
        if (share === 0) return;
        for (let i = 0, at = j * below; i < below; i += 1) next[i] += net.omega[l][at + i] * share;
      });
      if (l > 1) trace.z[l - 1].forEach((z, i) => (next[i] *= z > 0 ? 1 : net.alpha));
      down = next;
    }
    return down;
  }

  const patchOf = (pixel) => {
    const [row, column] = [Math.floor(pixel / 28), pixel % 28];
    return Math.floor(row / PATCH) * PATCHES + Math.floor(column / PATCH);
  };

  // How far z_k falls when a square of the picture is blanked, for each of the 49 squares.
  function occlusion(net, trace, k) {
    const a0 = trace.a[0];
    return Float64Array.from({ length: PATCHES * PATCHES }, (_, patch) => {
      const hidden = a0.map((value, pixel) => (patchOf(pixel) === patch ? 0 : value));
      if (hidden.every((value, pixel) => value === a0[pixel])) return 0;
      return trace.z[trace.L][k] - numrec.readDigit(net, hidden).z[trace.L][k];
    });
  }

  // z_k - z_other as a sum. Leaky ReLU is straight on each side of 0, so near this picture the
  // network is linear: each pixel gives its slope times its ink, the biases give the rest.
  function difference(net, trace, k, other) {
    const slope = inputGradient(net, trace, k);
    const rival = inputGradient(net, trace, other);
    const z = trace.z[trace.L];
    const pixels = trace.a[0].map((ink, i) => (slope[i] - rival[i]) * ink);
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    return {
      pixels,
      plus: sum(pixels.filter((value) => value > 0)),
      minus: sum(pixels.filter((value) => value < 0)),
      biases: biasShare(net, trace, k) - biasShare(net, trace, other),
      total: z[k] - z[other],
    };
  }

  // What the biases of all layers bring to z_k: each is passed up as delta passes down.
  function biasShare(net, trace, k) {
    let [share, down] = [0, Float64Array.from(net.b[trace.L], (_, j) => (j === k ? 1 : 0))];
    for (let l = trace.L; l >= 1; l -= 1) {
      share += dot(net.b[l], down);
      if (l === 1) break;
      const below = net.sizes[l - 1];
      down = Float64Array.from({ length: below }, (_, i) => {
        const sum = down.reduce((total, part, j) => total + net.omega[l][j * below + i] * part, 0);
        return sum * (trace.z[l - 1][i] > 0 ? 1 : net.alpha);
      });
    }
    return share;
  }

  // A node opened: its products, the largest first, its bias, its z and its a.
  function opened(net, trace, l, j) {
    const below = net.sizes[l - 1];
    const omega = net.omega[l].subarray(j * below, (j + 1) * below);
    const products = [...omega].map((weight, i) => ({
      i,
      weight,
      a: trace.a[l - 1][i],
      product: weight * trace.a[l - 1][i],
    }));
    products.sort((p, q) => Math.abs(q.product) - Math.abs(p.product));
    return { products, omega, b: net.b[l][j], z: trace.z[l][j], a: trace.a[l][j] };
  }

  // Sums of 784 numbers over the 49 squares.
  function byPatch(pixels) {
    const sums = new Float64Array(PATCHES * PATCHES);
    pixels.forEach((value, pixel) => (sums[patchOf(pixel)] += value));
    return sums;
  }

  const reasons = { inputGradient, occlusion, difference, biasShare, opened, byPatch, patchOf };
  numrec.reasons = { ...reasons, PATCHES };
})((globalThis.numrec ??= {}));
