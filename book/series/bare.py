"""Numbers without a label that are marks all the same. In: tokens. Out: `Mark`s.

In brackets ("(1/3)", "[2/4]", "(II)"), behind a hash ("Weekly Sync #12"), at the very front ("LXII: X", "12. X",
"ONE HUNDRED TWO: X") or at the very end behind a sign ("Low Water - II", "Low Water, 3 of 4").
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from book.series import reading
from book.series.marks import Mark, begins, made, stop
from book.series.numerals import han, roman
from book.series.tokens import OPENING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.grammar import Grammar
    from book.series.tokens import Token

_MOST = 20  # instalments in a fraction that no sign sets off
_SCORED = frozenset(
    ["score", "rating", "rated", "grade", "scored", "time", "psalm", "size", "f", "shift", "open", "beat"]
)
_ROMAN_TENS = re.compile("[IVXL]+")  # a lone C, D or M is an initial far more often than a chapter


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
            found.append(made(tokens, i, number.end, "issue", number, "en"))
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
        first = i + 2 if len(inner) == 2 and inner[0].key in ("y", "e") else i + 1  # Spanish "(y III)": and the last
        number = reading.after(tokens, first, ["en"], grammar)
        if number is None or number.end != close or not _small(number, inner[first - i - 1 :]):
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


def front(tokens: Sequence[Token], grammar: Grammar, *, marked: bool) -> Mark | None:  # noqa: PLR0911 - one line a way not to be a mark
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
    if number.total and not _counts(tokens, number):
        return None
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
    counts = following.key in grammar.periodicals  # "100 Days of Code: Day 17": a count in the name of a serial
    return mark if marked and first.kind == "number" and following.gap and begins(following) and not counts else None


def _counts(tokens: Sequence[Token], number: reading.Number) -> bool:
    """A count of instalments in front, and not a day, a score or a ratio: "9/11", "50/50", "24/7"."""
    if tokens[1].text not in "/⁄∕":
        return True
    return int(number.total or 0) <= 40 and (number.value, number.total) != ("9", "11")


def _front_number(tokens: Sequence[Token], grammar: Grammar) -> reading.Number | None:  # noqa: PLR0911 - one line a way not to be a mark
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
    letters = unicodedata.normalize("NFKC", first.text)
    value = roman(letters)
    if value and value < 90 and _ROMAN_TENS.fullmatch(letters):
        return reading.Number(str(value), 0, 1)
    if (count := han(first.text)) is not None and count < 1000:
        return reading.Number(str(count), 0, 1)
    number = reading.spelled(tokens, 0, ["en"])
    return number if number and not number.ranked and number.value.isdecimal() else None


def tail(tokens: Sequence[Token], grammar: Grammar, *, fronted: bool) -> list[Mark]:  # noqa: PLR0911 - one line a way not to be a mark
    """A bare number at the very end: "Low Water - II"; or "6 - Model 2", where a number in front says "entry 6"."""
    if len(tokens) < 3:
        return []
    last, previous = tokens[-1], tokens[-2]
    counted = _counted_tail(tokens, grammar) or _fraction(tokens, grammar)
    if counted:
        return [counted]
    value: str | None = None
    if last.kind == "word" and last.text.isupper() and _ROMAN_TENS.fullmatch(last.text) and (n := roman(last.text)):
        value = str(n) if n < 40 and last.text not in ("L", "XL") else None
    elif last.kind == "number" and last.key.isdecimal() and len(last.text) <= 2:
        value = str(int(last.key))
    glued = previous.text == "-" and not last.gap and not previous.gap and tokens[-3].text[-1] > "\u2e80"
    if value not in (None, "0") and glued:  # 分析-5; Catch-22 is a name
        return [Mark(previous.start, last.end, "part", value, form="front")]
    if value in (None, "0") or not last.gap:
        return []
    if previous.text == "." and last.kind == "word" and len(last.text) > 1 and len(tokens[-3].text) > 2:
        return [Mark(last.start, last.end, "part", value, form="front")]  # "A history of tea. III"
    if previous.text in ("-", "–", "—", ",", "|", ":") and (previous.gap or previous.text in ",:"):
        if previous.text in ",:" and last.kind == "number":
            return []
        return [Mark(last.start, last.end, "part", value, form="front")]
    series = fronted and last.kind == "number" and "2" <= str(value) <= "4" and len(str(value)) == 1
    if series and previous.kind == "word" and previous.key not in grammar.phrases.get("products", ()) and (
        previous.key not in grammar.governs):  # fmt: skip
        return [Mark(last.start, last.end, "part", value, form="front")]
    return []


def _fraction(tokens: Sequence[Token], grammar: Grammar) -> Mark | None:
    """Without a sign: "Building a compiler 4/9", and no day of a report, no share and no score."""
    if len(tokens) < 5 or [token.kind for token in tokens[-3::2]] != ["number", "number"] or tokens[-2].text != "/":
        return None
    count, total, before = tokens[-3].key, tokens[-1].key, tokens[-4]
    told = before.kind == "word" and before.key not in grammar.governs and before.key not in grammar.months
    told = told and before.key not in grammar.phrases.get("reports", ()) and before.key not in _SCORED
    if not (told and count.isdecimal() and total.isdecimal() and tokens[-2].gap == tokens[-1].gap is False):
        return None
    if not (1 <= int(count) <= int(total) and 3 <= int(total) <= _MOST and (count, total) != ("9", "11")):
        return None
    return Mark(tokens[-3].start, tokens[-1].end, "part", str(int(count)), str(int(total)), form="front")


def _counted_tail(tokens: Sequence[Token], grammar: Grammar) -> Mark | None:
    """Behind a sign: "Low Water, 3 of 4", "Low Water - 2/5"."""
    for i in range(len(tokens) - 3, max(0, len(tokens) - 5), -1):
        if tokens[i].kind != "number" or not i or tokens[i - 1].text not in (",", "-", "–", "—", "|", ":"):
            continue
        number = reading.after(tokens, i, ["en"], grammar)
        if number and number.total and number.end == len(tokens) and int(number.total) < 100:
            return Mark(tokens[i].start, tokens[-1].end, "part", number.value, number.total, form="front")
    return None
