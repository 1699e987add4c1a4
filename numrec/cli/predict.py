"""`numrec predict`: pictures of digits are read, and shown with the network's outputs as bars."""

import json
import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import numpy as np
from rich.text import Text

from numrec.activations import Array
from numrec.cli.options import console, examples, in_words, json_option, load_reader, model_option
from numrec.data.image_files import read_digit
from numrec.data.preprocess import SIDE
from numrec.errors import FormatError
from numrec.evaluate import outputs
from numrec.network import Network

SHADES, ASCII_SHADES = " ░▒▓█", " .+#@"
BAR = 40
"""Characters of the longest bar."""


@click.command(
    short_help="Read pictures of digits, BMP or PNG.",
    epilog=examples(
        "numrec predict three.bmp seven.png",
        "numrec predict drawing.bmp --watch      draw, save, look; draw again",
        "numrec predict *.png --json",
        "numrec predict                          ask for pictures, until Ctrl-C",
        "ls *.png | numrec predict               a path a line",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@model_option
@click.option("--watch", is_flag=True, help="Read again whenever a file changes, until Ctrl-C.")
@click.option("--invert", is_flag=True, help="For black ink on white paper.")
@json_option
def predict(files: tuple[Path, ...], model: Path, watch: bool, invert: bool, as_json: bool) -> int:
    """Read pictures of digits: BMP (as GIMP writes it) or PNG, white ink on black.

    A picture of 28 x 28 pixels is taken as it is. Any other is cut to its ink, scaled and centred
    as MNIST's digits were. A file that cannot be read is named, and the others are read.

    Without FILES it asks for one picture after the other, and Enter reads the last one again;
    Ctrl-C or the end of the input ends it. A pipe gives a path a line. With --json each answer is
    then a line of its own.

    The exit status is 2 where one of FILES, or of the paths in a pipe, could not be read, else 0.
    """
    if watch and not files:
        raise click.UsageError("--watch without files; expected one or more to look at")
    net = load_reader(model)
    if not files:
        return _ask(net, invert, as_json)
    seen = {file: _stamp(file) for file in files}  # before the reading: no change is missed
    status = _read_all(net, files, invert, as_json)
    if not watch:
        return status
    with suppress(KeyboardInterrupt):
        while True:
            time.sleep(0.2)
            now = {file: _stamp(file) for file in files}
            changed = tuple(file for file in files if now[file] not in (None, seen[file]))
            seen = now
            if changed:  # perhaps half-written: then it is refused, and read at the next change
                _read_all(net, changed, invert, as_json)
    return 0


def _ask(net: Network, invert: bool, as_json: bool) -> int:
    """Read a picture for each line, typed or from a pipe; return the exit status."""
    by_hand = sys.stdin is not None and sys.stdin.isatty()
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")  # a name may be any bytes
    file, status = None, 0
    with suppress(KeyboardInterrupt):
        for line in _typed() if by_hand else sys.stdin or ():
            if "\0" in line:
                click.echo(
                    f"numrec: {line.strip()!r}: found a zero byte, expected a path", err=True
                )
                status = 2
                continue
            file = named_file(line) if line.strip() else file
            if file is not None:
                status = max(status, _read_all(net, (file,), invert, as_json))
    return 0 if by_hand else status


def _typed() -> Iterator[str]:
    """Ask at the keyboard, where Tab completes names; an empty answer is the last one again."""
    with suppress(ImportError):  # Windows has no readline
        import readline

        readline.set_completer_delims("\n")  # a path may hold any other character
        readline.parse_and_bind("tab: complete")
    apart = not sys.stdout.isatty()  # what is written to a file or a pipe is answers alone
    answer = None
    while True:
        try:
            typed = click.prompt("Picture", default=answer, value_proc=str, err=apart)
        except click.Abort:
            click.echo(err=apart)  # behind the last question
            return
        answer = typed if typed.strip() else answer
        yield typed


def named_file(line: str) -> Path:
    """Find the file that a line names, also as a terminal writes one that is dropped on it.

    The path may stand in quotes or have spaces escaped, and begin with ~. The first reading that
    is there is taken, else the line as it is.
    """
    plain = line.rstrip("\r\n")
    readings = [plain, plain.strip(), plain.strip().strip("\"'")]
    if os.name != "nt":  # there a backslash is no escape
        with suppress(ValueError):  # an apostrophe, not a quote
            readings.append(" ".join(shlex.split(plain)))
    for reading in readings:
        for path in (reading, os.path.expanduser(reading)):
            if os.path.exists(path):
                return Path(path)
    return Path(plain.strip())


def _stamp(file: Path) -> tuple[int, int] | None:
    """Time and size, which change when a file is written anew; None where there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _read_all(net: Network, files: tuple[Path, ...], invert: bool, as_json: bool) -> int:
    """Read and show each file; return the exit status, 2 where one could not be read."""
    read, status = [], 0
    for file in files:
        try:
            digit = read_digit(file, invert=invert)
        except (OSError, FormatError) as error:
            said = in_words(error)
            cure = ": --invert does it" if said.endswith("invert it") else ""
            click.echo(f"numrec: {said}{cure}", err=True)
            status = 2
        else:
            a = outputs(net, digit)[:, 0]
            second, first = (int(k) for k in np.argsort(a, kind="stable")[-2:])
            read.append((file, digit, a, first, second))
    if as_json:
        names = ("file", "answer", "runner_up", "outputs")
        rows = [(str(file), first, second, a.tolist()) for file, _, a, first, second in read]
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
        return status
    terminal = console()
    colour, plain = terminal.color_system is not None, terminal.options.ascii_only
    for file, digit, a, first, second in read:
        click.secho(f"\n{file}", bold=True)
        terminal.print(picture(digit, colour and not plain, plain), end="")
        terminal.print(bars(a, plain), end="")
        best = f"a {first} ({a[first]:.2%})"
        click.echo(f"{file.name}: {best}; the runner-up is {second} ({a[second]:.2%})")
    return status


def picture(a0: Array, colour: bool, plain: bool = False) -> Text:
    """Draw a digit (784, 1), values in [0, 1].

    With colour, a character shows two pixels, one above the other; without, a pixel is two
    shaded characters, so that it is about as wide as it is high; plain ones for a terminal that
    has no others.
    """
    rows = np.clip(a0, 0, 1).reshape(SIDE, SIDE)
    if colour:
        drawn, light = Text(), (rows * 255).round().astype(int)
        for upper, lower in zip(light[::2], light[1::2], strict=True):
            for up, low in zip(upper, lower, strict=True):
                drawn.append("▀", f"rgb({up},{up},{up}) on rgb({low},{low},{low})")
            drawn.append("\n")
        return drawn
    shades = ASCII_SHADES if plain else SHADES
    levels = (rows * (len(shades) - 1)).round().astype(int)
    lines = ["".join(shades[level] * 2 for level in row).rstrip() for row in levels]
    return Text("\n".join(lines) + "\n")


def bars(outputs: Array, plain: bool = False) -> Text:
    """Draw the outputs (n_L,), in [0, 1], as bars, the largest marked."""
    drawn, block = Text(), "#" if plain else "█"
    for digit, value in enumerate(outputs):
        bar = block * round(float(np.clip(value, 0, 1)) * BAR)
        style = "bold" if digit == outputs.argmax() else ""
        drawn.append(f"{digit} {bar:<{BAR}} {value:7.2%}\n", style)
    return drawn
