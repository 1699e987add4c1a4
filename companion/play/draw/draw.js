// The page: draw a digit, see it prepared and read, ask why, and break the network.
(function (numrec) {
  "use strict";

  const { el, button, pen, network, drawState, aDigit } = numrec;
  const MODEL_NAMES = { drawn: "trained for drawn digits", plain: "the plain recipe" };
  const FEEDS = { prepared: "prepared as MNIST's", raw: "as it lies" };
  const PEN_NAMES = { thin: "thin", medium: "medium", thick: "thick" };

  const ONCE = {}; // unpacked when the page is made, and kept

  function unpackAll() {
    const { models, images } = numrec.drawData;
    ONCE.images ??= numrec.testImages(images);
    ONCE.nets ??= Object.fromEntries(
      Object.entries(models).map(([name, packed]) => [name, numrec.unpacked(packed)]),
    );
    return ONCE;
  }

  // The network of a state, whole or broken; made anew when one of its words changes.
  function networks(nets) {
    let [key, net] = ["", null];
    return (state) => {
      const { model, biases, noise, seed, cut } = state;
      const now = [model, biases, noise, seed, cut].join();
      if (now !== key) {
        const whole = nets[model];
        net = drawState.isBroken(state)
          ? numrec.broken(whole, { biases, noise: noise / 100, seed, cut })
          : whole;
        key = now;
      }
      return net;
    };
  }

  function scores(images) {
    const found = new WeakMap();
    const isRight = (net) => (image) => {
      const { a, L } = network.forward(net, image.values);
      return numrec.ranked(a[L])[0] === image.label;
    };
    return (net) => {
      if (!found.has(net))
        found.set(net, { right: images.filter(isRight(net)).length, of: images.length });
      return found.get(net);
    };
  }

  numrec.page("draw", (place) => {
    const { images, nets } = unpackAll();
    const [netOf, scoreOf] = [networks(nets), scores(images)];
    const { line, say } = numrec.voice();
    let state = drawState.fromAddress(numrec.readAddress(place));
    let seen = null; // {net, trace, given}: what the network saw last
    const before = []; // what was on the pad, for undo
    let waiting = 0;

    const remember = () => before.push({ image: state.image, strokes: state.strokes });
    const pad = numrec.drawingPad({
      begin: () => {
        remember();
        state = { ...state, image: null };
      },
      move: (stroke) => read([...state.strokes, stroke]),
      lift: (stroke) => change({ strokes: [...state.strokes, stroke] }),
      undo: () => undo(),
      clear: () => clear(),
      keep: (digit) => own.keep(digit),
    });
    const answer = numrec.answerView();
    const undoButton = button("Undo", () => undo());
    const clearButton = button("Clear", () => clear());
    const pens = numrec.choice("Pen", "pen", PEN_NAMES, state.pen, (name) => change({ pen: name }));
    const picker = numrec.chooser("draw-image", "Or pick a test image", [], (value) => {
      if (value !== "") pick(Number(value));
    });
    const step = (by) => () => {
      const at = images.findIndex(({ place: number }) => number === state.image);
      const next = at < 0 ? 0 : (at + by + images.length) % images.length;
      pick(images[next].place);
    };
    const models = numrec.choice("Network", "model", MODEL_NAMES, state.model, (model) => {
      change({ model });
      own.draw();
    });
    const feeds = numrec.choice("The network gets the drawing", "feed", FEEDS, "prepared", (feed) =>
      change({ raw: feed === "raw" }),
    );
    const stages = el("div");
    const reasons = numrec.reasonsView(change);
    const unit = numrec.unitView(change);
    const breaks = numrec.breakView(change);
    const report = numrec.reportView(numrec.drawData, (drawing) => {
      remember();
      change({ image: null, ...drawing });
      pad.pad.scrollIntoView({ block: "center" });
      pad.pad.focus({ preventScroll: true });
    });

    const answers = {}; // to the reader's own digits, by network and picture
    const own = numrec.ownView({
      say,
      take: () =>
        state.image === null && seen.given.stages
          ? {
              pen: state.pen,
              strokes: pen.encode(state.strokes),
              values: seen.given.stages.centred.values,
            }
          : null,
      taken: () => {
        clear();
        pad.pad.focus({ preventScroll: true });
      },
      load: (drawing) => {
        remember();
        change({ image: null, ...drawing });
        pad.pad.scrollIntoView({ block: "center" });
        pad.pad.focus({ preventScroll: true });
      },
      read: (grey, values) => {
        const found = (answers[state.model] ??= new Map());
        if (!found.has(grey)) {
          const { a, L } = network.forward(nets[state.model], values().map(Math.fround));
          found.set(grey, numrec.ranked(a[L])[0]);
        }
        return found.get(grey);
      },
    });

    function undo() {
      if (before.length) change(before.pop());
    }

    function clear() {
      if (state.image === null && state.strokes.length === 0) return;
      remember();
      change({ image: null, strokes: [] });
    }

    function pick(image) {
      remember();
      change({ image, strokes: [] });
    }

    // Read what is on the pad: this alone stands between the pen and the answer.
    function read(strokes) {
      const given = drawState.given({ ...state, strokes }, images);
      const net = netOf(state);
      const trace = given.input && network.forward(net, given.input);
      const picked = state.image !== null && images.find((one) => one.place === state.image);
      pad.show(strokes, pen.PENS[state.pen], picked && numrec.picture(28, 28, picked.values));
      seen = { given, net, trace };
      return answer.update(trace && trace.a[trace.L], given.refusal, addition(picked, trace));
    }

    function addition(picked, trace) {
      const words = [];
      if (picked && trace) {
        const [best] = numrec.ranked(trace.a[trace.L]);
        const isRight = best === picked.label;
        words.push(`The label says ${picked.label}: ${isRight ? "right" : "wrong"}.`);
      }
      if (drawState.isBroken(state)) words.push("The network is broken.");
      return words.join(" ");
    }

    // All that may come a moment after the answer.
    function drawRest() {
      const { given, net, trace } = seen;
      numrec.choose(pens, state.pen);
      numrec.choose(models, state.model);
      numrec.choose(feeds, state.raw ? "raw" : "prepared");
      picker.select.value = state.image ?? "";
      undoButton.disabled = before.length === 0;
      clearButton.disabled = state.image === null && state.strokes.length === 0;
      numrec.stagesView(stages, given, state.raw, state.image !== null);
      const shown = trace ? { net, trace } : null;
      for (const heading of explained) heading.hidden = !shown;
      reasons.update(state, shown);
      unit.update(state, shown);
      breaks.update(state, net.sizes, scoreOf(net));
    }

    function change(changes) {
      state = drawState.within({ ...state, ...changes });
      say(read(state.strokes));
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(drawRest);
      numrec.writeAddress(place, drawState.toAddress(state));
    }

    const first = images.findIndex(({ place: number }, k) => number !== k);
    const option = ({ place: number, label }) =>
      el("option", { value: number }, `image ${number}: ${aDigit(label)}`);
    picker.select.append(
      el("option", { value: "" }, "your drawing"),
      el("optgroup", { label: "The first ones" }, ...images.slice(0, first).map(option)),
      el("optgroup", { label: "Later ones, misread" }, ...images.slice(first).map(option)),
    );

    const help =
      "Draw with pen, finger or mouse. By keyboard: the arrow keys move (Shift: a little), Home, " +
      "End and the page keys go slantwise, Space puts the pen down and lifts it, " +
      "Backspace undoes, Delete clears. A digit's key keeps the drawing as that digit.";
    const arrow = (words, sign, by) =>
      button(sign, step(by), { class: null, "aria-label": words });
    const title = (words) => numrec.heading(place, words);
    const explained = [
      title("Which pixels mattered"),
      title("Why not another digit?"),
      title("Inside: any node opened"),
    ];
    place.append(
      el(
        "div",
        { class: "draw-top" },
        el(
          "div",
          { class: "pad-side" },
          pad.pad,
          pad.says,
          el("div", { class: "bar" }, undoButton, clearButton, pens),
          own.bar,
          own.words,
        ),
        answer.box,
      ),
      el("div", { class: "for-ears" }, line),
      el("p", { class: "hint", id: "pad-help" }, help),
      el(
        "div",
        { class: "bar" },
        el(
          "div",
          { class: "picker" },
          arrow("The test image before", "‹", -1),
          picker.box,
          arrow("The next test image", "›", 1),
        ),
        models,
        feeds,
      ),
      title("From ink to input"),
      stages,
      title("Your own digits"),
      own.box,
      title("Break it"),
      breaks.box,
      explained[0],
      reasons.pixelBox,
      explained[1],
      reasons.whyBox,
      explained[2],
      unit.box,
      title("How this was tested"),
      report,
    );
    say(read(state.strokes));
    drawRest();
    own.draw();
    numrec.followAddress(place, (address) => {
      before.length = 0;
      change(drawState.fromAddress(address));
      own.draw();
    });
  });
})((globalThis.numrec ??= {}));
