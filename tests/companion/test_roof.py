"""The counts of a step's parts are those of the calls of NumPy that benchmarks/roof.py makes."""

from typing import Any

import numpy as np
import pytest

from benchmarks.roof import parts
from companion.roof import at_best, parts_of_step
from companion.scaling import flops_of_sample
from numrec import SGD, backprop, forward, new_network
from numrec.network import Network

SIZES, M = [5, 4, 3], 6


class Watched(np.ndarray[Any, Any]):
    """An array whose calls of NumPy are counted: operations, and bytes read and written."""

    flops = 0
    bytes = 0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [np.asarray(x) for x in inputs]
        if "out" in options:
            options["out"] = tuple(x.view(np.ndarray) for x in options["out"])
        result = np.asarray(getattr(ufunc, method)(*plain, **options))
        if method == "reduce":  # one of each column or row is only copied: counted as an addition
            Watched.flops += plain[0].size
            Watched.bytes += plain[0].nbytes
        elif result.size > 1:  # a number alone is not counted
            inner = plain[0].shape[1] if ufunc is np.matmul else 1
            Watched.flops += (2 * inner if ufunc is np.matmul else 1) * result.size
            whole = [x for x in plain if ufunc is np.matmul or x.shape == result.shape]
            Watched.bytes += sum(x.nbytes for x in (*whole, result))
        return result.view(Watched)

    def astype(self, dtype: Any, *args: Any, **options: Any) -> Any:
        result = np.asarray(self).astype(dtype)
        Watched.bytes += self.nbytes + result.nbytes
        return result.view(Watched)


def watched(net: Network) -> Network:
    for l in net.omega:
        net.omega[l], net.b[l] = net.omega[l].view(Watched), net.b[l].view(Watched)
    return net


def batch() -> tuple[Any, Any]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(5, M)), np.eye(3)[:, rng.integers(3, size=M)]


def test_each_part_is_counted_as_numpy_does_it() -> None:
    net = watched(new_network(SIZES, np.random.default_rng(0), dtype=np.float64))
    named = parts(net, M, 0.1)
    x, a_hat = (array.view(Watched) for array in batch())
    counted = parts_of_step(SIZES, M, each=8)
    assert counted.keys() == named.keys()
    for name, part in named.items():
        Watched.flops = Watched.bytes = 0
        part(x, a_hat)
        assert (Watched.flops, Watched.bytes) == (counted[name].flops, counted[name].bytes), name


def test_the_products_add_up_to_the_count_of_a_pass() -> None:
    products = [part.flops for part in parts_of_step([784, 256, 10], 512).values() if part.product]
    assert len(products) == 5
    assert sum(products) == 512 * flops_of_sample([784, 256, 10])


def test_the_parts_make_the_step_that_numrec_makes() -> None:
    ours, theirs = (new_network(SIZES, np.random.default_rng(0), dtype=np.float64) for _ in "ab")
    x, a_hat = batch()
    for part in parts(ours, M, 0.1).values():
        part(x, a_hat)
    grads = backprop(theirs, forward(theirs, x), a_hat)
    SGD(0.1).step(theirs, grads, M)
    for l in (1, 2):
        np.testing.assert_allclose(ours.omega[l], theirs.omega[l], rtol=1e-13)
        np.testing.assert_allclose(ours.b[l], theirs.b[l], rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize(("intensity", "best"), [(0.5, 5.0), (2.0, 20.0), (80.0, 20.0)])
def test_the_roof_is_a_slope_and_then_a_level(intensity: float, best: float) -> None:
    assert at_best(intensity, 20.0, 10.0) == best
