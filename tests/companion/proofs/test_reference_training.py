"""Training as the text writes it, and wrong ways that the comparison refuses."""

import pytest

from companion.proofs.reference_training import (
    WRONG_TRAININGS,
    matches_reference,
    reference,
    training_cases,
    with_numrec,
)


def test_train_ends_where_the_text_ends_at_the_goal_or_after_the_last_epoch() -> None:
    assert all(matches_reference(with_numrec, lesson) for lesson in training_cases())
    ends = {len(reference(lesson.net, lesson)) == lesson.max_epochs for lesson in training_cases()}
    assert ends == {True, False}


@pytest.mark.parametrize("name", WRONG_TRAININGS)
def test_a_wrong_way_is_refused_by_some_lesson(name: str) -> None:
    assert not all(matches_reference(WRONG_TRAININGS[name], lesson) for lesson in training_cases())
