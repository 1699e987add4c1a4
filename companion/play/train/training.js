// The training itself, in a worker: it computes, and tells the page how things stand.
(function (numrec) {
  "use strict";

  // One function with all of it but the network, so that a worker can be made of its text.
  function trainingCode(core) {
    const LEVELS = 15;
    const SIZES = [784, 32, 10];

    // {x: doubles, labels, count} out of the letters that `make play` wrote.
    function unpacked({ labels, images }) {
      const lines = images.split(" ");
      const x = new Float64Array(784 * lines.length);
      lines.forEach((line, p) => {
        let at = 784 * p;
        for (const part of line.match(/\d+|[a-o]/g) ?? []) {
          if (part < "a") at += Number(part);
          else x[at++] = (part.charCodeAt(0) - 96) / LEVELS;
        }
      });
      return { x, labels: Uint8Array.from(labels, Number), count: lines.length };
    }

    const shuffled = (count, next) => {
      const order = Uint32Array.from({ length: count }, (_, k) => k);
      for (let k = count - 1; k > 0; k -= 1) {
        const other = Math.floor(next() * (k + 1));
        [order[k], order[other]] = [order[other], order[k]];
      }
      return order;
    };

    function gathered(data, places) {
      const x = new Float64Array(784 * places.length);
      const aHat = new Float64Array(10 * places.length);
      places.forEach((place, p) => {
        x.set(data.x.subarray(784 * place, 784 * (place + 1)), 784 * p);
        aHat[10 * p + data.labels[place]] = 1;
      });
      return { x, aHat, m: places.length };
    }

    const best = (a, p) => {
      let k = 0;
      for (let j = 1; j < 10; j += 1) if (a[10 * p + j] > a[10 * p + k]) k = j;
      return k;
    };

    function score(net, data) {
      const { a, L } = core.forward(net, data.x);
      let right = 0;
      for (let p = 0; p < data.count; p += 1) right += best(a[L], p) === data.labels[p];
      return right / data.count;
    }

    // The digits with a reader's own behind MNIST's: `mine` are the places of those to learn from,
    // `held` are those held back. own: {x: [784 doubles each], labels, held}.
    function withOwn(digits, own) {
      const part = (isHeld) => [...own.x.keys()].filter((k) => own.held[k] === isHeld);
      const [mine, held] = [part(false), part(true)];
      const { count } = digits.train;
      const behind = (values, more, size) => {
        const all = new values.constructor(size * (count + mine.length));
        all.set(values.subarray(0, size * count));
        mine.forEach((k, p) => all.set(size > 1 ? more[k] : [more[k]], size * (count + p)));
        return all;
      };
      const x = new Float64Array(784 * held.length);
      held.forEach((k, p) => x.set(own.x[k], 784 * p));
      return {
        ...digits,
        train: {
          x: behind(digits.train.x, own.x, 784),
          labels: behind(digits.train.labels, own.labels, 1),
          count,
        },
        mine: mine.map((_, p) => count + p),
        held: held.length
          ? { x, labels: held.map((k) => own.labels[k]), count: held.length }
          : null,
      };
    }

    // Unless told, so often that one in ten is the reader's, but none more than 100 times.
    const usualTimes = (mine, others) =>
      Math.min(100, Math.max(1, Math.round(others / (9 * mine))));

    // What an epoch is once through: the places of the digits.
    function pool({ train, mine = [] }, { own = "none", times = 0 }) {
      const others = [...Array(train.count).keys()];
      if (own === "none" || !mine.length) return others;
      const repeated = (often) => Array.from({ length: often }, () => mine).flat();
      if (own === "alone") return repeated(Math.ceil(train.count / mine.length)); // as long
      return [...others, ...repeated(times || usualTimes(mine.length, train.count))];
    }

    // A training that goes on mini-batch by mini-batch. options: {eta, mu, batch, seed}, and
    // {own, times}: whether it learns from the reader's digits too, and how often an epoch.
    function training(digits, options) {
      const net = core.newNetwork(SIZES, options.seed);
      const next = core.random(options.seed + 7919);
      const scored = () => [
        state.done,
        score(net, digits.test),
        digits.held ? score(net, digits.held) : null,
      ];
      const state = { net, done: 0, epochs: 0, curve: [], scores: [] };
      const velocity = {};
      let [known, from, order, at] = ["", [], null, 0];

      function begin() {
        [order, at] = [shuffled(from.length, next), 0];
      }

      // What it learns from may be changed on the way; how it read until then is kept as `before`.
      function follow() {
        const { own = "none", times = 0 } = options;
        const now = own === "none" ? "" : [own, times, digits.mine?.length].join();
        if (order && now === known) return;
        known = now;
        from = pool(digits, options);
        begin();
        state.before = scored();
        if (state.scores.at(-1)?.[0] !== state.done) state.scores.push(state.before);
      }
      follow();

      // Other digits of the reader's: how they are read now.
      function changed(other) {
        digits = other;
        state.scores[state.scores.length - 1] = state.before = scored();
        order = null;
        follow();
      }

      function one() {
        follow();
        const places = [...order.subarray(at, at + options.batch)].map((k) => from[k]);
        const { x, aHat, m } = gathered(digits.train, places);
        const trace = core.forward(net, x);
        const grads = core.backprop(net, trace, aHat);
        state.loss = core.C(net, trace.a[trace.L], aHat) / m;
        state.batch = { places, answers: places.map((_, p) => best(trace.a[trace.L], p)) };
        state.grads = grads;
        core.step(net, grads, m, options, velocity);
        state.done += 1;
        at += m;
        state.curve.push([state.done, state.loss]);
        if (at >= order.length) {
          begin();
          state.epochs += 1;
        }
        if (at === 0 || state.done % 10 === 0) state.scores.push(scored());
      }
      return { state, one, options, changed };
    }

    // The parameters in one line, and back.
    const flat = (net) => Float64Array.from(
      core.layers(net).flatMap((l) => [...net.omega[l], ...net.b[l]]),
    );
    function placed(net, theta) {
      let at = 0;
      const other = { ...net, omega: {}, b: {} };
      for (const l of core.layers(net))
        for (const kind of ["omega", "b"]) {
          const size = net[kind][l].length;
          other[kind][l] = theta.subarray(at, at + size);
          at += size;
        }
      return other;
    }
    const dot = (u, v) => u.reduce((sum, x, k) => sum + x * v[k], 0);
    const minus = (u, v) => u.map((x, k) => x - v[k]);

    // So many steps over one batch: {mu, places, losses}.
    function walked(start, batch, steps, options) {
      const [{ x, aHat, m }, velocity] = [batch, {}];
      const net = placed(start, flat(start).slice());
      const [places, losses] = [[], []];
      for (let k = 0; k <= steps; k += 1) {
        const trace = core.forward(net, x);
        places.push(flat(net));
        losses.push(core.C(net, trace.a[trace.L], aHat) / m);
        if (k < steps) core.step(net, core.backprop(net, trace, aHat), m, options, velocity);
      }
      return { mu: options.mu, places, losses };
    }

    // Two walks from one start over one batch, and the loss on the plane of start and both ends.
    function slice(digits, { eta, mu: chosen, seed }, steps = 30, cells = 13) {
      const batch = gathered(digits.train, [...Array(100).keys()]);
      const net = core.newNetwork(SIZES, seed);
      const walks = [0, chosen || 0.9].map((mu) => walked(net, batch, steps, { eta, mu }));
      const start = flat(net);
      const unit = (u) => {
        const length = Math.sqrt(dot(u, u)) || 1;
        return u.map((value) => value / length);
      };
      const first = unit(minus(walks[0].places.at(-1), start));
      const away = minus(walks[1].places.at(-1), start);
      const along = dot(away, first);
      const second = unit(away.map((value, k) => value - along * first[k]));
      const onPlane = (theta) => [first, second].map((u) => dot(minus(theta, start), u));
      const paths = walks.map(({ places, ...walk }) => ({ ...walk, points: places.map(onPlane) }));
      const every = paths.flatMap(({ points }) => points);
      const range = (axis) => {
        const values = every.map((point) => point[axis]);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        const room = 0.25 * (high - low || 1);
        return [low - room, high + room];
      };
      const [u, v] = [range(0), range(1)];
      const middle = ([low, high], cell) => low + ((cell + 0.5) / cells) * (high - low);
      const grid = Array.from({ length: cells * cells }, (_, k) => {
        const [s, t] = [middle(u, k % cells), middle(v, Math.floor(k / cells))];
        const theta = start.map((value, i) => value + s * first[i] + t * second[i]);
        const there = placed(net, theta);
        const { a, L, m } = core.forward(there, batch.x);
        return [s, t, core.C(there, a[L], batch.aHat) / m];
      });
      return { u, v, grid, paths };
    }

    return { unpacked, withOwn, pool, training, slice };
  }

  // What runs in the worker: it answers {do: ...} with {kind: ...}.
  function workerMain(core, code, port) {
    let [digits, run, running, next, last] = [null, null, false, 0, 0];
    const MOST = 20; // epochs, then it pauses

    function tell(shows) {
      const { net, grads, ...state } = run.state;
      const since = state.curve.length > 400 ? Math.ceil(state.curve.length / 400) : 1;
      const curve = state.curve.filter((_, k) => k % since === 0 || k === state.curve.length - 1);
      const pictures = { weights: net.omega[1], slopes: grads?.omega[1] ?? null };
      const images = shows && state.batch
        ? state.batch.places.slice(0, 10).map((p) => digits.train.x.slice(784 * p, 784 * (p + 1)))
        : null;
      const labels = state.batch?.places.slice(0, 10).map((p) => digits.train.labels[p]);
      port.postMessage({ kind: "state", running, isFull: state.epochs >= last, ...state,
        curve, pictures, images, labels });
    }

    function turn() {
      clearTimeout(next); // after a quick pause and go, the old turn must not come beside the new
      if (!running) return;
      const until = performance.now() + 60;
      do run.one();
      while (performance.now() < until && run.state.epochs < last);
      if (run.state.epochs >= last) running = false;
      tell(!running);
      if (running) next = setTimeout(turn, 40);
    }

    const ACTS = {
      data: ({ data }) => {
        digits = { train: code.unpacked(data.train), test: code.unpacked(data.test) };
      },
      own: ({ own }) => {
        digits = code.withOwn(digits, own);
        if (run) {
          run.changed(digits);
          tell(!running);
        }
      },
      start: ({ options }) => {
        running = false;
        run = code.training(digits, { ...options });
        tell(true);
      },
      set: ({ options }) => Object.assign(run.options, options),
      run: () => {
        running = true;
        last = run.state.epochs + MOST;
        turn();
      },
      pause: () => {
        running = false;
        tell(true);
      },
      one: () => {
        running = false;
        run.one();
        tell(true);
      },
      slice: ({ options }) => port.postMessage({ kind: "slice", ...code.slice(digits, options) }),
    };
    port.onmessage = ({ data }) => ACTS[data.do](data);
  }

  // A worker made of the functions' own text: it needs no file, so the page may lie on a disk.
  function trainWorker() {
    const text = `"use strict"; const core = (${numrec.networkCode})();
      (${workerMain})(core, (${trainingCode})(core), self);`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.postMessage({ do: "data", data: numrec.trainData });
    return worker;
  }

  numrec.trainingCode = trainingCode;
  numrec.workerMain = workerMain;
  numrec.trainWorker = trainWorker;
})((globalThis.numrec ??= {}));
