// Sphinx's points for what a search finds, and some more for what is named as was asked: first the
// equation of that id, and a page before the lists that repeat the chapters' names.
var Scorer = {
  score: ([, title, anchor, says, points]) => {
    // Sphinx has put there what the address says
    const asked = document.querySelector("input[name=q]").value.trim().toLowerCase();
    const name = title.toLowerCase();
    if (says && name.startsWith(`${asked.replace(/[^a-z0-9]/g, "")},`)) return points + 20;
    return !anchor && !says && name.includes(asked) ? points + 3 : points;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
