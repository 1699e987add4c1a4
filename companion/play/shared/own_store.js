// A reader's own digits, kept in this browser alone: nothing is sent anywhere.
//
// Browsers differ in what pages that are opened from a folder may keep or share. Where nothing can
// be kept, the digits stay as long as the page, and it says so.
(function (numrec) {
  "use strict";

  const { ownFile } = numrec;
  const [KEY, VERSION] = ["numrec.own-digits", 1];

  const isDigit = (one) =>
    typeof one === "object" &&
    one !== null &&
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].includes(one.label) &&
    typeof one.held === "boolean" &&
    ["", "thin", "medium", "thick"].includes(one.pen) &&
    (one.strokes === "" || ownFile.isStrokes(one.strokes)) &&
    /^[A-Za-z0-9+/]{1045}[AQgw]==$/.test(one.grey); // 784 bytes

  // The digits out of what was kept; null where it is something else.
  function parsed(text) {
    try {
      const { version, digits } = JSON.parse(text);
      const isOurs = version === VERSION && Array.isArray(digits) && digits.every(isDigit);
      return isOurs && digits.length <= ownFile.MOST ? digits : null;
    } catch {
      return null;
    }
  }

  // Of each digit every third is held back. A digit that is held back stays so.
  function isHeld(digits, label) {
    const alike = digits.filter((one) => one.label === label);
    return 3 * alike.filter(({ held }) => held).length + 2 <= alike.length;
  }

  // changed() is called when the digits were changed, here or in another page of this browser.
  function ownStore(changed) {
    let memory = []; // what there is where nothing can be kept
    let [last, list, fault, isLost] = [null, [], "", false];
    const LOST =
      "This browser keeps nothing for this page: save your digits as a file before you leave it.";
    const ODD =
      "What this browser has kept cannot be read here, and is left as it is. New digits stay " +
      "until you leave the page: save them as a file.";

    // What the browser keeps; null, with the fault in words, where that is nothing for us.
    function kept() {
      if (isLost) return null;
      try {
        const text = localStorage.getItem(KEY);
        if (text !== last) [last, list] = [text, text === null ? [] : parsed(text)];
        fault = list ? "" : ODD;
        return list;
      } catch {
        [isLost, fault] = [true, LOST];
        return null;
      }
    }

    const all = () => kept() ?? memory;

    function write(digits) {
      try {
        localStorage.setItem(KEY, JSON.stringify({ version: VERSION, digits }));
      } catch {
        if (last !== null)
          throw new RangeError("the browser has no room for more: save your digits as a file");
        [isLost, fault, memory] = [true, LOST, digits];
      }
    }

    // act(digits) gives the new ones. Another page may have changed them: they are read anew.
    function change(act) {
      const digits = act([...all()]);
      if (fault) memory = digits;
      else write(digits);
      changed();
    }

    // All of them, and what cannot be read too.
    function clear() {
      if (fault === ODD) localStorage.removeItem(KEY);
      memory = [];
      change(() => []);
    }

    function checkRoom(count) {
      if (count > ownFile.MOST)
        throw new RangeError(`${count} digits are too many; expected at most ${ownFile.MOST}`);
    }

    // Of a drawing too long to be kept, the picture is, and no strokes.
    const keep = (digit) =>
      change((digits) => {
        checkRoom(digits.length + 1);
        const strokes = ownFile.isStrokes(digit.strokes) ? digit.strokes : "";
        return [...digits, { ...digit, strokes, held: isHeld(digits, digit.label) }];
      });

    // Those of a file are added. A picture that is there already is passed over, so that a label
    // mended since the file was saved stays so. Gives the words for it.
    async function add(file) {
      if (file.size > numrec.zip.LARGEST)
        throw numrec.zip.refusal("file", `${file.size} bytes`, `at most ${numrec.zip.LARGEST}`);
      const found = await ownFile.opened(new Uint8Array(await file.arrayBuffer()));
      const there = new Set(all().map(({ grey }) => grey));
      const fresh = found.filter(({ grey }) => !there.has(grey));
      checkRoom(all().length + fresh.length);
      change((digits) => [...digits, ...fresh]);
      const old = found.length - fresh.length;
      const words = `${fresh.length} digit${fresh.length === 1 ? " was" : "s were"} added`;
      return old ? `${words}, ${old} there already.` : `${words}.`;
    }

    addEventListener("storage", ({ key }) => {
      if (key === KEY || key === null) changed();
    });
    const now = () => (kept(), fault);
    return { all, change, clear, keep, add, fault: now, isOdd: () => now() === ODD };
  }

  // A field for a file, with its label and id. add(file) gives the words for what it did, or refuses it;
  // done(words) is told.
  function ownField(id, add, words, done) {
    const input = numrec.el("input", {
      type: "file",
      id,
      accept: ".zip,application/zip",
      onchange: async () => {
        const [file] = input.files;
        if (!file) return;
        try {
          done(await add(file));
        } catch (error) {
          if (!(error instanceof RangeError || error instanceof DOMException)) throw error;
          done(`The file is refused, and nothing was changed: ${error.message}.`);
        }
        input.value = ""; // the same file may be chosen again
      },
    });
    return numrec.labelled(id, words, input);
  }

  Object.assign(numrec, { ownStore, ownField });
})((globalThis.numrec ??= {}));
