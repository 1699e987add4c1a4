"""The Rust program's text format: read and written, exactly, or refused with the line named."""

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def network(**options: str) -> Network:
    net = new_network([5, 4, 3], np.random.default_rng(0), **options)
    net.b[1][:, 0] = [1e-30, -3.4e38, 0.1, -0.0]
    return net


def written(net: Network) -> bytes:
    out = io.BytesIO()
    write_text(net, out)
    return out.getvalue()


def test_a_file_as_the_rust_program_writes_it_is_read_column_by_column(tmp_path: Path) -> None:
    path = tmp_path / "net.txt"
    path.write_text(AS_RUST_WRITES_IT)
    net = load_model(path, loss="quadratic")
    expected = np.array([[-0.75, 0.5, -0.25], [0.25, -0.5, 3.0793526e-6]], np.float32)
    assert np.array_equal(net.omega[1], expected)
    assert net.omega[2].tolist() == [[1.5, -2.0]]
    assert net.b[1].tolist() == [[0.0], [1.0]]
    assert (net.hidden.name, net.hidden.alpha) == ("leaky_relu", 0.2)
    assert (net.output.name, net.loss.name) == ("sigmoid", "quadratic")
    assert net.omega[1].dtype == np.float32
    assert load_model(path).loss.name == "cross_entropy"
    assert load_model(path).output.name == "softmax"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("loss", ["quadratic", "cross_entropy"])
def test_what_is_written_comes_back_to_the_bit(tmp_path: Path, dtype: str, loss: str) -> None:
    net = network(dtype=dtype, loss=loss)
    save_model(net, tmp_path / "net.txt")
    again = load_model(tmp_path / "net.txt", loss=loss, dtype=dtype)
    assert again.omega[1].dtype == dtype
    for l in (1, 2):
        assert again.omega[l].tobytes() == net.omega[l].tobytes()
        assert again.b[l].tobytes() == net.b[l].tobytes()
    assert (again.hidden, again.output, again.loss) == (net.hidden, net.output, net.loss)


def test_it_is_laid_out_as_the_rust_program_does() -> None:
    net = new_network([3, 2, 1], np.random.default_rng(0), alpha=0.2)
    net.omega[1][:] = [[-0.75, 0.5, -0.25], [0.25, -0.5, 3.0793526e-6]]
    net.omega[2][:] = [[1.5, -2]]
    net.b[1][:] = [[0], [1]]
    net.b[2][:] = 0.75
    as_numbers = AS_RUST_WRITES_IT.replace("-2]", "-2.0]").replace("[0, 1]", "[0.0, 1.0]")
    assert written(net).decode() == as_numbers


@pytest.mark.parametrize(
    "options", [{"hidden": "relu"}, {"hidden": "sigmoid"}, {"output": "sigmoid"}]
)
def test_what_the_format_does_not_hold_is_not_written(
    tmp_path: Path, options: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"save it as \.npz"):
        save_model(network(**options), tmp_path / "net.txt")
    assert not list(tmp_path.iterdir())


