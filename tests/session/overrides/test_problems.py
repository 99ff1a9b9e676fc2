from __future__ import annotations

from pathlib import Path

import pytest

from workbench.fleets.files import load
from workbench.session.overrides.problems import named
from workbench.session.overrides.room import OverridesRoom

POLICY = """
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {name: wrong, namespace: shop}
spec:
  resourceSelectors: [{apiVersion: v1, kind: ConfigMap}]
  overrideRules:
  - overriders:
      plaintext:
      - {path: /data/none/here, operator: replace, value: x}
"""
CLUSTERS = "".join(
    f"---\napiVersion: cluster.karmada.io/v1alpha1\nkind: Cluster\n"
    f"metadata: {{name: c{n}, labels: {{n: '{n}'}}}}\n" for n in range(4)
)
OBJECTS = "".join(
    f"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{n}, namespace: shop}}\n"
    "data: {a: b}\n" for n in range(5)
)


@pytest.fixture
def room(tmp_path: Path) -> OverridesRoom:
    (tmp_path / "fleet.yaml").write_text(f"{POLICY}{CLUSTERS}{OBJECTS}")
    return OverridesRoom(load([str(tmp_path)]))


def test_clusters_that_fail_alike_are_one_problem(room: OverridesRoom) -> None:
    (row,) = room.problems
    assert "4 clusters keep their old Work" in row.text
    assert row.details == ("clusters: c0, c1, c2, c3",)


def test_one_mistake_is_one_problem_for_all_objects_and_clusters(room: OverridesRoom) -> None:
    room.look_for_hazards()
    (row,) = room.problems
    assert row.id == "H12"
    assert "4 clusters keep their old Work" in row.details[0]
    assert "clusters: c0, c1, c2, c3" in row.details
    assert any("ConfigMap shop/m4" in detail for detail in row.details)


def test_the_next_problem_is_chosen_and_leads_to_its_policy(room: OverridesRoom) -> None:
    assert not any(row.selected for row in room.problems)
    assert room.next_problem() == "problem 1 of 1"
    assert [row.selected for row in room.problems] == [True]
    assert str(room.selected_policy) == "op/wrong"


def test_problems_are_walked_one_by_one_whatever_objects_they_lead_to() -> None:
    room = OverridesRoom(load(["sample:hazards"]))
    room.look_for_hazards()
    seen = []
    for _ in room.problems:
        room.next_problem()
        (at,) = (n for n, row in enumerate(room.problems) if row.selected)
        seen.append(room.problems[at].text)
    assert len(set(seen)) == len(seen)


def test_a_short_text_leaves_out_the_way_into_the_policy(room: OverridesRoom) -> None:
    room.look_for_hazards()
    assert room.problems[0].short.startswith("op/wrong rule[0]: replace of")
    assert "overrideRules[0].plaintext[0]" in room.problems[0].text


def test_of_many_names_the_first_are_named_and_the_others_counted() -> None:
    assert named("clusters", (f"c{n}" for n in range(14))).endswith("c11 and 2 more")
