// What it costs to ask every weight: one by one, counted and timed here, and in one sweep back.
(function (numrec) {
  "use strict";

  const { el, button } = numrec;
  const ETA = 0.02;
  const SLICE = 24; // milliseconds of asking before the page may do something else
  const LONG = 40; // milliseconds that something is timed for

  const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const short = (x) => numrec.format({ x }, { digits: 5 });

  // All weights and biases, or their derivatives, as [list, place in it], one after another.
  function* each({ omega, b }) {
    for (const l of Object.keys(omega))
      for (const list of [omega[l], b[l]])
        for (let k = 0; k < list.length; k += 1) yield [list, k];
  }

  // Milliseconds that one call takes, as the mean of many; the first warms up and is not counted.
  function time(what) {
    what();
    const began = performance.now();
    let [calls, taken] = [0, 0];
    while (taken < LONG) {
      what();
      calls += 1;
      taken = performance.now() - began;
    }
    return taken / calls;
  }

  function seconds(ms) {
    const s = ms / 1000;
    if (s > 90) return `${Math.round(s / 60)} minutes`;
    return `${s < 10 ? s.toFixed(1) : Math.round(s)} seconds`;
  }

  function prices(model, count, { H, say, redraw }) {
    let [waiting, ratio, measured] = [0, null, 0];
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
      ratio = time(model.sweep) / time(model.forward);
      show();
      say(swept.textContent);
    }

    function show() {
      if (ratio === null) return;
      const { kind, l, at } = model.chosen;
      swept.textContent =
        `A run and a sweep back took as long as ${ratio.toFixed(1)} runs, and gave all ${total} ` +
        `slopes. For the weight above the sweep says ${short(model.sweep()[kind][l][at])}; ` +
        `the two runs said ${short(measured)}.`;
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

  numrec.prices = prices;
})((globalThis.numrec ??= {}));
