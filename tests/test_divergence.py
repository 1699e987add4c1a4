"""The loop that the study holds beside numrec is written without it, and takes the same step."""

import numpy as np

from numrec import SGD, backprop, forward, one_hot
from tools.studies.divergence import BATCH, ETA, begin, step_by_hand


def test_the_loop_steps_as_numrec_does() -> None:
    net, rng = begin(3), np.random.default_rng(0)
    loop = [array.copy() for l in (1, 2) for array in (net.omega[l], net.b[l])]
    for _ in range(3):
        a0, a_hat = rng.random((784, BATCH)), one_hot(rng.integers(0, 10, BATCH), 10, np.float64)
        step_by_hand(loop, a0, a_hat)
        SGD(ETA).step(net, backprop(net, forward(net, a0), a_hat), BATCH)
    moved = [net.omega[1], net.b[1], net.omega[2], net.b[2]]
    assert max(np.abs(one - other).max() for one, other in zip(loop, moved, strict=True)) < 1e-12
    assert np.abs(net.omega[1] - begin(3).omega[1]).max() > 1e-3
