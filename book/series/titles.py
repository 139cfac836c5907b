"""Take a title apart. In: a raw title. Out: `Title`: what is left to print, and its ordinals, outermost first.

The marks are found by `marks` (labels and numbers), `cjk`, `whole` (titles kept whole) and the words that stand
alone (prologue, appendix, notice); this module puts them in order and decides what text belongs to whom.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from book.model import Ordinal, Title
from book.series import bare, cjk, marks, whole
from book.series.grammar import grammar
from book.series.matter import matter
from book.series.pieces import Piece, cut, named
from book.series.tokens import Token, tokens
from book.series.unspaced import parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.grammar import Grammar
    from book.series.marks import Mark

# The order of levels where the order in the title does not say it; equal ranks stand as they stand.
_RANK = {"season": 0, "volume": 1, "book": 1}
# What stands before these is the name of a serial, if it sounds like one.
_SERIAL = frozenset({"issue", "number", "week", "day", "episode", "entry", "post", "month"})
_LONGEST = 600  # characters; more is no title
# Inside these a prologue or an introduction is a piece of its own; beside other marks it is their text.
_ENCLOSING = frozenset({"section", "volume", "book", "season"})
_SITE = re.compile(
    r"(?:\b(?:news|blog|weblog|weekly|daily|times|journal|magazine|newsletter|wiki|medium|tumblr|royal road|wattpad|"
    r"archive of our own|youtube|substack|forums?)|\.(?:com|net|org|io|dev|blog))\W*$",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"^\s*[\[(]?(?:S(?P<s>\d{1,2})[ .:_-]?(?:E|Ep\.?\s?)(?P<e>\d{1,3})|(?P<s2>\d{1,2})[x×](?P<e2>\d{2,3}))"
    r"(?:[ab])?[\])]?(?=$|[\s:.–—_|-])",
    re.IGNORECASE,
)
_TAGS = re.compile(r"^\s*[\[【［](?:原创|原創|转|转载|轉載|翻译|翻譯|译|连载|連載|完结|更新)[\]】］]\s*")


def parse_title(raw: str, language: str | None = None) -> Title:
    """The title's text and ordinals. `language` (BCP 47) settles a word that two languages read differently.

    Never raises. A title without serial marks is returned as it is, white space collapsed.
    """
    text = " ".join(re.split(r"[ \t\r\n\f\v]+", raw.strip()))
    if not text or len(text) > _LONGEST:
        return Title(text)
    return _parse(text, (language or "").partition("-")[0].lower())


@lru_cache(maxsize=4096)
def _parse(text: str, prefer: str) -> Title:
    table = grammar()
    found = parted(tokens(text))
    kept = _kept_whole(text, found, table)
    if kept and not (kept.kind == "dated" and _numbered_bracket(found, table, prefer)):
        return Title(text, (kept,))
    body = _TAGS.sub("", text)
    if body != text:
        found = parted(tokens(body))
    located = _locate(body, found, table, prefer)
    located = [named(body, mark, located) for mark in located]
    owned = _addendum(found, table, prefer)
    if owned:
        return Title("", (owned,))
    if all(mark.kind in _ENCLOSING for mark in located):
        title = _by_matter(body, located, table)
        if title:
            return title
    if not located:
        return Title(text)
    return _compose(body, located, table)


def _numbered_bracket(found: Sequence[Token], table: Grammar, prefer: str) -> bool:
    """A labelled number in brackets outweighs a date: "Journal — 2026-09-01 (part 4)"."""
    return any(mark.form == "bracket" for mark in marks.labelled(found, table, prefer))


def _kept_whole(text: str, found: Sequence[Token], table: Grammar) -> Ordinal | None:
    return whole.release(text) or whole.sprint(text) or whole.dated(text, found, table)


def _locate(text: str, found: Sequence[Token], table: Grammar, prefer: str) -> list[Mark]:
    """All marks of the title, none overlapping, in the order they stand."""
    located = _season(text)
    for group in (cjk.marks(text), marks.labelled(found, table, prefer), bare.bracketed(found, table),
                  bare.hashed(found, table)):  # fmt: skip
        located += [mark for mark in group if not _overlaps(mark, located)]
    lead = bare.front(found, table, marked=any(mark.number for mark in located))
    if lead and not _overlaps(lead, located):
        located.append(lead)
    located += [mark for mark in bare.tail(found, table, fronted=lead is not None) if not _overlaps(mark, located)]
    return _without_name(sorted(located, key=lambda mark: mark.start))


def _without_name(located: list[Mark]) -> list[Mark]:
    """`Section One: The First Book (Part One)`: a phrase between the marks of two levels is the section's name.

    So it is at the end, where it would be a book in a chapter: `Chapter Three: The First Book`.
    """
    if len(located) < 2 or located[0].form != "label" or located[0].turned:
        return located
    last = located[-1]
    named = len(located) > 2 and (last.form == "bracket" or last.comma)
    small = located[0].kind not in _RANK
    return [
        mark
        for mark in located
        if not mark.turned or not ((named and mark is not last) or (small and mark.kind in _RANK))
    ]


def _overlaps(mark: Mark, others: Sequence[Mark]) -> bool:
    return any(mark.start < other.end and other.start < mark.end for other in others)


def _season(text: str) -> list[Mark]:
    """`S01E06`, `1x05`."""
    match = _SEASON.match(text)
    if not match:
        return []
    season, episode = match["s"] or match["s2"], match["e"] or match["e2"]
    half = match.start(2) if match["s"] else match.start(4)
    return [
        marks.Mark(0, half, "season", str(int(season)), form="front"),
        marks.Mark(half, match.end(), "episode", str(int(episode)), form="front"),
    ]


def _by_matter(body: str, located: list[Mark], table: Grammar) -> Title | None:
    """The title as a prologue, an appendix, a notice, with the section it may stand in."""
    outer = tuple(Ordinal(mark.kind, mark.number, mark.total) for mark in located)
    pieces = cut(body, located)
    if len(pieces) != 1:
        return None
    word = matter(pieces[0].text, table)
    if word is None:
        return None
    return Title(word.text, (*outer, Ordinal(word.kind, word.number)), word.series)


def _addendum(found: Sequence[Token], table: Grammar, prefer: str) -> Ordinal | None:
    """An addendum "to Part Two" has the number of what it belongs to, and comes right after it."""
    if len(found) < 4:
        return None
    kind = table.matter.get((found[0].key,), ("", ""))[0]
    joint = found[1].kind == "word" or (kind == "erratum" and found[1].text in ":-–—")
    if kind not in ("addendum", "erratum") or not joint:
        return None
    rest = marks.labelled(found[2:], table, prefer)
    if len(rest) == 1 and rest[0].start == found[2].start and rest[0].end == found[-1].end:
        return Ordinal(kind, rest[0].number)
    return None


def _compose(body: str, located: list[Mark], table: Grammar) -> Title:
    """Put ordinals in order and texts where they belong."""
    pieces = cut(body, located)
    listing = _listing(located, pieces, table)
    if listing:
        return listing
    text, series, owned = _texts(located, pieces, table)
    series = next((mark.name for mark in located if mark.name), series)
    ordered = sorted(range(len(located)), key=lambda i: _RANK.get(located[i].kind, 2))
    ordinals = []
    for level, i in enumerate(ordered):
        mark = located[i]
        title = owned.get(i) if level < len(ordered) - 1 or len(ordered) == 1 else None
        ordinals.append(Ordinal(mark.kind, mark.number, mark.total, title))
    return Title(text, tuple(ordinals), series)


def _listing(located: list[Mark], pieces: list[Piece], table: Grammar) -> Title | None:
    """A title that lists the parts, and is none: "The River King: All Parts (1-12)"."""
    if len(located) == 1 and located[0].number and "-" in located[0].number and len(pieces) == 1:
        word = matter(pieces[0].text, table)
        if word and word.kind == "toc":
            return Title(word.text, (Ordinal("toc", located[0].number),))
    return None


def _texts(located: list[Mark], pieces: list[Piece], table: Grammar) -> tuple[str, str, dict[int, str]]:
    """The text to print, the name of the series, and what the outer marks are called."""
    if not pieces:
        return "", "", {}
    inner = located[-1]
    last = pieces[-1]
    owned: dict[int, str] = {}
    for piece in pieces:
        mark = located[piece.place - 1] if piece.place else None
        if mark and mark.form == "label" and (len(located) > piece.place or mark.kind == "section"):
            owned[piece.place - 1] = piece.text
    if len(pieces) == 1:
        return *_only(inner, last, located, table), owned
    before = pieces[0].text if pieces[0].place == 0 else ""
    if last.place == len(located) and before:
        bar = last.joint[:1] == "|"
        behind = bar and not inner.comma and len(located) == 1 and inner.form == "bracket"
        if _is_site(last.text, before) or (bar and _SITE.search(last.text)) or behind:
            return *_only(inner, Piece(before, 0, ""), located, table), owned
        if last.joint == "-" and len(re.findall(r"\s-\s", last.text)) >= 1 and inner.kind == "chapter":
            return "", before, owned
    if before and 0 not in owned and len(located) > 1:
        owned[0] = before
    return _without_site(last.text), before, owned


def _only(inner: Mark, piece: Piece, located: list[Mark], table: Grammar) -> tuple[str, str]:
    """Text and series where one text stands beside the marks."""
    text = piece.text
    if piece.place == 0:
        if inner.kind in _SERIAL and inner.form != "bracket" and len(located) == 1 and _is_serial(text, inner, table):
            return "", text
        if inner.comma:
            match = re.fullmatch(r"(.+?): (The [A-Z].*)", text)
            if match and all(word[0].isupper() for word in match[2].split() if len(word) > 3):
                return match[1], match[2]
        match = re.fullmatch(r"(.+)[ \u3000]([\u3400-\u9fff]{1,6}編)", text)
        if match:
            return match[2], match[1]
        return text, ""
    return _without_site(text), ""


def _is_serial(text: str, inner: Mark, table: Grammar) -> bool:
    """A text before "#12" that names a serial: one word, or with a word such as "weekly", "blog"."""
    words = [token for token in tokens(text) if token.kind == "word"]
    if "," in text:
        return False
    alone = len(words) == 1 and inner.kind != "episode"
    return inner.kind == "number" or alone or any(
        part in table.periodicals for token in words for part in (token.key, token.key.removesuffix("'s"))
    )  # fmt: skip


def _is_site(text: str, series: str) -> bool:
    """The last text is the site's name: it sounds like one and shares a name with the series, or is an address."""
    if not _SITE.search(text):
        return False
    names = {word for word in re.findall(r"\w{4,}", series) if word[0].isupper()}
    return any(name in text for name in names) or bool(re.search(r"\.\w+$", text))


