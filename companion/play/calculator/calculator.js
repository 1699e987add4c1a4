// The page: the worked 3-2-3 network live. All views are drawn from one state.
(function (numrec) {
  "use strict";

  const { el, button, example } = numrec;
  const LOSS_NAMES = { quadratic: "quadratic, sigmoid", cross_entropy: "cross-entropy, softmax" };
  const NUMBER_NAMES = { decimals: "decimals", fractions: "fractions" };
  const WAYS = {
    stepper: "Walk through this network step by step",
    gradient_check: "Check one of its derivatives",
  };

  // The stage that is open: one back, one on, or any of them.
  function stageChooser(stages, stage, open) {
    const place = stages.indexOf(stage);
    const openFirst = (one) => open(numrec.matrix(one.id)[0][0]);
    const step = (by, words, label) => {
      const named = { class: null, "aria-label": label, disabled: !stages[place + by] };
      return button(words, () => openFirst(stages[place + by]), named);
    };
    const choose = el("select", {
      "aria-label": "What is opened",
      onchange: () => openFirst(stages.find((one) => one.id === choose.value)),
    });
    numrec.options(
      choose,
      stages.map((one, k) => [one.id, `${k + 1}. ${one.title}`]),
    );
    choose.value = stage.id;
    const [back, on] = [step(-1, "‹", "Back one"), step(1, "›", "On one")];
    return el("div", { class: "stage-chooser" }, back, choose, on);
  }

  function openedStage(state, values, show, open, data) {
    const stages = numrec.stages(state.loss);
    const stage = numrec.stageOf(state.open, state.loss);
    return [
      stageChooser(stages, stage, open),
      el("p", { class: "stage-says" }, stage.says),
      numrec.matrixLine(stage, { values, show, open, opened: state.open }),
      numrec.equationView(state.open, state.loss, values, show),
      numrec.provenance(stage.step, data),
    ].filter(Boolean);
  }

  numrec.page("calculator", (place) => {
    const data = numrec.data;
    const start = example.published(data.example);
    let state = example.fromAddress(numrec.readAddress(place), start);
    const { line, say } = numrec.voice();

    const toStart = button("Published numbers", () =>
      change({ ...example.fresh(start), fractions: state.fractions, open: state.open }),
    );
    const losses = numrec.choice("Loss and output", "loss", LOSS_NAMES, state.loss, (loss) =>
      change({ loss }),
    );
    const kinds = numrec.choice("Numbers as", "numbers", NUMBER_NAMES, "decimals", (kind) =>
      change({ fractions: kind === "fractions" }),
    );
    const picture = el("figure", { class: "picture" });
    const opened = el("section", { class: "opened", "aria-label": "One stage, opened" });
    const fields = numrec.exampleFields((id, number) =>
      change({ numbers: { ...state.numbers, [id]: number } }),
    );
    const table = el("div");
    const copy = numrec.copyBox?.(say); // its page has it, a chapter has not

    // The same numbers on the other pages, where there are any (in the book).
    const ways = el("p", { class: "ways" });

    function showWays() {
      const numbers = example.toAddress({ ...state, open: "delta2_0", fractions: false }, start);
      const links = Object.entries(WAYS)
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
      numrec.writeAddress(place, example.toAddress(state, start));
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
      numrec.redraw(opened, ...openedStage(state, values, show, open, data));
      if (copy) {
        numrec.redraw(table, ...numrec.publishedTable(data.example, values, isPublished));
        copy.update(state, values);
      }
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
      numrec.heading(place, "Change a number"),
      el(
        "p",
        {},
        "Type a decimal or a fraction, press the arrow keys up and down ",
        "(with Shift in small steps), or use the slider.",
      ),
      fields.box,
      ways,
    );
    if (copy)
      place.append(
        numrec.heading(place, "The seventeen published numbers"),
        table,
        numrec.heading(place, "Take it with you"),
        copy.box,
      );
    fields.start(state.numbers);
    numrec.lights(place);
    draw();
    numrec.followAddress(place, (address) => change(example.fromAddress(address, start)));
  });
})((globalThis.numrec ??= {}));
