// Your own digits: collected one by one, looked through, mended, saved and brought back.
(function (numrec) {
  "use strict";

  const { el, button, pictures, ownFile, aDigit } = numrec;
  const EACH = 10; // so many of each digit are asked for
  const DIGITS = [...Array(10).keys()];
  const choices = DIGITS.map((k) => [k, aDigit(k)]);

  const picture = ({ grey }) =>
    numrec.picture(28, 28, Float64Array.from(ownFile.pixels(grey), (level) => level / 255));
  const howMany = ({ length }) => `${length} digit${length === 1 ? "" : "s"}`;
  const counted = (digits) =>
    DIGITS.map((k) => digits.filter(({ label }) => label === k).length);

  // The digit with the fewest, the lowest first: what is asked for next.
  function wanted(digits) {
    const counts = counted(digits);
    return counts.indexOf(Math.min(...counts));
  }

  // take() gives {pen, strokes, values} of what is on the pad, or null; taken() empties the pad and
  // goes to it; load({pen, strokes}) puts a drawing back on it; read(grey, values) gives the
  // network's answer, for which it calls values() once a picture.
  function ownView({ take, taken, load, read, say }) {
    const store = numrec.ownStore(() => draw());
    let [shown, chosen] = [0, null]; // the digit that is looked at, and one of its drawings
    let [before, after] = [null, null]; // the digits around the last change, to take it back
    const label = numrec.chooser("own-label", "This drawing is", choices, () => {});
    // What was done is said beside the pad, or below the drawings, wherever it was done.
    const [words, below] = [el("p", { class: "own-words" }), el("p", { class: "own-words" })];
    const keepIt = button("Keep it", () => keep(Number(label.select.value)));
    const bar = el("div", { class: "bar own-bar" }, label.box, keepIt);

    const fault = el("p", { class: "complaint" });
    const count = el("p");
    const look = numrec.chooser("own-shown", "Look through", choices, (value) => {
      [shown, chosen] = [Number(value), null];
      draw();
    });
    const list = el("div");
    const back = button("Take the last change back", () => {
      const digits = before;
      const undo = () => store.change((all) => (isUntouched() ? digits : all));
      if (!act(undo, "The last change is taken back.")) return;
      before = null;
      draw();
      look.select.focus(); // a button that is disabled gives the focus away
    });
    const save = button("Save them as a file", () => download(ownFile.saved(store.all())));
    const clear = button("Delete all", () => {
      const more = store.isOdd()
        ? "What could not be read is gone for good."
        : "Until you leave this page you can take that back.";
      const sentence = `Deleted: ${howMany(store.all())}. ${more}`;
      if (act(() => store.clear(), sentence)) back.focus();
    });
    const isUntouched = () => store.all() === after; // by another page of this browser, say
    const add = async (file) => {
      const digits = store.all();
      const found = await store.add(file);
      [before, after] = [digits, store.all()];
      draw();
      return found;
    };
    const field = numrec.ownField("own-import", add, "Add those of a file", (sentence) =>
      tell(sentence, below),
    );

    function tell(sentence, at = words) {
      [words.textContent, below.textContent] = ["", ""];
      at.textContent = sentence;
      say(sentence);
    }

    // Do what may be refused, for want of room; then all stays as it was.
    function act(what, sentence, at = below) {
      const digits = store.all();
      try {
        what();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        tell(`Nothing was changed: ${error.message}.`, at);
        return false;
      }
      [before, after] = [digits, store.all()];
      draw();
      tell(sentence, at);
      return true;
    }

    function keep(k) {
      const drawing = take();
      if (!drawing) return tell("There is no drawing to keep.");
      const { pen, strokes, values } = drawing;
      const digit = { label: k, pen, strokes, grey: ownFile.grey(values) };
      if (!act(() => store.keep(digit), "", words)) return null;
      taken();
      const digits = store.all();
      const next = wanted(digits);
      [shown, chosen] = [k, null];
      label.select.value = next;
      draw();
      const isEnough = counted(digits)[next] >= EACH;
      const rest = isEnough ? `${EACH} of each are kept; you may go on.` : `Next: ${aDigit(next)}.`;
      return tell(`Kept as ${aDigit(k)}, ${digits.length} in all. ${rest}`);
    }

    function download(bytes) {
      const address = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
      el("a", { href: address, download: "my-digits.zip" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
      tell(`Saved as my-digits.zip: ${howMany(store.all())}.`, below);
    }

    function opened(digits, at) {
      const digit = digits[at];
      const change = (to) => (all) => {
        const isIt = ({ grey, label }) => grey === digit.grey && label === digit.label;
        const place = isIt(all[at] ?? {}) ? at : all.findIndex(isIt); // where it lies by now
        return place < 0 ? all : [...all.slice(0, place), ...to, ...all.slice(place + 1)];
      };
      const label = numrec.chooser("own-is", "It is", choices, (value) => {
        [shown, chosen] = [Number(value), at];
        const mended = { ...digit, label: shown };
        act(() => store.change(change([mended])), `Now it is ${aDigit(shown)}.`);
      });
      label.select.value = digit.label;
      const remove = () => {
        chosen = null;
        act(() => store.change(change([])), "The drawing is deleted.");
        (list.querySelector(".own-list button") ?? look.select).focus();
      };
      const strokes = digit.strokes && numrec.pen.decode(digit.strokes);
      const use = digit.held ? "held back" : "to learn from";
      return el(
        "div",
        { class: "opened" },
        el("p", {}, `Number ${at + 1}: ${aDigit(digit.label)}, ${use}, ${answer(digit)}.`),
        el(
          "div",
          { class: "bar" },
          label.box,
          button("Delete it", remove),
          button("Put it on the pad", () => load({ pen: digit.pen, strokes }), {
            disabled: !strokes,
          }),
        ),
      );
    }

    const readAs = (digit) => read(digit.grey, () => picture(digit).values);
    const answer = (digit) => `read as ${aDigit(readAs(digit))}`;

    function one(digit, at) {
      const isWrong = readAs(digit) !== digit.label;
      const notes = [digit.held ? "held back" : "", isWrong ? answer(digit) : ""];
      const says = [`number ${at + 1}`, ...notes.filter(Boolean)].join(", ");
      const choose = () => {
        chosen = chosen === at ? null : at;
        draw();
      };
      const more = { class: "misread", "aria-pressed": String(chosen === at) };
      const inner = [pictures.grey(picture(digit), ""), el("span", {}, says)];
      return el("li", {}, button(inner, choose, more));
    }

    function draw() {
      const digits = store.all();
      const counts = counted(digits);
      const right = digits.filter((digit) => readAs(digit) === digit.label).length;
      const examined = digits.filter(({ held }) => held).length;
      fault.textContent = store.fault();
      fault.hidden = !store.fault();
      count.textContent = digits.length
        ? `Kept: ${howMany(digits)} of yours, ${examined || "none"} held back for the ` +
          `examination. The network above reads ${right} of ${digits.length} as meant.`
        : "None of your digits is kept yet.";
      numrec.options(look.select, DIGITS.map((k) => [k, `${aDigit(k)}: ${counts[k]} kept`]));
      look.select.value = shown;
      const alike = [...digits.entries()].filter(([, digit]) => digit.label === shown);
      if (chosen !== null && digits[chosen]?.label !== shown) chosen = null;
      numrec.redraw(
        list,
        alike.length
          ? el(
              "ul",
              { class: "misread-list own-list" },
              ...alike.map(([at, digit]) => one(digit, at)),
            )
          : el("p", {}, `No ${shown} is kept.`),
        chosen === null ? "" : opened(digits, chosen),
      );
      back.disabled = before === null || !isUntouched();
      save.disabled = clear.disabled = digits.length === 0 && !store.fault();
    }

    label.select.value = wanted(store.all());
    words.textContent = `Asked for: ${aDigit(wanted(store.all()))}.`;
    const box = el(
      "section",
      { class: "own" },
      el(
        "p",
        {},
        "Draw the digit that is asked for beside the pad, and press Keep it, or the digit's key " +
          `while you are on the pad. ${EACH} of each are a good start. Of each digit, every ` +
          "third is held back: a network is examined on those, and learns from the others. They " +
          "are kept in this browser alone, and nothing is sent anywhere.",
      ),
      fault,
      count,
      el("div", { class: "bar" }, look.box, back),
      list,
      el("div", { class: "bar" }, save, field, clear),
      below,
    );
    return { bar, words, box, keep, draw };
  }

  numrec.ownView = ownView;
})((globalThis.numrec ??= {}));
