"""What a screen reader is told of a page, in its order: Chromium's accessibility tree as lines.

Kept is what one moves by and works with: landmarks, headings, folds, displayed equations, pictures,
instruments, and where something is said by itself. The words between them are left out, and digits
too, so that a changed sentence or number changes no line.
"""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from playwright.sync_api import CDPSession, Page

LANDMARKS = {"banner", "navigation", "main", "complementary", "contentinfo", "search", "region"}
CALLED = {
    "DisclosureTriangle": "fold",
    "image": "picture",
    "radio": "choice",
    "group": "group",
    **{kind: kind for kind in ("button", "checkbox", "combobox", "searchbox", "slider", "textbox")},
    **{kind: kind for kind in ("heading", "status", "table", "dialog")},
}
"""What is kept beside landmarks and displayed equations, and what it is called here."""

STATES = ("expanded", "checked", "pressed", "disabled", "valuetext")
WORDS = 8
"""So much of a name is kept; an alternative text may be a paragraph."""

ALIKE = {"Copy to clipboard", "Check"}
"""Buttons that stand by each cell or question."""


def heard(page: Page, where: str = "RootWebArea") -> list[str]:
    """Return the lines of a page, or of the landmark of a role, each indented below its own."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    displayed = _displayed(session)

    def walk(node: dict[str, Any], depth: int) -> Iterator[str]:
        role, name = _value(node, "role"), _value(node, "name")
        if role == "MathMLMath":
            if node["backendDOMNodeId"] in displayed and not node["ignored"]:
                signs = normalize("NFKC", " ".join(_leaves(node, by_id)))
                yield "  " * depth + f"equation: {signs}"
            return
        is_kept = role in LANDMARKS or (role in CALLED and (name or role != "group"))
        if is_kept and not node["ignored"] and name not in ALIKE:
            yield "  " * depth + _line(node, role, name)
            depth += role in LANDMARKS
        if role == "navigation":
            return  # the book's contents change
        for child in node.get("childIds", []):
            if child in by_id:
                yield from walk(by_id[child], depth)

    top = next(node for node in nodes if _value(node, "role") == where)
    lines = list(walk(top, 0))
    session.detach()
    return lines


def _displayed(session: CDPSession) -> set[int]:
    """Return the numbers by which the browser knows the equations that stand alone."""
    root = session.send("DOM.getDocument", {"depth": 0})["root"]
    equations = {"nodeId": root["nodeId"], "selector": "math[display=block]"}
    found = session.send("DOM.querySelectorAll", equations)["nodeIds"]
    nodes = [session.send("DOM.describeNode", {"nodeId": one})["node"] for one in found]
    return {node["backendNodeId"] for node in nodes}


def _line(node: dict[str, Any], role: str, name: str) -> str:
    words = name.split()
    short = " ".join(words[:WORDS]) + (" ..." if len(words) > WORDS else "")
    states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    if role == "slider":
        states["valuetext"] = states.get("valuetext") or _value(node, "value")
    said = [f"{state} {states[state]}" for state in STATES if states.get(state) not in (None, "")]
    line = re.sub(r"\d+([.,]\d+)*", "#", ", ".join([short, *said]).removeprefix(", "))
    kind = CALLED.get(role, role) + (f" {states['level']}" if role == "heading" else "")
    return f"{kind}: {line}" if line else kind


def _value(node: dict[str, Any], what: str) -> str:
    return str(node.get(what, {}).get("value") or "")


def _leaves(node: dict[str, Any], by_id: dict[str, Any]) -> Iterator[str]:
    if _value(node, "role") == "StaticText":
        yield _value(node, "name")
    else:
        for child in node.get("childIds", []):
            if child in by_id:
                yield from _leaves(by_id[child], by_id)
