// The page: the worked 3-2-3 network live. All views are drawn from one state.
(function (numrec) {
  "use strict";

  const { el, example } = numrec;
  const LOSS_NAMES = { quadratic: "quadratic, sigmoid", cross_entropy: "cross-entropy, softmax" };
  const NUMBER_NAMES = { decimals: "decimals", fractions: "fractions" };

  numrec.page("calculator", (place) => {
    const data = numrec.data;
    const start = example.published(data.example);
    let state = example.fromAddress(numrec.readAddress(place), start);
    const { line, say } = numrec.voice();

    const toStart = el(
      "button",
      {
        type: "button",
        class: "do",
        onclick: () => {
          change({ ...example.fresh(start), fractions: state.fractions, open: state.open });
        },
      },
      "Published numbers",
    );
    const losses = numrec.choice("Loss and output", "loss", LOSS_NAMES, state.loss, (loss) =>
      change({ loss }),
    );
    const kinds = numrec.choice(
      "Numbers as",
      "numbers",
      NUMBER_NAMES,
      state.fractions ? "fractions" : "decimals",
      (kind) => change({ fractions: kind === "fractions" }),
    );
    const picture = el("figure", { class: "picture" });
    const opened = el("section", { class: "opened", "aria-label": "One stage, opened" });
    const fields = numrec.exampleFields((id, number) =>
      change({ numbers: { ...state.numbers, [id]: number } }),
    );
    const table = el("div");
    const copy = numrec.copyBox(say);

    // The same numbers on the other pages, where there are any (in the book).
    const ways = el("p", { class: "ways" });

    function showWays() {
      const numbers = example.toAddress({ ...state, open: "delta2_0", fractions: false }, start);
      const words = {
        stepper: "Walk through this network step by step",
        gradient_check: "Check one of its derivatives",
      };
      const links = Object.entries(words)
        .filter(([name]) => data.pages?.[name])
        .map(([name, says]) =>
          el("a", { href: `${data.pages[name]}${numbers && `#${numbers}`}`, target: "_top" }, says),
        );
      ways.replaceChildren(...links);
    }

    // A given number is chosen in its field, a computed one is opened to its products.
    function open(id) {
      if (numrec.INPUTS.includes(id)) fields.focus(id);
      else if (example.canOpen(id, state.loss)) change({ open: id });
    }

    function change(changes) {
      state = { ...state, ...changes };
      if (!example.canOpen(state.open, state.loss)) state.open = "delta2_0";
      draw();
      numrec.writeAddress(example.toAddress(state, start));
    }

    function draw() {
      const values = numrec.evaluate(state.numbers, state.loss);
      const show = { fractions: state.fractions, digits: 6 };
      const stage = numrec.stageOf(state.open, state.loss).id;
      const isPublished = example.isPublished(state, start);
      numrec.choose(losses, state.loss);
      numrec.choose(kinds, state.fractions ? "fractions" : "decimals");
      fields.update(state.numbers);
      numrec.redraw(picture, numrec.networkPicture(stage, values, show, open));
      numrec.redraw(opened, ...numrec.openedPanel(state, values, show, open, data));
      numrec.redraw(table, numrec.publishedTable(data.example, values, isPublished));
      copy.update(state, values);
      showWays();
      const name = isPublished ? "the published network" : "your network";
      const opens = `${numrec.words(state.open)}, ${numrec.format(values[state.open], show)}`;
      say(`The loss of ${name} is ${numrec.format(values.C, show)}. Opened: ${opens}.`);
    }

    place.append(
      el("div", { class: "bar" }, toStart, losses, kinds),
      line,
      picture,
      opened,
      el("h2", {}, "Change a number"),
      el(
        "p",
        {},
        "Type a decimal or a fraction, press the arrow keys up and down ",
        "(with Shift in small steps), or use the slider.",
      ),
      fields.box,
      ways,
      el("h2", {}, "The seventeen published numbers"),
      table,
      el("h2", {}, "Take it with you"),
      copy.box,
    );
    fields.start(state.numbers);
    numrec.lights(place);
    draw();
    addEventListener("hashchange", () =>
      change(example.fromAddress(location.hash.slice(1), start)),
    );
  });
})((globalThis.numrec ??= {}));
