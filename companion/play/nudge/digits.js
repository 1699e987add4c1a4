// The digits that can be read, and the picture in which a pixel is chosen, by hand or by keyboard.
(function (numrec) {
  "use strict";

  const { el, svg } = numrec;
  const [SIDE, LEVELS] = [28, 15];
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // A letter is a pixel with ink, a number so many pixels without; blank ones at the end are not
  // written (tools/train_data.py).
  function unpacked(text) {
    const x = new Float64Array(SIDE * SIDE);
    let at = 0;
    for (const [part] of text.matchAll(/\d+|[a-o]/g)) {
      if (part >= "a") x[at] = (part.charCodeAt(0) - 96) / LEVELS;
      at += part >= "a" ? 1 : Number(part);
    }
    return x;
  }

  const kept = [];
  const image = (digit) =>
    (kept[digit] ??= unpacked(numrec.nudgeData.images.split(" ")[digit]));
  const choices = Array.from({ length: 10 }, (_, k) => [k, String(k)]);

  // choose(i) is called with a pixel's number, counted row by row.
  function picture(choose) {
    let pixel = 0;
    const mark = svg("rect", { class: "nudge-mark", width: 1, height: 1 });
    const over = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" }, mark);
    const box = el("div", {
      ...{ class: "nudge-digit", tabindex: 0, role: "application", onclick: tap, onkeydown: move },
      "aria-label": "The digit. The arrow keys choose a pixel.",
    });

    const within = (x) => Math.min(SIDE - 1, Math.max(0, Math.floor(x)));

    function tap(event) {
      const { left, top, width, height } = box.getBoundingClientRect();
      const column = within(((event.clientX - left) / width) * SIDE);
      choose(SIDE * within(((event.clientY - top) / height) * SIDE) + column);
    }

    function move(event) {
      const by = MOVES[event.key];
      if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const row = within(Math.floor(pixel / SIDE) + by[1]);
      choose(SIDE * row + within((pixel % SIDE) + by[0]));
    }

    // Mark the pixel that the weight comes from, or none.
    function show(digit, from) {
      const drawn = numrec.pictures.grey(numrec.picture(SIDE, SIDE, image(digit)));
      box.replaceChildren(drawn, over);
      mark.setAttribute("visibility", from === null ? "hidden" : "visible");
      pixel = from ?? pixel;
      mark.setAttribute("x", pixel % SIDE);
      mark.setAttribute("y", Math.floor(pixel / SIDE));
    }
    const hint = el("p", { class: "hint" }, "Tap a pixel: its weight is taken.");
    return { box: el("div", {}, box, hint), show };
  }

  numrec.nudgeDigits = { image, choices, picture };
})((globalThis.numrec ??= {}));
