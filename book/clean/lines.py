"""Text copied from a browser window becomes an article. In: a document of lines. Out: the article, furniture recorded.

Signals, none tied to a site: the wording of common site software in many languages (`furniture/`); the shape of
a line (length, end of sentence); its place, since the author's text is the stretch that weighs most (`stretch`); and
what recurs across the series. Between two paragraphs only what is certain goes: a line known as furniture, a box of
short lines under a known heading, a form to subscribe by, the title of another instalment. In doubt a line is kept.

The file is long because the rules share one state, the labels given to the lines so far, and are read best in the
order in which they are applied.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from book import language
from book.clean import bylines, compose, finish
from book.clean.copied import BULLET, CLOSED, COLUMNS, NUMBERED, SPEECH, Line, is_scene, kind_of, split
from book.clean.finish import Found, key
from book.clean.stretch import stretch
from book.clean.titling import Head, title_at
from book.clean.vocabulary import Vocabulary, fold, vocabulary
from book.model import Removal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.clean.recurrence import Recurring
    from book.model import Article, Document

_EDIT = re.compile(
    r"\s*\[\s*(?:edit(?: source)?|Bearbeiten(?: \| Quelltext bearbeiten)?|modifier(?: \| modifier le code)?"
    r"|editar(?: código)?|modifica(?: wikitesto)?|править(?: \| править код)?"
    r"|değiştir(?: \| kaynağı değiştir)?|edytuj(?: \| edytuj kod)?"
    r"|bewerken|redigera|编辑|編集|편집|ویرایش|عدل|تعديل|संपादित करें)\s*\]\s*$"
)
_SURE = frozenset(["furniture", "end", "box", "notice", "contents"])
_BESIDE = _SURE | {"menu", "date", "byline", "count", "mark", "credit"}
_FEW = 5  # words of a line that is no sentence of its own
_BETWEEN = 2  # lines of a site between the last paragraph and the speech that ends a text
_FORM = 8  # lines of a form to subscribe by


def clean(document: Document, common: Recurring) -> Article:
    """The article in a text copy."""
    tag = language.normalise(document.language) or language.detect(document.markup)
    found = Found()
    lines = _judged(document, common, tag, found)
    body = compose.body(lines)
    found.removals += [
        Removal(document.source, "repeated-title" if line.reason == "title" else line.reason, line.text)
        for line in lines
        if line.reason
    ]
    return finish.finish(document, body, found)


def label(document: Document, common: Recurring) -> list[tuple[str, str]]:
    """Each line that is not empty with what it was taken for: title, byline, heading, text, or why it goes."""
    tag = language.normalise(document.language) or language.detect(document.markup)
    lines = _judged(document, common, tag, Found())
    return [
        (line.reason or ("heading" if compose.is_heading(lines, at) else "text"), line.text)
        for at, line in enumerate(lines)
    ]


def _judged(document: Document, common: Recurring, tag: str, found: Found) -> list[Line]:
    words = vocabulary(tag)
    lines = split(document.markup)
    _edit_links(lines, document.source, found)
    for line in lines:
        line.kind = kind_of(line, words) if not line.value else "short"
    _columns(lines)
    for line in lines:
        _byline(line, words, tag)
    _contents_lists(lines)
    _forms(lines, words)
    start, end = stretch(lines, words)
    end = _spoken_on(lines, end)
    title = title_at(Head(lines, start, key(document.title), common, words, tag))
    start = max(start, title + 1)
    _names(lines, title, start, words, tag)
    _head(lines, title, start, common, words)
    _middle(lines, start, end, common)
    _tail(lines, end, common)
    _facts(lines, title, found)
    return lines


# ---------------------------------------------------------------- what is known before the text is


def _edit_links(lines: Sequence[Line], source: str, found: Found) -> None:
    """`History[edit]`, or `[edit]` on a line of its own below: a heading, and a link of the site."""
    for at, line in enumerate(lines):
        mark = _EDIT.search(line.text)
        if not mark:
            continue
        found.removals.append(Removal(source, "edit-link", mark[0].strip()))
        rest = line.text[: mark.start()].strip()
        headed = line if rest else lines[at - 1] if at else None
        if rest:
            line.text, line.folded, line.key = rest, fold(rest), key(rest)
        else:
            line.text, line.folded, line.key = "", "", ""
            line.reason = "edit-link"
        if headed is not None and len(headed.text) < 100:
            headed.value = "heading"


def _columns(lines: Sequence[Line]) -> None:
    """Three lines or more in a row that are set in columns with spaces are a table, whatever its cells say."""
    for set_so, group in groupby(lines, key=lambda line: bool(COLUMNS.search(line.text))):
        rows = list(group) if set_so else []
        for line in rows if len(rows) > 2 else []:
            line.kind = "row"


def _byline(line: Line, words: Vocabulary, tag: str) -> None:
    if line.kind not in {"short", "paragraph", "date", "furniture", "end"} or line.value:
        return
    told = bylines.said(line.text, words, tag, ends=line.kind == "end", running=line.kind == "paragraph")
    if told.kind == "date":
        line.kind, line.value = "date", told.moment
    elif told.kind == "signature":
        line.value = told.name
    elif told.kind == "byline" and line.kind != "furniture":
        line.kind, line.value = "byline", f"{told.name}\n{told.moment}"


def _contents_lists(lines: Sequence[Line]) -> None:
    """Three lines or more in a row that stand again below in the same order, each alone: a list of the contents."""
    names = [_unnumbered(line.text) if line.kind != "paragraph" else "" for line in lines]
    places: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        places[name].append(at)
    ends = [0] * (len(lines) + 1)  # for each line, where the lines in a row that stand again end
    for at in range(len(lines) - 1, -1, -1):
        ends[at] = max(ends[at + 1], at + 1) if _listed(lines[at], at, places[names[at]]) else at
    at = 0
    while at < len(lines):
        run = _in_order(names, at, ends[at], places)
        if run > 2:
            for line in lines[at : at + run]:
                line.kind = "contents"
        at += max(run, 1)


def _listed(line: Line, at: int, places: Sequence[int]) -> bool:
    """Whether a line stands again further below."""
    return line.kind in {"short", "menu", "end", "box"} and bool(line.key) and places[-1] > at + 2


def _in_order(names: Sequence[str], at: int, end: int, places: Mapping[str, Sequence[int]]) -> int:
    """How many lines from this one on stand again in their order behind the list; 0 where a refrain returns."""
    if end <= at:
        return 0
    again = places[names[at]]
    found: list[int] = [again[bisect_right(again, at)]]  # the first heading: the text has begun
    end = min(end, found[0])
    for name in names[at + 1 : end]:
        further = bisect_right(places[name], max(found[-1], end - 1))
        if further == len(places[name]):
            break
        found.append(places[name][further])
    together = sum(1 for one, other in pairwise(found) if other == one + 1)
    return len(found) if together * 2 <= len(found) else 0


def _unnumbered(text: str) -> str:
    return key(re.sub(r"^\s*(?:[*+•·o-]\s+(?=\S))?(?:\d+(?:\.\d+)*[.)]?\s+)?", "", text))


def _forms(lines: Sequence[Line], words: Vocabulary) -> None:
    """A form to subscribe by: from the line that offers a letter to the field or the button below."""
    for at, line in enumerate(lines):
        if line.folded not in words.fields:
            continue
        line.kind = "furniture"
        first = at
        for n in range(at - 1, max(-1, at - _FORM), -1):
            offers = words.offers(lines[n].folded) and len(lines[n].text) < 300
            if lines[n].kind == "paragraph" and not offers:
                break
            first = n if offers else first
        for n in range(first, at):
            lines[n].kind = "furniture"


def _spoken_on(lines: Sequence[Line], end: int) -> int:
    """The end of the text moved behind speech that follows its last paragraph, a box or two between them."""
    met = 0
    for at in range(end, len(lines)):
        line = lines[at]
        if line.kind == "short" and SPEECH.match(line.text) and CLOSED.search(line.text) and len(line.text) > _FEW:
            end, met = at + 1, 0
        elif line.kind not in {"furniture", "box"} or met == _BETWEEN:
            break
        else:
            met += 1
    return end


# ---------------------------------------------------------------- the head


def _head(lines: list[Line], title: int, start: int, common: Recurring, words: Vocabulary) -> None:
    """Before the text: what stands above the title, and below it all that is known or lies among it."""
    furnished = any(line.kind in _BESIDE for line in lines[:start]) or len(lines) - start > 3
    for line in lines[: max(title, 0)]:
        if line.kind in {"date", "byline"}:
            line.reason = line.kind
        elif furnished or line.key in common.often:
            line.reason = line.reason or "site-header"
    if title >= 0:
        lines[title].reason = "title"
    last = max((at for at in range(title + 1, start) if lines[at].kind in _BESIDE), default=-1)
    met = boxed = False
    for at in range(title + 1, last + 1):
        line = lines[at]
        met = met or line.kind in _BESIDE - {"mark"}
        if line.kind in {"date", "byline", "site"}:
            line.reason = "site-name" if line.kind == "site" else line.kind
        elif line.kind == "mark" and at == last and is_scene(line.text):
            continue
        elif line.kind in _BESIDE:
            line.reason = line.kind if line.kind != "mark" else "site-header"
            boxed = line.kind == "box"
        elif boxed or line.key in common.often or (met and line.kind == "short" and _is_small(line.text)):
            line.reason = "site-header"
    _caption(lines, start, last)
    if title + 1 < start and lines[title + 1].folded in words.part:
        lines[title + 1].reason = ""  # "Prologue" below the title of the book is the author's


def _is_small(text: str) -> bool:
    """Whether a line among furniture is too small to be a sentence: the label of a button, an office."""
    return len(text.split()) <= _FEW and len(text) < 40 and not CLOSED.search(text) and not SPEECH.match(text)


def _names(lines: Sequence[Line], title: int, start: int, words: Vocabulary, tag: str) -> None:
    """Names and dates without a word that says so: near the title, or beside what is known."""
    told = {line.value.partition("\n")[0] for line in lines if line.value and line.kind in {"byline", "end"}}
    told |= bylines.people([line.text for line in lines])
    for at in range(title + 1, start):
        line = lines[at]
        if (
            line.kind != "short"
            or line.folded in words.part
            or any(part in words.part for part in line.folded.split()[:1])
        ):
            continue
        bare = bylines.EMOJI.sub("", line.text).strip()
        moment = bylines.loosely_dated(line.text, words, tag)
        following = lines[at + 1].folded if at + 1 < len(lines) else ""
        near = any(lines[n].kind in {"date", "byline"} for n in (at - 1, at + 1) if title < n < start)
        if moment is not None:
            line.kind, line.value = "date", moment
        elif lines[at - 1].folded == "published in":
            line.kind = "site"
        elif (
            bare in told
            or (at <= title + 2 and len(bare) < 50 and following in {"", "follow"})
            or (bylines.is_bare_name(bare) and (near or _between(lines, at, title)))
        ):
            line.kind, line.value = "byline", f"{bare}\n"


def _between(lines: Sequence[Line], at: int, title: int) -> bool:
    """Whether a name stands close below the title, with a date or something known close below it."""
    below = [line.kind for line in lines[at + 1 : at + 4]]
    beside = lines[at - 1].kind in _BESIDE or at <= title + 3
    return (
        beside and at <= title + 10 and any(kind in {"date", "furniture", "count", "credit", "menu"} for kind in below)
    )


def _caption(lines: Sequence[Line], start: int, last: int) -> None:
    """The caption beside a picture's credit above the text."""
    if 0 <= last < start and lines[last].kind == "credit" and last == start - 2 and lines[start - 1].kind == "short":
        lines[start - 1].reason = "credit"


