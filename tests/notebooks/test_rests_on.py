"""What a step rests on is what its chapter takes hold of, and the other way round.

A chapter takes hold of B4 where it writes {eq}`B4`, B4 as a name in its code, or its equation. It
does so for a step where that is derived: in the chapter's opening, in the section with the step's
equation (which an equation behind it does not count for), and in the sections between that one and
the section of the step before. An equation with a label of its own stands for the steps of the
section that it lies in.

The other way round, what a step rests on holds at least what the text names just before its
equation, what its own proof names, and what the code makes it of, as in `H6 = H3 * ...`.
"""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from companion.pages.graph import way_back
from companion.steps import steps

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

USED_UNNAMED = {
    ("N3", "N1"): "the outputs that the loss looks at",
    ("O1", "H9"): "backpropagation gives the derivatives",
    ("S1", "N2"): "softmax is taken of z",
    ("S4", "S1"): "the loss is for shares",
}
"""What a chapter uses and does not name. Only shrinks: name it in the chapter that is retold."""

NAMED_UNUSED = {
    ("A1", "B7"): "why a slope will matter",
    ("A1", "H6"): "why a slope will matter",
    ("H5", "H4"): "in code the first factors are H4's",
}
"""What a derivation names without resting on it. Only shrinks."""

_PART = re.compile(
    r"^## (?P<heading>.*)$"
    r"|\$\$[^$]+\$\$\s*\((?P<label>[\w-]+)\)"
    r"|\{eq\}`(?P<named>[\w-]+)`",
    re.MULTILINE,
)


_PROOF = re.compile(r":::\{proof\} (\w+)\n(.*?)^:::", re.MULTILINE | re.DOTALL)
"""The proof of a single step; one of several names what some of them do without."""


class Part(NamedTuple):
    """One thing that a chapter has: a heading, a label, a name in the text, or one in the code."""

    kind: str
    name: str
    section: int


class Chapter(NamedTuple):
    """A chapter's parts in their order, the steps that it has, each with its place there, and of
    what a step is made: in the code, where `H6 = H3 * ...` makes H6 of H3, or in its proof.
    """

    parts: list[Part]
    claims: dict[str, int]
    made_of: dict[str, set[str]]

    def before(self, step: str) -> range:
        """Return the places since the step before, or since the chapter's beginning."""
        place = self.claims[step]
        earlier = [other for other in self.claims.values() if other < place]
        return range(max(earlier, default=-1) + 1, place)

    def takes_hold_of(self, step: str) -> set[str]:
        """Return the steps that are named where this one is derived."""
        held = {self.parts[place].section for place in self.claims.values()}
        leading = {self.parts[place].section for place in self.before(step)} - held
        own = self.parts[self.claims[step]].section
        here = {0, *leading, own}
        named = {
            name
            for kind, name, section in self.parts
            if kind in {"named", "code"} and section in here
        }
        helpers = [part for part in self.parts if part.kind == "label"]
        lie_in = {one.section for one in helpers if one.name in named - {*self.claims}}
        named |= {one for one, place in self.claims.items() if self.parts[place].section in lie_in}
        earlier = self.parts[: self.claims[step]]
        return (named | {one.name for one in earlier if one.section == own}) - {step}

    def derives_from(self, step: str) -> set[str]:
        """Return the steps that the text names in the step's section just before its equation, and
        those that its proof or the code makes it of.
        """
        section = self.parts[self.claims[step]].section
        near = [self.parts[place] for place in self.before(step)]
        told = {one.name for one in near if one.kind == "named" and one.section == section}
        return (told | self.made_of.get(step, set())) - {step}


def read_chapter(cells: Sequence[Mapping[str, Any]], known: Sequence[str]) -> Chapter:
    """Read a notebook's cells; `known` are the ids of all steps."""
    parts: list[Part] = []
    made_of: dict[str, set[str]] = {}
    section = 0
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            tree = ast.parse(source)
            parts += [Part("code", name, section) for name in sorted(_names(tree) & {*known})]
            for line in ast.walk(tree):
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    made_of.setdefault(line.targets[0].id, set()).update(_names(line.value))
            continue
        for step, proof in _PROOF.findall(source):
            made_of.setdefault(step, set()).update(re.findall(r"\{eq\}`(\w+)`", proof))
        for found in _PART.finditer(source):
            kind = str(found.lastgroup)
            section += kind == "heading"
            parts.append(Part(kind, found[kind], section))
    labels = [(part.name, k) for k, part in enumerate(parts) if part.kind == "label"]
    claims = {name: k for name, k in labels if name in known}
    return Chapter(parts, claims, {name: of & {*known} for name, of in made_of.items()})


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def read_chapters(known: Sequence[str]) -> dict[str, Chapter]:
    """Return for each step the chapter that derives it."""
    found = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        chapter = read_chapter(json.loads(path.read_text("utf-8"))["cells"], known)
        found.update(dict.fromkeys(chapter.claims, chapter))
    return found


Pair = tuple[str, str]


def unbacked(rests_on: Mapping[str, Sequence[str]], chapters: Mapping[str, Chapter]) -> set[Pair]:
    """Return each step with what it rests on, where its chapter takes no hold of that."""
    return {
        (step, below)
        for step, all_below in rests_on.items()
        for below in all_below
        if below not in chapters[step].takes_hold_of(step)
    }


def unlisted(rests_on: Mapping[str, Sequence[str]], chapters: Mapping[str, Chapter]) -> set[Pair]:
    """Return each step with what its derivation names, where its way back does not have that."""
    return {
        (step, named)
        for step in rests_on
        for named in chapters[step].derives_from(step)
        if named in rests_on and named not in way_back(step, rests_on)
    }


RESTS_ON = {step.id: step.rests_on for step in steps().values()}
CHAPTERS = read_chapters([*RESTS_ON])


def test_a_chapter_takes_hold_of_what_its_step_rests_on() -> None:
    """A pair too many: name the step where it is used, or correct `rests_on`.

    A pair too few: the chapter names it now, so take it out of the list.
    """
    assert unbacked(RESTS_ON, CHAPTERS) == {*USED_UNNAMED}


def test_what_a_derivation_names_lies_on_the_way_back() -> None:
    """A pair too many: put it into `rests_on`; a pair too few: take it out of the list."""
    assert unlisted(RESTS_ON, CHAPTERS) == {*NAMED_UNUSED}
