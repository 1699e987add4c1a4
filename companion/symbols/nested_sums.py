"""Sums inside sums, brought to one form: what a layer on top of a layer writes out."""

import sympy as sp


def flat(expression: sp.Expr) -> sp.Expr:
    """Multiply out, and move every sum to the front, the inner ones into the outer.

    The rules are those of finite sums: c sum_s x_s = sum_s c x_s, a sum of a sum of terms is
    the sum of the sums, and two sums may change places, as neither's end depends on the other.

    Parameters
    ----------
    expression : sympy expression
        Sums whose ends are widths of layers; different sums that meet in a product run over
        different indices.

    Returns
    -------
    expression
        Equal to the one given; each term is one sum, its indices in alphabetical order.

    Raises
    ------
    ValueError
        If two sums over one index meet, in a product or one in the other: they must not
        become one.
    """
    expression = sp.expand(expression)
    if isinstance(expression, sp.Add):
        return sp.Add(*map(flat, expression.args))
    if isinstance(expression, sp.Sum):
        return _over(sp.S(1), flat(expression.function), expression.limits)
    if isinstance(expression, sp.Mul):
        sums = [part for part in expression.args if isinstance(part, sp.Sum)]
        if sums:
            rest = expression / sums[0]
            return _over(rest, sums[0].function, sums[0].limits)
    return expression


def _over(factor: sp.Expr, inside: sp.Expr, limits: tuple[sp.Tuple, ...]) -> sp.Expr:
    """Write the sum of factor * inside over limits, term by term."""
    indices = {limit[0] for limit in limits}
    if indices & factor.atoms(sp.Symbol) or len(indices) < len(limits):
        raise ValueError(f"{factor} meets a sum over {indices}; expected other indices")
    terms = []
    for term in sp.Add.make_args(flat(sp.expand(factor * inside))):
        inner = term if isinstance(term, sp.Sum) else sp.Sum(term, *limits)
        every = {*limits, *inner.limits}
        if len({limit[0] for limit in every}) < len(indices) + len(inner.limits) * (inner is term):
            raise ValueError(f"{inner} is inside a sum over {indices}; expected other indices")
        terms.append(sp.Sum(inner.function, *sorted(every, key=lambda limit: str(limit[0]))))
    return sp.Add(*terms)
