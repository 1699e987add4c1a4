"""What the tests of the figures share."""

from collections.abc import Iterator

import pytest


@pytest.fixture
def figure_settings() -> Iterator[None]:
    """Draw as the chapters do, and leave matplotlib as it was."""
    import matplotlib as mpl

    from companion import figures

    with mpl.rc_context():
        figures.setup()
        yield
