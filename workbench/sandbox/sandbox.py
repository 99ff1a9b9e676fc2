"""A real Karmada on this machine: up, status, faults, down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from . import components as parts
from .api import ApiServer
from .build import Programs, build
from .errors import AlreadyUpError, UnknownSandboxError
from .folders import locked, make_private, sandbox_folder, state_folder
from .karmadactl import karmadactl
from .layout import KARMADA, Layout, Member, merge_gates, plan_members, port_names
from .linking import update_links
from .loading import stages_can_be_played
from .ports import free_ports
from .processes import require_linux, stop
from .progress import Listener, silent
from .removal import clear, end_failed_start, locked_sandbox, take_down
from .running import start, wait_ready, wait_until
from .servers import is_ready, server_of
from .stack import Stack, stack_for
from .state import UP, State, find, load, states
from .status import SandboxStatus, status_of

_PORTS_PATIENCE_SECONDS = 30.0


class Sandbox:
    """A sandbox that was brought up, by whichever process. Holds no resources itself."""

    def __init__(self, name: str) -> None:
        """Opens the sandbox ``name``.

        Raises:
            UnknownSandboxError: there is none.
        """
        self._name = load(name).layout.name

    @classmethod
    def up(
        cls,
        name: str = "default",
        *,
        karmada: str = "1.18",
        members: int | Sequence[str] = 3,
        gates: tuple[str, ...] = (),
        slow: bool = False,
        pull: int = 0,
        progress: Listener = silent,
    ) -> Sandbox:
        """Builds what is missing, starts a sandbox and waits until every member is ready.

        Args:
            name: of the sandbox; several of different names run side by side.
            karmada: version, ``1.18`` or ``1.12``.
            members: the names of the member clusters, or how many: ``member1`` and so on.
            gates: Karmada feature gates, ``Name=true``, added to those a drill needs.
            slow: Karmada's default timers instead of timers for drills of seconds.
            pull: how many of the members, from the last, run an agent that pulls.
            progress: hears what happens.

        Raises:
            AlreadyUpError: a sandbox of that name runs.
            UsageError: an unknown version, impossible members, a malformed gate or name.
            SandboxError: anything that prevented the start; nothing is left running then.
        """
        # Here, so that only a start needs the package for certificates, and before any build.
        from .startup import Startup

        require_linux()
        stack, folder = stack_for(karmada), sandbox_folder(name)
        planned, chosen = plan_members(members, pull), merge_gates(stack.gates, gates)
        _refuse_if_up(name)
        programs = build(stack, progress)
        with locked_sandbox(name):
            _refuse_if_up(name)
            clear(folder)
            state = _reserve(name, stack, programs, planned, chosen, slow)
            try:
                Startup(state, progress).run()
            except BaseException:
                end_failed_start(state)
                raise
        return cls(name)

    @property
    def name(self) -> str:
        """The sandbox's name."""
        return self._name

    @property
    def layout(self) -> Layout:
        """What it consists of."""
        return load(self._name).layout

    @property
    def kubeconfig(self) -> Path:
        """A kubeconfig file with the contexts ``karmada``, ``member1`` and so on."""
        return self.layout.kubeconfig

    @property
    def members(self) -> tuple[str, ...]:
        """Names of the members."""
        return tuple(member.name for member in self.layout.members)

    def api(self, context: str = KARMADA) -> ApiServer:
        """A client for Karmada's API server or a member's, past any cut link.

        Raises:
            UnknownSandboxError: it is neither ``karmada`` nor a member.
        """
        layout = self.layout
        if context != KARMADA:
            _require_member(layout, context)
        return server_of(layout, context)

    def status(self) -> SandboxStatus:
        """Looks at every process."""
        return status_of(load(self._name))

    def karmadactl(self, *arguments: str) -> str:
        """Runs karmadactl as Karmada's admin; what it printed.

        Raises:
            ComponentError: it failed; with what it said.
        """
        return karmadactl(self.layout, *arguments)

    def is_ready(self, member: str) -> bool:
        """Whether Karmada itself says that ``member`` is ready."""
        return is_ready(self.api(), member)

    def lose(self, member: str) -> None:
        """Stops a member's API server, and its agent if it has one: a lost cluster.

        Raises:
            UnknownSandboxError: no such member.
        """
        with locked_sandbox(self._name):
            state = self._state_with(member)
            gone = (f"{member}-agent", f"{member}-apiserver")
            records = [state.processes[name] for name in gone if name in state.processes]
            stop((record.identity for record in records), grace_seconds=0.0)
            update_links(state)

    def cut(self, member: str) -> None:
        """Drops all bytes between Karmada and a member, which stays alive.

        Karmada's clients wait for answers that don't come: it takes about a minute until it says
        that the member is not ready, as with a firewall that drops.

        Raises:
            UnknownSandboxError: no such member.
        """
        with locked_sandbox(self._name):
            state = self._state_with(member)
            state.cut = tuple(sorted({*state.cut, member}))
            state.save()
            update_links(state)

    def recover(self, member: str) -> None:
        """Starts what is stopped of a member, and lets bytes through to it again.

        Raises:
            UnknownSandboxError: no such member.
            ComponentError: a component did not come back.
        """
        with locked_sandbox(self._name):
            state = self._state_with(member)
            state.cut = tuple(name for name in state.cut if name != member)
            state.save()
            _restart(state, member)
            update_links(state)

    def down(self) -> None:
        """Stops everything and removes the sandbox's folder; nothing happens if that is done."""
        take_down(self._name)

    def _state_with(self, member: str) -> State:
        state = load(self._name)
        _require_member(state.layout, member)
        return state


