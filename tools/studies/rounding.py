"""How far off rounding can put a pass through a network, and how far off it puts one."""

import numpy as np

from companion.rounding import UNIT, bounds, measured
from numrec import new_network, one_hot
from numrec.data.mnist import MNIST
from tools.studies import SEEDS, Found, Rows

QUESTION = "How far off does rounding put a forward and a backward pass?"

SIZES = [784, 64, 64, 64, 64, 10]

RECIPE = {
    "layers": "-".join(map(str, SIZES)),
    "network": "leaky ReLU, a sigmoid at the output, the quadratic loss, He's weights in float32",
    "seeds": f"{SEEDS[0]} to {SEEDS[-1]}, a test image each",
    "found": "for z and dC/domega of layers 1 .. L: the largest bound, and the largest error "
    "against 40 digits, as shares of the layer's largest number",
}


def off(seed: int, dtype: str, data: MNIST) -> Found:
    """Bound and measure one network on one image, three figures of each."""
    net = new_network(SIZES, np.random.default_rng(seed), loss="quadratic")
    image = data.test_images[:, seed : seed + 1]
    case = net, image, one_hot(data.test_labels[seed : seed + 1]), dtype
    can_be, is_off = bounds(*case), measured(*case)
    return {
        name: {"bound": _figures(bound), "measured": _figures(found)}
        for name, bound, found in zip(can_be._fields, can_be, is_off, strict=True)
    }


def _figures(layers: dict[int, float]) -> list[float]:
    return [float(f"{share:.2e}") for share in layers.values()]


def run(rows: Rows, data: MNIST) -> None:
    """Take each precision in turn, a network and an image for each seed."""
    for dtype in UNIT:
        for seed in SEEDS:
            rows(lambda seed, dtype: off(seed, dtype, data), dtype=dtype, seed=seed)
