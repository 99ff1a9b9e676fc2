"""What is selected in the Overrides room: object, variant, policy, field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import PolicyRef
from workbench.karmada.profile import LATEST, Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.model.tree import Path
from workbench.session.overrides.ahead import Ahead
from workbench.session.overrides.policies import id_of, policy_rows, ref_of
from workbench.session.overrides.problems import Key
from workbench.session.policy_room import PolicyRoom
from workbench.session.views import (
    Layout,
    Tab,
)

if TYPE_CHECKING:
    from workbench.lint.finding import Finding


class OverridesSelection(PolicyRoom):
    """State of the room.

    Attributes:
        tab, layout, unfold: what is shown, and how.
        is_lazy: views don't wait for objects that are not looked at; the front end gives
            :attr:`ahead` time to work them out, and draws again.
    """

    no_policy = "the fleet has no override policy"

    def __init__(
        self, snapshot: Snapshot, *, profile: Profile = LATEST, everywhere: bool = False,
        is_lazy: bool = False,
    ) -> None:
        super().__init__(snapshot, profile)
        self.is_lazy = is_lazy
        self.everywhere = everywhere
        self.tab: Tab = "diff"
        self.layout: Layout = "unified"
        self.unfold = False
        self._policy: PolicyRef | None = None
        self._variant = 0
        self._problem: Key | None = None
        self._path: Path | None = None
        self._picked: int | None = None
        self.compared: tuple[int, int] | None = None
        self._findings: tuple[Finding, ...] | None = None
        self._recompute()

    # -- what is computed

    def _recompute(self) -> None:
        chosen = self._selected
        super()._recompute()
        self.ahead = Ahead(self.before, self.preview)
        self._findings = None
        self.compare_none()
        if self._selected != chosen:
            self._variant = self._telling_variant()
        self._variant = min(self._variant, max(len(self._raw_variants) - 1, 0))

    @property
    def _raw_variants(self) -> tuple[Variant, ...]:
        item = self.selected_item
        return self.preview.variants(item) if item else ()

    @property
    def shown_variants(self) -> tuple[Variant, ...]:
        """Variants of the selected object, secrets masked."""
        return tuple(self.showing.variant(v) for v in self._raw_variants)

    @property
    def selected_variant(self) -> Variant | None:
        variants = self._raw_variants
        return self.showing.variant(variants[self._variant]) if variants else None

    @property
    def selected_policy(self) -> PolicyRef | None:
        """The policy that is looked at: the chosen one, else the first that applies."""
        known = {policy.ref for policy in self.preview.index.policies}
        if self._policy in known:
            return self._policy
        rows = policy_rows(self.preview, self.selected_item, None)
        return rows[0].ref if rows else None

    @property
    def policy_id(self) -> ObjectId | None:
        ref = self.selected_policy
        return id_of(ref) if ref else None

    @property
    def selected_path(self) -> Path | None:
        """The field that :meth:`make_override` is about."""
        return self._path

    def select_object(self, identity: ObjectId) -> None:
        if identity != self._selected:
            self._selected, self._path = identity, None
            self._variant = self._telling_variant()
            self.compare_none()
            self._changed()

    def _telling_variant(self) -> int:
        """The variant worth seeing first: one that fails, else one that differs, else the first."""
        kinds = [(v.outcome.kind != "object", any(s.changes for s in v.outcome.steps))
                 for v in self._raw_variants]
        return kinds.index(max(kinds)) if kinds else 0

    def select_variant(self, index: int) -> None:
        if 0 <= index < len(self._raw_variants):
            self._variant, self._path = index, None
            self.compare_none()
            self._changed()

    def point_at_variant(self, index: int) -> None:
        """As :meth:`select_variant`, while another one waits to be compared."""
        picked = self._picked
        self.select_variant(index)
        self._picked = picked

    def pick_variant(self, index: int) -> str:
        """Pick a variant to compare; with the second one, the diff shows the two."""
        if self._picked is None or self._picked == index:
            self._picked = None if self._picked == index else index
            return f"variant {index + 1} picked: pick another one" if self._picked == index else ""
        self.compared, self._picked = (self._picked, index), None
        self.tab = "diff"
        self._changed()
        return f"variant {self.compared[0] + 1} against {index + 1}"

    @property
    def picked(self) -> int | None:
        """The variant that was picked to be compared."""
        return self._picked

    def compare_none(self) -> None:
        """The diff is against the template again."""
        self._picked = self.compared = None
        self._kept.pop("diff", None)

    def select_policy(self, ref: PolicyRef) -> None:
        self._policy = ref
        self._changed()

    def look_at_policy(self, identity: ObjectId) -> None:
        if identity.kind.endswith("OverridePolicy"):
            self._policy = ref_of(identity)

    def select_path(self, path: Path) -> None:
        """The field of the result that :meth:`make_override` is about."""
        self._path = path

