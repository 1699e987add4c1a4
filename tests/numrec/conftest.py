"""MNIST, read once for all tests of the network."""

import pytest

from numrec import load_mnist
from numrec.data.mnist import MNIST


@pytest.fixture(scope="session")
def mnist() -> MNIST:
    return load_mnist()
