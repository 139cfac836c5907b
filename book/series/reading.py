"""Numbers in a title, read where they are expected. In: tokens and a place. Out: `Number` and where it ends.

After a label ("Part Two of 3", "Ch.10-15", "Pt. #4") or before one ("second part", "2. Teil", "1-я часть").

Over 300 lines because every way to write a number is tried at each place, and they are read best side by side.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.series.grammar import Grammar, numbers
from book.series.numerals import greek, hebrew, plain, roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.series.tokens import Token

_LARGEST = 4  # digits; more is an identifier
_RANGE = frozenset("-–—~～〜‐‑―")
_SIGNS = frozenset(".#:-–—＃№º°_")


@frozen
class Number:
    """A number read from tokens `start` to `end`."""

    value: str
    start: int
    end: int
    ranked: bool = False  # an ordinal: "second", "2nd", "2."
    spelled: bool = False  # in words
    total: str | None = None
    language: str = ""


def _word_span(tokens: Sequence[Token], i: int, limit: int) -> Iterator[tuple[str, int]]:
    """Longer and longer phrases from token `i` on, hyphens between words passed over."""
    words: list[str] = []
    j = i
    while j < len(tokens) and len(words) < limit:
        token = tokens[j]
        if token.kind == "word" and (not words or token.gap or tokens[j - 1].text in "-–‐‑"):
            words.append(token.key)
            yield " ".join(words), j + 1
        elif not (words and token.text in ("-", "–", "‐", "‑") and not token.gap and j + 1 < len(tokens)
                  and not tokens[j + 1].gap):  # fmt: skip
            return
        j += 1


def spelled(tokens: Sequence[Token], i: int, languages: Sequence[str], *, ranked_only: bool = False) -> Number | None:
    """The longest number in words that begins at token `i`, in any of the languages."""
    best: Number | None = None
    for language in languages:
        table = numbers(language)
        for phrase, end in _word_span(tokens, i, table.longest):
            ranked = phrase in table.ordinals
            value = table.ordinals.get(phrase) or (None if ranked_only else table.cardinals.get(phrase))
            if value and (best is None or end > best.end):
                best = Number(value, i, end, ranked=ranked, spelled=True, language=language)
    if "en" in languages and not ranked_only:
        best = _hundreds(tokens, i, best) or best
    return best


def _hundreds(tokens: Sequence[Token], i: int, head: Number | None) -> Number | None:
    """English "two hundred and three", which the table of 1 to 120 does not spell."""
    if head is None or head.ranked or not head.value.isdecimal() or head.end >= len(tokens):
        return None
    if not 2 <= int(head.value) <= 9 or tokens[head.end].key != "hundred":
        return None
    j = head.end + 1
    if j < len(tokens) and tokens[j].key == "and":
        j += 1
    rest = spelled(tokens, j, ["en"]) if j < len(tokens) else None
    if rest and rest.value.isdecimal() and int(rest.value) < 100:
        return Number(str(int(head.value) * 100 + int(rest.value)), i, rest.end, spelled=True, language="en")
    return Number(str(int(head.value) * 100), i, head.end + 1, spelled=True, language="en")


def after(tokens: Sequence[Token], i: int, languages: Sequence[str], grammar: Grammar, *,
          letters: bool = False) -> Number | None:  # fmt: skip
    """The number that stands at token `i` or behind the signs and words that lead to it: `. # No. the`."""
    articles = frozenset().union(*(grammar.articles.get(language, ()) for language in languages))
    j = i
    while j < len(tokens) and j < i + 4:
        token = tokens[j]
        led = token.text in _SIGNS and not (token.gap and token.text in "-–—")
        ahead = tokens[j + 1] if j + 1 < len(tokens) else None
        named = token.key in grammar.numero and ahead is not None and (ahead.kind == "number" or ahead.text in ".#°º")
        signed = all(sign.text in _SIGNS for sign in tokens[i:j])
        article = signed and token.key in articles and _ranked(tokens, j + 1, languages, grammar)
        if led or named or article:
            j += 1
        else:
            break
    number = _one(tokens, j, languages, grammar, letters=letters)
    if number is None:
        return None
    number = _and_last(tokens, _range(tokens, number, languages, grammar), languages, grammar)
    return total(tokens, number.end, number, languages, grammar)


def _ranked(tokens: Sequence[Token], j: int, languages: Sequence[str], grammar: Grammar) -> bool:
    """An ordinal stands at token `j`: "second", or a roman numeral with its ending, Romanian "II-a"."""
    if spelled(tokens, j, languages, ranked_only=True):
        return True
    return j < len(tokens) and roman(tokens[j].text) is not None and _ending(tokens, j, languages, grammar) > j + 1


def _ending(tokens: Sequence[Token], j: int, languages: Sequence[str], grammar: Grammar) -> int:
    """Where the numeral at token `j` ends with the ordinal ending that may be tied to it by a hyphen."""
    if j + 2 < len(tokens) and tokens[j + 1].text in "-‐‑" and not tokens[j + 1].gap and not tokens[j + 2].gap and any(
        tokens[j + 2].key in grammar.suffixes.get(language, ()) for language in languages
    ):  # fmt: skip
        return j + 3
    return j + 1


def _one(tokens: Sequence[Token], j: int, languages: Sequence[str], grammar: Grammar, *,  # noqa: PLR0911 - one a script
         letters: bool) -> Number | None:  # fmt: skip
    if j >= len(tokens):
        return None
    token = tokens[j]
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    glued = following is not None and not following.gap and following.kind == "word"
    if token.kind == "number":
        return _digits(tokens, j, languages, grammar, lettered="en" in languages)
    if token.kind != "word":
        return None
    words = spelled(tokens, j, languages)
    if words:
        return words
    if not glued and (value := _roman(token, last=following is None or following.kind != "word")):
        return Number(str(value), j, _ending(tokens, j, languages, grammar))
    if "he" in languages and (value := hebrew(token.text)) and (len(token.text) <= 3 or '"' in token.text):
        end = j + 2 if following is not None and not following.gap and following.text in "'’׳\"" else j + 1
        return Number(str(value), j, end)
    if "el" in languages and (value := greek(token.text)):
        end = j + 2 if following is not None and not following.gap and following.text in "'’΄ʹ´" else j + 1
        return Number(str(value), j, end)
    return _letter(tokens, j, letters=letters)


def _roman(token: Token, *, last: bool) -> int | None:
    value = roman(token.text)
    # Small letters spell words too (`di`, `mi`, `i`): only i, v and x, and a lone one only where nothing follows.
    if value and token.text.islower() and (not set(token.text) <= set("ivx") or (len(token.text) == 1 and not last)):
        return None
    return value if value and not (len(token.text) == 1 and token.text in "CDLM") else None


def _letter(tokens: Sequence[Token], j: int, *, letters: bool) -> Number | None:
    token = tokens[j]
    if len(token.text) != 1 or not token.text.isupper() or not (token.text.isascii() or letters):
        return None
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if letters and following is not None and not following.gap and following.kind == "number":
        return Number(token.text + following.key, j, j + 2)
    if not letters and following is not None and following.kind == "word":
        return None
    return Number(token.text, j, j + 1)


def _digits(tokens: Sequence[Token], j: int, languages: Sequence[str], grammar: Grammar, *,
            lettered: bool = False) -> Number | None:  # fmt: skip
    """The digits at token `j`; `lettered`: a small `a` tied to them is a division, "Part 2a", and no ordinal's end."""
    token = tokens[j]
    text = token.key.replace(",", ".")
    whole, _, fraction = text.partition(".")
    if len(whole) > _LARGEST or text.count(".") > 1:
        return None
    value = f"{plain(whole)}.{fraction}" if fraction else plain(whole)
    end, ranked = j + 1, False
    following = tokens[end] if end < len(tokens) else None
    if following is not None and not following.gap:
        suffixes = frozenset().union(*(grammar.suffixes.get(language, ()) for language in languages))
        dashed = following.text in "-‐‑–" and end + 1 < len(tokens) and not tokens[end + 1].gap
        colon = following.text == ":" and end + 1 < len(tokens) and not tokens[end + 1].gap  # Swedish "3:e"
        if (dashed and tokens[end + 1].key in suffixes) or (colon and f":{tokens[end + 1].key}" in suffixes):
            end, ranked = end + 2, True
        elif (following.key in suffixes and not (lettered and following.text in "abcd")) or following.text in (
            "º",
            "ª",
            "°",
        ):
            end, ranked = end + 1, True
        elif re.fullmatch("[a-zA-Z]", following.text):
            value, end = value + following.text.lower(), end + 1
        elif (following.kind == "word" and not _foreign(following.text)) or following.text in ("%", "€", "$"):
            return None
    return Number(value, j, end, ranked=ranked)


