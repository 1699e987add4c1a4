"""How many test images are still read right after a step of FGSM, and after one at random."""

import numpy as np

from companion.saliency import input_gradient
from numrec import forward, load_model, one_hot
from numrec.data.mnist import MNIST
from tools.studies import Found, Rows

QUESTION = "How many test images are read right after each pixel moved by epsilon, and which way?"
NETWORKS = ("784-256-10", "drawn-digits")
LENGTHS = (0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2)
RECIPE = {
    "images": "the 10,000 test images",
    "by the gradient": "epsilon times the sign of the loss's slope along each pixel (FGSM)",
    "at random": "epsilon up or down, drawn for each pixel of each image, seed 0",
    "both": "kept between 0 and 1",
}


def run(rows: Rows, data: MNIST) -> None:
    """Move the pixels of all test images by some lengths, by the gradient and at random."""
    images = data.test_images.astype(np.float64)
    target = one_hot(data.test_labels, 10, np.float64)
    chance = np.random.default_rng(0).choice([-1.0, 1.0], images.shape)

    def make(network: str, epsilon: float) -> Found:
        net = load_model(f"models/{network}.npz", dtype=np.float64)
        delta = forward(net, images).a[net.L] - target  # of the output: S5
        ways = {
            "by the gradient": np.sign(input_gradient(net, images, delta)),
            "at random": chance,
        }
        found: Found = {"images": len(data.test_labels)}
        for name, way in ways.items():
            moved = np.clip(images + epsilon * way, 0, 1)
            answers = forward(net, moved).a[net.L].argmax(axis=0)
            found[name] = int((answers == data.test_labels).sum())
        return found

    for network in NETWORKS:
        for epsilon in LENGTHS:
            rows(make, network=network, epsilon=epsilon)
