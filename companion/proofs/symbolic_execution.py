"""numrec's own lines, run on symbols: the code that trains is the code that is proved."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from companion.proofs.card import Card, CheckFailed, known_step
from companion.proofs.symbolic import f, f_L, f_L_prime, f_prime
from numrec.activations import Activation, Array
from numrec.losses import loss_by_name
from numrec.network import Gradients, Network, Trace, backprop, forward


def runs_on_symbols(
    step: str,
    sizes: list[int],
    gradients: Callable[[Network, Trace, Array], Gradients] | None = None,
    samples: int = 1,
) -> Card:
    """Run numrec's own forward and backprop on symbols, and compare with sympy's derivative.

    The loss is written out node by node and differentiated by sympy, with one unknown f for the
    hidden layers and another for the output; every entry of dC/domega and dC/db must be equal.
    `gradients` runs in backprop's place, if given. The loss of several samples is the sum of
    theirs.

    Raises
    ------
    CheckFailed
        If some derivative has another shape or differs; names it.
    """
    known_step(step)
    names, C = scalar_network(sizes, samples)
    hidden = Activation("f", _entrywise(f), _entrywise(f_prime))
    output = Activation("f_L", _entrywise(f_L), _entrywise(f_L_prime))
    net = Network(names["omega"], names["b"], hidden, output, loss_by_name("quadratic"))
    run = backprop if gradients is None else gradients
    grads = run(net, forward(net, names["a0"]), names["a_hat"])
    entries = 0
    for parameters, ours in (
        (names["omega"], grads.dC_domega),
        (names["b"], grads.dC_db),
    ):
        for l, array in parameters.items():
            if ours[l].shape != array.shape:
                found = f"has the shape {ours[l].shape}, expected {array.shape}"
                raise CheckFailed(f"step {step}: the code's derivative by {array[0, 0]} {found}")
            for index in np.ndindex(array.shape):
                left = sp.expand(ours[l][index] - sp.diff(C, array[index]))
                if left != 0:
                    raise CheckFailed(f"step {step}: the code's {array[index]} is off by {left}")
                entries += 1
    shape = "-".join(map(str, sizes))
    batch = f" on a batch of {samples}" if samples > 1 else ""
    network = f"{shape} network{batch}, with unknown activations,"
    says = f"All {entries} derivatives of a {network} are sympy's own."
    return Card(step, ("symbols",), says)


def _entrywise(function: Any) -> Any:
    return np.vectorize(function, otypes=[object])


def scalar_network(sizes: list[int], samples: int = 1) -> tuple[dict[str, Any], sp.Expr]:
    """Write a small network's quadratic loss out in scalar symbols, node by node.

    Returns
    -------
    symbols : dict
        "omega" and "b": dicts of object arrays by layer; "a0" and "a_hat": a column a sample.
    C : sympy expression
        With f unknown in the hidden layers, and f_L in the output layer.
    """
    names, z = scalar_parameters(sizes, samples)
    C = sp.S(0)
    for p in range(samples):
        target = names["a_hat"][:, p]
        C += sum((f_L(node) - t) ** 2 for node, t in zip(z[p], target, strict=True))
    return names, C


def scalar_parameters(
    sizes: list[int], samples: int = 1
) -> tuple[dict[str, Any], list[list[sp.Expr]]]:
    """Give the symbols of `scalar_network`, and the z of its output nodes, sample by sample."""
    depth = len(sizes) - 1
    weights = {
        l: np.array(sp.symbols(f"omega{l}_:{sizes[l]}:{sizes[l - 1]}")).reshape(
            sizes[l], sizes[l - 1]
        )
        for l in range(1, depth + 1)
    }
    biases = {l: column(f"b{l}", sizes[l]) for l in range(1, depth + 1)}
    a0, target = (
        np.hstack([column(name if samples == 1 else f"{name}{p}", rows) for p in range(samples)])
        for name, rows in (("x", sizes[0]), ("t", sizes[-1]))
    )
    z = []
    for p in range(samples):
        below = list(a0[:, p])
        for l in range(1, depth + 1):
            above = [
                sum(weights[l][j, i] * below[i] for i in range(sizes[l - 1])) + biases[l][j, 0]
                for j in range(sizes[l])
            ]
            below = [f(node) for node in above]
        z.append(above)
    return {"omega": weights, "b": biases, "a0": a0, "a_hat": target}, z


def column(name: str, rows: int) -> Any:
    """Give rows symbols as a column, shape (rows, 1)."""
    return np.array(sp.symbols(f"{name}_:{rows}")).reshape(-1, 1)
