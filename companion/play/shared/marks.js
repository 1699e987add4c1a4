// The reader's own marks on the steps: read, written, answered. They stay in the reader's browser.
(function (numrec) {
  "use strict";

  const KEY = "numrec.marks";
  const VERSION = 1;
  const KINDS = ["read", "written", "answered"];
  const isStep = (name) => /^[A-Z][1-9]\d?$/.test(name);

  let memory = new Map(); // for a browser that keeps nothing for this page
  let isKept = true;
  const listeners = [];

  // What was stored, as far as it can be read: anything else in its place counts as no marks.
  function understood(text) {
    try {
      const { version, marks } = JSON.parse(text);
      if (version !== VERSION) return new Map();
      const known = Object.entries(marks)
        .filter(([step, all]) => isStep(step) && Array.isArray(all))
        .map(([step, all]) => [step, KINDS.filter((what) => all.includes(what))]);
      return new Map(known.filter(([, all]) => all.length));
    } catch {
      return new Map();
    }
  }

  // Each step that has marks, with its marks.
  function all() {
    try {
      if (isKept) memory = understood(localStorage.getItem(KEY));
    } catch {
      isKept = false;
    }
    return memory;
  }

  function keep(marks) {
    memory = marks;
    try {
      const text = { version: VERSION, marks: Object.fromEntries(marks) };
      if (marks.size) localStorage.setItem(KEY, JSON.stringify(text));
      else localStorage.removeItem(KEY);
    } catch {
      isKept = false;
    }
    for (const listener of listeners) listener();
  }

  const has = (step, what) => all().get(step)?.includes(what) ?? false;

  function set(step, what, on = true) {
    if (!isStep(step)) throw new RangeError(`step ${step}; expected an id such as B4`);
    if (!KINDS.includes(what))
      throw new RangeError(`mark ${what}; expected one of ${KINDS.join(", ")}`);
    if (has(step, what) === on) return;
    const marks = new Map(all());
    const now = KINDS.filter((one) => (one === what ? on : has(step, one)));
    if (now.length) marks.set(step, now);
    else marks.delete(step);
    keep(marks);
  }

  const clear = () => keep(new Map());

  // Call `listener` when a mark changes, in this page or in another that the browser has open.
  function follow(listener) {
    listeners.push(listener);
    addEventListener("storage", ({ key }) => {
      if (key === KEY || key === null) listener();
    });
  }

  // Whether the browser will have the marks the next time too.
  const kept = () => (all(), isKept);

  numrec.marks = { KINDS, all, has, set, clear, follow, kept };
})((globalThis.numrec ??= {}));
