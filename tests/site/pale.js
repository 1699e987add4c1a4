// What of a picture stands out too little: its words from what lies behind them (4.5 to 1), its
// lines and shapes from the page (3 to 1). axe-core looks at no text within SVG.
//
// Not looked at: a grid and a frame, tinted areas (less than a third of their colour) whose edge or
// line is drawn as well, and white or page-coloured areas, which are grounds for words.
async (svg) => {
  const colour = (text) => [...text.match(/[\d.]+/g).map(Number), 1].slice(0, 4);
  const light = (rgb) =>
    rgb.slice(0, 3).map((value) => value / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const over = (top, below) =>
    [0, 1, 2].map((k) => top[3] * top[k] + (1 - top[3]) * below[k]).concat(1);
  const style = (element) => getComputedStyle(element);
  const veil = (element) => {
    let left = 1;
    for (let one = element; one !== svg.parentElement; one = one.parentElement)
      left *= Number(style(one).opacity);
    return left;
  };
  const drawn = (use) => document.getElementById(use.href.baseVal.slice(1));
  // a colour as it is painted, or null; a mark that is used again has a colour of its own or not
  const paint = (element, what) => {
    const own = element.tagName === "use" && drawn(element).style[what] ? drawn(element) : element;
    const { [what]: text, [`${what}Opacity`]: opacity, strokeWidth } = style(own);
    if (!text.startsWith("rgb") || (what === "stroke" && parseFloat(strokeWidth) === 0)) return null;
    const [r, g, b, a] = colour(text);
    const seen = a * opacity * veil(element);
    return seen > 0 ? [r, g, b, seen] : null;
  };
  const images = new Map();
  for (const image of svg.querySelectorAll("image")) {
    const loaded = Object.assign(new Image(), { src: image.href.baseVal });
    await loaded.decode();
    const { width, height } = loaded;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context.drawImage(loaded, 0, 0);
    images.set(image, context.getImageData(0, 0, width, height));
  }
  const pixel = (image, x, y) => {
    const { data, width, height } = images.get(image);
    const at = new DOMPoint(x, y).matrixTransform(image.getScreenCTM().inverse());
    const index = (part, n) => Math.max(0, Math.min(n - 1, Math.floor(part * n)));
    const i = index((at.x - image.x.baseVal.value) / image.width.baseVal.value, width);
    const j = index((at.y - image.y.baseVal.value) / image.height.baseVal.value, height);
    const [r, g, b, a] = data.slice(4 * (j * width + i));
    return [r, g, b, a / 255];
  };
  let box = svg;
  while (box.parentElement && style(box).backgroundColor === "rgba(0, 0, 0, 0)")
    box = box.parentElement;
  const page = colour(style(box).backgroundColor);
  const behind = (text, x, y) => {
    const all = document.elementsFromPoint(x, y);
    const before = all.filter(
      (one) =>
        svg.contains(one) && one !== svg && !one.closest("text")
        && one.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const top = (one) =>
      one.tagName === "image" ? pixel(one, x, y) : (paint(one, "fill") ?? paint(one, "stroke"));
    return before.reverse().reduce((seen, one) => over(top(one) ?? [0, 0, 0, 0], seen), page);
  };
  // what lies behind a place is told only of what is on the screen
  const inView = (one) => {
    const { top, bottom } = one.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) one.scrollIntoView({ block: "center" });
    return one.getBoundingClientRect();
  };
  const faults = [];
  words: for (const text of svg.querySelectorAll("text")) {
    const { left, top, width, height } = inView(text);
    if (!width || !text.textContent.trim() || style(text).visibility === "hidden") continue;
    const fill = paint(text, "fill") ?? [0, 0, 0, 0];
    const found = [];
    for (const across of [0.2, 0.5, 0.8])
      for (const down of [0.3, 0.5, 0.7]) {
        const ground = behind(text, left + across * width, top + down * height);
        found.push(ratio(over(fill, ground), ground));
        if (found.filter((one) => one >= 4.5).length === 5) continue words;
      }
    const middle = found.sort((a, b) => a - b)[4];  // a line may run through some of the places
    faults.push(`words ${text.textContent.trim()}: ${middle.toFixed(1)}`);
  }
  const shapes = "path, rect, circle, ellipse, line, polyline, polygon, use";
  for (const shape of svg.querySelectorAll(shapes)) {
    if (shape.closest("defs, clipPath, .grid, .frame")) continue;
    const strong = [paint(shape, "stroke"), paint(shape, "fill")].filter(
      (one) => one && one[3] > 1 / 3 && Math.min(...one.slice(0, 3)) < 255 && ratio(one, page) > 1.01,
    );
    const best = (ground) => Math.max(...strong.map((one) => ratio(over(one, ground), ground)));
    if (!strong.length || best(page) >= 3) continue;
    const { left, top, width, height } = inView(shape);
    if (!width && !height) continue;
    const seen = Math.max(best(page), best(behind(shape, left + width / 2, top + height / 2)));
    const name = shape.closest("svg [id]") ?? shape;
    if (seen < 3)
      faults.push(`${shape.tagName} ${shape.getAttribute("class") ?? name.id}: ${seen.toFixed(1)}`);
  }
  return faults;
}
