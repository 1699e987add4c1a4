"""How large a figure's letters are on a phone."""

from matplotlib.figure import Figure
from matplotlib.text import Text

PHONE_PX = 328
"""What a phone of 360 pixels leaves for a figure."""

LEAST_ON_A_PHONE = 11
"""How high letters are at least, in pixels."""


def letters_on_a_phone(figure: Figure) -> float:
    """Return the height of the smallest letters, in pixels, where a phone shows the figure."""
    shown = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text()]
    return float(min(shown)) * 96 / 72 * min(1, PHONE_PX / (figure.get_figwidth() * 96))
