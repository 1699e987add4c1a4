// The piece: draw a digit, and a small network reads it while you draw.
(function (numrec) {
  "use strict";

  const { el, button, pen, network } = numrec;
  const WIDTH = pen.PENS.medium;
  let net = null;

  const percent = (share) => `${Math.round(100 * share)}%`;
  const words = (a) => {
    const [best] = numrec.ranked(a);
    return `Read as ${best}, ${percent(a[best])}.`;
  };

  // The outputs for some strokes; null where there is nothing to read yet.
  function outputs(strokes) {
    net ??= numrec.unpacked(numrec.readData);
    try {
      const ink = pen.picture(pen.fitted(strokes, WIDTH), WIDTH);
      const { centred } = numrec.preprocess.stages(ink);
      const { a, L } = network.forward(net, centred.values);
      return a[L];
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  numrec.page("read", (place) => {
    const { line, say } = numrec.voice();
    const { table, update } = numrec.outputBars(percent);
    let strokes = [];
    let asked = 0;

    function read(drawn) {
      cancelAnimationFrame(asked);
      pad.show(drawn, WIDTH);
      asked = requestAnimationFrame(() => {
        const a = outputs(drawn);
        update(a);
        say(a ? words(a) : "Nothing to read yet.");
      });
    }

    const on = {
      begin: () => {},
      move: (stroke) => read([...strokes, stroke]),
      lift: (stroke) => {
        strokes = [...strokes, stroke];
        read(strokes);
      },
      undo: () => {
        strokes = strokes.slice(0, -1);
        read(strokes);
      },
      clear: () => {
        strokes = [];
        read(strokes);
      },
      keep: () => {},
    };
    const pad = numrec.drawingPad(on, "read-help");
    const help = "Draw a digit: finger, mouse, or arrow keys and space.";
    const again = button("Wipe it", on.clear);
    place.append(
      el("p", { class: "hint", id: "read-help" }, help),
      el(
        "div",
        { class: "read-both" },
        el("div", { class: "read-pad" }, pad.pad, pad.says, again),
        el("div", {}, table, line),
      ),
    );
    read(strokes);
  });

  numrec.readOutputs = outputs;
})((globalThis.numrec ??= {}));
