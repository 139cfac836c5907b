"""A series is written in one alphabet. In: a collection. Out: the same, encodings settled that single files leave open.

A short text in a legacy encoding reads as several. What decides is the rest of the series: of the readings of a
doubtful file, the one whose letters are as frequent as in the files that are not in doubt. Where the others are no
help, the file keeps its own guess, with the warning.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

from book import charset, media

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from book.collect.collection import Collection
    from book.model import Snapshot

_TEXTS = frozenset(["html", "text", "markdown"])  # kinds whose bytes are text; others say what they are, or are packed
_SAMPLE = 20_000  # bytes of a file looked at
_MOST = 400  # files looked at
_LETTERS = 40  # letters above ASCII from which the others tell an alphabet
_RARE = 0.0002  # how frequent a letter is taken to be that the others do not have
_AHEAD = 5.0  # by how much more likely the best reading is than the next, as a logarithm, to settle it


def settled(collection: Collection) -> Collection:
    """The collection with the encoding of each file that the others tell."""
    texts = [item for item in collection.snapshots if not item.data.isascii() and _is_text(item)]
    open_ = [item for item in texts if charset.is_undeclared(item.data, item.charset, markup=_is_markup(item))]
    if not open_ or len(texts) == 1:
        return collection
    known = {item.name for item in open_}
    guesses = {item.name: charset.decode(item.data[:_SAMPLE]) for item in open_[:_MOST] if _is_readable(item)}
    common = Counter(guess.encoding for guess in guesses.values() if not guess.doubt).most_common(1)
    sure = {name for name, guess in guesses.items() if not guess.doubt and guess.encoding == common[0][0]}
    alphabet = _alphabet([item for item in texts if item.name not in known or item.name in sure][:_MOST], guesses)
    found = {
        item.name: encoding
        for item in open_
        if item.name in guesses and item.name not in sure and (encoding := _likeliest(item.data[:_SAMPLE], alphabet))
    }
    snapshots = tuple(
        replace(item, charset=found[item.name]) if item.name in found else item for item in collection.snapshots
    )
    return replace(collection, snapshots=snapshots) if found else collection


def _is_text(item: Snapshot) -> bool:
    return media.kind(item.name, item.data, item.media_type) in _TEXTS


def _is_markup(item: Snapshot) -> bool:
    return media.kind(item.name, item.data, item.media_type) == "html"


def _is_readable(item: Snapshot) -> bool:
    try:
        charset.decode(item.data[:_SAMPLE])
    except charset.NotText:
        return False
    return True


def _alphabet(items: Iterable[Snapshot], guesses: dict[str, charset.Decoded]) -> Counter[str]:
    """How often each letter above ASCII stands in the files that are not in doubt."""
    letters: Counter[str] = Counter()
    for item in items:
        guess = guesses.get(item.name)
        try:
            text = guess.text if guess else charset.decode(item.data[:_SAMPLE], item.charset, markup=True).text
        except charset.NotText:
            continue
        letters.update(_high(text))
    return letters


def _high(text: str) -> list[str]:
    return [letter for letter in text if letter > "\x7f" and letter.isalpha()]


def _likeliest(data: bytes, alphabet: Counter[str]) -> str:
    """The encoding in which the letters of `data` are those of the series; "" where none stands out."""
    total = sum(alphabet.values())
    if total < _LETTERS:
        return ""
    points: dict[str, tuple[float, str]] = {}  # what it reads as -> how likely that is, and in which encoding
    for encoding in _candidates():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = _high(text)
        others = sum(1 for sign in text if sign > "\x7f" and not sign.isalpha() and not sign.isspace())
        if letters:
            likely = sum(log(max(alphabet[letter] / total, _RARE)) for letter in letters)
            points.setdefault(text, (likely + others * log(_RARE) / 2, encoding))
    ranked = sorted(points.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _AHEAD):
        return ""
    return ranked[0][1]


def _candidates() -> Sequence[str]:
    from book import detection  # noqa: PLC0415 - loads statistics of languages, and most series are UTF-8

    return detection.CANDIDATES
