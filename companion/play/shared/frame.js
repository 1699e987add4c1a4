// What every play page and piece has: its place, a line that speaks, a state in the address.
(function (numrec) {
  "use strict";

  const { el, button } = numrec;
  const QUIET = 250; // milliseconds without a change before the address and the voice follow

  const pending = new Map(); // what waits for the page to come to rest, with its words

  // Call `what` once nothing has asked for it for a while.
  function calm(what) {
    let waiting = 0;
    return (...words) => {
      clearTimeout(waiting);
      pending.set(what, words);
      waiting = setTimeout(() => run(what), QUIET);
    };
  }

  function run(what) {
    const words = pending.get(what);
    if (pending.delete(what)) what(...words);
  }

  // Do at once what waits: for who will not wait, as the tests.
  const settle = () => [...pending.keys()].forEach(run);

  // Each sentence begins with a capital letter, also where a quantity's name begins it.
  const capital = (text) =>
    text.replace(/(^|[.!?] )([a-z])/g, (all, before, letter) => before + letter.toUpperCase());

  // A sentence for screen readers, and for all: the first stands there from the start, and the
  // others are spoken when the page comes to rest.
  function voice() {
    const line = el("p", { class: "says", role: "status" });
    const speak = (sentence) => (line.textContent = capital(sentence));
    const later = calm(speak);
    const say = (sentence) => (line.textContent ? later : speak)(sentence);
    return { line, say };
  }

  // Within a chapter the address is the chapter's: a piece takes its state from its place, and
  // writes it into the link to its own page, where it has one.
  const isPiece = (place) => place.closest(".piece") !== null;

  // In a notebook, too, the state comes with the place.
  const readAddress = (place) => place.dataset.state ?? location.hash.slice(1);

  function followAddress(place, act) {
    if (!isPiece(place)) addEventListener("hashchange", () => act(location.hash.slice(1)));
  }

  function writeAddress(place, words) {
    if (!isPiece(place)) return writeLocation(words);
    const link = place.closest(".piece").querySelector(".own-page");
    if (link) link.hash = words;
  }

  const writeLocation = calm((words) => {
    try {
      history.replaceState(null, "", words ? `#${words}` : location.pathname + location.search);
    } catch {
      // a page within a notebook may not change its address
    }
  });

  // A heading, one level further down within a chapter, whose own headings stand above it.
  const heading = (place, words, more = {}) => el(isPiece(place) ? "h3" : "h2", more, words);

  // What scrolls must be reached by the keyboard; what does not scroll must not be a stop.
  function reach(root) {
    for (const box of root.querySelectorAll(".scroll-box")) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      const names = {
        tabindex: 0,
        role: "group",
        "aria-label": `${box.dataset.label}, scrolls sideways`,
      };
      for (const [name, value] of Object.entries(names)) {
        if (scrolls) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    }
  }

  // Draw anew what is in a box, and give the focus back to what had it.
  function redraw(box, ...children) {
    const active = document.activeElement;
    const name = box.contains(active) && active.tagName;
    const ids = name && active.dataset.ids;
    const isTerm = name && active.hasAttribute("data-term");
    const place = name && [...box.querySelectorAll(name)].indexOf(active);
    box.replaceChildren(...children);
    reach(box);
    if (!name) return;
    const same = [...box.querySelectorAll(name)];
    const match = same.find(
      (one) => ids && one.dataset.ids === ids && one.hasAttribute("data-term") === isTerm,
    );
    (match ?? same[place])?.focus({ preventScroll: true });
  }

  // Kept when a place is less than a screen away, or is to be printed; at once where no browser
  // tells what is near.
  const near = (place) =>
    new Promise((come) => {
      const look = (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        watch.disconnect();
        come();
      };
      const watch =
        globalThis.IntersectionObserver && new IntersectionObserver(look, { rootMargin: "100%" });
      if (watch) watch.observe(place);
      else come();
      addEventListener("beforeprint", come, { once: true });
    });

  const loaded = (src) =>
    new Promise((tell) => {
      const more = { src, onload: () => tell(true), onerror: () => tell(false) };
      document.head.append(el("script", more));
    });

  // The data that a place needs are large: they come when it is near.
  async function come(place) {
    const { needs } = place.dataset;
    const words = el("p", { role: "status" }, "This piece is loaded when it comes near the screen.");
    const again = () =>
      new Promise((asked) => {
        words.textContent = `The file ${needs} could not be loaded, and the piece needs it. `;
        words.append(button("Try again", asked));
      });
    place.replaceChildren(words);
    if (isPiece(place)) await near(place); // a page of its own is there for nothing else
    do words.textContent = "Loading.";
    while (!(await loaded(needs)) && (await again()));
  }

  // make(place) is called with each element that asks for the page. Where it gives a promise, the
  // page is ready when that is kept.
  function page(name, make) {
    async function fill(place) {
      place.classList.add("play");
      if (place.dataset.needs) {
        await come(place);
        place.dataset.making = ""; // what is painted already would move while it is made
      }
      place.replaceChildren();
      const made = make(place);
      new ResizeObserver(() => reach(place)).observe(place); // the screen, letters, a fold
      await made;
      delete place.dataset.making;
      place.dataset.ready = "";
    }
    const mount = () => document.querySelectorAll(`[data-play="${name}"]`).forEach(fill);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
    else mount();
  }

  let groups = 0; // two on one page may ask for the same thing

  // A group of radio buttons: choices is {value: words}.
  function choice(legend, kind, choices, chosen, change) {
    const name = `${kind}-${(groups += 1)}`;
    const one = ([value, words]) => {
      const more = { checked: value === chosen, onchange: () => change(value) };
      return el("label", {}, el("input", { type: "radio", name, value, ...more }), ` ${words}`);
    };
    const all = Object.entries(choices).map(one);
    return el("fieldset", { class: "choice" }, el("legend", {}, legend), ...all);
  }

  const choose = (group, value) => {
    for (const input of group.querySelectorAll("input")) input.checked = input.value === value;
  };

  Object.assign(numrec, { settle, voice, isPiece, heading });
  Object.assign(numrec, { readAddress, followAddress, writeAddress });
  Object.assign(numrec, { redraw, page, choice, choose });
})((globalThis.numrec ??= {}));
