// A chart's axes, and what is drawn between them. Scales are straight; logarithms are the caller's.
(function (numrec) {
  "use strict";

  const { svg } = numrec;
  const BOX = { left: 78, right: 452, top: 14, bottom: 232 };
  const [WIDTH, HEIGHT] = [460, 280];

  // Round numbers between two ends, for about so many steps of 1, 2 or 5 times a power of ten.
  // Gives [[number, words]].
  function ticks(from, to, count = 5, words = null) {
    const least = (0.7 * (to - from)) / count;
    const ten = 10 ** Math.floor(Math.log10(least));
    const step = [1, 2, 5, 10].map((k) => k * ten).find((by) => by >= least);
    const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const [first, last] = [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
    const write = words ?? ((at) => numrec.proper(at.toFixed(places)));
    return Array.from({ length: last - first + 1 }, (_, k) => {
      const at = Number(((first + k) * step).toPrecision(12));
      return [at, write(at)];
    });
  }

  // options: {x: [from, to], y: [from, to], xTicks: [[at, words]], yTicks, xName, yName, label}
  function chart({ x, y, xTicks, yTicks, xName, yName, label }, draw) {
    const X = (value) => BOX.left + ((value - x[0]) / (x[1] - x[0])) * (BOX.right - BOX.left);
    const Y = (value) => BOX.bottom - ((value - y[0]) / (y[1] - y[0])) * (BOX.bottom - BOX.top);
    const clamp = (value) => Math.min(BOX.bottom + 4, Math.max(BOX.top - 4, value));

    const tools = {
      ...{ X, Y, box: BOX },
      line: (points, name) =>
        svg("polyline", {
          class: name,
          points: points
            .filter(([, v]) => Number.isFinite(v))
            .map(([u, v]) => `${X(u).toFixed(2)},${clamp(Y(v)).toFixed(2)}`)
            .join(" "),
        }),
      dot: (u, v, name, r = 4, more = {}) =>
        svg("circle", { class: name, cx: X(u), cy: clamp(Y(v)), r, ...more }),
      upright: (u, name) =>
        svg("line", { class: name, x1: X(u), x2: X(u), y1: BOX.top, y2: BOX.bottom }),
      words: (u, v, words, aside) =>
        svg(
          "text",
          { x: X(u) + aside, y: clamp(Y(v)), class: aside < 0 ? "at-left" : "at-right" },
          words,
        ),
    };
    const ticks = [
      ...xTicks.map(([at, words]) =>
        svg(
          "g",
          {},
          svg("line", { class: "grid", x1: X(at), x2: X(at), y1: BOX.top, y2: BOX.bottom }),
          svg("text", { x: X(at), y: BOX.bottom + 18 }, words),
        ),
      ),
      ...yTicks.map(([at, words]) =>
        svg(
          "g",
          {},
          svg("line", { class: "grid", x1: BOX.left, x2: BOX.right, y1: Y(at), y2: Y(at) }),
          svg("text", { class: "at-left", x: BOX.left - 6, y: Y(at), dy: "0.35em" }, words),
        ),
      ),
    ];
    return svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": label },
      ...ticks,
      svg("line", { class: "axis", x1: BOX.left, x2: BOX.right, y1: BOX.bottom, y2: BOX.bottom }),
      svg("line", { class: "axis", x1: BOX.left, x2: BOX.left, y1: BOX.top, y2: BOX.bottom }),
      svg("text", { x: (BOX.left + BOX.right) / 2, y: HEIGHT - 10 }, xName),
      svg("text", { transform: `translate(12 ${(BOX.top + BOX.bottom) / 2}) rotate(-90)` }, yName),
      ...draw(tools),
    );
  }

  // Where on the axes of a chart a pointer is: [x, y], within their ends.
  function chartPlace(drawn, { clientX, clientY }, { x, y }) {
    const { left, top, width } = drawn.getBoundingClientRect();
    const scale = WIDTH / width;
    const share = (at, from, to) => Math.min(1, Math.max(0, (at - from) / (to - from)));
    const u = share((clientX - left) * scale, BOX.left, BOX.right);
    const v = share((clientY - top) * scale, BOX.bottom, BOX.top);
    return [x[0] + u * (x[1] - x[0]), y[0] + v * (y[1] - y[0])];
  }

  Object.assign(numrec, { chart, chartPlace, ticks });
})((globalThis.numrec ??= {}));
