"""Several series in one folder, told apart. In: clues. Out: `Serial`s, the largest first.

What tells them apart: the series an article declares, its language, and, where neither does, families of titles:
`Lang team update` and `Announcing Rust 1.9` are two. Ordinals that run through all titles hold a series together.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.series.clues import KEPT_WHOLE, fold
from book.series.columns import counting, weights
from book.series.filenames import counted, dense
from book.series.lengths import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from book.series.clues import Clue

_UNTOLD = frozenset(["", "und", "mul", "zxx", "mis"])  # BCP 47 tags that name no language
_FAMILY = 3  # titles alike that make a family
_COMMON = frozenset(["the", "a", "an", "of", "and", "to", "in", "on", "for", "what", "is", "are", "with", "our"])
_GENERIC = frozenset(
    ["update", "report", "news", "post", "meeting", "team", "note", "summary", "recap", "week", "weekly"]
)
# fmt: off
_MONTHS = frozenset([
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "early", "late", "mid", "end",
])
# fmt: on
_NUMBERLIKE = re.compile(r"\d[\w.]*|q[1-4]|v\d\S*")


@frozen
class Serial:
    """One of the series found."""

    name: str  # as declared, or the words its titles share; "" if it has none
    language: str  # primary subtag, "" if unknown
    clues: tuple[Clue, ...]
    by: str  # what tells it apart: "series", "language", "titles"; "" for what is left, of no series


def serials(clues: Sequence[Clue]) -> tuple[Serial, ...]:
    """The series in a folder, the largest first."""
    groups: dict[tuple[str, str], list[Clue]] = {}
    languages = _languages(clues)
    for clue in clues:
        groups.setdefault((languages[clue.source], fold(clue.article.series)), []).append(clue)
    groups = _settled(groups)
    by_series = len({series for _, series in groups}) > 1
    found = []
    for (language, series), members in sorted(groups.items()):
        named = Counter(clue.article.series for clue in members if clue.article.series)
        name = min(named, key=lambda text: (-named[text], text)) if named else ""
        families = _families(members) if not series else []
        if len(families) > 1:
            found += [Serial(called, language, tuple(family), "titles") for called, family in families]
        else:
            alone = sum(tag == language for tag, _ in groups) == 1
            by = "series" if by_series and series else "language" if alone else ""
            found.append(Serial(name, language, tuple(members), by))
    return tuple(sorted(found, key=lambda serial: (-len(serial.clues), serial.name, serial.clues[0].source)))


def _languages(clues: Sequence[Clue]) -> Mapping[str, str]:
    """The primary language of each article; one too short to tell has that of the others."""
    sure = {
        clue.source: clue.article.language.partition("-")[0].lower()
        for clue in clues
        if clue.article.language.partition("-")[0].lower() not in _UNTOLD
        and (clue.article.words >= CERTAIN or not clue.article.body)
    }
    counts = Counter(sure.values())
    usual = min(counts, key=lambda tag: (-counts[tag], tag)) if counts else ""
    for clue in clues:
        # One article whose language was guessed is more likely guessed wrong (a list of names) than of another series.
        if counts.get(sure.get(clue.source, ""), 2) == 1 < counts[usual] and not foreign(clue):
            sure[clue.source] = usual
    # Front and back matter may be in another language than the book, and one article is a quotation, not a series.
    return {
        clue.source: usual if clue.matter else sure.get(clue.source, usual)
        for clue in clues
    }  # fmt: skip


def foreign(clue: Clue) -> bool:
    """Its language is declared, or its letters say that it is another."""
    declared = any(clue.article.meta.get(key) for key in ("language", "lang", "html-lang", "locale", "extra.lang"))
    letters = [c for c in clue.article.title if c.isalpha()]
    return declared or 2 * sum(c > "\u024f" for c in letters) > len(letters)


def _settled(groups: dict[tuple[str, str], list[Clue]]) -> dict[tuple[str, str], list[Clue]]:
    """Articles that declare no series belong to the only one that is declared, where they are few or name it."""
    settled: dict[tuple[str, str], list[Clue]] = {}
    for (language, series), members in groups.items():
        declared = [name for tag, name in groups if tag == language and name]
        home = series
        if not series and len(declared) == 1:
            few = 2 * len(members) <= len(groups[language, declared[0]])
            home = declared[0] if few or all(fold(clue.title.series) == declared[0] for clue in members) else ""
        settled.setdefault((language, home), []).extend(members)
    return settled


def _families(clues: Sequence[Clue]) -> list[tuple[str, list[Clue]]]:
    """Titles alike but for numbers and dates, put together; empty where the titles are one series or no family."""
    body = [clue for clue in clues if not clue.matter]
    numbered = [clue for clue in body if any(o.number and o.kind not in KEPT_WHOLE for o in clue.title.ordinals)]
    if 2 * len(numbered) > len(body) or _held_together(body):
        return []
    stems: dict[frozenset[str], list[Clue]] = {}
    for clue in body:
        stems.setdefault(_words(clue.article.title), []).append(clue)
    families = _united(stems)
    large = [family for family in families if len(family) >= _FAMILY]
    if len(large) < 2 or 2 * sum(map(len, large)) < len(body):
        return []
    known = {clue.source for family in large for clue in family}
    rest = [clue for clue in clues if clue.source not in known]
    return [(_shared_name(family), family) for family in large] + ([("", rest)] if rest else [])


def _held_together(clues: Sequence[Clue]) -> bool:
    """One count runs through all of them: sections and parts, numbers in the front matter or in the files' names."""
    if counting(clues) or weights(clues):
        return True
    if 5 * sum(len(clue.title.ordinals) > 1 for clue in clues) >= len(clues):
        return True
    named = counted([clue.source for clue in clues])
    return 5 * len(named) >= 4 * len(clues) and dense(named)


