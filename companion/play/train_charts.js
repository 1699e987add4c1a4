// The charts of the training: loss, score, and two walks on a slice of the loss surface.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const two = (x) => numrec.format({ x }, { digits: 2 });
  const even = (from, to, count, words = two) =>
    Array.from({ length: count + 1 }, (_, k) => from + (k / count) * (to - from)).map((at) => [
      at,
      words(at),
    ]);
  const whole = (x) => String(Math.round(x));

  function lossChart(curve, done) {
    const most = Math.max(2.5, ...curve.map(([, loss]) => loss));
    const last = curve.at(-1)?.[1];
    const label = curve.length
      ? `The mean loss of each batch, over ${done} batches. It is now ${two(last)}.`
      : "The mean loss of each batch: nothing yet.";
    return numrec.chart(
      {
        x: [0, 1.04 * Math.max(50, done)],
        y: [0, most],
        xTicks: even(0, Math.max(50, done), 5, whole),
        yTicks: even(0, most, 5),
        xName: "batches",
        yName: "mean loss of the batch",
        label,
      },
      ({ line, dot }) => [
        line(curve, "curve"),
        ...curve.slice(-1).map(([u, v]) => dot(u, v, "end")),
      ],
    );
  }

  function scoreChart(scores, done) {
    const percent = scores.map(([at, share]) => [at, 100 * share]);
    const label = `Test digits that are read right, after ${done} batches: ${whole(
      percent.at(-1)[1],
    )} per cent.`;
    return numrec.chart(
      {
        x: [0, 1.04 * Math.max(50, done)],
        y: [0, 100],
        xTicks: even(0, Math.max(50, done), 5, whole),
        yTicks: even(0, 100, 5, whole),
        xName: "batches",
        yName: "test digits read right, %",
        label,
      },
      ({ line, dot }) => [line(percent, "curve"), dot(...percent.at(-1), "end")],
    );
  }

  // Each circle is a place on the slice: the larger, the higher the loss.
  function sliceChart({ u, v, grid, paths }) {
    const losses = grid.map(([, , loss]) => loss);
    const [low, high] = [Math.min(...losses), Math.max(...losses)];
    const size = (loss) => 1 + 7 * Math.sqrt((loss - low) / (high - low || 1));
    const [plain, fast] = paths.map(({ losses: all }) => two(all.at(-1)));
    const label =
      `A slice of the loss surface through the start and both ends. Circles are larger where ` +
      `the loss is higher. After ${paths[0].points.length - 1} steps plain descent stands at ` +
      `${plain}, momentum at ${fast}.`;
    return numrec.chart(
      {
        x: [u[0], u[1] + 0.04 * (u[1] - u[0])],
        y: v,
        xTicks: even(u[0], u[1], 4),
        yTicks: even(v[0], v[1], 4),
        xName: "towards the end of plain descent",
        yName: "across, towards momentum's end",
        label,
      },
      ({ line, dot }) => [
        ...grid.map(([s, t, loss]) => dot(s, t, "place", size(loss))),
        line(paths[1].points, "secant"),
        line(paths[0].points, "curve"),
        dot(0, 0, "end", 5),
      ],
    );
  }

  const [PLUS, MINUS] = [
    [47, 129, 208],
    [207, 106, 18],
  ];

  // As many small pictures of 28 x 28 as there are hidden nodes, kept and painted again. The
  // strongest of all is the strongest in colour: blue above 0, orange below.
  function tiles(count) {
    const each = Array.from({ length: count }, () =>
      el("canvas", {
        class: "pixels signed",
        width: 28,
        height: 28,
        "aria-hidden": "true",
      }),
    );
    const image = new ImageData(28, 28);
    let asked = 0;

    // A few a frame, so that the page stays free in between.
    function paint(values, most, from = 0) {
      cancelAnimationFrame(asked);
      for (const [k, canvas] of each.slice(from, from + 8).entries()) {
        for (let pixel = 0; pixel < 784; pixel += 1) {
          const value = values[784 * (from + k) + pixel];
          const [red, green, blue] = value < 0 ? MINUS : PLUS;
          image.data[4 * pixel] = red;
          image.data[4 * pixel + 1] = green;
          image.data[4 * pixel + 2] = blue;
          image.data[4 * pixel + 3] = 255 * Math.sqrt(Math.abs(value) / most);
        }
        canvas.getContext("2d").putImageData(image, 0, 0);
      }
      if (from + 8 < count) asked = requestAnimationFrame(() => paint(values, most, from + 8));
    }
    return { each, paint };
  }

  // About ten rows of a long list, the last one among them.
  const some = (list) => {
    const by = Math.max(1, Math.ceil(list.length / 10));
    return list.filter((_, k) => k % by === 0 || k === list.length - 1);
  };

  numrec.trainCharts = { lossChart, scoreChart, sliceChart, tiles, some, two };
})((globalThis.numrec ??= {}));
