"""numrec's own lines, run on symbols: the code that trains is the code that is proved."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import sympy as sp

from companion.proofs.card import Card, CheckFailed
from companion.proofs.concolic import Concolic, concolic, formulas
from companion.proofs.mutants import Backprop
from companion.symbols import f, f_L, f_L_prime, f_prime
from numrec.activations import Activation, Array, softmax
from numrec.losses import loss_by_name
from numrec.network import Gradients, Network, backprop, forward


class ScalarNetwork(NamedTuple):
    """A small network in scalar symbols, node by node.

    Attributes
    ----------
    omega, b : dict of int to array
        The parameters by layer.
    a0, a_hat : array
        A column a sample.
    z : list of list
        The z of the output nodes, written out, sample by sample.
    """

    omega: dict[int, Array]
    b: dict[int, Array]
    a0: Array
    a_hat: Array
    z: list[list[sp.Expr]]

    def loss(
        self,
        output: Callable[[list[sp.Expr]], list[sp.Expr]],
        of_node: Callable[[sp.Expr, sp.Expr], sp.Expr],
    ) -> sp.Expr:
        """Write C out: of_node(a, a_hat) over the nodes of each sample's a = output(z)."""
        samples = zip(self.z, self.a_hat.T, strict=True)
        pairs = [zip(output(z), target, strict=True) for z, target in samples]
        return sum((of_node(a, a_hat) for pair in pairs for a, a_hat in pair), sp.S(0))


def scalar_network(sizes: list[int], samples: int = 1) -> ScalarNetwork:
    """Write a small network out in scalar symbols, with the unknown f in its layers."""
    layers = range(1, len(sizes))
    omega = {l: _symbols(f"omega{l}_:{sizes[l]}", sizes[l], sizes[l - 1]) for l in layers}
    b = {l: column(f"b{l}", sizes[l]) for l in layers}
    a0, target = (
        np.hstack([column(name if samples == 1 else f"{name}{p}", rows) for p in range(samples)])
        for name, rows in (("x", sizes[0]), ("t", sizes[-1]))
    )
    outputs = []
    for x in a0.T:
        a = sp.Matrix(x)
        for l in layers:
            z = sp.Matrix(omega[l]) * a + sp.Matrix(b[l])
            a = z.applyfunc(f)
        outputs.append(list(z))
    return ScalarNetwork(omega, b, a0, target, outputs)


def column(name: str, rows: int) -> Any:
    """Return rows symbols as a column, shape (rows, 1)."""
    return np.array(sp.symbols(f"{name}_:{rows}")).reshape(-1, 1)


def _symbols(name: str, rows: int, columns: int) -> Array:
    return np.array(sp.symbols(f"{name}:{columns}")).reshape(rows, columns)


def elementwise(function: Any) -> Any:
    """Return the function of each entry of an array of objects."""
    return np.vectorize(function, otypes=[object])


UNKNOWN = Activation("f", elementwise(f), elementwise(f_prime))
"""The activation f of which nothing is known, on arrays of symbols."""


