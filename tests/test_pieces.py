"""Pieces cover all samples once and in order, whichever thread takes which."""

import dataclasses
import threading

import numpy as np
import pytest

from numrec import SGD, new_network
from numrec.data.mnist import MNIST, check_data
from numrec.lean import make_lean, used_inputs
from numrec.pieces import PIECE, in_pieces


@pytest.mark.parametrize("m", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_every_sample_is_in_one_piece_and_the_results_are_in_order(m: int) -> None:
    found = in_pieces(lambda here: range(m)[here], m)
    assert [k for piece in found for k in piece] == list(range(m))
    assert all(0 < len(piece) <= PIECE for piece in found)


def test_several_pieces_are_under_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numrec.pieces.cpu_count", lambda: 2)
    both = threading.Barrier(2, timeout=60)  # one thread alone would wait for the other in vain
    assert sorted(in_pieces(lambda here: both.wait(), 2 * PIECE)) == [0, 1]


def test_what_goes_wrong_in_a_piece_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        in_pieces(lambda here: 1 // (here.start - PIECE), 3 * PIECE)


def data_with(value: float, sample: int) -> MNIST:
    images = np.zeros((3, 2 * PIECE + 9), np.float32)
    images[:2] = 0.5
    images[2, sample] = value
    labels = np.zeros(images.shape[1], np.intp)
    return MNIST(images, labels, images, labels)


@pytest.mark.parametrize("kind", [complex, object, str])
def test_images_that_hold_no_real_numbers_are_refused(kind: type) -> None:
    data = data_with(1, 0)
    other = dataclasses.replace(data, train_images=data.train_images.astype(kind))
    with pytest.raises(ValueError, match=r"train_images is of type .*; expected real numbers"):
        check_data(other, 3, 1)


@pytest.mark.parametrize("sample", [0, PIECE, 2 * PIECE + 8])
def test_a_single_number_counts_wherever_it_stands(sample: int) -> None:
    for wrong in (np.nan, np.inf, -np.inf):
        with pytest.raises(ValueError, match="train_images has values from"):
            check_data(data_with(wrong, sample), 3, 1)
    net, images = new_network([3, 2], np.random.default_rng(0)), data_with(1, sample).train_images
    assert used_inputs(net, images, SGD(1)).tolist() == [0, 1, 2]
    assert used_inputs(net, data_with(0, sample).train_images, SGD(1)).tolist() == [0, 1]
    lean = make_lean(net, images, np.arange(3), centre=True)
    assert np.allclose(lean.mean[:, 0], [0.5, 0.5, 1 / images.shape[1]], rtol=1e-5)
    assert np.allclose(lean.images[1:, [sample]], images[:, [sample]] - lean.mean, atol=1e-7)
