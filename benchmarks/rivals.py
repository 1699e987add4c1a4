"""One epoch of the published recipe in each program, as its own users would write it at its best.

[784, 256, 10], leaky ReLU (ReLU in scikit-learn, which has no leaky one), softmax with
cross-entropy, gradient descent with learning rate 0.1, batches of 512 in the file's order,
float32. An epoch trains on the 60,000 images, on all 784 pixels of each, and does not score. numrec
and PyTorch begin with the same weights; scikit-learn draws its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numrec import SGD, new_network, one_hot, predict, train
from numrec.activations import Array
from numrec.data.mnist import MNIST
from numrec.distributed import Workers
from numrec.network import Network
from numrec.training import one_epoch

SIZES, BATCH, RATE = [784, 256, 10], 512, 0.1


@dataclass(frozen=True)
class Program:
    """One program at work: `run` trains for an epoch, `score` gives the test accuracy."""

    run: Callable[[], None]
    score: Callable[[], float]


def _start(dtype: type = np.float32) -> Network:
    """Draw the weights from which numrec and PyTorch both begin: so both need as many epochs."""
    return new_network(SIZES, np.random.default_rng(0), dtype=dtype)


def bound(data: MNIST) -> Program:
    """Make the five dense products of a step, written into arrays that are there, and no more."""
    images, a_hat = data.train_images, one_hot(data.train_labels)
    rng = np.random.default_rng(0)
    n_0, n_1, n_2 = SIZES
    omega_1, omega_2 = (rng.normal(size=s).astype("f4") / 20 for s in ((n_1, n_0), (n_2, n_1)))
    dC_1, dC_2 = np.empty_like(omega_1), np.empty_like(omega_2)
    rooms = {
        m: [np.ones((n, m), np.float32) for n in (n_1, n_2, n_1)]
        for m in {BATCH, images.shape[1] % BATCH} - {0}
    }

    def run() -> None:
        for start in range(0, images.shape[1], BATCH):
            x, delta_2 = images[:, start : start + BATCH], a_hat[:, start : start + BATCH]
            z_1, z_2, delta_1 = rooms[x.shape[1]]
            np.matmul(omega_1, x, out=z_1)
            np.matmul(omega_2, z_1, out=z_2)
            np.matmul(delta_2, z_1.T, out=dC_2)
            np.matmul(omega_2.T, delta_2, out=delta_1)
            np.matmul(delta_1, x.T, out=dC_1)

    return Program(run, lambda: float("nan"))


def numrec(data: MNIST, workers: Workers | None = None, dtype: type = np.float32) -> Program:
    """Make numrec's epoch, the one that `train` makes."""
    net, sgd = _start(dtype), SGD(RATE)
    images: Array = np.asfortranarray(data.train_images, dtype)
    targets = np.asfortranarray(one_hot(data.train_labels, dtype=dtype))

    def run() -> None:
        one_epoch(net, images, targets, sgd, BATCH, None, lambda share: RATE, workers, lambda: None)

    return Program(run, lambda: float((predict(net, data.test_images) == data.test_labels).mean()))


def numrec_call(data: MNIST) -> Program:
    """Make a whole call of `train` for one epoch: it checks, copies, trains and scores."""
    net = _start()

    def run() -> None:
        train(net, data, SGD(RATE), until=None, max_epochs=1, progress=False)

    return Program(run, lambda: float("nan"))


def numrec_scoring(data: MNIST) -> Program:
    """Make the scoring of the test images alone, once, as `train` does it after each epoch."""
    program = numrec(data)

    def run() -> None:
        program.score()

    return Program(run, program.score)


def torch_slices(data: MNIST, fused: bool = False) -> Program:
    """Make PyTorch's epoch over slices of tensors that lie in memory whole."""
    return _torch(data, loader=None, fused=fused)


def torch_loader(data: MNIST, images: str = "numbers") -> Program:
    """Make PyTorch's epoch with its DataLoader, which fetches image by image and stacks them.

    Parameters
    ----------
    images : str
        How they are kept, and what is done to each when it is fetched. "numbers": as they go
        into the network, so nothing. "bytes": divided by 255. "pictures": what torchvision's
        MNIST does with its transform ToTensor, the form of PyTorch's own MNIST example: a
        picture of Pillow is made of the bytes, and a tensor from 0 to 1 of the picture.
    """
    return _torch(data, loader=images, fused=False)


def _torch(data: MNIST, *, loader: str | None, fused: bool) -> Program:
    import torch
    from PIL import Image
    from torch import nn
    from torch.utils.data import DataLoader, Dataset, TensorDataset

    x, y = torch.from_numpy(data.train_images.T), torch.from_numpy(data.train_labels)
    seen, labels = torch.from_numpy(data.test_images.T), torch.from_numpy(data.test_labels)
    layers = [nn.Linear(784, 256), nn.Linear(256, 10)]
    with torch.no_grad():
        for layer, omega in zip(layers, _start().omega.values(), strict=True):
            layer.weight.copy_(torch.from_numpy(omega))
            layer.bias.zero_()
    net = nn.Sequential(nn.Flatten(), layers[0], nn.LeakyReLU(0.01), layers[1])
    loss, sgd = nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), RATE, fused=fused)

    class Bytes(Dataset):  # type: ignore[misc]  # make test has no torch to look it up in
        images = torch.from_numpy(np.round(data.train_images.T * 255).astype(np.uint8))

        def __len__(self) -> int:
            return len(self.images)

        def __getitem__(self, index: int) -> Any:
            return self.images[index].to(torch.float32).div(255), y[index]

    class Pictures(Bytes):
        def __getitem__(self, index: int) -> Any:
            picture = Image.fromarray(self.images[index].view(28, 28).numpy())
            grey = torch.from_numpy(np.array(picture, np.uint8, copy=True)).view(28, 28, 1)
            return grey.permute(2, 0, 1).contiguous().to(torch.float32).div(255), int(y[index])

    kept = {"numbers": lambda: TensorDataset(x, y), "bytes": Bytes, "pictures": Pictures}
    batches_of = DataLoader(kept[loader](), BATCH) if loader else None

    def pairs() -> Any:
        if batches_of is not None:
            return batches_of
        starts = range(0, len(x), BATCH)
        return ((x[s : s + BATCH], y[s : s + BATCH]) for s in starts)

    def run() -> None:
        for inputs, targets in pairs():
            sgd.zero_grad(set_to_none=True)
            loss(net(inputs), targets).backward()
            sgd.step()

    def score() -> float:
        with torch.no_grad():
            return float((net(seen).argmax(1) == labels).float().mean())

    return Program(run, score)


def scikit_learn(data: MNIST) -> Program:
    """Make scikit-learn's epoch: partial_fit goes once over the data in batches."""
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier(
        (256,), solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=RATE, momentum=0,
        shuffle=False, random_state=0,
    )  # fmt: skip
    x, y, seen = data.train_images.T, data.train_labels, data.test_images.T
    classes = np.arange(10)

    def run() -> None:
        net.partial_fit(x, y, classes=classes)

    return Program(run, lambda: float((net.predict(seen) == data.test_labels).mean()))


PROGRAMS: dict[str, Callable[[MNIST], Program]] = {
    "the five products alone": bound,
    "numrec": numrec,
    "one epoch": numrec_call,
    "scoring": numrec_scoring,
    "PyTorch, slices": torch_slices,
    "PyTorch, slices, fused step": lambda data: torch_slices(data, fused=True),
    "PyTorch, DataLoader": torch_loader,
    "scikit-learn": scikit_learn,
}
