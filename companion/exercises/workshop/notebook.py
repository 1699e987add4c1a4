"""The workshop's checks for who writes in a notebook: one call a stage."""

from typing import Any

from companion.exercises.workshop.blank import functions_of
from companion.exercises.workshop.judge import judge_stage


def check_stage(stage: int, namespace: dict[str, Any]) -> None:
    """Say that a stage holds, or raise what is wrong with it.

    Parameters
    ----------
    stage : int
        Which.
    namespace : dict
        The notebook's names: `globals()`.

    Raises
    ------
    AssertionError
        If a function of the stage does not hold: a line for each.
    """
    report = judge_stage(stage, namespace)
    wrong = [f"{finding.function}: {finding.says}" for finding in report.findings]
    if wrong:
        raise AssertionError("\n".join(wrong))
    print(f"stage {stage} holds: {', '.join(functions_of(stage))}")
