// Any picture of a digit, prepared as MNIST prepared its own, as numrec.data.preprocess does it.
(function (numrec) {
  "use strict";

  const { picture } = numrec;
  const [SIDE, BOX, CENTRE] = [28, 20, 14];

  // As Python rounds: halves go to the even neighbour.
  function roundEven(x) {
    const low = Math.floor(x);
    if (x - low !== 0.5) return Math.round(x);
    return low % 2 === 0 ? low : low + 1;
  }

  // Throws a RangeError that says what was found and what is expected, in numrec's words.
  function checkInk({ height, width, values }) {
    if (height === 0 || width === 0 || values.length !== height * width)
      throw new RangeError(
        `the picture has shape (${height}, ${width}); expected (height, width)`,
      );
    let sum = 0;
    for (const value of values) {
      if (!(value >= 0 && value <= 1))
        throw new RangeError("the picture has values outside of 0 to 1; expected ink from 0 to 1");
      sum += value;
    }
    if (sum === 0)
      throw new RangeError("the picture is blank; expected a digit in white ink on black");
    // a thick digit, cut close, is mostly ink; paper shows at the border, and at the corners most
    const at = (row, column) => values[row * width + column];
    const [bottom, right] = [height - 1, width - 1];
    const corners = at(0, 0) + at(0, right) + at(bottom, 0) + at(bottom, right);
    let border = 0;
    for (let column = 0; column < width; column += 1) border += at(0, column) + at(bottom, column);
    for (let row = 0; row < height; row += 1) border += at(row, 0) + at(row, right);
    if (sum / values.length + border / (2 * (height + width)) + corners / 4 > 1.5)
      throw new RangeError(
        "the picture has ink out to its corners, so it seems to be black on white; expected " +
          "white on black: invert it",
      );
  }

  // The rows and columns from the first with ink to the last.
  function cutToInk({ height, width, values }) {
    let [top, bottom, left, right] = [height, 0, width, 0];
    for (let row = 0, k = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1, k += 1) {
        if (values[k] === 0) continue;
        [top, bottom] = [Math.min(top, row), row + 1];
        [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
      }
    }
    const cut = picture(bottom - top, right - left);
    for (let row = top; row < bottom; row += 1) {
      const line = values.subarray(row * width + left, row * width + right);
      cut.values.set(line, (row - top) * cut.width);
    }
    return { ...cut, top, left };
  }

  // The old pixels in each new one, from the first, with their shares: [{first, shares}].
  function overlap(old, size) {
    return Array.from({ length: size }, (_, k) => {
      const [from, to] = [(k * old) / size, ((k + 1) * old) / size];
      const [first, last] = [Math.floor(from), Math.min(old, Math.ceil(to))];
      const shares = Array.from({ length: last - first }, (_, i) => {
        const covered = Math.min(to, first + i + 1) - Math.max(from, first + i);
        return (Math.max(covered, 0) * size) / old;
      });
      return { first, shares };
    });
  }

  // Scale the longest side to 20; each new pixel is the mean of the area that it covers.
  function scaled(cut) {
    const longest = Math.max(cut.height, cut.width);
    const box = picture(
      Math.max(1, roundEven((cut.height * BOX) / longest)),
      Math.max(1, roundEven((cut.width * BOX) / longest)),
    );
    const [down, across] = [overlap(cut.height, box.height), overlap(cut.width, box.width)];
    const rows = picture(box.height, cut.width); // first the rows, then the columns
    down.forEach(({ first, shares }, row) => {
      shares.forEach((share, i) => {
        for (let column = 0; column < cut.width; column += 1)
          rows.values[row * cut.width + column] +=
            share * cut.values[(first + i) * cut.width + column];
      });
    });
    across.forEach(({ first, shares }, column) => {
      for (let row = 0; row < box.height; row += 1) {
        let sum = 0;
        shares.forEach((share, i) => (sum += rows.values[row * cut.width + first + i] * share));
        box.values[row * box.width + column] = sum;
      }
    });
    return box;
  }

  // The first row, or column, of the box; all of it stays within the frame.
  function start(weights) {
    let [moment, sum] = [0, 0];
    weights.forEach((weight, k) => {
      moment += weight * k;
      sum += weight;
    });
    const half = 0.5 + 1e-9; // a half goes up, also where rounding left it a little short
    const first = Math.floor(CENTRE - moment / sum + half);
    return Math.min(Math.max(first, 0), SIDE - weights.length);
  }

  // Put the box so that its centre of mass comes nearest to (14, 14), halves up.
  function centred(box) {
    const [rows, columns] = [new Float64Array(box.height), new Float64Array(box.width)];
    box.values.forEach((value, k) => {
      rows[Math.floor(k / box.width)] += value;
      columns[k % box.width] += value;
    });
    const [top, left] = [start(rows), start(columns)];
    const whole = picture(SIDE, SIDE);
    for (let row = 0; row < box.height; row += 1) {
      const line = box.values.subarray(row * box.width, (row + 1) * box.width);
      whole.values.set(line, (top + row) * SIDE + left);
    }
    return { ...whole, top, left };
  }

  // Every stage, in doubles: {ink, cut, box, centred}.
  function stages(ink) {
    checkInk(ink);
    const cut = cutToInk(ink);
    const box = scaled(cut);
    return { ink, cut, box, centred: centred(box) };
  }

  numrec.preprocess = { stages };
})((globalThis.numrec ??= {}));
