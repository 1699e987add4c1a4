// The 24 numbers as fields, laid out as their matrices, with one slider for the chosen one.
(function (numrec) {
  "use strict";

  const { el, formula, Fraction } = numrec;
  const STEP = new Fraction(1, 20);
  const FINE = new Fraction(1, 100);
  const REACH = 3; // the slider goes this far both ways, and further where the number does

  const GROUPS = ["omega1", "b1", "a0", "omega2", "b2", "a_hat", "alpha"];

  // set(id, fraction) is called when a reader changes a number.
  function exampleFields(set) {
    const inputs = {};
    let chosen = "omega1_0_0";
    let numbers = {};
    const slider = el("input", { type: "range", step: "0.05", oninput: () => set(chosen, read()) });
    const read = () => Fraction.parse(slider.value);
    const sliderName = el("span", { class: "slider-name" });
    const complaint = el("p", { class: "complaint", role: "alert" });

    function turn(id, event) {
      const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!sign) return;
      event.preventDefault();
      const step = (event.shiftKey ? FINE : STEP).times(new Fraction(sign));
      set(id, numbers[id].plus(step));
      inputs[id].value = shown(numbers[id]);
      complain(id, "");
    }

    function type(id) {
      const number = numrec.example.readNumber(inputs[id].value);
      const typed = inputs[id].value || "nothing";
      complain(id, number ? "" : `${typed} is no number up to 1000: write 0.25, -3 or 1/3.`);
      if (number) set(id, number);
    }

    function complain(id, sentence) {
      if (sentence) inputs[id].setAttribute("aria-invalid", "true");
      else inputs[id].removeAttribute("aria-invalid");
      complaint.textContent = sentence;
    }

    // A field that is left shows what counts.
    function leave(id) {
      inputs[id].value = shown(numbers[id]);
      complain(id, "");
    }

    const shown = (number) => {
      const places = number.places(4);
      return numrec.proper(places === null ? number.toString() : number.toFixed(places));
    };

    function field(id) {
      inputs[id] = el("input", {
        type: "text",
        inputmode: "text",
        autocomplete: "off",
        spellcheck: "false",
        "aria-label": numrec.words(id),
        "data-ids": id,
        oninput: () => type(id),
        onkeydown: (event) => turn(id, event),
        onblur: () => leave(id),
        onfocus: () => choose(id),
      });
      return el("td", {}, inputs[id]);
    }

    function choose(id) {
      chosen = id;
      for (const input of Object.values(inputs))
        input.classList.toggle("chosen", input === inputs[id]);
      sliderName.innerHTML = numrec.maths.math(numrec.symbol(id));
      slider.setAttribute("aria-label", `Slider for ${numrec.words(id)}`);
      aim();
    }

    function aim() {
      const x = numbers[chosen].toNumber();
      const reach = Math.max(REACH, Math.ceil(Math.abs(x)));
      [slider.min, slider.max, slider.value] = [-reach, reach, x];
    }

    const group = (name) =>
      el(
        "div",
        { class: "matrix fields" },
        el(
          "table",
          { "aria-label": numrec.words(name) },
          el("tbody", {}, ...numrec.matrix(name).map((ids) => el("tr", {}, ...ids.map(field)))),
        ),
        formula(numrec.symbol(name), { class: "matrix-name" }),
      );

    const box = el(
      "div",
      { class: "example-fields" },
      el("div", { class: "field-groups" }, ...GROUPS.map(group)),
      el("div", { class: "slider" }, sliderName, slider),
      complaint,
    );

    // Show other numbers; the field that is being typed in keeps its text.
    function update(now) {
      numbers = now;
      for (const [id, input] of Object.entries(inputs)) {
        if (input !== document.activeElement) input.value = shown(numbers[id]);
      }
      aim();
    }

    function start(now) {
      update(now);
      choose(chosen);
    }

    return { box, start, update, focus: (id) => inputs[id].focus() };
  }

  Object.assign(numrec, { exampleFields });
})((globalThis.numrec ??= {}));
