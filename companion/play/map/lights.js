// What lights up on the map: the way back from a step to the first, and all that rests on it.
(function (numrec) {
  "use strict";

  const nothing = new Set();

  // Gives light(step, isBack, isAhead); without a step all lights go out.
  function stepLights(map, nodes, graph) {
    const lines = [...map.querySelectorAll(".map-lines path")];

    return function light(step, isBack, isAhead) {
      const behind = step && isBack ? graph.back.get(step) : nothing;
      const before = step && isAhead ? graph.ahead.get(step) : nothing;
      for (const { classList, dataset } of nodes) {
        classList.toggle("self", dataset.step === step);
        classList.toggle("back", behind.has(dataset.step));
        classList.toggle("ahead", before.has(dataset.step));
      }
      for (const { classList, dataset } of lines) {
        const isOn = (end, set) => end === step || set.has(end);
        classList.toggle("back", behind.has(dataset.on) && isOn(dataset.step, behind));
        classList.toggle("ahead", before.has(dataset.step) && isOn(dataset.on, before));
      }
      // those that are lit lie on top where several lines share a way
      for (const line of lines) if (line.classList.length) line.parentNode.append(line);
      map.classList.toggle("lit", Boolean(step && (isBack || isAhead)));
    };
  }

  Object.assign(numrec, { stepLights });
})((globalThis.numrec ??= {}));
