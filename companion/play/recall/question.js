// One question: chosen, checked, and told with a word on the option that was chosen.
(function (numrec) {
  "use strict";

  const { el } = numrec;

  const statusOf = (form) => form.querySelector("[role=status]");
  const wordOf = (form, letter) => form.querySelector(`[data-word="${letter}"]`);
  const copies = (element) => [...element.childNodes].map((node) => node.cloneNode(true));

  // The map of the steps shows about which one has answered a question.
  function markSteps(form) {
    const steps = form.dataset.steps.split(" ").filter(Boolean);
    for (const step of steps) numrec.marks.set(step, "answered");
  }

  // Only the first choice counts: after it a reader may look what the other words say.
  function check(form, answered) {
    const chosen = form.querySelector(":checked");
    if (!chosen) {
      statusOf(form).replaceChildren("Choose one first.");
      return;
    }
    const word = wordOf(form, chosen.value);
    const isRight = word.dataset.right !== undefined;
    const verdict = el("strong", {}, isRight ? "Right." : "Not so.");
    statusOf(form).replaceChildren(verdict, " ", ...copies(word));
    form.dataset.verdict = isRight ? "right" : "wrong";
    form.querySelector(".recall-see").hidden = false;
    if (form.dataset.counted === undefined) {
      form.dataset.counted = "";
      answered(form.dataset.recall, isRight);
      if (isRight) markSteps(form);
    }
  }

  function listen(form, answered) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check(form, answered);
    });
    const button = form.querySelector("[type=submit]");
    button.hidden = button.disabled = false;
    form.dataset.ready = "";
  }

  // As if it had not been asked.
  function renew(form) {
    form.reset();
    statusOf(form).replaceChildren();
    form.querySelector(".recall-see").hidden = true;
    delete form.dataset.verdict;
    delete form.dataset.counted;
  }

  Object.assign((numrec.recall ??= {}), { listen, renew, copies });
})((globalThis.numrec ??= {}));