def _foreign(text: str) -> bool:
    """Written without spaces around numbers: Han, kana, hangul, Thai."""
    return text[0] >= "\u0e00"


def _range(tokens: Sequence[Token], number: Number, languages: Sequence[str], grammar: Grammar) -> Number:
    """`10-15`, `1 & 2`, "one and two", "3 to 5"."""
    j = number.end
    if j + 1 >= len(tokens) or not number.value.isdecimal():
        return number
    joins = frozenset().union(*(grammar.joins.get(language, ()) for language in languages)) | {"&", "+"}
    k = j + 1
    if tokens[j].text == "," and tokens[k].key == str(int(number.value) + 1):
        # "1, 2 and 3"
        rest = _range(tokens, Number(tokens[k].key, k, k + 1), languages, grammar)
        first, _, last = rest.value.partition("-")
        return Number(f"{number.value}-{last}", number.start, rest.end) if first and last else number
    if tokens[j].text not in _RANGE and tokens[j].key not in joins:
        # Arabic writes its "and" in one word with what follows.
        if not (tokens[j].key.startswith("و") and "ar" in languages):
            return number
        second = _and_arabic(tokens, j)
    else:
        second = _one(tokens, k, languages, grammar, letters=False)
        # "Part 1 - 2001: ..." joins nothing: a dash with space on both sides must lead to the end or a closing sign.
        if second and tokens[j].text in _RANGE and tokens[j].gap and second.end < len(tokens) and (
            tokens[second.end].kind not in ("close", "separator")):  # fmt: skip
            return number
    if second is None or not second.value.isdecimal() or not int(number.value) < int(second.value) <= 9999:
        return number
    return Number(f"{number.value}-{second.value}", number.start, second.end, spelled=number.spelled,
                  language=number.language)  # fmt: skip


