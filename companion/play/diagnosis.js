// A reader's number, told right or wrong; of a wrong one, which mistake it looks like.
(function (numrec) {
  "use strict";

  const TOLERANCE = 5e-4 * (1 + 1e-6); // half of the third decimal, as companion.exercises.answers has it

  const near = (x, y) => Math.abs(x - y) <= TOLERANCE;

  // The other entries of the same stage, for who computed the right thing at the wrong place.
  function neighbours(id, loss, values) {
    const all = numrec.matrix(numrec.stageOf(id, loss).id).flat();
    return all
      .filter((other) => other !== id)
      .map((other) => ({
        name: "another entry",
        sentence: `That is ${numrec.words(other)}. Asked is ${numrec.words(id)}.`,
        x: values[other].x,
      }));
  }

  // candidates: [{name, sentence, x}], the likelier first.
  function judge(answer, right, candidates) {
    if (near(answer, right)) return { isRight: true, name: null, sentence: "Right." };
    const found = candidates.find(({ x }) => near(x, answer) && !near(x, right));
    if (found) return { isRight: false, ...found };
    if (near(-answer, right)) {
      return {
        isRight: false,
        name: "sign",
        sentence: "The size is right. Look at the sign again.",
      };
    }
    if (right !== 0 && Math.abs(answer / right - 1) < 0.02) {
      return {
        isRight: false,
        name: "rounding",
        sentence: "Very near. Perhaps you rounded on the way: round once, at the end.",
      };
    }
    return {
      isRight: false,
      name: null,
      sentence: "Compare each factor and each sign with the equation.",
    };
  }

  // text: what was typed. Gives {isRight, name, sentence}, or null while there is no number.
  function diagnose(text, id, loss, values) {
    const typed = numrec.example.readNumber(text);
    if (!typed) return null;
    const candidates = [...numrec.mistakesOf(id, loss, values), ...neighbours(id, loss, values)];
    return judge(typed.toNumber(), values[id].x, candidates);
  }

  Object.assign(numrec, { diagnose, judge });
})((globalThis.numrec ??= {}));
