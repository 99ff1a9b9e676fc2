"""The event queue: order, cancelling, and what counts as foreground."""

from __future__ import annotations

from workbench.simulator.queue import EventQueue


def taken(queue: EventQueue, until: float) -> list[float]:
    times = []
    while (entry := queue.take(until)) is not None:
        times.append(entry.time)
    return times


def test_entries_come_by_time_and_at_equal_times_as_they_were_added() -> None:
    queue, heard = EventQueue(), []
    for time, name in ((2.0, "c"), (1.0, "a"), (1.0, "b")):
        queue.add(time, lambda name=name: heard.append(name))
    while (entry := queue.take(5.0)) is not None:
        entry.action()
    assert heard == ["a", "b", "c"]


def test_nothing_is_taken_before_its_time() -> None:
    queue = EventQueue()
    queue.add(10.0, lambda: None)
    assert taken(queue, 9.9) == []
    assert queue.next_time() == 10.0


def test_a_cancelled_entry_is_passed_over_and_no_longer_counted() -> None:
    queue = EventQueue()
    first = queue.add(1.0, lambda: None)
    queue.add(2.0, lambda: None, is_background=True)
    queue.cancel(first)
    queue.cancel(first)
    assert queue.foreground == 0
    assert taken(queue, 5.0) == [2.0]
    assert queue.next_time() is None
