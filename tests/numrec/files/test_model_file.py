"""A model file is read back exactly or refused, and written whole or not at all."""

import copy
import io
import pickle
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numrec import (
    Activation,
    FormatError,
    Loss,
    Network,
    activation,
    load_model,
    new_network,
    save_model,
)
from numrec.files.model_file import try_to_save

ROOT = Path(__file__).parents[3]
MB = 1_000_000


def network(seed: int = 0, **options: Any) -> Network:
    net = new_network([5, 4, 3], np.random.default_rng(seed), **options)
    net.b[1][:] = 0.5
    return net


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The place of a network that was saved."""
    save_model(network(), tmp_path / "net.npz")
    return tmp_path / "net.npz"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, changed: dict[str, bytes | None], how: int = zipfile.ZIP_STORED) -> None:
    """Write the members again, some of them changed, added or (None) left out."""
    found = {**members(path), **changed}
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in found.items():
            if data is not None:
                archive.writestr(name, data)


def npy(array: object, **options: bool) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.asanyarray(array), **options)
    return buffer.getvalue()


def peak_of_refusal(path: Path, says: str) -> int:
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match=says):
            load_model(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("hidden", "loss", "output"),
    [
        ("leaky_relu", "cross_entropy", "softmax"),
        ("relu", "quadratic", "sigmoid"),
        ("sigmoid", "quadratic", "identity"),
        ("relu", "quadratic", "leaky_relu"),
        ("leaky_relu", "quadratic", "leaky_relu"),
    ],
)
def test_a_network_comes_back_exactly(
    tmp_path: Path, hidden: str, loss: str, output: str, dtype: str
) -> None:
    net = network(hidden=hidden, loss=loss, output=output, dtype=dtype, alpha=0.25)
    save_model(net, tmp_path / "net.npz")
    back = load_model(tmp_path / "net.npz")
    assert (back.hidden, back.output, back.loss) == (net.hidden, net.output, net.loss)
    assert (back.hidden.alpha, back.output.alpha) == (net.hidden.alpha, net.output.alpha)
    for l in (1, 2):
        for ours, theirs in ((net.omega[l], back.omega[l]), (net.b[l], back.b[l])):
            assert theirs.dtype == dtype
            assert np.array_equal(ours, theirs)
            theirs += 1  # it can be trained on


def test_one_network_gives_one_sequence_of_bytes(saved: Path) -> None:
    turned = network()
    turned.omega[1] = np.asfortranarray(turned.omega[1])
    for net in (network(), turned, pickle.loads(pickle.dumps(copy.deepcopy(network())))):
        save_model(net, saved.with_name("two.npz"))
        assert saved.with_name("two.npz").read_bytes() == saved.read_bytes()


def test_a_file_of_an_earlier_time_is_read() -> None:
    net = load_model(ROOT / "models" / "784-256-10.npz")
    assert net.sizes == [784, 256, 10]
    assert members(ROOT / "models" / "784-256-10.npz")["version.npy"] == npy(1)


def test_the_loss_and_the_type_can_be_said_anew(saved: Path) -> None:
    assert load_model(saved, loss="quadratic").loss.name == "quadratic"
    again = load_model(saved, dtype="float64")
    assert {str(array.dtype) for l in (1, 2) for array in (again.omega[l], again.b[l])} == {
        "float64"
    }


@pytest.mark.parametrize("name", ["net.text", "net", "net.pkl"])
def test_another_ending_is_refused_by_name(tmp_path: Path, name: str) -> None:
    for refused in (lambda path: save_model(network(), path), load_model):
        with pytest.raises(ValueError, match=r"name ends in .*; expected '\.npz' or '\.txt'"):
            refused(tmp_path / name)


def test_a_trial_writes_nothing_and_refuses_what_a_save_would(tmp_path: Path) -> None:
    try_to_save(network(), tmp_path / "net.npz")
    with pytest.raises(ValueError, match="the name ends in"):
        try_to_save(network(), tmp_path / "net.pkl")
    with pytest.raises(ValueError, match="save it as"):
        try_to_save(network(hidden="relu"), tmp_path / "net.txt")
    assert not list(tmp_path.iterdir())


MINE = Activation("mine", np.tanh, np.cosh)
TANH = Activation("relu", np.tanh, np.cosh)
HALF = Loss("quadratic", lambda a, a_hat: ((a - a_hat) ** 2).sum() / 2, np.subtract, "sigmoid")
ONE, TWO = np.ones((4, 5), "f4"), np.ones((3, 4), "f4")
LEAKY = activation("leaky_relu", 0.2)
UNKEEPABLE: dict[str, tuple[dict[str, Any], str]] = {
    "a function without a name": ({"hidden": MINE}, "'mine' is not known"),
    "another function of that name": ({"hidden": TANH}, "activation 'relu' is your own; expected"),
    "another output": ({"output": TANH}, "activation 'relu' is your own; expected"),
    "another loss": ({"loss": HALF}, "loss 'quadratic' is your own; expected numrec's"),
    "no layers": ({"omega": {}, "b": {}}, r"omega has the layers \[\] and b \[\]; expected 1 to L"),
    "a bias as a row": (
        {"b": {1: np.zeros((1, 4), "f4"), 2: np.zeros((3, 1), "f4")}},
        r"b_1 has shape \(1, 4\); expected \(4, 1\)",
    ),
    "weights that do not meet": (
        {"omega": {1: ONE, 2: np.ones((3, 6), "f4")}},
        r"omega_2 has shape \(3, 6\); expected \(3, 4\)",
    ),
    "a bias too few": ({"b": {1: ONE[:, :1]}}, r"layers \[1, 2\] and b \[1\]; expected 1 to L"),
    "a layer 3": ({"omega": {1: ONE, 3: TWO}}, r"omega has the layers \[1, 3\] and b \[1, 2\]"),
    "softmax within": ({"hidden": activation("softmax")}, "elementwise"),
    "two slopes": ({"output": LEAKY}, "the slopes are 0.01 and 0.2; expected one"),
    "whole numbers": ({"omega": {1: ONE.astype(int), 2: TWO.astype(int)}}, "float32 and int64"),
    "half precision": (
        {"omega": {1: ONE.astype("f2"), 2: TWO.astype("f2")},
         "b": {1: ONE[:, :1].astype("f2"), 2: TWO[:, :1].astype("f2")}},
        "the numbers are float16; expected float32 or float64",
    ),
    "not a number": (
        {"b": {1: ONE[:, :1] * np.nan, 2: TWO[:, :1]}},
        "b_1 holds a number that is not finite; expected finite numbers",
    ),
    "infinite": ({"omega": {1: ONE, 2: TWO * np.inf}}, "omega_2 holds a number that is not"),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNKEEPABLE)
def test_what_could_not_be_read_back_is_not_written(tmp_path: Path, fault: str) -> None:
    changed, message = UNKEEPABLE[fault]
    with pytest.raises(ValueError, match=message):
        save_model(replace(network(), **changed), tmp_path / "net.npz")
    assert not list(tmp_path.iterdir())


def test_a_network_past_the_limit_is_not_written(tmp_path: Path) -> None:
    wide = np.broadcast_to(np.float32(0), (1, (1 << 25) + 1))
    net = replace(network(), omega={1: wide}, b={1: np.zeros((1, 1), "f4")})
    with pytest.raises(ValueError, match=r"layers are \[33554433, 1\]; expected at most 33554432"):
        save_model(net, tmp_path / "net.npz")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"loss": "hinge"}, "^loss 'hinge' is not known"),
        ({"dtype": int}, "^dtype is int64; expected float32 or float64$"),
        ({"dtype": "float16"}, "^dtype is float16; expected float32 or float64$"),
        ({"dtype": "complex128"}, "^dtype is complex128; expected float32 or float64$"),
    ],
)
def test_a_wrong_argument_is_no_fault_of_the_file(
    saved: Path, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        load_model(saved, **options)
    assert not isinstance(refused.value, FormatError)


def test_a_loss_that_the_output_does_not_have_is_no_fault_of_the_file(saved: Path) -> None:
    save_model(network(loss="quadratic", output="identity"), saved)
    with pytest.raises(ValueError, match=r"^output is 'identity'; cross-entropy takes") as refused:
        load_model(saved, loss="cross_entropy")
    assert not isinstance(refused.value, FormatError)


def header(text: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text.encode() + data


OF = "'fortran_order': False, 'shape':"
FOUR = npy(np.zeros((4, 1), "f4"))
FAULTS: dict[str, tuple[dict[str, bytes | None], str]] = {
    "a member missing": (
        {"omega_2.npy": None},
        "omega_2: found nothing, expected an array of that name",
    ),
    "a member too many": ({"extra.npy": npy(1)}, "members: found extra.npy, expected no others"),
    "another shape": ({"b_1.npy": npy(np.zeros((5, 1), "f4"))}, r"b_1: found float32 of shape \(5"),
    "sizes in rows": ({"sizes.npy": npy([[5, 4, 3]])}, r"sizes: found int64 of shape \(1, 3\)"),
    "turned": ({"omega_1.npy": npy(np.ones((4, 5), "f4", order="F"))}, "omega_1: found float32"),
    "another type": ({"b_1.npy": npy(np.zeros((4, 1), "i4"))}, "b_1: found int32"),
    "not a number": ({"b_1.npy": npy(np.full((4, 1), np.nan, "f4"))}, "found b_1 holds a number"),
    "a pickle": ({"b_1.npy": npy(np.array([[None]] * 4), allow_pickle=True)}, "b_1: found object"),
    "no array": ({"b_1.npy": b"hello"}, r"b_1: found no array \(.*\), expected what save_model"),
    "cut short": ({"b_1.npy": FOUR[:-3]}, r"b_1: found 13 bytes, expected float32 of shape"),
    "too long": ({"b_1.npy": FOUR + b"\0"}, "b_1: found 17 bytes"),
    "far too long": ({"b_1.npy": FOUR + bytes(4200)}, "b_1: found 4344 bytes, expected at most"),
    "a header without end": ({"b_1.npy": FOUR.replace(b"}", b" ")}, "b_1: found no array"),
    "another version of NumPy's": (
        {"b_1.npy": FOUR.replace(b"\1\0", b"\2\0", 1)},
        "b_1: found no array .*not version 1.0",
    ),
    "a header too deep": ({"b_1.npy": header("-" * 4000 + "1")}, "b_1: found no array"),
    "a header of old": (
        {"b_1.npy": header(f"{{'descr': '<f4', {OF} (4L, 1L)}}", bytes(16))},
        "b_1: found no array",
    ),
    "a word of no characters": (
        {"hidden.npy": header(f"{{'descr': '<U0', {OF} ()}}")},
        "hidden: found no array",
    ),
    "a character of no alphabet": (
        {"hidden.npy": header(f"{{'descr': '<U1', {OF} ()}}", b"\xff" * 4)},
        "hidden: found no array",
    ),
    "two types": (
        {"b_1.npy": npy(np.zeros((4, 1)))},
        "the numbers are float32 and float64, expected float32 or float64$",
    ),
    "another version": ({"version.npy": npy(2)}, "version: found 2, expected 1"),
    "a name unknown": ({"hidden.npy": npy("tanh")}, "activation 'tanh' is not known"),
    "softmax in between": ({"hidden.npy": npy("softmax")}, "network: found hidden is 'softmax'"),
    "ln of any number": ({"output.npy": npy("identity")}, "network: found output is 'identity'"),
    "no layers": ({"sizes.npy": npy([5])}, r"sizes: found \[5\], expected layers of at most"),
    "layers of nothing": ({"sizes.npy": npy([5, 0, 3])}, "sizes: found"),
    "layers past all bounds": ({"sizes.npy": npy([10**9, 10**9])}, "sizes: found"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_a_model_file_is_refused_with_its_member_named(saved: Path, fault: str) -> None:
    changed, message = FAULTS[fault]
    rewrite(saved, changed)
    with pytest.raises(FormatError, match=message) as refused:
        load_model(saved)
    assert str(saved) in str(refused.value)


def test_a_member_that_is_there_twice_is_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("b_1.npy", FOUR)
    with pytest.raises(FormatError, match=r"members: found b_1.npy, expected no others"):
        load_model(saved)


def test_what_is_no_zip_is_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:-30])
    with pytest.raises(FormatError, match=r"zip: found broken data \(.*, expected what save_model"):
        load_model(saved)


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_without_bounds_is_refused(saved: Path, how: int) -> None:
    rewrite(saved, {}, how)
    with pytest.raises(FormatError, match=f"version: found compression {how}, expected none, or"):
        load_model(saved)


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_does_not_unpack_is_refused(saved: Path, how: int) -> None:
    broken = bytearray(saved.read_bytes())
    broken[8] = broken[broken.index(b"PK\1\2") + 10] = how
    saved.write_bytes(broken)
    with pytest.raises(FormatError, match=r"version: found (no array|compression)"):
        load_model(saved)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(name=st.sampled_from(["version", "sizes", "hidden", "alpha", "b_2"]), data=st.data())
def test_a_member_with_bytes_changed_behind_a_right_checksum_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("mutated") / "net.npz"
    save_model(network(), path)
    mutated = bytearray(members(path)[f"{name}.npy"])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        value = st.integers(0, 255) | st.sampled_from(b"'\"()[]{},:<>0123456789L")
        mutated[place] = data.draw(value)
    rewrite(path, {f"{name}.npy": bytes(mutated)})
    try:
        net = load_model(path)
    except FormatError:
        return
    assert net.sizes == [5, 4, 3]


def test_a_member_that_unpacks_to_far_more_is_refused_without_the_memory(saved: Path) -> None:
    rewrite(saved, {"b_1.npy": bytes(50 * MB)}, zipfile.ZIP_DEFLATED)
    assert peak_of_refusal(saved, "b_1: found 50000000 bytes") < 5 * MB


def test_a_honest_looking_file_that_unpacks_to_far_more_is_refused(saved: Path) -> None:
    """Every header is right, and the zeros are there: 16 MB of them in 16 kB."""
    net = new_network([2000, 2000], np.random.default_rng(0))
    net.omega[1][:] = 0
    save_model(net, saved)
    rewrite(saved, {}, zipfile.ZIP_DEFLATED)
    assert saved.stat().st_size < 50_000
    says = r"sizes: found \[2000, 2000\], expected layers of at most .* weights in .* this size"
    assert peak_of_refusal(saved, says) < MB


def test_a_large_network_comes_back_in_little_more_than_its_own_memory(saved: Path) -> None:
    save_model(new_network([2000, 2000], np.random.default_rng(0)), saved)
    tracemalloc.start()
    load_model(saved)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.6 * saved.stat().st_size


def test_a_packed_file_of_true_weights_is_read(saved: Path) -> None:
    net = new_network([784, 256, 10], np.random.default_rng(0))
    save_model(net, saved)
    rewrite(saved, {}, zipfile.ZIP_DEFLATED)
    assert np.array_equal(load_model(saved).omega[1], net.omega[1])


def test_numbers_of_the_other_byte_order_are_read(saved: Path) -> None:
    rewrite(saved, {"b_1.npy": npy(np.full((4, 1), 0.5, ">f4"))})
    assert load_model(saved).b[1].dtype == np.float32
    assert np.array_equal(load_model(saved).b[1], network().b[1])


def test_a_file_that_is_not_there_is_no_format_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "net.npz")
