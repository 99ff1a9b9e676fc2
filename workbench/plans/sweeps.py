"""Many runs of one fleet on any ``concurrent.futures`` Executor: processes, threads, or Dask.

Work goes out in chunks that carry the fleet; each worker prepares it once and remembers it.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from threading import Thread
from typing import Generic, TypeVar

from workbench.karmada.profile import PROFILES, Profile
from workbench.model.errors import UnreachableError, UsageError
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import visible_line
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.preparation import prepare

A = TypeVar("A")
R = TypeVar("R")

Progress = Callable[[int, int], None]
"""Told after each chunk: how many runs are done, and of how many."""

_CHUNKS_A_WORKER = 4
_IN_THIS_ONE = "--workers 1 stays in this one"
_CONNECT_SECONDS = 10


class FleetPackage:
    """A fleet on its way to workers: what was read, without where it was read."""

    def __init__(self, snapshot: Snapshot, profile: Profile) -> None:
        items = tuple(Item(item.object, item.id, member=item.member) for item in snapshot.items)
        self.payload = pickle.dumps(Snapshot(snapshot.name, items), pickle.HIGHEST_PROTOCOL)
        self.version = profile.version

    def open(self) -> PreparedFleet:
        """The fleet, prepared; the same object as long as this process remembers it."""
        return _prepared(self.payload, self.version)


@lru_cache(maxsize=2)
def _prepared(payload: bytes, version: str) -> PreparedFleet:
    return prepare(pickle.loads(payload), PROFILES[version])


class Sweep(Generic[A, R]):
    """A function over many arguments, results in the order of the arguments.

    ``run`` is called as ``run(fleet, argument)`` and has to be a function of a module.
    """

    def __init__(
        self, package: FleetPackage, run: Callable[[PreparedFleet, A], R], arguments: Sequence[A]
    ) -> None:
        self._package = package
        self._run = run
        self._arguments = tuple(arguments)

    def __len__(self) -> int:
        return len(self._arguments)

    def here(self, progress: Progress | None = None) -> list[R]:
        """All of it in this process."""
        fleet, results = self._package.open(), []
        for done, argument in enumerate(self._arguments, 1):
            results.append(self._run(fleet, argument))
            if progress:
                progress(done, len(self._arguments))
        return results

    def on(
        self, executor: Executor, workers: int = 0, progress: Progress | None = None
    ) -> list[R]:
        """All of it on an executor. An interruption cancels what has not begun."""
        workers = workers or os.cpu_count() or 1
        chunks = list(self._chunks(workers * _CHUNKS_A_WORKER))
        # A pool starts its processes as work comes in.
        try:
            with _interrupts_blocked():
                futures: dict[Future[list[R]], int] = {
                    executor.submit(_chunk, self._package, self._run, chunk): start
                    for start, chunk in chunks
                }
        except OSError as error:
            raise NoProcessError(error) from None
        results: dict[int, list[R]] = {}
        try:
            for future in as_completed(futures):
                results[futures[future]] = future.result()
                if progress:
                    progress(sum(map(len, results.values())), len(self._arguments))
        except BaseException:
            # A pool of processes is ended as a whole; it minds futures that are cancelled before.
            if not isinstance(executor, ProcessPoolExecutor):
                for future in futures:
                    future.cancel()
            raise
        return [result for start in sorted(results) for result in results[start]]

    def _chunks(self, number: int) -> Iterator[tuple[int, Sequence[A]]]:
        size = max(-(-len(self._arguments) // max(number, 1)), 1)
        for start in range(0, len(self._arguments), size):
            yield start, self._arguments[start : start + size]


def _chunk(
    package: FleetPackage, run: Callable[[PreparedFleet, A], R], arguments: Sequence[A]
) -> list[R]:
    fleet = package.open()
    return [run(fleet, argument) for argument in arguments]


class NoProcessError(UnreachableError):
    """This machine starts no process here."""

    def __init__(self, error: Exception) -> None:
        why = getattr(error, "strerror", None) or visible_line(str(error))
        super().__init__(f"no process can be started: {why}", hint=_IN_THIS_ONE)


@contextmanager
def local_processes(workers: int = 0) -> Iterator[Executor]:
    """A pool of processes, one a processor; at an interruption it does not wait for them.

    Raises :class:`UnreachableError` where one can't be started, or ends before its work is done.
    """
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    try:
        executor = ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=context,
                                       initializer=_end_with_parent)
    except (OSError, ImportError, NotImplementedError) as error:  # no shared memory, say
        raise NoProcessError(error) from None
    try:
        yield executor
    except BrokenProcessPool:
        raise UnreachableError(
            "a process ended before its work was done: killed, or out of memory?",
            hint=f"fewer processes need less memory; {_IN_THIS_ONE}",
        ) from None
    except BaseException:
        for process in list((executor._processes or {}).values()):
            process.terminate()
        executor.shutdown()
        raise
    executor.shutdown()


def _end_with_parent() -> None:
    """Have this process end when the one that started it has, in whatever way."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    Thread(target=wait, daemon=True).start()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Processes started meanwhile never hear of Ctrl-C: their parent ends them.

    They inherit the mask of this thread, whichever it is, from before their first instruction.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def dask_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a Dask cluster, and how many threads its workers have.

    Raises :class:`UsageError` without the extra ``dask``, :class:`UnreachableError` where no
    scheduler answers at ``address``, or none of its workers has the workbench.
    """
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError(
            "Dask is not installed", hint="pip install 'karmada-workbench[dask]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise UnreachableError(
            f"no Dask scheduler at {visible_line(address)}: {visible_line(str(error))}",
            hint="give the address that `dask scheduler` prints, such as tcp://host:8786",
        ) from None
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UnreachableError(f"the Dask cluster at {visible_line(address)} has no worker")
        yield client.get_executor(pure=False), threads
    except ModuleNotFoundError as error:
        raise UnreachableError(
            f"a Dask worker lacks {error.name}", hint="install karmada-workbench on the workers"
        ) from None
    finally:
        client.close()


