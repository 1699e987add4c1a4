"""Each mistake of the catalogue is called by its name, however the reader has written it."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from written_otherwise import BROKEN, RIGHT

from companion import MUTANTS
from companion import plant as plant_in_numrec
from companion.exercises.workshop import solution
from companion.exercises.workshop.blank import functions_of, stage_of, titles
from companion.exercises.workshop.cases import as_lists
from companion.exercises.workshop.judge import Finding, changes, judge_function
from companion.exercises.workshop.mistakes import MISTAKES, Mistake, pairs_in, plant
from companion.proofs.detection import draw
from numrec.network import Gradients, Network, Trace, forward

ALL = [name for stage in titles() for name in functions_of(stage)]


def judged(name: str, function: Callable[..., Any]) -> Finding | None:
    with np.errstate(all="ignore"):
        return judge_function(name, function, "")


def test_of_the_pairs_of_stage_and_mistake_95_per_cent_are_named_rightly() -> None:
    """The others would be told as a wrong value. Printed with pytest -s: the table."""
    rows, named, wrong = [], 0, []
    for mistake in MISTAKES:
        assert changes(mistake), f"{mistake.function}: {mistake.name} changes nothing"
        finding = judged(mistake.function, plant(mistake))
        assert finding is not None
        right = finding.mistakes == (mistake.name,)
        named += right
        if not right:
            wrong.append((mistake, finding))
        said = "named" if right else f"told as {finding.mistakes or 'a wrong value'}"
        rows.append(f"{stage_of(mistake.function):2} {mistake.function:18} {mistake.name}: {said}")
    print("\n".join(rows), f"\n{named} of {len(MISTAKES)}", file=sys.stdout)
    assert named >= 0.95 * len(MISTAKES)
    for mistake, finding in wrong:
        assert finding.mistakes == (), (mistake.name, finding)
        assert "expected" in finding.says


def test_each_function_has_its_mistakes_each_once() -> None:
    assert {mistake.function for mistake in MISTAKES} == set(ALL)
    names = Counter((mistake.function, mistake.name) for mistake in MISTAKES)
    assert max(names.values()) == 1


def test_two_mistakes_at_once_are_named_too() -> None:
    """Where one hides the other, the one that shows is named."""
    rng = np.random.default_rng(0)
    pairs = [pair for name in ALL for pair in pairs_in(name)]
    told = tried = 0
    for place in rng.permutation(len(pairs))[:60]:
        finding = judged(pairs[place][0].function, plant(*pairs[place]))
        tried += finding is not None
        names = {mistake.name for mistake in pairs[place]}
        told += finding is not None and names >= set(finding.mistakes) > set()
    assert tried > 50
    assert told >= 0.9 * tried


def by_name(name: str) -> list[Mistake]:
    return [mistake for mistake in MISTAKES if mistake.name == name]


@pytest.mark.parametrize("name", MUTANTS)
def test_what_numrec_s_catalogue_of_mistakes_has_is_here_by_its_name_and_computes_the_same(
    name: str,
) -> None:
    assert by_name(name)
    for hidden in ("sigmoid", "leaky_relu"):
        net, a0, a_hat = draw(hidden, 5)
        trace = forward(net, a0)
        theirs = plant_in_numrec(MUTANTS[name])(net, trace, a_hat)
        assert any(
            same(theirs, broken(mistake, net, trace, a_hat), net.L) for mistake in by_name(name)
        ), hidden


def broken(mistake: Mistake, net: Network, trace: Trace, a_hat: Any) -> Gradients:
    """Run the solution's backprop with the mistake in it, or with what train_epoch hands it."""
    parts = {name: getattr(solution, name) for name in ALL} | {mistake.function: plant(mistake)}
    slope = net.hidden.f_prime
    if net.hidden.name == "leaky_relu":
        slope = lambda z: parts["leaky_relu_prime"](z, net.hidden.alpha)
    if mistake.function == "train_epoch":
        handed = {"f for f'": net.hidden.f}
        slope = handed.get(mistake.name, net.output.f_prime)
    omega, _ = as_lists(net)
    z, a = [None, *trace.z.values()], list(trace.a.values())
    delta_L = parts["output_delta"](z, a, a_hat, net.output.f_prime)
    delta = parts["hidden_deltas"](omega, z, a, delta_L, slope)
    slopes = parts["derivatives"](delta, a)
    return Gradients(*(dict(enumerate(x[1:], 1)) for x in (delta, *slopes)))


def same(one: Gradients, other: Gradients, L: int) -> bool:
    return all(
        x[l].shape == y[l].shape and np.allclose(x[l], y[l], rtol=0, atol=1e-12)
        for x, y in zip(one[1:], other[1:], strict=True)
        for l in range(1, L + 1)
    )


@pytest.mark.parametrize(
    ("mistake", "function"), BROKEN, ids=[f"{f.__name__}: {name}" for name, f in BROKEN]
)
def test_a_mistake_is_named_however_it_is_written(
    mistake: str, function: Callable[..., Any]
) -> None:
    finding = judged(function.__name__, function)
    assert finding is not None
    assert finding.mistakes == (mistake,), finding


@pytest.mark.parametrize("function", RIGHT, ids=lambda function: function.__name__)
def test_what_is_right_holds_however_it_is_written(function: Callable[..., Any]) -> None:
    assert judged(function.__name__, function) is None


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("loss", "return 3 * ((a_L - a_hat) ** 2).sum()", "are 3 times what they should be"),
        ("loss", "return ((a_L - a_hat) ** 3).sum()", "expected 1.456"),
        ("softmax_delta", "return a_L - a_hat * a_L", "expected"),
    ],
)
def test_what_no_mistake_explains_is_told_as_a_wrong_value(name: str, text: str, says: str) -> None:
    namespace: dict[str, Any] = {"np": np}
    exec(f"def {name}(a_L, a_hat):\n    {text}", namespace)
    finding = judged(name, namespace[name])
    assert finding is not None
    assert finding.mistakes == ()
    assert says in finding.says


def test_weights_that_do_not_come_from_the_rng_handed_in_are_told() -> None:
    own = np.random.default_rng(7)
    finding = judged("start", lambda sizes, rng: solution.start(sizes, own))
    assert finding is not None
    assert "draw from the rng that is handed in" in finding.says
    finding = judged("start", lambda sizes, rng: solution.start(sizes, np.random.default_rng(7)))
    assert finding is not None
    assert "draws the same from any rng" in finding.says


def test_a_piece_that_the_solution_no_longer_has_is_refused() -> None:
    stale = Mistake("loss", "none", {"no such piece": ""}, "nothing")
    with pytest.raises(ValueError, match="plant it anew"):
        plant(stale)
