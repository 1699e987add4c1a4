// What the reader has answered: kept in this browser and nowhere else, and read with suspicion.
(function (numrec) {
  "use strict";

  const KEY = "numrec.recall.1";
  const MARKER = "numrec.recall.was-here"; // a chapter's, for the page of all questions to find
  const FORMAT = "numrec recall";
  const VERSION = 1;
  const MOST_SIGNS = 200_000;
  const MOST_CARDS = 2000;
  const LAST_DAY = 1_000_000;

  const words = (cards) => JSON.stringify({ format: FORMAT, version: VERSION, cards });

  const isDay = (value) => Number.isInteger(value) && value >= 0 && value <= LAST_DAY;

  function isCard(card) {
    const { box, due, last } = card ?? {};
    if (!Number.isInteger(box) || box < 0 || box > numrec.recall.REST || !isDay(last)) return false;
    return box === numrec.recall.REST ? due === null : isDay(due);
  }

  function parsed(text) {
    if (text.length > MOST_SIGNS)
      throw new Error(`it has ${text.length} signs; expected at most ${MOST_SIGNS}`);
    try {
      return JSON.parse(text);
    } catch {
      throw new Error("it is no JSON");
    }
  }

  // Read the cards of a text, or say in one line why not.
  function cardsOf(text) {
    const told = parsed(text);
    if (told?.format !== FORMAT) throw new Error(`it does not say "format": "${FORMAT}"`);
    if (told.version !== VERSION) {
      const found = String(told.version).slice(0, 20);
      throw new Error(`its version is ${found}; expected ${VERSION}`);
    }
    if (Object.prototype.toString.call(told.cards) !== "[object Object]")
      throw new Error("it has no cards");
    const cards = Object.entries(told.cards);
    if (cards.length > MOST_CARDS)
      throw new Error(`it has ${cards.length} cards; expected at most ${MOST_CARDS}`);
    for (const [id, card] of cards)
      if (!/^[a-z0-9-]{1,60}$/.test(id) || !isCard(card))
        throw new Error(`its card ${id.slice(0, 60)} is none`);
    return Object.fromEntries(cards.map(([id, { box, due, last }]) => [id, { box, due, last }]));
  }

  const state = { cards: {}, isKept: true, fault: "" };

  // Another page may have written meanwhile, so this is asked for before each change.
  function load() {
    if (!state.isKept) return state;
    state.fault = "";
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      state.isKept = false;
      return state;
    }
    try {
      state.cards = text === null ? {} : cardsOf(text);
    } catch (error) {
      state.cards = {};
      state.fault = `What stood in this browser's memory cannot be read: ${error.message}.`;
    }
    return state;
  }

  function save(cards) {
    state.cards = cards;
    state.fault = "";
    try {
      localStorage.setItem(KEY, words(cards));
    } catch {
      state.isKept = false;
    }
    return state;
  }

  function record(id, isRight) {
    const { after, today } = numrec.recall;
    const { cards } = load();
    return save({ ...cards, [id]: after(cards[id], isRight, today()) });
  }

  // Take in the cards of a file; nothing of ours goes. Returns how many were news.
  function takeIn(text) {
    const theirs = cardsOf(text);
    const { cards } = load();
    const both = { ...cards };
    for (const [id, card] of Object.entries(theirs)) both[id] = numrec.recall.later(cards[id], card);
    save(both);
    const news = Object.keys(theirs).filter((id) => both[id] !== cards[id]);
    return [news.length, Object.keys(theirs).length];
  }

  function handOut() {
    const address = URL.createObjectURL(new Blob([words(load().cards)], { type: "application/json" }));
    numrec.el("a", { href: address, download: "numrec-recall.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  Object.assign((numrec.recall ??= {}), { KEY, MARKER, MOST_SIGNS, load, save, record, takeIn, handOut });
})((globalThis.numrec ??= {}));
