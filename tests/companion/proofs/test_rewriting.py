"""A mistake is some pieces of numrec's own code, written otherwise; numrec is left alone."""

import numpy as np
import pytest

from companion.proofs.optimiser_runs import Run, random_run
from companion.proofs.rewriting import rewritten, with_method
from numrec.activations import identity_prime, sigmoid_prime
from numrec.optimisers import SGD, Momentum, Optimiser


def follows(kind: type[Optimiser], run: Run) -> bool:
    paths = list(run.by(kind(1)))
    return all(np.allclose(path.end, path.start - sum(path.pushes)) for path in paths)


def test_a_rewritten_function_may_be_given_other_names() -> None:
    z = np.array([[0.5]])
    flat = rewritten(sigmoid_prime, {" * (1": " * (2"}, sigmoid=identity_prime)
    assert flat(z) == 1
    assert sigmoid_prime(z) < 1


def test_a_rewritten_method_does_what_was_written() -> None:
    assert follows(SGD, random_run(1))
    uphill = with_method(SGD, "update", {"theta -=": "theta +="})
    assert not follows(uphill, random_run(1))
    assert not follows(with_method(SGD, "update", {" / m": ""}), random_run(1))
    forgetful = with_method(Momentum, "update", {"v *= self.momentum": "v *= 0"})
    assert follows(forgetful, random_run(1))


def test_two_pieces_change_places_at_once() -> None:
    push = "v += (self.learning_rate / m) * dC_dtheta"
    swapped = with_method(Momentum, "update", {push: "theta -= v", "theta -= v": push})
    (path, *_) = random_run(2, updates=1).by(swapped(1))
    assert np.array_equal(path.end, path.start)


@pytest.mark.parametrize("piece", ["theta -= 2 *", "e"])
def test_a_piece_that_does_not_stand_there_once_is_refused(piece: str) -> None:
    with pytest.raises(ValueError, match=r"SGD.update has .* times; expected once"):
        with_method(SGD, "update", {piece: ""})
