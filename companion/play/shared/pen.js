// Strokes to ink, operation by operation as companion.play.pen does it: the same ink, bit for bit.
//
// A stroke is a list of [x, y], whole numbers on a pad of 280 x 280, ten to a pixel of MNIST's 28.
(function (numrec) {
  "use strict";

  const [PAD, BOX] = [280, 200];
  const SMALLEST = 12; // what is smaller than this is a dot
  const PENS = { thin: 16, medium: 24, thick: 36 }; // how wide, in units of the pad
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  const letters = (place) =>
    LETTERS[place >> 12] + LETTERS[(place >> 6) & 63] + LETTERS[place & 63];

  // As they stand in an address: three letters a point, a dot between strokes.
  const encode = (strokes) =>
    strokes.map((stroke) => stroke.map(([x, y]) => letters(y * PAD + x)).join("")).join(".");

  // What encode wrote; null if the text is something else.
  function decode(text) {
    if (!/^([\w-]{3})+(\.([\w-]{3})+)*$/.test(text)) return null;
    const point = (three) => {
      const place = [...three].reduce((sum, letter) => sum * 64 + LETTERS.indexOf(letter), 0);
      return [place % PAD, Math.floor(place / PAD)];
    };
    const strokes = text.split(".").map((part) => part.match(/.../g).map(point));
    return strokes.flat().every(([, y]) => y < PAD) ? strokes : null;
  }

  function bounds(strokes) {
    const [low, high] = [
      [Infinity, Infinity],
      [-Infinity, -Infinity],
    ];
    for (const point of strokes.flat()) {
      for (const axis of [0, 1]) {
        low[axis] = Math.min(low[axis], point[axis]);
        high[axis] = Math.max(high[axis], point[axis]);
      }
    }
    return { low, high };
  }

  // Scale and move the lines so that what the pen draws is 200 long, in the pad's middle.
  // The pen is not scaled with them. Throws where there is nothing, or no more than a dot.
  function fitted(strokes, width) {
    if (strokes.length === 0)
      throw new RangeError("the picture is blank; expected a digit in white ink on black");
    const { low, high } = bounds(strokes);
    const longest = Math.max(high[0] - low[0], high[1] - low[1]);
    if (longest < SMALLEST)
      throw new RangeError("the picture is a dot; expected the lines of a digit");
    const scale = (BOX - width) / longest;
    const place = (value, axis) => PAD / 2 + (value - (low[axis] + high[axis]) / 2) * scale;
    return strokes.map((stroke) => stroke.map((point) => point.map(place)));
  }

  // Draw with a round pen: 280 x 280, 1 where a pixel's centre is under the pen, else 0.
  function ink(strokes, width) {
    const drawn = new Float64Array(PAD * PAD);
    for (const stroke of strokes) {
      stroke.forEach((start, k) => line(drawn, start, stroke[k + 1] ?? start, width / 2));
    }
    return drawn;
  }

  function line(drawn, [x0, y0], [x1, y1], radius) {
    const span = (low, high) => [
      Math.max(0, Math.floor(low)),
      Math.min(PAD, Math.ceil(high) + 1),
    ];
    const [left, right] = span(Math.min(x0, x1) - radius, Math.max(x0, x1) + radius);
    const [top, bottom] = span(Math.min(y0, y1) - radius, Math.max(y0, y1) + radius);
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    for (let row = top; row < bottom; row += 1) {
      const y = row + 0.5 - y0;
      for (let column = left; column < right; column += 1) {
        const x = column + 0.5 - x0;
        const t = length > 0 ? Math.min(1, Math.max(0, (x * dx + y * dy) / length)) : 0;
        const [awayX, awayY] = [x - t * dx, y - t * dy];
        if (awayX * awayX + awayY * awayY <= radius * radius) drawn[row * PAD + column] = 1;
      }
    }
  }

  const picture = (strokes, width) => numrec.picture(PAD, PAD, ink(strokes, width));

  // Ink as it lies, each pixel the mean of ten by ten: a picture of 28 x 28.
  function raw(strokes, width) {
    const small = new Float64Array(28 * 28);
    ink(strokes, width).forEach((value, k) => {
      small[Math.floor(k / PAD / 10) * 28 + Math.floor((k % PAD) / 10)] += value;
    });
    return numrec.picture(28, 28, small.map((sum) => sum / 100));
  }

  // Leave out the points that a line hardly bends at: none lies farther from it than `most`.
  function simplified(stroke, most = 0.8) {
    if (stroke.length < 3) return stroke;
    const [[x0, y0], [x1, y1]] = [stroke[0], stroke.at(-1)];
    const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    let [farthest, at] = [0, 0];
    stroke.forEach(([x, y], k) => {
      const t = length ? ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length : 0;
      const on = Math.min(1, Math.max(0, t));
      const away = Math.hypot(x - x0 - on * (x1 - x0), y - y0 - on * (y1 - y0));
      if (away > farthest) [farthest, at] = [away, k];
    });
    if (farthest <= most) return [stroke[0], stroke.at(-1)];
    const head = simplified(stroke.slice(0, at + 1), most);
    return [...head.slice(0, -1), ...simplified(stroke.slice(at), most)];
  }

  numrec.pen = { PAD, PENS, encode, decode, fitted, picture, raw, simplified };
})((globalThis.numrec ??= {}));
