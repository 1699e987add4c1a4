"""A walk gives what an optimiser was given and what it did; a mistake is one piece of its code."""

import numpy as np
import pytest

from companion.proofs.optimiser_runs import Walk, random_walk, rewritten
from numrec.optimisers import SGD, Momentum, Optimiser


def follows(kind: type[Optimiser], walk: Walk) -> bool:
    paths = list(walk.by(kind(1)))
    return all(np.allclose(path.end, path.start - sum(path.pushes)) for path in paths)


def test_a_walk_is_its_seed_and_leaves_its_network_alone() -> None:
    walk = random_walk(3)
    assert str(walk) == repr(walk) == "seed 3"
    before = walk.net.omega[1].copy()
    first, again = (list(walk.by(SGD(1))) for _ in range(2))
    assert np.array_equal(walk.net.omega[1], before)
    assert all(np.array_equal(one.end, other.end) for one, other in zip(first, again, strict=True))
    assert not np.array_equal(random_walk(4).net.omega[1], before)


def test_every_array_has_its_path_and_every_step_its_push() -> None:
    walk = random_walk(0, steps=5)
    paths = list(walk.by(SGD(1)))
    assert [path.start.shape for path in paths] == [(4, 3), (4, 1), (2, 4), (2, 1)]
    assert {len(path.pushes) for path in paths} == {5}
    assert len(set(walk.rates)) == 5
    expected = walk.rates[2] / walk.batch_sizes[2] * walk.sums[2].dC_db[2]
    assert np.allclose(paths[3].pushes[2], expected, rtol=1e-14)


def test_a_rewritten_optimiser_does_what_was_written() -> None:
    assert follows(SGD, random_walk(1))
    uphill = rewritten(SGD, "update", {"theta -= g": "theta += g"})
    assert not follows(uphill, random_walk(1))
    assert not follows(rewritten(SGD, "update", {" / m": ""}), random_walk(1))
    forgetful = rewritten(Momentum, "update", {"v *= self.momentum": "v *= 0"})
    assert follows(forgetful, random_walk(1))


def test_two_pieces_change_places_at_once() -> None:
    swapped = rewritten(Momentum, "update", {"v += g": "theta -= v", "theta -= v": "v += g"})
    (path, *_) = random_walk(2, steps=1).by(swapped(1))
    assert np.array_equal(path.end, path.start)


@pytest.mark.parametrize("piece", ["theta -= 2 * g", "e"])
def test_a_piece_that_does_not_stand_there_once_is_refused(piece: str) -> None:
    with pytest.raises(ValueError, match=r"SGD.update has .* times; expected once"):
        rewritten(SGD, "update", {piece: ""})