def runs_on_symbols(
    step: str, sizes: list[int], gradients: Backprop | None = None, samples: int = 1
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
    symbols = scalar_network(sizes, samples)
    output = Activation("f_L", elementwise(f_L), elementwise(f_L_prime))
    net = Network(symbols.omega, symbols.b, UNKNOWN, output, loss_by_name("quadratic"))
    grads = _gradients(net, symbols.a0, symbols.a_hat, gradients)
    C = symbols.loss(lambda z: [f_L(node) for node in z], lambda a, t: (a - t) ** 2)
    entries = _compare(step, symbols, grads, C, sp.expand)
    batch = f" on a batch of {samples}" if samples > 1 else ""
    network = f"{_shape(sizes)} network{batch}, with unknown activations,"
    says = f"All {entries} derivatives of a {network} are sympy's own."
    return Card(step, ("symbols",), says)


def runs_with_cross_entropy(step: str, sizes: list[int], gradients: Backprop | None = None) -> Card:
    """Run forward, softmax and backprop with cross-entropy on symbols, the targets' sum free.

    As `runs_on_symbols`, but for the output layer.

    Raises
    ------
    CheckFailed
        If some derivative differs; names it.
    """
    symbols = scalar_network(sizes)
    rng = np.random.default_rng(len(sizes))
    net = Network(
        {l: concolic(omega, rng) for l, omega in symbols.omega.items()},
        {l: concolic(b, rng) for l, b in symbols.b.items()},
        Activation("f", _through(f, np.tanh), _through(f_prime, np.cos)),
        Activation("softmax", softmax, None),
        loss_by_name("cross_entropy"),
    )
    a0, a_hat = concolic(symbols.a0, rng), concolic(symbols.a_hat, rng)
    grads = _gradients(net, a0, a_hat, gradients)
    grads = grads._replace(
        dC_domega={l: formulas(array) for l, array in grads.dC_domega.items()},
        dC_db={l: formulas(array) for l, array in grads.dC_db.items()},
    )
    (z,) = symbols.z
    powers = [sp.exp(node) for node in z]
    C = symbols.loss(lambda z: [e / sum(powers) for e in powers], lambda a, t: -t * sp.log(a))
    biases = symbols.b[net.L][:, 0]
    numerator = lambda off: sp.expand(sp.fraction(sp.together(_shortened(off, z, biases)))[0])
    entries, shape = _compare(step, symbols, grads, C, numerator), _shape(sizes)
    says = f"All {entries} derivatives of a {shape} network with softmax, any targets, are sympy's."
    return Card(step, ("symbols",), says, tag=shape)


def softmax_runs_on_symbols(step: str, width: int, run: Callable[[Array], Array] = softmax) -> Card:
    """Run numrec's own softmax on symbols, once for each node that could be the largest.

    Each result must equal e^(z_j) / sum_k e^(z_k), whichever maximum was taken off. `run` is
    checked in softmax's place, if given.

    Raises
    ------
    CheckFailed
        If some entry of some run is another function of z; says which.
    """
    z = column("z", width)
    e = [sp.exp(node) for node in z[:, 0]]
    for largest in range(width):
        at = concolic(z, np.random.default_rng(0))
        at[largest, 0] = Concolic(z[largest, 0], 10.0)
        for ours, ref in zip(formulas(run(at))[:, 0], e, strict=True):
            above, below = sp.fraction(sp.together(ours))
            if (left := sp.expand(above * sum(e) - ref * below)) != 0:
                found = f"is off by {left} over its denominators"
                raise CheckFailed(f"step {step}: with node {largest} largest, softmax {found}")
    says = f"The code's softmax of {width} symbols, whichever of them is the largest."
    return Card(step, ("symbols",), says)


def _gradients(net: Network, a0: Array, a_hat: Array, run: Backprop | None) -> Gradients:
    """Run forward and backprop as training does: the second batch writes over the first's arrays.

    The first is of zeros, so that nothing of it can pass for the second's.
    """
    if run is not None:
        return run(net, forward(net, a0), a_hat)
    trace = forward(net, 0 * a0)
    grads = backprop(net, trace, a_hat)
    return backprop(net, forward(net, a0, out=trace), a_hat, out=grads)


def _compare(
    step: str,
    symbols: ScalarNetwork,
    grads: Gradients,
    C: sp.Expr,
    simplified: Callable[[sp.Expr], sp.Expr],
) -> int:
    """Count the derivatives of C by every parameter; raise unless the code's are the same."""
    entries = 0
    for parameters, ours in ((symbols.omega, grads.dC_domega), (symbols.b, grads.dC_db)):
        for l, array in parameters.items():
            if ours[l].shape != array.shape:
                found = f"has the shape {ours[l].shape}, expected {array.shape}"
                raise CheckFailed(f"step {step}: the code's derivative by {array[0, 0]} {found}")
            for index in np.ndindex(array.shape):
                left = simplified(ours[l][index] - sp.diff(C, array[index]))
                if left != 0:
                    raise CheckFailed(f"step {step}: the code's {array[index]} is off by {left}")
                entries += 1
    return entries


def _through(name: Any, number: Callable[[float], float]) -> Any:
    return elementwise(lambda x: x.through(name, number))


def _shape(sizes: list[int]) -> str:
    return "-".join(map(str, sizes))


def _shortened(expression: sp.Expr, z: list[sp.Expr], biases: Array) -> sp.Expr:
    """Write E_k for e^(z_k), which would be a long product; z_k alone holds the bias b_k."""
    E = sp.symbols(f"E_:{len(z)}", positive=True)

    def shorter(exponent: sp.Expr) -> sp.Expr:
        times = [sp.expand(exponent).coeff(b) for b in biases]
        rest = sp.expand(exponent - sum(m * node for m, node in zip(times, z, strict=True)))
        powers = [symbol**m for symbol, m in zip(E, times, strict=True)]
        return sp.Mul(sp.exp(rest, evaluate=rest == 0), *powers)

    return expression.replace(sp.exp, shorter)
