"""What each slip of the published text comes to, in numbers: as printed, and as meant.

An erratum is shown when the printed reading misses the truth and the meant one hits it. The truth
is measured or counted, so it leans on neither reading.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from companion.proofs.card import Card, CheckFailed
from companion.proofs.cases import Case, layers_above, random_case
from companion.sources.errata import errata
from companion.symbols import a_hat
from companion.worked_example.example import worked_example
from companion.worked_example.network import worked_network
from companion.worked_example.wolfram import evaluate
from numrec.activations import Array, sigmoid_prime, softmax
from numrec.data.mnist import load_mnist
from numrec.gradient_check import central_difference, complex_step, measured_gradients
from numrec.losses import cross_entropy
from numrec.network import backprop, forward, new_network


class Evidence(NamedTuple):
    """An erratum in numbers.

    Attributes
    ----------
    printed, meant : array
        What each reading comes to.
    truth : array
        What it has to come to.
    tolerance : float
        How far a right reading may be off, at most.
    """

    printed: Array
    meant: Array
    truth: Array
    tolerance: float = 1e-6

    def misses(self, reading: Array) -> bool:
        """Tell whether a reading is off, in its shape or in some number."""
        if np.shape(reading) != np.shape(self.truth):
            return True
        return bool(np.abs(reading - self.truth).max() > self.tolerance)


def _case() -> Case:
    """Draw a network with layers of one width, where no shape tells."""
    return random_case(np.random.default_rng(0), [3, 3, 3, 3], hidden="sigmoid")


def _delta(case: Case, l: int) -> Array:
    return case.measured["b", l]  # dz/db is 1 (step B3), so dC/db is delta


def rounded_too_early() -> Evidence:
    """E1: an entry of W2, printed, and from unrounded factors."""
    net, a0, a_hat = worked_network()
    printed = evaluate(worked_example().wolfram["W2"].output)[0, 1]
    meant = backprop(net, forward(net, a0), a_hat).dC_domega[2][0, 1]
    truth = measured_gradients(net, a0, a_hat, complex_step)["omega", 2][0, 1]
    return Evidence(np.array(float(printed)), np.array(meant), np.array(truth), tolerance=1e-8)


def outer_for_hadamard() -> Evidence:
    """E2: delta of a hidden layer with the outer and with the Hadamard product."""
    case = _case()
    from_above, slope = case.net.omega[3].T @ _delta(case, 3), sigmoid_prime(case.trace.z[2])
    return Evidence(from_above @ slope.T, case.grads.delta[2], _delta(case, 2))


def number_of_pixels() -> Evidence:
    """E3: the inputs of the benchmarked network, and the pixels of an image in MNIST's file."""
    return Evidence(np.array(728), np.array(784), np.array(len(load_mnist().test_images)))


def values_of_the_wrong_layer() -> Evidence:
    """E4: dC/domega^[L] with a^[L] for a^[L-1] in the columns 2 and m of its second row."""
    case = random_case(np.random.default_rng(0), [4, 4, 4, 4], hidden="sigmoid")
    meant = _delta(case, 3) @ case.trace.a[2].T
    printed, columns = meant.copy(), [2, -1]
    printed[1, columns] = _delta(case, 3)[1] * case.trace.a[3][columns, 0]
    return Evidence(printed, meant, case.measured["omega", 3])


def index_of_the_weights() -> Evidence:
    """E5: dz^[l]/da^[l-1], measured, and the weights of layer l-1 and of layer l."""
    case = _case()
    net, top = case.net, layers_above(case.net, 3)
    truth = central_difference(lambda a: forward(top, a).z[1][:, 0], case.trace.a[2])[..., 0]
    return Evidence(net.omega[2], net.omega[3], truth)


def parameter_for_its_derivative() -> Evidence:
    """E6: b^[l-1] and dC/db^[l-1], where delta^[l-1] is on the other side."""
    case = _case()
    return Evidence(case.net.b[2], _delta(case, 2), case.grads.delta[2])


def variance_of_the_values() -> Evidence:
    """E7: the variance of a layer's values and of its weights after He, where 2/n_in is said."""
    n = 400
    rng = np.random.default_rng(0)
    net = new_network([n] * 6, rng, hidden="relu", output="relu", loss="quadratic")
    values = forward(net, rng.normal(size=(n, n)).astype(np.float32)).a[net.L]
    printed, meant = np.array(values.var()), np.array(net.omega[net.L].var())
    return Evidence(printed, meant, np.array(2 / n), tolerance=0.02 * 2 / n)


