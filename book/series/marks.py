"""Serial marks in a title, found where a title can bear them. In: tokens. Out: `Mark`s in the order they stand.

A mark is a label with its number: "Part Two of 3", "2. rész", "Chapter the Last". What makes a label and a number a
mark is where they stand: alone, in brackets, at either end, or between separators; never in running text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.series import reading
from book.series.tokens import OPENING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.grammar import Grammar, Label
    from book.series.tokens import Token

LETTERED = frozenset({"appendix"})  # kinds whose unit is named by letters: "Appendix B1"
_SERIAL = frozenset({"week", "day", "month", "issue", "entry", "post", "episode"})
_PIECES = frozenset({"part", "chapter", "episode", "installment"})
_MOST = {"week": 60, "day": 400, "month": 60, "season": 99, "act": 20}


@frozen
class Mark:
    """One serial mark, from `start` to `end` of the title."""

    start: int
    end: int
    kind: str
    number: str | None
    total: str | None = None
    form: str = "label"  # "label", "bracket", "front", "word" (a matter word that is printed), "tag"
    comma: bool = False  # joined by a comma to what stands before it
    language: str = ""
    name: str = ""  # of the series, where it stands beside the mark: "(Bread, Part 1)", "Part 1 of Bread: X"
    turned: bool = False  # the number stands before the label, as it does in a phrase: "The First Book"


def labelled(tokens: Sequence[Token], grammar: Grammar, prefer: str) -> list[Mark]:
    """Every label with its number that stands where a mark can stand."""
    found: list[Mark] = []
    floor = i = 0
    while i < len(tokens):
        spans = labels_at(tokens, i, grammar, prefer)
        mark = end = None
        for words, labels in spans:
            mark, end = _mark(tokens, i, i + words, labels, grammar, floor)
            if mark:
                break
        if mark and end:
            found.append(mark)
            floor = i = end
        else:
            i += 1
    return found


def labels_at(tokens: Sequence[Token], i: int, grammar: Grammar, prefer: str) -> list[tuple[int, list[Label]]]:
    """The labels that begin at token `i`, longest first, each length with all languages that have it."""
    token = tokens[i]
    if token.kind != "word" or (i and not token.gap and tokens[i - 1].kind == "word"):
        return []
    spans: dict[int, list[Label]] = {}
    for label in grammar.labels.get(token.key, ()):
        words = _matches(tokens, i, label.words)
        if words:
            spans.setdefault(words, []).append(label)
    for labels in spans.values():
        labels.sort(key=lambda label: (label.language != prefer, label.language != "en"))
    return sorted(spans.items(), reverse=True)


def _matches(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> int:
    """How many tokens spell `words` at `i`, hyphens passed over; 0 if they do not."""
    j = i
    for number, word in enumerate(words):
        if number and j < len(tokens) and tokens[j].text in "-‐" and not tokens[j].gap:
            j += 1
        if j >= len(tokens) or tokens[j].key != word:
            return 0
        j += 1
    return j - i


def _mark(tokens: Sequence[Token], i: int, j: int, labels: Sequence[Label], grammar: Grammar,  # noqa: PLR0913, PLR0917 - tokens, a place in them, and what was found there
          floor: int) -> tuple[Mark | None, int | None]:  # fmt: skip
    """The mark made by a label at tokens `i` to `j` and the number behind or before it."""
    for kind in dict.fromkeys(label.kind for label in labels):
        own = [label for label in labels if label.kind == kind]
        languages = [label.language for label in own]
        behind = [label.language for label in own if label.after]
        weak = all(label.weak for label in own)
        turned = [label.language for label in own if label.reversible]
        attempts = (
            ("before", behind, True), ("after", languages, False), ("before", turned, False),
        )  # fmt: skip
        for side, spoken, plain_too in attempts:
            if not spoken:
                continue
            if side == "after":
                number = reading.after(tokens, j, spoken, grammar, letters=kind in LETTERED)
                start, end = i, number.end if number else j
            else:
                number = reading.before(tokens, i, spoken, grammar, plain_too=plain_too, floor=floor)
                start, end = number.start if number else i, j
                if number:
                    number = reading.total(tokens, j, number, spoken, grammar)
                    end = max(j, number.end)
            if number is None or not _possible(kind, number):
                continue
            if side == "before":
                start = _with_article(tokens, start, spoken, grammar, floor)
                # "The fifth season" is a phrase, "The Fifth Season" may be one too, "The Third Part" is a mark.
                phrase = start == 0 or kind not in _PIECES
                if phrase and start < number.start and tokens[i].text.islower() and (
                    spoken[0] == "en" and end == len(tokens)):  # fmt: skip
                    continue
            signed = (
                tokens[j].text in "#＃№" or (kind == "number" and tokens[j].text == ".") if j < len(tokens) else False
            )
            if _stands(
                tokens,
                start,
                end,
                grammar,
                weak=weak and not signed,
                floor=floor,
                turned=side == "before" and not plain_too,
                kind=kind,
            ):
                found = made(tokens, start, end, kind, number, spoken[0])
                return replace(found, turned=side == "before" and not plain_too), end
    return None, None


def _possible(kind: str, number: reading.Number) -> bool:
    whole = number.value.partition(".")[0].partition("-")[0]
    if not whole.isdecimal():
        return True
    return int(whole) <= _MOST.get(kind, 9999) and not (len(whole) == 4 and 1800 <= int(whole) <= 2100)


def _with_article(tokens: Sequence[Token], start: int, languages: Sequence[str], grammar: Grammar, floor: int) -> int:
    """Where the mark begins when the article before it is its own: "The Final Part"."""
    if start > floor and any(tokens[start - 1].key in grammar.articles.get(tag, ()) for tag in languages) and (
        start - 1 == 0 or tokens[start - 2].kind != "word"):  # fmt: skip
        return start - 1
    return start


def made(  # noqa: PLR0913, PLR0917 - tokens, a place in them, and what was found there
    tokens: Sequence[Token], start: int, end: int, kind: str, number: reading.Number, language: str
) -> Mark:
    """The mark that stands at tokens `start` to `end`, with the brackets around it."""
    comma = bool(start) and tokens[start - 1].text in ",，、"
    if start and end < len(tokens) and OPENING.get(tokens[start - 1].text) == tokens[end].text:
        return Mark(tokens[start - 1].start, tokens[end].end, kind, number.value, number.total, "bracket",
                    language=number.language or language)  # fmt: skip
    return Mark(tokens[start].start, tokens[end - 1].end, kind, number.value, number.total, comma=comma,
                language=number.language or language)  # fmt: skip


def stop(token: Token, following: Token | None, previous: Token | None) -> bool:
    """The token parts texts: a colon, a dash with space at a side, a bracket, a bar."""
    if token.kind in ("open", "close"):
        return True
    if token.kind != "separator":
        return False
    if token.text == "_":
        return True
    if token.text in "-‐‑/.·~":
        if token.text == "." and previous is not None and previous.kind == "word" and len(previous.text) == 1:
            return following is None or following.gap
        return token.gap or following is None or following.gap
    return True


def _stands(tokens: Sequence[Token], start: int, end: int, grammar: Grammar, *, weak: bool, turned: bool,  # noqa: PLR0911, PLR0913 - one line a way to stand
            kind: str, floor: int) -> bool:  # fmt: skip
    """A mark can stand here: see the module's rule."""
    previous = tokens[start - 1] if start else None
    following = tokens[end] if end < len(tokens) else None
    parted_before = previous is None or (floor and start == floor) or previous.kind in ("open", "close") or (
        previous.kind == "separator" and stop(previous, tokens[start], tokens[start - 2] if start > 1 else None)
    ) or previous.text in "!?！？"  # fmt: skip
    after_stop = following is None or (
        stop(following, tokens[end + 1] if end + 1 < len(tokens) else None, tokens[end - 1])
        or (following.text in "-–—_.·" and not following.gap)
    )
    caseless = not tokens[start].text[0].isupper() and not tokens[start].text[0].islower()
    if following is not None and following.kind == "open" and following.text in "(（" and previous is not None:
        after_stop = True
    if parted_before and after_stop:
        return not (previous is not None and previous.text in ("'", '"'))
    if after_stop and previous is not None:
        if kind == "number" and previous.key in grammar.phrases.get("works", ()):
            return False
        weak = weak and not (kind in _SERIAL and previous.key in grammar.periodicals)
        return not weak and not turned and previous.kind in ("word", "number", "sign") and (
            previous.key not in grammar.governs)  # fmt: skip
    if parted_before and following is not None and not _idiom(tokens, start, end, grammar):
        if caseless and tokens[end - 1].text:
            return True
        beyond = tokens[end + 1] if end + 1 < len(tokens) else None
        if following.key in grammar.phrases.get("belongs", ()) and (of_series(tokens, end, grammar) or (
            following.key == "of" and beyond is not None and beyond.text[0].isupper())):  # fmt: skip
            return not weak and (not turned or of_series(tokens, end, grammar))
        foreign = following.text[0] > "\u2e80"  # written in another script than the label, which ends there
        ends = foreign or not weak or _numbered(tokens, end, grammar)
        return not turned and following.gap and kind != "number" and begins(following) and ends
    if previous is not None and following is not None and tokens[start].key.startswith("ال") and not weak:
        # Titles of Arabic serials set the definite label and its number between name and byline without a sign.
        return previous.kind in ("word", "number") and not {previous.key, following.key} & grammar.governs
    return False


