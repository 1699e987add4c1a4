"""numrec's own softmax, and its backprop with cross-entropy, run on symbols."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from companion.pages.letters import Letter, formulas, letters
from companion.proofs.card import Card, CheckFailed, known_step
from companion.proofs.symbolic import f, f_prime
from companion.proofs.symbolic_execution import column, scalar_parameters
from numrec.activations import Activation, Array, softmax
from numrec.losses import loss_by_name
from numrec.network import Gradients, Network, Trace, backprop, forward


def softmax_runs_on_symbols(step: str, width: int, run: Callable[[Array], Array] = softmax) -> Card:
    """Run numrec's own softmax on symbols, once for each node that could be the largest.

    Each result must equal e^(z_j) / sum_k e^(z_k), whichever maximum was taken off. `run` is
    checked in softmax's place, if given.

    Raises
    ------
    CheckFailed
        If some entry of some run is another function of z; says which.
    """
    known_step(step)
    z = column("z", width)
    e = [sp.exp(node) for node in z[:, 0]]
    for largest in range(width):
        at = letters(z, np.random.default_rng(0))
        at[largest, 0] = Letter(z[largest, 0], 10.0)
        for ours, ref in zip(formulas(run(at))[:, 0], e, strict=True):
            above, below = sp.fraction(sp.together(ours))
            if (left := sp.expand(above * sum(e) - ref * below)) != 0:
                found = f"is off by {left} over its denominators"
                raise CheckFailed(f"step {step}: with node {largest} largest, softmax {found}")
    says = f"The code's softmax of {width} letters, whichever of them is the largest."
    return Card(step, ("symbols",), says)


def runs_with_cross_entropy(
    step: str,
    sizes: list[int],
    gradients: Callable[[Network, Trace, Array], Gradients] | None = None,
) -> Card:
    """Run forward, softmax and backprop with cross-entropy on symbols, the targets' sum free.

    The loss is written out node by node and differentiated by sympy, the hidden layers' f
    unknown; every entry of dC/domega and dC/db must be equal. `gradients` runs in backprop's
    place, if given.

    Raises
    ------
    CheckFailed
        If some derivative differs; names it.
    """
    known_step(step)
    names, (z,) = scalar_parameters(sizes)
    rng = np.random.default_rng(len(sizes))
    net = Network(
        {l: letters(w, rng) for l, w in names["omega"].items()},
        {l: letters(b, rng) for l, b in names["b"].items()},
        Activation("f", _unknown(f, np.tanh), _unknown(f_prime, np.cos)),
        Activation("softmax", softmax, None),
        loss_by_name("cross_entropy"),
    )
    trace = forward(net, letters(names["a0"], rng))
    run = backprop if gradients is None else gradients
    grads = run(net, trace, letters(names["a_hat"], rng))
    target = names["a_hat"][:, 0]
    total = sum(sp.exp(node) for node in z)
    C = -sum(t * sp.log(sp.exp(node) / total) for t, node in zip(target, z, strict=True))
    biases, entries = names["b"][net.L][:, 0], 0
    for parameters, ours in ((names["omega"], grads.dC_domega), (names["b"], grads.dC_db)):
        for l, array in parameters.items():
            for index in np.ndindex(array.shape):
                off = formulas(ours[l])[index] - sp.diff(C, array[index])
                left = sp.expand(sp.fraction(sp.together(_with_letters(off, z, biases)))[0])
                if left != 0:
                    raise CheckFailed(f"step {step}: the code's {array[index]} is off by {left}")
                entries += 1
    shape = "-".join(map(str, sizes))
    says = f"All {entries} derivatives of a {shape} network with softmax, any targets, are sympy's."
    return Card(step, ("symbols",), says, tag=shape)


def _unknown(name: Any, number: Callable[[float], float]) -> Callable[[Array], Array]:
    return np.vectorize(lambda x: x.through(name, number), otypes=[object])


def _with_letters(expression: sp.Expr, z: list[sp.Expr], biases: Array) -> sp.Expr:
    """Write E_k for e^(z_k), which would be a long product; z_k alone holds the bias b_k."""
    E = sp.symbols(f"E_:{len(z)}", positive=True)

    def shorter(exponent: sp.Expr) -> sp.Expr:
        times = [sp.expand(exponent).coeff(b) for b in biases]
        rest = sp.expand(exponent - sum(m * node for m, node in zip(times, z, strict=True)))
        powers = [letter**m for letter, m in zip(E, times, strict=True)]
        return sp.Mul(sp.exp(rest, evaluate=rest == 0), *powers)

    return expression.replace(sp.exp, shorter)
