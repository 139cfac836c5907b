"""Text copied from a browser window becomes an article. In: a document of lines. Out: the article, furniture recorded.

Signals, none tied to a site: the wording of common site software in many languages (`furniture.toml`); the shape of
a line (length, end of sentence); its place, since the author's text is the stretch from the first to the last real
paragraph; and what recurs across the series. Between two paragraphs only what is certain goes: a line known as
furniture, a box of short lines under a known heading, the title of another instalment. When in doubt a line is kept.

The file is long because the rules share one state, the labels given to the lines so far, and are read best in the
order in which they are applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from book import language
from book.clean import dates, finish
from book.clean.finish import Found, key
from book.clean.vocabulary import Vocabulary, fold, vocabulary
from book.model import Removal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.clean.recurring import Recurring
    from book.model import Article, Document

_SENTENCE = re.compile(r"[.!?…。！？؟۔।:;]['\"”’»)\]]*$")
_WIDE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_SCENE = re.compile(r"\s*(?:[*＊•·◦●○◆◇■□▪❖✦✧⁂※~—–_=#+-]\s*){1,12}\s*$")
_STAR = re.compile(r"[*＊•◦●○◆◇❖✦⁂※~#]|(?:[-—–_=·]\s*){3,}")
_EMOJI = re.compile("[\u2190-\u2bff\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff★☆]+")
_CLOCK = re.compile(
    r"(?:\bat\b|\bum\b|\bà\b|,|@)?\s*\b[0-2]?\d[:.][0-5]\d(?:[:.][0-5]\d)?(?:\s*[ap]\.?m\.?)?\b|\s+\d+\s*$",
    re.IGNORECASE,
)
_ARROW = re.compile(r"^(?:[←→‹›«»<>◄►▶◀↑↓▲▼▴▾]+\s*[^.!?]{0,60}|[^.!?]{0,60}\s*[←→›»◄►▶◀↑▲]+)$|^<<|>>$")
_CRUMB = re.compile(r"\s*(?:/|›|»|>|→|::|\|)\s*")
_SERIAL = re.compile(
    r"[\[(#]\s*\d+(?:\s*/\s*\d+)?\s*[\])]?|\b\d+\s*/\s*\d+\b|第.{1,6}[章回話话部編编節节集篇巻卷]|제\s*\d+\s*[장화부편회]"
    r"|\b[IVXLC]+\b|\d+"
)
_NUMBERED = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,7}|[A-Z])[.):]\s+\S")
_HANDLE = re.compile(r"^[\w.-]{2,40}$")
_HEAD = 80  # lines in which a title is looked for
_LIST_ITEM = re.compile(r"^(?:[-*•‣▪◦]|\d{1,3}[.)])\s+\S")


@dataclass(slots=True)
class Line:
    """One line, or one paragraph of hard-wrapped lines."""

    text: str
    folded: str
    key: str
    block: int  # lines of one block stand together without an empty line between
    kind: str = "short"  # paragraph, furniture, end, box, menu, date, byline, mark, notice, short
    reason: str = ""  # why it is taken out; empty: it stays
    value: str = ""  # the name of a byline, the ISO date of a date


def clean(document: Document, common: Recurring) -> Article:
    """The article in a text copy."""
    tag = language.normalise(document.language) or language.detect(document.markup)
    found = Found()
    lines = _judged(document, common, tag, found)
    body = _body(lines)
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
        (line.reason or ("heading" if _is_heading(lines, at) else "text"), line.text) for at, line in enumerate(lines)
    ]


def _judged(document: Document, common: Recurring, tag: str, found: Found) -> list[Line]:
    words = vocabulary(tag)
    lines = _split(document.markup)
    for line in lines:
        line.kind = _kind(line, words)
    _bylines(lines, words, tag)
    start, end = _stretch(lines, words)
    title = _title(lines, start, document, common, words)
    start = max(start, title + 1)
    _head(lines, title, start, common, words)
    _middle(lines, start, end, common)
    _tail(lines, end, common)
    _facts(lines, title, found)
    return lines


# ---------------------------------------------------------------- lines


def _split(text: str) -> list[Line]:
    blocks = [
        [line.strip() for line in block.split("\n") if line.strip()] for block in re.split(r"\n[ \t\xa0]*\n", text)
    ]
    blocks = [block for block in blocks if block]
    if _wrapped(blocks):
        blocks = [[" ".join(block)] if len(block) > 1 and _run(block) else block for block in blocks]
    return [Line(line, fold(line), key(line), number) for number, block in enumerate(blocks) for line in block]


def _wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether lines were broken at a width, so that a block of them is a paragraph."""
    several = [block for block in blocks if len(block) > 1]
    full = sum(1 for block in several if _run(block))
    longest = max((len(line) for block in blocks for line in block), default=0)
    return bool(several) and longest <= 110 and full * 2 > len(several)


