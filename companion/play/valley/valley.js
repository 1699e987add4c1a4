// The piece: rate and momentum on a valley; the walk, and how many steps each rate would take.
(function (numrec) {
  "use strict";

  const { el, svg, button, formula, valley } = numrec;
  const { mi, mn, mo, row } = numrec.maths;
  const START = { eta: 0.01, mu: 0, kappa: 49, x: 8, y: 1 };
  const RATES = [-3.1, 0.6]; // powers of ten
  const RANGES = {
    eta: { min: -3, max: RATES[1], step: 0.01 },
    mu: { min: 0, max: 0.99, step: 0.01 },
    kappa: { min: 1, max: 100, step: 1 },
  };
  const LETTERS = { eta: "η", mu: "μ", kappa: "κ" };
  const NAMES = { eta: "Learning rate eta", mu: "Momentum mu", kappa: "Condition number kappa" };
  const MAP = { x: [-4, 11], y: [-3, 3] };
  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const LONGEST = 300; // steps that are drawn

  const short = (x) => numrec.proper(String(Number(x.toPrecision(3))));
  const counted = (n) => `${n} step${n === 1 ? "" : "s"}`;
  const within = (x, [from, to]) => Math.min(to, Math.max(from, x));

  numrec.page("valley", (place) => {
    const words = new URLSearchParams(numrec.readAddress(place));
    const begin = { ...START };
    const ends = { eta: [1e-3, 4], mu: [0, 0.99], kappa: [1, 100], ...MAP };
    for (const [id, [from, to]] of Object.entries(ends)) {
      const x = Number(words.get(id));
      if (words.has(id) && x >= from && x <= to) begin[id] = x;
    }
    let [state, held] = [{ ...begin }, false];
    const { line, say } = numrec.voice();
    const map = el("div", {
      ...{ class: "valley-map", tabindex: 0, role: "application", onkeydown: key },
      ...{ onpointerdown: take, onpointermove: drag, onpointerup: drop, onclick: tap },
      "aria-label": "The map of the valley. The arrow keys move the start.",
    });
    const chart = el("figure", { class: "picture" });
    const facts = el("dl", { class: "facts" });
    const sliders = Object.fromEntries(Object.keys(RANGES).map((id) => [id, control(id)]));

    function control(id) {
      const name = el("span");
      const input = numrec.slider(NAMES[id], RANGES[id], (x) =>
        change({ [id]: id === "eta" ? 10 ** x : x }),
      );
      const show = (x) => {
        input.value = id === "eta" ? Math.log10(x) : x;
        input.setAttribute("aria-valuetext", short(x));
        name.innerHTML = numrec.maths.math(row(mi(LETTERS[id]), mo("=")));
        name.append(` ${short(x)}`);
      };
      return { box: numrec.sliderBox(input, name), show };
    }

    function change(changes) {
      state = { ...state, ...changes };
      draw();
    }

    // A finger that is set down beside the start may scroll the page; a tap puts the start there.
    function take(event) {
      if (!event.target.closest(".grip")) return;
      held = true;
      map.setPointerCapture(event.pointerId);
    }

    function drop() {
      held = false;
    }

    function drag(event) {
      if (held && event.buttons & 1) tap(event);
    }

    function tap(event) {
      const [x, y] = numrec.chartPlace(map.querySelector("svg"), event, MAP);
      change({ x: Number(x.toFixed(1)), y: Number(y.toFixed(1)) });
    }

    function key(event) {
      const by = KEYS[event.key];
      if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const moved = (axis, k, size) =>
        Number(within(state[axis] + by[k] * size, MAP[axis]).toFixed(1));
      change({ x: moved("x", 0, 0.5), y: moved("y", 1, 0.1) });
    }

    const options = (more = {}) => ({ ...state, start: [state.x, state.y], ...more });

    function draw() {
      const [now, plain] = [valley.walk(options()), valley.walk(options({ mu: 0 }))];
      const sizes = ["flat", "steep"].map((name, k) => ({
        name,
        ...valley.factor(state.eta, state.mu, k ? state.kappa : 1),
      }));
      for (const [id, { show }] of Object.entries(sliders)) show(state[id]);
      map.replaceChildren(mapped(now, plain));
      chart.replaceChildren(rates(now));
      facts.replaceChildren(...told(now, plain, sizes));
      say(sentence(now, sizes));
    }

    const came = ({ steps, isLost }) =>
      steps === null ? (isLost ? "it diverges" : `not in ${valley.MOST} steps`) : counted(steps);

    function sentence(now, [flat, steep]) {
      const end = valley.limit(state.mu, state.kappa);
      if (state.eta >= end * (1 - 1e-9))
        return (
          `It diverges: the rate is beyond the limit ${short(end)}, and every step across the ` +
          "valley lands further out than the one before."
        );
      const taken =
        now.steps === null
          ? `After ${valley.MOST} steps the loss is still above 1 % of what it was.`
          : `After ${counted(now.steps)} the loss is below 1 % of what it was.`;
      return `${taken} ${why(flat, steep)}`;
    }

    // What a reader sees in the walk: the direction in which it is slower decides.
    function why(flat, steep) {
      const [both, leaves] = [flat.swings && steep.swings, "each step leaves about"];
      const way = both
        ? "It oscillates in both directions"
        : `Across the valley it ${steep.swings ? "oscillates" : "keeps to one side"}`;
      if (Math.abs(flat.size - steep.size) < 1e-6)
        return `${way}; ${leaves} ${short(flat.size)} of the distance, either way.`;
      if (flat.size > steep.size)
        return `${way}; along the floor it is slow: ${leaves} ${short(flat.size)} of the way.`;
      return `${way}, and that holds it up: ${leaves} ${short(steep.size)} of the distance.`;
    }

    function told(now, plain, [flat, steep]) {
      const letter = (name) => formula(mi(name));
      const bound = row(mn(2), mo("("), mn(1), mo("+"), mi("μ"), mo(")"), mo("/"), mi("κ"));
      const facts = [
        ["steps to 1 % of the loss", came(now)],
        ["without momentum, at this rate", came(plain)],
        [["it diverges from ", letter("η"), " = ", formula(bound)], short(limitNow())],
        ["a step leaves along the floor", short(flat.size)],
        ["a step leaves across the valley", short(steep.size)],
      ];
      return facts.flatMap(([what, is]) => [el("dt", {}, ...[what].flat()), el("dd", {}, is)]);
    }

    function limitNow() {
      return valley.limit(state.mu, state.kappa);
    }

    // An ellipse of equal loss.
    function contour(level) {
      const [a, b] = [Math.sqrt(2 * level), Math.sqrt((2 * level) / state.kappa)];
      return Array.from({ length: 181 }, (_, k) => {
        const angle = (k * Math.PI) / 90;
        return [a * Math.cos(angle), b * Math.sin(angle)];
      });
    }

    function mapped(now, plain) {
      const { x, y, kappa } = state;
      const first = valley.loss([x, y], kappa) || 1;
      const levels = Array.from({ length: 9 }, (_, k) => first * 3 ** (2 - k));
      const label =
        `The valley from above, with lines of equal loss. The walk starts at ${short(x)} and ` +
        `${short(y)}: ${came(now)}.`;
      return numrec.chart(
        {
          ...{ ...MAP, label },
          xTicks: numrec.ticks(...MAP.x, 6),
          yTicks: numrec.ticks(...MAP.y, 6),
          xName: "weight along the floor",
          yName: "weight across it",
        },
        ({ X, Y, box, dot }) => {
          const path = (points, name) =>
            svg("polyline", {
              class: name,
              points: points
                .slice(0, LONGEST)
                .map((at) => [X(at[0]), Y(at[1])].map((u) => within(u, [-1e5, 1e5]).toFixed(1)))
                .join(" "),
            });
          const spots = now.places.slice(1, LONGEST).map((at) => dot(...at, "spot", 2));
          const size = { width: box.right - box.left, height: box.bottom - box.top };
          return [
            svg(
              "clipPath",
              { id: "valley-clip" },
              svg("rect", { x: box.left, y: box.top, ...size }),
            ),
            svg(
              "g",
              { "clip-path": "url(#valley-clip)" },
              ...levels.map((level) => path(contour(level), "contour")),
              ...(state.mu > 0 ? [path(plain.places, "tangent")] : []),
              path(now.places, "curve"),
              ...(now.isLost ? [] : spots),
            ),
            svg("path", { class: "lowest", d: `M${X(0) - 5} ${Y(0)}h10M${X(0)} ${Y(0) - 5}v10` }),
            dot(x, y, "end", 7),
            dot(x, y, "grip", 26),
          ];
        },
      );
    }

    // How many steps each rate would take, with this momentum and in this valley.
    function rates(now) {
      const places = Array.from({ length: 181 }, (_, k) => 0.02 * k - 3);
      const steps = (power) => valley.walk(options({ eta: 10 ** power })).steps;
      const found = places.map((power) => [power, steps(power)]);
      const curve = found.filter(([, n]) => n !== null).map(([u, n]) => [u, Math.log10(n)]);
      const y = [0, Math.log10(valley.MOST)];
      const end = Math.log10(limitNow());
      const label =
        `Steps to reach 1 % of the loss, against the learning rate. From ${short(limitNow())} on ` +
        `the walk diverges. At ${short(state.eta)}: ${came(now)}.`;
      return numrec.chart(
        {
          ...{ x: RATES, y, label },
          xTicks: [-3, -2, -1, 0].map((power) => [power, String(10 ** power)]),
          yTicks: [0, 1, 2, 3].map((power) => [power, String(10 ** power)]),
          xName: "learning rate η",
          yName: "steps to 1 % of the loss",
        },
        ({ line, dot, upright, words }) => [
          ...(end < RATES[1]
            ? [upright(end, "guide"), words(end, y[1] - 0.12, "limit", end < -1 ? 5 : -5)]
            : []),
          line(curve, "curve"),
          ...(now.steps === null
            ? [upright(Math.log10(state.eta), "here")]
            : [dot(Math.log10(state.eta), Math.log10(now.steps), "end", 6)]),
        ],
      );
    }

    const key2 = el(
      "p",
      { class: "keys" },
      el("span", {}, el("span", { class: "key" }), "the walk, a dot a step"),
      el("span", {}, el("span", { class: "key tangent" }), "the same without momentum"),
    );
    place.append(
      el("div", { class: "slider-grid" }, ...Object.values(sliders).map(({ box }) => box)),
      line,
      el(
        "div",
        { class: "two-charts" },
        el("div", {}, map, key2, el("p", { class: "hint" }, "Drag the start, tap where it should be, or use arrow keys.")),
        el("div", {}, chart, facts),
      ),
      el(
        "div",
        { class: "bar" },
        button("Best rate without momentum", () =>
          change(valley.best(state.kappa, false)),
        ),
        button("Best with momentum", () => change(valley.best(state.kappa, true))),
        button("Start again", () => change(begin)),
      ),
    );
    draw();
  });
})((globalThis.numrec ??= {}));
