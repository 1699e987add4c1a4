"""What the reader's functions are tried on, and what they have to give.

What is expected comes from numrec and from measured slopes (complex step), never from
solution.py: so the solution is checked here as anybody's file is.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from companion.worked_example.network import worked_network
from numrec.activations import Array, activation
from numrec.data.mnist import one_hot
from numrec.gradient_check import central_difference, complex_step, measured_gradients
from numrec.initialise import he
from numrec.losses import cross_entropy, quadratic
from numrec.network import Network, forward, new_network

WORKED = "the worked example"


class Case(NamedTuple):
    """One call of one function.

    Attributes
    ----------
    where : str
        What it is, in words for the reader.
    arguments : tuple
        What is handed over; the caller copies it.
    expected : tuple
        What comes back: a number, an array, or lists of arrays whose entry 0 may be None.
        Of what is changed in place, the arguments as they are afterwards come first.
    """

    where: str
    arguments: tuple[Any, ...]
    expected: tuple[Any, ...]


@cache
def cases_of(function: str) -> tuple[Case, ...]:
    """Return what a function is tried on, the easiest to read first.

    Raises
    ------
    ValueError
        If no stage asks for such a function.
    """
    if function not in _CASES:
        raise ValueError(f"there are no cases of {function!r}; expected one of {', '.join(_CASES)}")
    return tuple(_CASES[function]())


def as_lists(net: Network) -> tuple[list[Any], list[Any]]:
    """Return omega and b as the reader's file has them: lists, with None for layer 0."""
    layers = range(1, net.L + 1)
    return [None, *(net.omega[l] for l in layers)], [None, *(net.b[l] for l in layers)]


class _Drawn(NamedTuple):
    where: str
    net: Network
    a0: Array
    a_hat: Array


@cache
def _networks(output: str = "sigmoid") -> tuple[_Drawn, ...]:
    """Draw the worked example, a network that no turned matrix fits, and two that all fit."""
    drawn = [_Drawn(WORKED, *worked_network(output))]
    rng = np.random.default_rng(8)
    for sizes, m in (([4, 3, 2, 3], 5), ([3, 3, 3, 3], 3), ([3, 3, 3, 3], 4)):
        where = f"a random network {'-'.join(map(str, sizes))} with {m} samples"
        net = new_network(sizes, rng, hidden="sigmoid", loss="quadratic", dtype=np.float64)
        last = "leaky_relu" if output == "sigmoid" and m == 4 else output  # f_L may be any
        net = Network(net.omega, net.b, net.hidden, activation(last), net.loss)
        for b in net.b.values():
            b += rng.normal(size=b.shape)
        a0 = rng.normal(size=(sizes[0], m))
        drawn.append(_Drawn(where, net, a0, rng.uniform(size=(sizes[-1], m))))
    return tuple(drawn)


def _on_z(f: Callable[[Array], Array]) -> list[Case]:
    """Both sides of zero, and zero itself."""
    z = np.array([[-2.0, -0.5, 0.0], [0.25, 1.0, 3.0]])
    return [Case("z = -2, -0.5, 0, 0.25, 1 and 3", (z,), (f(z),))]


def _leaky(which: str) -> list[Case]:
    z = np.array([[-2.0, -0.5, 0.0], [0.25, 1.0, 3.0]])
    found = _on_z(getattr(activation("leaky_relu"), which))
    f = getattr(activation("leaky_relu", 0.2), which)
    return [*found, Case("the same z and alpha = 0.2", (z, 0.2), (f(z),))]


