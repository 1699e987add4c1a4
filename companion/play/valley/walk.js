// A walk down a valley with two curvatures, 1 and kappa, by the steps of the shared network.
(function (numrec) {
  "use strict";

  const MOST = 2000; // steps, then it has not come
  const LIMIT = 1e12; // beyond this it does not come back

  const loss = ([x, y], kappa) => (x * x + kappa * y * y) / 2;

  // The places of a walk until the loss is so small a share of the first one, and how many steps
  // that took, or null: {places, steps, isLost}. The weights of a network with two inputs and no
  // bias are moved, as numrec's Momentum moves them (steps O1, O2).
  function walk({ eta, mu, kappa, start }, { share = 0.01, most = MOST } = {}) {
    const net = { sizes: [2, 1], omega: { 1: Float64Array.from(start) }, b: { 1: [] } };
    const [theta, velocity, places] = [net.omega[1], {}, [[...start]]];
    const goal = share * loss(start, kappa);
    for (let t = 1; t <= most; t += 1) {
      const grads = { omega: { 1: [theta[0], kappa * theta[1]] }, b: { 1: [] } };
      numrec.network.step(net, grads, 1, { eta, mu }, velocity);
      places.push([...theta]);
      const now = loss(theta, kappa);
      if (now <= goal) return { places, steps: t, isLost: false };
      if (!(now < LIMIT)) return { places, steps: null, isLost: true };
    }
    return { places, steps: null, isLost: false };
  }

  // What a step leaves of the distance in the end, in a direction of curvature c, and how it goes:
  // the roots of r^2 - (1 + mu - eta c) r + mu.
  function factor(eta, mu, c) {
    const sum = 1 + mu - eta * c;
    const under = sum * sum - 4 * mu;
    if (under < 0) return { size: Math.sqrt(mu), swings: true };
    const size = (Math.abs(sum) + Math.sqrt(under)) / 2;
    return { size, swings: sum < 0 };
  }

  // The rate from which on the walk diverges: 2 / kappa without momentum.
  const limit = (mu, kappa) => (2 * (1 + mu)) / kappa;

  // The best rate and momentum for the two curvatures, with and without momentum.
  function best(kappa, hasMomentum) {
    if (!hasMomentum) return { eta: 2 / (1 + kappa), mu: 0 };
    const root = Math.sqrt(kappa);
    return { eta: 4 / (1 + root) ** 2, mu: ((root - 1) / (root + 1)) ** 2 };
  }

  numrec.valley = { walk, loss, factor, limit, best, MOST };
})((globalThis.numrec ??= {}));
