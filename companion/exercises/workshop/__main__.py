"""`make workshop`: how far the reader's own network has come, stage by stage."""

import argparse
import json
import os
import shlex
import shutil
import sys
import textwrap
from pathlib import Path

from companion.exercises.workshop.blank import blank_text, functions_of, titles
from companion.exercises.workshop.judge import Finding, Report
from companion.exercises.workshop.parent import SECONDS, Look, look_at, train
from companion.exercises.workshop.stages import LAST, TASKS, hints_of
from companion.exercises.workshop.training import GOAL, MOST_EPOCHS
from numrec.files.atomic import atomic_write
from numrec.history import Epoch, history_of
from numrec.progress import progress_bar

ROOT = Path(__file__).parents[3]
MINE = ROOT / "workshop" / "my_network.py"

_MAKE = "MAKELEVEL"
"""What the environment has where make has called."""

FOR_TRAINING = (1, 2, 5, 6, 8, 9, 10)
"""The stages without which the network cannot be trained."""


def main(arguments: list[str] | None = None) -> int:
    """Look at the reader's file; return 0 when every stage that was asked for holds."""
    asked = _parser().parse_args(arguments)
    path: Path = asked.mine
    if not path.exists():
        if path != MINE:
            print(f"{path}: there is no such file; expected yours", file=sys.stderr)
            return 2
        MINE.parent.mkdir(exist_ok=True)
        with atomic_write(MINE) as file:
            file.write(blank_text().encode())
        print(f"Made {_shown(MINE)}: a blank file, for you to fill in. Open it in an editor.")
        print("Beside it read the book's chapter Build it; the page All equations has those that")
        print(
            "the file names. Both are in _build/html/index.html, once `make book` has built it.\n"
        )
    look = look_at(path, asked.upto, asked.seconds)
    if look.file:
        print(_sentence(look.file, _shown(path)))
        print("Mend that first: the stages are looked at when Python can read the whole file.")
        _print_note_on_make()
        return 1
    hold = {stage for stage, report in look.reports.items() if not report.findings}
    rows = {stage: _row(report) for stage, report in look.reports.items()}
    trained = asked.upto < LAST
    if not trained and LAST in hold:
        missing = [stage for stage in FOR_TRAINING if stage not in hold]
        if missing:
            which = f"stage{'s' * (len(missing) > 1)} {', '.join(map(str, missing))}"
            rows[LAST] = ("waits", [f"both functions hold; the training waits for {which}"])
            hold.discard(LAST)
        else:
            rows[LAST] = _trained(path, asked.seconds)
            if rows[LAST][0] != "holds":
                hold.discard(LAST)
    _print_table(rows)
    _print_notes(look)
    left = [stage for stage in range(1, asked.upto + 1) if stage not in hold]
    if left:
        _print_next(look.reports[left[0]], path, asked.hint)
        _print_note_on_make()
    else:
        print(f"\nAll of it holds, stage 1 to {asked.upto}.")
    return 1 if left else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make workshop",
        usage=f"make workshop [MINE=PATH] [UPTO=1..{LAST}] [HINT=1]",
        description="Look at the network that you are writing.",
    )
    parser.add_argument("--mine", type=Path, default=MINE, help="your file, if it is another")
    parser.add_argument(
        "--upto",
        type=int,
        default=LAST,
        choices=range(1, LAST + 1),
        metavar="STAGE",
        help="leave the stages behind this one out",
    )
    parser.add_argument("--hint", action="store_true", help="one hint more for the next stage")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="what a call of your code may take"
    )
    return parser


def _row(report: Report) -> tuple[str, list[str]]:
    """Return a stage's state in a word, and what is said of it."""
    wrong = [finding for finding in report.findings if not finding.blank]
    blank = [finding.function for finding in report.findings if finding.blank]
    if not report.findings:
        return "holds", []
    if not wrong and set(blank) == set(functions_of(report.stage)):
        return "blank", []
    lines = [_sentence(finding) for finding in wrong]
    return "not yet", lines + ([f"still blank: {', '.join(blank)}"] if blank else [])


def _sentence(finding: Finding, where: str = "") -> str:
    place = f"line {finding.line}, " if finding.line else ""
    return f"{place}{where or finding.function}: {finding.says}"


