"""Weight decay (G1) beside an L2 term in the loss: in numbers, and numrec's lines on symbols."""

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from companion.proofs.cases import Case, random_case
from companion.proofs.optimiser_runs import Run, random_run
from companion.proofs.rewriting import with_method
from companion.proofs.symbolic_execution import UNKNOWN
from numrec.activations import Array
from numrec.losses import loss_by_name
from numrec.network import Gradients, Network
from numrec.optimisers import SGD, Adam, Momentum, Nesterov, Optimiser, RMSProp

Kind = type[Optimiser]

omega, lamda, mu = sp.symbols("omega lambda mu", real=True)
eta = sp.Symbol("eta", positive=True)
g = sp.symbols("g_:3", real=True)
"""The gradients of the first steps, without the term of the loss."""


def with_l2(kind: Kind) -> Kind:
    """Return an optimiser whose `weight_decay` is the lambda of a term in the loss instead.

    The term is half of lambda times the sum of the squared weights, and adds lambda omega to each
    sample's gradient.
    """

    def step(self: Any, net: Network, grads: Gradients, batch_size: int) -> None:
        decay, self.weight_decay = self.weight_decay, 0.0
        pulled = {l: grads.dC_domega[l] + batch_size * decay * net.omega[l] for l in net.omega}
        kind.step(self, net, grads._replace(dC_domega=pulled), batch_size)
        self.weight_decay = decay

    return type(f"{kind.__name__}WithL2", (kind,), {"step": step})


def weight_after(kind: Kind, steps: int) -> sp.Expr:
    """Return the one weight of a network after some steps of numrec's own code on symbols."""
    optimiser: Any = kind(1)  # an optimiser refuses a symbol where it checks a number
    optimiser._learning_rate, optimiser.momentum, optimiser.weight_decay = eta, mu, lamda

    def one(entry: Any) -> dict[int, Array]:
        return {1: np.array([[entry]], object)}

    net = Network(one(omega), one(sp.S(0)), UNKNOWN, UNKNOWN, loss_by_name("quadratic"))
    for slope in g[:steps]:
        optimiser.step(net, Gradients({}, one(slope), one(sp.S(0))), 1)
    return sp.expand(net.omega[1][0, 0])


def decay_case() -> Case:
    """Return numbers for the symbols here."""
    numbers = [sp.Rational(n, 7) for n in range(1, 8)]
    values: dict[Any, Any] = dict(zip((omega, lamda, mu, eta, *g), numbers, strict=False))
    return random_case(np.random.default_rng(0), [2, 2])._replace(values=values, short={})


class DecayCase(NamedTuple):
    """An optimiser and a seeded run for it; its string tells both."""

    kind: Kind
    run: Run

    def __str__(self) -> str:
        return f"{self.kind.__name__}, {self.run}"


def decay_cases() -> list[DecayCase]:
    """Give each optimiser two runs."""
    kinds = (SGD, Momentum, Nesterov, RMSProp, Adam)
    return [DecayCase(kind, random_run(seed)) for kind in kinds for seed in (0, 1)]


def shrinks_then_steps(change: Callable[[Kind], Kind], case: DecayCase, decay: float = 0.3) -> bool:
    """Tell whether each weight shrinks by eta lambda, then moves as without decay; no bias shrinks.

    The run's gradients are given beforehand, so that the moves are those of a run without decay.
    """
    plain, decayed = copy.deepcopy(case.run.net), copy.deepcopy(case.run.net)
    ours = copy.deepcopy(case.run.net)
    without, with_decay = case.kind(1), change(case.kind)(1, weight_decay=decay)
    for grads, rate, m in zip(case.run.sums, case.run.rates, case.run.batch_sizes, strict=True):
        before = copy.deepcopy(plain)
        without.learning_rate = with_decay.learning_rate = rate
        without.step(plain, grads, m)
        with_decay.step(decayed, grads, m)
        for l in ours.omega:
            move = plain.omega[l] - before.omega[l]
            ours.omega[l][:] = (1 - rate * decay) * ours.omega[l] + move
    return all(
        np.allclose(decayed.omega[l], ours.omega[l]) and np.allclose(decayed.b[l], plain.b[l])
        for l in ours.omega
    )


def _changed(pieces: dict[str, str]) -> Callable[[Kind], Kind]:
    return lambda kind: with_method(kind, "step", pieces)


WRONG_DECAYS: dict[str, Callable[[Kind], Kind]] = {
    "the rate forgotten": _changed({"self.learning_rate * self.weight_decay": "self.weight_decay"}),
    "the weights grow": _changed({"*= 1 - self": "*= 1 + self"}),
    "the biases shrunk too": _changed(
        {"net.omega.values()": "[*net.omega.values(), *net.b.values()]"}
    ),
    "a term in the loss instead": with_l2,
}
"""What a person could write in place of the decay, by what is wrong."""
