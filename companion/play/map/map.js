// The map: steps that light what they rest on, open below the picture, and carry the reader's marks.
(function (numrec) {
  "use strict";

  const { el, marks } = numrec;
  const { graphOf, neighbour } = numrec.stepGraph;

  const NEAR = 12; // pixels that what has the focus keeps from an edge

  const plural = (count, one, more) => `${count} ${count === 1 ? one : more}`;

  function mount(map) {
    const nodes = [...map.querySelectorAll("a.map-node")];
    const lines = [...map.querySelectorAll(".map-lines path")];
    const node = new Map(nodes.map((one) => [one.dataset.step, one]));
    const graph = graphOf(nodes);
    const title = (step) => node.get(step).dataset.title;
    for (const one of nodes) one.dataset.title = one.getAttribute("aria-label").split(": ")[1];

    const entries = [...document.querySelectorAll("details.map-step")];
    const entry = new Map(entries.map((one) => [one.dataset.step, one]));

    const says = el("p", { class: "map-says" });
    const inside = el("div", { class: "map-inside" });
    const pressed = (on) => ({ type: "button", "aria-pressed": String(on) });
    const back = el("button", { ...pressed(true), onclick: turn }, "The way back to N1");
    const ahead = el("button", { ...pressed(true), onclick: turn }, "What rests on it");
    const close = el("button", { type: "button", onclick: shut }, "Close");
    const tools = el("div", { class: "map-tools", hidden: true }, back, ahead, close);
    const card = el(
      "div",
      { class: "map-card", role: "region", "aria-label": "The chosen step", tabindex: -1 },
      says,
      tools,
      inside,
    );
    const legend = map.querySelector(".map-legend");
    legend.before(card);

    let opened = null;

    // Lights.

    function light(step, isBack, isAhead) {
      const behind = step && isBack ? graph.back.get(step) : new Set();
      const before = step && isAhead ? graph.ahead.get(step) : new Set();
      const in_ = (one, set) => one === step || set.has(one);
      for (const [name, one] of node) {
        one.classList.toggle("self", name === step);
        one.classList.toggle("back", behind.has(name));
        one.classList.toggle("ahead", before.has(name));
      }
      for (const line of lines) {
        const { step: from, on: to } = line.dataset;
        line.classList.toggle("back", behind.has(to) && in_(from, behind));
        line.classList.toggle("ahead", before.has(from) && in_(to, before));
      }
      // those that are lit lie on top, where lines share a way
      lines.filter((line) => line.classList.length).forEach((line) => line.parentNode.append(line));
      map.classList.toggle("lit", Boolean(step && (isBack || isAhead)));
      tell(step);
    }

    const isOn = (button) => button.getAttribute("aria-pressed") === "true";
    const rest = () => light(opened, isOn(back), isOn(ahead));

    function tell(step) {
      if (!step) {
        says.textContent = "Choose a step: by mouse, by finger, or with Tab, the arrow keys and Enter.";
        return;
      }
      const [under, over] = [graph.back.get(step).size, graph.ahead.get(step).size];
      const rests = under ? `rests on ${plural(under, "step", "steps")}` : "rests on nothing";
      const carries = over ? `${plural(over, "rests", "rest")} on it` : "nothing rests on it";
      says.replaceChildren(el("strong", {}, step), ` ${title(step)}: ${rests}; ${carries}.`);
    }

    function turn(event) {
      const { currentTarget } = event;
      currentTarget.setAttribute("aria-pressed", String(!isOn(currentTarget)));
      rest();
    }

    // The card.

    function open(step, moveFocus = true) {
      opened = step;
      const copy = entry.get(step).querySelector(".map-entry").cloneNode(true);
      inside.replaceChildren(copy);
      tools.hidden = false;
      card.classList.add("open");
      card.setAttribute("aria-label", `${step}: ${title(step)}`);
      for (const button of [back, ahead]) button.setAttribute("aria-pressed", "true");
      stopAt(node.get(step));
      showMarks();
      rest();
      card.scrollTop = 0;
      dispatchEvent(new Event("resize")); // the page looks which boxes scroll
      if (!moveFocus) return;
      card.focus({ preventScroll: true });
      uncover(node.get(step));
    }

    function shut() {
      const last = node.get(opened);
      opened = null;
      inside.replaceChildren();
      tools.hidden = true;
      card.classList.remove("open");
      card.setAttribute("aria-label", "The chosen step");
      last.focus();
      light(last.dataset.step, true, true);
    }

    card.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#map-']");
      if (!link) return;
      event.preventDefault();
      open(stepOf(link.hash));
    });
    card.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && opened) shut();
    });

    // The picture: one stop of the Tab key, and arrow keys within.

    function stopAt(chosen) {
      for (const one of nodes) one.setAttribute("tabindex", one === chosen ? 0 : -1);
    }

    // What has the focus is to lie within its box and not below the card.
    function uncover(one) {
      const box = map.querySelector(".scroll-box");
      const [at, edge, over] = [one, box, card].map((part) => part.getBoundingClientRect());
      const [left, right] = [at.left - NEAR - edge.left, at.right + NEAR - edge.right];
      box.scrollLeft += Math.max(right, 0) + Math.min(left, 0);
      scrollBy(0, Math.max(at.bottom + NEAR - over.top, 0));
    }

    const nodeOf = (event) => event.target.closest?.("a.map-node");

    for (const one of nodes) {
      one.addEventListener("click", (event) => {
        event.preventDefault();
        open(one.dataset.step);
      });
      one.addEventListener("focus", () => {
        stopAt(one);
        light(one.dataset.step, true, true);
        requestAnimationFrame(() => uncover(one)); // behind the browser's own scrolling
      });
      one.addEventListener("blur", rest);
    }
    map.addEventListener("keydown", (event) => {
      const one = nodeOf(event);
      if (!one) return;
      const ends = { Home: nodes[0], End: nodes.at(-1) };
      const next = ends[event.key] ??
        (event.key.startsWith("Arrow") ? neighbour(event.key, one, nodes, graph) : null);
      if (event.key === "Escape" && opened) shut();
      if (!(event.key in ends) && !event.key.startsWith("Arrow")) return;
      event.preventDefault();
      next?.focus();
    });
    map.addEventListener("pointerover", (event) => {
      const one = nodeOf(event);
      if (one) light(one.dataset.step, true, true);
    });
    map.addEventListener("pointerout", (event) => {
      const active = document.activeElement?.closest?.("a.map-node");
      if (!nodeOf(event)) return;
      if (active) light(active.dataset.step, true, true);
      else rest();
    });

    // Marks.

    const counts = el("p", { class: "map-counts" });
    const wipe = el("button", { type: "button", onclick: wipeAll }, "Clear my marks");
    map.before(el("div", { class: "map-mine" }, counts, wipe));
    const dots = marks.KINDS.map((what) => el("span", { class: `map-dot ${what}` }));
    const meaning = ` dots: ${marks.KINDS.join(", ")}, from left to right`;
    legend.append(el("li", {}, ...dots, meaning));

    function wipeAll() {
      if (confirm("Take all your marks away?")) marks.clear();
    }

    for (const one of entries) {
      const { step } = one.dataset;
      const boxes = marks.KINDS.map((what) =>
        el("label", {}, el("input", { type: "checkbox", "data-mark": what, "data-of": step }), ` ${what}`),
      );
      const name = el("legend", {}, `Your marks on ${step}`);
      const equation = one.querySelector(".map-entry > .math");
      equation.after(el("fieldset", { class: "map-marks" }, name, ...boxes));
      one.addEventListener("toggle", () => dispatchEvent(new Event("resize")));
    }
    document.addEventListener("change", ({ target }) => {
      if (target.dataset?.mark) marks.set(target.dataset.of, target.dataset.mark, target.checked);
    });

    function showMarks() {
      for (const box of document.querySelectorAll("input[data-mark]"))
        box.checked = marks.has(box.dataset.of, box.dataset.mark);
      for (const [step, one] of node) {
        const own = marks.KINDS.filter((what) => marks.has(step, what));
        for (const what of marks.KINDS) one.classList.toggle(`is-${what}`, own.includes(what));
        one.setAttribute("aria-label", [`${step}: ${title(step)}`, ...own].join(", "));
      }
      const count = (what) => nodes.filter((one) => marks.has(one.dataset.step, what)).length;
      const counted = marks.KINDS.map((what) => `${count(what)} ${what}`).join(", ");
      const lost = marks.kept() ? "" : " This browser keeps nothing for this page: when you leave, they are gone.";
      counts.textContent = `Your marks: ${counted}, of ${nodes.length} steps.${lost}`;
      wipe.hidden = marks.all().size === 0;
    }

    // The address: #map-b4 opens that step.

    const stepOf = (hash) => hash.replace("#map-", "").toUpperCase();

    function follow() {
      const step = stepOf(location.hash);
      if (!location.hash.startsWith("#map-") || !entry.has(step)) return;
      entry.get(step).open = true;
      open(step, false);
    }

    marks.follow(showMarks);
    addEventListener("hashchange", follow);
    stopAt(nodes[0]);
    showMarks();
    rest();
    follow();
    map.dataset.ready = "";
  }

  const mountAll = () => document.querySelectorAll(".step-map").forEach(mount);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
  else mountAll();
})((globalThis.numrec ??= {}));
