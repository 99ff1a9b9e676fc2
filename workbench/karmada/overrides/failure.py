"""How an override fails inside Karmada: with an error, or with a Go panic."""

from __future__ import annotations


class OverrideError(Exception):
    """Karmada's error: this cluster's Work stays as it is. ``args[0]`` is Karmada's text."""


class OverridePanic(Exception):
    """A Go panic in the controller: every cluster of the binding waits. ``args[0]`` is its text."""
