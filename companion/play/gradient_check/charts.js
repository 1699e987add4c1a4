// The two charts of the gradient check: the secant on the loss, and the error against the step.
(function (numrec) {
  "use strict";

  const { powers, raised } = numrec;
  const ten = (k) => (k === 0 ? "1" : `10${raised(k)}`);
  const SMALLEST = -17; // the error's axis ends here; an error of nought is drawn on its edge

  const decades = (error) => Math.max(SMALLEST, Math.log10(error));

  // The points of the error curve: {k, h, measured, error} for h = 10^k.
  function errors(numbers, id, ours) {
    const C = numrec.measure.lossAlong(numbers, id);
    return Array.from({ length: 61 }, (_, place) => {
      const k = -15 + place / 4;
      const measured = numrec.measure.central(C, 10 ** k);
      return { k, h: 10 ** k, measured, error: numrec.measure.relativeError(ours, measured) };
    });
  }

  // The curve around where the number is, as wide as the step needs; tangent and secant through it.
  function lossChart(numbers, id, h, ours) {
    const C = numrec.measure.lossAlong(numbers, id);
    const [reach, zero] = [1.6 * h, C(0)];
    const points = Array.from({ length: 161 }, (_, k) => {
      const t = reach * (k / 80 - 1);
      return [t, C(t) - zero];
    });
    const most = Math.max(...points.map(([, y]) => Math.abs(y)), Math.abs(ours * h), 1e-300) * 1.15;
    const slope = numrec.measure.central(C, h);
    const middle = (C(h) - zero + (C(-h) - zero)) / 2; // in this order nothing is rounded away
    const bend = numrec.measure.kink(numbers, id);
    const isBent = bend !== null && Math.abs(bend) < reach;
    const label =
      `The loss along the turned number, near where it is. The line through both ends, one step ` +
      `of ${powers(h)} to each side, has the slope ${numrec.figures(slope)}; ` +
      `the code says ${numrec.figures(ours)}.`;
    return numrec.chart(
      {
        x: [-reach, reach],
        y: [-most, most],
        xTicks: [-h, 0, h].map((at, k) => [at, ["−h", "0", "h"][k]]),
        yTicks: numrec.ticks(-most, most, 4, (at) => (at ? powers(at, 2) : "0")),
        xName: "how far the number is turned, t",
        yName: "C(t) − C(0)",
        label,
      },
      ({ line, dot, upright, words }) => [
        ...(isBent
          ? [upright(bend, "guide"), words(bend, most * 0.9, "kink", bend > 0 ? -6 : 6)]
          : []),
        through(line, reach, 0, ours, "tangent"),
        through(line, reach, middle, slope, "secant"),
        line(points, "curve"),
        dot(-h, C(-h) - zero, "end"),
        dot(h, C(h) - zero, "end"),
      ],
    );
  }

  // A straight line over the whole chart.
  const through = (line, reach, middle, slope, name) =>
    line(
      [-reach, reach].map((t) => [t, middle + t * slope]),
      name,
    );

  // choose(k) is called when a point of the curve is chosen.
  function errorChart(points, k, choose, bend) {
    const best = points.reduce((a, b) => (b.error < a.error ? b : a));
    const here = points.find((point) => point.k === k);
    const anchor = points.find((point) => point.k === -2);
    const slopeTwo = [-5, 0].map((at) => [at, decades(anchor.error) + 2 * (at + 2)]);
    const label =
      `The relative error against the step, both on powers of ten. It is smallest, ` +
      `${powers(best.error)}, at a step of ${powers(best.h)}, ` +
      `and ${powers(here.error)} at the chosen step.`;
    return numrec.chart(
      {
        x: [-15.4, 0.4],
        y: [SMALLEST, 1.5],
        xTicks: [-15, -12, -9, -6, -3, 0].map((at) => [at, ten(at)]),
        yTicks: [-16, -12, -8, -4, 0].map((at) => [at, ten(at)]),
        xName: "step h",
        yName: "relative error",
        label,
      },
      ({ line, dot, upright, words }) => [
        ...(bend && Math.abs(bend) < 2 ? [upright(Math.log10(Math.abs(bend)), "guide")] : []),
        ...(anchor.error < 0.01 ? [line(slopeTwo, "tangent")] : []),
        line(
          points.map((point) => [point.k, decades(point.error)]),
          "curve",
        ),
        ...points
          .filter((point) => Number.isInteger(2 * point.k))
          .map((point) =>
            dot(point.k, decades(point.error), "point", 5, { onclick: () => choose(point.k) }),
          ),
        upright(k, "here"),
        dot(k, decades(here.error), "end", 6),
      ],
    );
  }

  function errorTable(points) {
    const rows = points
      .filter(({ k }) => Number.isInteger(k))
      .reverse()
      .map(({ k, measured, error }) => [
        ten(k),
        numrec.figures(measured),
        error === 0 ? "0" : powers(error),
      ]);
    const head = ["Step h", "Measured slope", "Relative error"];
    return numrec.table("The error at each step", head, rows);
  }

  function lossTable(numbers, id, h) {
    const C = numrec.measure.lossAlong(numbers, id);
    const rows = [-h, 0, h].map((t, k) => [["−h", "0", "h"][k], String(C(t))]);
    return numrec.table("The loss at three points", ["Turned by", "Loss, all digits"], rows);
  }

  numrec.gradientCharts = { errors, lossChart, errorChart, errorTable, lossTable };
})((globalThis.numrec ??= {}));
