"""A sum of matrices is drawn with the numbers it has, and the last matrix is the sum."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.figure import Figure

from companion.figures import style as plotting
from companion.figures.sums import draw_sum

ONE, TWO = np.array([[1, -2], [0, 4]]), np.array([[10, 20], [30, 40]])


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_last_matrix_is_the_sum_of_the_others() -> None:
    drawn = words(draw_sum([ONE, TWO], ["a", "b", "c"]))
    assert drawn == [*"1 -2 0 4 a 10 20 30 40 b + 11 18 30 44 c =".split()]


def test_the_same_numbers_give_the_same_bytes_and_others_another_picture() -> None:
    def svg(shift: int) -> bytes:
        plotting.setup()
        out = BytesIO()
        figure = draw_sum([ONE + shift, TWO], ["a", "b", "c"])
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return out.getvalue()

    assert svg(0) == svg(0) != svg(1)


@pytest.mark.parametrize("terms", [[], [ONE], [ONE, TWO, ONE]])
def test_names_that_do_not_fit_are_refused(terms: list[np.ndarray]) -> None:
    with pytest.raises(ValueError, match="expected one more than terms"):
        draw_sum(terms, ["a", "b", "c"])