def _words(title: str) -> frozenset[str]:
    """The words that say what a title's family is."""
    words = (word.removesuffix("s") for word in fold(title.replace("'s", "")).split())
    return frozenset(w for w in words if w not in _COMMON and w not in _MONTHS and not _NUMBERLIKE.fullmatch(w))


def _united(stems: Mapping[frozenset[str], list[Clue]]) -> list[list[Clue]]:
    """Families whose words are mostly the same are one; a team that both declare decides."""
    keys = sorted(stems, key=lambda words: (-len(stems[words]), sorted(words)))
    parent = {key: key for key in keys}

    def root(key: frozenset[str]) -> frozenset[str]:
        while parent[key] != key:
            key = parent[key]
        return key

    teams = {key: {team for clue in stems[key] if (team := _team(clue))} for key in keys}
    by_word: dict[str, list[frozenset[str]]] = {}
    for key in keys:
        seen = dict.fromkeys(other for word in sorted(key) for other in by_word.get(word, ()))
        for other in seen:
            several = len(stems[key]) > 1 and len(stems[other]) > 1
            if _alike(key, other, teams[key] if several else set(), teams[other]):
                parent[root(key)] = root(other)
        for word in key:
            # A word of very many titles tells no family, and would make this quadratic.
            if len(by_word.setdefault(word, [])) < 64:
                by_word[word].append(key)
    families: dict[frozenset[str], list[Clue]] = {}
    for key in keys:
        families.setdefault(root(key), []).extend(stems[key])
    return list(families.values())


def _team(clue: Clue) -> str:
    meta = clue.article.meta
    return fold(meta.get("extra.team", "") or meta.get("team", "")).removeprefix("the ")


def _alike(one: frozenset[str], two: frozenset[str], team: set[str], other: set[str]) -> bool:
    common = len(one & two)
    if common >= 2 and common == min(len(one), len(two)):
        return True
    if team and other:
        return bool(team & other) and bool((one & two) - _GENERIC)
    return common >= 2 and 5 * common >= 2 * len(one | two)


def _shared_name(family: Iterable[Clue]) -> str:
    """The words most titles of a family share, as the first of them writes them."""
    family = sorted(family, key=lambda clue: (clue.day, clue.source))
    counts = Counter(word for clue in family for word in _words(clue.article.title))
    common = {word for word, count in counts.items() if 2 * count > len(family)}
    title = max(family, key=lambda clue: len(common & _words(clue.article.title))).article.title
    kept = [word for word in re.findall(r"[\w.'’-]+", title) if _words(word) & common]
    return " ".join(kept).strip(" -")
