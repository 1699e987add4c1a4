// The page of all questions: what is due, what is new, and what is kept where.
(function (numrec) {
  "use strict";

  const { el } = numrec;
  const { recall } = numrec;

  const count = (number, one, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;

  const inDays = (days) => (days === 1 ? "tomorrow" : `in ${days} days`);

  // An order that mixes the chapters and is the same each time: multiplied and cut off.
  const mixed = (id) => [...id].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 9973, 7);

  class Desk {
    constructor(root) {
      this.root = root;
      this.forms = new Map();
      for (const form of root.querySelectorAll("[data-recall]"))
        this.forms.set(form.dataset.recall, form);
      this.tally = el("p", { class: "remember-tally" });
      this.says = el("p", { role: "status", "aria-live": "polite" });
      this.next = el("button", { type: "button", onclick: () => this.goOn() }, "Next");
      this.chapter = el("select", { id: "remember-chapter", onchange: () => this.show() });
      this.more = el("button", { type: "button", onclick: () => this.askNew() }, "A new question");
      const label = el("label", { for: "remember-chapter" }, "New ones from");
      const choice = el("p", { class: "remember-new" }, label, this.chapter, this.more);
      root.querySelector(".recall-waits").replaceWith(this.tally, this.says, choice);
      this.fillChapters();
      for (const form of this.forms.values()) recall.listen(form, this.answered.bind(this));
      root.dataset.ready = "";
    }

    fillChapters() {
      const groups = [...this.root.querySelectorAll("[data-chapter]")];
      const options = groups.map((group) =>
        el("option", { value: group.dataset.chapter }, group.querySelector(".rubric").textContent),
      );
      this.chapter.replaceChildren(el("option", { value: "" }, "the whole book"), ...options);
    }

    // Ids of this page alone: a file may have those of another edition, which wait for it.
    lists() {
      const { cards } = recall.load();
      const day = recall.today();
      const ids = [...this.forms.keys()];
      const known = ids.filter((id) => cards[id]);
      const due = known.filter((id) => recall.isDue(cards[id], day));
      due.sort((a, b) => cards[a].due - cards[b].due || mixed(a) - mixed(b));
      const waiting = known.filter((id) => cards[id].due !== null && !due.includes(id));
      const soonest = Math.min(...waiting.map((id) => cards[id].due)) - day;
      const fresh = ids.filter((id) => !cards[id]);
      return { due, waiting, soonest, fresh, resting: known.length - due.length - waiting.length };
    }

    freshHere() {
      const isHere = (id) =>
        !this.chapter.value ||
        this.forms.get(id).closest("[data-chapter]").dataset.chapter === this.chapter.value;
      return this.lists().fresh.filter(isHere);
    }

    show() {
      const { due, waiting, resting, fresh } = this.lists();
      const parts = [`${due.length} due today`, `${waiting.length} waiting`];
      parts.push(`${resting} at rest`, `${fresh.length} not asked yet`);
      this.tally.textContent = parts.join(" \u00b7 ");
      this.more.disabled = this.freshHere().length === 0;
      if (this.kept) this.kept.textContent = whereKept(); // a memory may turn out to be full
    }

    ask(id) {
      for (const form of this.forms.values()) form.classList.remove("now");
      const form = this.forms.get(id);
      recall.renew(form);
      form.classList.add("now");
      this.next.hidden = true;
      form.querySelector(".recall-buttons").append(this.next);
      this.says.textContent = "";
      return form.querySelector("input");
    }

    askNew() {
      const [first] = this.freshHere();
      this.isNew = true;
      if (first) this.ask(first).focus();
    }

    answered(id, isRight) {
      recall.record(id, isRight);
      this.next.hidden = false;
      this.show();
      this.tellFaults();
    }

    goOn() {
      const { due } = this.lists();
      const [following] = due.length > 0 || !this.isNew ? due : this.freshHere();
      if (following) this.ask(following).focus();
      else {
        this.rest();
        (this.more.disabled ? this.chapter : this.more).focus();
      }
    }

    rest() {
      for (const form of this.forms.values()) form.classList.remove("now");
      this.isNew = false;
      const { waiting, soonest } = this.lists();
      const back = waiting.length > 0 ? ` The next comes back ${inDays(soonest)}.` : "";
      this.says.textContent = `Nothing is due today.${back}`;
    }

    begin() {
      this.show();
      const { due } = this.lists();
      if (due.length > 0) this.ask(due[0]);
      else this.rest();
      this.tellFaults();
    }

    // A page left open meets another day, and answers that were given elsewhere.
    look() {
      if (this.root.querySelector(".now")) this.show();
      else this.begin();
    }

    tellFaults() {
      const { fault } = recall.load();
      if (fault) this.says.textContent = `${fault} It is left out.`;
    }
  }

  // Where the answers are, as far as a page can know.
  function whereKept() {
    if (!recall.load().isKept)
      return "This browser keeps nothing for this page: save your answers to a file before you leave.";
    if (location.protocol !== "file:")
      return "They are kept by this browser, for this address, and nowhere else.";
    let isMarked = true;
    try {
      isMarked = localStorage.getItem(recall.MARKER) !== null;
    } catch {
      isMarked = false;
    }
    if (location.hash === "#from-chapter" && !isMarked)
      return (
        "This browser keeps the pages of a folder apart: what you answer in a chapter does not " +
        "arrive here. Save it to a file there, and read that here."
      );
    return (
      "They are kept by this browser and nowhere else. Some browsers keep the pages of a folder " +
      "apart: there, save your answers to a file in the chapter, and open it here."
    );
  }

  async function takeIn(input, desk, says) {
    const [file] = input.files;
    if (!file) return;
    try {
      const most = 4 * recall.MOST_SIGNS; // bytes
      if (file.size > most)
        throw new Error(`it has ${file.size} bytes; expected at most ${most}`);
      const [news, all] = recall.takeIn(await file.text());
      says.textContent = `${count(all, "answer")} read, of which ${news} ${news === 1 ? "was" : "were"} news.`;
      desk.begin();
    } catch (error) {
      says.textContent = `Not read: ${error.message}. Your answers are as they were.`;
    }
    input.value = "";
  }

  function mountKeep(place, desk) {
    const says = el("p", { role: "status", "aria-live": "polite" });
    const save = el("button", { type: "button", onclick: recall.handOut }, "Save to a file");
    const input = el("input", { id: "remember-file", type: "file", accept: ".json" });
    input.addEventListener("change", () => takeIn(input, desk, says));
    const label = el("label", { for: "remember-file" }, "Read from a file");
    const folded = el("details", {});
    const clear = () => {
      recall.save({});
      folded.open = false;
      folded.querySelector("summary").focus();
      says.textContent = "All answers are forgotten.";
      desk.begin();
    };
    folded.append(
      el("summary", {}, "Forget all my answers"),
      el("p", {}, "This cannot be undone, unless you have them in a file. "),
      el("button", { type: "button", onclick: clear }, "Forget them"),
    );
    desk.kept = el("p", {});
    const buttons = el("p", { class: "remember-file" }, save, label, input);
    place.replaceChildren(desk.kept, buttons, folded, says);
  }

  // On paper: the questions stand there already, and their answers follow at the end.
  function answerSheet(root) {
    document.querySelector(".remember-answers")?.remove();
    const lines = [...root.querySelectorAll("[data-recall]")].map((form) => {
      const word = form.querySelector("[data-right]");
      const option = form.querySelector(`input[value="${word.dataset.word}"]`).nextElementSibling;
      const right = [`${word.dataset.word}: `, ...recall.copies(option), ". "];
      return el("li", {}, el("b", {}, ...right), ...recall.copies(word));
    });
    const title = el("p", { class: "rubric" }, "Answers");
    root.after(el("div", { class: "remember-answers" }, title, el("ol", {}, ...lines)));
  }

  function mount() {
    const root = document.querySelector("[data-remember]");
    const desk = new Desk(root);
    mountKeep(document.querySelector("[data-remember-keep]"), desk);
    desk.begin();
    addEventListener("beforeprint", () => answerSheet(root));
    addEventListener("storage", () => desk.look());
    document.addEventListener("visibilitychange", () => document.hidden || desk.look());
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
})((globalThis.numrec ??= {}));
