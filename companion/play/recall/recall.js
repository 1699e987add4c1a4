// The questions at a chapter's end.
(function (numrec) {
  "use strict";

  const { el } = numrec;

  // From a folder a browser may keep the pages apart. A chapter leaves a mark and says in the link
  // that one comes from it: the page that finds no mark then knows.
  function leaveMark() {
    try {
      localStorage.setItem(numrec.recall.MARKER, "");
    } catch {
      // the page of all questions says what follows from that
    }
    for (const link of document.querySelectorAll('a[href$="book/remember.html"]'))
      link.hash = "from-chapter";
  }

  function offerFile(list) {
    const button = el("button", { type: "button", onclick: numrec.recall.handOut }, "Save as a file");
    const says =
      "Your answers are kept by this browser. If it keeps the pages of a folder apart, a file " +
      "carries them to the page of all questions:";
    list.after(el("p", { class: "recall-carry" }, says, " ", button));
  }

  function mount() {
    const list = document.querySelector(".recall-list");
    if (!list) return;
    list.querySelector(".recall-waits").remove();
    for (const form of list.querySelectorAll("[data-recall]"))
      numrec.recall.listen(form, numrec.recall.record);
    leaveMark();
    if (location.protocol === "file:" || !numrec.recall.load().isKept) offerFile(list);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
})((globalThis.numrec ??= {}));
