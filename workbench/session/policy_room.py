"""What every room over policies has: a fleet, what is tried on it, an object, a policy's text.

A room says which policy is looked at, adds its own selections and views, and everything else
(what-ifs, undo, typing, saving, filter, version) is the same in all of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar, cast

from workbench.fleets.objects import read_objects
from workbench.karmada.preview import Preview
from workbench.karmada.profile import PROFILES, Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import visible_line
from workbench.model.tree import Object, Path, replaced
from workbench.model.yaml_patch import patched_text
from workbench.model.yaml_writer import write_yaml
from workbench.session.actions import BY_ID
from workbench.session.edits import Edit, Put, edited
from workbench.session.overrides.comparison import count
from workbench.session.overrides.editor import Editor, text_of
from workbench.session.overrides.objects import filtered
from workbench.session.showing import Showing
from workbench.session.views import EditorView, WhatIfView

_T = TypeVar("_T")


class PolicyRoom(ABC):
    """State that rooms over policies share.

    Attributes:
        base: the fleet as it was read.
        edits: what is being tried, in order.
        preview: the fleet with the edits; ``before`` is the one without.
        everywhere: placement and bindings are ignored.
    """

    mode = "FILES"
    no_policy = "the fleet has no policy"
    everywhere = False

    def __init__(self, snapshot: Snapshot, profile: Profile) -> None:
        self.base = snapshot
        self.profile = profile
        self.edits: tuple[Edit, ...] = ()
        self.filter_text = ""
        self._selected: ObjectId | None = None
        self._editor: Editor | None = None
        self._kept: dict[str, Any] = {}

    @property
    @abstractmethod
    def policy_id(self) -> ObjectId | None:
        """The policy that is looked at."""

    @property
    @abstractmethod
    def what_if(self) -> WhatIfView:
        """What the edits change."""

    @abstractmethod
    def select_object(self, identity: ObjectId) -> None:
        """Look at another object."""

    @abstractmethod
    def look_at_policy(self, identity: ObjectId) -> None:
        """Look at another policy, which may have just been typed."""

    # -- what is computed

    def _recompute(self) -> None:
        """Everything that depends on fleet, version or edits is computed anew, when asked."""
        self.before = self._before()
        self.preview = self.before
        if self.edits:
            self.preview = Preview(
                edited(self.base, self.edits), self.profile, everywhere=self.everywhere,
                before=self.before,
            )
        self.showing = Showing(self.preview)
        self._kept.clear()
        ids = [item.id for item in self._items]
        if self._selected not in ids:
            self._selected = ids[0] if ids else None

    def _before(self) -> Preview:
        """The fleet as it was read; computed anew only if that, or how it is judged, changed."""
        known: Preview | None = getattr(self, "before", None)
        wanted = (self.profile, self.everywhere)
        if known and known.snapshot is self.base and (known.profile, known.everywhere) == wanted:
            return known
        return Preview(self.base, self.profile, everywhere=self.everywhere, keeps_stages=True)

    def _changed(self) -> None:
        """A selection changed: views follow, results stay."""
        self._kept.clear()

    def _keep(self, name: str, make: Callable[[], _T]) -> _T:
        if name not in self._kept:
            self._kept[name] = make()
        return cast(_T, self._kept[name])

    @property
    def _items(self) -> tuple[Item, ...]:
        return self._keep("items", lambda: filtered(self.preview.templates, self.filter_text))

    @property
    def selected_item(self) -> Item | None:
        """The object that is looked at."""
        return self.preview.snapshot.by_id.get(self._selected) if self._selected else None

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What would be lost by leaving: the what-ifs, and text that is no policy yet."""
        lost = [visible_line(str(edit)) for edit in self.edits]
        if self._editor is not None and self._editor.error is not None:
            lost.append(visible_line(f"the text of {self._editor.identity}, with an error in it"))
        return tuple(lost)

    # -- actions

    def perform(self, action: str, argument: Any = None) -> str:
        """Do an action by its id; what to tell the user. Raises ``WorkbenchError`` if it can't."""
        if why_not := self.why_not(action):
            raise UsageError(why_not)
        method = getattr(self, action)
        answer = method(argument) if BY_ID[action].argument else method()
        return answer or ""

    def why_not(self, action: str) -> str:
        """Why an action can't be done now; empty if it can."""
        if action not in BY_ID or not (BY_ID[action].is_local or hasattr(self, action)):
            return f"there is no action {action!r} here"
        if action == "undo" and not self.edits and self.broken_policy is None:
            return "nothing to undo"
        if action in ("delete_policy", "save_edit") and self.policy_id is None:
            return "no policy is selected"
        return ""

    def next_object(self) -> None:
        self._step_object(1)

    def previous_object(self) -> None:
        self._step_object(-1)

    def _step_object(self, by: int) -> None:
        ids = [item.id for item in self._items]
        if ids:
            at = ids.index(self._selected) if self._selected in ids else -by
            self.select_object(ids[(at + by) % len(ids)])

    def filter(self, text: str) -> str:
        filtered(self.preview.templates, text)  # raises before anything changes
        self.filter_text = text
        self._changed()
        items = self._items
        if not items:
            self._selected = None
        elif self._selected not in {item.id for item in items}:
            self.select_object(items[0].id)
        return f"{count(len(items), 'object')} of {len(self.preview.templates)}" if text else ""

    def toggle_version(self) -> str:
        profiles = list(PROFILES.values())
        self.profile = profiles[(profiles.index(self.profile) + 1) % len(profiles)]
        self._recompute()
        return f"judged by Karmada {self.profile.version}"

    def undo(self) -> str:
        if self.broken_policy is not None:
            return self._undo_text()
        gone = self.edits[-1]
        self.edits, self._editor = self.edits[:-1], None
        self._recompute()
        return f"took back: {visible_line(str(gone))}"

    def _undo_text(self) -> str:
        """Text that is no policy goes first: what is tried is what it was before the mistake."""
        gone = visible_line(str(self.broken_policy))
        self._editor = None
        self._changed()
        return f"took back: the text of {gone} with an error in it"

    def turn_knob(self, path: Path, value: Any) -> str:
        """Another value in the selected policy, as a what-if; turning on replaces it."""
        identity = cast(ObjectId, self.policy_id)
        item = self.preview.snapshot.by_id[identity]
        self._put(replaced(item.object, path, value), identity)
        return self._tried()

    def _tried(self) -> str:
        """What to say of the what-ifs."""
        return self.what_if.title

    def _try(self, edit: Edit) -> str:
        self.edits = (*self.edits, edit)
        self._recompute()
        return self._tried()

    def _put(self, tree: Object, target: ObjectId) -> None:
        """Try ``tree`` in place of ``target``, the text around what changes kept."""
        current = self.preview.snapshot.by_id.get(target)
        text = patched_text(text_of(current), current.object, tree) if current else write_yaml(tree)
        self._put_item(read_objects(text, "(what if)").items[0], target)
        self._editor = None

    def _put_item(self, item: Item, target: ObjectId) -> None:
        """Try ``item`` in place of ``target``; what was tried there before is no more."""
        earlier = next((e for e in self.edits if isinstance(e, Put) and e.item.id == target), None)
        origin = earlier.replaces if earlier else self.base.by_id.get(target)
        kept = tuple(edit for edit in self.edits if edit is not earlier)
        is_as_read = origin is not None and text_of(item) == text_of(origin)
        self.edits = kept if is_as_read else (*kept, Put(item, origin))
        self.look_at_policy(item.id)
        self._recompute()

    def save_edit(self) -> str:
        """Write what is being tried back to its files; the only thing that writes.

        A new policy gets a file beside the object that is looked at. Policies that are deleted
        as a what-if stay: taking them away for good is left to the user.
        """
        from workbench.fleets.saving import save

        if self._editor is not None and self._editor.error is not None:
            reason = self._editor.error.message
            raise UsageError(f"not saved: {reason}", hint="mend the text first, or undo it")
        puts = [edit for edit in self.edits if isinstance(edit, Put)]
        if not puts:
            return "nothing to save: everything is as it was read"
        beside = self.selected_item
        for put in puts:
            place, self.base = save(self.base, put.item, put.replaces, beside)
            self.edits = tuple(edit for edit in self.edits if edit is not put)
        self._editor = None
        self._recompute()
        more = f" and {count(len(puts) - 1, 'other object')}" if len(puts) > 1 else ""
        return f"saved to {visible_line(str(place))}{more}"

    # -- the editor

    @property
    def editor(self) -> EditorView:
        self._open_editor()
        if self._editor is None:
            return EditorView("no policy", "", answer=(self.no_policy,))
        return self._editor.view(self.preview)

    @property
    def broken_policy(self) -> ObjectId | None:
        """The policy whose text is none right now, because of an error in it."""
        editor = self._editor
        return editor.identity if editor is not None and editor.error is not None else None

    @property
    def editing_title(self) -> str:
        """Which policy the editor holds, and whether its file holds the same."""
        self._open_editor()
        return self._editor.title if self._editor is not None else self.no_policy

    @property
    def is_editor_locked(self) -> bool:
        """Whether the selected policy's text is shown masked, not to be typed in."""
        self._open_editor()
        return self._editor is None or self._editor.is_locked

    def edit_text(self, text: str) -> None:
        """The user typed: everything follows, unless the text is no policy right now."""
        self._open_editor()
        editor = self._editor
        if editor is None or editor.is_locked or text == editor.text:
            return
        item = editor.read(text)
        if item is None:
            return
        target, editor.identity = editor.identity, item.id
        self._put_item(item, target)

    def _open_editor(self) -> None:
        wanted = self.policy_id
        if wanted is None:
            self._editor = None
            return
        if self._editor and self._editor.identity == wanted:
            return
        item = self.preview.snapshot.by_id.get(wanted)
        put = next((e for e in self.edits if isinstance(e, Put) and e.item is item), None)
        origin = put.replaces if put else item
        self._editor = Editor.open(item, origin, self.showing) if item else None
