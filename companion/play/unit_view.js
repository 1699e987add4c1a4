// Any node of the network opened to its products.
(function (numrec) {
  "use strict";

  const { el, pictures, reasons } = numrec;
  const MOST = 12; // so many products are shown one by one
  const ACROSS = 32; // nodes of a layer in a row of its picture
  const number = (x, digits = 4) => numrec.format({ x }, { digits });

  const layerName = (l, L) => (l === L ? "output" : `hidden layer ${l}`);

  // change is called with {unit: [l, j]}.
  function unitView(change) {
    const layer = pictures.chooser("unit-layer", "Layer", (value) =>
      change({ unit: [Number(value), 0] }),
    );
    const words = el("output", { class: "unit-words" });
    const slider = el("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": "Node of the layer",
      oninput: () => change({ unit: [Number(layer.select.value), Number(slider.value)] }),
    });
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
      const filled = new Float64Array(width * height);
      filled.set(values);
      const name = layerName(l, trace.L);
      const canvas = pictures.signed(
        numrec.picture(height, width, filled),
        `The ${values.length} values of ${name === "output" ? "the output" : name}`,
      );
      canvas.addEventListener("click", (event) => {
        const area = canvas.getBoundingClientRect();
        const column = Math.floor(((event.clientX - area.left) / area.width) * width);
        const row = Math.floor(((event.clientY - area.top) / area.height) * height);
        const j = row * width + column;
        if (j >= 0 && j < values.length) change({ unit: [l, j] });
      });
      const here = el("span", { class: "grid-here", "aria-hidden": "true" });
      here.hidden = openLayer !== l;
      here.style.left = `${(100 * (open % width)) / width}%`;
      here.style.top = `${(100 * Math.floor(open / width)) / height}%`;
      here.style.width = `${100 / width}%`;
      here.style.height = `${100 / height}%`;
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
        const name =
          l === 1
            ? `pixel, row ${Math.floor(i / 28)}, column ${i % 28}`
            : el(
                "button",
                { type: "button", class: "open-node", onclick: () => change({ unit: [l - 1, i] }) },
                `layer ${l - 1}, node ${i}`,
              );
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
      pictures.options(
        layer.select,
        all.map((k) => [k, layerName(k, L)]),
      );
      layer.select.value = l;
      slider.max = net.sizes[l] - 1;
      slider.value = j;
      words.textContent = `node ${j} of ${net.sizes[l]}`;
      grids.replaceChildren(...all.map((k) => grid(trace, k, state.unit)));
      const node = reasons.opened(net, trace, l, j);
      const products = new Float64Array(784);
      if (l === 1) for (const { i, product } of node.products) products[i] = product;
      const side = (values, label) => pictures.signed(numrec.picture(28, 28, values), label);
      numrec.redraw(
        inner,
        el(
          "p",
          { class: "why-line" },
          `${l === L ? "Output" : `Hidden layer ${l}`}, node ${j}: `,
          el("i", {}, "z"),
          " = ",
          el("strong", {}, number(node.z)),
          ", and ",
          el("i", {}, "a"),
          " = ",
          el("strong", {}, number(node.a)),
          l === L ? " by softmax." : node.z > 0 ? ", kept as it is." : ", bent by leaky ReLU.",
        ),
        ...(l === 1
          ? [
              el(
                "figure",
                { class: "pixel-pair" },
                el(
                  "div",
                  { class: "pair" },
                  side(node.omega, `The weights of node ${j}`),
                  side(products, `Weight times ink, for node ${j}`),
                ),
                el("figcaption", {}, "its weights, and its products with this picture"),
              ),
            ]
          : []),
        table(node, l),
      );
    }

    return { box, update };
  }

  numrec.unitView = unitView;
})((globalThis.numrec ??= {}));
