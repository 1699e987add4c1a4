// Ways to break the network, and what that does to the page's test images.
(function (numrec) {
  "use strict";

  const { el, button } = numrec;
  const WHOLE = { biases: true, noise: 0, seed: 1, cut: 0 };

  // change is called with any of {biases, noise, seed, cut}.
  function breakView(change) {
    const kept = { on: "as trained", off: "none" };
    const biases = numrec.choice("Biases", "biases", kept, "on", (on) =>
      change({ biases: on === "on" }),
    );
    const cut = numrec.chooser("draw-cut", "Layer cut", [], (value) => change({ cut: Number(value) }));
    const amount = el("output", { class: "step-words" });
    const noiseName = "Noise on the weights, as a share of a layer's usual weight";
    const slider = numrec.slider(noiseName, { min: 0, max: 200, step: 5 }, (noise) =>
      change({ noise }),
    );
    let seed = 1;
    const again = button("Other noise", () => change({ seed: (seed % 999) + 1 }));
    const mend = button("Mend it all", () => change(WHOLE));
    const words = el("p", { class: "lesson" });
    const box = el(
      "section",
      {},
      el("div", { class: "bar" }, biases, cut.box),
      numrec.sliderBox(slider, "noise on the weights ", amount),
      el("div", { class: "bar" }, again, mend),
      words,
    );

    // score: how many of the page's test images are read right, of how many.
    function update(state, sizes, score) {
      numrec.choose(biases, state.biases ? "on" : "off");
      const layers = sizes.slice(1, -1).map((_, k) => [k + 1, `hidden layer ${k + 1}`]);
      numrec.options(cut.select, [[0, "none"], ...layers]);
      cut.select.value = state.cut;
      slider.value = state.noise;
      amount.textContent = `${state.noise}%`;
      slider.setAttribute("aria-valuetext", `${state.noise}%`);
      seed = state.seed;
      again.disabled = state.noise === 0;
      mend.disabled = !numrec.drawState.isBroken(state);
      const reads = `it reads ${score.right} of this page's ${score.of} test images right.`;
      const why = state.cut
        ? ` With layer ${state.cut} cut nothing of the picture comes through: every picture gets
           the same answer.`
        : "";
      words.textContent = numrec.drawState.isBroken(state)
        ? `Broken so, ${reads}${why.replace(/\s+/g, " ")}`
        : `As trained, ${reads} They hold more hard ones than usual.`;
    }

    return { box, update };
  }

  numrec.breakView = breakView;
})((globalThis.numrec ??= {}));
