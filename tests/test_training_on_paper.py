"""Training as the text writes it, and wrong ways that the comparison refuses."""

import pytest

from companion.proofs.properties import holds
from companion.proofs.training_on_paper import (
    WRONG_WAYS,
    keeps_to_the_text,
    lessons,
    on_paper,
    with_numrec,
)


def test_train_ends_where_the_text_ends_and_every_wrong_way_elsewhere() -> None:
    card = holds("T1", keeps_to_the_text, with_numrec, lessons(), WRONG_WAYS, "train is (T1)")
    assert card.checks == ("property", "planted")


def test_some_lessons_end_at_their_goal_and_some_after_their_last_pass() -> None:
    ends = {len(on_paper(lesson.net, lesson)) == lesson.max_epochs for lesson in lessons()}
    assert ends == {True, False}


@pytest.mark.parametrize("name", WRONG_WAYS)
def test_a_wrong_way_is_refused_by_some_lesson(name: str) -> None:
    assert not all(keeps_to_the_text(WRONG_WAYS[name], lesson) for lesson in lessons())
