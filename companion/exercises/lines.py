"""The lines of NumPy that a reader is asked to write, read from lines.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from companion.steps import steps

LOSSES = ("quadratic", "cross_entropy")
SOURCE = files("companion.exercises").joinpath("lines.toml")


class Name(NamedTuple):
    """A name that a line may have: how it is written, its shape, what it is.

    `shape` is "" for numbers and functions; `key` is what the page's networks call the value.
    """

    name: str
    write: str
    says: str
    key: str
    shape: str = ""


class Mistake(NamedTuple):
    """A mistake: its name, the sentence that a reader is told, and lines that make it."""

    name: str
    says: str
    typed: tuple[str, ...]


class Line(NamedTuple):
    """What is asked at a step.

    Attributes
    ----------
    step : str
        The step's id.
    asks : str
        What the line gives, in words.
    names : tuple of Name
        What it may name.
    right : str
        What numrec computes, as a line of the networks' own keys.
    by : tuple of str or None
        "omega" or "b", and "l" or "L": along which parameters the slope of C is the right answer.
    loss : str
        "quadratic" or "cross_entropy".
    samples : int
        How many columns a batch has.
    answers : tuple of str
        Right lines written differently.
    mistakes : tuple of Mistake
        What is told by its name.
    """

    step: str
    asks: str
    names: tuple[Name, ...]
    right: str
    by: tuple[str, str] | None
    loss: str
    samples: int
    answers: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


@cache
def lines() -> dict[str, Line]:
    """Return the lines by their step's id.

    Raises
    ------
    ValueError
        If a step, a name or a loss is not known, or a step stands there twice.
    """
    data = _data()
    names = {key: Name(**{"key": key, **name}) for key, name in data["names"].items()}
    found: dict[str, Line] = {}
    for asked in data["line"]:
        line = _line(asked, names)
        if line.step not in steps() or line.step in found:
            raise ValueError(f"lines.toml asks for step {line.step!r}; expected a step, and once")
        found[line.step] = line
    return found


@cache
def networks() -> tuple[dict[str, Any], ...]:
    """Return the random networks that a line is tried on: sizes, l, hidden, seed."""
    return tuple(_data()["network"])


def line_of(step: str) -> Line:
    """Return the line that is asked at a step, or refuse it.

    Raises
    ------
    ValueError
        If none is asked there.
    """
    if step not in lines():
        raise ValueError(f"no line is asked at step {step!r}; expected one of {', '.join(lines())}")
    return lines()[step]


def page_data(wanted: list[str]) -> dict[str, Any]:
    """Return what a page is told of its lines: the names, the mistakes, never a right answer."""
    return {
        "networks": list(networks()),
        "lines": {
            step: {
                "names": {name.name: name.key for name in line.names},
                "right": line.right,
                "by": line.by,
                "loss": line.loss,
                "samples": line.samples,
                "mistakes": [[mistake.typed[0], mistake.says] for mistake in line.mistakes],
            }
            for step, line in ((step, line_of(step)) for step in wanted)
        },
    }


def _line(asked: dict[str, Any], names: dict[str, Name]) -> Line:
    if unknown := [key for key in asked["names"] if key not in names]:
        raise ValueError(f"line {asked['step']} has the names {unknown}; expected some of [names]")
    loss = asked.get("loss", "quadratic")
    if loss not in LOSSES:
        raise ValueError(f"line {asked['step']} has the loss {loss!r}; expected one of {LOSSES}")
    return Line(
        step=asked["step"],
        asks=asked["asks"],
        names=tuple(names[key] for key in asked["names"]),
        right=asked["right"],
        by=tuple(asked["by"]) if "by" in asked else None,
        loss=loss,
        samples=asked.get("samples", 1),
        answers=tuple(asked["answers"]),
        mistakes=tuple(
            Mistake(one["name"], one["says"], tuple(one["typed"])) for one in asked["mistake"]
        ),
    )


def _data() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text("utf-8"))
