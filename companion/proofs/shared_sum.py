"""The sum over a batch is the sum of the workers' sums, whoever has which sample.

w(s) is the worker of sample s, any whole number from 0 to K - 1, and g(s) what the sample adds.
A worker's sum picks its samples with a Kronecker delta: 1 where w(s) = k, else 0.
"""

import sympy as sp

from companion.proofs.card import CheckFailed, refused

s, k = sp.symbols("s k", integer=True, nonnegative=True)
m, K = sp.symbols("m K", integer=True, positive=True)
w, g = sp.Function("w", integer=True, nonnegative=True), sp.Function("g")

WHOLE = sp.Sum(g(s), (s, 0, m - 1))
"""The sum over the batch."""

OWN = sp.KroneckerDelta(k, w(s)) * g(s)
"""What sample s adds to the sum of worker k."""


def sum_of_sums(added: sp.Expr = OWN, first: sp.Expr | int = 0, last: sp.Expr = K - 1) -> sp.Sum:
    """Write the sum over the workers of their sums; the arguments are there to make it wrong."""
    return sp.Sum(added, (s, 0, m - 1), (k, first, last))


def collapsed(shares: sp.Sum) -> sp.Sum:
    """Change the order of the two sums, and carry out the one over the workers."""
    samples, workers = shares.limits
    over_workers = sp.Sum(shares.function, workers).doit()
    known = {sp.Le(0, w(s)): sp.true, sp.Le(w(s), K - 1): sp.true, w(s) <= K - 1: sp.true}
    inner = over_workers.replace(
        lambda part: isinstance(part, sp.Piecewise), lambda part: part.subs(known)
    )
    return sp.Sum(sp.simplify(inner), samples)


def prove_split(planted: dict[str, sp.Sum]) -> str:
    """Prove that the workers' sums add up to the whole, and refuse each planted mistake.

    Returns
    -------
    str
        What was found, for the page.

    Raises
    ------
    CheckFailed
        If the two differ, if no mistake was planted, or if one is not refused.
    """
    if collapsed(sum_of_sums()) != WHOLE:
        raise CheckFailed(f"the workers' sums give {collapsed(sum_of_sums())}, expected {WHOLE}")
    evidence = refused("the workers' sums", planted, differs_in_numbers)
    lines = ["the sum of the workers' sums is the sum over the batch, for any split"]
    return "\n".join([*lines, *(f"refused: {mistake}: {found}" for mistake, found in evidence)])


def differs_in_numbers(shares: sp.Sum) -> str | None:
    """Find a small batch where these shares do not give the whole; None if there is none.

    Five samples of 1, 10, 100 and so on, and three workers: sample s goes to worker s mod 3.
    """
    whole, found = 11111, 0
    terms, (_, first, last) = shares.function, shares.limits[1]
    for worker in range(int(sp.sympify(first).subs(K, 3)), int(sp.sympify(last).subs(K, 3)) + 1):
        for sample in range(5):
            numbers = {k: worker, w(s): sample % 3, g(s): 10**sample, m: 5, K: 3}
            found += terms.subs(numbers)
    return None if found == whole else f"gives {found} where the whole is {whole}"
