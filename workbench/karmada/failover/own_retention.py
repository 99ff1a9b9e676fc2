"""Karmada's own retention of a kind, as Lua for a customization that takes its place.

A ResourceInterpreterCustomization with a retention script is asked before webhooks, before the
customizations that Karmada bundles and before its own rules in Go, and none of those is asked
after it. Follows pkg/resourceinterpreter/interpreter.go (``Retain``) and the rules named in
:mod:`workbench.karmada.work.retention_rules` (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import kind_of
from workbench.karmada.work.keys import RETAIN_REPLICAS
from workbench.karmada.work.pruning import ACCOUNT_TOKEN
from workbench.karmada.work.retention_rules import ACCOUNT_LISTS, BUNDLED, NATIVE, KeptField
from workbench.model.tree import Object

_LUA_NAME = re.compile(
    "(?!(and|break|do|else|elseif|end|false|for|function|goto|if|in|local|nil|not|or|repeat|"
    "return|then|true|until|while)$)[A-Za-z_][A-Za-z0-9_]*"
)
_DEPLOYMENT: Final = f"""\
local labels = desiredObj.metadata.labels
if labels ~= nil and labels["{RETAIN_REPLICAS}"] == "true" then
  desiredObj.spec.replicas = observedObj.spec.replicas
end"""
_TOKEN: Final = f"""\
if desiredObj.type == "{ACCOUNT_TOKEN}" and observedObj.data ~= nil then
  desiredObj.data = observedObj.data
end"""
_POD: Final = """\
for _, field in ipairs({"nodeName", "serviceAccountName", "volumes"}) do
  desiredObj.spec[field] = observedObj.spec[field]
end
for _, field in ipairs({"containers", "initContainers"}) do
  for _, theirs in ipairs(observedObj.spec[field] or {}) do
    for _, ours in ipairs(desiredObj.spec[field] or {}) do
      if ours.name == theirs.name then
        ours.volumeMounts = theirs.volumeMounts
        break
      end
    end
  end
end"""
_ACCOUNT: Final = """\
for _, field in ipairs({FIELDS}) do
  local known, merged = {}, {}
  for _, list in ipairs({desiredObj[field] or {}, observedObj[field] or {}}) do
    for _, item in ipairs(list) do
      if not known[item.name] then
        known[item.name] = true
        table.insert(merged, item)
      end
    end
  end
  if #merged > 0 then
    desiredObj[field] = merged
  end
end"""


def own_retention(manifest: Object, profile: Profile) -> list[str]:
    """Lines of Lua that do to ``desiredObj`` what Karmada does to this kind by itself.

    Empty where Karmada keeps nothing but metadata, which it keeps in any case.
    """
    kind = kind_of(manifest)
    if kind in BUNDLED:
        return [line for path in BUNDLED[kind] for line in kept(tuple(map(str, path)))]
    match kind:
        case ("apps/v1", "Deployment"):
            return _DEPLOYMENT.splitlines()
        case ("v1", "Pod"):
            return _POD.splitlines()
        case ("v1", "Secret"):
            return _TOKEN.splitlines()
        case ("v1", "ServiceAccount"):
            lists = ACCOUNT_LISTS if profile.pull_secrets_are_merged else ACCOUNT_LISTS[:1]
            return _ACCOUNT.replace("FIELDS", ", ".join(map(json.dumps, lists))).splitlines()
    return [line for field in NATIVE.get(kind, ()) for line in _kept_field(field)]


def _kept_field(field: KeptField) -> list[str]:
    tests = {"text": ' ~= ""', "count": " > 0"}
    return kept(tuple(map(str, field.path)), tests.get(field.type, ""))


def kept(path: Sequence[str], test: str = "", *, only_missing: bool = False) -> list[str]:
    """Lua that copies one field from the member's object, if it is there.

    Args:
        test: what else has to hold of its value, such as `` > 0``.
        only_missing: leave a field alone that the desired object has.
    """
    owners = [lua_field("observedObj", path[:depth]) for depth in range(1, len(path) + 1)]
    conditions = [f"{owner} ~= nil" for owner in owners] + ([f"{owners[-1]}{test}"] if test else [])
    own = lua_field("desiredObj", path)
    lines = [f"if {' and '.join(conditions)} then"]
    for depth in range(1, len(path)):
        inner = lua_field("desiredObj", path[:depth])
        lines.append(f"  {inner} = {inner} or {{}}")
    copies = [f"  {own} = {owners[-1]}"]
    if only_missing:
        copies = [f"  if {own} == nil then", f"  {copies[0]}", "  end"]
    return [*lines, *copies, "end"]


def lua_field(root: str, path: Sequence[str]) -> str:
    """``root.spec["a/b"]``."""
    return root + "".join(
        f".{step}" if _LUA_NAME.fullmatch(step) else f"[{lua_text(step)}]" for step in path
    )


def lua_text(text: str) -> str:
    """A text as a literal of Lua 5.1, which knows no escapes of Unicode."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\{ord(c):03d}" for c in escaped) + '"'
