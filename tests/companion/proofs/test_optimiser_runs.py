"""A run gives what an optimiser was given and what it did."""

import numpy as np

from companion.proofs.optimiser_runs import random_run
from numrec.optimisers import SGD


def test_a_run_is_its_seed_and_leaves_its_network_alone() -> None:
    run = random_run(3)
    assert str(run) == repr(run) == "seed 3"
    before = run.net.omega[1].copy()
    first, again = (list(run.by(SGD(1))) for _ in range(2))
    assert np.array_equal(run.net.omega[1], before)
    assert all(np.array_equal(one.end, other.end) for one, other in zip(first, again, strict=True))
    assert not np.array_equal(random_run(4).net.omega[1], before)


def test_every_array_has_its_path_and_every_update_its_push() -> None:
    run = random_run(0, updates=5)
    paths = list(run.by(SGD(1)))
    assert [path.start.shape for path in paths] == [(4, 3), (4, 1), (2, 4), (2, 1)]
    assert {len(path.pushes) for path in paths} == {5}
    assert len(set(run.rates)) == 5
    expected = run.rates[2] / run.batch_sizes[2] * run.sums[2].dC_db[2]
    assert np.allclose(paths[3].pushes[2], expected, rtol=1e-14)
