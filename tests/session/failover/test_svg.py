"""The picture of a run: at any length no words lie across a bar or beyond its edge."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.simulator.fleets import cluster, deployment, policy, snapshot
from workbench.karmada.profile import LATEST
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.svg import timeline_svg
from workbench.session.failover.svg_text import middle_cut, svg_text
from workbench.simulator.settings import preset

SPACE = "{http://www.w3.org/2000/svg}"
LONG = "a-name-that-goes-on-" * 12
Box = tuple[float, float, float, float]


def picture(*losses: str, **settings: float) -> ElementTree.Element:
    """Twenty-two workloads, every second one with a name as long as Kubernetes lets it be."""
    webs = [deployment(f"{LONG}{n}" if n % 2 else f"web-{n}") for n in range(22)]
    fleet = snapshot(*(cluster(f"m{n + 1}") for n in range(4)), *webs, *map(policy, webs))
    room = FailoverRoom(fleet, settings=preset("failover", LATEST))
    for text in losses:
        room.lose(text)
    for name, value in settings.items():
        room.set_knob(name, value)
    return ElementTree.fromstring(timeline_svg(room.report))


def text_box(text: ElementTree.Element) -> Box:
    """Left, top, right, bottom, in a font that is 0.6 of its size wide."""
    title = text.find(f"{SPACE}title")
    shown = (text.text or "") + ((title.tail or "") if title is not None else "")
    size = 11 if text.get("class") == "small" else 12
    x, y, width = float(text.get("x", 0)), float(text.get("y", 0)), len(shown) * size * 0.6
    left = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor", ""), 0.0)
    return left, y - size, left + width, y + 2


def bar_box(bar: ElementTree.Element) -> Box:
    x, y, width, height = (float(bar.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def is_across(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(("losses", "settings"), [
    (("m1",), {}),
    (("m1,for=20m", "m2,at=10m,for=2m", "m3,at=15m", "m2,at=30m,for=10m"), {}),
    (("m1", "m2,at=1h30m"), {"startup_seconds": 1200.0, "taint_toleration_seconds": 30.0}),
])  # fmt: skip
def test_no_words_lie_across_a_bar_or_leave_the_picture(
    losses: tuple[str, ...], settings: dict[str, float]
) -> None:
    root = picture(*losses, **settings)
    bars = [bar_box(bar) for bar in root.iter(f"{SPACE}rect")]
    texts = [text_box(text) for text in root.iter(f"{SPACE}text")]
    width = float(root.get("width", 0))
    assert bars and texts
    assert all(box[0] >= 0 and box[2] <= width for box in (*texts, *bars))
    assert not [text for text in texts if any(is_across(text, bar) for bar in bars)]
    assert not [a for n, a in enumerate(texts) for b in texts[:n] if is_across(a, b)]


def test_a_long_name_keeps_both_its_ends_and_is_whole_in_its_title() -> None:
    titles = [text for text in picture("m1").iter(f"{SPACE}text")
              if (title := text.find(f"{SPACE}title")) is not None and LONG in (title.text or "")]
    assert titles
    shown = titles[0].find(f"{SPACE}title").tail  # type: ignore[union-attr]
    assert shown and shown.startswith("Deployment shop/a-name") and "…" in shown


def test_words_are_cut_in_the_middle_by_columns() -> None:
    assert middle_cut("short", 5) == "short"
    assert middle_cut("abcdefghij", 5) == "ab…ij"
    assert middle_cut("日本語日本語", 7) == "日…語"
    escaped = '<text class="small" x="0.0" y="0">&lt;b&gt;</text>'
    assert svg_text("<b>", 0, 0, 500, "small") == escaped
