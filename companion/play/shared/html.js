// Making elements, in HTML and SVG, and lighting what belongs together.
(function (numrec) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function dress(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "html") element.innerHTML = value;
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  // el("button", {class: "x", onclick: go}, "Go")
  const el = (tag, attributes = {}, ...children) =>
    dress(document.createElement(tag), attributes, children);

  const svg = (tag, attributes = {}, ...children) =>
    dress(document.createElementNS(SVG, tag), attributes, children);

  // A letter with what stands below and above it, as parts of an SVG text.
  function lettered(letter, below, above) {
    const part = (words, dy, back) =>
      words === "" ? [] : [svg("tspan", { dy, "font-size": "75%" }, words), back];
    const back = (dy) => svg("tspan", { dy }, "\u200b"); // a sign without width, on the line again
    return [letter, ...part(below, 4, back(-4)), ...part(above, -5, back(5))];
  }

  const formula = (inner, attributes = {}) =>
    el("span", { ...attributes, html: numrec.maths.math(inner) });

  const idsOf = (element) => element.dataset.ids.split(" ");

  // Within root, pointing at a part or giving it the focus lights all that it is computed with:
  // a term lights its factors, and a factor lights the terms that it stands in.
  function lights(root) {
    const parts = () => [...root.querySelectorAll("[data-ids]")];
    const terms = () => [...root.querySelectorAll("[data-term]")];

    function show(source) {
      const all = parts();
      for (const part of all) part.classList.remove("lit", "lit-source");
      if (!source) return;
      const own = idsOf(source);
      const inTerms = source.hasAttribute("data-term")
        ? [source]
        : terms().filter((term) => idsOf(term).some((id) => own.includes(id)));
      const ids = new Set([...own, ...inTerms.flatMap(idsOf)]);
      for (const part of all) {
        const isLit = part.hasAttribute("data-term")
          ? inTerms.includes(part)
          : idsOf(part).some((id) => ids.has(id));
        part.classList.toggle("lit", isLit);
      }
    }

    const focused = () => {
      const active = document.activeElement;
      return root.contains(active) ? active.closest("[data-ids]") : null;
    };
    root.addEventListener("pointerover", (event) => {
      show(event.target.closest("[data-ids]") ?? focused());
    });
    root.addEventListener("pointerleave", () => show(focused()));
    root.addEventListener("focusin", (event) => show(event.target.closest("[data-ids]")));
    root.addEventListener("focusout", () => show(null));
    return { show };
  }

  // A quantity's letters, and its name for ears.
  const named = (id) => [
    formula(numrec.symbol(id)),
    el("span", { class: "for-ears" }, ` ${numrec.words(id)}`),
  ];

  const scrolls = (label, ...inner) =>
    el("div", { class: "scroll-box", "data-label": label }, ...inner);

  // A table that scrolls by itself where it is wide. rows: lists of cells, a row's head first; a
  // cell is words, an element or several. The label is shown above where it is a caption.
  function table(label, head, rows, { kind = "", isCaption = false } = {}) {
    const cell = (tag, inner, more = {}) =>
      inner instanceof HTMLTableCellElement ? inner : el(tag, more, ...[inner].flat());
    const row = ([first, ...more]) =>
      el("tr", {}, cell("th", first, { scope: "row" }), ...more.map((inner) => cell("td", inner)));
    const heads = head.map((words) => (words ? el("th", { scope: "col" }, words) : el("td")));
    return scrolls(
      label,
      el(
        "table",
        { class: `table ${kind}`.trim() },
        isCaption ? el("caption", {}, label) : null,
        el("thead", {}, el("tr", {}, ...heads)),
        el("tbody", {}, ...rows.map(row)),
      ),
    );
  }

  const folded = (title, ...inner) => el("details", {}, el("summary", {}, title), ...inner);

  const button = (inner, onclick, more = {}) =>
    el("button", { type: "button", class: "do", onclick, ...more }, ...[inner].flat());

  const labelled = (id, words, control) =>
    el("p", { class: "labelled" }, el("label", { for: id }, words), control);

  // A slider of numbers, range: {min, max, step}.
  function slider(label, range, change) {
    const more = { ...range, oninput: () => change(Number(input.value)) };
    const input = el("input", { type: "range", "aria-label": label, ...more });
    return input;
  }

  // A slider with its name and its number before it.
  const sliderBox = (input, ...name) =>
    el("div", { class: "slider" }, el("span", { class: "slider-name" }, ...name), input);

  // choices: [[value, words]].
  const options = (select, choices) =>
    select.replaceChildren(...choices.map(([value, words]) => el("option", { value }, words)));

  // A select with its label above it.
  function chooser(id, words, choices, change) {
    const select = el("select", { id, onchange: () => change(select.value) });
    options(select, choices);
    return { select, box: labelled(id, words, select) };
  }

  Object.assign(numrec, { el, svg, lettered, formula, named, lights, table, scrolls, folded });
  Object.assign(numrec, { button, labelled, slider, sliderBox, options, chooser });
})((globalThis.numrec ??= {}));
