// When a question comes back: four boxes, each with its wait, and a rest after the last.
(function (numrec) {
  "use strict";

  const WAITS = [1, 3, 7, 16]; // days
  const REST = WAITS.length; // the box of what is known for good

  // A card has its box, the day on which it is due (none at rest), and the day of its last answer.
  const inBox = (box, day) => ({ box, due: box < REST ? day + WAITS[box] : null, last: day });

  // A card from after tomorrow was answered while the clock ran ahead, and is asked now. (One from
  // tomorrow has a reader who has flown west.)
  const isDue = (card, day) => card.due !== null && (card.due <= day || card.last > day + 1);

  // What is missed begins anew. What is known goes one box on, but not before its day.
  function after(card, isRight, day) {
    if (!isRight) return inBox(0, day);
    if (!card) return inBox(1, day);
    return isDue(card, day) ? inBox(card.box + 1, day) : card;
  }

  // Of two answers to one question the later counts; of two on one day what comes back sooner.
  function later(one, other) {
    if (!one || !other) return one ?? other;
    if (one.last !== other.last) return one.last > other.last ? one : other;
    return one.box <= other.box ? one : other;
  }

  // Days are counted from one in 1970, and end at midnight where the reader is.
  function today() {
    const now = new Date();
    return Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / 86_400_000);
  }

  numrec.recall = { ...numrec.recall, WAITS, REST, after, isDue, later, today };
})((globalThis.numrec ??= {}));
