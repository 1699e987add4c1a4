// The map: a step opens below the picture, lights its ways, and is reached by mouse or keyboard.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const { graphOf, neighbour } = numrec.stepGraph;
  const NEAR = 12; // pixels that what has the focus keeps from an edge
  const HINT = "Choose a step: by mouse, by finger, or with Tab, the arrow keys and Enter.";

  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  const nodeOf = ({ target }) => target.closest?.("a.map-node");
  const stepOf = (hash) => hash.replace("#map-", "").toUpperCase();

  // The page has a script that sees which boxes scroll; of new ones it is told like this.
  const newBoxes = () => dispatchEvent(new Event("resize"));

  function mount(map) {
    const nodes = [...map.querySelectorAll("a.map-node")];
    const entries = [...document.querySelectorAll("details.map-step")];
    const byStep = (all) => new Map(all.map((one) => [one.dataset.step, one]));
    const [node, entry] = [byStep(nodes), byStep(entries)];
    const titles = new Map(
      nodes.map((one) => [one.dataset.step, one.getAttribute("aria-label").split(": ")[1]]),
    );
    const graph = graphOf(nodes);
    const light = numrec.stepLights(map, nodes, graph);
    const showMarks = numrec.stepNotes(map, nodes, entries, (step) => titles.get(step));

    // The card: what is told of a step, and what is to be lit while it is open.

    const says = el("p", { class: "map-says" });
    const back = el("button", { type: "button", onclick: turn }, "The way back to N1");
    const ahead = el("button", { type: "button", onclick: turn }, "What rests on it");
    const close = el("button", { type: "button", onclick: shut }, "Close");
    const tools = el("div", { class: "map-tools" }, back, ahead, close);
    const inside = el("div", { class: "map-inside" });
    const named = { class: "map-card", role: "region", tabindex: -1 };
    const card = el("div", named, says, tools, inside);
    map.querySelector(".map-legend").before(card);
    let opened = null;

    function tell(step) {
      if (!step) return says.replaceChildren(HINT);
      const [under, over] = [graph.back.get(step).size, graph.ahead.get(step).size];
      const rests = `rests on ${under === 1 ? "1 step" : `${under || "no"} steps`}`;
      const carries = `${over || "none"} ${over > 1 ? "rest" : "rests"} on it`;
      says.replaceChildren(el("strong", {}, step), ` ${titles.get(step)}: ${rests}; ${carries}.`);
    }

    // Both ways of a step that is pointed at or has the focus; else what the buttons say.
    function look(step) {
      if (step) light(step, true, true);
      else light(opened, isOn(back), isOn(ahead));
      tell(step ?? opened);
    }

    function turn({ currentTarget }) {
      press(currentTarget, !isOn(currentTarget));
      look(null);
    }

    function hold(step) {
      opened = step;
      tools.hidden = step === null;
      for (const button of [back, ahead]) press(button, true);
      card.setAttribute("aria-label", step ? `${step}: ${titles.get(step)}` : "The chosen step");
      inside.replaceChildren();
      if (step) inside.append(entry.get(step).querySelector(".map-entry").cloneNode(true));
      look(null);
    }

    function open(step, takesFocus = true) {
      hold(step);
      stopAt(node.get(step));
      showMarks();
      newBoxes();
      card.scrollTop = 0;
      if (!takesFocus) return;
      card.focus({ preventScroll: true });
      uncover(node.get(step));
    }

    function shut() {
      const last = node.get(opened);
      hold(null);
      last.focus();
    }

    card.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#map-']");
      if (!link) return;
      event.preventDefault();
      open(stepOf(link.hash));
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

    for (const one of nodes) {
      one.addEventListener("click", (event) => {
        event.preventDefault();
        open(one.dataset.step);
      });
      one.addEventListener("focus", () => {
        stopAt(one);
        look(one.dataset.step);
        requestAnimationFrame(() => uncover(one)); // behind the browser's own scrolling
      });
      one.addEventListener("blur", () => look(null));
    }

    map.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && opened) return shut();
      const one = nodeOf(event);
      const ends = { Home: nodes[0], End: nodes.at(-1) };
      if (!one || !(event.key in ends || event.key.startsWith("Arrow"))) return;
      event.preventDefault();
      (ends[event.key] ?? neighbour(event.key, one, nodes, graph))?.focus();
    });
    map.addEventListener("pointerover", (event) => {
      if (nodeOf(event)) look(nodeOf(event).dataset.step);
    });
    map.addEventListener("pointerout", (event) => {
      if (nodeOf(event)) look(nodeOf({ target: document.activeElement })?.dataset.step ?? null);
    });

    // The list, and the address: #map-b4 opens that step in both.

    function follow() {
      const step = stepOf(location.hash);
      if (!location.hash.startsWith("#map-") || !entry.has(step)) return;
      entry.get(step).open = true;
      open(step, false);
    }

    addEventListener("hashchange", follow);
    stopAt(nodes[0]);
    hold(null);
    follow();
    map.dataset.ready = "";
  }

  const mountAll = () => document.querySelectorAll(".step-map").forEach(mount);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
  else mountAll();
})((globalThis.numrec ??= {}));
