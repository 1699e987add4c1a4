// The reader's marks on the map: boxes to tick in each entry, dots on the nodes, and how many.
(function (numrec) {
  "use strict";

  const { el, marks } = numrec;
  const LOST = " This browser keeps nothing for this page: when you leave, they are gone.";

  function tickBoxes(step) {
    const boxes = marks.KINDS.map((what) => {
      const input = el("input", { type: "checkbox", "data-mark": what, "data-of": step });
      return el("label", {}, input, ` ${what}`);
    });
    const name = el("legend", {}, `Your marks on ${step}`);
    return el("fieldset", { class: "map-marks" }, name, ...boxes);
  }

  // Beside a chapter in the list: all its steps at once.
  function chapterBox(part) {
    const name = part.querySelector("p");
    const steps = [...part.querySelectorAll("details.map-step")].map(({ dataset }) => dataset.step);
    const input = el("input", {
      type: "checkbox",
      "aria-label": `${name.textContent}: all steps read`,
      onchange() {
        const isOn = input.checked; // each mark shows them all anew, this box too
        for (const step of steps) marks.set(step, "read", isOn);
      },
    });
    name.append(el("label", { class: "map-all" }, input, " all steps read"));
    return () => (input.checked = steps.every((step) => marks.has(step, "read")));
  }

  // What the three dots of a node mean, for the list of shapes.
  function meaning() {
    const dots = marks.KINDS.map((what) => el("span", { class: `map-dot ${what}` }));
    return el("li", { class: "map-dots" }, ...dots, ` dots: ${marks.KINDS.join(", ")}, from left to right`);
  }

  // Puts all of it into the page, and gives show(), to be called when entries are copied.
  function stepNotes(map, nodes, entries, title) {
    const counts = el("p", { class: "map-counts" });
    const wipe = el("button", { type: "button", onclick: askAndClear }, "Clear my marks");
    map.before(el("div", { class: "map-mine" }, counts, wipe));
    map.querySelector(".map-legend").append(meaning());
    for (const entry of entries)
      entry.querySelector(".map-entry > .math").after(tickBoxes(entry.dataset.step));

    const showChapters = [...document.querySelectorAll(".map-list > li")].map(chapterBox);

    function askAndClear() {
      if (confirm("Take all your marks away?")) marks.clear();
    }

    function show() {
      for (const box of document.querySelectorAll("input[data-mark]"))
        box.checked = marks.has(box.dataset.of, box.dataset.mark);
      for (const showChapter of showChapters) showChapter();
      for (const node of nodes) {
        const { step } = node.dataset;
        const own = marks.KINDS.filter((what) => marks.has(step, what));
        for (const what of marks.KINDS) node.classList.toggle(`is-${what}`, own.includes(what));
        node.setAttribute("aria-label", [`${step}: ${title(step)}`, ...own].join(", "));
      }
      const count = (what) => nodes.filter(({ dataset }) => marks.has(dataset.step, what)).length;
      const counted = marks.KINDS.map((what) => `${count(what)} ${what}`).join(", ");
      const lost = marks.kept() ? "" : LOST;
      counts.textContent = `Your marks: ${counted}, of ${nodes.length} steps.${lost}`;
      wipe.hidden = marks.all().size === 0;
    }

    document.addEventListener("change", ({ target }) => {
      if (target.dataset?.mark) marks.set(target.dataset.of, target.dataset.mark, target.checked);
    });
    marks.follow(show);
    show();
    return show;
  }

  Object.assign(numrec, { stepNotes });
})((globalThis.numrec ??= {}));
