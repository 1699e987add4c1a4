// The four stages of preparation, and what the network is given.
(function (numrec) {
  "use strict";

  const { el, pictures } = numrec;
  const SAYS = {
    ink: ["Ink", "your lines, scaled to one size, the pen's width kept"],
    cut: ["Cut", "to the ink"],
    box: ["Box", "the longest side is 20"],
    centred: ["Centred", "the centre of mass at (14, 14)"],
    lies: ["As it lies", "each pixel the mean of ten by ten"],
  };

  function figure(name, number, picture, isFed, isImage) {
    const { height, width } = picture;
    const [title, words] = SAYS[name];
    const says = isImage && name === "ink" ? "the test image" : words;
    const large = Math.max(height, width);
    const share = name === "cut" ? (0.9 * width) / large : width / Math.max(28, large);
    const canvas = pictures.grey(picture, `${title}: ${height} rows of ${width} pixels`);
    canvas.style.width = `${100 * (name === "box" ? width / 28 : share)}%`;
    return el(
      "figure",
      { class: `stage${isFed ? " fed" : ""}` },
      el("div", { class: "stage-frame" }, canvas),
      el(
        "figcaption",
        {},
        el("strong", {}, number ? `${number}. ${title}` : title),
        ` ${height} × ${width}: ${says}.`,
        isFed ? el("span", { class: "fed-words" }, " This is what the network gets.") : "",
      ),
    );
  }

  // seen: {stages, lies, refusal} of drawState.given.
  function stagesView(box, seen, raw, isImage) {
    if (seen.refusal) {
      box.replaceChildren(el("p", {}, "There is nothing to prepare yet."));
      return;
    }
    const { stages, lies } = seen;
    const shown = ["ink", "cut", "box", "centred"].map((name, k) =>
      figure(name, k + 1, stages[name], name === "centred" && !raw, isImage),
    );
    if (raw && !isImage) shown.push(figure("lies", 0, lies, true, isImage));
    box.replaceChildren(el("div", { class: "stages" }, ...shown));
    if (raw && isImage)
      box.append(
        el("p", {}, "A test image is prepared already: fed as it lies, it is the same picture."),
      );
  }

  numrec.stagesView = stagesView;
})((globalThis.numrec ??= {}));
