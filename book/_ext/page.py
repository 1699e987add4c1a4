"""What every page gets beside its content: three small scripts, within the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# A box that scrolls must be reached by the keyboard and have a name; one that does not must not be
# a stop. Its size changes with the screen, with the letters, and with the fold that it lies in.
SCROLL_SCRIPT = """
addEventListener("DOMContentLoaded", () => {
  const boxes = ".scroll-box, .pst-scrollable-table-container, .check-card, .cell_output .output, "
    + ".cell_output pre, .highlight pre";
  const mark = (box) => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", (box.dataset.label || "Wide content") + ", scrolls sideways");
    } else if (box.getAttribute("role") === "group") {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };
  const sizes = new ResizeObserver((seen) => seen.forEach(({ target }) => mark(target)));
  for (const box of document.querySelectorAll(boxes)) sizes.observe(box);
});
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


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the script to every page, within the page: it must work from file:// too."""
    app.add_js_file(None, body=SCROLL_SCRIPT)
    app.add_js_file(None, body=FOLD_SCRIPT)
    app.add_js_file(None, body=SEARCH_SCRIPT)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