def _run(block: Sequence[str]) -> bool:
    widths = [len(line) for line in block[:-1]]
    return min(widths) > 40 and max(widths) - min(widths) < 30


def _is_paragraph(text: str) -> bool:
    """Whether a line reads as running text, by its length and its end."""
    length = len(text) + 2 * len(_WIDE.findall(text))
    return length >= 140 or (length >= 60 and bool(_SENTENCE.search(text)))


def _kind(line: Line, words: Vocabulary) -> str:
    if not line.folded:
        return "mark"
    if words.is_notice(line.folded):
        return "notice"
    if len(line.text) <= 200:
        kind = _known(line, words)
        if kind:
            return kind
    if words.holds(line.folded) and len(line.text) < 500:
        return "furniture"
    return "paragraph" if _is_paragraph(line.text) else "short"


def _known(line: Line, words: Vocabulary) -> str:
    folded = line.folded
    if folded in words.ago:
        return "date"
    for kind, phrases in (
        ("box", words.boxes),
        ("end", words.ends),
        ("furniture", words.furniture),
        ("menu", words.menu),
    ):
        if folded in phrases:
            return kind
    if words.is_share(folded) or words.is_counts(folded) or (_ARROW.search(line.text) and len(line.text) < 80):
        return "furniture" if not folded.isdigit() else "count"
    return ""


# ---------------------------------------------------------------- names and dates


def _bylines(lines: list[Line], words: Vocabulary, tag: str) -> None:
    """Tell the lines that name who wrote it and when."""
    for line in lines:
        if len(line.text) <= 160 and line.kind in {"short", "paragraph", "date", "furniture", "end"}:
            _one_byline(line, words, tag)


def _one_byline(line: Line, words: Vocabulary, tag: str) -> None:
    after = words.after.search(line.text)
    text, moment, dated = words.after.sub(" ", line.text), "", False
    date = dates.find(text, tag)
    if date:
        moment, begin, stop = date
        text, dated = f"{text[:begin]} {text[stop:]}", True
    relative = words.relative.search(text)
    if relative:
        text, dated = f"{text[: relative.start()]} {text[relative.end() :]}", True
    if dated or after or line.kind == "end":
        bare = _CLOCK.sub(" ", text)
        dated, text = dated or bare != text, bare
    text = _EMOJI.sub(" ", text)
    on = words.on.match(text)
    rest = text[on.end() :] if on and dated else text
    by = words.by.match(rest) or (words.by.match(text) if on else None)
    name = (rest if by is None else by.string[by.end() :]).strip(" \t,.;:|·•-–—()")
    if not name and dated and line.kind != "paragraph":
        line.kind, line.value = "date", moment
    elif (by or after) and name and _is_name(name):
        if line.kind == "end" and not dated:
            line.value = _once(name)
            return
        line.kind, line.value = "byline", f"{_once(name)}\n{moment}"


def _is_name(text: str) -> bool:
    parts = text.split()
    first = parts[0][:1]
    capital = not first.islower() or bool(_HANDLE.match(text) and ("_" in text or any(char.isdigit() for char in text)))
    return len(parts) <= 8 and len(text) <= 70 and capital and not re.search(r"[.!?]['\"]?$|[:;?!]", text)


def _once(name: str) -> str:
    """A name that stands twice in a row, once."""
    parts = name.split()
    half = len(parts) // 2
    return " ".join(parts[:half] if len(parts) % 2 == 0 and parts[:half] == parts[half:] else parts)


# ---------------------------------------------------------------- the stretch of text


def _stretch(lines: Sequence[Line], words: Vocabulary) -> tuple[int, int]:
    """The first real paragraph and the line after the last: the author's text lies between."""
    paragraphs = [at for at, line in enumerate(lines) if line.kind == "paragraph"]
    if not paragraphs:
        return 0, len(lines)
    total = sum(len(lines[at].text) for at in paragraphs)
    before = 0
    last = paragraphs[-1]
    for at, line in enumerate(lines):
        if line.kind == "end" and before > total / 2 and line.folded not in words.boxes:
            earlier = [p for p in paragraphs if p < at]
            last = earlier[-1] if earlier else last
            break
        before += len(line.text) if line.kind == "paragraph" else 0
    return paragraphs[0], last + 1


