// The piece: draw a digit, and a small network reads it while you draw.
(function (numrec) {
  "use strict";

  const { el, button, pen, network } = numrec;
  const WIDTH = pen.PENS.medium;
  let net = null;

  const percent = (share) => `${Math.round(100 * share)}%`;
  const best = (a) => a.indexOf(Math.max(...a));
  const words = (a) => `Read as ${best(a)}, ${percent(a[best(a)])}.`;

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

  function answers() {
    const bars = Array.from({ length: 10 }, () => el("span", { class: "answer-bar" }));
    const shares = bars.map(() => el("td", { class: "share" }));
    const rows = bars.map((bar, k) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, String(k)),
        el("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
        shares[k],
      ),
    );
    const caption = el("caption", { class: "for-ears" }, "The ten outputs");
    const table = el("table", { class: "answers" }, caption, el("tbody", {}, ...rows));

    function update(a) {
      rows.forEach((row, k) => {
        bars[k].style.width = a ? `${(100 * a[k]).toFixed(1)}%` : "0";
        shares[k].textContent = a ? percent(a[k]) : "\u2013";
        row.classList.toggle("best", a !== null && k === best(a));
      });
    }
    return { table, update };
  }

  numrec.page("read", (place) => {
    const { line, say } = numrec.voice();
    const { table, update } = answers();
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
