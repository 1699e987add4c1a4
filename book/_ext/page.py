"""What every page gets beside its content: boxes that scroll, and markup put right.

The theme's markup has a few faults that axe-core names. Each is mended in the finished page, where
one small replacement is easier to read than a copy of a whole template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# A box that scrolls must be reachable by the keyboard; one that does not scroll must not be a stop.
SCROLL_SCRIPT = """
(() => {
  const boxes = ".scroll-box, .check-card, .cell_output .output, .cell_output pre, .highlight pre";
  const mark = () => document.querySelectorAll(boxes).forEach((box) => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", (box.dataset.label || "Wide content") + ", scrolls sideways");
    } else if (box.getAttribute("role") === "group") {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  });
  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("toggle", mark, true);  // a fold that opens
  document.fonts.ready.then(mark);
})();
"""

# A link may lead into a fold, and on paper all folds are open. Some browsers need no help.
FOLD_SCRIPT = """
(() => {
  const closed = () => document.querySelectorAll("article details:not([open])");
  const named = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";  // a play page's state, with a slip in it
    }
  };
  const reveal = () => {
    const id = named();
    const target = id && document.getElementById(id);
    const folds = [...closed()].filter((fold) => target && fold.contains(target));
    for (const fold of folds) fold.open = true;
    if (folds.length) target.scrollIntoView();
  };
  let opened = [];
  addEventListener("DOMContentLoaded", reveal);
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    opened = [...closed()];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of opened) fold.open = false; });
})();
"""

# From a folder a browser refuses to fetch the pages that search would quote: list them alone.
SEARCH_SCRIPT = """
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
"""


def wrap_tables(app: Sphinx, doctree: nodes.document) -> None:
    """Put each table in a box of its own, so that a wide one does not widen the page."""
    for table in list(doctree.findall(nodes.table)):
        box = nodes.container(classes=["scroll-box"])
        table.replace_self(box)
        box += table


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the script to every page, within the page: it must work from file:// too."""
    app.add_js_file(None, body=SCROLL_SCRIPT)
    app.add_js_file(None, body=FOLD_SCRIPT)
    app.add_js_file(None, body=SEARCH_SCRIPT)
    app.connect("doctree-read", wrap_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