FAULTS = {  # what is replaced, by what, and what is said of it
    "empty": (AS_RUST_WRITES_IT, "", r"line 0: found the end, expected \[layers\]"),
    "another heading": ("[biases]", "[bias]", r"line 8: found '\[bias\]', expected \[biases\]"),
    "a long heading": ("[biases]", "b" * 50, rf"line 8: found '{'b' * 40}…', expected"),
    "a heading too long": (
        "[biases]",
        "b" * 66,
        "line 8: found more than 64 characters, expected a shorter line$",
    ),
    "a number too few": (" -2]", "]", "line 6: found 1 numbers"),
    "a count too few": ("[1.5, -2]", "[1.5]", "line 6: found 1 numbers, expected 2"),
    "a word": ("0.75]", "three]", r"line 10: found '\[three\]', expected numbers with commas"),
    "no brackets": ("[3, 2, 1]", "3, 2, 1", "line 2: .* whole numbers in square brackets"),
    "half a bracket": ("[3, 2, 1]", "[3, 2, 1", "line 2: .* in square brackets"),
    "the other half": ("[3, 2, 1]", "3, 2, 1]", "line 2: .* in square brackets"),
    "sizes with a point": ("[3, 2, 1]", "[3, 2.5, 1]", "line 2: .* whole numbers with commas"),
    "one layer": ("[3, 2, 1]", "[3]", r"line 2: found \[3\], expected two or more layers"),
    "layers past all bounds": ("[3, 2, 1]", "[100000, 1000]", f"at most {LARGEST_NETWORK} weights"),
    "layers past counting": ("[3, 2, 1]", "[" + "9" * 30 + ", 2, 1]", "line 2"),
    "not a number": ("0.75]", "nan]", "b_2 holds a number that is not finite"),
    "infinite": ("0.75]", "1e999]", "not finite"),
    "too much for float32": ("0.75]", "1e39]", "not finite"),
    "no slope": ("0.2\n", "", "line 12: found the end, expected numbers$"),
    "two slopes": ("0.2\n", "0.2, 0.3\n", "line 13: found 2 numbers, expected 1"),
    "a slope that is none": ("0.2\n", "inf\n", "network: found alpha is inf, expected a finite"),
    "more": ("0.2\n", "0.2\nmore\n", "line 14: found 'more', expected the end$"),
    "a line without end": ("[3, 2, 1]", "[3" + " " * 9999, "line 2: found more than 8196 char"),
    "another alphabet": (
        "-2]",
        "½]",
        "line 6: found char.* not ASCII, expected numbers$",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_no_model_is_refused_with_its_line(tmp_path: Path, fault: str) -> None:
    old, new, says = FAULTS[fault]
    path = tmp_path / "net.txt"
    path.write_text(AS_RUST_WRITES_IT.replace(old, new), encoding="utf-8")
    with pytest.raises(FormatError, match=says) as refused:
        load_model(path)
    assert "net.txt" in str(refused.value)


def test_a_line_may_be_as_long_as_its_numbers() -> None:
    for spaces, says in (
        (61, "'0.75 {36}…', expected numbers in"),
        (62, "more than 68 characters"),
    ):
        text = AS_RUST_WRITES_IT.replace("[0.75]", "0.75" + " " * spaces + "??")
        with pytest.raises(FormatError, match=f"line 10: found {says}"):
            read_text(io.BytesIO(text.encode()), Path("net.txt"), "cross_entropy")


def test_numbers_are_refused_also_where_warnings_are_not_heard() -> None:
    text = AS_RUST_WRITES_IT.replace("[0.75]", "[0.75, three]").encode()
    with warnings.catch_warnings(action="ignore"), pytest.raises(FormatError, match="three"):
        read_text(io.BytesIO(text), Path("net.txt"), "cross_entropy")


def one_weight(weight: float, dtype: str) -> Network:
    net = new_network([1, 1], np.random.default_rng(0), dtype=dtype)
    net.omega[1][:] = weight
    return net


@pytest.mark.parametrize(("dtype", "width"), [("float32", 32), ("float64", 64)])
@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_every_finite_number_comes_back_to_the_bit(
    dtype: str, width: int, data: st.DataObject
) -> None:
    weight = data.draw(st.floats(width=width, allow_nan=False, allow_infinity=False))
    text = written(one_weight(weight, dtype))
    again = read_text(io.BytesIO(text), Path("net.txt"), "cross_entropy")
    assert again.omega[1].astype(dtype).tobytes() == one_weight(weight, dtype).omega[1].tobytes()


def test_a_number_of_more_than_62_characters_has_an_exponent() -> None:
    assert f"[0.{'0' * 59}1]\n".encode() in written(one_weight(1e-60, "float64"))
    assert b"[1.0e-61]\n" in written(one_weight(1e-61, "float64"))


@pytest.mark.parametrize("alpha", [0.0, 0.01, 1e-100, 1e300, -5e-324])
def test_every_slope_comes_back(tmp_path: Path, alpha: float) -> None:
    net = new_network([1, 1, 1], np.random.default_rng(0), alpha=alpha)
    save_model(net, tmp_path / "net.txt")
    assert load_model(tmp_path / "net.txt").hidden == net.hidden


def test_many_layers_come_back(tmp_path: Path) -> None:
    net = new_network([1] * 2000, np.random.default_rng(0))
    save_model(net, tmp_path / "net.txt")
    assert load_model(tmp_path / "net.txt").L == 1999