def _numbered(tokens: Sequence[Token], i: int, grammar: Grammar) -> bool:
    """A label and its number stand at token `i`, as the next level does: "Arc 2 Chapter 14 - Salt"."""
    ends = (i + words for words, _ in labels_at(tokens, i, grammar, ""))
    return any(
        end < len(tokens)
        and tokens[end].kind == "number"
        and (end + 1 == len(tokens) or tokens[end + 1].kind in ("separator", "open"))
        for end in ends
    )


def of_series(tokens: Sequence[Token], end: int, grammar: Grammar) -> bool:
    """Behind the mark stands the name of its series: "Part 2 of our series on bread", "Teil 2 der Serie Brot"."""
    words = {token.key for token in tokens[end + 1 : end + 5]}
    return bool(words & set(grammar.phrases.get("series", ())))


def begins(token: Token) -> bool:
    """A text can begin with this token."""
    first = token.text[0]
    return first.isupper() or not (first.islower() or token.kind == "separator")


def _idiom(tokens: Sequence[Token], start: int, end: int, grammar: Grammar) -> bool:
    """A label and number that are a name known to all: "Chapter 11 Bankruptcy"."""
    text = " ".join(token.key for token in tokens[start : end + 1])
    return any(text.startswith(idiom) for idiom in grammar.phrases.get("idioms", ()))
