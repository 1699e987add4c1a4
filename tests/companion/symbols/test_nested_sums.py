"""Sums inside sums: brought to one form, and no sum is changed on the way."""

import pytest
import sympy as sp

from companion.symbols import k, n_l1, n_l2, r, s
from companion.symbols.nested_sums import flat

x, y, w = (sp.IndexedBase(name) for name in "xyw")


def over(inside: sp.Expr, index: sp.Symbol) -> sp.Expr:
    return sp.Sum(inside, (index, 0, {r: n_l1, s: n_l2}[index] - 1))


def in_numbers(expression: sp.Expr) -> sp.Expr:
    numbers = {n_l1: 2, n_l2: 3, k: 1}
    entries = {x: lambda *at: sp.Integer(2 + sum(at)), y: lambda *at: sp.Integer(7 - at[0] ** 2)}
    entries[w] = lambda *at: sp.Integer(1 + 3 * at[0] + 5 * at[-1])
    written = expression.subs(numbers).doit()
    return written.replace(
        lambda part: isinstance(part, sp.Indexed), lambda part: entries[part.base](*part.indices)
    )


CASES = [
    over(w[k, r] * over(w[r, s] * x[s], s), r),
    over(w[k, r] * (over(w[r, s] * x[s], s) + y[r]), r) + y[k],
    y[k] * over(x[r] + y[r], r),
    over(x[r], r) * over(y[s], s),
    over(x[s] * over(w[k, r] * w[r, s], r), s),
]


@pytest.mark.parametrize("expression", CASES, ids=str)
def test_the_value_stays_and_no_sum_is_left_inside_another(expression: sp.Expr) -> None:
    found = flat(expression)
    assert in_numbers(found) == in_numbers(expression) != 0
    assert not any(one.function.atoms(sp.Sum) for one in found.atoms(sp.Sum))


def test_the_order_of_two_sums_does_not_matter_and_another_sum_stays_another() -> None:
    first = over(w[k, r] * over(w[r, s] * x[s], s), r)
    turned = over(over(w[k, r] * w[r, s], r) * x[s], s)
    assert first != turned
    assert flat(first) == flat(turned) != flat(over(w[k, r] * over(w[r, s] * x[r], s), r))


@pytest.mark.parametrize(
    "clash",
    [
        over(x[r], r) * over(y[r], r),
        x[r] * over(y[r], r),
        sp.Sum(y[r] + over(x[r], r), (r, 0, n_l1 - 1)),
    ],
    ids=["two sums", "beside its own sum", "inside another"],
)
def test_an_index_that_is_used_twice_is_refused(clash: sp.Expr) -> None:
    with pytest.raises(ValueError, match="expected other indices"):
        flat(clash)
