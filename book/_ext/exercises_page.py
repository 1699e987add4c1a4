"""The pages of all exercises and of all answers, collected from the chapters as they are written.

The directive `{all-exercises}` has each exercise with its hint and its solution, folded; with the
option `answers` the solutions are open, and the wrong answers that the book knows stand below them.
Nothing is typed a second time: the nodes are copies of the chapters' own, and take the rest of the
way to HTML, numbers and links and pictures, with their new page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from folds import make_fold
from made_from import title_of
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

import companion.exercises
from companion.exercises.course import SKILLS, labels_of, tasks
from companion.exercises.data import exercises

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

DATA = Path(companion.exercises.__file__).parent


class ExercisesOf(nodes.General, nodes.Element):  # type: ignore[misc]
    """Stands where a chapter's exercises go; `answers` says whether the solutions are open."""


class ExercisesDirective(SphinxDirective):
    """The directive `{all-exercises}`: a section a chapter, in the order of the book."""

    option_spec = {"answers": directives.flag}  # noqa: RUF012  # as docutils declares it

    def run(self) -> list[nodes.Node]:
        """Leave a place in a section for each chapter that has exercises."""
        for name in ("course.toml", "exercises.toml"):
            self.env.note_dependency(str(DATA / name))
        pages = [page for page in self.env.app.config.external_site_map if "notebooks/" in page]
        return [section for page in pages if (section := self._section(page))]

    def _section(self, page: str) -> nodes.section | None:
        notebook = Path(self.env.srcdir) / f"{page}.ipynb"
        self.env.note_dependency(str(notebook))
        if not labels_of(notebook):
            return None
        title = title_of(notebook)
        section = nodes.section(names=[nodes.fully_normalize_name(title)])
        self.state.document.note_implicit_target(section, section)
        address = self.env.app.builder.get_relative_uri(self.env.docname, page)
        link = nodes.reference("", title, internal=True, refuri=address)
        section += nodes.title("", "", link)
        section += ExercisesOf(chapter=page, answers="answers" in self.options)
        return section


class Found(NamedTuple):
    """An exercise as its chapter has it; `solution` is empty where the answer alone is known."""

    label: str
    words: list[nodes.Node]
    hint: list[nodes.Node]
    solution: list[nodes.Node]


class CollectExercises(SphinxPostTransform):
    """Put the exercises in, before anything else is done with the page."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Replace each place by its chapter's exercises."""
        for place in list(self.document.findall(ExercisesOf)):
            chapter = place["chapter"]
            here = found_in(self.env, chapter)
            place.replace_self([self._entry(chapter, one, place["answers"]) for one in here])

    def _entry(self, chapter: str, one: Found, answers: bool) -> nodes.section:
        address = self.app.builder.get_relative_uri(self.env.docname, chapter)
        number = self.env.toc_fignumbers[chapter]["exercise"][one.label][0]
        link = nodes.reference(
            "", f"Exercise {number}", internal=True, refuri=f"{address}#{one.label}"
        )
        task = tasks()[one.label]
        about = f" {SKILLS[task.skill]}, some {task.minutes} min"
        title = nodes.title("", "", link, nodes.inline("", about, classes=["about-exercise"]))
        entry = nodes.section("", title, *one.words, ids=[one.label], classes=["one-exercise"])
        if answers:
            entry += nodes.paragraph(
                "", "", nodes.strong("", "Solution"), classes=["solution-head"]
            )
            entry += [*right_answer(one.label), *one.solution, *wrong_answers(one.label)]
        else:
            solution = one.solution or right_answer(one.label)
            entry += make_fold([nodes.Text("A hint")], one.hint, classes=["on-screen"])
            entry += make_fold([nodes.Text("A solution")], solution, classes=["on-screen"])
        for node in entry.findall(nodes.Element):
            moved_to(node, self.env.docname, address)
        entry["ids"] = [one.label]
        return entry


def moved_to(node: nodes.Element, page: str, address: str) -> None:
    """Let a copied node be of its new page; its chapter is at an address from there.

    What can be linked to stays in the chapter, and so do the targets of the links within it.
    """
    node["ids"], node["names"] = [], []
    if isinstance(node, pending_xref):
        node["refdoc"] = page
    elif isinstance(node, nodes.reference) and "refid" in node:
        node["refuri"] = f"{address}#{node.attributes.pop('refid')}"


def found_in(env: BuildEnvironment, chapter: str) -> Iterator[Found]:
    """Yield the exercises of a chapter.

    Raises
    ------
    ValueError
        If one has neither a solution nor an answer in exercises.toml.
    """
    doctree = env.get_doctree(chapter)
    solutions = {node["target_label"]: node for node in doctree.findall(solution_node)}
    for node in doctree.findall(exercise_enumerable_node):
        label = node["label"]
        words = list(node.children[1].children)  # behind the title
        behind = node.parent.children[node.parent.index(node) + 1 :]
        around = next((k for k, n in enumerate(behind) if is_end(n)), len(behind))
        hints = [n for n in [*words, *behind[:around]] if is_hint(n)]
        words = [n for n in words if n not in hints]
        hint = [part for one in hints for part in one.children[1:]]
        if not hint and label in exercises():
            hint = [nodes.paragraph("", exercises()[label].hint)]
        if label in solutions:
            yield Found(label, words, hint, list(solutions[label].children[1].children))
        elif label in exercises():
            yield Found(label, words, hint, [])
        else:
            raise ValueError(f"{chapter}: exercise {label} has no solution; expected one")


def is_end(node: nodes.Node) -> bool:
    """Tell whether an exercise's surroundings end here."""
    return isinstance(node, (exercise_enumerable_node, nodes.section))


def is_hint(node: nodes.Node) -> bool:
    """Tell whether a node is a fold with a hint."""
    is_fold = isinstance(node, nodes.Element) and node.get("design_component") == "dropdown"
    return is_fold and node.children[0].astext().startswith("Hint")


def right_answer(label: str) -> list[nodes.Node]:
    """Return the right answer of an exercise, where exercises.toml has one."""
    if label not in exercises():
        return []
    return [nodes.paragraph("", "Right: ", *written(label, exercises()[label].written))]


def wrong_answers(label: str) -> list[nodes.Node]:
    """Return what wrong answers to an exercise mean, where exercises.toml has some."""
    if label not in exercises():
        return []
    items = nodes.bullet_list()
    for wrong, says in exercises()[label].written_mistakes:
        line = nodes.paragraph("", "", *written(label, wrong), nodes.Text(f": {says}"))
        items += nodes.list_item("", line)
    return [nodes.paragraph("", "Wrong, and what it means:"), items]


def written(label: str, answer: str) -> list[nodes.Node]:
    """Return an answer as exercises.toml writes it; of a choice also what the letter stands for."""
    option = exercises()[label].options.get(answer)
    return [nodes.literal("", answer), nodes.Text(f", {option}" if option else "")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and what fills its places."""
    app.add_node(ExercisesOf)
    app.add_directive("all-exercises", ExercisesDirective)
    app.add_post_transform(CollectExercises)
    return {"version": "1", "parallel_read_safe": True}
