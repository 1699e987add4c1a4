"""Centred images, and the network that reads plain ones."""

import copy

import numpy as np
import pytest

from numrec import forward, new_network
from numrec.data.centre import centred, for_plain_images
from numrec.data.mnist import MNIST


def test_the_mean_of_the_training_images_is_taken_off_all() -> None:
    rng = np.random.default_rng(0)
    data = MNIST(rng.random((4, 9)), np.zeros(9, int), rng.random((4, 3)), np.zeros(3, int))
    before = copy.deepcopy(data)
    less_mean, mean = centred(data)
    assert mean.shape == (4, 1)
    assert less_mean.train_images.mean(axis=1) == pytest.approx(0, abs=1e-15)
    assert np.array_equal(less_mean.test_images, data.test_images - mean)
    assert np.array_equal(data.train_images, before.train_images)
    assert np.array_equal(data.test_images, before.test_images)


def test_the_networks_answer_to_a_plain_image_is_that_to_the_centred_one() -> None:
    net = new_network([4, 3, 2], np.random.default_rng(1), dtype=np.float64)
    b, a0, mean = net.b[1].copy(), np.arange(8.0).reshape(4, 2), np.array([[1.0], [2], [3], [4]])
    plain = for_plain_images(net, mean)
    assert np.allclose(forward(plain, a0).a[2], forward(net, a0 - mean).a[2], rtol=1e-12)
    assert not np.allclose(forward(plain, a0).a[2], forward(net, a0).a[2])
    assert np.array_equal(net.b[1], b)
