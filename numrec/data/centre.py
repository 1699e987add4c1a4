"""Images less the mean image, which make learning quicker, and the way back.

omega (a - mean) + b = omega a + (b - omega mean): a network that has learned on centred images
becomes one that reads images as they are when b^[1] takes the mean up.
"""

from dataclasses import replace

from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.network import Network


def centred(data: MNIST) -> tuple[MNIST, Array]:
    """Return the data with each pixel's mean over the training images taken off, and that mean.

    The mean is (n_0, 1); the test images lose the same one. The data that is given stays.
    """
    mean = data.train_images.mean(axis=1, keepdims=True)
    less_mean = replace(
        data, train_images=data.train_images - mean, test_images=data.test_images - mean
    )
    return less_mean, mean


def for_plain_images(net: Network, mean: Array) -> Network:
    """Return the network that does with an image what `net` does with that image less the mean.

    It shares all arrays with `net` but b[1].
    """
    return replace(net, b=net.b | {1: net.b[1] - net.omega[1] @ mean})
