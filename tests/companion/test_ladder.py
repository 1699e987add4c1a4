"""The stored ladder keeps its rules: one change a rung, the best inside, no rung for free."""

import pytest

from companion.ladder import Ladder, Rung, ladder
from companion.studies import study

SEARCHED = ("rate", "decay", "copies")


@pytest.fixture(scope="module")
def climbed() -> Ladder:
    return ladder()


def changed(rung: Rung, below: Rung) -> set[str]:
    return {key for key in rung.way if rung.way[key] != below.way[key]}


def test_each_rung_is_one_change_beside_its_own_rate(climbed: Ladder) -> None:
    standing = climbed.rungs[0]
    for rung in climbed.rungs[1:]:
        assert len(changed(rung, standing) - {"rate"}) <= 1, rung.name
        assert changed(rung, standing), rung.name
        standing = rung if rung.stays else standing


def test_a_rung_stays_where_the_whole_interval_lies_above_zero_and_only_there(
    climbed: Ladder,
) -> None:
    assert climbed.rungs[0].gain is None
    for rung in climbed.rungs[1:]:
        assert rung.gain is not None
        mean, reach = rung.gain
        assert rung.stays == (mean > reach), rung.name
    assert climbed.top.stays


def test_what_was_searched_has_worse_on_both_sides(climbed: Ladder) -> None:
    """The scout's runs: what was taken is the best of them, and not at the edge."""
    made = study("ladder")
    scout = [row for row in made.rows if row["of"].get("seed") == made.recipe["scout"]]
    searched = 0
    for rung in climbed.rungs[1:]:
        for key in SEARCHED:
            others = {k: v for k, v in rung.way.items() if k != key}
            scores = {
                row["of"][key]: row["found"]["validation"][-1]
                for row in scout
                if {k: row["of"][k] for k in others} == others
            }
            if len(scores) < 3 or not rung.way[key]:
                continue
            searched += 1
            best = max(scores, key=lambda value: scores[value])
            assert rung.way[key] == best, (rung.name, key, scores)
            assert min(scores) < best < max(scores), (rung.name, key)
    assert searched >= 8


def test_a_curve_ends_at_its_score(climbed: Ladder) -> None:
    for rung in climbed.rungs:
        assert rung.curves[:, -1].tolist() == rung.validation
        assert rung.curves.shape == (len(rung.test), rung.way["epochs"])


def test_the_gain_on_the_test_images_is_to_the_rung_below(climbed: Ladder) -> None:
    foot, *others = climbed.rungs
    assert foot.test_gain is None
    assert foot.test_gain_in_points == ""
    standing = foot
    for rung in others:
        assert rung.test_gain is not None
        by_hand = sum(rung.test) / 5 - sum(standing.test) / 5
        assert rung.test_gain[0] == pytest.approx(by_hand), rung.name
        standing = rung if rung.stays else standing
