"""A preview as one HTML file: nothing loaded, no script, everything escaped."""

from __future__ import annotations

import html
from collections.abc import Iterator

from workbench.diff.text import Line
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.reports import sections
from workbench.session.reports.report import Report
from workbench.session.reports.sections import ObjectSection, Style, VariantSection
from workbench.session.views import SEVERITY_MARKS, DiffView

_CSS = """\
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem }
h3 { font-size: 1rem; margin: 1rem 0 .3rem } .muted { opacity: .7 }
.error { color: #b3261e } .warning { color: #8a5a00 }
table { border-collapse: collapse; width: 100%; font: 13px/1.45 ui-monospace, monospace }
td { padding: 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top }
td.mark { width: 1rem } td.cause { color: #7b3fa0; text-align: right; width: 30% }
tr.added { background: #2da44e22 } tr.removed { background: #cf222e22 } tr.fold { opacity: .6 }
strong { text-decoration: underline }
pre { font: 13px/1.45 ui-monospace, monospace; overflow-x: auto }
@media (prefers-color-scheme: dark) {
  .error { color: #ff8a80 } .warning { color: #ffc66d } td.cause { color: #cf9fee }
}
"""


def html_pieces(report: Report, style: Style) -> Iterator[str]:
    """The page, piece by piece."""
    title = f"What every cluster gets of {visible_line(report.preview.snapshot.name)}"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{_CSS}</style>\n</head>\n<body>\n"
        f"<h1>{_text(title)}</h1>\n<p>{_text(sections.heading(report))}</p>\n"
    )
    yield from _problems(report)
    yield from _what_if(report, style)
    for section in sections.object_sections(report, style):
        yield from _object(section)
    yield from _same(report, style)
    yield f"<p>{_text(sections.summary(report))}</p>\n</body>\n</html>\n"


def _text(text: str) -> str:
    return html.escape(text)


def _notes(lines: Iterator[tuple[str, str]]) -> str:
    """A list of ``(severity, text)``; nothing without one."""
    rows = [
        f'<li class="{severity}">{SEVERITY_MARKS[severity]} {_text(line)}</li>\n'
        for severity, line in lines
    ]
    return f"<ul>\n{''.join(rows)}</ul>\n" if rows else ""


def _problems(report: Report) -> Iterator[str]:
    yield _notes(("warning", warning) for warning in sections.warnings(report))
    yield _notes(
        ("error", f"{message} ({hint})" if hint else message)
        for message, hint in sections.problem_lines(report)
    )


def _what_if(report: Report, style: Style) -> Iterator[str]:
    title = sections.what_if_title(report)
    if not title:
        return
    yield f"<h2>What if</h2>\n<p>{_text(title)}</p>\n"
    for change in sections.change_sections(report, style):
        yield _notes((severity, line.strip()) for severity, line in change.lines)
        yield _table(change.diff)


def _object(section: ObjectSection) -> Iterator[str]:
    yield f'<h2>{_text(section.title)}</h2>\n<p class="muted">{_text(section.origin)}</p>\n'
    for variant in section.variants:
        yield from _variant(variant)


def _variant(variant: VariantSection) -> Iterator[str]:
    yield f"<h3>{_text(variant.title)}</h3>\n"
    yield _notes((severity, note) for severity, note in variant.notes)
    yield _table(variant.diff)
    if variant.trace:
        rows = (
            f"{'  ' * row.depth}{row.mark} {''.join(span.text for span in row.spans)}"
            for row in variant.trace
        )
        yield f"<pre>{_text(chr(10).join(rows))}</pre>\n"


def _table(diff: DiffView | None) -> str:
    return f"<table>\n{''.join(map(_row, diff.lines))}</table>\n" if diff else ""


def _row(line: Line) -> str:
    if line.kind == "fold":
        return f'<tr class="fold"><td></td><td>… {count(line.folded, "line")}</td><td></td></tr>\n'
    text = "".join(
        f"<strong>{_text(span.text)}</strong>" if span.emphasised else _text(span.text)
        for span in line.spans
    )
    causes = visible_line(", ".join(map(str, line.causes)))
    return (
        f'<tr class="{line.kind}"><td class="mark">{_text(line.marker)}</td>'
        f'<td>{text}</td><td class="cause">{_text(causes)}</td></tr>\n'
    )


def _same(report: Report, style: Style) -> Iterator[str]:
    same = () if style.trace else sections.same_everywhere(report)
    if same:
        yield f"<h2>{count(len(same), 'object')} reach every cluster as they are</h2>\n<ul>\n"
        yield from (f"<li>{_text(visible_line(str(identity)))}</li>\n" for identity in same)
        yield "</ul>\n"
