// How the page was tested: the cost of 8 bits, the recorded drawings, and those misread.
(function (numrec) {
  "use strict";

  const { el, button, pictures } = numrec;
  const WAYS = {
    "drawn prepared": "drawn digits, prepared",
    "drawn raw": "drawn digits, as it lies",
    "plain prepared": "plain recipe, prepared",
    "plain raw": "plain recipe, as it lies",
  };

  const table = (label, head, rows) => numrec.table(label, head, rows, { isCaption: true });

  function costTable(models) {
    const percent = (count, of) =>
      (count / of).toLocaleString("en", { style: "percent", minimumFractionDigits: 2 });
    const rows = Object.values(models).map(({ file, cost }) => [
      file,
      percent(cost.before, cost.images),
      percent(cost.after, cost.images),
      `${cost.changed} of ${cost.images.toLocaleString("en")}`,
    ]);
    const head = ["Model", "Read right as trained", "In 8 bits", "Answers that change"];
    return table("What 8 bits cost, on MNIST's test images", head, rows);
  }

  function drawnTable({ kinds, all }) {
    const ways = Object.keys(WAYS);
    const row = (name, counts) => [name, counts.legible, ...ways.map((way) => counts[way])];
    const rows = Object.entries(kinds).map(([kind, counts]) => row(kind, counts));
    const head = ["Drawn", "Legible", ...Object.values(WAYS)];
    return table("Recorded drawings that are read right", head, [...rows, row("all", all)]);
  }

  // load({strokes, pen}) puts a drawing on the pad.
  function wrongOnes(wrong, load) {
    const { pen, aDigit, preprocess } = numrec;
    const nameOf = (width) => Object.keys(pen.PENS).find((name) => pen.PENS[name] === width);
    const one = (each) => {
      const strokes = pen.decode(each.strokes);
      const { centred } = preprocess.stages(
        pen.picture(pen.fitted(strokes, each.pen), each.pen),
      );
      const legible = each.legible ? "" : ", not legible by the rule";
      const says = `${aDigit(each.digit)}, ${each.kind}: read as ${each.read}${legible}`;
      const puts = () => load({ strokes, pen: nameOf(each.pen) });
      const inner = [pictures.grey(centred, ""), el("span", {}, says)];
      return el("li", {}, button(inner, puts, { class: "misread" }));
    };
    return el("ul", { class: "misread-list" }, ...wrong.map(one));
  }

  function reportView({ models, drawn }, load) {
    const { all, drawings, neighbours, agreeing, wrong } = drawn;
    const share = ((100 * all["drawn prepared"]) / all.legible).toFixed(1);
    return el(
      "section",
      {},
      el(
        "p",
        {},
        "Each weight is kept as a whole number of 8 bits times its row's scale. ",
        "The answers on all test images are those of numrec with the same weights.",
      ),
      costTable(models),
      el(
        "p",
        {},
        `A script drew ${drawings} digits by deforming lines. A drawing counts as legible if at `,
        `least ${agreeing} of the ${neighbours} training images nearest to its prepared picture `,
        `are of its digit: ${all.legible} are. Of these, ${all["drawn prepared"]} are read right, `,
        `which is ${share}%. Fed as they lie, ${all["drawn raw"]} are.`,
      ),
      drawnTable(drawn),
      el("p", {}, `These ${wrong.length} are read wrong. Choose one, and ask the page why.`),
      wrongOnes(wrong, load),
    );
  }

  numrec.reportView = reportView;
})((globalThis.numrec ??= {}));
