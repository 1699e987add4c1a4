"""Workers of a Dask cluster, on this machine or on many: pip install -r requirements-cluster.txt.

from distributed import Client, LocalCluster
client = Client(LocalCluster(n_workers=4, threads_per_worker=1))   # this machine
client = Client("tcp://scheduler:8786")                            # a real cluster
train_on(DaskCluster(client), net, data, SGD(0.1), workers=4)
"""

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any, NamedTuple

from numrec.distributed import Found, Piece

if TYPE_CHECKING:
    from distributed import Client, Future


class Kept(NamedTuple):
    """A piece in a worker's memory, and the worker's address."""

    piece: "Future"
    worker: str


class DaskCluster:
    """A `Cluster` whose workers are those of a Dask client.

    Parameters
    ----------
    client : distributed.Client
        Of a cluster that runs; it stays the caller's, who closes it.

    Raises
    ------
    ValueError
        If the cluster has no workers.
    """

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._workers = sorted(client.scheduler_info(n_workers=-1)["workers"])
        if not self._workers:
            raise ValueError(f"{client} has no workers; expected at least one")

    def keep(self, pieces: Sequence[Piece]) -> Sequence[Kept]:
        """Send each piece to a worker; with more pieces than workers, in turn."""
        return [
            Kept(self._client.scatter(piece, workers=[worker], hash=False), worker)
            for piece, worker in zip(pieces, cycle(self._workers), strict=False)
        ]

    def run(self, function: Callable[..., Found], kept: Sequence[Kept], *args: Any) -> list[Found]:
        """Run the function on each worker that has a piece, and wait for all.

        The same call twice is two calls (pure=False): the network has moved in between.
        """
        futures = [
            self._client.submit(function, k.piece, *args, workers=[k.worker], pure=False)
            for k in kept
        ]
        found: list[Found] = self._client.gather(futures)
        return found
