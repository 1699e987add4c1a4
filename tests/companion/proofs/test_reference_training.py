"""The cases of early stopping end in every way that there is, and each planted stop is refused."""

import copy

import pytest

from companion.proofs.reference_training import WRONG_STOPS, stop_cases, stops_early
from numrec.optimisers import SGD
from numrec.training import train


def test_some_cases_stop_early_some_at_a_tie_and_some_are_over_before_that() -> None:
    early = ties = over = 0
    for case, patience in stop_cases():
        how = {"batch_size": case.batch_size, "max_epochs": case.max_epochs, "progress": False}
        net = copy.deepcopy(case.net)
        history = train(net, case.data, SGD(case.eta), until=None, patience=patience, **how)
        scores = [done.test_accuracy for done in history.epochs]
        waited = len(scores) - 1 - scores.index(max(scores))
        early += len(scores) < case.max_epochs
        ties += scores.count(max(scores)) > 1
        over += waited < patience
    assert min(early, ties, over) >= 2


@pytest.mark.parametrize("name", WRONG_STOPS)
def test_each_planted_stop_is_refused_in_some_case(name: str) -> None:
    found = [stops_early(WRONG_STOPS[name], case) for case in stop_cases()]
    assert not all(found)


def test_train_stops_as_the_page_says() -> None:
    assert all(stops_early(train, case) for case in stop_cases())