def _refuse_if_up(name: str) -> None:
    state = find(name)
    if state and state.stage == UP and any(one.alive for one in state.processes.values()):
        raise AlreadyUpError(
            f"the sandbox {name} is up", hint=f"workbench sandbox down --name {name}"
        )


def _reserve(
    name: str, stack: Stack, programs: Programs, members: tuple[Member, ...],
    gates: tuple[str, ...], slow: bool,
) -> State:
    """A new state file. Its ports are its own from now on, also while a component is stopped."""
    file = state_folder() / ".ports.lock"
    busy = "other sandboxes are choosing ports"
    with locked(file, busy=busy, patience_seconds=_PORTS_PATIENCE_SECONDS):
        taken = {port for state in states() for port in state.layout.ports.values()}
        ports = free_ports(port_names(members), taken)
        layout = Layout(
            name=name, folder=make_private(sandbox_folder(name)), stack=stack, programs=programs,
            members=members, ports=MappingProxyType(ports), gates=gates, slow=slow,
        )
        state = State(layout)
        state.save()
    return state


def _restart(state: State, member: str) -> None:
    mine = [one for one in parts.all_components(state.layout) if one.member == member]
    server = f"{member}-apiserver"
    _start_stopped(state, [one for one in mine if one.name == server])
    api = server_of(state.layout, member)
    wait_until(
        lambda: stages_can_be_played(api), state, server, "served its kinds", watched=[server]
    )
    _start_stopped(state, [one for one in mine if one.name != server])


def _start_stopped(state: State, some: list[parts.Component]) -> None:
    stopped = [one for one in some if not _runs(state, one.name)]
    for component in stopped:
        start(state, component)
    wait_ready(state, stopped, alone=True)


def _runs(state: State, component: str) -> bool:
    record = state.processes.get(component)
    return record is not None and record.alive


def _require_member(layout: Layout, name: str) -> None:
    known = [member.name for member in layout.members]
    if name not in known:
        hint = f"there is {', '.join(known)}"
        raise UnknownSandboxError(f"no member {name!r} in {layout.name}", hint=hint)
