"""Serial marks in a title, found where a title can bear them. In: tokens. Out: `Mark`s in the order they stand.

A mark is a label with its number ("Part Two of 3", "2. rész", "Chapter the Last"), a number in brackets
("(2/4)", "（二）"), or a bare number at the very front ("LXII: ...", "12. ..."). What makes a label and a number a
mark is where they stand: alone, in brackets, at either end, or between separators; never in running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from book.series import reading
from book.series.numerals import han, roman
from book.series.tokens import OPENING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.grammar import Grammar, Label
    from book.series.tokens import Token

LETTERED = frozenset({"appendix"})  # kinds whose unit is named by letters: "Appendix B1"
MATTER_LABELS = frozenset({"prologue", "epilogue", "interlude", "bonus", "sidestory", "addendum", "appendix"})
_UNIQUE = frozenset({"week", "day", "month"})
_MOST = {"week": 60, "day": 400, "month": 60, "season": 99, "act": 20}
# Latin is written with capitals where a title begins; scripts without case cannot say so.
_STOPS = frozenset(":-–—―|.,;·•/…؛।。、：，")
_ROMAN_TENS = re.compile("[IVXL]+")


@dataclass(frozen=True, slots=True)
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


def labelled(tokens: Sequence[Token], grammar: Grammar, prefer: str) -> list[Mark]:
    """Every label with its number that stands where a mark can stand."""
    found: list[Mark] = []
    floor = i = 0
    while i < len(tokens):
        spans = _labels_at(tokens, i, grammar, prefer)
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


def _labels_at(tokens: Sequence[Token], i: int, grammar: Grammar, prefer: str) -> list[tuple[int, list[Label]]]:
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


def _mark(tokens: Sequence[Token], i: int, j: int, labels: Sequence[Label], grammar: Grammar,
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
            start = _with_article(tokens, start, spoken, grammar, floor)
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
                return _made(tokens, start, end, kind, number, spoken[0]), end
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


def _made(tokens: Sequence[Token], start: int, end: int, kind: str, number: reading.Number, language: str) -> Mark:
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
    if token.text in "-‐‑/.·~_":
        if token.text == "." and previous is not None and previous.kind == "word" and len(previous.text) == 1:
            return following is None or following.gap
        return token.gap or following is None or following.gap
    return True


def _stands(tokens: Sequence[Token], start: int, end: int, grammar: Grammar, *, weak: bool, turned: bool,
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
        return not weak and not turned and previous.kind in ("word", "number", "sign") and (
            previous.key not in grammar.governs)  # fmt: skip
    if parted_before and following is not None and not _idiom(tokens, start, end, grammar):
        if caseless and tokens[end - 1].text:
            return True
        return not turned and following.gap and kind != "number" and _begins(following) and not weak
    return False


def _begins(token: Token) -> bool:
    """A text can begin with this token."""
    first = token.text[0]
    return first.isupper() or not (first.islower() or token.kind == "separator")


def _idiom(tokens: Sequence[Token], start: int, end: int, grammar: Grammar) -> bool:
    """A label and number that are a name known to all: "Chapter 11 Bankruptcy"."""
    text = " ".join(token.key for token in tokens[start : end + 1])
    return any(text.startswith(idiom) for idiom in grammar.phrases.get("idioms", ()))


def hashed(tokens: Sequence[Token], grammar: Grammar) -> list[Mark]:
    """An issue's number: "Weekly Sync #12", "Friday Facts #282 - X"."""
    found = []
    for i, token in enumerate(tokens[:-1]):
        if token.text not in "#＃№" or not i or not token.gap or tokens[i + 1].kind != "number":
            continue
        number = reading.after(tokens, i, ["en"], grammar)
        if number is None or not number.value.isdecimal():
            continue
        following = tokens[number.end] if number.end < len(tokens) else None
        beyond = tokens[number.end + 1] if number.end + 1 < len(tokens) else None
        if following is None or stop(following, beyond, tokens[number.end - 1]):
            found.append(_made(tokens, i, number.end, "issue", number, "en"))
    return found


def bracketed(tokens: Sequence[Token], grammar: Grammar) -> list[Mark]:
    """Numbers alone in brackets: "(1/3)", "[2/4]", "(II)", "(2)", "(two)"."""
    found = []
    for i, token in enumerate(tokens):
        if token.kind != "open":
            continue
        close = next((j for j in range(i + 1, min(i + 8, len(tokens))) if tokens[j].text == OPENING[token.text]), 0)
        inner = tokens[i + 1 : close]
        if not inner or not (close == len(tokens) - 1 or i == 0 or _parted(tokens, close)):
            continue
        number = reading.after(tokens, i + 1, ["en"], grammar)
        if number is None or number.end != close or not _small(number, inner):
            continue
        if i == 0 and number.total is None and close < len(tokens) - 1 and len(inner) == 1 and token.text == "[":
            continue
        found.append(Mark(token.start, tokens[close].end, "part", number.value, number.total, "bracket"))
    return found


