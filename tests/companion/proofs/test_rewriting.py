"""Pieces of numrec's own code written otherwise, and runs that show what that changes."""

import numpy as np
import pytest

from companion.proofs.optimiser_runs import random_run
from companion.proofs.rewriting import rewritten, with_method
from numrec.activations import identity_prime, sigmoid_prime
from numrec.optimisers import SGD, Momentum, Optimiser


def follows(kind: type[Optimiser]) -> bool:
    paths = random_run(1).by(kind(1))
    return all(np.allclose(path.end, path.start - sum(path.pushes)) for path in paths)


def test_a_run_is_its_seed_with_a_path_for_each_array_and_leaves_its_network_alone() -> None:
    run = random_run(3)
    assert str(run) == repr(run) == "seed 3"
    before = run.net.omega[1].copy()
    first, again = (list(run.by(SGD(1))) for _ in range(2))
    assert np.array_equal(run.net.omega[1], before)
    assert all(np.array_equal(one.end, other.end) for one, other in zip(first, again, strict=True))
    assert not np.array_equal(random_run(4).net.omega[1], before)
    run = random_run(0, updates=5)
    paths = list(run.by(SGD(1)))
    assert [path.start.shape for path in paths] == [(4, 3), (4, 1), (2, 4), (2, 1)]
    assert {len(path.pushes) for path in paths} == {5}
    assert len(set(run.rates)) == 5
    expected = run.rates[2] / run.batch_sizes[2] * run.sums[2].dC_db[2]
    assert np.allclose(paths[3].pushes[2], expected, rtol=1e-14)


def test_a_rewritten_function_or_method_does_what_was_written_and_numrec_is_left_alone() -> None:
    z = np.array([[0.5]])
    assert rewritten(sigmoid_prime, {" * (1": " * (2"}, sigmoid=identity_prime)(z) == 1
    assert sigmoid_prime(z) < 1
    assert not follows(with_method(SGD, "update", {"theta -=": "theta +="}))
    assert not follows(with_method(SGD, "update", {" / m": ""}))
    assert follows(with_method(Momentum, "update", {"v *= self.momentum": "v *= 0"}))
    assert follows(SGD)
    push = "v += (self.learning_rate / m) * dC_dtheta"
    swapped = with_method(Momentum, "update", {push: "theta -= v", "theta -= v": push})
    (path, *_) = random_run(2, updates=1).by(swapped(1))
    assert np.array_equal(path.end, path.start), "two pieces change places at once"


@pytest.mark.parametrize("piece", ["theta -= 2 *", "e"])
def test_a_piece_that_does_not_stand_there_once_is_refused(piece: str) -> None:
    with pytest.raises(ValueError, match=r"SGD.update has .* times; expected once"):
        with_method(SGD, "update", {piece: ""})
