// What can be wrong with a line: a kind, a sentence, and the place in the text from .. to.
(function (numrec) {
  "use strict";

  // Kinds: "unread" (no such grammar), "name" (not known here), "layer" (of a name that is known,
  // one that is not), "shape" (sizes that do not fit),
  // "value" (another thing is wanted there), "limit" (more than this page will do).
  class Fault extends Error {
    constructor(kind, words, { from, to } = {}) {
      super(words);
      Object.assign(this, { kind, from, to });
    }
  }

  const LIMITS = {
    signs: 400, // of the text
    depth: 40, // of brackets and signs within each other
    entries: 20_000, // of one array
    work: 2_000_000, // multiplications and the like, for one evaluation
  };

  numrec.line ??= {};
  Object.assign(numrec.line, { Fault, LIMITS });
})((globalThis.numrec ??= {}));
