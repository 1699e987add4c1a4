// The charts of the training: loss, score, and two walks on a slice of the loss surface.
(function (numrec) {
  "use strict";

  const { ticks } = numrec;
  const two = (x) => numrec.format({ x }, { digits: 2 });
  const whole = (x) => String(Math.round(x));

  function lossChart(curve, done) {
    const most = Math.max(2.5, ...curve.map(([, loss]) => loss));
    const last = curve.at(-1)?.[1];
    const label = curve.length
      ? `The mean loss of each mini-batch, over ${done} mini-batches. It is now ${two(last)}.`
      : "The mean loss of each mini-batch: nothing yet.";
    return numrec.chart(
      {
        x: [0, 1.04 * Math.max(50, done)],
        y: [0, most],
        xTicks: ticks(0, Math.max(50, done)),
        yTicks: ticks(0, most),
        xName: "mini-batches",
        yName: "mean loss of the mini-batch",
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
    const own = scores.filter(([, , share]) => share !== null);
    const ownPercent = own.map(([at, , share]) => [at, 100 * share]);
    const more = own.length
      ? ` Of the reader's own that are held back: ${whole(ownPercent.at(-1)[1])} per cent.`
      : "";
    const label = `Test digits that are read right, after ${done} mini-batches: ${whole(
      percent.at(-1)[1],
    )} per cent.${more}`;
    return numrec.chart(
      {
        x: [0, 1.04 * Math.max(50, done)],
        y: [0, 100],
        xTicks: ticks(0, Math.max(50, done)),
        yTicks: ticks(0, 100),
        xName: "mini-batches",
        yName: "test digits read right, %",
        label,
      },
      ({ line, dot }) => [
        ...(own.length ? [line(ownPercent, "mine")] : []),
        line(percent, "curve"),
        dot(...percent.at(-1), "end"),
      ],
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
        xTicks: ticks(...u, 4),
        yTicks: ticks(...v, 4),
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

  // About ten rows of a long list, the last one among them.
  const some = (list) => {
    const by = Math.max(1, Math.ceil(list.length / 10));
    return list.filter((_, k) => k % by === 0 || k === list.length - 1);
  };

  numrec.trainCharts = { lossChart, scoreChart, sliceChart, some, two };
})((globalThis.numrec ??= {}));
