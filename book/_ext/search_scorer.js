// Sphinx's points for what a search finds, and some more for a page that is named as was asked:
// the lists of equations and questions repeat the chapters' names, and come after them.
var Scorer = {
  score: ([, title, anchor, says, points]) => {
    const asked = new URLSearchParams(location.search).get("q") ?? "";
    const named = !anchor && !says && title.toLowerCase().includes(asked.trim().toLowerCase());
    return named ? points + 3 : points;
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