# ---------------------------------------------------------------- between paragraphs


def _middle(lines: list[Line], start: int, end: int, common: Recurring) -> None:
    """Between paragraphs: known lines, boxes under a known heading, titles of other instalments."""
    own = next((line.key for line in lines if line.reason == "title"), "")
    at = start
    while at < end:
        line = lines[at]
        if line.value == "heading":
            pass
        elif line.kind in {"box", "end"}:
            at = _box(lines, at, end, common)
            continue
        elif line.kind in {"furniture", "notice", "credit", "contents"}:
            line.reason = line.kind
        elif line.kind == "paragraph" and _recurs(lines, at, start, end, common):
            line.reason = "recurs"
        elif line.kind == "short" and line.key in common.titles and line.key != own and len(line.key.split()) > 2:
            line.reason = "other-title"
        at += 1
    for at in range(start, end):
        line = lines[at]
        beside = any(0 <= near < len(lines) and lines[near].reason in _SURE for near in (at - 1, at + 1))
        if not line.reason and line.kind in {"menu", "date", "count"} and beside and line.value != "heading":
            line.reason = line.kind if line.kind != "date" else "box"


def _recurs(lines: Sequence[Line], at: int, start: int, end: int, common: Recurring) -> bool:
    """A sentence that most copies hold in mid-text; the first and the last may be the author's own formula."""
    return start < at < end - 1 and lines[at].key in common.mostly and len(lines[at].text) < 400


