"""Each answer, and each wrong one, is worked out once more, from its question alone.

The arithmetic is spelt out as a reader would do it; the published network's numbers come from its
own data. What no arithmetic gives is left out by name: a letter, an order, a count of checks.
"""

from fractions import Fraction as F
from typing import Any

import numpy as np
import sympy as sp

from companion.exercises.data import exercises, values
from companion.worked_example.example import worked_example
from numrec import backprop, forward, new_network

LEFT_OUT = {"matrix-product", "depth-order", "mistakes-fewest", "mistakes-project-caught"}
M, N, S, W, Z = sp.symbols("m n s w z")

KNOWN = worked_example()
OMEGA, BIAS, INPUT = KNOWN.omega[1], KNOWN.b[1][:, 0], KNOWN.a0[:, 0]
PRODUCTS = OMEGA[1] * [*INPUT[:2], 1]
A_0 = 1 / (1 + np.exp(-1.8))  # the example's first output; its target is 0
JULY = 0.359

WEIGHTS, NODES = 784 * 64 + 64 * 64 + 64 * 10, 64 + 64 + 10
DELTA, VALUES = np.array([[1, -2]]), np.array([[3, 1], [0, 5]])  # a sample is a column
OFF = [F(1 + 2, 2) - 3, F(1 + 6, 2) - 3, F(2 + 6, 2) - 3]
SPREAD = F((1 - 3) ** 2 + (2 - 3) ** 2 + (6 - 3) ** 2, 3)


def bent(column: Any, alpha: Any) -> list[Any]:
    return [z if z > 0 else alpha * z for z in column]


def slope_between(left: Any, right: Any) -> Any:
    return ((1 + right) ** 3 - (1 + left) ** 3) / (right - left)


def on_the_small_network(target: float) -> list[float]:
    """Return the deltas of layer 1, and that of the output."""
    rng = np.random.default_rng(0)
    net = new_network([2, 2, 2, 1], rng, alpha=0.5, output="identity", loss="quadratic")
    net.omega[1][:], net.omega[2][:] = [[1, -1], [2, 1]], [[2, 1], [2, -2]]
    net.omega[3][:] = [[1, 2]]
    trace = forward(net, np.array([[1.0], [2.0]]))
    delta = backprop(net, trace, np.array([[target]])).delta
    return [*delta[1][:, 0], delta[3].item()]


def slopes_of_touchiness() -> tuple[Any, Any, Any]:
    """Return dS/dw by the error alone, by the way back alone, and the first with a turned sign.

    The small network has a = (-1/2, 4) in layer 1 and (3, -9/2) in layer 2.
    """
    error = 3 + W * F(-9, 2) + 7
    down = sp.Matrix([1, W / 2])  # times the slopes of layer 2, and so on to the input
    down = sp.diag(F(1, 2), 1) * sp.Matrix([[2, 2], [1, -2]]) * down
    down = sp.Matrix([[1, 2], [-1, 1]]) * down
    way = (2 * down).dot(2 * down)
    by_error = (sp.diff(error**2, W) * way).subs(W, 2)
    by_way = (error**2 * sp.diff(way, W)).subs(W, 2)
    return by_error, by_way, -by_error


def walk(first: int, *, remembers: F = F(1, 2), turned: int = 1) -> list[F]:
    """Take two steps of momentum on a parabola with curvature 1, at the rate one half."""
    places, v = [F(first)], F(0)
    for sign in (1, turned):
        v = remembers * v + places[-1] / 2
        places.append(places[-1] - sign * v)
    return places


def velocity(signs: list[int], kept: F = F(3, 4), new: F = F(1)) -> Any:
    """Return the size of the velocity after such pushes; many come as near as floats can."""
    v = 0.0
    for sign in signs:
        v = float(kept) * v + float(new) * sign
    return abs(v)


AGREE, QUARREL = [1] * 400, [1, -1] * 200
BY_ERROR, BY_WAY, TURNED = slopes_of_touchiness()
TARGET_5, TARGET_7 = on_the_small_network(-5.0), on_the_small_network(-7.0)

