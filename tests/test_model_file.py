"""A model file is read back exactly or refused, and written whole or not at all."""

import copy
import io
import os
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


def network(seed: int = 0, **options: str) -> Network:
    net = new_network([5, 4, 3], np.random.default_rng(seed), **options)  # type: ignore[arg-type]
    net.b[1][:] = 0.5
    return net


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, changed: dict[str, bytes | None]) -> None:
    """Write the members again, some of them changed, added or (None) left out."""
    found = {**members(path), **changed}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            if data is not None:
                archive.writestr(name, data)


def npy(array: object, **options: bool) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.asarray(array), **options)
    return buffer.getvalue()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("hidden", "loss", "output"),
    [
        ("leaky_relu", "cross_entropy", "softmax"),
        ("relu", "quadratic", "sigmoid"),
        ("sigmoid", "quadratic", "identity"),
    ],
)
def test_a_network_comes_back_exactly(
    tmp_path: Path, hidden: str, loss: str, output: str, dtype: str
) -> None:
    net = network(hidden=hidden, loss=loss, output=output, dtype=dtype)
    save_model(net, tmp_path / "net.npz")
    back = load_model(tmp_path / "net.npz")
    assert (back.hidden.name, back.loss.name, back.output.name) == (hidden, loss, output)
    assert back.hidden.alpha == net.hidden.alpha
    for l in (1, 2):
        assert back.omega[l].dtype == dtype
        assert (back.omega[l] == net.omega[l]).all()
        assert (back.b[l] == net.b[l]).all()
        back.omega[l] += 1  # it can be trained on