def _box(lines: list[Line], at: int, end: int, common: Recurring) -> int:
    """Take a box out: its heading and the short lines under it. Returns where the text goes on."""
    lines[at].reason = "box"
    stop = at + 1
    while stop < end and not _leaves_box(lines[stop]):
        stop += 1
    inner = range(at + 1, stop)
    dated = [
        n for n in inner if lines[n].kind in _BESIDE or lines[n].key in common.titles or lines[n].key in common.often
    ]
    # After the last line that is certainly of the box, a short line is the next heading of the text.
    limit = max(dated) + 1 if dated else (stop if stop - at <= 7 else at + 1)
    for n in range(at + 1, limit):
        lines[n].reason = lines[n].reason or "box"
    return max(limit, at + 1)


def _leaves_box(line: Line) -> bool:
    """Whether a line is no title in a box: running text, speech, a sentence, a numbered heading."""
    if line.kind in _BESIDE:
        return False
    spoken = SPEECH.match(line.text) and not BULLET.match(line.text)
    return bool(
        line.kind == "paragraph" or line.value == "heading" or NUMBERED.match(line.text) or spoken
        or re.search(r"[.。।۔]['\"”’»]*$", line.text)
    )  # fmt: skip


# ---------------------------------------------------------------- the tail


def _tail(lines: list[Line], end: int, common: Recurring) -> None:
    """After the last paragraph: what follows is kept up to the first line known as furniture."""
    first = next(
        (at for at in range(end, len(lines)) if lines[at].kind in _SURE | {"byline"} and lines[at].value != "heading"),
        None,
    )
    if first is None:
        first = next((at for at in range(end, len(lines)) if lines[at].kind in _BESIDE), len(lines))
        if any(lines[at].kind == "short" for at in range(first, len(lines))):
            first = len(lines) if len(lines) - first > 6 else first
    while first - 1 > end and lines[first - 1].kind in {"menu", "count", "mark", "date", "credit"}:
        first -= 1
    if first - 1 == end and lines[end].kind in {"menu", "count", "date", "credit"}:
        first = end
    while first - 1 > end and lines[first - 1].kind == "short" and lines[first - 1].key in common.mostly:
        first -= 1
    first = _before_keywords(lines, end, first)
    opened = False
    for at in range(first, len(lines)):
        line = lines[at]
        # After a notice alone, the author may go on: a signature, a list of notes.
        if line.kind in _BESIDE or opened:
            line.reason = line.kind if line.kind in {"date", "byline"} and not opened else "site-footer"
        elif at > first:
            line.reason = "site-footer"
        opened = opened or line.kind in {"furniture", "end", "box"}


def _before_keywords(lines: Sequence[Line], end: int, first: int) -> int:
    """Three lines or more of a word or two, right above the site's foot, are the article's keywords."""
    at = first
    while at > end and lines[at - 1].kind in {"short", "menu"} and _is_keyword(lines[at - 1].text):
        at -= 1
    return at if first < len(lines) and first - at > 2 else first


def _is_keyword(text: str) -> bool:
    return len(text.split()) <= 2 and len(text) <= 24 and not re.search(r"[.,;:!?…]", text)


def _facts(lines: Sequence[Line], title: int, found: Found) -> None:
    """Title, name and date for the article: the nearest to the title, above or below."""
    found.title = lines[title].text if title >= 0 else ""
    facts = [(abs(at - title), line) for at, line in enumerate(lines) if line.kind == line.reason]
    for _, line in sorted(facts, key=lambda pair: pair[0]):
        name, _, moment = line.value.partition("\n") if line.kind == "byline" else ("", "", line.value)
        if line.kind in {"byline", "date"}:
            found.byline = found.byline or name
            found.date = found.date or moment
    found.site = next((line.text for line in lines if line.reason == "site-name"), "")
