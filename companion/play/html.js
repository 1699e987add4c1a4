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

  // A table that scrolls by itself where it is wide. rows: lists of cells, a row's head first; a
  // cell is words or an element. The label is shown above the table where it is a caption.
  function table(label, head, rows, { kind = "", isCaption = false } = {}) {
    const row = ([first, ...more]) =>
      el("tr", {}, el("th", { scope: "row" }, first), ...more.map((cell) => el("td", {}, cell)));
    const heads = head.map((words) => el("th", { scope: "col" }, words));
    return el(
      "div",
      { class: "scroll-box", "data-label": label },
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

  Object.assign(numrec, { el, svg, formula, lights, table, folded });
})((globalThis.numrec ??= {}));
