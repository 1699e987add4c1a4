// The state of the page: what is drawn or picked, which network reads it, and what is looked at.
(function (numrec) {
  "use strict";

  const fresh = () => ({
    image: numrec.drawData.images.places[0], // a test image's number; null where it is drawn
    strokes: [],
    pen: "medium",
    model: "drawn",
    raw: false, // fed as it lies, not prepared
    biases: true,
    noise: 0, // in hundredths of a layer's usual weight
    seed: 1,
    cut: 0, // a hidden layer that is cut, or 0
    look: "gradient",
    of: null, // a digit, or null for the one that is read
    against: null, // a digit, or null for the next best
    unit: [1, 0], // layer and node that are opened
  });

  const layers = (model) => numrec.drawData.models[model].sizes;
  const whole = (text, from, to) =>
    /^\d+$/.test(text ?? "") && Number(text) >= from && Number(text) <= to ? Number(text) : null;

  // What makes no sense is passed over.
  function fromAddress(address) {
    const words = new URLSearchParams(address);
    const state = fresh();
    const strokes = words.get("strokes");
    if (strokes !== null && (strokes === "" || numrec.pen.decode(strokes))) {
      state.image = null;
      state.strokes = strokes === "" ? [] : numrec.pen.decode(strokes);
    }
    const image = whole(words.get("image"), 0, 9999);
    if (numrec.drawData.images.places.includes(image)) state.image = image;
    if (Object.hasOwn(numrec.pen.PENS, words.get("pen") ?? "")) state.pen = words.get("pen");
    if (Object.hasOwn(numrec.drawData.models, words.get("model") ?? ""))
      state.model = words.get("model");
    state.raw = words.get("raw") === "1";
    state.biases = words.get("biases") !== "0";
    state.noise = whole(words.get("noise"), 0, 200) ?? 0;
    state.seed = whole(words.get("seed"), 1, 999) ?? 1;
    if (words.get("look") === "occlusion") state.look = "occlusion";
    state.of = whole(words.get("of"), 0, 9);
    state.against = whole(words.get("against"), 0, 9);
    state.cut = whole(words.get("cut"), 1, layers(state.model).length - 2) ?? 0;
    const [l, j] = (words.get("unit") ?? "").split("_");
    const layer = whole(l, 1, layers(state.model).length - 1);
    const node = layer && whole(j, 0, layers(state.model)[layer] - 1);
    if (layer && node !== null) state.unit = [layer, node];
    return state;
  }

  function toAddress(state) {
    const start = fresh();
    const words = [];
    if (state.image === null) words.push(`strokes=${numrec.pen.encode(state.strokes)}`);
    else if (state.image !== start.image) words.push(`image=${state.image}`);
    const shown = (name, value = state[name]) => {
      if (String(state[name]) !== String(start[name])) words.push(`${name}=${value}`);
    };
    shown("pen");
    shown("model");
    shown("raw", 1);
    shown("biases", 0);
    shown("noise");
    shown("seed");
    shown("cut");
    shown("look");
    shown("of");
    shown("against");
    shown("unit", state.unit.join("_"));
    return words.join("&");
  }

  // Another network may have fewer layers and nodes.
  function within(state) {
    const sizes = layers(state.model);
    const [l, j] = state.unit;
    const layer = Math.min(l, sizes.length - 1);
    return {
      ...state,
      cut: Math.min(state.cut, sizes.length - 2),
      unit: [layer, Math.min(j, sizes[layer] - 1)],
    };
  }

  const isBroken = ({ biases, noise, cut }) => !biases || noise > 0 || cut > 0;

  const attempt = (make) => {
    try {
      return { made: make(), refusal: null };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { made: null, refusal: error.message };
    }
  };

  // What the network is given: {input, refusal, stages, lies}. The stages are those of the
  // preparation, whether it is fed or not; `lies` is the picture as it lies, where that is fed.
  function given(state, images) {
    const { pen, preprocess } = numrec;
    if (state.image !== null) {
      const { values } = images.find(({ place }) => place === state.image);
      const lies = numrec.picture(28, 28, values);
      const stages = preprocess.stages(lies);
      return { input: fed(state.raw ? lies : stages.centred), refusal: null, stages, lies };
    }
    const width = pen.PENS[state.pen];
    const { made: stages, refusal } = attempt(() =>
      preprocess.stages(pen.picture(pen.fitted(state.strokes, width), width)),
    );
    if (refusal) return { input: null, refusal, stages: null, lies: null };
    // drawn a second time only where it is wanted: the answer should not wait for it
    const lies = state.raw ? pen.raw(state.strokes, width) : null;
    return { input: fed(state.raw ? lies : stages.centred), refusal: null, stages, lies };
  }

  // As numrec gives pictures to a network: rounded to float32.
  const fed = ({ values }) => values.map(Math.fround);

  numrec.drawState = { fresh, fromAddress, toAddress, within, isBroken, given };
})((globalThis.numrec ??= {}));
