"""Nothing from another host: take out what the theme's companions would load.

Jupyter Book always adds sphinx_thebe, whose script comes from unpkg.com, and it cannot be switched
off by its configuration. So its listeners are disconnected before they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

UNWANTED = ("sphinx_thebe",)


def drop_unwanted(app: Sphinx, config: Config) -> None:
    """Disconnect the listeners of unwanted extensions, and forget their style sheets."""
    for listeners in app.events.listeners.values():
        for listener in list(listeners):
            if listener.handler.__module__.split(".")[0] in UNWANTED:
                listeners.remove(listener)
    unwanted = [
        (name, attributes) for name, attributes in app.registry.css_files if "thebe" in name
    ]
    for entry in unwanted:
        app.registry.css_files.remove(entry)


def setup(app: Sphinx) -> dict[str, Any]:
    """Run after every extension has been set up, and before any of them acts."""
    app.connect("config-inited", drop_unwanted, priority=1)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