def _and_last(tokens: Sequence[Token], number: Number, languages: Sequence[str], grammar: Grammar) -> Number:
    """Behind "Part Three and last", "الجزء الثالث والأخير": the number it has is the third."""
    j = number.end
    words = [token.key for token in tokens[j : j + 2]]
    for language in languages:
        ranks = numbers(language).ordinals
        if len(words) == 2 and words[0] in grammar.joins[language] and ranks.get(words[1]) == "last":
            return replace(number, end=j + 2)
        if words and language == "ar" and words[0].startswith("و") and ranks.get(words[0][1:]) == "last":
            return replace(number, end=j + 1)
    return number


def _and_arabic(tokens: Sequence[Token], j: int) -> Number | None:
    table = numbers("ar")
    value = table.ordinals.get(tokens[j].key[1:]) or table.cardinals.get(tokens[j].key[1:])
    return Number(value, j, j + 1, spelled=True, language="ar") if value else None


def total(tokens: Sequence[Token], j: int, number: Number, languages: Sequence[str], grammar: Grammar) -> Number:
    """The number with the total that stands at token `j`, if any: `of 3`, "sur trois", `/5`, "из 4"."""
    if j >= len(tokens):
        return number
    boxed = tokens[j].text in "([（" and j + 1 < len(tokens)  # "Part 8 (of 10): X"
    k = j + 1 if tokens[j].text in "/⁄∕" else _behind_of(tokens, j + boxed, languages, grammar)
    if not k or k >= len(tokens):
        return number
    count = _one(tokens, k, languages, grammar, letters=False)
    if count is None or not count.value.isdecimal() or count.ranked:
        return number
    if number.value.isdecimal() and int(count.value) < int(number.value):
        return number
    end = count.end + boxed
    if boxed and (end > len(tokens) or tokens[end - 1].kind != "close"):
        return number
    return Number(number.value, number.start, end, ranked=number.ranked, spelled=number.spelled,
                  total=count.value, language=number.language)  # fmt: skip


def _behind_of(tokens: Sequence[Token], j: int, languages: Sequence[str], grammar: Grammar) -> int:
    for language in languages:
        for words in grammar.of.get(language, ()):
            k = j + len(words)
            if tuple(token.key for token in tokens[j:k]) == words:
                return k
    return 0


def before(tokens: Sequence[Token], i: int, languages: Sequence[str], grammar: Grammar, *, plain_too: bool,  # noqa: PLR0913 - a place and its bounds
           floor: int = 0) -> Number | None:  # fmt: skip
    """The number that ends right before token `i`, not reaching before `floor`."""
    if i - 2 > floor and any(
        numbers(language).ordinals.get(tokens[i - 1].key) == "last" and tokens[i - 2].key in grammar.joins[language]
        for language in languages
    ):
        # "the third and last part"
        number = before(tokens, i - 2, languages, grammar, plain_too=plain_too, floor=floor)
        if number:
            return replace(number, end=i)
    for start in range(max(floor, i - 8), i):
        number = spelled(tokens, start, languages, ranked_only=not plain_too)
        if number and number.end == i:
            return number
    for start in (i - 3, i - 2, i - 1):
        if start < floor or tokens[start].kind not in ("number", "word"):
            continue
        token = tokens[start]
        number = _digits(tokens, start, languages, grammar) if token.kind == "number" else None
        if number is None and token.kind == "word" and token.text.isupper() and (value := roman(token.text)):
            number = Number(str(value), start, start + 1)
        if number is None:
            continue
        end, ranked = number.end, number.ranked
        if end < i and tokens[end].text == "." and not tokens[end].gap:
            end, ranked = end + 1, True
        elif end < i and tokens[end].text in "-‐" and plain_too:
            end += 1
        if end == i and (ranked or plain_too) and number.value.isdecimal():
            return Number(number.value, start, i, ranked=ranked)
    return None