def test_one_network_gives_one_sequence_of_bytes(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        save_model(network(), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_the_loss_can_be_said_anew(tmp_path: Path) -> None:
    save_model(network(), tmp_path / "net.npz")
    assert load_model(tmp_path / "net.npz", loss="quadratic").loss.name == "quadratic"


def test_a_save_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.npz"
    save_model(network(0), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_model(network(1), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["net.text", "net", "net.pkl"])
def test_another_ending_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"expected '\.npz' or '\.txt'"):
        save_model(network(), tmp_path / name)
    with pytest.raises(ValueError, match=r"expected '\.npz' or '\.txt'"):
        load_model(tmp_path / name)


MINE = Activation("mine", np.tanh, np.cosh)
TANH = Activation("relu", np.tanh, np.cosh)
HALF = Loss("quadratic", lambda a, a_hat: ((a - a_hat) ** 2).sum() / 2, np.subtract, "sigmoid")
UNKEEPABLE: dict[str, tuple[Network, str]] = {
    "a function without a name": (replace(network(), hidden=MINE), "'mine' is not known"),
    "another function of that name": (replace(network(), hidden=TANH), "'relu' is a function of"),
    "another loss of that name": (
        replace(network(loss="quadratic"), loss=HALF),
        "'quadratic' is a loss of your own",
    ),
    "a bias as a row": (
        replace(network(), b={1: np.zeros((1, 4), "f4"), 2: np.zeros((3, 1), "f4")}),
        r"b_1 has shape \(1, 4\); expected \(4, 1\)",
    ),
    "weights that do not meet": (
        replace(network(), omega={1: np.ones((4, 5), "f4"), 2: np.ones((3, 6), "f4")}),
        r"omega_2 has shape \(3, 6\); expected \(3, 4\)",
    ),
    "a bias too few": (
        replace(network(), b={1: np.zeros((4, 1), "f4")}),
        "expected 1 to L in both",
    ),
    "softmax within": (replace(network(), hidden=activation("softmax")), "elementwise"),
    "two slopes": (
        replace(network(loss="quadratic"), output=activation("leaky_relu", 0.2)),
        "0.01 and 0.2",
    ),
    "half precision": (network(dtype="float16"), "float16; expected float32"),
    "two types": (replace(network(), b=network(dtype="float64").b), "float32 and float64"),
    "not a number": (replace(network(), b={1: np.full((4, 1), np.nan, "f4")}), "b_1 holds"),
}


@pytest.mark.parametrize("fault", UNKEEPABLE)
def test_what_could_not_be_read_back_is_not_written(tmp_path: Path, fault: str) -> None:
    net, message = UNKEEPABLE[fault]
    with pytest.raises(ValueError, match=message):
        save_model(net, tmp_path / "net.npz")
    assert not list(tmp_path.iterdir())


def test_a_loss_that_does_not_exist_is_no_fault_of_the_file(tmp_path: Path) -> None:
    save_model(network(), tmp_path / "net.npz")
    with pytest.raises(ValueError, match="loss 'hinge' is not known") as refused:
        load_model(tmp_path / "net.npz", loss="hinge")
    assert not isinstance(refused.value, FormatError)


def header(text: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\1\0" + len(text).to_bytes(2, "little") + text.encode() + data


OF = "'fortran_order': False, 'shape':"
NAN = np.full((4, 5), np.nan, np.float32)
FAULTS: dict[str, tuple[dict[str, bytes | None], str]] = {
    "a member missing": ({"omega_2.npy": None}, "omega_2: found nothing"),
    "a member too many": ({"extra.npy": npy(1)}, "members: found extra.npy"),
    "another shape": ({"b_1.npy": npy(np.zeros((5, 1), "f4"))}, "b_1: found"),
    "another type": ({"b_1.npy": npy(np.zeros((4, 1), "i4"))}, "b_1: found int32"),
    "not a number": ({"omega_1.npy": npy(NAN)}, "omega_1 holds a number that is not finite"),
    "a pickle": ({"b_1.npy": npy(np.array([[None]] * 4), allow_pickle=True)}, "b_1: found object"),
    "no array": ({"b_1.npy": b"hello"}, "b_1: found no array"),
    "cut short": ({"b_1.npy": npy(np.zeros((4, 1), "f4"))[:-3]}, "b_1: found 13 bytes"),
    "a header too deep": ({"b_1.npy": header("-" * 4000 + "1")}, "b_1: found no array"),
    "a header of old": (
        {"b_1.npy": header(f"{{'descr': '<f4', {OF} (4L, 1L)}}", bytes(16))},
        "b_1: found no array",
    ),
    "a word of no letters": (
        {"hidden.npy": header(f"{{'descr': '<U0', {OF} ()}}")},
        "hidden: found no array",
    ),
    "no letter of any alphabet": (
        {"hidden.npy": header(f"{{'descr': '<U1', {OF} ()}}", b"\xff" * 4)},
        "hidden: found no array",
    ),
    "two types": ({"b_1.npy": npy(np.zeros((4, 1)))}, "float32 and float64"),
    "another version": ({"version.npy": npy(2)}, "version: found 2"),
    "a name unknown": ({"hidden.npy": npy("tanh")}, "activation 'tanh' is not known"),
    "softmax in between": ({"hidden.npy": npy("softmax")}, "network: found hidden is 'softmax'"),
    "ln of any number": ({"output.npy": npy("identity")}, "network: found output is 'identity'"),
    "no layers": ({"sizes.npy": npy([5])}, "sizes: found"),
    "layers of nothing": ({"sizes.npy": npy([5, 0, 3])}, "sizes: found"),
    "layers past all bounds": ({"sizes.npy": npy([10**9, 10**9])}, "sizes: found"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_a_model_file_is_refused_with_its_member_named(
    tmp_path: Path, fault: str
) -> None:
    path = tmp_path / "net.npz"
    save_model(network(), path)
    changed, message = FAULTS[fault]
    rewrite(path, changed)
    with pytest.raises(FormatError, match=message) as refused:
        load_model(path)
    assert str(path) in str(refused.value)


def test_a_member_that_unpacks_to_far_more_is_refused_without_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    save_model(network(), path)
    kept = members(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, bytes(50_000_000) if name == "b_1.npy" else data)
    tracemalloc.start()
    with pytest.raises(FormatError, match="b_1: found 50000000 bytes"):
        load_model(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_without_bounds_is_refused(tmp_path: Path, compression: int) -> None:
    path = tmp_path / "net.npz"
    save_model(network(), path)
    kept = members(path)
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    with pytest.raises(FormatError, match="version: found compression"):
        load_model(path)


WHOLE = Path(__file__).parents[1] / "models" / "784-256-10.npz"


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("mutated") / "net.npz"
    save_model(network(), path)
    mutated = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place] = data.draw(st.integers(0, 255))
    path.write_bytes(mutated[: data.draw(st.integers(1, len(mutated)))])
    try:
        net = load_model(path)
    except FormatError:
        return
    assert net.sizes[0] >= 1


MEMBERS = ["version", "sizes", "hidden", "alpha", "output", "loss", "omega_1", "b_2"]


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(name=st.sampled_from(MEMBERS), data=st.data())
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


def test_a_header_without_its_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    save_model(network(), path)
    rewrite(path, {"b_1.npy": members(path)["b_1.npy"].replace(b"}", b" ")})
    with pytest.raises(FormatError, match="b_1: found no array"):
        load_model(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_does_not_unpack_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "net.npz"
    save_model(network(), path)
    broken = bytearray(path.read_bytes())
    broken[8] = broken[broken.index(b"PK\1\2") + 10] = method
    path.write_bytes(broken)
    with pytest.raises(FormatError, match=r"version: found (no array|compression)"):
        load_model(path)


@pytest.mark.parametrize("hidden", ["relu", "sigmoid", "leaky_relu"])
def test_the_slope_of_a_leaky_output_comes_back(tmp_path: Path, hidden: str) -> None:
    rng = np.random.default_rng(0)
    net = new_network(
        [5, 4, 3], rng, hidden=hidden, alpha=0.25, loss="quadratic", output="leaky_relu"
    )
    save_model(net, tmp_path / "net.npz")
    again = load_model(tmp_path / "net.npz")
    assert again.output.alpha == 0.25
    assert again.hidden.alpha == net.hidden.alpha


@pytest.mark.parametrize("hidden", ["relu", "leaky_relu"])
def test_a_copy_of_a_network_can_be_saved_too(tmp_path: Path, hidden: str) -> None:
    net = pickle.loads(pickle.dumps(copy.deepcopy(network(hidden=hidden))))
    save_model(net, tmp_path / "net.npz")
    assert load_model(tmp_path / "net.npz").hidden == net.hidden == network(hidden=hidden).hidden


@pytest.mark.parametrize("dtype", [int, "float16", "complex128"])
def test_another_type_is_no_fault_of_the_file(tmp_path: Path, dtype: Any) -> None:
    save_model(network(), tmp_path / "net.npz")
    with pytest.raises(ValueError, match=r"^dtype is .*; expected float32 or float64$") as refused:
        load_model(tmp_path / "net.npz", dtype=dtype)
    assert not isinstance(refused.value, FormatError)


def test_a_refusal_says_once_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    save_model(network(), path)
    rewrite(path, {"b_1.npy": npy(np.zeros((4, 1)))})
    with pytest.raises(FormatError, match=r"float32 and float64, expected float32 or float64$"):
        load_model(path)


def test_a_honest_looking_file_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    """Every header is right, and the zeros are there: 16 MB of them in 16 kB."""
    path = tmp_path / "net.npz"
    net = new_network([2000, 2000], np.random.default_rng(0))
    net.omega[1][:] = 0
    save_model(net, path)
    kept = members(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    assert path.stat().st_size < 50_000
    tracemalloc.start()
    with pytest.raises(FormatError, match=r"sizes: found \[2000, 2000\], expected .* this size"):
        load_model(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_large_network_comes_back_in_little_more_than_its_own_memory(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    save_model(new_network([2000, 2000], np.random.default_rng(0)), path)
    tracemalloc.start()
    load_model(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.6 * path.stat().st_size


def test_a_packed_file_of_true_weights_is_read(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    net = new_network([784, 256, 10], np.random.default_rng(0))
    save_model(net, path)
    kept = members(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    assert np.array_equal(load_model(path).omega[1], net.omega[1])


def test_a_file_that_is_not_there_is_no_format_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "net.npz")


def test_the_shipped_model_is_read() -> None:
    assert load_model(WHOLE).sizes == [784, 256, 10]
