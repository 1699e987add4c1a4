"""What the command line draws: a digit, its outputs as bars, a table of what is confused."""

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from numrec.activations import Array
from numrec.data.preprocess import SIDE
from numrec.network import Network

SHADES, ASCII_SHADES = " ░▒▓█", " .+#@"
BAR = 40
"""Letters of the longest bar."""


def picture(a0: Array, colour: bool, plain: bool = False) -> Text:
    """Draw a digit (784, 1), values in [0, 1].

    With colour, a letter shows two pixels, one above the other; without, a pixel is two shaded
    letters, so that it is about as wide as it is high; plain ones for a terminal without others.
    """
    rows = np.clip(a0, 0, 1).reshape(SIDE, SIDE)
    drawn = Text()
    if colour:
        light = (rows * 255).round().astype(int)
        for upper, lower in zip(light[::2], light[1::2], strict=True):
            for up, low in zip(upper, lower, strict=True):
                drawn.append("▀", f"rgb({up},{up},{up}) on rgb({low},{low},{low})")
            drawn.append("\n")
        return drawn
    shades = ASCII_SHADES if plain else SHADES
    steps = (rows * (len(shades) - 1)).round().astype(int)
    lines = ["".join(shades[step] * 2 for step in row).rstrip() for row in steps]
    return Text("\n".join(lines) + "\n")


def bars(outputs: Array, plain: bool = False) -> Text:
    """Draw the outputs (n_L,), in [0, 1], as bars, the largest marked."""
    drawn, answer, letter = Text(), int(outputs.argmax()), "#" if plain else "█"
    for digit, value in enumerate(outputs):
        style = "bold" if digit == answer else ""
        length = round(float(np.clip(value, 0, 1)) * BAR)
        drawn.append(f"{digit} {letter * length:<{BAR}} {value:7.2%}\n", style)
    return drawn


def answer(outputs: Array) -> str:
    """Say the answer and the runner-up."""
    second, first = np.argsort(outputs, kind="stable")[-2:]
    return f"a {first} ({outputs[first]:.2%}); the runner-up is {second} ({outputs[second]:.2%})"


def confusion(matrix: Array) -> Table:
    """Show how often a label (row) got an answer (column), and the share read right."""
    table = Table("label", title="answers by label", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for digit in range(len(matrix)):
        table.add_column(str(digit), justify="right")
    table.add_column("right", justify="right")
    for digit, row in enumerate(matrix):
        counts = [str(count) if count else "·" for count in row]
        right = f"{row[digit] / row.sum():.1%}" if row.sum() else "none"
        table.add_row(str(digit), *counts, right)
    return table


def description(net: Network) -> Table:
    """Say what a network is made of."""
    parameters = sum(net.omega[l].size + net.b[l].size for l in net.omega)
    slope = f", slope {net.hidden.alpha:g}" if net.hidden.alpha is not None else ""
    table = Table(show_header=False)
    table.add_row("layers", " -> ".join(map(str, net.sizes)))
    table.add_row("hidden", net.hidden.name + slope)
    table.add_row("output", net.output.name)
    table.add_row("loss", net.loss.name)
    table.add_row("weights and biases", f"{parameters:,}, {net.omega[1].dtype}")
    for l in net.omega:
        table.add_row(f"spread of omega[{l}]", f"{float(net.omega[l].std()):.4f}")
    return table