def _without_site(text: str) -> str:
    """The text without the name of the site or series behind it."""
    head, bar, _ = text.rpartition(" | ")
    if bar and head:
        text = head
    match = re.fullmatch(r"(.*\S)\s+[-–—]\s+(\S.*)", text)
    if match and (_SITE.search(match[2]) or (match[1][-1] in "?!…" and _headline(match[2]))):
        return match[1]
    return text


def _headline(text: str) -> bool:
    words = text.split()
    return len(words) <= 5 and all(word[0].isupper() for word in words if len(word) > 3)


def sort_key(number: str | None) -> tuple[int, float, float, str]:
    """Where a number stands among its kind: 0 < 1 < 1.5 < 2 < 2a < 2b < 5-8 < B < last. None comes first of all."""
    if not number:
        return (-1, 0.0, 0.0, "")
    if number == "last":
        return (3, 0.0, 0.0, "")
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?([a-z]*)(?:-(\d+)(?:\.\d+)?[a-z]*)?", number)
    if match:
        value = float(f"{match[1]}.{match[2] or 0}")
        return (0, value, float(match[4] or value), match[3])
    letters = re.fullmatch(r"(\D+)(\d*)", number)
    if letters:
        return (2, float(len(letters[1])), float(letters[2] or 0), letters[1])
    # Dates and versions: each component as a number.
    parts = [int(part) for part in re.findall(r"\d+", number)]
    return (1, float(parts[0]) if parts else 0.0, 0.0, "".join(f"{part:06d}" for part in parts))
