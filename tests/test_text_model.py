"""The Rust program's text format: read and written, exactly, or refused with the line named."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numrec import FormatError, Network, load_model, new_network, save_model
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
    out = io.BytesIO()
    write_text(net, out)
    as_numbers = AS_RUST_WRITES_IT.replace("-2]", "-2.0]").replace("[0, 1]", "[0.0, 1.0]")
    assert out.getvalue().decode() == as_numbers


@pytest.mark.parametrize(
    "options", [{"hidden": "relu"}, {"hidden": "sigmoid"}, {"output": "sigmoid"}]
)
def test_what_the_format_does_not_hold_is_not_written(
    tmp_path: Path, options: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"save it as \.npz"):
        save_model(network(**options), tmp_path / "net.txt")
    assert not list(tmp_path.iterdir())


FAULTS = {
    "empty": ("", "line 0: found the end"),
    "another heading": (
        AS_RUST_WRITES_IT.replace("[biases]", "[bias]"),
        r"line 8: found '\[bias\]'",
    ),
    "a number too few": (AS_RUST_WRITES_IT.replace(" -2]", "]"), "line 6: found 1 numbers"),
    "a count too few": (
        AS_RUST_WRITES_IT.replace("[1.5, -2]", "[1.5]"),
        "line 6: found 1 numbers, expected 2",
    ),
    "a word": (AS_RUST_WRITES_IT.replace("0.75]", "three]"), "line 10: found .*three"),
    "no brackets": (AS_RUST_WRITES_IT.replace("[3, 2, 1]", "3, 2, 1"), "in square brackets"),
    "sizes with a point": (AS_RUST_WRITES_IT.replace("[3, 2, 1]", "[3, 2.5, 1]"), "whole numbers"),
    "one layer": (AS_RUST_WRITES_IT.replace("[3, 2, 1]", "[3]"), "two or more layers"),
    "layers past all bounds": (
        AS_RUST_WRITES_IT.replace("[3, 2, 1]", "[1000000, 1000000, 1]"),
        "at most",
    ),
    "layers past counting": (
        AS_RUST_WRITES_IT.replace("[3, 2, 1]", "[" + "9" * 30 + ", 2, 1]"),
        "line 2",
    ),
    "not a number": (AS_RUST_WRITES_IT.replace("0.75]", "nan]"), "not finite"),
    "infinite": (AS_RUST_WRITES_IT.replace("0.75]", "1e999]"), "not finite"),
    "too much for float32": (AS_RUST_WRITES_IT.replace("0.75]", "1e39]"), "not finite"),
    "no slope": (AS_RUST_WRITES_IT.replace("0.2\n", ""), "found the end"),
    "a slope that is none": (AS_RUST_WRITES_IT.replace("0.2\n", "inf\n"), "alpha is inf"),
    "more": (AS_RUST_WRITES_IT + "more\n", "line 14: found 'more', expected the end"),
    "a line without end": (AS_RUST_WRITES_IT.replace("[3, 2, 1]", "[3" + " " * 9999), "letters"),
    "other letters": (AS_RUST_WRITES_IT.replace("-2]", "½]"), "not ASCII"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_no_model_is_refused_with_its_line(tmp_path: Path, fault: str) -> None:
    text, says = FAULTS[fault]
    path = tmp_path / "net.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=says) as refused:
        load_model(path)
    assert "net.txt" in str(refused.value)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_a_file_with_letters_changed_is_read_or_refused_and_nothing_else(
    data: st.DataObject,
) -> None:
    letters = bytearray(AS_RUST_WRITES_IT.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(letters) - 1))
        letters[place] = data.draw(
            st.sampled_from(b"[]0123456789.,- \neEnaif") | st.integers(0, 255)
        )
    try:
        net = read_text(io.BytesIO(bytes(letters)), Path("net.txt"), "cross_entropy")
    except ValueError:  # FormatError is one; a slope of nan is refused by activation()
        return
    assert net.L >= 1


def one_weight(weight: float, dtype: str, alpha: float = 0.01) -> Network:
    net = new_network([1, 1], np.random.default_rng(0), alpha=alpha, dtype=dtype)
    net.omega[1][:] = weight
    return net


@pytest.mark.parametrize(("dtype", "width"), [("float32", 32), ("float64", 64)])
@settings(max_examples=400, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_every_finite_number_comes_back_to_the_bit(
    dtype: str, width: int, data: st.DataObject
) -> None:
    weight = data.draw(st.floats(width=width, allow_nan=False, allow_infinity=False))
    out = io.BytesIO()
    write_text(one_weight(weight, dtype), out)
    out.seek(0)
    again = read_text(out, Path("net.txt"), "cross_entropy").omega[1].astype(dtype)
    assert again.tobytes() == one_weight(weight, dtype).omega[1].tobytes()


@pytest.mark.parametrize("alpha", [0.0, 0.01, 1e-100, 1e300, -5e-324])
def test_every_slope_comes_back(tmp_path: Path, alpha: float) -> None:
    net = new_network([1, 1, 1], np.random.default_rng(0), alpha=alpha)
    save_model(net, tmp_path / "net.txt")
    assert load_model(tmp_path / "net.txt").hidden == net.hidden


def test_many_layers_come_back(tmp_path: Path) -> None:
    net = new_network([1] * 2000, np.random.default_rng(0))
    save_model(net, tmp_path / "net.txt")
    assert load_model(tmp_path / "net.txt").L == 1999
