"""What a FieldOverrider makes of a field's text, in JSON mode and in YAML mode.

Source: applyRawJSONPatch and applyRawYAMLPatch of Karmada's
pkg/util/overridemanager/overridemanager.go, v1.12.0 and v1.18.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.karmada.overrides import yaml_codec
from workbench.karmada.overrides.json_patch import Operation
from workbench.karmada.overrides.json_text import patched_text
from workbench.karmada.profile import Profile


@dataclass(frozen=True, slots=True)
class TextResult:
    """A patched text, and why Karmada itself may write another one from run to run."""

    text: str
    unstable: tuple[str, ...] = ()


def patch_json_text(text: str, operations: Sequence[Operation], profile: Profile) -> str:
    """JSON text after a patch: literals and key order kept, white space gone.

    Raises :class:`PatchError` or :class:`PatchPanic` with Karmada's text.
    """
    return patched_text(text, operations, profile)


def patch_yaml_text(text: str, operations: Sequence[Operation], profile: Profile) -> TextResult:
    """The first YAML document of ``text`` after a patch, written anew.

    Comments, anchors, quoting, key order and all later documents are lost.
    Raises :class:`PatchError` or :class:`PatchPanic` with Karmada's text.
    """
    read = yaml_codec.read_as_json(text)
    patched = patched_text(read.text, operations, profile)
    written = yaml_codec.write_json(patched)
    return TextResult(written.text, (*read.unstable, *written.unstable))
