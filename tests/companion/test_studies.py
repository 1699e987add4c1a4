"""Studies: their means and intervals, and what is stored of them."""

import numpy as np
import pytest

from companion.studies import FOLDER, Study, mean_interval, paired, percent, study


@pytest.mark.parametrize(("n", "t"), [(2, 12.706), (5, 2.776), (10, 2.262), (31, 2.042)])
def test_the_interval_is_student_s(n: int, t: float) -> None:
    """t from the tables in print, for 95 %."""
    values = [float(k) for k in range(n)]
    mean, reach = mean_interval(values)
    assert mean == (n - 1) / 2
    assert reach == pytest.approx(t * np.std(values, ddof=1) / n**0.5, rel=1e-3)


def test_of_a_hundred_intervals_about_ninety_five_hold_the_mean() -> None:
    rng = np.random.default_rng(0)
    means = [mean_interval(rng.normal(size=5).tolist()) for _ in range(400)]
    held = sum(abs(mean) < reach for mean, reach in means)
    assert 365 < held < 395


def test_a_pair_of_seeds_is_compared_one_by_one() -> None:
    mean, reach = paired([0.9, 0.8, 0.7], [0.8, 0.7, 0.6])
    assert (mean, reach) == pytest.approx((0.1, 0.0))
    with pytest.raises(ValueError, match="2 of ours, 3 of others"):
        paired([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="1 value; expected two or more"):
        mean_interval([1.0])
    assert percent([0.96, 0.97, 0.98]) == "97.0 ± 2.5 %"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_what_is_stored_says_its_question_and_its_command(name: str) -> None:
    made = study(name)
    assert made.question.endswith("?")
    assert made.command == f"python -m tools.studies {name}"
    assert made.rows


def test_what_was_found_is_told_of_the_rows_with_these_settings_in_their_order() -> None:
    rows = [
        {"of": {"rate": r, "seed": s}, "found": {"score": r * s}} for s in (2, 1) for r in (3, 5)
    ]
    made = Study("Which?", "make it", {}, rows)
    assert made.found("score", rate=5) == [10, 5]
    with pytest.raises(ValueError, match=r"no row of make it has {'rate': 4}"):
        made.found("score", rate=4)
