// The value of a tree, with names from a scope: a walk over plain data, which runs nothing typed.
//
// A value is an array (arrays.js), or one of {layers: Map}, {row, method of} a function to call,
// {sizes: [n, m]} the shape of an array, {isNumPy}. The scope is a Map of names to values.
(function (numrec) {
  "use strict";

  // What stands in numrec's lines or in formulas, and is called otherwise in a line.
  const ALONE = "what stands behind its dot alone";
  const INSTEAD = new Map([
    ...["net", "trace", "grads"].map((name) => [name, ALONE]),
    ["e", "np.exp of the exponent"],
    ["ln", "np.log"],
    ["pow", "**"],
    ["L", "the name alone, without [L]"],
  ]);

  const isArray = (value) => value?.data !== undefined;

  function evaluate(tree, scope) {
    const { Fault, scalar, budget, operate, signed, NUMPY, METHODS, PYTHONS } = numrec.line;
    const spend = budget();
    const fault = (kind, words, place) => new Fault(kind, words, place);

    // What goes wrong in an operation is told with the place where it stands.
    function told(node, act) {
      try {
        return act();
      } catch (error) {
        if (error instanceof Fault && error.from === undefined)
          Object.assign(error, { from: node.from, to: node.to, node });
        throw error;
      }
    }

    const wants = {
      layers: (node, { layers }) =>
        `these are all layers at once: choose one in brackets; known are ${keys(layers)}`,
      row: () => "this is a function: it wants its argument in round brackets",
      sizes: () => "this is a shape: choose one of its numbers, such as shape[0]",
      isNumPy: () => "np alone is no number: say which of its functions",
      isNone: () => "None is no number",
    };

    function array(node) {
      const value = visit(node);
      if (isArray(value)) return value;
      const kind = Object.keys(wants).find((one) => value[one] !== undefined);
      throw fault("value", wants[kind](node, value), node);
    }

    const keys = (layers) => {
      const all = [...layers.keys()];
      return all.length > 1 ? `layers ${all[0]} to ${all.at(-1)}` : `layer ${all[0]}`;
    };

    const visit = (node) => VISITS[node.kind](node);

    function name(node) {
      const found = scope.get(node.name) ?? (node.name === "np" ? { isNumPy: true } : null);
      if (found) return found;
      if (PYTHONS.has(node.name)) return { row: PYTHONS.get(node.name) };
      const instead = NUMPY.has(node.name) ? `np.${node.name}` : INSTEAD.get(node.name);
      const known = scope.size ? `; names here: ${[...scope.keys()].join(", ")}` : "";
      throw fault("name", unknown(node.name, instead ? `: write ${instead}` : known), node);
    }

    const unknown = (called, more = "") => `${called} is not known here${more}`;

    function constant(node) {
      return node.name === "None"
        ? { isNone: true }
        : scalar(Number(node.name === "True"), "bool", true);
    }

    function attribute(node) {
      const of = visit(node.of);
      if (of.isNumPy) {
        if (NUMPY.has(node.name)) return { row: NUMPY.get(node.name) };
        if (node.name === "e") return scalar(Math.E, "float", true);
        throw fault("name", unknown(`np.${node.name}`), node);
      }
      const self = isArray(of) ? of : array(node.of);
      const isBare = self.isPython; // a number of Python's has none of these
      if (!isBare && node.name === "T") return told(node, () => numrec.line.transposed(spend, self));
      if (!isBare && node.name === "shape") return { sizes: self.shape };
      if (!isBare && node.name === "size") return scalar(self.data.length, "int", true);
      const isMethod = METHODS.has(node.name) && (node.name !== "dot" || self.shape.length);
      if (!isBare && isMethod) return { row: METHODS.get(node.name), self };
      throw fault("name", unknown(`.${node.name}`), node);
    }

    // A whole number, for a place or an axis.
    function wholeNumber(node, what) {
      const value = array(node);
      if (value.type !== "int" || value.shape.length)
        throw fault("value", `${what} is a whole number`, node);
      return value.data[0];
    }

    function place(node) {
      if (node.kind !== "slice") return wholeNumber(node, "an index");
      return { slice: node.parts.map((part) => part && wholeNumber(part, "an index")) };
    }

    function index(node) {
      const of = visit(node.of);
      if (of.layers) return layer(node, of.layers);
      if (of.sizes) {
        const all = { ...scalar(0, "int"), shape: [of.sizes.length], data: Float64Array.from(of.sizes) };
        return { ...told(node, () => numrec.line.picked(spend, all, [sizeAt(node)])), isPython: true };
      }
      const self = isArray(of) ? of : array(node.of);
      const wanted = node.places.map(place);
      if (self.isPython) throw fault("value", "a number has no index", node);
      if (isOfLayer(node.places[0]) && wanted[0] >= self.shape[0])
        throw fault("value", "this has no layers: write it without the brackets", node);
      return told(node, () => numrec.line.picked(spend, self, wanted));
    }

    const isOfLayer = ({ kind, name }) => kind === "name" && ["l", "L"].includes(name);

    function sizeAt(node) {
      if (node.places.length > 1) throw fault("value", "a shape has one index", node);
      return wholeNumber(node.places[0], "an index");
    }

    function layer(node, layers) {
      if (node.places.length > 1 || node.places[0].kind === "slice")
        throw fault("value", "a layer is chosen by one whole number", node);
      const l = wholeNumber(node.places[0], "a layer");
      if (layers.has(l)) return layers.get(l);
      const words = `layer ${l} of this is not known here; known are ${keys(layers)}`;
      throw fault("layer", words, node);
    }

    // What is said by name: axis and keepdims, where the function takes them.
    function options(node, row) {
      const found = {};
      for (const [key, value] of node.named) {
        if (!row.takesAxis || !["axis", "keepdims"].includes(key))
          throw fault("value", `${key} is not known here`, node);
        if (key === "axis") found.axis = axis(value);
        else found.keepdims = array(value).data[0] !== 0;
      }
      return found;
    }

    const isNone = (node) => node.kind === "constant" && node.name === "None";
    const axis = (node) => (isNone(node) ? null : wholeNumber(node, "an axis"));

    function call(node) {
      const { row, self, layers } = visit(node.of);
      if (layers) throw fault("value", "a layer is chosen in square brackets, [ and ]", node);
      if (!row) throw fault("value", "only a function can be called: is a * missing?", node);
      const named = options(node, row);
      const given = [...node.args];
      const arrays = self ? [self] : [];
      while (arrays.length < row.arrays && given.length) arrays.push(array(given.shift()));
      if (row.takesAxis && given.length && named.axis === undefined) named.axis = axis(given.shift());
      if (arrays.length < row.arrays || given.length) {
        const wanted = row.arrays - (self ? 1 : 0);
        const words = `expected ${wanted} ${wanted === 1 ? "argument" : "arguments"} in the brackets`;
        throw fault("value", words, node);
      }
      return told(node, () => row.call(spend, ...arrays, named));
    }

    const VISITS = {
      name,
      constant,
      attribute,
      index,
      call,
      number: ({ x, isWhole }) => scalar(x, isWhole ? "int" : "float", true),
      unary: (node) => {
        const of = array(node.of);
        return told(node, () => signed(spend, node.op, of));
      },
      binary: (node) => {
        const [left, right] = [array(node.left), array(node.right)];
        return told({ ...node, shapes: [left.shape, right.shape] }, () =>
          operate(spend, node.op, left, right),
        );
      },
    };

    return array(tree);
  }

  Object.assign((numrec.line ??= {}), { evaluate });
})((globalThis.numrec ??= {}));
