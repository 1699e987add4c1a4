"""The Rust program's text format: read and written, exactly, or refused with the line named."""

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures import same

from numrec import FormatError, Network, load_model, new_network, save_model
from numrec.files.limits import LARGEST_NETWORK
from numrec.files.rust_text import read_text, write_text

AS_RUST_WRITES_IT = """[layers]
[3, 2, 1]

[weights]
[-0.75, 0.25, 0.5, -0.5, -0.25, 0.0000030793526]
[1.5, -2]

[biases]
[0, 1]
[0.75]

[alpha]
0.2
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "net.txt"


def as_read(**options: str) -> Network:
    net = new_network([3, 2, 1], np.random.default_rng(0), alpha=0.2, **options)
    net.omega[1][:] = [[-0.75, 0.5, -0.25], [0.25, -0.5, 3.0793526e-6]]
    net.omega[2][:], net.b[1][:], net.b[2][:] = [[1.5, -2]], [[0], [1]], 0.75
    return net


def written(net: Network) -> bytes:
    out = io.BytesIO()
    write_text(net, out)
    return out.getvalue()


def read(text: str | bytes) -> Network:
    data = text if isinstance(text, bytes) else text.encode()
    return read_text(io.BytesIO(data), Path("net.txt"), "cross_entropy")


def test_a_file_as_the_rust_program_writes_it_is_read_column_by_column(path: Path) -> None:
    path.write_text(AS_RUST_WRITES_IT)
    assert same(load_model(path), as_read())
    assert same(load_model(path, loss="quadratic"), as_read(loss="quadratic"))


def test_it_is_laid_out_as_the_rust_program_does() -> None:
    as_numbers = AS_RUST_WRITES_IT.replace("-2]", "-2.0]").replace("[0, 1]", "[0.0, 1.0]")
    assert written(as_read()).decode() == as_numbers


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("loss", ["quadratic", "cross_entropy"])
@pytest.mark.parametrize("alpha", [0.0, 0.01, 1e-100, 1e300, -5e-324])
def test_a_network_comes_back_to_the_bit(path: Path, dtype: str, loss: str, alpha: float) -> None:
    net = new_network([5, 4, 3], np.random.default_rng(0), dtype=dtype, loss=loss, alpha=alpha)
    net.b[1][:, 0] = [1e-30, -3.4e38, 0.1, -0.0]
    save_model(net, path)
    assert same(load_model(path, loss=loss, dtype=dtype), net)


@pytest.mark.parametrize(
    "options",
    [
        {"hidden": "relu"},
        {"hidden": "sigmoid"},
        {"output": "sigmoid"},
        {"loss": "quadratic", "output": "softmax"},
    ],
)
def test_what_the_format_does_not_hold_is_not_written(path: Path, options: dict) -> None:
    with pytest.raises(ValueError, match=r"save it as \.npz"):
        save_model(as_read(**options), path)
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "says"),  # what is replaced, by what, and what is said of it
    [
        (AS_RUST_WRITES_IT, "", r"line 0: found the end, expected \[layers\]"),
        ("[biases]", "[bias]", r"line 8: found '\[bias\]', expected \[biases\]"),
        ("[biases]", "b" * 39, rf"line 8: found '{'b' * 39}', expected"),
        ("[biases]", "b" * 40, rf"line 8: found '{'b' * 40}…', expected"),
        ("[biases]", "b" * 50, rf"line 8: found '{'b' * 40}…', expected"),
        ("[biases]", "b" * 66, "line 8: found more than 64 characters, expected a shorter line$"),
        (" -2]", "]", "line 6: found 1 numbers"),
        ("[1.5, -2]", "[1.5]", "line 6: found 1 numbers, expected 2"),
        ("0.75]", "three]", r"line 10: found '\[three\]', expected numbers with commas"),
        ("[3, 2, 1]", "3, 2, 1", "line 2: .* whole numbers in square brackets"),
        ("[3, 2, 1]", "[3, 2, 1", "line 2: .* in square brackets"),
        ("[3, 2, 1]", "3, 2, 1]", "line 2: .* in square brackets"),
        ("[3, 2, 1]", "[3, 2.5, 1]", "line 2: .* whole numbers with commas"),
        ("[3, 2, 1]", "[3]", r"line 2: found \[3\], expected two or more layers"),
        ("[3, 2, 1]", "[100000, 1000]", f"at most {LARGEST_NETWORK} weights"),
        ("[3, 2, 1]", "[" + "9" * 30 + ", 2, 1]", "line 2"),
        ("[3, 2, 1]", "[3" + " " * 9999, "line 2: found more than 8196 char"),
        ("0.75]", "nan]", "b_2 holds a number that is not finite"),
        ("0.75]", "1e999]", "not finite"),
        ("0.75]", "1e39]", "not finite"),  # too much for float32
        ("0.2\n", "", "line 12: found the end, expected numbers$"),
        ("0.2\n", "0.2, 0.3\n", "line 13: found 2 numbers, expected 1"),
        ("0.2\n", "inf\n", "network: found alpha is inf, expected a finite"),
        ("0.2\n", "0.2\nmore\n", "line 14: found 'more', expected the end$"),
        ("-2]", "½]", "line 6: found char.* not ASCII, expected numbers$"),
    ],
)
def test_what_is_no_model_is_refused_with_its_line(
    path: Path, old: str, new: str, says: str
) -> None:
    path.write_text(AS_RUST_WRITES_IT.replace(old, new), encoding="utf-8")
    with pytest.raises(FormatError, match=says) as refused:
        load_model(path)
    assert refused.value.path == str(path)


@pytest.mark.parametrize(
    ("spaces", "says"),
    [(61, "'0.75 {36}…', expected numbers in"), (62, "more than 68 characters")],
)
def test_a_line_may_be_as_long_as_its_numbers(spaces: int, says: str) -> None:
    with pytest.raises(FormatError, match=f"line 10: found {says}"):
        read(AS_RUST_WRITES_IT.replace("[0.75]", "0.75" + " " * spaces + "??"))


def test_numbers_are_refused_also_where_warnings_are_not_heard() -> None:
    with warnings.catch_warnings(action="ignore"), pytest.raises(FormatError, match="three"):
        read(AS_RUST_WRITES_IT.replace("[0.75]", "[0.75, three]"))


def one_weight(weight: float, dtype: str) -> Network:
    net = new_network([1, 1], np.random.default_rng(0), dtype=dtype)
    net.omega[1][:] = weight
    return net


@pytest.mark.parametrize(("dtype", "width"), [("float32", 32), ("float64", 64)])
@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_every_finite_number_comes_back_to_the_bit(dtype: str, width: int, data: Any) -> None:
    weight = data.draw(st.floats(width=width, allow_nan=False, allow_infinity=False))
    net = one_weight(weight, dtype)
    assert same(read(written(net)).astype(dtype), net)


def test_a_number_of_more_than_62_characters_has_an_exponent() -> None:
    assert f"[0.{'0' * 59}1]\n".encode() in written(one_weight(1e-60, "float64"))
    assert b"[1.0e-61]\n" in written(one_weight(1e-61, "float64"))


@pytest.mark.parametrize("sizes", [[1] * 2000, [20, 20, 1]], ids=["layers", "weights"])
def test_many_layers_or_weights_come_back(path: Path, sizes: list[int]) -> None:
    save_model(new_network(sizes, np.random.default_rng(0)), path)
    assert load_model(path).sizes == sizes
