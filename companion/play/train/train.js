// The page: a network learns digits while one watches.
(function (numrec) {
  "use strict";

  const { el, heading, button, folded, chooser, pictures, trainCharts: charts } = numrec;
  const START = { eta: 0.1, mu: 0, batch: 50, seed: 1, own: "none", times: 0 };
  const ETAS = [0.01, 0.03, 0.1, 0.3, 1, 3];
  const MUS = { 0: "none: plain descent", 0.5: "0.5", 0.9: "0.9", 0.99: "0.99" };
  const BATCHES = [10, 50, 250];
  const LOOKS = { weights: "weights", slopes: "the last batch's derivatives" };

  const EARS = 6000; // milliseconds between two sentences while it runs

  const table = (label, head, rows) => numrec.table(label, head, rows, { isCaption: true });

  const isSeed = (text) => /^[1-9]\d{0,2}$/.test(text);

  // What makes no sense is passed over.
  function fromAddress(address) {
    const words = new URLSearchParams(address);
    const state = { ...START };
    const { FROM, TIMES } = numrec.ownTraining;
    const known = { eta: ETAS, mu: Object.keys(MUS).map(Number), batch: BATCHES, times: TIMES };
    for (const [name, values] of Object.entries(known))
      if (values.includes(Number(words.get(name) ?? NaN))) state[name] = Number(words.get(name));
    const seed = words.get("seed") ?? "";
    if (isSeed(seed)) state.seed = Number(seed);
    if (Object.hasOwn(FROM, words.get("own") ?? "")) state.own = words.get("own");
    return state;
  }

  const toAddress = (state) =>
    Object.keys(START)
      .filter((name) => state[name] !== START[name])
      .map((name) => `${name}=${state[name]}`)
      .join("&");

  numrec.page("train", (place) => {
    let options = fromAddress(numrec.readAddress(place));
    let [seen, look, drawing, running, said] = [null, "weights", 0, false, 0];
    const worker = numrec.trainWorker();
    const { line, say } = numrec.voice();
    const ask = (what) => worker.postMessage({ do: what, options });

    const go = button("Start", () => {
      running = !running;
      go.textContent = running ? "Pause" : "Go on";
      ask(running ? "run" : "pause");
    });
    const one = button("One batch", () => {
      stop();
      ask("one");
    });
    const again = button("Start again", () => start());
    const surface = button("Walk both ways on the loss surface", () => {
      surface.disabled = true;
      say("Computing the slice.");
      ask("slice");
    });
    const numbers = (all) => all.map((value) => [value, String(value)]);
    const eta = chooser("train-eta", "Learning rate", numbers(ETAS), (value) =>
      set({ eta: Number(value) }),
    );
    const batch = chooser("train-batch", "Batch size", numbers(BATCHES), (value) =>
      set({ batch: Number(value) }),
    );
    const mu = numrec.choice("Momentum", "mu", MUS, String(options.mu), (value) =>
      set({ mu: Number(value) }),
    );
    const seeded = (seed) => {
      options = { ...options, seed };
      start();
    };
    const other = button("Other starting weights", () => seeded((options.seed % 999) + 1));
    const seed = el("input", {
      type: "text",
      id: "train-seed",
      inputmode: "numeric",
      maxlength: 3,
      onchange: () => (isSeed(seed.value) ? seeded(Number(seed.value)) : show()),
    });
    const seedBox = numrec.labelled("train-seed", "Seed", seed);
    const looks = numrec.choice("Pictures of", "look", LOOKS, look, (value) => {
      look = value;
      draw();
    });
    const own = numrec.ownTraining.view({
      set: (changes) => set(changes),
      give: (digits) => worker.postMessage({ do: "own", own: digits }),
      say,
      page: numrec.data.pages.draw,
    });
    const boxes = { charts: el("div", { class: "train-charts" }), batch: el("div") };
    const tiles = pictures.tiles(32);
    const tileBox = el("div", { class: "unit-pictures" });
    const slice = el("div", { class: "slice" });

    function set(changes) {
      options = { ...options, ...changes };
      slice.replaceChildren(); // it was of the settings before
      numrec.writeAddress(place, toAddress(options));
      ask("set");
    }

    function stop(words = "Go on") {
      running = false;
      go.textContent = words;
    }

    function start() {
      stop("Start");
      boxes.batch.replaceChildren(el("p", {}, "There is no batch yet."));
      slice.replaceChildren(); // it was of the settings before
      numrec.writeAddress(place, toAddress(options));
      show();
      ask("start");
    }

    function show() {
      eta.select.value = String(options.eta);
      batch.select.value = String(options.batch);
      seed.value = String(options.seed);
      numrec.choose(mu, String(options.mu));
      own.show(options);
    }

    const share = () => Math.round(100 * seen.scores.at(-1)[1]);

    function sentence() {
      const read = `${share()} per cent of the 500 test digits are read right.`;
      if (!seen.done) return `Nothing learned yet: ${read}`;
      const loss = Number.isFinite(seen.loss) ? charts.two(seen.loss) : "no number: it blew up";
      const so = `${seen.done} mini-batches, ${seen.epochs} epochs.`;
      return `${so} The last batch's loss is ${loss}. ${read}`;
    }

    function drawCharts() {
      const rows = charts
        .some(seen.curve)
        .map(([at, loss]) => [at, Number.isFinite(loss) ? charts.two(loss) : "no number"]);
      const percent = (share) => `${Math.round(100 * share)} %`;
      const hasOwn = seen.scores.at(-1)[2] !== null;
      const scores = charts
        .some(seen.scores)
        .map(([at, share, own]) => [
          at,
          percent(share),
          ...(hasOwn ? [own === null ? "\u2013" : percent(own)] : []),
        ]);
      const isOpen = [...boxes.charts.querySelectorAll("details")].map(({ open }) => open);
      const first = folded("Loss in numbers", table("Loss", ["Batch", "Mean loss"], rows));
      const heads = ["After batch", "Read right", ...(hasOwn ? ["Yours"] : [])];
      const second = folded("Score in numbers", table("Score", heads, scores));
      [first.open, second.open] = [isOpen[0] ?? false, isOpen[1] ?? false];
      const key = hasOwn
        ? el(
            "p",
            { class: "hint" },
            el("span", { class: "key" }),
            "MNIST's test digits ",
            el("span", { class: "key mine" }),
            "your held-back digits",
          )
        : null;
      numrec.redraw(
        boxes.charts,
        el("div", {}, charts.lossChart(seen.curve, seen.done), first),
        el("div", {}, charts.scoreChart(seen.scores, seen.done), key, second),
      );
    }

    // Thirty-two pictures, one a hidden node, all on one scale.
    function drawPictures() {
      const values = seen.pictures[look];
      if (!values) {
        delete tileBox.dataset.look;
        tileBox.replaceChildren(el("p", {}, "There is no batch yet."));
        return;
      }
      tiles.show(values);
      const words = `Thirty-two pictures of ${LOOKS[look]}, one a hidden node.`;
      if (tileBox.dataset.look === look) return;
      tileBox.dataset.look = look;
      tileBox.replaceChildren(...tiles.each, el("p", { class: "for-ears" }, words));
    }

    function drawBatch() {
      if (!seen.images) return;
      const { answers } = seen.batch;
      const items = seen.images.map((values, p) => {
        const isRight = answers[p] === seen.labels[p];
        const words = `a ${seen.labels[p]}, read as ${answers[p]}${isRight ? "" : ": wrong"}`;
        const image = pictures.grey(numrec.picture(28, 28, values), "");
        return el("li", {}, image, el("span", {}, words));
      });
      boxes.batch.replaceChildren(
        el("p", {}, "The first ten digits of the last batch, as they were read before its step:"),
        el("ul", { class: "batch-list" }, ...items),
      );
    }

    // While it runs, the pictures wait for every fourth time: a frame has little room.
    let turns = 0;
    function draw() {
      turns += 1;
      cancelAnimationFrame(drawing);
      drawing = requestAnimationFrame(() => {
        drawCharts();
        drawBatch();
        own.update(seen);
        if (!seen.running || turns % 4 === 0) requestAnimationFrame(drawPictures);
      });
    }

    function drawSlice(found) {
      surface.disabled = false;
      const rows = charts.some(found.paths[0].losses.map((loss, k) => [k, loss])).map(
        ([k, loss]) => [k, charts.two(loss), charts.two(found.paths[1].losses[k])],
      );
      const head = ["Step", "Plain descent", `Momentum ${found.paths[1].mu}`];
      const inNumbers = table("The loss on the way", head, rows);
      slice.replaceChildren(
        charts.sliceChart(found),
        el("p", {}, "Thin: plain descent. Broad: momentum. Larger circles: higher loss."),
        folded("The walks in numbers", inNumbers),
      );
      const [plain, fast] = found.paths.map(({ losses }) => charts.two(losses.at(-1)));
      say(`After 30 steps plain descent stands at a loss of ${plain}, momentum at ${fast}.`);
    }

    let shown;
    const isShown = new Promise((resolve) => (shown = resolve));
    worker.onmessage = ({ data }) => {
      if (data.kind === "slice") {
        drawSlice(data);
        return;
      }
      seen = data;
      if (running && !data.running && data.isFull) stop();
      Object.assign(place.dataset, { done: data.done, running: data.running });
      if (!data.running || performance.now() - said > EARS) {
        said = performance.now();
        say(sentence());
      }
      draw();
      shown(); // the first answer is there
    };

    place.append(
      el("div", { class: "bar" }, go, one, again, other),
      el("div", { class: "bar" }, eta.box, batch.box, seedBox, mu),
      line,
      boxes.charts,
      heading(place, "Your own digits"),
      own.box,
      heading(place, "What the hidden nodes look for"),
      looks,
      tileBox,
      heading(place, "The last batch"),
      boxes.batch,
      heading(place, "Side by side on the loss surface"),
      el("div", { class: "bar" }, surface),
      slice,
    );
    own.changed();
    start();
    numrec.followAddress(place, (address) => {
      options = fromAddress(address);
      start();
    });
    return isShown;
  });
})((globalThis.numrec ??= {}));
