"""Training as the text writes it, and wrong ways that the comparison refuses."""

import pytest

from companion.proofs.checks import holds
from companion.proofs.reference_training import (
    WRONG_TRAININGS,
    matches_reference,
    reference,
    training_cases,
    with_numrec,
)


def test_train_ends_where_the_text_ends_and_every_wrong_way_elsewhere() -> None:
    card = holds(
        "T1", matches_reference, with_numrec, training_cases(), WRONG_TRAININGS, "train is (T1)"
    )
    assert card.checks == ("property", "planted")


def test_some_lessons_end_at_their_goal_and_some_after_their_last_pass() -> None:
    ends = {len(reference(lesson.net, lesson)) == lesson.max_epochs for lesson in training_cases()}
    assert ends == {True, False}


@pytest.mark.parametrize("name", WRONG_TRAININGS)
def test_a_wrong_way_is_refused_by_some_lesson(name: str) -> None:
    assert not all(matches_reference(WRONG_TRAININGS[name], lesson) for lesson in training_cases())