def _parted(tokens: Sequence[Token], close: int) -> bool:
    return tokens[close + 1].kind == "separator"


def _small(number: reading.Number, inner: Sequence[Token]) -> bool:
    """A number of instalments, not a year, an amount or an initial."""
    if number.ranked or any(token.key in ("#", ".") for token in inner[:1]):
        return False
    if inner[0].kind == "number":
        whole = number.value.partition("-")[0].partition(".")[0]
        return whole.isdecimal() and int(whole) <= 99 and number.value != "0"
    if number.spelled:
        return number.value.isdecimal()
    return inner[0].text.isupper() and roman(inner[0].text) is not None


def front(tokens: Sequence[Token], grammar: Grammar, *, marked: bool) -> Mark | None:
    """A bare number at the very front: "12. X", "LXII: X", "ONE HUNDRED TWO: X", "9 X" when X is `marked`."""
    if not tokens:
        return None
    first = tokens[0]
    if first.text in "#＃№" and len(tokens) > 1 and tokens[1].kind == "number" and "." not in tokens[1].key:
        number = reading.after(tokens, 1, ["en"], grammar)
        if number and number.value.isdecimal():
            return Mark(first.start, tokens[number.end - 1].end, "issue", number.value, number.total, "front")
        return None
    number = _front_number(tokens, grammar)
    if number is None:
        return None
    following = tokens[number.end] if number.end < len(tokens) else None
    beyond = tokens[number.end + 1] if number.end + 1 < len(tokens) else None
    mark = Mark(first.start, tokens[number.end - 1].end, "part" if number.total else "ordinal", number.value,
                number.total, "front")  # fmt: skip
    if following is None:
        return mark
    if following.text in (":", "：", "、", "—", "–", "-", "|", ".", "．", ")", "）", "·", "--", "_", "―"):
        dashed = following.text in "-–—―_"
        if beyond is None:
            return mark if following.text in ".):" else None
        if (dashed and not following.gap and first.kind != "number") or (beyond.kind == "number" and not beyond.gap):
            return None
        if dashed and following.text == "-" and not (following.gap or beyond.gap):
            return None
        if beyond.kind == "number" and dashed and len(tokens) == number.end + 2:
            return None
        return None if beyond.key in grammar.months else mark
    return mark if marked and first.kind == "number" and following.gap and _begins(following) else None


def _front_number(tokens: Sequence[Token], grammar: Grammar) -> reading.Number | None:
    first = tokens[0]
    if first.kind == "number":
        number = reading.after(tokens, 0, ["en"], grammar)
        if number is None or len(first.text) > 3 or number.ranked or not number.value[-1].isalnum():
            return None
        if number.value.count(".") and first.key.startswith("0"):
            return None
        return number
    if first.kind != "word":
        return None
    value = roman(first.text)
    if value and value < 90 and _ROMAN_TENS.fullmatch(first.text.upper()) and first.text.isupper():
        return reading.Number(str(value), 0, 1)
    if (count := han(first.text)) is not None and count < 1000:
        return reading.Number(str(count), 0, 1)
    number = reading.spelled(tokens, 0, ["en"])
    return number if number and not number.ranked and number.value.isdecimal() else None


def tail(tokens: Sequence[Token], grammar: Grammar, *, fronted: bool) -> list[Mark]:
    """A bare number at the very end: "Low Water - II"; or "6 - Model 2", where a number in front says "entry 6"."""
    if len(tokens) < 3:
        return []
    last, previous = tokens[-1], tokens[-2]
    value: str | None = None
    if last.kind == "word" and last.text.isupper() and _ROMAN_TENS.fullmatch(last.text) and (n := roman(last.text)):
        value = str(n) if n < 40 and last.text not in ("L", "XL") else None
    elif last.kind == "number" and last.key.isdecimal() and len(last.text) <= 2:
        value = str(int(last.key))
    if value in (None, "0") or not last.gap:
        return []
    if previous.text in ("-", "–", "—", ",", "|") and (previous.gap or previous.text == ","):
        if previous.text == "," and last.kind == "number":
            return []
        return [Mark(last.start, last.end, "part", value, form="front")]
    series = fronted and last.kind == "number" and "2" <= str(value) <= "4" and len(str(value)) == 1
    if series and previous.kind == "word" and previous.key not in grammar.phrases.get("products", ()) and (
        previous.key not in grammar.governs):  # fmt: skip
        return [Mark(last.start, last.end, "part", value, form="front")]
    return []