def _title(lines: Sequence[Line], start: int, document: Document, common: Recurring, words: Vocabulary) -> int:
    """The line that is the title; -1 where there is none. It is never a paragraph."""
    declared = key(document.title)
    best, most = -1, 0.0
    for at, line in enumerate(lines[: min(start, _HEAD) + 1]):
        if line.kind not in {"short", "paragraph"} or (
            at == start and line.kind == "paragraph" and not _titled(line.text)
        ):
            continue
        points = _points(lines, at, declared, common, words)
        if points > most:
            best, most = at, points
    return best


def _titled(text: str) -> bool:
    return len(text) < 200 and not _SENTENCE.search(text)


def _points(lines: Sequence[Line], at: int, declared: str, common: Recurring, words: Vocabulary) -> float:
    line = lines[at]
    points = 3.0 - at * 0.05
    short = len(line.key.split()) < 3  # a name, which "Written by" repeats
    twins = [
        other
        for other in lines
        if other is not line and len(line.key) > 8 and line.key in other.key
        if not (short and other.kind in {"end", "byline"})
    ]
    points += 4 if twins else 0
    points += 6 if declared and declared == line.key else 0
    points += 3 if _serial(line, words) else 0
    near = lines[at + 1 : at + 4]
    points += 2 if any(other.kind in {"date", "byline"} for other in near[:2]) else 0
    points += 1 if at and lines[at - 1].kind == "date" else 0
    points += 1 if 12 <= len(line.text) <= 160 else -1
    points -= 5 if line.key in common.often and not _serial(line, words) else 0
    points -= 3 if re.search(r"[.,;:]$", line.text) else 0
    points -= 2 if at + 1 < len(lines) and (not lines[at + 1].folded or lines[at + 1].folded == "follow") else 0
    crumbs = [piece for piece in _CRUMB.split(line.text) if piece.strip()]
    if len(crumbs) > 1 and any(
        len(other.key) > 3 and key(crumbs[-1]) and other.key.startswith(key(crumbs[-1]))
        for other in lines
        if other is not line
    ):
        points -= 6
    return points


def _serial(line: Line, words: Vocabulary) -> bool:
    return bool(_SERIAL.search(line.text)) or any(part in words.part for part in line.folded.split())


# ---------------------------------------------------------------- what goes


_SURE = frozenset(["furniture", "end", "box", "notice"])
_BESIDE = _SURE | {"menu", "date", "byline", "count", "mark"}


def _head(lines: list[Line], title: int, start: int, common: Recurring, words: Vocabulary) -> None:
    """Before the text: what stands above the title, and below it all that is known or lies among it."""
    furnished = any(line.kind in _BESIDE for line in lines[:start]) or len(lines) - start > 3
    for line in lines[: max(title, 0)]:
        if line.kind in {"date", "byline"}:
            line.reason = line.kind
        elif furnished or line.key in common.often:
            line.reason = "site-header"
    if title >= 0:
        lines[title].reason = "title"
    last = max((at for at in range(title + 1, start) if lines[at].kind in _BESIDE), default=-1)
    names = {line.value.partition("\n")[0] for line in lines if line.value and line.kind != "date"}
    boxed = False
    for at in range(title + 1, last + 1):
        line = lines[at]
        if line.kind in {"date", "byline"}:
            line.reason = line.kind
        elif line.kind == "mark" and at == last and _is_scene(line.text):
            continue
        elif line.kind in _BESIDE:
            line.reason = line.kind if line.kind != "mark" else "site-header"
            boxed = line.kind == "box"
        else:
            _unknown(lines, at, title, names, boxed=boxed or line.key in common.often)
    if title + 1 < start and lines[title + 1].folded in words.part:
        lines[title + 1].reason = ""  # "Prologue" below the title of the book is the author's


def _unknown(lines: Sequence[Line], at: int, title: int, names: set[str], *, boxed: bool) -> None:
    """A short line among the furniture below the title: a name, the name of the site, part of a box, or text."""
    line = lines[at]
    name = _EMOJI.sub("", line.text).strip()
    following = lines[at + 1].folded if at + 1 < len(lines) else ""
    if name in names or (at <= title + 2 and len(name) < 50 and following in {"", "follow"}):
        line.kind, line.reason, line.value = "byline", "byline", f"{name}\n"
    elif lines[at - 1].folded == "published in":
        line.kind, line.reason = "site", "site-name"
    elif boxed:
        line.reason = "site-header"


