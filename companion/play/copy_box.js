// The box that shows the state as a program, and copies it.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const KINDS = { numpy: "NumPy", sympy: "sympy", wolfram: "Wolfram|Alpha", rust: "Rust" };

  async function toClipboard(text, area) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      area.select(); // where the browser does not let a page copy, the reader can
      document.execCommand("copy");
    }
  }

  function copyBox(say) {
    let kind = "numpy";
    let [state, values] = [null, null];
    const area = el("textarea", { readonly: true, rows: 14, spellcheck: "false", wrap: "off" });
    const button = el("button", { type: "button", class: "do", onclick: copy });

    async function copy() {
      await toClipboard(area.value, area);
      say(`Copied as ${KINDS[kind]}.`);
      button.textContent = "Copied";
    }

    function show() {
      area.value = numrec.copy[kind](state, values);
      area.setAttribute("aria-label", `This network as ${KINDS[kind]}`);
      button.textContent = `Copy as ${KINDS[kind]}`;
    }

    const kinds = numrec.choice("As", "copy-kind", KINDS, kind, (chosen) => {
      kind = chosen;
      show();
    });
    const box = el("div", { class: "copy" }, kinds, area, button);
    const update = (newState, newValues) => {
      [state, values] = [newState, newValues];
      show();
    };
    return { box, update };
  }

  Object.assign(numrec, { copyBox });
})((globalThis.numrec ??= {}));
