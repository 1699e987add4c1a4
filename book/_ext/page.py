"""What every page gets beside its content: small scripts within the page, and markup put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

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
  const look = () => document.querySelectorAll(boxes).forEach((box) => sizes.observe(box));
  look();
  addEventListener("resize", look);  // boxes that have come since: the map tells of its own so
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

# Where a sidebar or the search was closed, the theme leaves the keyboard at the page's top.
RETURN_SCRIPT = """
(() => {
  let opener;
  addEventListener("click", ({ target }) => { opener = target.closest("button") ?? opener; }, true);
  addEventListener("close", () => setTimeout(() => {
    if (document.activeElement === document.body) opener?.focus();
  }), true);
})();
"""

# The button that shows a solution is called by what is written on it and by what it shows; another
# script makes it when the page has been read.
SOLUTION_SCRIPT = """
addEventListener("load", () => {
  for (const button of document.querySelectorAll("button.toggle-button")) {
    const shows = button.closest(".admonition-title")?.textContent.trim().replace(/\\s+/g, " ");
    const name = () =>
      button.setAttribute("aria-label", button.dataset.toggleHint + ": " + shows);
    new MutationObserver(name).observe(button, { attributeFilter: ["data-toggle-hint"] });
    name();
    button.querySelector("svg")?.setAttribute("aria-hidden", "true");
  }
});
"""

# From a folder a browser refuses to fetch the pages that search would quote: list them alone.
SEARCH_SCRIPT = """
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
"""


class NamesNodes(HTML5Translator):
    """Writes a node's "aria-label", the name by which a screen reader calls it."""

    def starttag(self, node: Any, *args: Any, **attributes: Any) -> str:
        """Make a start tag as Sphinx does, with the node's name."""
        if "aria-label" in node:
            attributes["aria-label"] = node["aria-label"]
        return str(super().starttag(node, *args, **attributes))


class OutputFirst(SphinxPostTransform):
    """What a cell shows comes before its folded code, to the eye, the keyboard and the ear."""

    default_priority = 200  # after the code was folded
    formats = ("html",)

    def run(self, **options: Any) -> None:
        """Turn the cells around whose code is folded."""
        for cell in self.document.findall(nodes.container):
            if "tag_hide-input" in cell["classes"]:
                cell.children.reverse()


def name_folds(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let folded code be called what is written on it: MyST-NB has one name for each."""
    if "body" in context:
        named = '<summary aria-label="Toggle hidden content">'
        context["body"] = context["body"].replace(named, "<summary>")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the script to every page, within the page: it must work from file:// too."""
    app.add_js_file(None, body=SCROLL_SCRIPT)
    app.add_js_file(None, body=FOLD_SCRIPT)
    app.add_js_file(None, body=RETURN_SCRIPT)
    app.add_js_file(None, body=SOLUTION_SCRIPT)
    app.add_js_file(None, body=SEARCH_SCRIPT)
    app.set_translator("html", NamesNodes)  # the theme adds its own to it
    app.add_post_transform(OutputFirst)
    app.connect("html-page-context", name_folds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
