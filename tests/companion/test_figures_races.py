"""The race of the optimisers: means and intervals of the seeds, a look for each optimiser."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from phone_letters import LEAST_ON_A_PHONE, letters_on_a_phone

from companion import figures
from companion.studies import mean_interval

SEEDS = [[90.0, 92.0], [91.0, 94.0], [92.0, 93.0]]
RACES = {"few": {"SGD": SEEDS, "Adam": [[80.0, 81.0], [82.0, 83.0]]}, "many": {"SGD": SEEDS}}

pytestmark = pytest.mark.usefixtures("figure_settings")


def races() -> Figure:
    return figures.draw_races(RACES, "epoch", "read right, %")


def test_each_point_is_the_mean_of_the_seeds_and_its_bar_the_interval() -> None:
    few, many = races().axes
    sgd, adam = few.containers
    for k, scores in enumerate(zip(*SEEDS, strict=True)):
        mean, reach = mean_interval(scores)
        assert sgd.lines[0].get_ydata()[k] == pytest.approx(mean)
        low, high = sgd.lines[2][0].get_segments()[k][:, 1]
        assert (low, high) == pytest.approx((mean - reach, mean + reach))
    assert adam.lines[0].get_ydata().tolist() == [81, 82]
    assert [axes.get_title("left") for axes in (few, many)] == ["few", "many"]


def test_no_bar_hides_another_and_all_stand_at_their_epoch() -> None:
    places = [bars.lines[0].get_xdata() for bars in races().axes[0].containers]
    assert (np.round(places) == [[1, 2], [1, 2]]).all()
    assert (places[0] < places[1]).all()


def test_every_optimiser_has_a_colour_and_a_mark_of_its_own() -> None:
    looks = [*figures.OPTIMISERS.values()]
    assert len({colour for _, colour in looks}) == len({mark[0] for mark, _ in looks}) == len(looks)
    drawn = races().axes[0].containers[1].lines[0]
    assert (drawn.get_marker(), to_rgb(drawn.get_color())) == ("v", to_rgb(figures.VIOLET))


def test_on_the_map_a_path_has_the_look_that_it_is_given() -> None:
    x, path = np.linspace(-1, 1, 5), np.array([[1.0, 1.0], [0.5, 0.0]])
    options = {"levels": [1.0], "paths": {"Adam": path}, "looks": [figures.OPTIMISERS["Adam"]]}
    drawn = figures.draw_contours(x, x, x**2 + x[:, None] ** 2, "a", "b", **options)
    assert drawn.axes[0].lines[0].get_marker() == "v"


def test_no_letter_is_smaller_than_11_pixels_on_a_phone() -> None:
    assert letters_on_a_phone(races()) >= LEAST_ON_A_PHONE
