"""The worked example in exact numbers, differentiated by sympy alone.

It never imports numrec's network: it is the independent oracle.
"""

import sympy as sp

from companion.worked_example.example import WorkedExample


def exact_gradients(
    example: WorkedExample,
) -> tuple[dict[str, sp.Matrix], dict[int, sp.Matrix]]:
    """Differentiate the worked example's loss by every parameter, and put the fractions in.

    Written node by node and differentiated by sympy; no rule of backpropagation is used.

    Returns
    -------
    gradients : dict
        "dC_domega1", "dC_db1", "dC_domega2", "dC_db2": exact matrices.
    activations : dict
        a^[1] and a^[2], exact.
    """
    alpha = sp.Rational(example.alpha)
    hidden = lambda x: sp.Piecewise((x, x > 0), (alpha * x, True))
    sigma = lambda x: 1 / (1 + sp.exp(-x))
    names: dict[str, sp.Matrix] = {}
    numbers: dict[sp.Symbol, sp.Rational] = {}
    layers: dict[int, sp.Matrix] = {}
    layer = sp.Matrix(example.a0)
    for l, function in ((1, hidden), (2, sigma)):
        rows, columns = example.omega[l].shape
        names[f"dC_domega{l}"] = sp.Matrix(rows, columns, sp.symbols(f"w{l}_:{rows}:{columns}"))
        names[f"dC_db{l}"] = sp.Matrix(rows, 1, sp.symbols(f"b{l}_:{rows}"))
        numbers |= dict(zip(names[f"dC_domega{l}"], sp.Matrix(example.omega[l]), strict=True))
        numbers |= dict(zip(names[f"dC_db{l}"], sp.Matrix(example.b[l]), strict=True))
        layer = (names[f"dC_domega{l}"] * layer + names[f"dC_db{l}"]).applyfunc(function)
        layers[l] = layer.subs(numbers)
    C = sum(
        ((x - t) ** 2 for x, t in zip(layer, sp.Matrix(example.a_hat), strict=True)),
        sp.S(0),
    )
    by = {name: m.applyfunc(lambda s: sp.diff(C, s).subs(numbers)) for name, m in names.items()}
    return by, layers
