"""What the slips of elsewhere.toml come to, in numbers: as printed, and as meant.

Each is planted in a small case of our own. The truth is measured, so it leans on neither reading.
"""

from collections.abc import Callable

import numpy as np

from companion.proofs.card import CheckFailed
from companion.proofs.cases import random_network, random_samples
from companion.proofs.errata import Evidence
from companion.proofs.mutants import MUTANTS, Mutant, plant
from companion.sources.elsewhere import slips
from numrec.activations import Activation, Array
from numrec.gradient_check import central_difference, measured_gradients
from numrec.network import backprop, forward

TANH = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2)


def overwritten() -> Evidence:
    """Differentiate x e^x, in which x is used twice, going back through the product first."""
    x = np.array([1.3])
    through_product, through_exp = np.exp(x), x * np.exp(x)
    truth = central_difference(lambda x: float((x * np.exp(x)).sum()), x.copy())
    return Evidence(through_exp, through_product + through_exp, truth)


def layer() -> Evidence:
    """Take f' of the hidden layer at the next layer's z, in layers of one width."""
    return _in_backprop(Mutant("backward", {"f_prime(trace.z[l])": "f_prime(trace.z[l + 1])"}, ""))


def sign() -> Evidence:
    """Start from what was expected less what came out."""
    line = "a * a_hat.sum(axis=0, keepdims=True) - a_hat"
    return _in_backprop(Mutant("output_delta", {line: "a_hat - a"}, ""))


def factor() -> Evidence:
    """Differentiate x' A x - b' x without the 2 and with it, at a point."""
    A, b, x = np.array([[2.0, 1], [1, 20]]), np.array([5.0, 3]), np.array([0.7, -0.4])
    truth = central_difference(lambda x: float(x @ A @ x - b @ x), x.copy())
    return Evidence(A @ x - b, 2 * A @ x - b, truth)


def outputs() -> Evidence:
    """Ask for the derivative of a mean over three outputs, and get that of their sum."""
    mutant = MUTANTS["mean over the outputs for the sum"]
    of_sum = _in_backprop(mutant)  # its printed reading is the mean's derivative
    return Evidence(of_sum.meant, of_sum.printed, of_sum.truth / 3)


def brackets(g: float = 0.5) -> Evidence:
    """Carry a derivative g back through tanh."""
    x = np.array([-1.0, 0.2, 0.9])
    truth = central_difference(lambda x: float(g * np.tanh(x).sum()), x.copy())
    return Evidence(g - np.tanh(x) ** 2, g * (1 - np.tanh(x) ** 2), truth)


def _in_backprop(mutant: Mutant) -> Evidence:
    """Run numrec's backprop with the slip and without it, on a network of one width."""
    rng = np.random.default_rng(0)
    loss = "quadratic" if mutant.function == "quadratic_grad" else "cross_entropy"
    net = random_network([3, 3, 3], rng, hidden=TANH, loss=loss)
    a0, a_hat = random_samples(net.sizes, rng, 4)
    a_hat /= a_hat.sum(axis=0)
    trace = forward(net, a0)
    truth = measured_gradients(net, a0, a_hat)["omega", 1]
    printed, meant = (run(net, trace, a_hat).dC_domega[1] for run in (plant(mutant), backprop))
    return Evidence(printed, meant, truth)


WORKED_OUT: dict[str, Callable[[], Evidence]] = {
    function.__name__: function
    for function in (overwritten, layer, sign, factor, outputs, brackets)
}
"""Each slip by its id."""


def off_by(identity: str) -> float:
    """Say how far the printed reading is off, as a share of the truth's largest number.

    Raises
    ------
    CheckFailed
        If the printed reading holds, or the meant one does not.
    """
    evidence = WORKED_OUT[identity]()
    who = slips()[identity].who
    if evidence.misses(evidence.meant):
        raise CheckFailed(f"slip {identity} ({who}): what we say is meant does not hold")
    if not evidence.misses(evidence.printed):
        raise CheckFailed(f"slip {identity} ({who}): what we say is printed holds")
    return _share(evidence.printed - evidence.truth, evidence.truth)


def _share(off: Array, of: Array) -> float:
    return float(np.abs(off).max() / np.abs(of).max())