def need_for_rate() -> Evidence:
    """E8: how much the outputs would have to change, and the rates 2(a - a_hat)."""
    case = _case()
    a, target = case.trace.a[3][:, 0], case.values[a_hat]
    truth = central_difference(lambda a: ((a - target) ** 2).sum(), a)
    return Evidence(target - a, 2 * (a - target), truth)


def layers_of_the_summary() -> Evidence:
    """E9: delta^[l-1] from delta^[l] for l < L and for l <= L, and every hidden layer's delta."""
    case = _case()
    L, delta = case.net.L, case.grads.delta

    def lower(above: range) -> Array:
        return np.hstack([delta[l - 1] for l in above])

    truth = np.hstack([_delta(case, l) for l in range(1, L)])
    return Evidence(lower(range(2, L)), lower(range(2, L + 1)), truth)


def layer_of_the_working() -> Evidence:
    """E10: dC/db of layer L-1 and of layer L, where the earlier working gives 2(a - a_hat) f'."""
    case = _case()
    L = case.net.L
    target = case.values[a_hat][:, np.newaxis]
    truth = 2 * (case.trace.a[L] - target) * sigmoid_prime(case.trace.z[L])
    return Evidence(_delta(case, L - 1), _delta(case, L), truth)


def loss_for_weight() -> Evidence:
    """E11: how a weight changes with the loss, and how the loss changes with a weight."""
    case = _case()
    meant = case.grads.dC_domega[2]
    return Evidence(1 / meant, meant, case.measured["omega", 2])


def layer_before_the_output() -> Evidence:
    """E12: the layer whose derivatives the output layer's deltas give: L-2 or L-1."""
    case = _case()
    truth = case.net.omega[3].T @ _delta(case, 3)

    def slopes(l: int) -> Array:  # of the loss, by the values of layer l
        top, target = layers_above(case.net, l + 1), case.values[a_hat]
        return central_difference(
            lambda a: ((forward(top, a).a[top.L][:, 0] - target) ** 2).sum(), case.trace.a[l]
        )

    return Evidence(slopes(1), slopes(2), truth)


def deltas_alone() -> Evidence:
    """E14: delta below from the deltas above and some other weights, and from the weights too."""
    case = _case()
    other = np.random.default_rng(1).normal(size=case.net.omega[3].shape)
    slope = sigmoid_prime(case.trace.z[2])
    printed, meant = ((omega.T @ _delta(case, 3)) * slope for omega in (other, case.net.omega[3]))
    return Evidence(printed, meant, _delta(case, 2))


def into_the_loss() -> Evidence:
    """E16: cross-entropy of z, and of the softmax of z; the truth is -ln of the right share."""
    z, target = np.array([[0.5], [1.5], [2.5]]), np.array([[0.0], [1.0], [0.0]])
    truth = np.log(np.exp(z).sum()) - z[1, 0]
    printed, meant = (np.array(cross_entropy(a, target)) for a in (z, softmax(z)))
    return Evidence(printed, meant, truth)


EVIDENCE: dict[str, Callable[[], Evidence]] = {
    "E1": rounded_too_early,
    "E2": outer_for_hadamard,
    "E3": number_of_pixels,
    "E4": values_of_the_wrong_layer,
    "E5": index_of_the_weights,
    "E6": parameter_for_its_derivative,
    "E7": variance_of_the_values,
    "E8": need_for_rate,
    "E9": layers_of_the_summary,
    "E10": layer_of_the_working,
    "E11": loss_for_weight,
    "E12": layer_before_the_output,
    "E14": deltas_alone,
    "E16": into_the_loss,
}
"""What makes the evidence of each erratum that says something computable, by its id."""


def shows_erratum(erratum: str) -> Card:
    """Note a slip in print, once its evidence in numbers has shown it.

    Raises
    ------
    CheckFailed
        If there is no such erratum or nothing to compute in it, what is printed comes to the
        truth, or what is meant does not.
    """
    if erratum not in EVIDENCE:
        raise CheckFailed(
            f"{erratum!r} is no erratum with evidence; expected {', '.join(EVIDENCE)}"
        )
    evidence = EVIDENCE[erratum]()
    if not evidence.misses(evidence.printed):
        raise CheckFailed(f"erratum {erratum}: what is printed is right, expected a slip")
    if evidence.misses(evidence.meant):
        raise CheckFailed(f"erratum {erratum}: what is meant is off, expected {evidence.truth}")
    told = errata()[erratum]
    says = f"Printed: {told.printed} Meant: {told.meant}"
    return Card(erratum, ("shown",), f"{says} In numbers the first misses, the second hits.")
