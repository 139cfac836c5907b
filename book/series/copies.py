"""The same article twice, and two versions of one. In: clues. Out: those that stay, what is left out, and why.

Told by the text, not by the title: six different essays may bear one title. Each text is cut into sentences; articles
that share sentences few others have are compared by how much of the shorter one the longer one holds. Linear in the
length of all texts, as only those pairs are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

from book.frozen import frozen
from book.model import LeftOut, Problem
from book.series.clues import KEPT_WHOLE, with_title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.series.clues import Clue

_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"</?(?:p|li|h[1-6]|div|td|dd|dt|pre|blockquote)\b[^<>]*>|<br/?>")
_END = "\0"  # of a sentence: no character of XML
_STOPS = "。！？؟۔"
_ASCII = bytes(range(128))
_ENDS = bytes(0 if chr(code) in ".!?;:" else code for code in range(256))
_SIGNS = bytes(code for code in range(1, 128) if not chr(code).isalnum() and chr(code) not in ".!?;:")
_SHORT = 20  # letters; "He said" is in every chapter
_SHARED = 6  # articles that may share a sentence before it says nothing about any two
_SAME = 0.9  # of the shorter text: the same article
_VERSION = 0.4  # of the shorter text: a version of it, when the titles say so
_RETITLED = 0.75  # of the shorter text: a version of it, when only its title says so
_LEAST = 80  # letters of text that two articles must have in common


@frozen
class _Text:
    """A text as its sentences."""

    sentences: Mapping[int, int]  # checksum -> letters
    letters: int
    whole: int  # checksum of all letters


def copies(clues: Sequence[Clue]) -> tuple[tuple[Clue, ...], tuple[LeftOut, ...], tuple[Problem, ...]]:
    """The clues to keep, what is left out, and a problem for every pair found.

    One that is kept and has no number in its title has that of its copy.
    """
    by_source = {clue.source: clue for clue in clues}
    texts = {clue.source: _text(clue) for clue in clues}
    left: dict[str, LeftOut] = {}
    lent: dict[str, Clue] = {}
    problems = []
    for one, two, share in (*_equals(clues, texts), *_pairs(texts)):
        if one in left or two in left:
            continue
        best, other = _better(by_source[one], by_source[two])
        others = len(left)
        if share >= _SAME and _similar_length(texts[one], texts[two]):
            left[other.source] = LeftOut(other.source, f"the same article as {best.source}")
            problems.append(_duplicate(best, other))
        elif share >= (_VERSION if _same_number(best, other) else _RETITLED) and _same_place(best, other):
            left[other.source] = LeftOut(other.source, f"another version of {best.source}")
            problems.append(_version(best, other))
        if len(left) > others and not best.title.ordinals and other.title.ordinals:
            lent.setdefault(best.source, with_title_of(best, other.title))
    kept = tuple(lent.get(clue.source, clue) for clue in clues if clue.source not in left)
    return kept, tuple(left.values()), tuple(problems)


def _text(clue: Clue) -> _Text:
    """A text taken apart. The letters of all sentences are found at once: no other step takes a plan as long."""
    letters = _letters(_TAG.sub("", _BLOCK.sub(_END, clue.article.body)))
    sentences = {}
    for data in letters.split(b"\0"):
        if len(data) >= _SHORT and (count := len(data) if data.isascii() else _count(data)) >= _SHORT:
            sentences[crc32(data)] = count
    return _Text(sentences, sum(sentences.values()), crc32(letters.translate(None, b"\0")))


def _letters(text: str) -> bytes:
    """The letters of a text without regard to case, in UTF-8, a zero byte at the end of each sentence."""
    if not text.isascii():
        foreign = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
        for sign in set(foreign):
            if not sign.isalnum():
                text = text.replace(sign, _END if sign in _STOPS else "")
        text = text.casefold()
    return text.encode("utf-8", "surrogatepass").lower().translate(_ENDS, _SIGNS)


def _count(data: bytes) -> int:
    return len(data.decode("utf-8", "surrogatepass"))


def _equals(clues: Sequence[Clue], texts: Mapping[str, _Text]) -> Iterator[tuple[str, str, float]]:
    """Texts that are the same to the letter; of a few words only where the titles are the same too."""
    first: dict[tuple[int, str], str] = {}
    for clue in sorted(clues, key=lambda clue: clue.source):
        text = texts[clue.source]
        if not text.whole:
            continue
        title = "" if text.letters >= _LEAST else " ".join(clue.article.title.casefold().split())
        other = first.setdefault((text.whole, title), clue.source)
        if other != clue.source:
            yield other, clue.source, 1.0


def _pairs(texts: Mapping[str, _Text]) -> Iterator[tuple[str, str, float]]:
    """Pairs of sources with the share of the shorter text that both have, the most alike first."""
    times = Counter(chain.from_iterable(text.sentences for text in texts.values()))
    shared = {sentence for sentence, count in times.items() if count > 1}
    holders: dict[int, list[str]] = {}
    for source in sorted(texts):
        for sentence in texts[source].sentences.keys() & shared:
            holders.setdefault(sentence, []).append(source)
    common: Counter[tuple[str, str]] = Counter()
    for sentence, sources in holders.items():
        if len(sources) <= _SHARED:
            for at, one in enumerate(sources):
                for two in sources[at + 1 :]:
                    common[one, two] += texts[one].sentences[sentence]
    # What many share says nothing of any two of them, whether they have it or not.
    usual = {sentence for sentence, sources in holders.items() if len(sources) > _SHARED}
    telling = {
        source: sum(letters for sentence, letters in texts[source].sentences.items() if sentence not in usual)
        for source in {source for pair in common for source in pair}
    }
    found = []
    for (one, two), letters in common.items():
        share = letters / max(1, min(telling[one], telling[two]))
        if letters >= _LEAST and share >= _VERSION:
            found.append((one, two, share))
    yield from sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _similar_length(one: _Text, two: _Text) -> bool:
    """A chapter that is printed again in a longer one is not the same article."""
    return 10 * min(one.letters, two.letters) >= 7 * max(one.letters, two.letters)


def _same_number(one: Clue, two: Clue) -> bool:
    """Both titles have a number: the same place, not only the same words."""
    marks = (ordinal for clue in (one, two) for ordinal in clue.title.ordinals)
    return any(mark.number and mark.kind not in KEPT_WHOLE for mark in marks)


def _same_place(one: Clue, two: Clue) -> bool:
    """Their titles say the same: the same ordinals, or the same words where there are none."""
    marks = [[(o.kind, o.number) for o in clue.title.ordinals] for clue in (one, two)]
    if any(marks):
        return marks[0] == marks[1]
    return one.title.text.casefold() == two.title.text.casefold()


def _better(one: Clue, two: Clue) -> tuple[Clue, Clue]:
    """The one to keep first: the later one, then the longer one, then the one whose name is plainer."""

    def worth(clue: Clue) -> tuple[bool, str, int]:
        return (not _deprecated(clue), clue.day, clue.article.words or len(clue.article.body))

    ranked = sorted((one, two), key=lambda clue: (len(clue.source), clue.source))
    ranked.sort(key=worth, reverse=True)
    return ranked[0], ranked[1]


def _deprecated(clue: Clue) -> bool:
    """In a folder of old things, or a copy by its name."""
    return bool(re.search(r"deprecated|obsolete|archive|backup|\bold\b|\bcopy\b|\(\d\)", clue.source.lower()))


def _duplicate(best: Clue, other: Clue) -> Problem:
    said = f"the same article as {best.source}; it is printed once"
    return Problem("duplicate", "warning", other.source, said, "delete one of the two")


def _version(best: Clue, other: Clue) -> Problem:
    why = "newer" if best.day > other.day else "longer"
    said = f"another version of {best.source}, which is {why} and is printed"
    return Problem("versions", "warning", other.source, said, "delete one of the two, or choose in plan.toml")
