"""The start of a sandbox, from certificates to joined members."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import IO

from . import components as parts
from . import links
from .access import write_kubeconfigs
from .certificates import write_certificates
from .errors import ComponentError
from .folders import make_private
from .karmadactl import karmadactl
from .layout import KARMADA, Layout, Member
from .linking import LINKS, start_links
from .loading import (
    crds_are_served,
    load_karmada,
    load_member,
    load_webhooks,
    stages_can_be_played,
    write_stages,
)
from .progress import Listener, Progress
from .removal import end_failed_start
from .running import start, wait_ready, wait_until
from .servers import CLUSTERS, answers, is_ready, server_of
from .state import UP, State


class Startup:
    """Brings a sandbox up from a layout whose folder exists and is empty.

    Args:
        state: of the new sandbox; every process is recorded in it.
        progress: hears of every phase.
    """

    def __init__(self, state: State, progress: Listener) -> None:
        self._state = state
        self._layout = state.layout
        self._progress = progress

    def run(self) -> None:
        """Starts everything and waits until each member is joined and ready.

        Raises:
            ComponentError: a component ended or never became ready.
        """
        with self._phase("certificates", "certificates and kubeconfigs"):
            make_private(self._layout.logs)
            write_certificates(self._layout.certificates)
            write_kubeconfigs(self._layout)
            write_stages(self._layout)
        with _keeper(self._state) as keep:
            self._start_all()
            self._state.stage = UP
            self._state.save()
            keep()

    def _start_all(self) -> None:
        with self._phase("etcd", "etcd"):
            self._start([parts.etcd(self._layout)])
        with self._phase("API servers", f"{len(self._layout.members) + 1} API servers"):
            self._start(parts.api_servers(self._layout))
        with self._phase("control planes", "Karmada's components and the members' nodes"):
            work: list[Callable[[], None]] = [self._start_karmada]
            work += [self._member_work(member) for member in self._layout.members]
            self._all_at_once(work)
        with self._phase("join", "members join"):
            self._all_at_once([self._join_work(member) for member in self._layout.members])
        with self._phase("ready", "members become ready"):
            karmada = server_of(self._layout, KARMADA)
            for member in self._layout.members:
                wait_until(
                    lambda name=member.name: is_ready(karmada, name),  # type: ignore[misc]
                    self._state, f"{member.name}-apiserver", "became a ready cluster of Karmada",
                )

    def _start_karmada(self) -> None:
        layout, karmada = self._layout, server_of(self._layout, KARMADA)
        load_karmada(layout, karmada)
        self._wait(lambda: crds_are_served(karmada), "karmada-apiserver")
        self._start(parts.before_webhooks(layout), wait=False)
        controllers = parts.karmada_controllers(layout)
        self._start(controllers[:1], wait=False)
        wait_ready(self._state, parts.before_webhooks(layout))
        wait_until(
            lambda: answers(karmada, CLUSTERS), self._state, "karmada-aggregated-apiserver"
        )
        load_webhooks(layout, karmada)
        self._start(controllers[1:], wait=False)
        wait_ready(self._state, controllers)

    def _member_work(self, member: Member) -> Callable[[], None]:
        def work() -> None:
            server = server_of(self._layout, member.name)
            load_member(self._layout, member, server)
            self._wait(lambda: stages_can_be_played(server), f"{member.name}-apiserver")
            self._start(parts.member_controllers(self._layout, member))

        return work

    def _join_work(self, member: Member) -> Callable[[], None]:
        if member.pull:
            return lambda: self._start([parts.agent(self._layout, member)])
        return lambda: join(self._layout, member)

    def _wait(self, served: Callable[[], bool], name: str) -> None:
        wait_until(served, self._state, name, "served its kinds")

    def _start(self, some: list[parts.Component], *, wait: bool = True) -> None:
        for component in some:
            start(self._state, component)
        if wait:
            wait_ready(self._state, some)

    def _all_at_once(self, work: list[Callable[[], None]]) -> None:
        pool = ThreadPoolExecutor(len(work))
        try:
            futures: list[Future[None]] = [pool.submit(each) for each in work]
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BaseException:
            # The other threads fail as soon as what they wait for ends, and start nothing more.
            end_failed_start(self._state)
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    @contextmanager
    def _phase(self, name: str, message: str) -> Iterator[None]:
        self._progress(Progress(name, message))
        begun = time.monotonic()
        yield
        self._state.seconds[name] = round(time.monotonic() - begun, 2)
        self._state.save()


def join(layout: Layout, member: Member) -> None:
    """Joins a Push member with karmadactl, over its link.

    Raises:
        ComponentError: karmadactl failed; with what it said.
    """
    link = f"--cluster-kubeconfig=access/{member.name}-link.kubeconfig"
    said = karmadactl(layout, "join", member.name, link)
    layout.log(f"{member.name}-join").write_text(said)


@contextmanager
def _keeper(state: State) -> Iterator[Callable[[], None]]:
    """Starts the links; if this process dies before it says so, they end all that was started."""
    reading, writing = os.pipe()
    try:
        start_links(state, reading)
    finally:
        os.close(reading)
    with os.fdopen(writing, "wb") as lifeline:
        yield lambda: _keep(lifeline)


def _keep(lifeline: IO[bytes]) -> None:
    try:
        lifeline.write(links.KEEP)
        lifeline.flush()
    except OSError:
        raise ComponentError("the links ended during the start", component=LINKS) from None

