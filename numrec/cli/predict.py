"""`numrec predict`."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import numpy as np

from numrec.activations import Array
from numrec.cli import draw
from numrec.cli.options import console, examples, in_words, json_option, load_reader, model_option
from numrec.data.image_files import read_digit
from numrec.errors import FormatError
from numrec.evaluate import outputs
from numrec.network import Network

LOOK_EVERY = 0.2
"""Seconds between two looks at the files."""


@click.command(
    short_help="Read pictures of digits, BMP or PNG.",
    epilog=examples(
        "numrec predict three.bmp seven.png",
        "numrec predict drawing.bmp --watch      draw, save, look; draw again",
        "numrec predict *.png --json",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@model_option
@click.option("--watch", is_flag=True, help="Read again whenever a file changes, until Ctrl-C.")
@click.option("--invert", is_flag=True, help="For black ink on white paper.")
@json_option
def predict(files: tuple[Path, ...], model: Path, watch: bool, invert: bool, as_json: bool) -> int:
    """Read pictures of digits: BMP (as GIMP writes it) or PNG, white ink on black.

    A picture of 28 x 28 pixels is taken as it is. Any other is cut to its ink, scaled and centred
    as MNIST's digits were. A file that cannot be read is named, and the others are read.
    """
    net = load_reader(model)
    seen = _stamps(files)  # before the reading, so that no change is missed
    status = _read_all(net, files, invert, as_json)
    if not watch:
        return status
    with suppress(KeyboardInterrupt):
        while True:
            time.sleep(LOOK_EVERY)
            now = _stamps(files)
            changed = tuple(file for file in files if now[file] not in (None, seen[file]))
            seen = now
            if changed:  # perhaps half-written: then it is refused, and read at the next change
                _read_all(net, changed, invert, as_json)
    return 0


def _stamps(files: tuple[Path, ...]) -> dict[Path, tuple[int, int] | None]:
    """Give what changes when a file is written anew; None where there is none."""
    found: dict[Path, tuple[int, int] | None] = {}
    for file in files:
        found[file] = None
        with suppress(OSError):
            status = file.stat()
            found[file] = (status.st_mtime_ns, status.st_size)
    return found


def _read_all(net: Network, files: tuple[Path, ...], invert: bool, as_json: bool) -> int:
    """Read and show each file; give 2 when one could not be read, else 0."""
    digits, status = [], 0
    for file in files:
        try:
            digits.append((file, read_digit(file, invert=invert)))
        except (OSError, FormatError) as error:
            click.echo(f"numrec: {in_words(error)}", err=True)
            status = 2
    answers = [(file, a0, outputs(net, a0)[:, 0]) for file, a0 in digits]
    if as_json:
        click.echo(json.dumps([_as_record(file, a) for file, _, a in answers]))
        return status
    terminal = console()
    colour, plain = terminal.color_system is not None, terminal.options.ascii_only
    for file, a0, a in answers:
        click.secho(f"\n{file}", bold=True)
        terminal.print(draw.picture(a0, colour and not plain, plain), end="")
        terminal.print(draw.bars(a, plain), end="")
        click.echo(f"{file.name}: {draw.answer(a)}")
    return status


def _as_record(file: Path, a: Array) -> dict[str, Any]:
    second, first = (int(k) for k in np.argsort(a, kind="stable")[-2:])
    numbers = [float(value) for value in a]
    return {"file": str(file), "answer": first, "runner_up": second, "outputs": numbers}