def _slope(f: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Measure the slope of an elementwise f."""
    return lambda z: complex_step(lambda x: f(x).sum(), z)


def _forward() -> list[Case]:
    found = []
    for where, net, a0, _ in _networks():
        z, a = forward(net, a0)
        layers = range(1, net.L + 1)
        expected = ([None, *(z[l] for l in layers)], [a0, *(a[l] for l in layers)])
        found.append(Case(where, (*as_lists(net), a0, net.hidden.f, net.output.f), expected))
    return found


def _losses(C: Callable[[Array, Array], Any], output: str) -> list[Case]:
    found = []
    for where, net, a0, a_hat in _networks(output):
        a_L = forward(net, a0).a[net.L]
        found.append(Case(where, (a_L, a_hat), (float(C(a_L, a_hat)),)))
    return found


def _output_delta() -> list[Case]:
    found = []
    for where, net, a0, a_hat in _networks():
        z, a = (list(seen.values()) for seen in forward(net, a0))
        delta = complex_step(_loss_by_z(quadratic, net.output.f, a_hat), z[-1])
        found.append(Case(where, ([None, *z], a, a_hat, net.output.f_prime), (delta,)))
    return found


def _hidden_deltas() -> list[Case]:
    found = []
    for where, net, a0, a_hat in _networks():
        z, a = forward(net, a0)
        L = net.L
        delta = {
            l: complex_step(_loss_by_z(quadratic, partial(_above, net, l), a_hat), z[l])
            for l in range(1, L + 1)
        }
        omega, _ = as_lists(net)
        seen = ([None, *z.values()], list(a.values()))
        arguments = (omega, *seen, delta[L], net.hidden.f_prime)
        found.append(Case(where, arguments, ([None, *delta.values()],)))
    return found


def _loss_by_z(
    C: Callable[[Array, Array], Any], f: Callable[[Array], Array], a_hat: Array
) -> Callable[[Array], Any]:
    return lambda z: C(f(z), a_hat)


def _above(net: Network, l: int, z_l: Array) -> Array:
    """Run the layers above l on its z."""
    a = net.f(l).f(z_l)
    for k in range(l + 1, net.L + 1):
        a = net.f(k).f(net.omega[k] @ a + net.b[k])
    return a


def _derivatives() -> list[Case]:
    found = []
    deltas = [case.expected[0] for case in _hidden_deltas()]
    for delta, (where, net, a0, a_hat) in zip(deltas, _networks(), strict=True):
        slopes = measured_gradients(net, a0, a_hat, complex_step)
        layers = range(1, net.L + 1)
        expected = tuple([None, *(slopes[name, l] for l in layers)] for name in ("omega", "b"))
        found.append(Case(where, (delta, list(forward(net, a0).a.values())), expected))
    return found


def _cubes(theta: Array) -> Any:
    return (np.arange(1, theta.size + 1).reshape(theta.shape) * theta**3).sum()


def _central_difference() -> list[Case]:
    theta = np.array([[1.0, -0.5, 0.25], [2.0, 0.125, -1.0]])
    far = (central_difference(_cubes, theta, 0.01),)
    near = (np.arange(1, 7).reshape(2, 3) * 3 * theta**2,)
    return [
        Case("C = the sum of 1, 2, .. times theta cubed, h = 0.01", (_cubes, theta, 0.01), far),
        Case("the same C, and h as it comes", (_cubes, theta), near),
    ]


def _softmax() -> list[Case]:
    f = activation("softmax").f
    found = []
    for where, net, a0, _ in _networks("softmax"):
        z_L = forward(net, a0).z[net.L]
        found.append(Case(f"z of {where}", (z_L,), (f(z_L),)))
    far = np.array([[1000.0, 1000.0, 1.0, -999], [999, 999, 2, -998], [998, -3000, 5, -1000]])
    return [*found, Case("z as large as 1000, and as small as -1000", (far,), (f(far),))]


def _softmax_delta() -> list[Case]:
    f, found = activation("softmax").f, []
    for where, net, a0, _ in _networks("softmax"):
        z_L = forward(net, a0).z[net.L]
        a_hat = one_hot(np.arange(z_L.shape[1]) % len(z_L), len(z_L), np.float64)
        delta = complex_step(_loss_by_z(cross_entropy, f, a_hat), z_L)
        found.append(Case(where, (f(z_L), a_hat), (delta,)))
    return found


START_SIZES = [400, 300, 200]
"""Large enough for the spread of the weights to be told within a few per cent."""


def _start() -> list[Case]:
    rng = np.random.default_rng(0)
    layers = range(1, len(START_SIZES))
    omega = [None, *(he(START_SIZES[l], START_SIZES[l - 1], rng) for l in layers)]
    b = [None, *(np.zeros((START_SIZES[l], 1)) for l in layers)]
    where = "layers of " + ", ".join(map(str, START_SIZES))
    return [Case(where, (START_SIZES, np.random.default_rng(1)), (omega, b))]


def _sgd_step() -> list[Case]:
    found = []
    for case in _derivatives():
        net = next(drawn.net for drawn in _networks() if drawn.where == case.where)
        m = 4
        moved = net.astype(np.float64)
        for l in range(1, net.L + 1):
            for theta, slope in ((moved.omega, 0), (moved.b, 1)):
                theta[l] = theta[l] - 0.5 / m * case.expected[slope][l]
        arguments = (*as_lists(net), *case.expected, 0.5, m)
        found.append(Case(f"{case.where}, eta = 0.5 and m = {m}", arguments, as_lists(moved)))
    return found


def _train_epoch() -> list[Case]:
    rng = np.random.default_rng(5)
    net = new_network([4, 3, 3], rng, dtype=np.float64)
    for b in net.b.values():
        b += rng.normal(size=b.shape)
    labels = np.arange(10) % 3
    images, a_hat = rng.normal(size=(4, 10)), one_hot(labels, 3, np.float64)
    moved, total, eta, batch = net.astype(np.float64), 0.0, 0.5, 4
    for k in (0, 4, 8):
        here = slice(k, k + batch)
        trace = forward(moved, images[:, here])
        total += cross_entropy(trace.a[2], a_hat[:, here])
        slopes = measured_gradients(moved, images[:, here], a_hat[:, here], complex_step)
        m = images[:, here].shape[1]
        for l in (1, 2):
            moved.omega[l] -= eta / m * slopes["omega", l]
            moved.b[l] -= eta / m * slopes["b", l]
    arguments = (*as_lists(net), images, a_hat, eta, batch)
    return [Case("10 samples in batches of 4", arguments, (*as_lists(moved), total / 10))]


def _accuracy() -> list[Case]:
    found = []
    for place, right in ((1, 4), (1, 5), (1, 1), (2, 2), (3, 3)):
        _, net, a0, _ = _networks("softmax")[place]
        net = Network(net.omega, net.b, activation("leaky_relu"), net.output, net.loss)
        read = forward(net, a0).a[net.L].argmax(axis=0)
        m = read.size
        labels = np.where(np.arange(m) < right, read, (read + 1) % 3)
        where = f"a random network that reads {right} of {m} right"
        found.append(Case(where, (*as_lists(net), a0, labels), (right / m,)))
    return found


_sigmoid = activation("sigmoid")
_CASES: dict[str, Callable[[], list[Case]]] = {
    "leaky_relu": partial(_leaky, "f"),
    "leaky_relu_prime": partial(_leaky, "f_prime"),
    "sigmoid": partial(_on_z, _sigmoid.f),
    "sigmoid_prime": partial(_on_z, _slope(_sigmoid.f)),
    "forward": _forward,
    "loss": partial(_losses, quadratic, "sigmoid"),
    "output_delta": _output_delta,
    "hidden_deltas": _hidden_deltas,
    "derivatives": _derivatives,
    "central_difference": _central_difference,
    "softmax": _softmax,
    "cross_entropy": partial(_losses, cross_entropy, "softmax"),
    "softmax_delta": _softmax_delta,
    "start": _start,
    "sgd_step": _sgd_step,
    "train_epoch": _train_epoch,
    "accuracy": _accuracy,
}
