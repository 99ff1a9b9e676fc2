"""Sweeps give the same on any executor, tell how far they are, and stop when asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from tests.parts import need, need_module
from tests.simulator.fleets import cluster, deployment, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.model.errors import UnreachableError
from workbench.plans.doctor.cases import Case, cases_of
from workbench.plans.doctor.diagnosis import Finding, examine
from workbench.plans.sweeps import FleetPackage, Sweep, dask_cluster, local_processes
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.settings import Settings, preset

APPS = [deployment(f"app-{n}") for n in range(4)]
FLEET = snapshot(*(cluster(f"m{n + 1}") for n in range(4)), *APPS, *map(policy, APPS))
PACKAGE = FleetPackage(FLEET, LATEST)


def sweep() -> Sweep[tuple[Case, Settings], Finding]:
    settings = preset("failover", LATEST)
    return Sweep(PACKAGE, examine, [(case, settings) for case in cases_of(PACKAGE.open())])


def fail_at_m2(fleet: PreparedFleet, asked: tuple[Case, Settings]) -> str:
    if asked[0].name == "m2":
        raise ValueError("broken")
    return asked[0].name


def test_a_package_is_prepared_once_in_a_process() -> None:
    assert PACKAGE.open() is PACKAGE.open()


def test_results_come_in_the_order_of_the_arguments_wherever_they_are_made() -> None:
    here = sweep().here()
    told: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as threads:
        there = sweep().on(threads, 2, lambda done, total: told.append((done, total)))
    assert there == here
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (len(here), len(here))


def test_processes_give_the_same_as_this_one() -> None:
    with local_processes(2) as processes:
        assert sweep().on(processes, 2) == sweep().here()


def test_a_failing_run_ends_the_sweep() -> None:
    asked = [(case, Settings()) for case in cases_of(PACKAGE.open(), 1)]
    with ThreadPoolExecutor(1) as threads, pytest.raises(ValueError, match="broken"):
        Sweep(PACKAGE, fail_at_m2, asked).on(threads, 1)


class Interrupted(Executor):
    """An executor at which somebody presses Ctrl-C after the first chunk."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(1)
        self.futures: list[object] = []

    def submit(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        future = self._threads.submit(*args, **kwargs)
        self.futures.append(future)
        return future


def test_an_interruption_cancels_what_has_not_begun() -> None:
    executor = Interrupted()

    def press(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep().on(executor, 4, press)
    assert any(future.cancelled() for future in executor.futures)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def dask() -> Iterator[str]:
    """The address of a Dask cluster of two workers."""
    need_module("distributed")
    distributed = import_module("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
    ) as local:
        yield local.scheduler_address


def test_a_dask_cluster_of_two_workers_gives_the_same_as_this_process(dask: str) -> None:
    with dask_cluster(dask) as (executor, threads):
        assert threads == 2
        assert sweep().on(executor, threads) == sweep().here()


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    need_module("distributed")
    with (
        pytest.raises(UnreachableError, match="no Dask scheduler at nonsense"),
        dask_cluster("nonsense://nowhere:1"),
    ):
        pass


@contextmanager
def doctor_at_work() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A sweep in processes of their own, and these processes, once they are there."""
    need("procfs", Path("/proc/self/task").exists())
    command = [sys.executable, "-m", "workbench", "doctor", "sample:shop", "--workers", "2"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 60
    while len(children.read_text().split()) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    # The first one keeps account of what processes share.
    _, *workers = map(int, children.read_text().split())
    assert len(workers) == 2
    yield process, workers


def are_gone(processes: list[int]) -> bool:
    """Whether they end, or have."""
    deadline = time.monotonic() + 30
    while any(is_there(one) for one in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(is_there, processes))


def is_there(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(("sent", "code"), [
    (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9),
])
def test_a_sweep_that_is_ended_leaves_no_process_behind(sent: signal.Signals, code: int) -> None:
    with doctor_at_work() as (process, workers):
        # Ctrl-C goes to all that a terminal has in front, other signals to one process.
        os.kill(-process.pid if sent == signal.SIGINT else process.pid, sent)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == code
        assert are_gone(workers)
        if sent != signal.SIGKILL:
            assert errors == ""


def test_a_process_that_is_killed_ends_the_sweep_with_what_to_do() -> None:
    with doctor_at_work() as (process, workers):
        os.kill(workers[0], signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 3
        assert "a process ended before its work was done" in errors and "--workers 1" in errors
        assert are_gone(workers)


def test_where_no_process_can_be_started_it_says_what_to_do(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    doctor = f"{sys.executable} -m workbench doctor sample:flink "
    script = f"mkdir {gone} && cd {gone} && rmdir {gone} && {doctor}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(["sh", "-c", script + "--workers 2"], capture_output=True, text=True,
                         env=environment)
    assert ran.returncode == 3 and "no process can be started" in ran.stderr
    alone = subprocess.run(["sh", "-c", script + "--workers 1"], capture_output=True, text=True,
                           env=environment)
    assert alone.returncode == 0 and "WHEN A CLUSTER IS LOST" in alone.stdout
