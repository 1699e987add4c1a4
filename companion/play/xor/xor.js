// The piece: XOR's four points before and after the hidden layer, and the line that parts them.
(function (numrec) {
  "use strict";

  const { el, formula, button, folded } = numrec;
  const { mi, mn, mo, row, indexed } = numrec.maths;
  const { plane, clip, minus, canPart, EPS } = numrec.planes;

  const CORNERS = {
    equal: [
      [0, 0],
      [1, 1],
    ],
    differ: [
      [0, 1],
      [1, 0],
    ],
  };

  // The chapter's network: two differences, bent, added up.
  const START = {
    ...{ alpha: 0.2, b2_0: -0.4 },
    ...{ omega1_0_0: 1, omega1_0_1: -1, omega1_1_0: -1, omega1_1_1: 1, b1_0: 0, b1_1: 0 },
    ...{ omega2_0_0: 1, omega2_0_1: 1 },
  };
  const RANGES = { alpha: { min: 0, max: 1.2, step: 0.05 }, b2_0: { min: -1, max: 1, step: 0.05 } };
  const RANGE = { min: -2, max: 2, step: 0.1 };

  const letters = {
    omega: (l, place) => indexed(mi("ω"), l, place),
    b: (l, place) => indexed(mi("b"), l, place),
  };
  function symbol(id) {
    if (id === "alpha") return mi("α");
    const [, base, l, places] = /^(\D+)(\d)_(.*)$/.exec(id);
    return letters[base](Number(l), places.split("_").map(Number));
  }
  const spoken = (id) => id.replace(/^(\D+)(\d)_/, "$1, layer $2, entry ").replace("_", " ");

  const number = (x, digits = 2) => numrec.proper(String(Number(x.toFixed(digits))));
  const signed = (x) => (x > EPS ? "+" : "") + number(x, 3);

  const network = (s) => ({
    ...{ sizes: [2, 2, 1], alpha: s.alpha, loss: "quadratic" },
    omega: {
      1: Float64Array.of(s.omega1_0_0, s.omega1_0_1, s.omega1_1_0, s.omega1_1_1),
      2: Float64Array.of(s.omega2_0_0, s.omega2_0_1),
    },
    b: { 1: Float64Array.of(s.b1_0, s.b1_1), 2: Float64Array.of(s.b2_0) },
  });

  // Each kind's points: {x, hidden, answer, isRight}.
  function seen(net, kind) {
    return CORNERS[kind].map((x) => {
      const { z, a } = numrec.network.forward(net, Float64Array.from(x));
      const answer = z[2][0]; // before the sigmoid: its sign is the answer
      const isRight = kind === "differ" ? answer > EPS : answer < -EPS;
      return { x, hidden: [...a[1]], answer, isRight };
    });
  }

  // The hidden z as affine functions of the input, and the answer as one of the hidden values.
  const hiddenZ = ({ omega, b }, j) => ({ w: [...omega[1].slice(2 * j, 2 * j + 2)], c: b[1][j] });
  const answerOf = ({ omega, b }) => ({ w: [...omega[2]], c: b[2][0] });

  // Where the answer is positive: a polygon for each side of each fold, on which all is affine.
  function regions(net, square) {
    const [z0, z1] = [hiddenZ(net, 0), hiddenZ(net, 1)];
    const { w, c } = answerOf(net);
    const cases = [true, false].flatMap((up) => [true, false].map((down) => [up, down]));
    return cases.map(([up, down]) => {
      const [s0, s1] = [w[0] * (up ? 1 : net.alpha), w[1] * (down ? 1 : net.alpha)];
      const answer = {
        w: [0, 1].map((i) => s0 * z0.w[i] + s1 * z1.w[i]),
        c: s0 * z0.c + s1 * z1.c + c,
      };
      const part = clip(clip(square, up ? z0 : minus(z0)), down ? z1 : minus(z1));
      return clip(part, answer);
    });
  }

  const around = (from, to) => [
    [from, from],
    [to, from],
    [to, to],
    [from, to],
  ];

  numrec.xor = { START, network, seen, regions, around };

  numrec.page("xor", (place) => {
    const words = new URLSearchParams(numrec.readAddress(place));
    const begin = { ...START };
    for (const id of Object.keys(START)) {
      const x = Number(words.get(id));
      if (words.has(id) && Number.isFinite(x) && Math.abs(x) <= 2) begin[id] = x;
    }
    let state = { ...begin };
    const { line, say } = numrec.voice();
    const [before, after] = ["picture", "picture"].map((name) => el("figure", { class: name }));
    const [result, table] = [el("p", { class: "xor-formula" }), el("div")];
    const sliders = Object.fromEntries(Object.keys(START).map((id) => [id, control(id)]));

    function control(id) {
      const name = el("span");
      const range = RANGES[id] ?? RANGE;
      const input = numrec.slider(spoken(id), range, (x) => change({ [id]: x }));
      const show = (x) => {
        input.value = x;
        input.setAttribute("aria-valuetext", number(x));
        name.innerHTML = numrec.maths.math(row(symbol(id), mo("=")));
        name.append(` ${number(x)}`);
      };
      return { box: numrec.sliderBox(input, name), show };
    }

    function change(changes) {
      state = { ...state, ...changes };
      draw();
    }

    function draw() {
      const net = network(state);
      const [equal, differ] = ["equal", "differ"].map((kind) => seen(net, kind));
      const hidden = [equal, differ].map((points) => points.map((point) => point.hidden));
      for (const [id, { show }] of Object.entries(sliders)) show(state[id]);
      before.replaceChildren(inputs(net), caption("The inputs"));
      after.replaceChildren(hiddenPlane(net, hidden), caption("The hidden layer"));
      result.replaceChildren(...told(equal, differ));
      table.replaceChildren(tableOf([...equal, ...differ]));
      say(sentence([...equal, ...differ], canPart(...hidden)));
    }

    const caption = (text) => el("figcaption", {}, text);
    const pairs = ([equal, differ]) => [
      { points: equal, name: "equal" },
      { points: differ, name: "differ" },
    ];

    function inputs(net) {
      const [from, to] = [-0.5, 1.5];
      return plane({
        ...{ from, to, steps: 2, regions: regions(net, around(from, to)) },
        names: [
          ["x", "0", ""],
          ["x", "1", ""],
        ],
        lines: [0, 1].map((j) => ({ f: hiddenZ(net, j), name: "fold" })),
        pairs: pairs([CORNERS.equal, CORNERS.differ]),
        label:
          "The plane of the inputs. Shaded: where the answer is positive. The segments that join " +
          "the equal and the different points cross.",
      });
    }

    function hiddenPlane(net, hidden) {
      const far = Math.max(1, ...hidden.flat(2).map(Math.abs));
      const to = Math.ceil(1.2 * far * 2) / 2;
      const answer = answerOf(net);
      return plane({
        ...{ from: -to, to, steps: 3, regions: [clip(around(-to, to), answer)] },
        names: [
          ["a", "0", "[1]"],
          ["a", "1", "[1]"],
        ],
        lines: [{ f: answer, name: "cut" }],
        pairs: pairs(hidden),
        label:
          "The plane of the hidden activations, with the line where the answer is zero. Inputs " +
          `equal: ${hidden[0].map(spot).join(" and ")}. Inputs that differ: ` +
          `${hidden[1].map(spot).join(" and ")}.`,
      });
    }

    const spot = (point) => `(${point.map((x) => number(x)).join(", ")})`;

    function sentence(points, could) {
      const right = points.filter(({ isRight }) => isRight).length;
      if (right === 4) return "All four answers are right: the line parts the points.";
      const other = could
        ? "This line does not part the hidden points, but another could."
        : "No line can part the hidden points.";
      return `Right answers: ${right} of four. ${other}`;
    }

    // With the chapter's weights the answer is one formula; its numbers are put in.
    function told(equal, differ) {
      const free = ["alpha", "b2_0"];
      if (Object.keys(START).some((id) => !free.includes(id) && state[id] !== START[id])) return [];
      const [alpha, b] = [number(state.alpha), number(Math.abs(state.b2_0))];
      const sign = mo(state.b2_0 < 0 ? "−" : "+");
      const size = (inner) => row(mo("|"), inner, mo("|"));
      const x = (i) => indexed(mi("x"), null, [i]);
      const letters = row(
        ...[mo("("), mn(1), mo("−"), mi("α"), mo(")"), size(row(x(0), mo("−"), x(1)))],
        ...[sign, mn(b)],
      );
      const numbers = (gap, answer) =>
        row(
          ...[mo("("), mn(1), mo("−"), mn(alpha), mo(")"), mo("·"), mn(gap), sign, mn(b)],
          ...[mo("="), mn(signed(answer))],
        );
      const part = (text, inner) => el("span", {}, text, formula(inner));
      return [
        part("The answer is ", letters),
        part("Inputs differ: ", numbers(1, differ[0].answer)),
        part("Inputs equal: ", numbers(0, equal[0].answer)),
      ];
    }

    function tableOf(points) {
      const rows = points.map(({ x, hidden, answer, isRight }) => [
        `${x[0]}, ${x[1]}`,
        hidden.map((h) => number(h)).join(", "),
        signed(answer),
        isRight ? "right" : "wrong",
      ]);
      const head = ["Inputs", "Hidden activations", "Answer", "Its sign"];
      return numrec.table("The four answers", head, rows);
    }

    const sign = (kind) => el("span", { class: `xor-key ${kind}` });
    const others = Object.keys(START).filter((id) => !(id in RANGES));
    place.append(
      el("div", { class: "bar" }, sliders.alpha.box, sliders.b2_0.box),
      line,
      el("div", { class: "two-planes" }, before, after),
      el(
        "p",
        { class: "keys" },
        el("span", {}, sign("equal"), "inputs equal: the answer should be negative"),
        el("span", {}, sign("differ"), "inputs differ: it should be positive"),
      ),
      result,
      el(
        "div",
        { class: "bar" },
        button("As in the chapter", () => change(START)),
        button(["Without f: ", formula(row(mi("α"), mo("="), mn(1)))], () => change({ alpha: 1 })),
      ),
      folded(
        "Turn the other weights and biases",
        el("div", { class: "slider-grid" }, ...others.map((id) => sliders[id].box)),
      ),
      folded("The four answers as a table", table),
    );
    draw();
  });
})((globalThis.numrec ??= {}));
