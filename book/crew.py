"""Work on many things shared out among processes. In: a function, many items, what each weighs. Out: results, in order.

A few articles are read and cleaned sooner here than anywhere else. An export of thousands is cut into slices: this
process takes them from the front, hands (`book.editions.hand`) from the back, until they meet. Results travel as
MessagePack, which is also what the cache keeps. The order, and every result, is that of doing it all here.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import TYPE_CHECKING, Self, TypeVar

from book.machine import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from book.editions.hand import Hand

Item = TypeVar("Item")
Value = TypeVar("Value")

WORTH = 4_000_000  # bytes from which on other processes are worth what it costs to reach them
_SLICE = 500_000  # bytes that travel at once: about a fifth of a second's work
_AHEAD = 2  # slices a hand has in hand


class Crew:
    """Processes that are called in when there is much to do, and dismissed with the block."""

    def __init__(self, jobs: int = 0, worth: int | None = None) -> None:
        """`jobs` processes, this one among them (0: one a core).

        Nobody is called in for less than `worth` bytes (default: `WORTH`).
        """
        self.jobs = jobs or cores()
        self.worth = WORTH if worth is None else worth
        self._hands: list[Hand] = []

    def __enter__(self) -> Self:
        """The crew; nobody is there yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Everybody goes."""
        for hand in self._hands:
            hand.shutdown(cancel_futures=True)
        self._hands = []

    def each(
        self,
        function: Callable[[Item], Value],
        kind: type[Value],
        items: Sequence[Item],
        weights: Sequence[int],
    ) -> Iterator[tuple[int, Value]]:
        """(number, result) of every item, as they are done. `function` is one of a module, or a `partial` of such.

        `kind` is what it gives. Raises what `function` raises.
        """
        if self.jobs < 2 or sum(weights) < self.worth or len(items) < 2:
            yield from ((number, function(item)) for number, item in enumerate(items))
            return
        yield from self._shared(function, kind, items, deque(_slices(weights)))

    def _shared(
        self, function: Callable[[Item], Value], kind: type[Value], items: Sequence[Item], left: deque[range]
    ) -> Iterator[tuple[int, Value]]:
        """This process from the front, the others from the back."""
        import msgspec  # noqa: PLC0415 - only where there is much to do

        from book.editions.hand import Died, Hand  # noqa: PLC0415 - the same

        self._hands = self._hands or [Hand(engine=False) for _ in range(self.jobs - 1)]
        decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]  # safe - a type at run time
        running: dict[Future[bytes], tuple[Hand, range]] = {}
        while left or running:
            self._hand_out(function, items, left, running)
            if left:
                yield from ((number, function(items[number])) for number in left.popleft())
            for future in wait(running, timeout=0 if left else None, return_when=FIRST_COMPLETED).done:
                _, numbers = running.pop(future)
                try:
                    values = decoder.decode(future.result())
                except (BrokenExecutor, Died, TimeoutError):  # that process is gone: its slice is done here
                    left.append(numbers)
                else:
                    yield from zip(numbers, values, strict=True)

    def _hand_out(
        self,
        function: Callable[[Item], Value],
        items: Sequence[Item],
        left: deque[range],
        running: dict[Future[bytes], tuple[Hand, range]],
    ) -> None:
        """Give every hand what it can have in hand."""
        for hand in self._hands:
            while left and hand.alive and sum(busy is hand for busy, _ in running.values()) < _AHEAD:
                numbers = left.pop()
                try:
                    future = hand.submit(sliced, function, [items[number] for number in numbers])
                except BrokenExecutor:
                    left.append(numbers)
                    break
                running[future] = hand, numbers


def sliced(function: Callable[[Item], Value], items: Sequence[Item]) -> bytes:
    """What a hand does: the results of a slice, packed."""
    import msgspec  # noqa: PLC0415 - see above

    return msgspec.msgpack.encode([function(item) for item in items])


def _slices(weights: Sequence[int]) -> Iterator[range]:
    """Neighbours that weigh about a slice together."""
    start = weight = 0
    for number, one in enumerate(weights):
        weight += one
        if weight >= _SLICE:
            yield range(start, number + 1)
            start, weight = number + 1, 0
    if start < len(weights):
        yield range(start, len(weights))
