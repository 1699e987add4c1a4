"""Each figure is drawn as the chapters draw it, and matplotlib left as it was."""

from collections.abc import Iterator

import matplotlib as mpl
import pytest

from companion import figures


@pytest.fixture(autouse=True)
def figure_settings() -> Iterator[None]:
    with mpl.rc_context():
        figures.setup()
        yield
