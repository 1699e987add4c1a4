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

  // A file carries the answers where the browser may not.
  function offerFile(list) {
    list.parentElement.querySelector(".recall-carry")?.remove();
    const { isKept } = numrec.recall.load();
    if (isKept && location.protocol !== "file:") return;
    const says = isKept
      ? "Your answers are kept by this browser. If it doesn't share answers between pages, save " +
        "them to a file and open it on the page of all questions:"
      : "This browser keeps nothing for this page. Save your answers to a file and open it on the " +
        "page of all questions:";
    const button = el("button", { type: "button", onclick: numrec.recall.handOut }, "Save to a file");
    list.after(el("p", { class: "recall-carry" }, says, " ", button));
  }

  function mount() {
    const list = document.querySelector(".recall-list");
    if (!list) return;
    list.querySelector(".recall-waits").remove();
    const answered = (id, isRight) => {
      numrec.recall.record(id, isRight);
      offerFile(list); // a memory may turn out to be full
    };
    for (const form of list.querySelectorAll("[data-recall]"))
      numrec.recall.listen(form, answered);
    leaveMark();
    offerFile(list);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
})((globalThis.numrec ??= {}));
