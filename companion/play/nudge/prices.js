// What it costs to ask every weight: one by one, counted and timed here, and in one sweep back.
(function (numrec) {
  "use strict";

  const { el, button } = numrec;
  const ETA = 0.02;
  const SLICE = 24; // milliseconds of asking before the page may do something else
  const [BATCHES, CALLS] = [6, 15]; // of what is timed

  const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const short = (x) => numrec.format({ x }, { digits: 5 });

  // All weights and biases, or their derivatives, as [list, place in it], one after another.
  function* each({ omega, b }) {
    for (const l of Object.keys(omega))
      for (const list of [omega[l], b[l]])
        for (let k = 0; k < list.length; k += 1) yield [list, k];
  }

  // How many products of two numbers a run takes, and a sweep back: a product for each weight, and
  // another above the first layer, where delta is handed down.
  function products(sizes) {
    const weights = sizes.slice(1).map((n, k) => n * sizes[k]);
    const run = weights.reduce((sum, n) => sum + n, 0);
    return { run, back: 2 * run - weights[0] };
  }

  // Milliseconds that one call takes, in the quickest of some batches: other programs run as well.
  function time(what) {
    let best = Infinity;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const began = performance.now();
      for (let call = 0; call < CALLS; call += 1) what();
      best = Math.min(best, (performance.now() - began) / CALLS);
    }
    return best;
  }

  function seconds(ms) {
    const s = ms / 1000;
    if (s > 90) return `${Math.round(s / 60)} minutes`;
    return `${s < 10 ? s.toFixed(1) : Math.round(s)} seconds`;
  }

  function prices(model, count, { H, say, redraw }) {
    let [waiting, took, measured] = [0, null, 0];
    const [total, runs] = [grouped(count), grouped(count + 1)];
    const bar = el("progress", { max: 1, value: 0, hidden: true, "aria-label": "Asked so far" });
    const [asked, swept] = [el("p"), el("p")];
    const ask = button("Ask them one by one", () => (waiting ? stop() : askAll()));

    function stop() {
      clearTimeout(waiting);
      waiting = 0;
      ask.textContent = "Ask them one by one";
    }

    // Nudge each, run the network, put it back: truly, in the reader's own time.
    function askAll() {
      const [all, found] = [each(model.net), []];
      const [first, began] = [model.loss(), performance.now()];
      ask.textContent = "Stop";
      bar.hidden = false;
      waiting = setTimeout(some, 0);

      function some() {
        const until = performance.now() + SLICE;
        while (performance.now() < until) {
          const { value, done } = all.next();
          if (done) return finish();
          const [list, k] = value;
          const now = list[k];
          list[k] = now + H;
          found.push((model.loss() - first) / H);
          list[k] = now;
        }
        const [part, taken] = [found.length / count, performance.now() - began];
        bar.value = part;
        asked.textContent =
          `${grouped(found.length)} of ${total} asked, in ${seconds(taken)}. ` +
          `At this speed the others take ${seconds(taken / part - taken)} more.`;
        waiting = setTimeout(some, 0);
      }

      function finish() {
        stop();
        bar.value = 1;
        asked.textContent =
          `All ${total} asked, in ${runs} runs and ${seconds(performance.now() - began)}. ` +
          `No slope is further than ${numrec.powers(apart(found))} from the sweep's.`;
        say(asked.textContent);
      }
    }

    // The largest gap between the slopes by nudging and those of one sweep.
    function apart(found) {
      const slopes = [...each(model.sweep())].map(([list, k]) => list[k]);
      return found.reduce((most, slope, k) => Math.max(most, Math.abs(slope - slopes[k])), 0);
    }

    function sweepBack() {
      took = time(model.sweep);
      show();
      say(swept.textContent);
    }

    function show() {
      if (took === null) return;
      const { kind, l, at } = model.chosen;
      const { run, back } = products(model.net.sizes);
      // a browser may hide how late it is, and then no time is seen to pass
      const here = took > 0 ? `, and here ${took.toFixed(1)} milliseconds` : "";
      swept.textContent =
        `A run takes ${grouped(run)} products and the sweep back ${grouped(back)}: together as ` +
        `many as ${((run + back) / run).toFixed(1)} runs${here}. They gave all ${total} slopes. ` +
        `For the weight above the sweep says ${short(model.sweep()[kind][l][at])}; the two runs ` +
        `said ${short(measured)}.`;
    }

    function step() {
      model.step(ETA);
      redraw();
    }

    // The network, the digit or the weight has changed.
    function update(slope) {
      if (waiting) stop();
      measured = slope;
      show();
    }

    const price =
      `The network has ${total} weights and biases. To nudge each takes ${runs} runs: one as it ` +
      `is, and one more for each.`;
    const box = el(
      "div",
      { class: "nudge-price" },
      el("p", {}, price),
      el(
        "div",
        { class: "bar" },
        ask,
        button("One sweep back", sweepBack),
        button("Move every weight a little downhill", step),
      ),
      el("p", {}, bar),
      asked,
      swept,
    );
    return { box, update };
  }

  numrec.prices = Object.assign(prices, { each, products });
})((globalThis.numrec ??= {}));
