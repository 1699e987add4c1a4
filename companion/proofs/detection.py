"""Which check catches which mistake: every check really run on every broken backprop."""

from collections.abc import Callable

import numpy as np

from companion.proofs.card import CheckFailed
from companion.proofs.cases import random_network, random_samples
from companion.proofs.mutant_formulas import FORMULAS, RIGHT, refused
from companion.proofs.mutants import MUTANTS, Backprop, moved_too_early, plant
from companion.proofs.symbolic_execution import runs_on_symbols
from companion.worked_example.example import worked_example
from companion.worked_example.network import worked_network
from companion.worked_example.wolfram import places
from numrec.activations import Array
from numrec.gradient_check import central_difference, check_gradients, complex_step
from numrec.network import Network, backprop, forward, new_network
from numrec.optimisers import SGD

TOLERANCE = 1e-4
"""Between what rounding leaves of a right backprop, 1e-7, and the least of a wrong one, 0.2."""


RATE, POINTS = 0.3, 160
"""Of the training: its learning rate, and the points of its one batch."""


def by_proof(name: str) -> bool:
    """Ask sympy about the formula, for layers of any width and any f."""
    return refused(FORMULAS.get(name, RIGHT))


def on_symbols(run: Backprop) -> bool:
    """Run the code on symbols: a batch of two in a 2-2-2 network, the activations unknown."""
    try:
        runs_on_symbols("H9", [2, 2, 2], run, samples=2)
    except (CheckFailed, ValueError):
        return True
    return False


def by_measuring(
    run: Backprop, method: Callable[..., Array], hidden: str = "sigmoid", m: int = 5
) -> bool:
    """Compare with measured derivatives on a square 3-3-3-3 network and m samples."""
    net, a0, a_hat = draw(hidden, m)
    try:
        return not check_gradients(net, a0, a_hat, method, run).relative_error < TOLERANCE
    except ValueError:
        return True


def by_digits(run: Backprop) -> bool:
    """Round the worked example's derivatives and compare the printed digits."""
    net, a0, a_hat = worked_network()
    try:
        grads = run(net, forward(net, a0), a_hat)
    except ValueError:
        return True
    printed = worked_example().printed_gradients
    for name, texts in printed.items():
        kind, l = name[:-1], int(name[-1])
        values, digits = getattr(grads, kind)[l].ravel(), np.ravel(texts)
        if [places(x) for x in values] != digits.tolist():
            return True
    return False


def by_training(run: Backprop) -> bool:
    """Train on four clusters, and look at nothing but how many points are read right."""
    net, a0, a_hat = clusters()
    try:
        losses_in_training(run, net, a0, a_hat)
    except ValueError:
        return True
    answers = forward(net, a0).a[net.L].argmax(axis=0)
    return not (answers == a_hat.argmax(axis=0)).mean() > 0.9


def losses_in_training(run: Backprop, net: Network, a0: Array, a_hat: Array) -> list[float]:
    """Train the network with this backprop; return the mean loss before and after each step."""
    optimiser, losses = SGD(RATE), []
    for _ in range(300):
        trace = forward(net, a0)
        losses.append(float(net.loss.C(trace.a[net.L], a_hat)) / a0.shape[1])
        optimiser.step(net, run(net, trace, a_hat), a0.shape[1])
    return [*losses, float(net.loss.C(forward(net, a0).a[net.L], a_hat)) / a0.shape[1]]


def in_training(name: str, run: Backprop) -> Backprop:
    """Return the mistake as the training makes it: a weight moves by its optimiser's own step."""
    early = name == "weights moved too early"
    return plant(moved_too_early(RATE / POINTS)) if early else run


CHECKS: dict[str, Callable[[str, Backprop], bool]] = {
    "proof, on paper": lambda name, run: by_proof(name),
    "code on symbols": lambda name, run: on_symbols(run),
    "central differences": lambda name, run: any(
        by_measuring(run, central_difference, hidden) for hidden in ("sigmoid", "leaky_relu")
    ),
    "complex step": lambda name, run: any(
        by_measuring(run, complex_step, hidden) for hidden in ("sigmoid", "leaky_relu")
    ),
    "printed digits": lambda name, run: by_digits(run),
    "training alone": lambda name, run: by_training(in_training(name, run)),
}
"""Each check by its name; True when it refuses the backprop that it is given. The proof alone is
given none: it judges the formula that a mistake comes to."""


def caught(name: str) -> dict[str, bool]:
    """Say of each check whether it catches the mistake of that name, or "none"."""
    run = plant(MUTANTS[name]) if name != "none" else backprop
    return {check: refuses(name, run) for check, refuses in CHECKS.items()}


def draw(hidden: str, m: int) -> tuple[Network, Array, Array]:
    """Draw a square network and samples; no z lies near the kink of leaky ReLU."""
    rng = np.random.default_rng(3)
    while True:
        net = random_network([3, 3, 3, 3], rng, hidden=hidden)
        a0, a_hat = random_samples(net.sizes, rng, m)
        if min(np.abs(z).min() for z in forward(net, a0).z.values()) > 1e-3:
            return net, a0, a_hat


def clusters() -> tuple[Network, Array, Array]:
    """Draw 40 points round each of four centres, and a square network that can tell them apart."""
    rng = np.random.default_rng(1)
    labels = np.arange(POINTS) % 4
    centres = rng.normal(size=(4, 4)) * 2
    a0 = centres[:, labels] + 0.3 * rng.normal(size=(4, POINTS))
    net = new_network([4, 4, 4, 4], rng, loss="quadratic", dtype=np.float64)
    return net, a0, np.eye(4)[:, labels]
