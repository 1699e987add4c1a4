"""The loss C of a network's output a against the expected a_hat, and its gradients.

C is summed over the nodes and over the m columns of a batch (steps N3 and S4); the
optimiser, not the loss, divides by m.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from numrec.activations import NAMES, Activation, Array


class Loss(NamedTuple):
    """A loss with its gradient.

    Attributes
    ----------
    name : str
        What model files and messages call it.
    C : callable
        (a, a_hat), both (n_L, m), to one number.
    grad_a : callable
        (a, a_hat) to dC/da, of shape (n_L, m).
    output : str
        The activation that the output layer takes unless told otherwise.
    """

    name: str
    C: Callable[[Array, Array], Any]
    grad_a: Callable[[Array, Array], Array]
    output: str


def quadratic(a: Array, a_hat: Array) -> Any:
    """C = sum_i (a_i - a_hat_i)^2: no factor 1/2 (step N3)."""
    return ((a - a_hat) ** 2).sum()  # N3


def quadratic_grad(a: Array, a_hat: Array) -> Array:
    """dC/da_j = 2 (a_j - a_hat_j) (step B1)."""
    return 2 * (a - a_hat)  # B1


def cross_entropy(a: Array, a_hat: Array) -> Any:
    """C = - sum_i a_hat_i ln a_i (step S4); a node that is not expected adds 0.

    An output of 0 counts as the smallest normal number, so that C stays finite.
    """
    smallest = np.finfo(a.dtype).tiny
    return -(a_hat * np.log(a + smallest)).sum()  # S4


def cross_entropy_grad(a: Array, a_hat: Array) -> Array:
    """dC/da_j = - a_hat_j / a_j."""
    return -a_hat / a


def output_delta(loss: Loss, output: Activation, z: Array, a: Array, a_hat: Array) -> Array:
    """delta^[L] = dC/dz^[L], of shape (n_L, m).

    Elementwise activations have grad_a C times f'(z) (step B9). Softmax couples the
    nodes of a column, so its Jacobian (step S3) takes the place of f'; with
    cross-entropy the two cancel to a (sum a_hat) - a_hat, which is a - a_hat for
    targets that sum to 1 (step S5).
    """
    delta: Array
    if output.f_prime is not None:
        delta = loss.grad_a(a, a_hat) * output.f_prime(z)  # B2, B7, B9
    elif loss.name == "cross_entropy":
        delta = a * a_hat.sum(axis=0, keepdims=True) - a_hat  # S5
    else:
        grad_a = loss.grad_a(a, a_hat)
        delta = a * (grad_a - (grad_a * a).sum(axis=0, keepdims=True))  # S3
    return delta


def loss_by_name(name: str) -> Loss:
    """Look a loss up, "quadratic" or "cross_entropy"; another name is a ValueError."""
    if name not in _BY_NAME:
        raise ValueError(f"loss {name!r} is not known; expected one of {', '.join(_BY_NAME)}")
    return _BY_NAME[name]


def check_choice(hidden: Activation, output: Activation, loss: Loss) -> None:
    """Refuse a softmax in a hidden layer, and cross-entropy on outputs that are not in (0, 1).

    What an activation of the reader's own gives is not known, so it is let through.
    """
    if hidden.f_prime is None:
        raise ValueError(f"hidden is {hidden.name!r}; expected an elementwise activation")
    if loss.name == "cross_entropy" and output.name in NAMES - {"softmax", "sigmoid"}:
        raise ValueError(
            f"output is {output.name!r}; cross-entropy takes ln a, "
            "so expected 'softmax' or 'sigmoid'"
        )


_BY_NAME = {
    "quadratic": Loss("quadratic", quadratic, quadratic_grad, "sigmoid"),
    "cross_entropy": Loss("cross_entropy", cross_entropy, cross_entropy_grad, "softmax"),
}