WORKED: dict[str, list[Any]] = {
    "forward-by-hand": [
        PRODUCTS.sum() + BIAS[1],
        PRODUCTS.sum(),
        abs(PRODUCTS).sum() + BIAS[1],
        (OMEGA[0] * [*INPUT[:2], 1]).sum() + BIAS[0],
        OMEGA[1] @ INPUT + BIAS[1],
    ],
    "nonlinear-hand": [
        [3 * 1 + 1 * 0, 3 * 2 + 1 * 1, 3 * 1 + 1 * -2 + 2],
        [3, 7, 2],
        [3, 7, 1 - 2 + 2],
        [1 * 3 + 2 * 1, 0 * 3 + 1 * 1, 3],
    ],
    "nonlinear-fold-hand": [
        F(3, 4) - F(3, 4) / 5 - F(2, 5),
        F(3, 4) + 0 - F(2, 5),
        F(3, 4) + F(3, 4) / 5 - F(2, 5),
        F(3, 4) - F(3, 4) / 5,
        F(4, 5) * F(-3, 4) - F(2, 5),
    ],
    "loss-hand": [
        F(1, 2) ** 2 + F(3, 4) ** 2 + F(1, 4) ** 2,
        (F(1, 4) + F(9, 16) + F(1, 16)) / 2,
        (F(1, 4) + F(9, 16) + F(1, 16)) / 3,
        F(1, 2) + F(3, 4) + F(1, 4),
    ],
    "loss-slopes": [[3, -np.hypot(3, 4), 0], [3, 5, 0], [3, -(3**2 + 4**2), 0], [3, -(3 + 4), 0]],
    "output-by-hand": [
        2 * (S - 0) * S * (1 - S),
        (S - 0) * S * (1 - S),
        2 * (S - 0),
        S * (1 - S),
        2 * (0 - S) * S * (1 - S),
    ],
    "matrix-shapes": [10 * 256, 10 + 256, 10 * 256 + 10],
    "hidden-by-hand": [
        F(2 * 3 + 4 * -1, 2),
        2 * 3 + 4 * -1,
        F(2 * 3, 2),
        F(4 * -1, 2),
        F(2 * 3 + 4 * 1, 2),
    ],
    "hidden-silence": [F(-2 * 3, 4), F(2 * 3, 4), -2 * 3, -3, 0],
    "depth-target": [TARGET_5[0], TARGET_7[0], TARGET_5[1], TARGET_5[2]],
    "depth-project": [
        BY_ERROR + BY_WAY,
        BY_ERROR,
        BY_WAY,
        TURNED + BY_WAY,
        (BY_ERROR + BY_WAY) / 2,
        (BY_ERROR + BY_WAY) / 4,
    ],
    "example-by-hand": [
        bent(OMEGA[:, 0] + BIAS, KNOWN.alpha),
        OMEGA[:, 0] + BIAS,
        bent(OMEGA[:, 0], KNOWN.alpha),
        bent(OMEGA[:, 0] + BIAS, 0),
    ],
    "example-puzzle": [JULY / (2 * A_0), A_0 * (1 - A_0), JULY / A_0, JULY * 2 * A_0],
    "checking-by-hand": [
        slope_between(F(-1, 2), F(1, 2)),
        2 * slope_between(F(-1, 2), F(1, 2)),
        slope_between(0, F(1, 2)),
        3,
    ],
    "mistakes-by-hand": [
        [1 - F(1, 2), 1 + 1, 1 - F(1, 3), 1 - F(1, 5)],
        [(1 - F(1, 2)) * 2, 1 + 1, (1 - F(1, 3)) * 3, (1 - F(1, 5)) * 5],
        [F(1, 2), 0, F(2, 3), F(4, 5)],
        [F(1, 2), 2, F(1, 3), F(1, 5)],
    ],
    "mistakes-project-slope": [
        S * 1 + Z * (S * (1 - S)),
        S,
        Z * S * (1 - S),
        S * (1 - S),
        S - Z * S * (1 - S),
    ],
    "mistakes-project-zero": [
        sp.nsolve(sp.diff(Z / (1 + sp.exp(-Z)), Z), -1),
        -sp.nsolve(sp.diff(Z / (1 + sp.exp(-Z)), Z), -1),
    ],
    "step-by-hand": [2 - F(6 * 2, 4), 2 + F(6 * 2, 4), 2 - F(3 * 2, 4), -F(6 * 2, 4)],
    "step-two": [
        [F(2, 8), 8 / F(1, 2)],
        [2 / F(1, 2), 16],
        [F(1, 8), 16],
        [F(1, 4), F(1, 2) / 8],
    ],
    "reading-hundred": [
        100 * np.sqrt(0.9 * 0.1 / 100),
        0.9 * 0.1 / 100,
        np.sqrt(0.9 * 0.1 / 100),
        100 * np.sqrt(0.9 * 0.1),
        100 * 0.9 * 0.1,
    ],
    "softmax-hand": [
        [F(3, 4) - 0, F(1, 4) - 1],
        [0 - F(3, 4), 1 - F(1, 4)],
        [F(3, 4) - 1, F(1, 4) - 0],
        [F(3, 4) * F(3, 4) * F(1, 4), F(-3, 4) * F(1, 4) * F(3, 4)],
    ],
    "softmax-log": [1000, -np.log(np.finfo(float).tiny), 0, -1000],
    "start-hand": [np.sqrt(2 / 50), 2 / 50, np.sqrt(2 / 10), np.sqrt(1 / 50)],
    "start-abs": [F(1, 50), F(2, 50), F(1, 10), np.sqrt(2 / 50), np.sqrt(1 / 50)],
    "batches-hand": [
        DELTA @ VALUES.T,
        DELTA @ VALUES.T / 2,
        DELTA.sum() * VALUES.sum(axis=1, keepdims=True).T,
        DELTA @ VALUES[:, ::-1].T,
    ],
    "batches-three": [
        sum(x**2 for x in OFF) / 3,
        SPREAD,
        SPREAD / 2,
        sum(x**2 for x in OFF),
        sum(OFF) ** 2,
    ],
    "optimisers-hand": [
        walk(8)[2],
        walk(8, remembers=F(0))[2],
        walk(8)[1],
        walk(8, turned=-1)[2],
    ],
    "optimisers-pushes": [
        [velocity(AGREE), velocity(QUARREL)],
        [1 / F(3, 4), velocity(QUARREL)],
        [velocity(AGREE), velocity([1, -1])],
        [velocity(AGREE, new=F(1, 4)), velocity(QUARREL, new=F(1, 4))],
        [velocity(AGREE), velocity(AGREE)],
    ],
    "training-hand": [-(-50_000 // 128) * 15, 50_000 // 128 * 15, 391, -(-50_000 * 15 // 128)],
    "training-patience": [[5 + 3, 5], [2 + 3, 2], [8, 7], [8, 8], [4, 2]],
    "program-place": [2 * 64 + 5, 5 * 784 + 2, 2 * 64 + 5 + 1, 1 * 64 + 4],
    "own-hand": [
        [(1 * 1 + F(1, 2) * 0) / F(3, 2), (F(1, 2) * 0 + 1 * F(1, 2)) / F(3, 2)],
        [1, (0 + F(1, 2)) / 2],
        [1 * 1 + F(1, 2) * 0, F(1, 2) * 0 + 1 * F(1, 2)],
        [F(1 + 0, 2), (0 + F(1, 2)) / 2],
        [1, 0],
    ],
    "own-often": [
        sp.solve(W * N / (M + W * N) - sp.Rational(1, 10), W)[0],
        M / 10 / N,
        M / 9,
        sp.solve(W * N / (M + W * N) - sp.Rational(9, 10), W)[0],
    ],
    "inside-hand": [
        [2 * (2 + 4 * F(1, 2)), 1 * (-2 - 12 * F(1, 2)), 3],
        [2 * (2 + 4), 1 * (-2 - 12), 3],
        [2 * 2, 1 * -2, 3],
        [2 + 4 * F(1, 2), -2 - 12 * F(1, 2), 3],
    ],
    "speed-hand": [
        3 * WEIGHTS - 784 * 64,
        3 * WEIGHTS,
        WEIGHTS,
        2 * (3 * WEIGHTS - 784 * 64),
    ],
    "beyond-bytes": [4 * (WEIGHTS + NODES), 4 * WEIGHTS, WEIGHTS + NODES],
    "cannot-count": [
        WEIGHTS + NODES,
        WEIGHTS,
        WEIGHTS + NODES + 784,
        784 + NODES,
        784 * 64 * 64 * 10,
    ],
}


def test_every_answer_and_every_wrong_one_is_what_its_words_say() -> None:
    assert {*WORKED} == {*exercises()} - LEFT_OUT
    for name, worked in WORKED.items():
        known = exercises()[name]
        told = [known.right, *(wrong for wrong, _ in known.mistakes)]
        assert len(worked) == len(told), name
        for one, other in zip(worked, told, strict=True):
            found = values(one, known.points)
            np.testing.assert_allclose(found, other, atol=known.tolerance / 5, err_msg=name)
