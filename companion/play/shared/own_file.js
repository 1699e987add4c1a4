// A reader's own digits in a file: pictures, a table, and IDX files, as numrec.data.own_digits
// reads them.
//
// A digit is {label, held, pen, strokes, grey}: whether it is held back, the pen's name and the
// strokes in letters, where they are known, and 784 bytes as letters of base64.
(function (numrec) {
  "use strict";

  const { zip } = numrec;
  const MOST = 1000; // digits
  const [IMAGES, LABELS, HELD] = ["images-idx3-ubyte", "labels-idx1-ubyte", "held-idx1-ubyte"];
  const SIZES = {
    [IMAGES]: 16 + 784 * MOST,
    [LABELS]: 8 + MOST,
    [HELD]: 8 + MOST,
    "digits.csv": 4 << 20,
  };
  const HEAD = "number,file,label,held_back,pen,strokes";
  const README = `Digits drawn on the page "Draw a digit".

digits.csv       a line for each digit: its number, its picture, what it is meant to be, whether
                 it is held back (1) for the examination or learned from (0), the pen, and the
                 strokes with a dot between two: each point is three letters,
                 the number 280 y + x in base 64, with the digits A-Z a-z 0-9 - _
png/             the pictures, 28 x 28, as the network sees them
${IMAGES}, ${LABELS}
                 the same pictures and labels, in the format of MNIST's files
${HELD}  1 for each digit that is held back

numrec train --fast --add my-digits.zip --save mine.npz
numrec evaluate my-digits.zip --model mine.npz
`;

  const pixels = (grey) => Uint8Array.from(atob(grey), (letter) => letter.charCodeAt(0));
  // Rounded to float32 first, as numrec gives it: the same levels as there, halves up.
  const level = (ink) => Math.floor(255 * Math.fround(ink) + 0.5);
  const grey = (values) => btoa(String.fromCharCode(...Array.from(values, level)));

  // Numbers of four bytes, the highest first, as PNG and IDX have them.
  const high = (...numbers) =>
    Uint8Array.from(numbers.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]));
  const ascii = (text) => new TextEncoder().encode(text);

  function adler32(bytes) {
    let [a, b] = [1, 0];
    for (const byte of bytes) {
      a = (a + byte) % 65521;
      b = (b + a) % 65521;
    }
    return b * 65536 + a;
  }

  // A grey picture of 28 x 28 as PNG, not packed: each row is led by its filter, 0 for none.
  function png(bytes) {
    const rows = Array.from({ length: 28 }, (_, row) => [
      Uint8Array.of(0),
      bytes.subarray(28 * row, 28 * row + 28),
    ]);
    const data = zip.joined(rows.flat());
    const size = [data.length & 255, data.length >> 8];
    const block = Uint8Array.of(0x78, 1, 1, ...size, ...size.map((byte) => 255 - byte));
    const chunk = (name, inner) => {
      const named = zip.joined([ascii(name), inner]);
      return zip.joined([high(inner.length), named, high(zip.crc32(named))]);
    };
    return zip.joined([
      Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
      chunk("IHDR", zip.joined([high(28, 28), Uint8Array.of(8, 0, 0, 0, 0)])),
      chunk("IDAT", zip.joined([block, data, high(adler32(data))])),
      chunk("IEND", new Uint8Array()),
    ]);
  }

  const idx = (sizes, bytes) =>
    zip.joined([Uint8Array.of(0, 0, 8, sizes.length), high(...sizes), bytes]);

  // All of them in one zip file.
  function saved(digits) {
    const count = digits.length;
    const name = ({ label }, k) => `png/${String(k + 1).padStart(4, "0")}-a-${label}.png`;
    const row = (digit, k) =>
      [k + 1, name(digit, k), digit.label, Number(digit.held), digit.pen, digit.strokes].join();
    const each = digits.map((digit) => pixels(digit.grey));
    return zip.zipped({
      "README.txt": ascii(README),
      "digits.csv": ascii([HEAD, ...digits.map(row), ""].join("\n")),
      [IMAGES]: idx([count, 28, 28], zip.joined(each)),
      [LABELS]: idx([count], Uint8Array.from(digits, ({ label }) => label)),
      [HELD]: idx([count], Uint8Array.from(digits, ({ held }) => Number(held))),
      ...Object.fromEntries(digits.map((digit, k) => [name(digit, k), png(each[k])])),
    });
  }

  // The sizes and the bytes of an IDX file.
  function readIdx(bytes, where, dims) {
    const hex = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
    if (hex.join("") !== `0000080${dims}`)
      throw zip.refusal(`${where}: byte 0`, `magic 0x${hex.join("")}`, `0x0000080${dims}`);
    const start = 4 + 4 * dims;
    if (bytes.length < start)
      throw zip.refusal(`${where}: byte 4`, `${bytes.length - 4} bytes`,
        `${dims} sizes of 4 bytes`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const sizes = Array.from({ length: dims }, (_, k) => view.getUint32(4 + 4 * k));
    const declared = sizes.reduce((product, size) => product * size, 1);
    const words = `sizes (${sizes.join(", ")})`;
    if (declared < 1 || declared > 784 * MOST)
      throw zip.refusal(`${where}: byte 4`, words, `1 to ${MOST} digits`);
    if (bytes.length - start !== declared)
      throw zip.refusal(`${where}: byte ${start}`, `${bytes.length - start} bytes`,
        `${declared} bytes for ${words}`);
    return { sizes, data: bytes.subarray(start) };
  }

  // The strokes of each digit by the table, where it is as we write it; else none.
  function strokesOf(csv, count) {
    const none = Array.from({ length: count }, () => ({ pen: "", strokes: "" }));
    const [head, ...rows] = csv ? new TextDecoder().decode(csv).trimEnd().split(/\r?\n/) : [];
    if (head !== HEAD || rows.length !== count) return none;
    return rows.map((row, k) => {
      const [, , , , pen, strokes] = row.split(",");
      const isKnown = /^(thin|medium|thick)$/.test(pen) && isStrokes(strokes);
      return isKnown ? { pen, strokes } : none[k];
    });
  }

  const isStrokes = (text) =>
    typeof text === "string" &&
    text.length < 20000 &&
    /^([A-T][\w-]{2})+(\.([A-T][\w-]{2})+)*$/.test(text);

  // What `saved` wrote, or anybody. Gives the digits, or throws a RangeError in one line.
  async function opened(bytes) {
    const members = await zip.unzipped(bytes, SIZES);
    for (const name of [IMAGES, LABELS])
      if (!members[name]) throw zip.refusal(name, "nothing", "a file of that name");
    const images = readIdx(members[IMAGES], IMAGES, 3);
    const [count, height, width] = images.sizes;
    if (height !== 28 || width !== 28)
      throw zip.refusal(`${IMAGES}: byte 8`, `images of (${height}, ${width})`, "28 x 28");
    const labels = readIdx(members[LABELS], LABELS, 1).data;
    if (labels.length !== count)
      throw zip.refusal(`${IMAGES}: byte 4`, `${count} images`,
        `${labels.length}, as in ${LABELS}`);
    const label = labels.findIndex((value) => value > 9);
    if (label >= 0)
      throw zip.refusal(`${LABELS}: byte ${8 + label}`, `label ${labels[label]}`, "0 to 9");
    const held = members[HELD] ? readIdx(members[HELD], HELD, 1).data : new Uint8Array(count);
    if (held.length !== count)
      throw zip.refusal(`${HELD}: byte 4`, `${held.length} marks`, `${count}, one an image`);
    const mark = held.findIndex((value) => value > 1);
    if (mark >= 0) throw zip.refusal(`${HELD}: byte ${8 + mark}`, `${held[mark]}`, "0 or 1");
    const drawn = strokesOf(members["digits.csv"], count);
    return drawn.map(({ pen, strokes }, k) => ({
      label: labels[k],
      held: held[k] === 1,
      pen,
      strokes,
      grey: btoa(String.fromCharCode(...images.data.subarray(784 * k, 784 * (k + 1)))),
    }));
  }

  numrec.ownFile = { MOST, pixels, grey, saved, opened, isStrokes };
})((globalThis.numrec ??= {}));
