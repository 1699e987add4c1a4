// The pad: pen, finger and mouse draw on it, and the keyboard with a cursor.
(function (numrec) {
  "use strict";

  const { el, svg } = numrec;
  const [STEP, FINE] = [10, 2]; // a press of an arrow key, and with Shift
  const MOVES = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    Home: [-1, -1],
    PageUp: [1, -1],
    End: [-1, 1],
    PageDown: [1, 1],
  };

  const path = (stroke) =>
    (stroke.length === 1 ? [...stroke, stroke[0]] : stroke)
      .map(([x, y], k) => `${k ? "L" : "M"}${x} ${y}`)
      .join("");

  // on: {begin(), move(stroke), lift(stroke), undo(), clear(), keep(digit)}. A stroke is given as
  // it grows, and once more when the pen lifts, then with no more points than it needs.
  // help: the id of what says how to draw with the keyboard.
  function drawingPad(on, help = "pad-help") {
    const { PAD, simplified } = numrec.pen;
    const inside = (value) => Math.min(PAD - 1, Math.max(0, Math.round(value)));
    const behind = el("div", { class: "pad-image" });
    const lines = svg("g", { class: "pad-lines" });
    const cursor = svg("circle", { class: "pad-cursor", r: 8 });
    const says = el("p", { class: "pad-says", "aria-live": "polite" });
    const pad = el(
      "div",
      {
        class: "pad",
        tabindex: 0,
        role: "application",
        "aria-label": "Drawing pad",
        "aria-describedby": help,
      },
      behind,
      svg("svg", { viewBox: `0 0 ${PAD} ${PAD}`, "aria-hidden": "true" }, lines, cursor),
    );
    let stroke = null; // the line that is being drawn
    let pointer = null; // which pointer draws it; null for the keyboard
    let at = [140, 60];

    const start = (point) => {
      on.begin();
      stroke = [point];
      on.move(stroke);
    };

    function add(point) {
      const [x, y] = stroke.at(-1);
      if (point[0] === x && point[1] === y) return;
      stroke.push(point);
    }

    function lift() {
      if (!stroke) return;
      const done = simplified(stroke);
      [stroke, pointer] = [null, null];
      pad.classList.remove("pen-down");
      on.lift(done);
    }

    function pointOf(event) {
      const box = pad.getBoundingClientRect();
      const scale = PAD / box.width;
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      return [inside(x * scale), inside(y * scale)];
    }

    pad.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || pointer !== null) return;
      lift(); // of the keyboard's pen
      pad.classList.remove("keyed");
      pad.focus({ preventScroll: true });
      pointer = event.pointerId;
      if (event.isTrusted) pad.setPointerCapture(pointer);
      start(pointOf(event));
      event.preventDefault();
    });
    pad.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer) return;
      const several = event.getCoalescedEvents?.() ?? [];
      for (const each of several.length ? several : [event]) add(pointOf(each));
      on.move(stroke);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      pad.addEventListener(end, (event) => {
        if (event.pointerId === pointer) lift();
      });
    }

    function place() {
      cursor.setAttribute("cx", at[0]);
      cursor.setAttribute("cy", at[1]);
      const [column, row] = at.map((value) => Math.floor(value / 10));
      says.textContent = `Pen ${stroke ? "down" : "up"}, column ${column}, row ${row}.`;
      pad.classList.toggle("pen-down", stroke !== null);
    }

    const keys = {
      " ": () => (stroke ? lift() : start(at)),
      Enter: () => (stroke ? lift() : start(at)),
      Escape: lift,
      Delete: on.clear,
      Backspace: on.undo,
    };
    pad.addEventListener("keydown", (event) => {
      if (event.altKey || (event.ctrlKey && event.key !== "z") || event.metaKey) return;
      const move = MOVES[event.key];
      if (/^[0-9]$/.test(event.key) && !event.ctrlKey && pointer === null) {
        event.preventDefault();
        lift();
        on.keep(Number(event.key));
        return;
      }
      if (!move && !keys[event.key] && event.key !== "z") return;
      event.preventDefault();
      pad.classList.add("keyed");
      if (event.key === "z") {
        if (event.ctrlKey && !stroke) on.undo();
        return;
      }
      if (pointer !== null) return;
      if (move) {
        const size = event.shiftKey ? FINE : STEP;
        at = at.map((value, axis) => inside(value + size * move[axis]));
        if (stroke) {
          add(at);
          on.move(stroke);
        }
      } else keys[event.key]();
      place();
    });
    pad.addEventListener("blur", () => {
      if (pointer === null) lift();
      pad.classList.remove("keyed");
    });

    // Show strokes, with the pen's width, or the picture of a test image.
    function show(strokes, width, image) {
      behind.replaceChildren(...(image ? [numrec.pictures.grey(image, "")] : []));
      const drawn = strokes.map((each) => svg("path", { d: path(each) }));
      lines.setAttribute("stroke-width", width);
      lines.replaceChildren(...drawn);
    }

    place();
    says.textContent = "";
    return { pad, says, show };
  }

  numrec.drawingPad = drawingPad;
})((globalThis.numrec ??= {}));
