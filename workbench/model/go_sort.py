"""Go's ``sort.Sort``: pattern-defeating quicksort, with its own order among equals.

Up to 12 elements it keeps equals in place; beyond that it may move them, the same way on
every run. Follows sort/zsortinterface.go of Go 1.19 and later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
_INSERTION = 12
_NINTHER = 50
_WORD = 2**64 - 1


def sorted_as_go(items: Iterable[T], key: Callable[[T], int]) -> list[T]:
    """``items`` by ascending ``key``, equals where Go's unstable sort leaves them."""
    sorting = _Sorting(list(items), key)
    sorting.quicksort(0, len(sorting.items), len(sorting.items).bit_length())
    return sorting.items


class _Sorting(Generic[T]):
    """One sort in progress: the items, and their keys moved along with them."""

    def __init__(self, items: list[T], key: Callable[[T], int]) -> None:
        self.items = items
        self.keys = [key(item) for item in items]

    def swap(self, i: int, j: int) -> None:
        keys, items = self.keys, self.items
        keys[i], keys[j] = keys[j], keys[i]
        items[i], items[j] = items[j], items[i]

    def quicksort(self, a: int, b: int, limit: int) -> None:
        balanced = partitioned = True
        while b - a > _INSERTION:
            if limit == 0:
                self.heap_sort(a, b)
                return
            if not balanced:
                self.break_patterns(a, b)
                limit -= 1
            pivot, swaps = self.choose_pivot(a, b)
            ordered = swaps == 0
            if swaps == 12:
                self.reverse(a, b)
                pivot, ordered = (b - 1) - (pivot - a), True
            if balanced and partitioned and ordered and self.nearly_sorted(a, b):
                return
            if a > 0 and not self.keys[a - 1] < self.keys[pivot]:
                a = self.partition_equal(a, b, pivot)
                continue
            middle, partitioned = self.partition(a, b, pivot)
            left, right = middle - a, b - middle
            balanced = min(left, right) >= (b - a) // 8
            if left < right:
                self.quicksort(a, middle, limit)
                a = middle + 1
            else:
                self.quicksort(middle + 1, b, limit)
                b = middle
        self.insertion_sort(a, b)

    def insertion_sort(self, a: int, b: int) -> None:
        for i in range(a + 1, b):
            self.sink(i, a)

    def sink(self, j: int, lowest: int) -> None:
        """Move one element left past everything greater."""
        while j > lowest and self.keys[j] < self.keys[j - 1]:
            self.swap(j, j - 1)
            j -= 1

    def heap_sort(self, a: int, b: int) -> None:
        size = b - a
        for i in range((size - 1) // 2, -1, -1):
            self.sift_down(i, size, a)
        for i in range(size - 1, -1, -1):
            self.swap(a, a + i)
            self.sift_down(0, i, a)

    def sift_down(self, root: int, size: int, first: int) -> None:
        keys = self.keys
        while (child := 2 * root + 1) < size:
            if child + 1 < size and keys[first + child] < keys[first + child + 1]:
                child += 1
            if not keys[first + root] < keys[first + child]:
                return
            self.swap(first + root, first + child)
            root = child

    def break_patterns(self, a: int, b: int) -> None:
        """Scatter three elements by a generator that the length alone seeds."""
        length = b - a
        state, mask = length, (1 << length.bit_length()) - 1
        start = a + length // 4 * 2 - 1
        for index in range(start, start + 3):
            state ^= state << 13 & _WORD
            state ^= state >> 7
            state ^= state << 17 & _WORD
            other = state & mask
            self.swap(index, a + (other - length if other >= length else other))

    def choose_pivot(self, a: int, b: int) -> tuple[int, int]:
        """Position of the pivot, and how many of the comparisons were out of order."""
        quarter = (b - a) // 4
        spots, swaps = [a + quarter * n for n in (1, 2, 3)], 0
        if b - a >= _NINTHER:
            for index, spot in enumerate(spots):
                spots[index], more = self.median(spot - 1, spot, spot + 1)
                swaps += more
        pivot, more = self.median(*spots)
        return pivot, swaps + more

    def median(self, a: int, b: int, c: int) -> tuple[int, int]:
        keys, swaps = self.keys, 0
        if keys[b] < keys[a]:
            a, b, swaps = b, a, swaps + 1
        if keys[c] < keys[b]:
            b, c, swaps = c, b, swaps + 1
        if keys[b] < keys[a]:
            a, b, swaps = b, a, swaps + 1
        return b, swaps

    def reverse(self, a: int, b: int) -> None:
        self.keys[a:b] = self.keys[a:b][::-1]
        self.items[a:b] = self.items[a:b][::-1]

    def nearly_sorted(self, a: int, b: int) -> bool:
        """Repair up to five neighbours out of order; whether everything is sorted then."""
        keys, i = self.keys, a + 1
        for _ in range(5):
            while i < b and not keys[i] < keys[i - 1]:
                i += 1
            if i == b:
                return True
            if b - a < _NINTHER:
                return False
            self.swap(i, i - 1)
            if i - a >= 2:
                self.sink(i - 1, 0)
            if b - i >= 2:
                self.rise(i + 1, b)
        return False

    def rise(self, j: int, end: int) -> None:
        """Move what stands before ``j`` right past everything smaller."""
        while j < end and self.keys[j] < self.keys[j - 1]:
            self.swap(j, j - 1)
            j += 1

    def partition(self, a: int, b: int, pivot: int) -> tuple[int, bool]:
        """Smaller ones left of the pivot; its new place, and whether nothing had to move."""
        self.swap(a, pivot)
        i, j, moved = a + 1, b - 1, False
        keys = self.keys
        while True:
            while i <= j and keys[i] < keys[a]:
                i += 1
            while i <= j and not keys[j] < keys[a]:
                j -= 1
            if i > j:
                break
            self.swap(i, j)
            i, j, moved = i + 1, j - 1, True
        self.swap(j, a)
        return j, not moved

    def partition_equal(self, a: int, b: int, pivot: int) -> int:
        """Those equal to the pivot to the front; where the greater ones begin."""
        self.swap(a, pivot)
        i, j = a + 1, b - 1
        keys = self.keys
        while True:
            while i <= j and not keys[a] < keys[i]:
                i += 1
            while i <= j and keys[a] < keys[j]:
                j -= 1
            if i > j:
                return i
            self.swap(i, j)
            i, j = i + 1, j - 1
