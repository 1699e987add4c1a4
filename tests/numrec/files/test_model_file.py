"""A model file is read back exactly or refused, and written whole or not at all."""

import copy
import io
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures import parameters, peak_of, same

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

MB = 1_000_000


def network(**options: Any) -> Network:
    net = new_network([5, 4, 3], np.random.default_rng(0), **options)
    net.b[1][:] = 0.5
    return net


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "net.npz"


@pytest.fixture
def saved(path: Path) -> Path:
    """The place of a network that was saved."""
    save_model(network(), path)
    return path


def rewrite(path: Path, changed: dict[str, bytes | None], how: int = zipfile.ZIP_STORED) -> None:
    """Write the members again, some of them changed, added or (None) left out."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in (found | {f"{name}.npy": data for name, data in changed.items()}).items():
            if data is not None:
                archive.writestr(name, data)


def npy(array: object, **options: bool) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.asanyarray(array), **options)
    return buffer.getvalue()


def refused(path: Path, says: str) -> None:
    """Load what is refused as a fault of the file, which is named."""
    with pytest.raises(FormatError, match=says) as error:
        load_model(path)
    assert error.value.path == str(path)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "functions",
    [
        "leaky_relu cross_entropy softmax",
        "relu quadratic sigmoid",
        "sigmoid quadratic identity",
        "relu quadratic leaky_relu",
        "leaky_relu quadratic leaky_relu",
    ],
)
@pytest.mark.parametrize("alpha", [0.25, 0.0])
def test_a_network_comes_back_exactly(path: Path, functions: str, dtype: str, alpha: float) -> None:
    hidden, loss, output = functions.split()
    net = network(hidden=hidden, loss=loss, output=output, dtype=dtype, alpha=alpha)
    save_model(net, path)
    back = load_model(path)
    assert same(back, net)
    assert all(array.flags.writeable for array in parameters(back)), "it can be trained on"


def test_one_network_gives_one_sequence_of_bytes_and_a_trial_none(saved: Path) -> None:
    try_to_save(network(), saved.with_name("two.npz"))
    assert list(saved.parent.iterdir()) == [saved]
    turned = network()
    turned.omega[1] = np.asfortranarray(turned.omega[1])
    for net in (network(), turned, pickle.loads(pickle.dumps(copy.deepcopy(network())))):
        save_model(net, saved.with_name("two.npz"))
        assert saved.with_name("two.npz").read_bytes() == saved.read_bytes()


def test_a_file_of_an_earlier_time_is_read_and_would_be_written_so_today(path: Path) -> None:
    shipped = Path(__file__).parents[3] / "models" / "784-256-10.npz"
    net = load_model(shipped)
    assert net.sizes == [784, 256, 10]
    save_model(net, path)
    assert path.read_bytes() == shipped.read_bytes()


def test_a_text_file_has_neither_type_nor_loss(tmp_path: Path) -> None:
    path = tmp_path / "net.txt"
    net = network(dtype="float64")
    save_model(net, path)
    assert same(load_model(path, dtype="float64"), net)
    assert same(load_model(path), net.astype("float32"))
    save_model(network(loss="quadratic"), path)
    assert same(load_model(path, loss="quadratic"), network(loss="quadratic"))


def test_the_loss_and_the_type_can_be_said_anew(saved: Path) -> None:
    assert load_model(saved, loss="quadratic").loss.name == "quadratic"
    assert same(load_model(saved, dtype="float64"), network().astype("float64"))


@pytest.mark.parametrize("name", ["net.text", "net", "net.pkl"])
def test_another_ending_is_refused_by_name(tmp_path: Path, name: str) -> None:
    for refuses in (lambda path: save_model(network(), path), load_model):
        with pytest.raises(ValueError, match=r"name ends in .*; expected '\.npz' or '\.txt'"):
            refuses(tmp_path / name)


MINE = Activation("mine", np.tanh, np.cosh)
TANH = Activation("relu", np.tanh, np.cosh)
HALF = Loss("quadratic", lambda a, a_hat: ((a - a_hat) ** 2).sum() / 2, np.subtract, "sigmoid")
OMEGA = {1: np.ones((4, 5), "f4"), 2: np.ones((3, 4), "f4")}
B = {1: np.ones((4, 1), "f4"), 2: np.ones((3, 1), "f4")}
WIDE = np.broadcast_to(np.float32(0), (1, (1 << 25) + 1))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"hidden": MINE}, "'mine' is not known"),
        ({"hidden": TANH}, "activation 'relu' is your own; expected"),
        ({"output": TANH}, "activation 'relu' is your own; expected"),
        ({"loss": HALF}, "loss 'quadratic' is your own; expected numrec's"),
        ({"hidden": activation("softmax")}, "elementwise"),
        ({"output": activation("leaky_relu", 0.2)}, "the slopes are 0.01 and 0.2; expected one"),
        ({"omega": {}, "b": {}}, r"omega has the layers \[\] and b \[\]; expected 1 to L"),
        ({"b": {1: B[1]}}, r"layers \[1, 2\] and b \[1\]; expected 1 to L"),
        ({"omega": {1: OMEGA[1], 3: OMEGA[2]}}, r"omega has the layers \[1, 3\] and b \[1, 2\]"),
        ({"omega": {0: OMEGA[1], 2: OMEGA[2]}}, r"omega has the layers \[0, 2\] and b \[1, 2\]"),
        (
            {"omega": {0: OMEGA[1], 1: OMEGA[2]}, "b": {0: B[1], 1: B[2]}},
            r"layers \[0, 1\] and b \[0, 1\]; expected 1 to L",
        ),
        (
            {"omega": {2: OMEGA[1], 3: OMEGA[2]}, "b": {2: B[1], 3: B[2]}},
            r"layers \[2, 3\] and b \[2, 3\]; expected 1 to L",
        ),
        ({"b": B | {1: B[1].T}}, r"b_1 has shape \(1, 4\); expected \(4, 1\)"),
        ({"omega": OMEGA | {2: OMEGA[1]}}, r"omega_2 has shape \(4, 5\); expected \(4, 4\)"),
        ({"omega": {l: array.astype(int) for l, array in OMEGA.items()}}, "float32 and int64"),
        (vars(network().astype("f2")), "numbers are float16; expected float32 or float64"),
        ({"b": B | {1: B[1] * np.nan}}, "b_1 holds a number that is not finite; expected"),
        ({"omega": OMEGA | {2: OMEGA[2] * np.inf}}, "omega_2 holds a number that is not"),
        (
            {"omega": {1: WIDE}, "b": {1: B[1][:1]}},
            r"layers are \[33554433, 1\]; expected at most 33554432",
        ),
    ],
)
def test_what_could_not_be_read_back_is_not_written(path: Path, changed: Any, says: str) -> None:
    for write in (save_model, try_to_save):
        with pytest.raises(ValueError, match=says):
            write(replace(network(), **changed), path)
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"loss": "hinge"}, "^loss 'hinge' is not known"),
        ({"loss": "cross_entropy"}, "^output is 'identity'; cross-entropy takes"),
        ({"dtype": int}, "^dtype is int64; expected float32 or float64$"),
        ({"dtype": "float16"}, "^dtype is float16; expected float32 or float64$"),
        ({"dtype": "complex128"}, "^dtype is complex128; expected float32 or float64$"),
    ],
)
def test_a_wrong_argument_is_no_fault_of_the_file(saved: Path, options: Any, says: str) -> None:
    save_model(network(loss="quadratic", output="identity"), saved)
    with pytest.raises(ValueError, match=says) as error:
        load_model(saved, **options)
    assert not isinstance(error.value, FormatError)


def header(descr: str, shape: str = "()", data: bytes = b"") -> bytes:
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}"
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text.encode() + data


FOUR = npy(np.zeros((4, 1), "f4"))
DEEP = b"\x93NUMPY\1\0" + (4001).to_bytes(2, "little") + b"-" * 4000 + b"1"
NO_ARRAY = r"found no array \(.*\), expected what save_model"


@pytest.mark.parametrize(
    ("member", "data", "says"),
    [
        ("omega_2", None, "found nothing, expected an array of that name"),
        ("b_1", npy(np.zeros((5, 1), "f4")), r"found float32 of shape \(5, 1\), expected"),
        ("b_1", npy(np.zeros((3, 1), "f4")), r"found float32 of shape \(3, 1\), expected"),
        ("sizes", npy([[5, 4, 3]]), r"found int64 of shape \(1, 3\)"),
        ("sizes", npy(5), r"found int64 of shape \(\)"),
        ("omega_1", npy(np.ones((4, 5), "f4", order="F")), "found float32"),
        ("b_1", npy(np.zeros((4, 1), "i4")), "found int32"),
        ("b_1", npy(np.array([[None]] * 4), allow_pickle=True), "found object"),
        ("b_1", b"hello", NO_ARRAY),
        ("b_1", FOUR[:-3], r"found 13 bytes, expected float32 of shape"),
        ("b_1", FOUR + b"\0", "found 17 bytes"),
        ("b_1", FOUR + bytes(4200), "found 4344 bytes, expected at most 4128$"),
        ("b_1", FOUR + bytes(3984), "found 4000 bytes, expected float32"),
        ("alpha", bytes(4097), "found 4097 bytes, expected at most 4096$"),
        ("b_1", FOUR.replace(b"}", b" "), NO_ARRAY),  # a header without end
        ("b_1", FOUR.replace(b"\1\0", b"\2\0", 1), "found no array .*not version 1.0"),
        ("b_1", FOUR.replace(b"\1\0", b"\0\1", 1), "found no array .*not version 1.0"),
        ("b_1", DEEP, NO_ARRAY),
        ("b_1", header("<f4", "(4L, 1L)", bytes(16)), NO_ARRAY),  # Python 2's
        ("hidden", header("<U0"), NO_ARRAY),
        ("hidden", header("<U1", data=b"\xff" * 4), NO_ARRAY),  # a character of no alphabet
        ("version", npy(2), "found 2, expected 1"),
        ("version", npy(0), "found 0, expected 1"),
        ("sizes", npy([5]), r"found \[5\], expected layers of at most"),
        ("sizes", npy([5, 0, 3]), "found"),
        ("sizes", npy([10**9, 10**9]), "found"),
        ("extra", npy(1), "found extra.npy, expected no others"),
        ("b_1", npy(np.full((4, 1), np.nan, "f4")), "found b_1 holds a number"),
        ("b_1", npy(np.zeros((4, 1))), "are float32 and float64, expected float32 or float64$"),
        ("hidden", npy("tanh"), "activation 'tanh' is not known"),
        ("hidden", npy("softmax"), "found hidden is 'softmax'"),
        ("output", npy("identity"), "found output is 'identity'"),
    ],
)
def test_what_is_no_model_is_refused_with_its_member(
    saved: Path, member: str, data: Any, says: str
) -> None:
    rewrite(saved, {member: data})
    refused(saved, f"({member}|members|network): .*{says}")


def test_a_broken_zip_or_a_member_that_is_there_twice_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    with zipfile.ZipFile(saved, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("b_1.npy", FOUR)
    refused(saved, "members: found b_1.npy, expected no others")
    saved.write_bytes(whole[:-30])
    refused(saved, r"zip: found broken data \(.*, expected what save_model")


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_without_bounds_or_broken_is_refused(saved: Path, how: int) -> None:
    broken = bytearray(saved.read_bytes())
    broken[8] = broken[broken.index(b"PK\1\2") + 10] = how
    rewrite(saved, {}, how)
    if how != zipfile.ZIP_DEFLATED:
        refused(saved, f"version: found compression {how}, expected none, or")
    saved.write_bytes(broken)
    refused(saved, "version: found (broken data|compression)")


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(name=st.sampled_from(["version", "sizes", "hidden", "alpha", "b_2"]), data=st.data())
def test_a_member_with_bytes_changed_behind_a_right_checksum_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("mutated") / "net.npz"
    save_model(network(), path)
    with zipfile.ZipFile(path) as archive:
        mutated = bytearray(archive.read(f"{name}.npy"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        value = st.integers(0, 255) | st.sampled_from(b"'\"()[]{},:<>0123456789L")
        mutated[place] = data.draw(value)
    rewrite(path, {name: bytes(mutated)})
    try:
        net = load_model(path)
    except FormatError:
        return
    assert net.sizes == [5, 4, 3]


def test_what_unpacks_to_far_more_is_refused_without_the_memory(saved: Path) -> None:
    """In one member; and in a file whose headers are right: 16 MB of zeros in 16 kB."""
    rewrite(saved, {"b_1": bytes(50 * MB)}, zipfile.ZIP_DEFLATED)
    assert peak_of(lambda: refused(saved, "b_1: found 50000000 bytes")) < 5 * MB
    net = new_network([2000, 2000], np.random.default_rng(0))
    net.omega[1][:] = 0
    save_model(net, saved)
    rewrite(saved, {}, zipfile.ZIP_DEFLATED)
    assert saved.stat().st_size < 50_000
    most = (16 * saved.stat().st_size + 65536) // 4
    says = (
        rf"sizes: found \[2000, 2000\], expected layers of at most {most} weights in .* this size"
    )
    assert peak_of(lambda: refused(saved, says)) < MB


def test_a_large_network_comes_back_in_little_more_than_its_own_memory(saved: Path) -> None:
    save_model(new_network([2000, 2000], np.random.default_rng(0)), saved)
    assert peak_of(lambda: load_model(saved)) < 1.6 * saved.stat().st_size


def test_a_packed_file_with_numbers_of_the_other_byte_order_is_read(saved: Path) -> None:
    rewrite(saved, {"b_1": npy(np.full((4, 1), 0.5, ">f4"))}, zipfile.ZIP_DEFLATED)
    assert same(load_model(saved), network())
