"""Values kept in a cache: what a stage made of the same input before. In: a key, a type, a maker. Out: the value.

Values are written as MessagePack of the model's dataclasses and checked against their types when read (msgspec),
so that nothing read from a cache can run code. The key of every value holds a fingerprint of the compiler itself.
"""

from __future__ import annotations

import functools
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from book import machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping, Sequence

    from book.model import Keep, Value


def remember(cache: MutableMapping[str, bytes] | None, key: str, kind: type[Value], make: Callable[[], Value]) -> Value:
    """The value behind `key`, made and kept where there is none that can be read."""
    if cache is None:
        return make()
    value = recall(cache, key, kind)
    if value is None:
        value = make()
        keep(cache, key, value)
    return value


def recall(cache: MutableMapping[str, bytes], key: str, kind: type[Value]) -> Value | None:
    """The value behind `key`; None where there is none that can be read."""
    import msgspec  # noqa: PLC0415 - a run without a cache does not need it

    try:
        return msgspec.msgpack.decode(cache[f"{engine()} {key}"], type=kind)
    except (KeyError, msgspec.DecodeError):
        return None


def keep(cache: MutableMapping[str, bytes], key: str, value: object) -> None:
    """Keep a value of the model behind `key`."""
    import msgspec  # noqa: PLC0415 - see above

    cache[f"{engine()} {key}"] = msgspec.msgpack.encode(value)


def remember_each(
    cache: MutableMapping[str, bytes] | None,
    keys: Sequence[str],
    kind: type[Value],
    make: Callable[[Sequence[int]], Iterable[tuple[int, Value]]],
    watch: Callable[[int], None] = lambda _: None,
) -> list[Value]:
    """The values behind many keys, in order; `make` gives those of the numbers it is asked for, in any order.

    `watch` hears the number of every value that is there. Without a cache all are made.
    """
    found: dict[int, Value] = {}
    for number, key in enumerate(keys):
        value = None if cache is None else recall(cache, key, kind)
        if value is not None:
            found[number] = value
            watch(number)
    for number, value in make([number for number in range(len(keys)) if number not in found]):
        found[number] = value
        watch(number)
        if cache is not None:
            keep(cache, keys[number], value)
    return [found[number] for number in range(len(keys))]


def keeper(cache: MutableMapping[str, bytes] | None) -> Keep:
    """What a stage that knows no cache is given, so that it need not make the same of the same again."""
    if cache is None:
        return afresh
    import msgspec  # noqa: PLC0415 - see above

    def keep(what: str, given: object, kind: type[Value], make: Callable[[], Value]) -> Value:
        return remember(cache, digest(what, msgspec.msgpack.encode(given)), kind, make)

    return keep


def afresh(what: str, given: object, kind: type[Value], make: Callable[[], Value]) -> Value:
    """A `Keep` that keeps nothing."""
    del what, given, kind
    return make()


def key_of(what: str, given: object) -> str:
    """The key of what a function made of values of the model; a set or table counts whatever its order."""
    import msgspec  # noqa: PLC0415 - see above

    return digest(what, msgspec.msgpack.encode(given, order="deterministic"))


def digest(*parts: str | bytes) -> str:
    """One SHA-256, hex, over several parts; where one ends and the next begins is part of it."""
    total = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


@functools.cache
def engine() -> str:
    """A fingerprint of the compiler: each of its files and styles, Python and the packages it works with."""
    here = Path(__file__).parent
    folders = [str(path) for path in (here, here.parent / "styles") if path.is_dir()]
    return digest(machine.stamps(*folders), sys.version, *machine.packages())
