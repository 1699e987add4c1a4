// What rests on what on the map, both ways, and where the arrow keys lead.
(function (numrec) {
  "use strict";

  // From each step all others that lead to it, through `next`.
  function reach(step, next) {
    const found = new Set();
    const waiting = [...next.get(step)];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      if (found.has(one)) continue;
      found.add(one);
      waiting.push(...next.get(one));
    }
    return found;
  }

  function graphOf(nodes) {
    const below = new Map(
      nodes.map(({ dataset }) => [dataset.step, dataset.on.split(" ").filter(Boolean)]),
    );
    const steps = [...below.keys()];
    const above = new Map(
      steps.map((step) => [step, steps.filter((one) => below.get(one).includes(step))]),
    );
    const all = (next) => new Map(steps.map((step) => [step, reach(step, next)]));
    return { below, above, back: all(below), ahead: all(above) };
  }

  // Which node an arrow key leads to: along a line up or down, or to the neighbour in the row.
  function neighbour(key, node, nodes, graph) {
    const middle = (one) => {
      const { x, y, width, height } = one.getBBox();
      return [x + width / 2, y + height / 2];
    };
    const [x, y] = middle(node);
    const far = (one) => {
      const [u, v] = middle(one);
      return 1000 * Math.abs(v - y) + Math.abs(u - x);
    };
    const { step } = node.dataset;
    const lines = { ArrowUp: graph.below, ArrowDown: graph.above }[key];
    const inRow = (one) => {
      const [u, v] = middle(one);
      return Math.abs(v - y) < 1 && (key === "ArrowLeft" ? u < x : u > x);
    };
    const reachable = lines ? (one) => lines.get(step).includes(one.dataset.step) : inRow;
    return nodes.filter(reachable).sort((one, other) => far(one) - far(other))[0];
  }

  numrec.stepGraph = { graphOf, neighbour };
})((globalThis.numrec ??= {}));
