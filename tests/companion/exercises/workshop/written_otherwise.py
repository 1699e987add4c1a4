# ruff: noqa: F811, B905, RUF005, written as a reader writes
"""Functions as people write them: with loops, other functions of NumPy, names of their own.

They are judged by what comes out, so there is one here for each way in which that may differ from
the solution's: other containers, other roundings, other draws.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from companion.exercises.workshop import solution

BROKEN: list[tuple[str, Callable[..., Any]]] = []
"""Each with the name of the mistake in it."""

RIGHT: list[Callable[..., Any]] = []


def broken(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        BROKEN.append((name, function))
        return function

    return keep


def right(function: Callable[..., Any]) -> Callable[..., Any]:
    RIGHT.append(function)
    return function


@broken("alpha forgotten below zero")
def leaky_relu(z, alpha=0.01):
    return np.maximum(z, 0)


@broken("z for a")
def forward(w, b, x, f, g):
    zs, activations, now = [None], [x], x
    for layer in range(1, len(w)):
        now = np.dot(w[layer], now) + b[layer]
        zs.append(now)
        activations.append((g if layer == len(w) - 1 else f)(now))
    return zs, activations


@broken("f' taken at a, in the output layer")
def output_delta(z, a, t, slope):
    out = a[-1]
    return np.multiply(slope(out), 2 * out - 2 * t)


@broken("f' taken at a, in the hidden layers")
def hidden_deltas(w, z, a, d, slope):
    out = [d]
    for l in range(len(w) - 2, 0, -1):
        out.insert(0, slope(a[l]) * np.dot(w[l + 1].transpose(), out[0]))
    return [None] + out


@broken("mean over the batch, of the biases alone")
def derivatives(d, a):
    w, b = [None], [None]
    for l in range(1, len(d)):
        w.append(sum(np.outer(x, y) for x, y in zip(d[l].T, a[l - 1].T)))
        b.append(np.mean(d[l], axis=1)[:, None])
    return w, b


@broken("one-sided")
def central_difference(C, theta, h=1e-5):
    out = np.empty_like(theta)
    base = C(theta)
    for place in range(theta.size):
        moved = theta.copy()
        moved.flat[place] += h
        out.flat[place] = (C(moved) - base) / h
    return out


@broken("added over everything")
def softmax(z):
    z = z - np.max(z, axis=0, keepdims=True)
    return np.exp(z) / np.exp(z).sum()


@broken("the variance for the spread")
def start(sizes, rng):
    shapes = list(zip(sizes[1:], sizes[:-1]))
    w = [rng.standard_normal(s) * 2 / s[1] for s in shapes]
    return [None] + w, [None] + [np.zeros((s[0], 1)) for s in shapes]


@broken("not in place")
def sgd_step(w, b, dw, db, rate, m):
    for x, dx in zip(w[1:] + b[1:], dw[1:] + db[1:]):
        x = x - rate * dx / m


@broken("the count for the share")
def accuracy(w, b, x, labels):
    out = solution.forward(w, b, x, solution.leaky_relu, solution.softmax)[1][-1]
    return float(np.sum(np.argmax(out, axis=0) == labels))


@right
def leaky_relu(z, alpha=0.01):
    return np.maximum(z, alpha * z)


@right
def forward(w, b, x, f, g):
    z, a = {}, {0: x}
    for l in range(1, len(w)):
        z[l] = (a[l - 1].T @ w[l].T).T + b[l]
        a[l] = g(z[l]) if l == len(w) - 1 else f(z[l])
    return z, a


@right
def derivatives(d, a):
    pairs = list(zip(d[1:], a[:-1]))
    w = tuple(np.einsum("jm,im->ji", x, y) for x, y in pairs)
    return (None, *w), (None, *(x @ np.ones((x.shape[1], 1)) for x in d[1:]))


@right
def central_difference(C, theta, h=1e-5):
    x = np.array(theta)
    out = np.empty(x.shape)
    for k in range(x.size):
        kept = x.flat[k]
        x.flat[k] = kept + h
        up = C(x)
        x.flat[k] = kept - h
        out.flat[k] = (up - C(x)) / (2 * h)
        x.flat[k] = kept
    return out


@right
def start(sizes, rng):
    shapes = list(zip(sizes[1:], sizes[:-1]))
    w = [rng.standard_normal(s) * (2 / s[1]) ** 0.5 for s in shapes]
    return [None] + w, [None] + [np.zeros((s[0], 1)) for s in shapes]


@right
def sgd_step(w, b, dw, db, rate, m):
    for l in range(1, len(w)):
        w[l] = w[l] - rate * (dw[l] / m)
        b[l] = b[l] - rate * (db[l] / m)
