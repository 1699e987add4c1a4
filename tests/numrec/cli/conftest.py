"""The command line, called as a person would."""

from collections.abc import Callable

import pytest

from numrec.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return its status, what it says, and what it complains of."""

    def numrec(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return numrec


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """Run a command that ends with status 2 and complains in one line; return the line."""

    def said(*arguments: object) -> str:
        status, out, err = run(*arguments)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("numrec: ")
        assert err[:-1].isprintable()
        return err

    return said
