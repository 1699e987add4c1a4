// The piece: every output pulls on one hidden node; the pulls are added, and the slope has its say.
(function (numrec) {
  "use strict";

  const { el, svg, lettered, formula, button } = numrec;
  const { mi, mn, mo, row } = numrec.maths;
  const NODES = { 0: "the upper one, node 0", 1: "the lower one, node 1" };
  const OUTPUTS = [0, 1, 2];
  const RANGES = {
    delta2: { min: -1, max: 1, step: 0.01 },
    omega2: { min: -2, max: 2, step: 0.05 },
    z1: { min: -2, max: 2, step: 0.05 },
  };
  const WIDTH = 340; // so that letters keep their size on a phone

  const short = (x, digits = 3) => numrec.format({ x }, { digits });
  const sign = (x) => (x < 0 ? "negative" : "positive");

  // An arrow from one place to another, as thick as it says.
  function arrow([x1, y1], [x2, y2], name, thick) {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const long = Math.hypot(dx, dy);
    if (long < 0.5) return svg("circle", { class: name, cx: x1, cy: y1, r: 2.5 });
    const [u, v] = [dx / long, dy / long];
    const head = Math.min(long, 5 + 1.4 * thick);
    const [bx, by] = [x2 - head * u, y2 - head * v];
    const half = head / 1.8;
    const corners = [
      [x2, y2],
      [bx - half * v, by + half * u],
      [bx + half * v, by - half * u],
    ];
    const points = corners.map((p) => p.map((x) => x.toFixed(1)).join(",")).join(" ");
    return svg(
      "g",
      { class: name },
      svg("line", { x1, y1, x2: bx, y2: by, "stroke-width": thick }),
      svg("polygon", { points }),
    );
  }

  numrec.page("pull", (place) => {
    const words = new URLSearchParams(numrec.readAddress(place));
    const values = numrec.evaluate(numrec.example.published(numrec.data.example), "quadratic");
    let node = words.get("node") === "1" ? 1 : 0;
    let now = worked();
    const { line, say } = numrec.voice();
    const picture = el("figure", { class: "picture pull-picture" });
    const chart = el("figure", { class: "picture pull-picture" });
    const equation = el("p", { class: "pull-equation" });
    const controls = el("div", { class: "slider-grid" });
    const nodes = numrec.choice("The hidden node", "node", NODES, String(node), (chosen) => {
      node = Number(chosen);
      start();
    });
    let shown = {};

    // The numbers of the worked example, for the node that is chosen.
    function worked() {
      const ids = [
        ...OUTPUTS.map((k) => `delta2_${k}`),
        ...OUTPUTS.map((k) => `omega2_${k}_${node}`),
        `z1_${node}`,
      ];
      return Object.fromEntries(ids.map((id) => [id, values[id].x]));
    }

    function control(id) {
      const name = el("span");
      const range = RANGES[id.split("_")[0]];
      const input = numrec.slider(numrec.words(id), range, (x) => {
        now = { ...now, [id]: x };
        draw();
      });
      shown[id] = () => {
        input.value = now[id];
        input.setAttribute("aria-valuetext", short(now[id]));
        name.innerHTML = numrec.maths.math(row(numrec.symbol(id), mo("=")));
        name.append(` ${short(now[id])}`);
      };
      return numrec.sliderBox(input, name);
    }

    function start() {
      now = worked();
      shown = {};
      const one = (k) => [control(`delta2_${k}`), control(`omega2_${k}_${node}`)];
      controls.replaceChildren(...OUTPUTS.flatMap(one), control(`z1_${node}`));
      draw();
    }

    // What every output brings, their sum, the slope, and delta.
    function found() {
      const pulls = OUTPUTS.map((k) => now[`delta2_${k}`] * now[`omega2_${k}_${node}`]);
      const sum = pulls.reduce((a, b) => a + b, 0);
      const slope = now[`z1_${node}`] > 0 ? 1 : values.alpha.x;
      return { pulls, sum, slope, delta: sum * slope };
    }

    function draw() {
      const all = found();
      for (const show of Object.values(shown)) show();
      picture.replaceChildren(network(all));
      chart.replaceChildren(added(all));
      equation.replaceChildren(...written(all));
      say(sentence(all));
    }

    function sentence({ pulls, sum, slope, delta }) {
      const [up, down] = [pulls.filter((p) => p > 0).length, pulls.filter((p) => p < 0).length];
      const sides = up && down ? "They pull against each other. " : "";
      return (
        `The pulls are ${pulls.map((p) => short(p)).join(", ")}. ${sides}Their sum is ` +
        `${short(sum)}; times the slope ${short(slope, 1)} that is delta, ${short(delta, 4)}.`
      );
    }

    // The hidden node at the left with the sum, the outputs at the right, and what each brings.
    function network({ pulls, sum }) {
      const [height, radius] = [240, 29];
      const whole = lettered("∂C/∂a", String(node), "[1]");
      const most = Math.max(...pulls.map(Math.abs), 1e-9);
      const home = [44, height / 2];
      const outputs = OUTPUTS.map((k) => [WIDTH - 34, 34 + 86 * k]);
      const toward = ([x, y], k) => {
        const [dx, dy] = [x - home[0], y - home[1]];
        const long = Math.hypot(dx, dy);
        const from = [x - ((radius + 2) * dx) / long, y - ((radius + 2) * dy) / long];
        const to = [home[0] + ((radius + 4) * dx) / long, home[1] + ((radius + 4) * dy) / long];
        return arrow(from, to, sign(pulls[k]), 1 + (6 * Math.abs(pulls[k])) / most);
      };
      const label = ([x, y], k) => {
        const [u, v] = [home[0] + 0.56 * (x - home[0]), home[1] + 0.56 * (y - home[1])];
        return svg(
          "g",
          {},
          svg("rect", { x: u - 30, y: v - 18, width: 60, height: 36, rx: 3 }),
          svg("text", { x: u, y: v - 4 }, `× ${short(now[`omega2_${k}_${node}`], 2)}`),
          svg("text", { x: u, y: v + 12 }, `= ${short(pulls[k])}`),
        );
      };
      const circle = ([x, y], value, letter) =>
        svg(
          "g",
          { class: sign(value) },
          svg("circle", { class: "node", cx: x, cy: y, r: radius }),
          letter ? svg("text", { x, y: y - 4 }, ...letter) : null,
          svg("text", { x, y: letter ? y + 12 : y + 4 }, short(value)),
        );
      const told = OUTPUTS.map((k) => `output ${k} brings ${short(pulls[k])}`).join(", ");
      return svg(
        "svg",
        {
          ...{ viewBox: `0 0 ${WIDTH} ${height}`, class: "pull", role: "img" },
          "aria-label": `Arrows from the three outputs to hidden node ${node}: ${told}.`,
        },
        ...outputs.map(toward),
        ...outputs.map(label),
        circle(home, sum),
        svg("text", { x: home[0], y: home[1] + radius + 18 }, ...whole),
        ...outputs.map((at, k) => circle(at, now[`delta2_${k}`], lettered("δ", String(k), "[2]"))),
      );
    }

    // The pulls head to tail, their sum, and what the slope leaves of it.
    function added({ pulls, sum, slope, delta }) {
      const ends = pulls.reduce((all, pull) => [...all, all.at(-1) + pull], [0]);
      const rows = [
        ...pulls.map((_, k) => [`output ${k}`, ends[k], ends[k + 1]]),
        ["their sum", 0, sum],
        [`times ${short(slope, 1)}`, 0, delta],
      ];
      const [left, gap, top] = [72, 26, 14];
      const reach = Math.max(0.05, ...ends.map(Math.abs)) * 1.1;
      const from = Math.min(0, ...ends) < 0 ? -reach : -0.1 * reach;
      const to = Math.max(0, ...ends) > 0 ? reach : 0.1 * reach;
      const X = (x) => left + ((x - from) / (to - from)) * (WIDTH - left - 12);
      const bottom = top + gap * rows.length;
      const ticks = numrec.ticks(from, to, 4).flatMap(([x, words]) => [
        svg("line", { class: "grid", x1: X(x), x2: X(x), y1: top - 8, y2: bottom }),
        svg("text", { x: X(x), y: bottom + 15 }, words),
      ]);
      const drawn = rows.flatMap(([name, begin, end], k) => {
        const y = top + gap * (k + 0.4);
        return [
          svg("text", { class: "at-left", x: left - 8, y, dy: "0.35em" }, name),
          arrow([X(begin), y], [X(end), y], sign(end - begin), k < 3 ? 4 : 7),
        ];
      });
      return svg(
        "svg",
        {
          ...{ viewBox: `0 0 ${WIDTH} ${bottom + 40}`, class: "chart pull", role: "img" },
          "aria-label":
            `The pulls head to tail: ${pulls.map((p) => short(p)).join(", then ")}. They reach ` +
            `${short(sum)}, and the slope leaves ${short(delta, 4)}.`,
        },
        ...ticks,
        svg("line", { class: "axis", x1: X(0), x2: X(0), y1: top - 8, y2: bottom }),
        ...drawn,
        svg("text", { x: (left + WIDTH) / 2, y: bottom + 33 }, "pull on the hidden node"),
      );
    }

    function written({ sum, slope, delta }) {
      const z = now[`z1_${node}`];
      const text = (x) => mn(short(x));
      const factor = (x) => (x < 0 ? row(mo("("), text(x), mo(")")) : text(x));
      const products = OUTPUTS.flatMap((k) => {
        const product = row(
          factor(now[`delta2_${k}`]),
          mo("·"),
          factor(now[`omega2_${k}_${node}`]),
        );
        return k ? row(mo("+"), product) : product;
      });
      const sumParts = [
        row(numrec.symbol(`back_${node}`), mo("=")),
        ...products,
        row(mo("≈"), text(sum)),
      ];
      const last = row(
        ...[numrec.symbol(`delta1_${node}`), mo("="), numrec.symbol(`back_${node}`), mo("·")],
        ...[mn(short(slope, 1)), mo("≈"), mn(short(delta, 4))],
      );
      const side = z > 0 ? "positive, so the slope is 1" : "not positive, so the slope is α";
      return [
        el("span", { class: "breaks" }, ...sumParts.map((part) => formula(part))),
        el("span", { class: "breaks" }, formula(last)),
        el("span", {}, formula(numrec.symbol(`z1_${node}`)), ` is ${side}.`),
      ];
    }

    place.append(
      el("div", { class: "bar" }, nodes, button("The worked example's numbers", start)),
      line,
      el("div", { class: "pull-top" }, picture, chart),
      equation,
      controls,
    );
    start();
  });
})((globalThis.numrec ??= {}));
