"""The network of any sizes in JavaScript: traces, gradients and steps are numrec's."""

from typing import Any

import numpy as np
from playwright.sync_api import Page

from companion.saliency import input_gradient
from numrec import Network, backprop, forward, new_network
from numrec.activations import Array

NET = """
  const { forward, backprop, C, step, inputGradient, layers } = numrec.network;
  const net = { ...told, omega: {}, b: {} };
  for (const l of layers(told)) {
    net.omega[l] = Float64Array.from(told.omega[l - 1]);
    net.b[l] = Float64Array.from(told.b[l - 1]);
  }
  const [x, t] = [Float64Array.from(a0), Float64Array.from(aHat)];
  const list = (found) => layers(net).map((l) => [...found[l]]);
"""

RUN = f"""(cases) => cases.map(([told, a0, aHat, v]) => {{{NET}
  const trace = forward(net, x);
  const grads = backprop(net, trace, t);
  return {{ z: list(trace.z), a: list(trace.a), C: C(net, trace.a[trace.L], t),
    delta: list(grads.delta), omega: list(grads.omega), b: list(grads.b),
    slope: [...inputGradient(net, trace, Float64Array.from(v))] }};
}})"""

Case = tuple[Network, Array, Array, Array]


def flat(samples: Array) -> list[float]:
    """Write columns one after another, as the script takes samples."""
    return [float(x) for x in samples.T.ravel()]


def told(net: Network) -> dict[str, Any]:
    return {
        "sizes": net.sizes,
        "alpha": net.hidden.alpha,
        "hidden": net.hidden.name,
        "loss": net.loss.name,
        "omega": [[float(x) for x in net.omega[l].ravel()] for l in net.omega],
        "b": [[float(x) for x in net.b[l].ravel()] for l in net.b],
    }


def case(seed: int) -> Case:
    rng = np.random.default_rng(seed)
    sizes = [int(n) for n in rng.integers(1, 7, size=rng.integers(2, 6))]
    sizes[-1] = max(sizes[-1], 2)
    loss = ("quadratic", "cross_entropy")[seed % 2]
    alpha = float(rng.uniform(0, 0.5))
    hidden = ("leaky_relu", "sigmoid")[seed // 2 % 2]
    net = new_network(sizes, rng, hidden=hidden, loss=loss, alpha=alpha, dtype=np.float64)
    for l in net.b:
        net.b[l][:] = rng.normal(size=net.b[l].shape)
    m = int(rng.integers(1, 5))
    a_hat = rng.uniform(size=(sizes[-1], m))
    return net, rng.normal(size=(sizes[0], m)), a_hat, rng.normal(size=(sizes[-1], m))


def test_200_random_networks_are_numrecs(core: Page) -> None:
    cases = [case(seed) for seed in range(200)]
    told_ = [[told(net), *map(flat, samples)] for net, *samples in cases]
    for (net, a0, a_hat, v), found in zip(cases, core.evaluate(RUN, told_), strict=True):
        trace = forward(net, a0)
        grads = backprop(net, trace, a_hat)
        pairs: list[tuple[Any, Any]] = [([found["C"]], [net.loss.C(trace.a[net.L], a_hat)])]
        pairs.append((found["slope"], flat(input_gradient(net, a0, v))))
        for l in range(1, net.L + 1):
            ours = {"z": trace.z[l], "a": trace.a[l], "delta": grads.delta[l]}
            pairs += [(found[name][l - 1], flat(x)) for name, x in ours.items()]
            pairs.append((found["omega"][l - 1], grads.dC_domega[l].ravel()))
            pairs.append((found["b"][l - 1], grads.dC_db[l].ravel()))
        for theirs, right in pairs:
            scale = max(1.0, np.abs(right).max())
            np.testing.assert_allclose(theirs, right, rtol=0, atol=1e-12 * scale)


def test_the_starting_weights_have_hes_spread_and_a_seed(core: Page) -> None:
    weights = "(seed) => [...numrec.network.newNetwork([784, 32, 10], seed).omega[1]]"
    first = np.array(core.evaluate(weights, 1))
    assert abs(first.std() / np.sqrt(2 / 784) - 1) < 0.02
    assert abs(first.mean()) < 1e-3
    assert core.evaluate(weights, 1) == first.tolist() != core.evaluate(weights, 2)
