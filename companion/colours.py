"""The figures' colours, and what the book makes of them in each theme.

A figure is drawn once, in colours that can be told on white and on black alike, which is where a
notebook shows it. No grey is dark enough for words on white and pale enough for words on black, so
the book's pages give each colour two shades: `themed` writes both into the figure.
"""

INK = "#767a80"
"""Grey for axes and words: a contrast above 4 with white and with near-black alike."""

PALE = "#9a9a9a"
"""Grey for what has been seen before."""

BLUE, ORANGE = "#2f81d0", "#cf6a12"
"""Positive and negative, or first and second: told apart by colour-blind readers too."""

VIOLET, BROWN = "#9c30fc", "#90603c"
"""A fourth colour and a fifth, told apart from the three by colour-blind readers too."""

FACE, ON_FACE = "#fefefe", "#212121"
"""What lies below a number, in a node or on a line, and the number: white, and almost black."""

SHADES = {
    INK: ("#63676d", "#9da3ab"),
    PALE: ("#8a8a8a", "#8a8a8a"),
    BLUE: ("#0050a0", "#5ea7ee"),
    ORANGE: ("#b05408", "#e88d42"),
    VIOLET: ("#8f20f2", "#c183ff"),
    BROWN: ("#855630", "#bb8d66"),
    ON_FACE: ("#232323", "#e0e0e0"),
    FACE: ("#fffffe", "#121212"),
}
"""The shade of each on a light page and on a dark one: words keep a contrast of 4.5 with both.

A face is the page's own colour, but for a last digit that tells it from all other white.
"""


def themed(svg: str) -> str:
    """Return a figure whose colours are those of the page around it.

    The light shades stand in the figure itself, for whoever knows no styles, and a style takes
    the dark ones where the page is dark.

    Parameters
    ----------
    svg : str
        A figure as matplotlib writes it: its colours stand in `style` attributes.
    """
    rules = []
    for colour, (light, dark) in SHADES.items():
        if colour in svg:
            svg = svg.replace(colour, light)
            for what in ("fill", "stroke"):
                rules.append(f'[style*="{what}: {light}"]{{{what}:{dark}!important}}')
    if not rules:
        return svg
    style = f"<style>@media (prefers-color-scheme: dark){{{''.join(rules)}}}</style>"
    head, svg_tag, rest = svg.partition("<svg ")
    tag, end, body = rest.partition(">")
    return f"{head}{svg_tag}{tag}{end}{style}{body}"
