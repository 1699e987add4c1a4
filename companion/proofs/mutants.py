"""Mistakes that people make in backpropagation, each one planted in numrec's own lines.

A mutant is one mistake in one line: what stands in numrec, and what a human writes in its
place. `plant` returns a backprop that is numrec's own but for that, so what a check
says of it, it says of the mistake and of nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import getsource
from typing import Any, NamedTuple

from companion.proofs.rewriting import rewritten
from numrec import activations, losses, network
from numrec.activations import Array
from numrec.network import Gradients, Network, Trace

Backprop = Callable[[Network, Trace, Array], Gradients]


class Mutant(NamedTuple):
    """One mistake.

    Attributes
    ----------
    function : str
        The function of numrec that has the line: one of `HOMES`.
    pieces : mapping of str to str
        The pieces of the line as they stand, and as a human writes them.
    step : str
        The step of the derivation that is broken.
    """

    function: str
    pieces: Mapping[str, str]
    step: str


HOMES: dict[str, Callable[..., Any]] = {
    "backprop": network.backprop,
    "backward": network.backward,
    "output_delta": losses.output_delta,
    "quadratic_grad": losses.quadratic_grad,
    "leaky_relu_prime": activations.leaky_relu_prime,
}


def moved_too_early(step: float) -> Mutant:
    """Return the mistake of moving a layer's weights before the layer below has used them.

    Parameters
    ----------
    step : float
        How much of the batch's summed derivative is taken off. An optimiser of learning rate
        eta takes eta / m of it, for m samples.
    """
    moved = f"(net.omega[l + 1] - {step:g} * delta[l + 1] @ trace.a[l].T).T"
    return Mutant("backward", {"net.omega[l + 1].T": moved}, "H7")


MUTANTS: dict[str, Mutant] = {
    "f' taken at a, in the hidden layers": Mutant(
        "backward", {"f_prime(trace.z[l])": "f_prime(trace.a[l])"}, "H7"
    ),
    "f' taken at a, in the output layer": Mutant(
        "output_delta", {"output.f_prime(z)": "output.f_prime(a)"}, "B9"
    ),
    "f for f'": Mutant("backward", {"f_prime(trace.z[l])": "net.hidden.f(trace.z[l])"}, "H7"),
    "f' forgotten": Mutant(
        "backward", {"np.multiply(dC_da, f_prime(trace.z[l]), out=out.get(l))": "dC_da"}, "H7"
    ),
    "f' of the output layer, in the hidden layers": Mutant(
        "backward", {"f_prime(trace.z[l])": "net.output.f_prime(trace.z[l])"}, "H7"
    ),
    "alpha forgotten below zero": Mutant(
        "leaky_relu_prime", {"positive + alpha * (1 - positive)": "positive"}, "A1"
    ),
    "factor 2 missing": Mutant("quadratic_grad", {"2 * (a - a_hat)": "(a - a_hat)"}, "B1"),
    "sign turned": Mutant("quadratic_grad", {"(a - a_hat)": "(a_hat - a)"}, "B1"),
    "mean over the outputs for the sum": Mutant(
        "quadratic_grad", {"(a - a_hat)": "(a - a_hat) / a.shape[0]"}, "B1"
    ),
    "mean over the batch for the sum": Mutant(
        "quadratic_grad", {"(a - a_hat)": "(a - a_hat) / a.shape[1]"}, "V1"
    ),
    "bias derivative not summed over the batch": Mutant(
        "backprop", {"delta[l].sum(axis=1, keepdims=True)": "delta[l]"}, "B10"
    ),
    "transpose missing": Mutant("backward", {"net.omega[l + 1].T": "net.omega[l + 1]"}, "H7"),
    "weights of the wrong layer": Mutant(
        "backward", {"net.omega[l + 1].T": "net.omega[l].T"}, "H7"
    ),
    "values of the wrong layer": Mutant("backprop", {"a[l - 1].T": "a[l].T"}, "B11"),
    "one path left out": Mutant(
        "backward",
        {"net.omega[l + 1].T": "net.omega[l + 1][1:].T", "delta[l + 1]": "delta[l + 1][1:]"},
        "H6",
    ),
    "weights moved too early": moved_too_early(0.1),
}
"""Each mutant by what is wrong. The step of the last is that of a rate of 0.1 for one sample, and
of 0.5 for five."""


def plant(*mutants: Mutant) -> Backprop:
    """Return numrec's backprop with the mistake in it, or with several at once.

    Raises
    ------
    ValueError
        If a line is not in numrec as the catalogue says: then numrec has moved on, and
        the catalogue has to follow.
    """
    pieces: dict[str, dict[str, str]] = {}
    for mutant in mutants:
        pieces.setdefault(mutant.function, {}).update(mutant.pieces)
    in_backprop = pieces.pop("backprop", {})
    wrong = {name: rewritten(HOMES[name], written) for name, written in pieces.items()}
    called = {name: wrong[name] for name in ("backward", "output_delta") if name in wrong}
    run: Backprop = rewritten(network.backprop, in_backprop, **called)

    def with_wrong_parts(net: Network, trace: Trace, a_hat: Array) -> Gradients:
        if grad_a := wrong.get("quadratic_grad"):
            net = replace(net, loss=net.loss._replace(grad_a=grad_a))
        slope = wrong.get("leaky_relu_prime")
        if slope and net.hidden.name == "leaky_relu":  # others do not have its derivative
            f_prime = lambda z: slope(z, net.hidden.alpha)
            net = replace(net, hidden=net.hidden._replace(f_prime=f_prime))
        return run(net, trace, a_hat)

    return with_wrong_parts


def line(mutant: Mutant, wrong: bool = True) -> str:
    """Return the line of code that a human writes, or with wrong=False numrec's own."""
    source = getsource(HOMES[mutant.function]).splitlines()
    text = next(line for line in source if all(piece in line for piece in mutant.pieces))
    text = text.split("  # ")[0].strip()
    for piece, written in mutant.pieces.items() if wrong else ():
        text = text.replace(piece, written)
    return text