def _middle(lines: list[Line], start: int, end: int, common: Recurring) -> None:
    """Between paragraphs: known lines, boxes under a known heading, titles of other instalments."""
    own = next((line.key for line in lines if line.reason == "title"), "")
    at = start
    while at < end:
        line = lines[at]
        if line.kind in {"box", "end"}:
            at = _box(lines, at, end, common)
            continue
        if line.kind in {"furniture", "notice"}:
            line.reason = line.kind
        elif line.kind == "paragraph" and _recurs(lines, at, start, end, common):
            line.reason = "recurs"
        elif line.kind == "short" and line.key in common.titles and line.key != own and len(line.key.split()) > 2:
            line.reason = "other-title"
        at += 1
    for at in range(start, end):
        line = lines[at]
        beside = any(0 <= near < len(lines) and lines[near].reason in _SURE for near in (at - 1, at + 1))
        if not line.reason and line.kind in {"menu", "date", "count"} and beside:
            line.reason = line.kind if line.kind != "date" else "box"


def _recurs(lines: Sequence[Line], at: int, start: int, end: int, common: Recurring) -> bool:
    """A sentence that most copies hold in mid-text; the first and the last may be the author's own formula."""
    return start < at < end - 1 and lines[at].key in common.mostly and len(lines[at].text) < 400


def _box(lines: list[Line], at: int, end: int, common: Recurring) -> int:
    """Take a box out: its heading and the short lines under it. Returns where the text goes on."""
    lines[at].reason = "box"
    stop = at + 1
    while stop < end and lines[stop].kind != "paragraph" and not _NUMBERED.match(lines[stop].text):
        stop += 1
    inner = range(at + 1, stop)
    dated = [
        n for n in inner if lines[n].kind in _BESIDE or lines[n].key in common.titles or lines[n].key in common.often
    ]
    # After the last line that is certainly of the box, a short line is the next heading of the text.
    limit = max(dated) + 1 if dated else (stop if stop - at <= 7 else at + 1)
    for n in range(at + 1, limit):
        lines[n].reason = "box"
    return max(limit, at + 1)


def _tail(lines: list[Line], end: int, common: Recurring) -> None:
    """After the last paragraph: what follows is kept up to the first line known as furniture."""
    first = next((at for at in range(end, len(lines)) if lines[at].kind in _SURE | {"byline"}), None)
    if first is None:
        first = next((at for at in range(end, len(lines)) if lines[at].kind in _BESIDE), len(lines))
        if any(lines[at].kind == "short" for at in range(first, len(lines))):
            first = len(lines) if len(lines) - first > 6 else first
    while first - 1 > end and lines[first - 1].kind in {"menu", "count", "mark", "date"}:
        first -= 1
    if first - 1 == end and lines[end].kind in {"menu", "count", "date"}:
        first = end
    while first - 1 > end and lines[first - 1].kind == "short" and lines[first - 1].key in common.mostly:
        first -= 1
    opened = False
    for at in range(first, len(lines)):
        line = lines[at]
        # After a notice alone, the author may go on: a signature, a list of notes.
        if line.kind in _BESIDE or opened:
            line.reason = line.kind if line.kind in {"date", "byline"} and not opened else "site-footer"
        elif at > first:
            line.reason = "site-footer"
        opened = opened or line.kind in {"furniture", "end", "box"}


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


# ---------------------------------------------------------------- the body


def _is_scene(text: str) -> bool:
    return bool(_SCENE.match(text) and _STAR.search(text))


def _is_heading(lines: Sequence[Line], at: int) -> bool:
    """A short line without an end of sentence, and with text after it."""
    line = lines[at]
    if line.reason or line.kind in {"paragraph", "mark"} or len(line.text) > 100:
        return False
    after = next((other for other in lines[at + 1 :] if not other.reason), None)
    if after is None or (_LIST_ITEM.match(line.text) and not _NUMBERED.match(line.text)):
        return False
    if _NUMBERED.match(line.text) and len(line.text) < 90 and not _SENTENCE.search(line.text):
        return after.kind == "paragraph"
    return not _SENTENCE.search(line.text) and not line.text.endswith(",") and after.kind == "paragraph"


def _body(lines: Sequence[Line]) -> etree._Element:
    body = etree.Element("body")
    for at, line in enumerate(lines):
        if line.reason:
            continue
        if line.kind == "mark" and _is_scene(line.text):
            etree.SubElement(body, "hr")
            continue
        element = etree.SubElement(body, "h2" if _is_heading(lines, at) else "p")
        element.text = line.text
    return body
