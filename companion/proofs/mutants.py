"""Mistakes that people make in backpropagation, each one planted in numrec's own lines.

A mistake is one piece of one line: what stands in numrec, and what a human writes in its
place. `planted` gives a backprop that is numrec's own but for that piece, so what a check
says of it, it says of the mistake and of nothing else.
"""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from numrec import activations, losses, network
from numrec.activations import Array
from numrec.network import Gradients, Network, Trace

Backprop = Callable[[Network, Trace, Array], Gradients]


class Mistake(NamedTuple):
    """One mistake.

    Attributes
    ----------
    where : str
        The function of numrec that has the line.
    right, wrong : str
        The piece of the line as it stands, and as a human writes it.
    step : str
        The step of the derivation that is broken.
    """

    where: str
    right: str
    wrong: str
    step: str


MISTAKES: dict[str, Mistake] = {
    "f' taken at a, in the hidden layers": Mistake(
        "backward", "f_prime(trace.z[l])", "f_prime(trace.a[l])", "H7"
    ),
    "f' taken at a, in the output layer": Mistake(
        "output_delta", "output.f_prime(z)", "output.f_prime(a)", "B9"
    ),
    "f for f'": Mistake("backward", "f_prime(trace.z[l])", "net.hidden.f(trace.z[l])", "H7"),
    "f' forgotten": Mistake(
        "backward", "np.multiply(dC_da, f_prime(trace.z[l]), out=out.get(l))", "dC_da", "H7"
    ),
    "f' of the output layer, in the hidden layers": Mistake(
        "backward", "f_prime(trace.z[l])", "net.output.f_prime(trace.z[l])", "H7"
    ),
    "alpha forgotten below zero": Mistake(
        "leaky_relu_prime", "positive + alpha * (1 - positive)", "positive", "A1"
    ),
    "factor 2 missing": Mistake("quadratic_grad", "2 * (a - a_hat)", "(a - a_hat)", "B1"),
    "sign turned": Mistake("quadratic_grad", "(a - a_hat)", "(a_hat - a)", "B1"),
    "mean over the outputs for the sum": Mistake(
        "quadratic_grad", "(a - a_hat)", "(a - a_hat) / a.shape[0]", "B1"
    ),
    "mean over the batch for the sum": Mistake(
        "quadratic_grad", "(a - a_hat)", "(a - a_hat) / a.shape[1]", "V1"
    ),
    "bias derivative not summed over the batch": Mistake(
        "backprop", "delta[l].sum(axis=1, keepdims=True)", "delta[l]", "B10"
    ),
    "transpose missing": Mistake("backward", "net.omega[l + 1].T,", "net.omega[l + 1],", "H7"),
    "weights of the wrong layer": Mistake("backward", "net.omega[l + 1].T", "net.omega[l].T", "H7"),
    "values of the wrong layer": Mistake("backprop", "a[l - 1].T", "a[l].T", "B11"),
    "one path left out": Mistake(
        "backward",
        "net.omega[l + 1].T, delta[l + 1]",
        "net.omega[l + 1][1:].T, delta[l + 1][1:]",
        "H6",
    ),
    "weights moved too early": Mistake(
        "backward",
        "net.omega[l + 1].T,",
        "(net.omega[l + 1] - 0.1 * delta[l + 1] @ trace.a[l].T).T,",
        "H7",
    ),
}
"""Each mistake by its name. 0.1 is the learning rate of the last."""

_HOME: dict[str, Any] = {
    "backprop": network,
    "backward": network,
    "output_delta": losses,
    "quadratic_grad": losses,
    "leaky_relu_prime": activations,
}


def planted(mistake: Mistake) -> Backprop:
    """Give numrec's backprop with the mistake in it.

    Raises
    ------
    ValueError
        If the line is not in numrec as the catalogue says: then numrec has moved on, and
        the catalogue has to follow.
    """
    wrong = _copy_with(mistake)
    if mistake.where == "backprop":
        return wrong
    if mistake.where in ("backward", "output_delta"):
        source = inspect.getsource(network.backprop)
        return _run(source, "backprop", {**vars(network), mistake.where: wrong})
    if mistake.where == "quadratic_grad":
        return lambda net, trace, a_hat: network.backprop(
            replace(net, loss=net.loss._replace(grad_a=wrong)), trace, a_hat
        )
    return lambda net, trace, a_hat: network.backprop(_with_slope(net, wrong), trace, a_hat)


def line(mistake: Mistake, wrong: bool = True) -> str:
    """Give the line of code that a human writes, or with wrong=False numrec's own."""
    source = inspect.getsource(getattr(_HOME[mistake.where], mistake.where))
    text = next(line for line in source.splitlines() if mistake.right in line)
    text = text.split("  # ")[0].strip()
    return text.replace(mistake.right, mistake.wrong) if wrong else text


def _copy_with(mistake: Mistake) -> Callable[..., Any]:
    home = _HOME[mistake.where]
    source = inspect.getsource(getattr(home, mistake.where))
    if source.count(mistake.right) != 1:
        raise ValueError(
            f"{mistake.where} has {mistake.right!r} {source.count(mistake.right)} times; "
            "expected once: plant the mistake anew"
        )
    return _run(source.replace(mistake.right, mistake.wrong), mistake.where, dict(vars(home)))


def _run(source: str, name: str, namespace: dict[str, Any]) -> Callable[..., Any]:
    exec(source, namespace)
    return namespace[name]  # type: ignore[no-any-return]


def _with_slope(net: Network, slope: Callable[..., Array]) -> Network:
    if net.hidden.name != "leaky_relu":
        return net  # the mistake sits in leaky ReLU's derivative: others do not have it
    hidden = net.hidden._replace(f_prime=lambda z: slope(z, net.hidden.alpha))
    return replace(net, hidden=hidden)
