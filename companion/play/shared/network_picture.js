// The 3-2-3 network as a picture: a weight on each line, a value in each circle.
(function (numrec) {
  "use strict";

  const { svg } = numrec;
  const [WIDTH, HEIGHT, RADIUS] = [460, 300, 29];
  const COLUMN = [45, 195, 345];
  const MIDDLE = 138;
  const GAP = [88, 112, 88];

  const where = (l, j) => [COLUMN[l], MIDDLE + (j - (numrec.SIZES[l] - 1) / 2) * GAP[l]];

  // What the picture shows while a stage is open: ids' bases on lines and in circles.
  const FORWARD = { lines: "omega", circles: ["a0", "a1", "a2"] };
  const SHOWN = {
    z1: { lines: "omega", circles: ["a0", "z1", null] },
    a1: { lines: "omega", circles: ["a0", "a1", null] },
    z2: { lines: "omega", circles: ["a0", "a1", "z2"] },
    back: { lines: "omega", circles: ["a0", "back", "delta2"] },
    delta1: { lines: "omega", circles: ["a0", "delta1", "delta2"] },
    slope1: { lines: "omega", circles: ["a0", "slope1", "delta2"] },
    grad: { lines: "omega", circles: ["a0", "a1", "grad"] },
    slope2: { lines: "omega", circles: ["a0", "a1", "slope2"] },
    delta2: { lines: "omega", circles: ["a0", "a1", "delta2"] },
    dC_db2: { lines: "omega", circles: ["a0", "a1", "delta2"] },
    dC_domega2: { lines: "dC_domega", circles: ["a0", "a1", "delta2"] },
    dC_db1: { lines: "dC_domega", circles: ["a0", "delta1", "delta2"] },
    dC_domega1: { lines: "dC_domega", circles: ["a0", "delta1", "delta2"] },
  };
  const shownFor = (stage) => SHOWN[stage] ?? FORWARD;

  // Every id that a circle or a line stands for, whatever it shows at the moment.
  const nodeIds = (l, j) => {
    const own = [`a${l}_${j}`, `z${l}_${j}`, `b${l}_${j}`, `delta${l}_${j}`, `slope${l}_${j}`];
    const on = [`dC_db${l}_${j}`];
    if (l === 1) on.push(`back_${j}`);
    if (l === 2)
      for (const base of ["err", "grad", "rest", "low", "exp", "ln"]) on.push(`${base}_${j}`);
    return [...(l ? own : [`a0_${j}`]), ...(l ? on : [])].join(" ");
  };
  const lineIds = (l, j, i) => `omega${l}_${j}_${i} dC_domega${l}_${j}_${i}`;

  const sign = (x) => (x < 0 ? "negative" : "positive");

  // How far along its line each label stands, so that none covers another: [to j][from i] at the
  // left; the right half of the picture is its mirror.
  const ALONG = [
    [0.45, 0.62, 0.3],
    [0.3, 0.62, 0.45],
  ];
  const along = (l, j, i) => (l === 1 ? ALONG[j][i] : 1 - ALONG[i][j]);

  // A line and, above all lines, its label: both are parts of the one weight.
  function line(l, j, i, shown, values, show, open) {
    const [[x1, y1], [x2, y2]] = [where(l - 1, i), where(l, j)];
    const id = `${shown.lines}${l}_${j}_${i}`;
    const value = values[id];
    const [x, y] = [x1 + along(l, j, i) * (x2 - x1), y1 + along(l, j, i) * (y2 - y1)];
    const label = numrec.label(id, values, { ...show, digits: 3 });
    const isHidden = show.hides?.(id);
    const width = isHidden ? 1 : 1 + 2 * Math.min(2, Math.abs(value.x));
    const part = (...children) =>
      svg(
        "g",
        {
          class: `line ${isHidden ? "empty" : sign(value.x)}`,
          "data-ids": lineIds(l, j, i),
          onclick: () => open(id),
        },
        ...children,
      );
    return [
      part(svg("line", { x1, y1, x2, y2, "stroke-width": width })),
      part(
        svg("rect", {
          x: x - 4.1 * label.length - 1,
          y: y - 9,
          width: 8.2 * label.length + 2,
          height: 18,
          rx: 3,
        }),
        svg("text", { x, y, dy: "0.35em" }, label),
      ),
    ];
  }

  function circle(l, j, shown, values, show, open) {
    const [x, y] = where(l, j);
    const base = shown.circles[l];
    const id = base && `${base}_${j}`;
    const value = id && values[id];
    const label = value ? numrec.label(id, values, { ...show, digits: 3 }) : "";
    const isShown = value && !show.hides?.(id);
    return svg(
      "g",
      {
        class: `circle ${isShown ? sign(value.x) : "empty"}`,
        "data-ids": nodeIds(l, j),
        onclick: () => id && open(id),
      },
      svg("circle", { cx: x, cy: y, r: RADIUS }),
      svg("text", { x, y, dy: "0.35em" }, label),
    );
  }

  function target(j, values, show, open) {
    const [x, y] = where(2, j);
    const label = numrec.format(values[`a_hat_${j}`], { ...show, digits: 3 });
    return svg(
      "g",
      {
        class: "target",
        "data-ids": `a_hat_${j} err_${j} grad_${j}`,
        onclick: () => open(`a_hat_${j}`),
      },
      svg("rect", { x: x + 42, y: y - 14, width: 58, height: 28, rx: 4 }),
      svg("text", { x: x + 71, y, dy: "0.35em" }, label),
    );
  }

  // What stands under the columns: the letters of what is shown above them.
  const PLAIN = { a: "a", z: "z", delta: "δ", slope: "f′(z)", back: "∂C/∂a", grad: "∂C/∂a" };
  const letter = (base, l) =>
    base ? numrec.lettered(PLAIN[numrec.parts(base).base], "", `[${l}]`) : [];

  function sentence(shown, values, show) {
    const list = (l) =>
      numrec.nodes(l).map((j) => numrec.label(`${shown.circles[l]}_${j}`, values, show));
    const layers = [0, 1, 2].filter((l) => shown.circles[l]);
    const told = layers.map(
      (l) =>
        `${numrec.words(`${shown.circles[l]}_0`).replace(/, node 0/, "")}: ${list(l).join(", ")}`,
    );
    return `The network. ${told.join("; ")}.`;
  }

  // open(id) is called when a circle or a line is chosen.
  function networkPicture(stage, values, show, open) {
    const shown = shownFor(stage);
    const draw = (items) => svg("g", {}, ...items);
    const lines = [1, 2].flatMap((l) =>
      numrec.pairs(l).map(([j, i]) => line(l, j, i, shown, values, show, open)),
    );
    return svg(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        class: "network",
        role: "img",
        "aria-label": sentence(shown, values, show),
      },
      draw(lines.map(([drawn]) => drawn)),
      draw(lines.map(([, label]) => label)),
      draw(
        [0, 1, 2].flatMap((l) =>
          numrec.nodes(l).map((j) => circle(l, j, shown, values, show, open)),
        ),
      ),
      draw(numrec.nodes(2).map((j) => target(j, values, show, open))),
      draw(
        [0, 1, 2].map((l) =>
          svg(
            "text",
            { class: "below", x: COLUMN[l], y: HEIGHT - 12 },
            ...letter(shown.circles[l], l),
          ),
        ),
      ),
      svg("text", { class: "below", x: COLUMN[2] + 71, y: HEIGHT - 12 }, "â"),
    );
  }

  Object.assign(numrec, { networkPicture });
})((globalThis.numrec ??= {}));
