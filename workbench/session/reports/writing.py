"""A report into a file, in the format that the file's ending names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.fleets.writing import replace_file, typed_path
from workbench.model.errors import UsageError
from workbench.model.text import visible_line
from workbench.session.reports.report import Report

_ENDINGS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
            ".json": "json"}


def write_report(report: Report, path: str) -> Path:
    """Write ``report``; where to. A file that is there already is not touched.

    Raises :class:`UsageError` for an ending that names no format and for a file that exists,
    :class:`WorkbenchError` for one that can't be written.
    """
    target = typed_path(path)
    form = _ENDINGS.get(target.suffix.lower())
    if form is None:
        raise UsageError(
            f"no format for {visible_line(path)!r}", hint="end the name with .md, .html or .json"
        )
    replace_file(target, pieces(report, form), is_new=True)
    return target


def pieces(
    report: Report, form: str, *, trace: bool = False, unfold: bool = False
) -> Iterator[str]:
    """The report as ``json``, ``yaml``, ``html`` or ``markdown``; only that one is imported."""
    if form == "json":
        from workbench.session.reports.contract import json_pieces

        return json_pieces(report, trace=trace)
    if form == "yaml":
        from workbench.session.reports.manifests import yaml_pieces

        return yaml_pieces(report)
    from workbench.session.reports.sections import Style

    style = Style(unfold=unfold, trace=trace, names=20)
    if form == "html":
        from workbench.session.reports.html import html_pieces

        return html_pieces(report, style)
    from workbench.session.reports.markdown import markdown_pieces

    return markdown_pieces(report, style)
