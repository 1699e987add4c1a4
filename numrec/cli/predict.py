"""`numrec predict`."""

import json
import time
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich.console import Console

from numrec.cli import draw
from numrec.cli.options import json_option, model_option
from numrec.evaluate import outputs
from numrec.model_file import load_model
from numrec.network import Network
from numrec.pictures import read_digit


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@model_option
@click.option("--watch", is_flag=True, help="Read again whenever a file changes, until Ctrl-C.")
@click.option("--invert", is_flag=True, help="For black ink on white paper.")
@json_option
def predict(files: tuple[Path, ...], model: Path, watch: bool, invert: bool, as_json: bool) -> None:
    r"""Read pictures of digits: BMP (as GIMP writes it) or PNG, white ink on black.

    A picture of 28 x 28 pixels is taken as it is. Any other is cut to its ink, scaled and centred
    as MNIST's digits were.

    \b
    numrec predict three.bmp seven.png
    numrec predict drawing.bmp --watch      draw, save, look; draw again
    numrec predict *.png --json
    """
    net = load_model(model)
    _show_all(net, files, invert, as_json)
    seen = _stamps(files)
    try:
        while watch:
            time.sleep(0.2)
            now = _stamps(files)
            changed = [file for file in files if now[file] != seen[file] and now[file] is not None]
            seen = now
            for file in changed:
                try:
                    _show_all(net, (file,), invert, as_json)
                except (OSError, ValueError) as error:  # half-written: the next change may mend it
                    click.echo(f"numrec: {error}", err=True)
    except KeyboardInterrupt:
        click.echo("")


def _stamps(files: tuple[Path, ...]) -> dict[Path, tuple[int, int] | None]:
    """Give what changes when a file is written anew; None where there is none."""
    found: dict[Path, tuple[int, int] | None] = {}
    for file in files:
        try:
            status = file.stat()
            found[file] = (status.st_mtime_ns, status.st_size)
        except OSError:
            found[file] = None
    return found


def _show_all(net: Network, files: tuple[Path, ...], invert: bool, as_json: bool) -> None:
    digits = [(file, read_digit(file, invert=invert)) for file in files]
    if as_json:
        click.echo(json.dumps([_as_record(net, file, a0) for file, a0 in digits]))
        return
    console = Console(highlight=False)
    for file, a0 in digits:
        a = outputs(net, a0)[:, 0]
        console.print(f"\n{file}", style="bold")
        console.print(draw.picture(a0, console.color_system is not None), end="")
        console.print(draw.bars(a), end="")
        console.print(f"{file.name}: {draw.answer(a)}")


def _as_record(net: Network, file: Path, a0: Any) -> dict[str, Any]:
    a = outputs(net, a0)[:, 0]
    second, first = (int(k) for k in np.argsort(a, kind="stable")[-2:])
    return {
        "file": str(file),
        "answer": first,
        "runner_up": second,
        "outputs": [float(v) for v in a],
    }
