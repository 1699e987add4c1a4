// Zip files: written without packing, and read with limits, for anybody may have made them.
//
// What is refused is refused in the words of numrec.files.small_zip.
(function (numrec) {
  "use strict";

  const LARGEST = 8 << 20; // bytes of the file
  const ENTRIES = 1100; // a thousand pictures, and what is beside them
  const TABLE = 256 * ENTRIES; // bytes of the table of its entries
  const ODD = /[\\<>"&|:*?\u0000-\u001f\u007f]|^\/|(^|\/)\.\.(\/|$)/; // in no name of ours
  const [LOCAL, CENTRAL, END, LARGE_END] = [0x04034b50, 0x02014b50, 0x06054b50, 0x07064b50];

  const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let k = 0; k < 8; k += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });

  function crc32(bytes) {
    let rest = 0xffffffff;
    for (const byte of bytes) rest = REMAINDERS[(rest ^ byte) & 255] ^ (rest >>> 8);
    return (rest ^ 0xffffffff) >>> 0;
  }

  const refusal = (where, found, expected) =>
    new RangeError(`${where}: found ${found}, expected ${expected}`);

  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  // Numbers as bytes, the lowest first: each is [value, how many bytes].
  const low = (...numbers) =>
    Uint8Array.from(numbers.flatMap(([value, size]) =>
      Array.from({ length: size }, (_, k) => Math.floor(value / 256 ** k) & 255),
    ));

  // {name: bytes} as one file. There is no clock in it: the same files make the same bytes.
  function zipped(files) {
    const [parts, table] = [[], []];
    const day = 33; // 1 January 1980
    let at = 0;
    for (const [name, bytes] of Object.entries(files)) {
      const words = new TextEncoder().encode(name);
      const size = bytes.length;
      const both = low([20, 2], [0, 2], [0, 2], [0, 2], [day, 2], [crc32(bytes), 4], [size, 4],
        [size, 4], [words.length, 2], [0, 2]);
      parts.push(low([LOCAL, 4]), both, words, bytes);
      const rights = 0o100644 * 65536;
      table.push(low([CENTRAL, 4], [(3 << 8) + 20, 2]), both,
        low([0, 2], [0, 2], [0, 2], [rights, 4], [at, 4]), words);
      at += 30 + words.length + size;
    }
    const [entries, count] = [joined(table), Object.keys(files).length];
    const end = low([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [entries.length, 4], [at, 4],
      [0, 2]);
    return joined([...parts, entries, end]);
  }

  // Every entry by the table at the end: [{name, flags, method, crc, packed, at}].
  function entriesOf(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const end = bytes.length - 22;
    if (end < 0 || view.getUint32(end, true) !== END)
      throw refusal("zip", "no end of a zip file: it may be cut short",
        "a whole zip file, without a comment");
    const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
    if (size > TABLE || (end >= 20 && view.getUint32(end - 20, true) === LARGE_END))
      throw refusal("zip", `a table of more than ${TABLE} bytes`, `at most ${ENTRIES} entries`);
    const found = [];
    for (let p = start; p < end; ) {
      if (view.getUint32(p, true) !== CENTRAL || start + size !== end) throw new RangeError();
      const [n, extra, comment] = [28, 30, 32].map((k) => view.getUint16(p + k, true));
      found.push({
        name: new TextDecoder().decode(bytes.subarray(p + 46, p + 46 + n)),
        flags: view.getUint16(p + 8, true),
        method: view.getUint16(p + 10, true),
        crc: view.getUint32(p + 16, true),
        packed: view.getUint32(p + 20, true),
        at: view.getUint32(p + 42, true),
      });
      p += 46 + n + extra + comment;
    }
    if (found.length > ENTRIES)
      throw refusal("zip", `${found.length} entries`, `at most ${ENTRIES}`);
    return { found, view };
  }

  // No more than `most` bytes come out of it, and one to show that there are more.
  async function inflated(bytes, most) {
    const reader = new Blob([bytes]).stream()
      .pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const [parts, count] = [[], () => parts.reduce((sum, part) => sum + part.length, 0)];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(parts);
      parts.push(value);
      if (count() > most) {
        reader.cancel().catch(() => {});
        return joined(parts);
      }
    }
  }

  async function memberOf(bytes, view, entry, name, most) {
    if (entry.flags & 1) throw refusal(name, "a password", "none");
    if (![0, 8].includes(entry.method))
      throw refusal(name, `compression ${entry.method}`, "none, or deflate");
    if (entry.method === 8 && !globalThis.DecompressionStream)
      throw refusal(name, "packed data, which this browser cannot unpack", "the file as saved");
    const start = entry.at + 30 + view.getUint16(entry.at + 26, true) +
      view.getUint16(entry.at + 28, true);
    const packed = bytes.subarray(start, start + entry.packed);
    const isWhole = view.getUint32(entry.at, true) === LOCAL && packed.length === entry.packed;
    if (!isWhole) throw refusal(name, "broken data", "a whole member");
    let data = packed;
    if (entry.method === 8) {
      try {
        data = await inflated(packed, most);
      } catch {
        throw refusal(name, "broken data", "a whole member");
      }
    }
    if (data.length > most) throw refusal(name, `more than ${most} bytes`, `at most ${most}`);
    if (crc32(data) !== entry.crc)
      throw refusal(name, "data that do not fit their checksum", "a whole member");
    return data;
  }

  // The members of these names, in the root or in a folder: {name: bytes} of those that there are.
  // most: {name: how many bytes it may have}. Throws a RangeError in one line.
  async function unzipped(bytes, most) {
    if (bytes.length > LARGEST)
      throw refusal("file", `${bytes.length} bytes`, `at most ${LARGEST}`);
    if (bytes[0] !== 80 || bytes[1] !== 75) throw refusal("file", "no zip file", "a zip file");
    let entries = null;
    try {
      entries = entriesOf(bytes);
    } catch (error) {
      throw error.message.includes(": found ")
        ? error
        : refusal("zip", "broken data", "a whole zip file");
    }
    const members = {};
    for (const [k, entry] of entries.found.entries()) {
      if (ODD.test(entry.name))
        throw refusal(`entry ${k + 1}`, "an odd name", "that of a plain file");
      const name = entry.name.split("/").at(-1);
      if (!Object.hasOwn(most, name)) continue;
      if (Object.hasOwn(members, name)) throw refusal(name, "two of that name", "one");
      try {
        members[name] = await memberOf(bytes, entries.view, entry, name, most[name]);
      } catch (error) {
        throw error.message.includes(": found ")
          ? error
          : refusal(name, "broken data", "a whole member");
      }
    }
    return members;
  }

  numrec.zip = { LARGEST, crc32, joined, refusal, zipped, unzipped };
})((globalThis.numrec ??= {}));
