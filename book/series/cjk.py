"""Serial marks of Chinese, Japanese and Korean titles, which need no spaces. In: the raw title. Out: `Mark`s.

`第12話`, `第二百零三章`, `제3화`, `2편`, `その2`, `（四）`, `（上）`, `後編`, `最終回`. The counters stand in `_UNITS`.
"""

# ruff: noqa: E501 - a pattern reads best in one line

from __future__ import annotations

import re
from functools import cache

from book.series.marks import Mark
from book.series.numerals import HAN_NUMERAL, decimal, han, plain

_UNITS = {
    "part": "部分|部|編|篇|弾|部曲|부|편",
    "chapter": "章節|章节|章|回|장",
    "episode": "話|话|集|화|회",
    "volume": "巻|卷|册|冊|辑|輯|권",
    "section": "節|节|절",
    "season": "季|シーズン|시즌",
    "lecture": "讲|講|강",
    "lesson": "课|課|课时|과",
    "issue": "期|号|號|호",
    "act": "幕|막",
    "tale": "夜|밤",
    "scene": "場|场",
    "week": "週目|周目|週|周|주차|주",
    "day": "日目|天|日|일차|일",
    "letter": "封信|通|信",
    "step": "步|歩|단계",
    "question": "问|問|题|題|문제",
}
_KIND = {unit: kind for kind, units in _UNITS.items() for unit in units.split("|")}
_UNIT = "|".join(sorted(_KIND, key=lambda unit: -len(unit)))
_NUMBER = rf"(?:\d+(?:[.．]\d+)?|{HAN_NUMERAL}+)"
_LAST = {"前": "1", "上": "1", "中": "2", "下": "last", "後": "last", "后": "last", "終": "last", "终": "last", "完": "last",
         "完結": "last", "完结": "last", "最終": "last", "最终": "last", "상": "1", "중": "2", "하": "last", "전": "1",
         "후": "last", "終章": "last"}  # fmt: skip
_HALVES = "|".join(sorted(_LAST, key=lambda half: -len(half)))
_HALF_UNIT = "編|篇|集|部|册|冊|巻|卷|部分|편|권"
_EDGE = r"(?=$|[\s:：、，,。．.・|｜\-–—―_~〜～（(［\[「『【/])"
_START = r"(?:^|(?<=[\s:：、，,。．.・|｜\-–—―_~〜～）)］\]」』】/]))"
_RANGE = r"[-–—~〜～至到]"

_COUNTED = (
    rf"(?P<open>[（(［\[【])?(?:第|제)\s*(?P<number>{_NUMBER})(?:\s*{_RANGE}\s*(?:第|제)?(?P<to>{_NUMBER}))?\s*"
    rf"(?P<unit>{_UNIT})(?:\s*[（(]?(?:全|共|총|/)\s*(?P<total>{_NUMBER})\s*(?:{_UNIT})?[）)]?)?(?P<close>[）)］\]】])?"
)
# Counters after which a text may follow without a space; 第三部分析 and 第二天气 are other words.
_CLOSE = frozenset("章回話话集節节卷巻讲講课課장화") | {"章節", "章节"}
# Counters of things too: "2부 리그" is the second division of a league, "3편 추천" recommends three films.
_COUNTING = frozenset({"부", "편", "강", "권", "막", "주차", "일차"})
_JAPANESE = "[\u3040-\u30ff]"
_HAN = "[\u3400-\u9fff]"
_FIRST = "\u3000"  # of the East Asian characters
_EAST = "[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]"
_RANKS = {"첫": "1", "두": "2", "세": "3", "네": "4", "다섯": "5", "여섯": "6", "일곱": "7", "여덟": "8", "아홉": "9",
          "열": "10", "마지막": "last"}  # fmt: skip
_OWN = {"番外": "sidestory", "番外篇": "sidestory", "番外編": "sidestory", "外伝": "sidestory", "外传": "sidestory",
        "外傳": "sidestory", "외전": "sidestory", "閑話": "interlude", "幕間": "interlude", "幕间": "interlude",
        "间章": "interlude", "間章": "interlude", "附录": "appendix", "附錄": "appendix", "付録": "appendix",
        "부록": "appendix", "막간": "interlude"}  # fmt: skip
