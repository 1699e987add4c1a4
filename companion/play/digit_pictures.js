// Pictures made of pixels: grey ones, white ink on black, and signed ones in two colours.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const [PLUS, MINUS] = [
    [47, 129, 208],
    [207, 106, 18],
  ];

  function painted({ height, width }, label, name, colour) {
    const canvas = el("canvas", { class: `pixels ${name}`, width, height });
    if (label) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", label);
    } else canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    for (let k = 0; k < width * height; k += 1) image.data.set(colour(k), 4 * k);
    context.putImageData(image, 0, 0);
    return canvas;
  }

  // Ink from 0 to 1; without a label it is for eyes alone.
  const grey = (picture, label) =>
    painted(picture, label, "grey", (k) => {
      const level = Math.round(255 * picture.values[k]);
      return [level, level, level, 255];
    });

  // Blue above 0, orange below; the strongest is the largest in size.
  function signed(picture, label, most = 0) {
    const largest = Math.max(most, ...picture.values.map(Math.abs)) || 1;
    return painted(picture, label, "signed", (k) => {
      const value = picture.values[k];
      const strength = Math.round(255 * Math.sqrt(Math.abs(value) / largest));
      return [...(value < 0 ? MINUS : PLUS), strength];
    });
  }

  // The 49 squares in numbers: seven rows of seven.
  function squares(values, label) {
    const rows = Array.from({ length: 7 }, (_, row) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, `Rows ${4 * row} to ${4 * row + 3}`),
        ...[...values.subarray(7 * row, 7 * row + 7)].map((value) =>
          el("td", {}, numrec.format({ x: value }, { digits: 2 })),
        ),
      ),
    );
    const head = Array.from({ length: 7 }, (_, k) =>
      el("th", { scope: "col" }, `${4 * k} to ${4 * k + 3}`),
    );
    return el(
      "div",
      { class: "scroll-box", "data-label": label },
      el(
        "table",
        { class: "table squares" },
        el("caption", {}, label),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Columns"), ...head)),
        el("tbody", {}, ...rows),
      ),
    );
  }

  const options = (select, words) =>
    select.replaceChildren(...words.map(([value, text]) => el("option", { value }, text)));

  // A select with its label above it.
  function chooser(id, label, change) {
    const select = el("select", { id, onchange: () => change(select.value) });
    return { select, box: el("p", { class: "labelled" }, el("label", { for: id }, label), select) };
  }

  const percent = (share) =>
    share > 0 && share < 0.0005 ? "under 0.1%" : `${(100 * share).toFixed(1)}%`;

  numrec.pictures = { grey, signed, squares, options, chooser, percent };
})((globalThis.numrec ??= {}));
