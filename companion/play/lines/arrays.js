// Arrays of NumPy's kind, as far as a formula needs them: at most two dimensions, in doubles.
//
// An array is {shape, data, type, isPython}. Types are "bool", "int" and "float"; isPython marks
// Python's own numbers, such as a 2 that was typed, for which other rules hold than for arrays.
(function (numrec) {
  "use strict";

  const RANK = { bool: 0, int: 1, float: 2 };
  const NAME = { 0: "bool", 1: "int", 2: "float" };
  const count = (shape) => shape.reduce((product, n) => product * n, 1);
  const wider = (...types) => NAME[Math.max(...types.map((type) => RANK[type]))];
  const typeOf = (...arrays) => wider(...arrays.map(({ type }) => type));
  const shapeText = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

  const scalar = (x, type = "float", isPython = false) => ({
    ...{ shape: [], data: Float64Array.of(x), type, isPython },
  });

  // What an evaluation may still do; each operation says what it costs before it begins.
  function budget() {
    const { LIMITS, Fault } = numrec.line;
    let left = LIMITS.work;
    return (shape, each = 1) => {
      if (count(shape) > LIMITS.entries) {
        const words = `an array of ${count(shape)} entries; at most ${LIMITS.entries} are made here`;
        throw new Fault("limit", words);
      }
      left -= 1 + count(shape) * each;
      if (left < 0) throw new Fault("limit", "this line takes more work than is done here");
    };
  }

  const fault = (kind, words) => new numrec.line.Fault(kind, words);

  // NumPy's broadcasting: sizes from the right must be the same, or one of them 1.
  function broadcast(...shapes) {
    const length = Math.max(...shapes.map((shape) => shape.length));
    return Array.from({ length }, (_, k) => {
      const sizes = shapes.map((shape) => shape[k - length + shape.length] ?? 1);
      const size = sizes.find((n) => n !== 1) ?? 1;
      if (sizes.some((n) => n !== 1 && n !== size)) {
        const [one, other] = shapes.map(shapeText);
        throw fault("shape", `${one} and ${other} do not go together entry by entry`);
      }
      return size;
    });
  }

  // entry(k): where entry k of the broadcast shape lies in an array's data.
  function places({ shape }, whole) {
    const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
    const width = whole.at(-1) ?? 1;
    return (k) => {
      const [row, column] = [Math.floor(k / width), k % width];
      return (rows === 1 ? 0 : row * columns) + (columns === 1 ? 0 : column);
    };
  }

  // An array made entry by entry from others, of the shape that they have together.
  function entrywise(spend, type, make, ...arrays) {
    const shape = broadcast(...arrays.map((array) => array.shape));
    spend(shape);
    const at = arrays.map((array) => places(array, shape));
    const data = new Float64Array(count(shape));
    for (let k = 0; k < data.length; k += 1)
      data[k] = make(...arrays.map((array, n) => array.data[at[n](k)]));
    return whole({ shape, data, type, isPython: false });
  }

  // Whole numbers are exact or refused: doubles hold no larger ones.
  function whole(array) {
    if (array.type === "int" && array.data.some((x) => !Number.isSafeInteger(x)))
      throw fault("limit", "a whole number here becomes too large");
    return array;
  }

  // The same, of one array.
  const mapped = (spend, array, make, type = "float") => entrywise(spend, type, make, array);

  function transposed(spend, array) {
    if (array.shape.length < 2) return array;
    const [rows, columns] = array.shape;
    spend(array.shape);
    const data = new Float64Array(rows * columns);
    for (let j = 0; j < rows; j += 1)
      for (let i = 0; i < columns; i += 1) data[i * rows + j] = array.data[j * columns + i];
    return { ...array, shape: [columns, rows], data };
  }

  // A row times a column, for all rows and columns; one-dimensional arrays as NumPy takes them.
  function matmul(spend, left, right) {
    if (!left.shape.length || !right.shape.length)
      throw fault("shape", "@ joins arrays, and one of these is a single number; * is for numbers");
    const [n, inner] = left.shape.length === 1 ? [1, left.shape[0]] : left.shape;
    const [below, m] = right.shape.length === 1 ? [right.shape[0], 1] : right.shape;
    if (inner !== below) {
      const sizes = `${shapeText(left.shape)} @ ${shapeText(right.shape)}`;
      throw fault("shape", `${sizes}: for @ the inner sizes, ${inner} and ${below}, must be equal`);
    }
    spend([n, m], inner + 1);
    const [type, data] = [typeOf(left, right), new Float64Array(n * m)];
    for (let j = 0; j < n; j += 1)
      for (let i = 0; i < m; i += 1) {
        let sum = 0;
        for (let k = 0; k < inner; k += 1) sum += left.data[j * inner + k] * right.data[k * m + i];
        data[j * m + i] = type === "bool" ? Number(sum !== 0) : sum;
      }
    const shape = [...left.shape.slice(0, -1), ...right.shape.slice(1)];
    return whole({ shape, data, type, isPython: false });
  }

  function outer(spend, left, right) {
    const [n, m] = [left.data.length, right.data.length];
    const column = { ...left, shape: [n, 1] };
    return entrywise(spend, typeOf(left, right), (x, y) => x * y, column, { ...right, shape: [1, m] });
  }

  // The axis that is folded, or null for all entries.
  function axisOf(array, axis) {
    const n = array.shape.length;
    if (axis === null || (n === 0 && [0, -1].includes(axis))) return null;
    if (axis < -n || axis >= n)
      throw fault("shape", `${shapeText(array.shape)} has no axis ${axis}`);
    return axis < 0 ? axis + n : axis;
  }

  // Entries along an axis folded into one: fold(numbers) to a number.
  function reduced(spend, array, { axis = null, keepdims = false }, type, fold) {
    const along = axisOf(array, axis);
    const [rows, columns] = [array.shape.at(-2) ?? 1, array.shape.at(-1) ?? 1];
    spend(array.shape);
    const lines = [];
    if (along === null) lines.push([...array.data]);
    else if (along === array.shape.length - 1)
      for (let j = 0; j < rows; j += 1)
        lines.push([...array.data.subarray(j * columns, (j + 1) * columns)]);
    else
      for (let i = 0; i < columns; i += 1)
        lines.push(Array.from({ length: rows }, (_, j) => array.data[j * columns + i]));
    const kept = array.shape.map((size, k) => (along === null || k === along ? 1 : size));
    const shape = keepdims ? kept : along === null ? [] : kept.filter((_, k) => k !== along);
    return whole({ shape, data: Float64Array.from(lines.map(fold)), type, isPython: false });
  }

  // Python's rule for a slice: what lies beyond the ends is cut off.
  function sliced([start, stop, step], size) {
    const by = step ?? 1;
    if (by === 0) throw fault("value", "a slice cannot step by 0");
    const [least, most] = by > 0 ? [0, size] : [-1, size - 1];
    const bound = (at, otherwise) =>
      at === null ? otherwise : Math.min(most, Math.max(least, at < 0 ? at + size : at));
    const [from, to] = [bound(start, by > 0 ? least : most), bound(stop, by > 0 ? most : least)];
    const found = [];
    for (let k = from; by > 0 ? k < to : k > to; k += by) found.push(k);
    return found;
  }

  // One place a dimension: a whole number, or {slice: [start, stop, step]}.
  function picked(spend, array, wanted) {
    const { shape } = array;
    if (wanted.length > shape.length)
      throw fault("shape", `${shapeText(shape)} has ${shape.length} indices, not ${wanted.length}`);
    spend(shape);
    const rows = shape.map((size, k) => {
      const at = wanted[k] ?? { slice: [null, null, null] };
      if (at.slice) return sliced(at.slice, size);
      if (at < -size || at >= size)
        throw fault("shape", `there is no index ${at} in ${shapeText(shape)}: it begins at 0`);
      return [at < 0 ? at + size : at];
    });
    const [upper, lower] = shape.length === 2 ? rows : [[0], rows[0]];
    const width = shape.at(-1);
    const data = Float64Array.from(upper.flatMap((j) => lower.map((i) => array.data[j * width + i])));
    const left = rows.map((row) => row.length).filter((_, k) => typeof wanted[k] !== "number");
    return { ...array, shape: left, data, isPython: false };
  }

  numrec.line ??= {};
  Object.assign(numrec.line, { scalar, budget, typeOf, shapeText, entrywise, mapped, transposed });
  Object.assign(numrec.line, { matmul, outer, reduced, picked });
})((globalThis.numrec ??= {}));
