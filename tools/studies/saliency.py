"""What gradient x input can't show: how much ink would change that isn't there."""

import numpy as np

from companion.saliency import input_gradient, occlusion, squares
from numrec import forward, load_model
from numrec.data.mnist import MNIST
from tools.studies import Found, Rows

QUESTION = "Does a square of ink that is added change an answer's lead more than one taken away?"
NETWORKS, COUNT, AT_ONCE = ("784-256-10", "drawn-digits"), 1000, 100
RECIPE = {
    "images": f"the first {COUNT} test images that the network reads right",
    "lead": "of its answer's logit over the runner-up's",
    "covered": "by how much the lead falls at most, where 3 x 3 pixels become black",
    "taken": "how much ink that square held",
    "inked": "by how much it falls at most, where 3 x 3 black pixels become white",
    "added": "how much ink that square gained: fewer than 9 at the frame's edge",
    "slopes": "over all black squares: correlation of that fall with the slopes' sum",
}


def run(rows: Rows, data: MNIST) -> None:
    """Cover each square with ink in it, ink each black one, and note the largest falls."""
    images, near = data.test_images.astype(np.float64), squares()

    def make(network: str, first: int) -> Found:
        net = load_model(f"models/{network}.npz", dtype=np.float64)
        z = forward(net, images).z[net.L]
        right = np.flatnonzero(z.argmax(axis=0) == data.test_labels)[first : first + AT_ONCE]
        found: Found = {name: [] for name in RECIPE if name != "images"}
        for k in right:
            picture, order = images[:, [k]], np.argsort(-z[:, k], kind="stable")
            v = np.eye(10)[:, [order[0]]] - np.eye(10)[:, [order[1]]]
            covered = occlusion(net, picture, v)[:, 0]
            inked = occlusion(net, picture, v, paint=1)[:, 0]
            slopes = near @ -input_gradient(net, picture, v)[:, 0]
            black = ~(near & (picture[:, 0] > 0)).any(axis=1)
            found["lead"].append(round((v.T @ z[:, [k]]).item(), 3))
            found["covered"].append(round(float(covered.max()), 3))
            found["taken"].append(round(float(picture[near[covered.argmax()], 0].sum()), 3))
            found["inked"].append(round(float(inked[black].max()), 3))
            found["added"].append(int(near[black][inked[black].argmax()].sum()))
            found["slopes"].append(round(float(np.corrcoef(slopes[black], inked[black])[0, 1]), 3))
        return found

    for network in NETWORKS:
        for first in range(0, COUNT, AT_ONCE):
            rows(make, network=network, first=first)
