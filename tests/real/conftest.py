"""One sandbox per Karmada version, for all tests of the session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts import need_sandbox
from workbench.sandbox import STACKS, Sandbox

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.real)


@pytest.fixture(scope="session", params=[stack.name for stack in STACKS])
def sandbox(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sandbox]:
    """Two Push members and a Pull member, with the timers of a drill."""
    version: str = request.param
    need_sandbox(version)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state of a test")))
        # The build is for whoever else wants it, the machine is shared with whoever runs the tests.
        patch.setenv("GOFLAGS", os.environ.get("GOFLAGS", "-p=2"))
        up = Sandbox.up(f"tests-{version.replace('.', '-')}", karmada=version, pull=1)
        try:
            yield up
        finally:
            up.down()