def _trained(path: Path, seconds: float) -> tuple[str, list[str]]:
    model, epochs = path.with_suffix(".npz"), list[Epoch]()
    print(f"Your network trains, until it reads {GOAL:.0%} of the test images.")
    with progress_bar(True, MOST_EPOCHS) as show:

        def note(epoch: Epoch) -> None:
            epochs.append(epoch)
            show(epoch)

        trouble = train(path, model, note, seconds)
    if trouble:
        return "not yet", [_sentence(trouble)]
    reached = epochs[-1].test_accuracy
    curve = ", ".join(f"{epoch.test_accuracy:.2%}" for epoch in epochs)
    said = [
        f"it reads {reached:.2%} of the test images; epoch by epoch {curve}",
        f"kept: {_shown(model)}, its curve in {_shown(history_of(model))}",
    ]
    if reached < GOAL:
        return "not yet", [f"{GOAL:.0%} is the goal: {said[0]}"]
    command = f"{_shown(Path(sys.executable).with_name('numrec'))} predict --model {_shown(model)}"
    return "holds", [*said, f"try it: {command} PICTURE (white on black, or with --invert)"]


def _print_table(rows: dict[int, tuple[str, list[str]]]) -> None:
    width = max(60, min(100, shutil.get_terminal_size().columns))
    longest = max(len(title) for title in titles().values())
    for stage, (state, says) in rows.items():
        print(f"{stage:3}  {titles()[stage]:{longest}}  {state}")
        for line in says:
            print(textwrap.fill(line, width, initial_indent=" " * 5, subsequent_indent=" " * 7))


def _print_notes(look: Look) -> None:
    printed = {p for report in look.reports.values() for p in report.prints}
    printed |= {look.prints} if look.prints else set()
    for line, text in sorted(printed, key=lambda p: p.line or 0):
        place = f"line {line} prints" if line else "something prints"
        print(f"     {place} {text!r}: that does no harm, but slows a training down")
    if look.off is not None:
        print(
            f"\nYour own check of your own derivatives, in a random network: the largest "
            f"difference is {look.off:.0e}."
        )


def _print_next(report: Report, path: Path, hint: bool) -> None:
    stage = report.stage
    names = ", ".join(f"`{name}`" for name in functions_of(stage))
    task = f"Next, in {_shown(path)}, stage {stage}, {titles()[stage]}: {names}. {TASKS[stage]}"
    print("\n" + textwrap.fill(task, 80))
    if not hint:
        print(f"A hint: {_command(path)}")
        return
    kept = path.with_name(f".{path.stem}.hints.json")
    given = _hints_given(kept)
    left = [finding.function for finding in report.findings]
    function = next((name for name in functions_of(stage) if name in left), functions_of(stage)[0])
    hints = hints_of(function)
    number = min(given.get(function, 0), len(hints) - 1)
    said = f"Hint {number + 1} of {len(hints)} for {function}: {hints[number]}"
    print("\n" + (said if number + 1 == len(hints) else textwrap.fill(said, 80)))
    with atomic_write(kept) as file:
        file.write(json.dumps(given | {function: number + 1}).encode())


def _command(path: Path) -> str:
    """Return what asks for a hint, as the reader has come here: with make or without."""
    mine = "" if path == MINE else str(path)
    if _MAKE in os.environ:
        return f"make workshop HINT=1{mine and f' MINE={shlex.quote(mine)}'}"
    python = _shown(Path(sys.executable))
    return f"{python} -m {__package__} --hint{mine and f' --mine {shlex.quote(mine)}'}"


def _print_note_on_make() -> None:
    if _MAKE in os.environ:
        print("(Below, make will speak of an error. It means: there is a stage left.)")


def _hints_given(kept: Path) -> dict[str, int]:
    try:
        given = json.loads(kept.read_text("utf-8"))
        return {function: int(number) for function, number in given.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # none yet, or a file that is not ours: begin anew


def _shown(path: Path) -> str:
    """Name a file as the reader would: from here, if it lies below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped; nothing of yours is changed.")
    except BrokenPipeError:  # nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except OSError as error:
        sys.exit(f"{error.filename or 'What is to be said'}: {error.strerror or error}")
