"""The whole network on one page: the workshop's solution, drawn together so that it can be printed.

The directive `{whole-network}` reads solution.py itself, so the page is the code that is tested.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from companion.exercises.workshop.blank import solution_text, stage_text, titles
from companion.steps import steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SOURCE = "companion/exercises/workshop/solution.py"


class WholeNetwork(SphinxDirective):
    """The directive: the code, and below it the equations that each stage names."""

    def run(self) -> list[nodes.Node]:
        """Make both."""
        self.env.note_dependency(SOURCE)
        code = [nodes.literal_block(text, text, language="python") for text in sides()]
        lines = [
            f"- {title}: {', '.join(f'{{eq}}`{step}`' for step in named)}"
            for stage, title in titles().items()
            if (named := steps_of(stage))
        ]
        below = nodes.container(classes=["not-printed"])
        below += nodes.paragraph("", "The equations behind it, stage by stage:")
        self.state.nested_parse(StringList(lines, SOURCE), self.content_offset, below)
        return [nodes.container("", *code, classes=["whole-network"]), below]


def printed() -> str:
    """Return the solution with one empty line where it has two."""
    return re.sub(r"\n{3,}", "\n\n", solution_text()).strip() + "\n"


def sides() -> list[str]:
    """Return what stands on either side of the paper: the way there and back, and the rest."""
    first, heading, second = printed().partition("# Stage 7")
    return [first.rstrip() + "\n", heading + second]


def steps_of(stage: int) -> list[str]:
    """Return the ids of the steps that a stage's docstrings name, in order."""
    named = re.findall(r"\b[A-Z]\d+\b", stage_text(stage))
    return [step for step in dict.fromkeys(named) if step in steps()]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("whole-network", WholeNetwork)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