_PATTERNS: tuple[tuple[str, str], ...] = (
    # （四） （3） [二] (下) 【中】 （前編）
    (rf"[（(［\[【]\s*(?:(?P<number>{_NUMBER})(?:[/／]\d+)?|(?P<half>{_HALVES})(?:{_HALF_UNIT})?)\s*[）)］\]】]", "bracket"),
    # 番外二 外伝3 附录一
    (rf"{_START}(?P<word>{'|'.join(sorted(_OWN, key=len, reverse=True))})(?:その|之|其)?\s*(?P<number>{_NUMBER}){_EDGE}", "own"),
    (rf"[（(［\[【]\s*(?:その|其の|其ノ|其之|パート)\s*(?P<number>{_NUMBER})\s*[）)］\]】]", "tail"),
    # その2 其の二 其ノ三, 之二 at the end
    (rf"(?:その|其の|其ノ|其之|パート|Part)\s*(?P<number>{_NUMBER}){_EDGE}", "tail"),
    (rf"(?<![分年百])之(?P<number>{HAN_NUMERAL}+)(?=$|\s*[：:—])", "tail"),
    # 笔记三：X, 教程 3
    (rf"(?<=系列|教程|笔记|筆記|入门|專題|专题|连载|講座|入門)\s?(?P<number>{_NUMBER})(?=$|\s*[：:])", "tail"),
    # 前編 後篇 上集 완결편, behind a space or a sign or in front
    (rf"{_START}(?P<half>{_HALVES})(?:{_HALF_UNIT}){_EDGE}", "half"),
    (r"(?<=[\s—–・·:：-])(?P<half>[上中下])$", "half"),
    (rf"(?P<half>最終|最终|마지막\s*|최종\s*|大)(?P<unit>回|話|话|章|集|巻|卷|結局|结局|編|篇|화|회|장|편|부|권){_EDGE}", "last"),
    # 1화 2편 3부 １２話 counted without 第: alone, in front, or behind a space
    (rf"{_START}(?P<number>\d+)\s*(?P<unit>화|편|부|장|강|회|권|막|话|話|章|巻|卷|日目|週目|주차|일차){_EDGE}", "plain"),
    (r"[（(［\[【]\s*(?P<number>\d+)\s*(?P<unit>화|편|부|장|강|회|話|话|章)\s*[）)］\]】]", "boxed"),
    (rf"{_START}(?P<unit>시즌|シーズン)\s*(?P<number>\d+){_EDGE}", "boxed"),
    (rf"{_START}(?P<unit>卷|巻|章|部)(?:之|の|ノ)?(?P<number>{HAN_NUMERAL}+|\d+){_EDGE}", "plain"),
    (rf"{_START}(?P<rank>{'|'.join(_RANKS)})\s*번째\s*(?P<unit>이야기|편지|부|장|화|편)?{_EDGE}", "rank"),
    (r"(?P<number>\d+\.\d+)(?P<unit>章节|章節|章|节|節)", "decimal"),
)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns, compiled when the first East Asian title is met."""
    return tuple((re.compile(pattern), form) for pattern, form in _PATTERNS)


def marks(title: str) -> list[Mark]:
    """The marks of an East Asian title; none in any other."""
    if max(title, default="") < _FIRST or not re.search(_EAST, title):
        return []
    found: list[Mark] = []
    for match in re.finditer(_COUNTED, title):
        mark = _counted(title, match)
        if mark:
            found.append(mark)
    for pattern, form in _patterns():
        for match in pattern.finditer(title):
            mark = _other(title, match, form)
            if mark and not any(mark.start < other.end and other.start < mark.end for other in found):
                found.append(mark)
    return sorted(found, key=lambda mark: mark.start)


def _value(text: str) -> str:
    """`１２` and `十二` as "12"."""
    number = han(text)
    if number is not None:
        return str(number)
    whole, dot, fraction = decimal(text).replace("．", ".").partition(".")
    return plain(whole) + dot + fraction


def _unit_kind(title: str, unit: str, *, digits: bool = False) -> str:
    # 回 divides a Chinese novel, and is an instalment in Japanese.
    return "episode" if unit == "回" and (re.search(_JAPANESE, title) or digits) else _KIND[unit]


def _counted(title: str, match: re.Match[str]) -> Mark | None:
    before, after = title[: match.start()], title[match.end() :]
    edge = not before or not after or before[-1] in " \u3000" or not (before[-1].isalnum() and after[0].isalnum())
    # 第三部分析: the counter is a part of a longer word when both sides are written on.
    if not edge:
        return None
    if after[:1].isalnum() and match["unit"] not in _CLOSE:
        return None
    start, end = match.start(), match.end()
    if match["open"] and not match["close"]:
        start += 1
    if match["close"] and not match["open"]:
        end -= 1
    number = _value(match["number"]) + (f"-{_value(match['to'])}" if match["to"] else "")
    total = _value(match["total"]) if match["total"] else None
    form = "bracket" if match["open"] and match["close"] else "label"
    kind = _unit_kind(title, match["unit"], digits=decimal(match["number"])[0].isdecimal())
    return Mark(start, end, kind, number, total, form)


def _other(title: str, match: re.Match[str], form: str) -> Mark | None:  # noqa: PLR0911 - one line a pattern
    groups = match.groupdict()
    if form == "bracket":
        return _bracket(title, match)
    if form == "rank":
        kind = {"편지": "letter", "부": "part", "장": "chapter", "화": "episode"}.get(groups["unit"] or "", "part")
        return Mark(match.start(), match.end(), kind, _RANKS[groups["rank"]])
    if form in ("half", "last"):
        kind = "part"
        if form == "last":
            kind = {"章": "chapter", "장": "chapter", "巻": "volume", "卷": "volume", "권": "volume", "編": "part",
                    "篇": "part", "편": "part", "부": "part"}.get(groups["unit"], "episode")  # fmt: skip
            if groups["half"] == "大" and groups["unit"] not in ("结局", "結局"):
                return None
            return Mark(match.start(), match.end(), kind, "last")
        return Mark(match.start(), match.end(), kind, _LAST[groups["half"]])
    if form == "decimal":
        start, end = match.start(), match.end() - len(groups["unit"])
        return Mark(start, end, "section", groups["number"]) if match.end() < len(title) else None
    if form == "own":
        return Mark(match.start(), match.end(), _OWN[groups["word"]], _value(groups["number"]))
    if (
        form == "plain"
        and (match.start() or groups["unit"] in _COUNTING)
        and title[match.end() :][:1].isspace()
        and (title[match.end() :].lstrip()[:1].isalnum())
    ):
        return None  # 영화 3편 추천: a count in running text
    kind = _unit_kind(title, groups["unit"]) if form in ("plain", "boxed") else "part"
    return Mark(match.start(), match.end(), kind, _value(groups["number"]))


def _bracket(title: str, match: re.Match[str]) -> Mark | None:  # noqa: PLR0911 - one line a way not to be a mark
    before = title[: match.start()].rstrip()
    behind = title[match.end() :].lstrip()
    number = match["number"]
    # 6/10（三）: a date and its day of the week.
    if re.search(r"\d[/.月日-]\d*日?$", before) or (
        number and re.search(r"[日号]$", before) and han(number) is not None
    ):
        return None
    if not before and number and behind and not re.search(_EAST, match.group()) and not re.search(_HAN, behind):
        return None
    if behind and before and behind[0].isalnum():
        return None
    if number is None:
        return Mark(match.start(), match.end(), "part", _LAST[match["half"]], None, "bracket")
    if "/" in match.group() or "／" in match.group():
        return None
    value = _value(number)
    if len(value.partition(".")[0]) > 3 or value == "0":
        return None
    return Mark(match.start(), match.end(), "part", value, None, "bracket")
