// Pictures made of pixels: grey ones, white ink on black, and signed ones in two colours.
//
// A picture is {height, width, values}: row by row, ink from 0 to 1 or numbers of either sign.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const [PLUS, MINUS] = [
    [47, 129, 208],
    [207, 106, 18],
  ];

  const picture = (height, width, values = new Float64Array(height * width)) => ({
    height,
    width,
    values,
  });

  // An empty canvas; without a label it is for eyes alone.
  const blank = (height, width, name, label) =>
    el("canvas", {
      class: `pixels ${name}`,
      width,
      height,
      ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
    });

  // colour(value) gives red, green, blue and opacity, each up to 255.
  function paint(canvas, values, colour) {
    const image = new ImageData(canvas.width, canvas.height);
    values.forEach((value, k) => image.data.set(colour(value), 4 * k));
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  }

  const grey = ({ height, width, values }, label) =>
    paint(blank(height, width, "grey", label), values, (value) => {
      const level = Math.round(255 * value);
      return [level, level, level, 255];
    });

  const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

  // Blue above 0, orange below; the strongest is the largest in size.
  const paintSigned = (canvas, values, most) =>
    paint(canvas, values, (value) => [
      ...(value < 0 ? MINUS : PLUS),
      Math.round(255 * Math.sqrt(Math.abs(value) / most)),
    ]);

  const signed = ({ height, width, values }, label) =>
    paintSigned(blank(height, width, "signed", label), values, largest(values) || 1);

  // As many small pictures of 28 x 28, kept and painted again, the strongest of all in full colour.
  function tiles(count) {
    const each = Array.from({ length: count }, () => blank(28, 28, "signed", ""));
    let asked = 0;

    // A few a frame, so that the page stays free in between.
    function show(values, most = largest(values) || 1, from = 0) {
      cancelAnimationFrame(asked);
      for (let k = from; k < Math.min(from + 8, count); k += 1)
        paintSigned(each[k], values.subarray(784 * k, 784 * (k + 1)), most);
      if (from + 8 < count) asked = requestAnimationFrame(() => show(values, most, from + 8));
    }
    return { each, show };
  }

  Object.assign(numrec, { picture, pictures: { grey, signed, tiles } });
})((globalThis.numrec ??= {}));
