"""`numrec evaluate`, `numrec info` and `numrec convert`: what a model file holds and is worth."""

import json
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from rich.box import SIMPLE_HEAD
from rich.table import Table

from numrec.cli.options import (
    PATH,
    console,
    data_option,
    examples,
    json_option,
    load_reader,
    loss_option,
    model_option,
    share_of,
)
from numrec.data.mnist import load_mnist
from numrec.data.own_digits import OwnDigits, read_own_digits
from numrec.evaluate import confusion_matrix, interval, outputs, worst_mistakes
from numrec.files.model_file import load_model, save_model
from numrec.history import History, history_of
from numrec.network import Network


@click.command(
    short_help="Score a network on the test images, or on your own digits.",
    epilog=examples(
        "numrec evaluate -m mine.npz                    on MNIST's test images",
        "numrec evaluate my-digits.zip -m mine.npz      on those of yours that are held back",
        "numrec evaluate some-images-idx3-ubyte.gz      with some-labels-idx1-ubyte.gz beside it",
    ),
)
@click.argument("file", required=False, type=PATH)
@model_option
@data_option
@json_option
def evaluate(file: Path | None, model: Path, data: Path | None, as_json: bool) -> None:
    """Score a network on the 10,000 test images, and show what it confuses.

    With FILE, score it on that: the zip file that the page Draw a digit saves, or an IDX file of
    images with its labels beside it. Where digits are held back, it is examined on those.
    """
    if file is not None and data is not None:
        raise click.UsageError("--data does not go with a file to score")
    net = load_reader(model, all_digits=True)
    if file is not None:
        _evaluate_own(net, read_own_digits(file), as_json)
        return
    digits = load_mnist(data)
    matrix = confusion_matrix(net, digits.test_images, digits.test_labels)
    accuracy = float(np.trace(matrix) / matrix.sum())
    if as_json:
        click.echo(json.dumps({"accuracy": accuracy, "confusion": matrix.tolist()}))
        return
    console().print(_answers(matrix))
    click.echo(f"{accuracy:.2%} of {matrix.sum():,} test images are read right")


def _answers(matrix: NDArray[np.intp]) -> Table:
    """Show the answers, a row for each label."""
    table = Table("label", title="answers by label", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in (*range(len(matrix)), "right"):
        table.add_column(str(column), justify="right")
    for digit, row in enumerate(matrix):
        right = f"{row[digit] / row.sum():.1%}" if row.sum() else "none"
        table.add_row(str(digit), *(str(count) if count else "·" for count in row), right)
    return table


def _evaluate_own(net: Network, own: OwnDigits, as_json: bool) -> None:
    """Score a network on the digits that are held back, or on all where none is."""
    back = bool(own.held.any())
    asked, part = np.flatnonzero(own.held == back), own.part(held=back)
    matrix, a = confusion_matrix(net, part.images, part.labels), outputs(net, part.images)
    worst = [
        {
            "number": int(asked[k]) + 1,
            "label": int(part.labels[k]),
            "answer": int(a[:, k].argmax()),
            "output_of_label": float(a[part.labels[k], k]),
        }
        for k in worst_mistakes(net, part.images, part.labels, count=5)
    ]
    rest = None
    if back and not own.held.all():
        others = own.part(held=False)
        answers = confusion_matrix(net, others.images, others.labels)
        rest = [int(np.trace(answers)), int(answers.sum())]
    if as_json:
        right, count = int(np.trace(matrix)), len(asked)
        told = {
            "accuracy": right / count,
            "right": right,
            "count": count,
            "held_back": back,
            "interval": interval(right, count),
            "confusion": matrix.tolist(),
            "worst": worst,
            "others": rest,
        }
        click.echo(json.dumps(told))
        return
    console().print(_answers(matrix))
    for each in worst:
        click.echo(
            f"number {each['number']}, a {each['label']}, is read as {each['answer']}; "
            f"the {each['label']} gets {each['output_of_label']:.1%}"
        )
    if rest is not None:
        n, of = rest
        click.echo(f"{n} of the {of} others, which train --add learns from, are read right")
    click.echo(share_of(matrix, "held-back digits" if back else "images"))


@click.command(
    short_help="Write a model file in the other format.",
    epilog=examples(
        "numrec convert models/784-256-10.npz model.txt",
        "numrec convert model.txt model.npz --loss quadratic",
    ),
)
@click.argument("source", type=PATH)
@click.argument("target", type=PATH)
@loss_option(help="A .txt file does not hold the loss: say it.  [default: cross_entropy]")
def convert(source: Path, target: Path, loss: str | None) -> None:
    """Write a model file in the other format: .npz, or .txt as the Rust program reads it."""
    save_model(load_model(source, loss), target)
    click.echo(f"{source} -> {target}")


@click.command(short_help="Say what a model file holds.")
@click.argument("model", type=PATH)
def info(model: Path) -> None:
    """Say what a model file holds, and how it was trained where its history lies beside it."""
    net = load_model(model)
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
    console().print(table)
    if history_of(model).is_file():
        told = History.load(history_of(model))
        for name, value in told.recipe.items():
            click.echo(f"{name}: {value}")
        if told.epochs:
            score = told.epochs[-1].test_accuracy
            click.echo(f"epochs: {len(told.epochs)}, the last {score:.2%} of the test images")
