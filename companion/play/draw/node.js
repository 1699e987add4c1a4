// Any node of the network opened to its products.
(function (numrec) {
  "use strict";

  const { el, button, pictures } = numrec;
  const MOST = 12; // so many products are shown one by one
  const ACROSS = 32; // nodes of a layer in a row of its picture
  const number = (x, digits = 4) => numrec.format({ x }, { digits });

  const layerName = (l, L) => (l === L ? "output" : `hidden layer ${l}`);

  // change is called with {unit: [l, j]}.
  function unitView(change) {
    const layer = numrec.chooser("draw-layer", "Layer", [], (value) =>
      change({ unit: [Number(value), 0] }),
    );
    const words = el("output", { class: "unit-words" });
    const slider = numrec.slider("Node of the layer", { min: 0, step: 1 }, (j) =>
      change({ unit: [Number(layer.select.value), j] }),
    );
    const [grids, inner] = [el("div", { class: "grids" }), el("div")];
    const box = el(
      "section",
      {},
      el("p", {}, "Each square is a node's value, blue above 0, orange below. Choose one."),
      grids,
      el(
        "div",
        { class: "bar" },
        layer.box,
        el("div", { class: "slider unit-slider" }, words, slider),
      ),
      inner,
    );

    // The nodes of a layer as a picture that can be pointed at; the slider is for the keyboard.
    function grid(trace, l, [openLayer, open]) {
      const values = trace.a[l];
      const width = Math.min(ACROSS, values.length);
      const height = Math.ceil(values.length / width);
      const filled = numrec.picture(height, width);
      filled.values.set(values);
      const name = layerName(l, trace.L);
      const of = name === "output" ? "the output" : name;
      const canvas = pictures.signed(filled, `The ${values.length} values of ${of}`);
      canvas.addEventListener("click", (event) => {
        const area = canvas.getBoundingClientRect();
        const column = Math.floor(((event.clientX - area.left) / area.width) * width);
        const row = Math.floor(((event.clientY - area.top) / area.height) * height);
        const j = row * width + column;
        if (j >= 0 && j < values.length) change({ unit: [l, j] });
      });
      const here = el("span", { class: "grid-here", "aria-hidden": "true" });
      here.hidden = openLayer !== l;
      Object.assign(here.style, {
        left: `${(100 * (open % width)) / width}%`,
        top: `${(100 * Math.floor(open / width)) / height}%`,
        width: `${100 / width}%`,
        height: `${100 / height}%`,
      });
      return el(
        "figure",
        { class: "node-grid", style: `--across: ${width}` },
        el("div", { class: "grid-frame" }, canvas, here),
        el("figcaption", {}, `${name}, ${values.length} nodes`),
      );
    }

    function table(node, l) {
      let sum = 0;
      const shown = node.products.slice(0, MOST).map(({ i, weight, a, product }) => {
        sum += product;
        const opens = () => change({ unit: [l - 1, i] });
        const name =
          l === 1
            ? `pixel, row ${Math.floor(i / 28)}, column ${i % 28}`
            : button(`layer ${l - 1}, node ${i}`, opens, { class: "open-node" });
        return [name, number(weight), number(a), number(product), number(sum)];
      });
      const rest = node.products.slice(MOST).reduce((total, { product }) => total + product, 0);
      const count = node.products.length - MOST;
      if (count > 0) {
        sum += rest;
        shown.push([`the other ${count} together`, "", "", number(rest), number(sum)]);
      }
      shown.push(["the bias", "", "", number(node.b), number(sum + node.b)]);
      const head = ["From", "Weight", "Value", "Product", "Sum so far"];
      return numrec.table("The node's products", head, shown, { kind: "products" });
    }

    function update(state, seen) {
      box.hidden = !seen;
      if (!seen) return;
      const { net, trace } = seen;
      const [l, j] = state.unit;
      const L = trace.L;
      const all = Array.from({ length: L }, (_, k) => k + 1);
      numrec.options(
        layer.select,
        all.map((k) => [k, layerName(k, L)]),
      );
      layer.select.value = l;
      slider.max = net.sizes[l] - 1;
      slider.value = j;
      words.textContent = `node ${j} of ${net.sizes[l]}`;
      grids.replaceChildren(...all.map((k) => grid(trace, k, state.unit)));
      const node = numrec.reasons.opened(net, trace, l, j);
      const output = l === L ? "Output" : `Hidden layer ${l}`;
      const bent = node.z > 0 ? ", kept as it is." : ", bent by leaky ReLU.";
      numrec.redraw(
        inner,
        el(
          "p",
          { class: "why-line" },
          ...[`${output}, node ${j}: `, el("i", {}, "z"), " = ", el("strong", {}, number(node.z))],
          ...[", and ", el("i", {}, "a"), " = ", el("strong", {}, number(node.a))],
          l === L ? " by softmax." : bent,
        ),
        ...(l === 1 ? [inkOf(node, j)] : []),
        table(node, l),
      );
    }

    // A node of the first layer, pixel by pixel.
    function inkOf(node, j) {
      const products = new Float64Array(784);
      for (const { i, product } of node.products) products[i] = product;
      const side = (values, label) => pictures.signed(numrec.picture(28, 28, values), label);
      return el(
        "figure",
        { class: "pixel-pair" },
        el(
          "div",
          { class: "pair" },
          side(node.omega, `The weights of node ${j}`),
          side(products, `Weight times ink, for node ${j}`),
        ),
        el("figcaption", {}, "its weights, and its products with this picture"),
      );
    }

    return { box, update };
  }

  numrec.unitView = unitView;
})((globalThis.numrec ??= {}));
