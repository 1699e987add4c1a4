"""MNIST, read once for all tests of the network; short names for cases of long data."""

import pytest

from numrec import load_mnist
from numrec.data.mnist import MNIST


@pytest.fixture(scope="session")
def mnist() -> MNIST:
    return load_mnist()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case of long data by its start."""
    return ascii(val[:40]) if isinstance(val, str | bytes) and len(val) > 40 else None
