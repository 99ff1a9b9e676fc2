"""A Work that is being deleted: ``release.jsonl``."""

from __future__ import annotations

from typing import Any

from tests.conformance.members import NOW, RecordedMember, cluster_of, recorded
from workbench.karmada.profile import Profile
from workbench.karmada.work.execution import execute


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    given = line["input"]
    member = RecordedMember(given)
    execution = execute(given["work"], cluster_of(given), member, profile, NOW)
    after = list(member.state.objects.values())
    return recorded(execution, profile) | {"membersAfter": after}
