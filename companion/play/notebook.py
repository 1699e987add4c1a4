"""A play page shown in a notebook: one HTML document in a frame, which needs no kernel."""

from html import escape
from urllib.parse import quote

from companion.play.pages import (
    PIECES_STYLE,
    SCRIPTS,
    STYLE,
    TITLES,
    data,
    data_script,
    known,
    text_of,
)

_DOCUMENT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>
<body>
<main><h1>{title}</h1><div data-play="{name}" data-state="{state}"></div></main>
<script>{script}</script>
</body>
</html>"""


class Shown:
    """A play page as a notebook displays it.

    Attributes
    ----------
    name : str
        The page's name.
    state : str
        What stands behind the # in the page's address.
    height : int
        Pixels, until the page has said how high it is.
    """

    def __init__(self, name: str, state: str, height: int) -> None:
        self.name = name
        self.state = state
        self.height = height

    def document(self) -> str:
        """Return the page as one HTML document that asks for no other file."""
        scripts = [data_script(data([self.name])), *map(text_of, SCRIPTS[self.name])]
        return _DOCUMENT.format(
            title=TITLES[self.name],
            style="".join(map(text_of, ("shared/notebook.css", STYLE, PIECES_STYLE))),
            name=self.name,
            state=escape(self.state),
            script="\n".join([text_of("shared/notebook.js"), *scripts]),
        )

    def _repr_html_(self) -> str:
        frame = f"width: 100%; height: {self.height}px; border: 0"
        return (
            f'<iframe title="{TITLES[self.name]}" style="{frame}" allow="clipboard-write" '
            f'srcdoc="{escape(self.document())}"></iframe>'
        )

    def __repr__(self) -> str:
        behind = f" at #{self.state}" if self.state else ""
        return f"The play page {self.name!r}{behind}: shown where HTML can be shown."


def show(name: str, address: str = "", *, height: int = 900, **state: object) -> Shown:
    """Show a play page in a notebook.

    Parameters
    ----------
    name : str
        "calculator", "stepper", "gradient_check", "draw" or "train"; or a piece of a chapter:
        "nudge", "xor", "pull", "valley", "logits", "depth" or "bet".
    address : str
        A state, as it stands behind the # in the address of the book's page.
    height : int
        Pixels, at least 100.
    **state
        Words of the address one by one: show("calculator", open="delta1_0", a0_0="1/3").

    Raises
    ------
    ValueError
        If there is no such page, or the height is too small.
    """
    if height < 100:
        raise ValueError(f"height is {height}; expected at least 100 pixels")
    words = [address.removeprefix("#")] if address else []
    words += [f"{word}={quote(str(value), safe='/')}" for word, value in state.items()]
    return Shown(known(name), "&".join(words), height)
