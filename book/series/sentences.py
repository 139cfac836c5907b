"""Texts compared by their sentences. In: articles. Out: their texts taken apart, and which of them are alike.

Each text is cut into sentences; articles that share sentences few others have are compared by how much of the shorter
one the longer one holds. Linear in the length of all texts, as only those pairs are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping  # noqa: TC003 - the cache reads the annotations
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Article

_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"</?(?:p|li|h[1-6]|div|td|dd|dt|pre|blockquote)\b[^<>]*>|<br/?>")
_END = "\0"  # of a sentence: no character of XML
_STOPS = "。！？؟۔"
_ASCII = bytes(range(128))
_ENDS = bytes(0 if chr(code) in ".!?;:" else code for code in range(256))
_SIGNS = bytes(code for code in range(1, 128) if not chr(code).isalnum() and chr(code) not in ".!?;:")
_SHORT = 20  # letters; "He said" is in every chapter
_SHARED = 6  # articles that may share a sentence before it says nothing about any two
LEAST = 80  # letters of text that two articles must have in common
ALIKE = 0.4  # share of the shorter text from which two articles are alike


@frozen
class Text:
    """A text as its sentences."""

    sentences: Mapping[int, int]  # checksum -> letters
    letters: int
    whole: int  # checksum of all letters


@frozen
class Pair:
    """Two articles that are alike."""

    one: str  # sources
    two: str
    share: float  # of the shorter text that both have
    near: bool  # in length: a chapter that is printed again in a longer one is not the same article
    sizes: tuple[int, int]  # of each in words, else in characters: the longer one is printed


def text_of(body: str) -> Text:
    """A body taken apart. The letters of all its sentences are found at once."""
    letters = _letters(_TAG.sub("", _BLOCK.sub(_END, body)))
    sentences = {}
    for data in letters.split(b"\0"):
        if len(data) >= _SHORT and (count := len(data) if data.isascii() else _count(data)) >= _SHORT:
            sentences[crc32(data)] = count
    return Text(sentences, sum(sentences.values()), crc32(letters.translate(None, b"\0")))


def alike(articles: Sequence[Article], texts: Mapping[str, Text]) -> tuple[Pair, ...]:
    """The pairs of articles that are equal or alike, equal ones first, then the most alike. `texts` by source."""
    known = {article.source: article for article in articles}

    def size(source: str) -> int:
        return known[source].words or len(known[source].body)

    return tuple(
        Pair(one, two, share, _near(texts[one], texts[two]), (size(one), size(two)))
        for one, two, share in (*_equals(articles, texts), *_pairs(texts))
    )


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


def _near(one: Text, two: Text) -> bool:
    return 10 * min(one.letters, two.letters) >= 7 * max(one.letters, two.letters)


def _equals(articles: Sequence[Article], texts: Mapping[str, Text]) -> Iterator[tuple[str, str, float]]:
    """Texts that are the same to the letter; of a few words only where the titles are the same too."""
    first: dict[tuple[int, str], str] = {}
    for article in sorted(articles, key=lambda article: article.source):
        text = texts[article.source]
        if not text.whole:
            continue
        title = "" if text.letters >= LEAST else " ".join(article.title.casefold().split())
        other = first.setdefault((text.whole, title), article.source)
        if other != article.source:
            yield other, article.source, 1.0


def _pairs(texts: Mapping[str, Text]) -> Iterator[tuple[str, str, float]]:
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
        if letters >= LEAST and share >= ALIKE:
            found.append((one, two, share))
    yield from sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))
