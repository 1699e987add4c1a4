"""The commands together, and how they end: one clear line where something is wrong."""

import os
import sys

import click

from numrec.cli.look import convert, evaluate, info
from numrec.cli.options import examples, in_words
from numrec.cli.predict import predict
from numrec.cli.train import train_command
from numrec.training import TrainingFailedError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "numrec train --save mine.npz     learn MNIST's digits until 96 % are read right",
        "numrec predict three.bmp         read a picture of a digit",
        "numrec evaluate -m mine.npz      score a network on the 10,000 test images",
    ),
)
@click.version_option(package_name="numrec", message="numrec %(version)s")
def cli() -> None:
    """Train a neural network on handwritten digits, and read digits with it."""


for command in (train_command, predict, evaluate, convert, info):
    cli.add_command(command)


def run(arguments: list[str] | None) -> int:
    """Run a command; give the exit status."""
    try:
        status = cli.main(args=arguments, prog_name="numrec", standalone_mode=False)
        sys.stdout.flush()  # here, where a full disk is said
        return int(status or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        found = error.format_message()
    except click.Abort:
        raise KeyboardInterrupt from None
    except (OSError, ValueError, TrainingFailedError) as error:
        found = in_words(error)
        _give_up_unwritten()
    click.echo(f"numrec: {found}", err=True)
    return 2


def _give_up_unwritten() -> None:
    """Drop what could not be written, or Python would try once more at its end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
