"""A policy being edited: text in, an edit or one clear error out. Nothing is saved by itself."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.fleets.objects import read_objects
from workbench.karmada.preview import Preview
from workbench.model.errors import WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.yaml_writer import write_yaml
from workbench.session.edits import is_policy
from workbench.session.showing import Showing
from workbench.session.views import EditorView


def text_of(item: Item) -> str:
    """An object as it was written, or written out."""
    return item.source.text or write_yaml(item.object)


@dataclass(slots=True)
class Editor:
    """The text of one policy.

    Attributes:
        identity: who the policy is by now; typing may rename it.
        text: the text as it stands now.
        saved: the text in the policy's file; empty for a policy that is new.
        error: why the text is no policy right now; ``None`` if it is one.
        is_locked: the policy writes to a Secret, so its text is shown masked and not edited.
    """

    identity: ObjectId
    text: str
    saved: str
    error: WorkbenchError | None = None
    is_locked: bool = False

    @classmethod
    def open(cls, item: Item, origin: Item | None, showing: Showing) -> Editor:
        """The policy's own text, comments and all; a written-out one if it has none."""
        masked = showing.policy(item.object)
        if masked is not item.object:
            text = write_yaml(masked)
            return cls(item.id, text, text, is_locked=True)
        return cls(item.id, text_of(item), text_of(origin) if origin else "")

    @property
    def is_changed(self) -> bool:
        return self.text != self.saved

    @property
    def title(self) -> str:
        """Who the policy is, and how its text stands to its file."""
        if self.is_locked:
            state = "masked, not to be edited here"
        elif self.error is not None:
            state = "✗ not followed"
        elif not self.is_changed:
            state = "as in its file"
        else:
            state = "changed, not saved" if self.saved else "new, not saved"
        return f"{visible_line(str(self.identity))} ── {state}"

    def read(self, text: str) -> Item | None:
        """Take ``text`` over; the policy that it holds, or ``None`` with :attr:`error` set."""
        self.text, self.error = text, None
        found = read_objects(text, "(editor)")
        if found.problems:
            self.error = found.problems[0]
        elif len(found.items) != 1:
            self.error = WorkbenchError(
                f"{len(found.items)} objects here", hint="the editor holds exactly one policy"
            )
        elif not is_policy(found.items[0]):
            who = visible_line(str(found.items[0].id))
            self.error = WorkbenchError(f"{who} is no policy", hint="the kind must stay a policy's")
        return None if self.error else found.items[0]

    def view(self, preview: Preview) -> EditorView:
        """The text with what the API server would answer to it."""
        title = visible_line(str(self.identity))
        if self.is_locked:
            answer = ("writes to a Secret: values are masked, edit the file itself",)
            return EditorView(title, self.text, answer=answer)
        if self.error:
            place = self.error.place
            hint = f" ({self.error.hint})" if self.error.hint else ""
            return EditorView(
                title, self.text, self.is_changed, f"{self.error.message}{hint}",
                place.line if place else 0, place.column if place else 0,
            )
        return self._answered(preview, title)

    def _answered(self, preview: Preview, title: str) -> EditorView:
        refusals = [r for r in preview.refusals if r.policy.id == self.identity]
        answer = tuple(
            visible_line(f"refused by {r.by}: {r.complaint}") for r in refusals
        ) or ("the API server would admit it",)
        line = column = 0
        if refusals:
            place = refusals[0].policy.source.place(refusals[0].complaint.path)
            line, column = place.line, place.column
        return EditorView(title, self.text, self.is_changed, "", line, column, answer)
