// Two planes with the same four points: the inputs, and what the hidden layer makes of them.
(function (numrec) {
  "use strict";

  const { svg, lettered } = numrec;
  const [SIDE, LEFT, TOP, BOTTOM] = [210, 46, 8, 42];
  const EPS = 1e-9; // nearer than this is taken for on the line

  // An affine function of the plane is {w: [w_0, w_1], c}.
  const at = ({ w, c }, [x, y]) => w[0] * x + w[1] * y + c;

  // What is left of a convex polygon where an affine function is not negative.
  function clip(polygon, f) {
    return polygon.flatMap((p, k) => {
      const q = polygon[(k + 1) % polygon.length];
      const [u, v] = [at(f, p), at(f, q)];
      const cut = p.map((x, i) => x + (u / (u - v)) * (q[i] - x));
      return [...(u >= 0 ? [p] : []), ...(u >= 0 !== v >= 0 ? [cut] : [])];
    });
  }

  const minus = ({ w, c }) => ({ w: w.map((x) => -x), c: -c });

  // Can one line part two pairs of points? It can if 0 lies outside the hull of the differences,
  // that is, if all of them point to one side.
  function canPart([p, q], [r, s]) {
    const gaps = [p, q].flatMap((a) => [r, s].map((b) => [a[0] - b[0], a[1] - b[1]]));
    if (gaps.some(([x, y]) => Math.hypot(x, y) < EPS)) return false;
    const angles = gaps.map(([x, y]) => Math.atan2(y, x)).sort((a, b) => a - b);
    return angles.some((angle, k) => {
      const next = angles[k + 1] ?? angles[0] + 2 * Math.PI;
      return next - angle > Math.PI + EPS;
    });
  }

  // options: {from, to, steps, names: [[letter, below, above], ...], regions, lines, pairs, label}. A
  // region is a polygon where the answer is positive; a line is {f, name}; a pair is {points,
  // name}, its two points joined.
  function plane({ from, to, steps, names, regions, lines, pairs, label }) {
    const scale = (x) => ((x - from) / (to - from)) * SIDE;
    const X = (x) => LEFT + scale(x);
    const Y = (y) => TOP + SIDE - scale(y);
    const square = [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
    ];
    const list = (points) => points.map(([x, y]) => `${X(x).toFixed(1)},${Y(y).toFixed(1)}`);
    const polygon = (points, name) =>
      points.length > 2 ? [svg("polygon", { class: name, points: list(points).join(" ") })] : [];

    // The line runs between two corners of what is left of the square on one side of it.
    function drawn({ f, name }) {
      const ends = clip(square, f).filter((p) => Math.abs(at(f, p)) < EPS * (1 + Math.abs(f.c)));
      const other = ends.find(([x, y]) => Math.hypot(x - ends[0][0], y - ends[0][1]) > EPS);
      if (!other) return [];
      return [svg("polyline", { class: name, points: list([ends[0], other]).join(" ") })];
    }

    const ticks = numrec.ticks(from, to, steps).flatMap(([x, words]) => [
      svg("line", { class: "grid", x1: X(x), x2: X(x), y1: TOP, y2: TOP + SIDE }),
      svg("line", { class: "grid", x1: LEFT, x2: LEFT + SIDE, y1: Y(x), y2: Y(x) }),
      svg("text", { x: X(x), y: TOP + SIDE + 15 }, words),
      svg("text", { class: "at-left", x: LEFT - 5, y: Y(x), dy: "0.35em" }, words),
    ]);
    const point = ([x, y], name) =>
      name === "differ"
        ? svg("circle", { class: name, cx: X(x), cy: Y(y), r: 6 })
        : svg("rect", { class: name, x: X(x) - 5.5, y: Y(y) - 5.5, width: 11, height: 11 });
    const joins = pairs.map(({ points }) =>
      svg("polyline", { class: "join", points: list(points).join(" ") }),
    );
    const [width, height] = [LEFT + SIDE + 8, TOP + SIDE + BOTTOM];
    return svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, class: "chart plane", role: "img", "aria-label": label },
      ...regions.flatMap((points) => polygon(points, "region")),
      ...ticks,
      svg("rect", { class: "frame", x: LEFT, y: TOP, width: SIDE, height: SIDE }),
      ...joins,
      ...lines.flatMap(drawn),
      ...pairs.flatMap(({ points, name }) => points.map((p) => point(p, name))),
      svg("text", { x: LEFT + SIDE / 2, y: height - 8 }, ...lettered(...names[0])),
      svg(
        "text",
        { transform: `translate(14 ${TOP + SIDE / 2}) rotate(-90)` },
        ...lettered(...names[1]),
      ),
    );
  }

  numrec.planes = { plane, clip, minus, at, canPart, EPS };
})((globalThis.numrec ??= {}));
