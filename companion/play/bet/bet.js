// The piece: a reader draws the curve that he or she expects, and then sees the one that came.
(function (numrec) {
  "use strict";

  const { el, svg, button } = numrec;
  const percent = (x) => `${numrec.proper(String(Number(x.toFixed(1))))} %`;
  const plain = (x) => numrec.proper(x.toFixed(2));
  const KINDS = {
    published: {
      ...{ y: [0, 100], begin: 50, by: 1, write: percent },
      yName: "test images read right, %",
      asks: "How many of the test images does it read right after each epoch?",
    },
    overfitting: {
      ...{ y: [0, 0.8], begin: 0.4, by: 0.01, write: plain },
      yName: "mean loss",
      asks: "The dashed line is its loss on the training images. And on images that it has never seen?",
      key: "on the training images",
    },
  };
  const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

  // The epochs at which the bet has a point: the first and the last, and some ten between.
  function places(count) {
    const by = [1, 2, 5, 10].find((step) => count / step <= 12);
    const all = Array.from({ length: count }, (_, k) => k + 1);
    const isEnd = (epoch) => epoch === 1 || epoch === count;
    const isFar = (epoch) => epoch % by === 0 && Math.min(epoch - 1, count - epoch) * 2 > by;
    return all.filter((epoch) => isEnd(epoch) || isFar(epoch));
  }

  // Where a bet's line stands at an epoch between two of its points.
  function between(points, epoch) {
    const next = Math.max(1, points.findIndex(([at]) => at >= epoch));
    const [[a, u], [b, v]] = [points[next - 1], points[next]];
    return u + ((epoch - a) / (b - a)) * (v - u);
  }

  // The epoch at which the bet is furthest from what came: {epoch, said, came}.
  function largestMiss(points, curve) {
    const all = curve.map((came, k) => ({ epoch: k + 1, said: between(points, k + 1), came }));
    const off = ({ said, came }) => Math.abs(said - came);
    return all.reduce((most, one) => (off(one) > off(most) ? one : most));
  }

  numrec.bet = { places, between, largestMiss };

  numrec.page("bet", (place) => {
    const words = new URLSearchParams(numrec.readAddress(place));
    const asked = words.get("curve") ?? "";
    const name = Object.hasOwn(KINDS, asked) ? asked : "published";
    const [kind, { recipe, curve, shown }] = [KINDS[name], numrec.betData[name]];
    const { y, by, write } = kind;
    const x = [0, curve.length + 1];
    let [points, chosen, isMade, isShown, held] = [[], 0, false, false, false];
    const { line, say } = numrec.voice();
    const box = el("div", {
      ...{ class: "bet-chart", onclick: (event) => isShown || moved(event, false) },
      ...{ onpointerdown: take, onpointermove: drag, onpointerup: drop },
    });
    const show = button("Show what came", () => {
      isShown = true;
      draw();
      again.focus(); // a button that is disabled gives the focus away
    });
    const again = button("Bet again", () => begin());

    function begin() {
      points = places(curve.length).map((epoch) => [epoch, kind.begin]);
      [isMade, isShown] = [false, false];
      draw();
    }

    const within = (v) => Number(Math.min(y[1], Math.max(y[0], v)).toFixed(4));

    function set(k, value) {
      points[k] = [points[k][0], within(Math.round(value / by) * by)];
      isMade = true;
    }

    // A finger that is set down beside the points may scroll the page.
    function take(event) {
      if (isShown || !event.target.closest(".grip")) return;
      held = true;
      box.setPointerCapture(event.pointerId);
      moved(event, false);
    }

    function drop() {
      held = false;
    }

    function drag(event) {
      if (held && event.buttons & 1) moved(event, true);
    }

    // The point nearest to the pointer goes there, and so do those that it has passed on the way.
    function moved(event, isPassing) {
      const [epoch, value] = numrec.chartPlace(box.querySelector("svg"), event, { x, y });
      const off = points.map(([at]) => Math.abs(at - epoch));
      const nearest = off.indexOf(Math.min(...off));
      const from = isPassing ? chosen : nearest;
      for (let k = Math.min(from, nearest); k <= Math.max(from, nearest); k += 1)
        if (k === nearest || k !== from) set(k, value);
      chosen = nearest;
      draw();
    }

    function key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) chosen = Math.min(points.length - 1, Math.max(0, chosen + step));
      else if (event.key in STEPS) set(chosen, points[chosen][1] + STEPS[event.key] * by);
      else return;
      event.preventDefault();
      draw();
      box.querySelector("[tabindex='0']").focus({ preventScroll: true });
    }

    function sentence() {
      if (!isShown) return `${kind.asks} Draw your bet: drag the points, or use the arrow keys.`;
      const { epoch, said, came } = largestMiss(points, curve);
      return (
        `Your bet is furthest off after epoch ${epoch}: you said ${write(said)}, and it was ` +
        `${write(came)}. ${lesson()}`
      );
    }

    function lesson() {
      if (name === "published")
        return (
          `The first epoch already reads ${write(curve[0])}; the other ${curve.length - 1} ` +
          `bring it to ${write(curve.at(-1))}.`
        );
      const lowest = curve.indexOf(Math.min(...curve));
      return (
        `It is lowest after epoch ${lowest + 1}, at ${write(curve[lowest])}, and then rises to ` +
        `${write(curve.at(-1))}, while the loss on the training images goes on falling.`
      );
    }

    function draw() {
      const picture = drawn();
      if (!isShown) picture.setAttribute("role", "group"); // of the points, sliders each
      box.replaceChildren(picture);
      show.disabled = isShown || !isMade;
      again.disabled = !isShown;
      say(sentence());
    }

    // A point of the bet: a slider of its own, one of them in the order of the tab key.
    function handle([epoch, value], k, dot) {
      return dot(epoch, value, "handle grip", 7, {
        ...{ tabindex: k === chosen ? 0 : -1, role: "slider", onkeydown: key },
        ...{ "aria-label": `Your bet, epoch ${epoch}`, "aria-orientation": "vertical" },
        ...{ "aria-valuemin": y[0], "aria-valuemax": y[1], "aria-valuenow": value },
        "aria-valuetext": write(value),
      });
    }

    function drawn() {
      const all = (values) => values.map((v, k) => [k + 1, v]);
      const told = isShown
        ? `What came goes from ${write(curve[0])} to ${write(curve.at(-1))}.`
        : "What came is not shown yet.";
      const label = `Your bet over ${curve.length} epochs. ${told}`;
      return numrec.chart(
        {
          ...{ x, y, label, yName: kind.yName, xName: "epochs" },
          xTicks: numrec.ticks(1, curve.length, 6),
          yTicks: numrec.ticks(...y, 5),
        },
        ({ line: to, dot, X, Y }) => {
          const miss = isShown && largestMiss(points, curve);
          const gap = miss && {
            ...{ class: "guide", x1: X(miss.epoch), x2: X(miss.epoch) },
            ...{ y1: Y(miss.said), y2: Y(miss.came) },
          };
          return [
            ...(shown ? [to(all(shown), "tangent")] : []),
            to(points, "mine"),
            ...(isShown ? [svg("line", gap), to(all(curve), "curve")] : []),
            ...(isShown ? [] : points.map(([at, v]) => dot(at, v, "grip", 20))),
            ...(isShown ? [] : points.map((point, k) => handle(point, k, dot))),
          ];
        },
      );
    }

    const keyOf = (name, words) => el("span", {}, el("span", { class: `key ${name}` }), words);
    place.append(
      el("p", {}, `The recipe: ${recipe}.`),
      line,
      box,
      el(
        "p",
        { class: "keys" },
        keyOf("mine", "your bet"),
        keyOf("", "what came"),
        ...(shown ? [keyOf("tangent", kind.key)] : []),
      ),
      el("div", { class: "bar" }, show, again),
    );
    begin();
  });
})((globalThis.numrec ??= {}));
