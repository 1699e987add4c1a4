"""The lines of NumPy that a reader is asked to write, read from lines.toml."""

import re
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
    """What is asked at a step, or of plain numbers.

    Attributes
    ----------
    id : str
        Its own, which is that of its step if it has one.
    step : str or None
        The step's id; None where the line belongs to none, and names no network.
    asks : str
        What the line gives, in words.
    names : tuple of Name
        What it may name.
    right : str
        What numrec computes, as a line of the networks' own keys.
    by : tuple of str or None
        "omega" or "b", and "l" or "L": along which parameters the slope of C is the right answer.
    slope : tuple of str or None
        A formula and a name: the right answer is the formula's slope along it.
    loss : str
        "quadratic" or "cross_entropy".
    batch : bool
        Whether it is asked of the derivatives of a batch, or of a single sample's.
    answers : tuple of str
        Right lines written differently.
    mistakes : tuple of Mistake
        What is told by its name.
    """

    id: str
    step: str | None
    asks: str
    names: tuple[Name, ...]
    right: str
    by: tuple[str, str] | None
    slope: tuple[str, str] | None
    loss: str
    batch: bool
    answers: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


@cache
def lines() -> dict[str, Line]:
    """Return the lines by their id, which is that of the step where a line has one.

    Raises
    ------
    ValueError
        If a step, a name or a loss is not known, or an id stands there twice or is no word of
        small letters.
    """
    data = _data()
    names = {key: Name(**{"key": key, **name}) for key, name in data["names"].items()}
    found: dict[str, Line] = {}
    for asked in data["line"]:
        line = _line(asked, names)
        if (line.step and line.step not in steps()) or line.id in found:
            raise ValueError(f"lines.toml asks for step {line.id!r}; expected a step, and once")
        if not (line.step or re.fullmatch(r"[a-z]+(-[a-z]+)+", line.id)):
            raise ValueError(f"lines.toml has the id {line.id!r}; expected one as 'page-line'")
        found[line.id] = line
    return found


@cache
def networks() -> tuple[dict[str, Any], ...]:
    """Return the random networks that a line is tried on, as lines.toml has them."""
    return tuple(_data()["network"])


def line_of(name: str) -> Line:
    """Return the line that is asked at a step, or by its own id, or refuse it.

    Raises
    ------
    ValueError
        If none is asked there.
    """
    if name not in lines():
        raise ValueError(f"no line is asked at step {name!r}; expected one of {', '.join(lines())}")
    return lines()[name]


def page_data(wanted: list[str]) -> dict[str, Any]:
    """Return what a page is told of its lines: the names, the mistakes, never a right answer."""
    return {
        "networks": list(networks()),
        "lines": {
            name: {
                "names": {name.name: name.key for name in line.names},
                "right": line.right,
                "by": line.by,
                "slope": line.slope,
                "ofNetworks": line.step is not None and any(name.shape for name in line.names),
                "loss": line.loss,
                "isBatch": line.batch,
                "mistakes": [[mistake.typed[0], mistake.says] for mistake in line.mistakes],
            }
            for name, line in ((name, line_of(name)) for name in wanted)
        },
    }


def _line(asked: dict[str, Any], names: dict[str, Name]) -> Line:
    identity = asked.get("step") or asked["id"]
    if unknown := [key for key in asked["names"] if key not in names]:
        raise ValueError(f"line {identity} has the names {unknown}; expected some of [names]")
    loss = asked.get("loss", "quadratic")
    if loss not in LOSSES:
        raise ValueError(f"line {identity} has the loss {loss!r}; expected one of {LOSSES}")
    return Line(
        id=identity,
        step=asked.get("step"),
        asks=asked["asks"],
        names=tuple(names[key] for key in asked["names"]),
        right=asked["right"],
        by=tuple(asked["by"]) if "by" in asked else None,
        slope=tuple(asked["slope"]) if "slope" in asked else None,
        loss=loss,
        batch=asked.get("batch", False),
        answers=tuple(asked["answers"]),
        mistakes=tuple(
            Mistake(one["name"], one["says"], tuple(one["typed"])) for one in asked["mistake"]
        ),
    )


def _data() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text("utf-8"))
