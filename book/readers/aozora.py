"""Aozora Bunko text. In: a `Snapshot`. Out: one document of content: ruby, headings, emphasis and indents as HTML.

The notation is Aozora Bunko's 注記一覧: 《》 for ruby, ｜ where its base begins, ［＃...］ for all else. Title and
author stand in the first lines; the legend between two rules is taken out and recorded; the colophon (底本) stays as
the last section, since it is the text's credit. A note that is not known keeps its words.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from book.model import Document, Reading, Removal
from book.readers.names import name_facts
from book.readers.source import text_of

if TYPE_CHECKING:
    from book.model import Snapshot

_RULE = re.compile(r"^-{20,}$", re.MULTILINE)
_LEGEND = re.compile(r"^-{20,}\n.*?^-{20,}\n", re.MULTILINE | re.DOTALL)
_COLOPHON = re.compile(r"^底本[：:]", re.MULTILINE)
_NOTE = re.compile(r"※?［＃((?:[^［］]|［[^［］]*］)*)］")
_RUBY_MARKED = re.compile(r"｜([^｜《》\n]{1,60})《([^《》\n]{1,60})》")
# Without ｜ the base is the run of characters of one kind before 《. 々〆〇ヶ count as kanji.
_KANJI = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆〇ヶ〻仝"
_RUBY_BARE = re.compile(rf"([{_KANJI}]+|[ァ-ヺー]+|[ぁ-ゖー]+|[A-Za-zÀ-ÿ0-9'’.-]+|[Α-ωА-я]+)《([^《》\n]{{1,60}})》")
_HEADING = re.compile(r"^「(.+)」は(?:同行|窓)?(大|中|小)見出し$")
_HEADING_LINE = re.compile(r"［＃(?:同行|窓)?(大|中|小)見出し］(.*?)［＃(?:同行|窓)?\1見出し終わり］")
_HEADING_BLOCK = re.compile(r"［＃ここから(大|中|小)見出し］\n(.*?)\n?［＃ここで\1見出し終わり］", re.DOTALL)
_EMPHASIS = re.compile(r"^「(.+)」(?:の左)?に(.*傍点|傍線|.*傍線|丸傍点)$")
_STYLED = re.compile(r"^「(.+)」は(太字|斜体|縦中横|行右小書き|上付き小文字|行左小書き|下付き小文字)$")
_RANGE = re.compile(r"［＃(傍点|[白黒二重丸三角×ばつ]*傍点|傍線|二重傍線|太字|斜体)］(.*?)［＃\1終わり］", re.DOTALL)
_PICTURE = re.compile(r"^(.*?)（([^（）、]+\.(?:png|jpg|jpeg|gif))(?:、[^）]*)?）入る$", re.IGNORECASE)
_CODE_POINT = re.compile(r"U\+([0-9A-Fa-f]{4,6})")
_JIS = re.compile(r"(?:第[34]水準)?([12])-(\d{1,2})-(\d{1,2})")
_INDENT = re.compile(
    r"^(?:ここから)?(?:改行天付き、折り返して)?[0-9０-９]+字下げ|^地付き|^地から|^ここから|^ここで|^天から"
)
_BREAK = re.compile(r"^改(?:ページ|頁|丁|段|見開き)$")
_LEVEL = {"大": "h2", "中": "h3", "小": "h4"}
_TAG = {"太字": "b", "斜体": "i", "縦中横": "span", "行右小書き": "sup", "上付き小文字": "sup", "行左小書き": "sub",
        "下付き小文字": "sub"}  # fmt: skip


def read(snapshot: Snapshot) -> Reading:
    """One document."""
    text, problems = text_of(snapshot)
    header, body, legend = _parts(text)
    colophon = _COLOPHON.search(body)
    credit = body[colophon.start() :].strip() if colophon else ""
    html = _html(body[: colophon.start()] if colophon else body)
    if credit:
        lines = "<br>".join(escape(line, quote=False) for line in credit.split("\n"))
        html += f'\n<section epub:type="colophon"><p>{lines}</p></section>'
    names = [line.strip() for line in header.split("\n") if line.strip()]
    document = Document(
        source=snapshot.name,
        form="content",
        markup=html,
        title=" ".join([names[0], *names[1:-1]]) if names else "",
        byline=names[-1] if len(names) > 1 else "",
        date=name_facts(snapshot.name).date,
        language="ja",
        address=snapshot.address,
        meta={"colophon": " ".join(credit.split())} if credit else {},
        position=snapshot.position,
        removals=(Removal(snapshot.name, "legend", legend),) if legend else (),
    )
    return Reading((document,), problems)


def _parts(text: str) -> tuple[str, str, str]:
    """The lines of title and author, the text, and the legend between its rules."""
    legend = _LEGEND.search(text)
    if legend and text.count("\n", 0, legend.start()) < 15:
        return text[: legend.start()], text[legend.end() :], _RULE.sub("", legend[0]).strip()
    first, blank, rest = text.lstrip("\n").partition("\n\n")
    # A short block of short lines before the text is its title.
    if blank and first.count("\n") < 5 and all(len(line) < 40 for line in first.split("\n")) and "［＃" not in first:
        return first, rest, ""
    return "", text, ""


def _html(text: str) -> str:
    """The body as HTML: one paragraph a line, as Aozora's own pages have it."""
    text = escape(text, quote=False)
    text = _HEADING_BLOCK.sub(lambda found: f"\n\x02{_LEVEL[found[1]]}\x03{found[2].replace(chr(10), '　')}\n", text)
    text = _RANGE.sub(_ranged, text)
    text = _HEADING_LINE.sub(lambda found: f"\x02{_LEVEL[found[1]]}\x03{found[2]}", text)
    blocks = [_block(_line(line)) for line in text.split("\n")]
    return "\n".join(block for block in blocks if block)


def _line(line: str) -> str:
    """A line with its notes put into effect; each looks back at the words before it."""
    at = 0
    while found := _NOTE.search(line, at):
        head, tail = line[: found.start()], line[found.end() :]
        head, put = _effect(head, found[1], found[0].startswith("※"))
        line = head + put + tail
        at = len(head) + len(put)
    line = _RUBY_MARKED.sub(_ruby, line)
    return _RUBY_BARE.sub(_ruby, line).replace("｜", "")


def _effect(head: str, note: str, external: bool) -> tuple[str, str]:  # noqa: PLR0911 - a table of notes
    """What stands before a note, changed by it, and what stands in its place."""
    if external:
        return head, _character(note)
    if match := _HEADING.match(note):
        start = head.rfind(match[1])
        return (f"{head[:start]}\x02{_LEVEL[match[2]]}\x03{head[start:]}", "") if start >= 0 else (head, "")
    if match := _EMPHASIS.match(note):
        return _wrapped(head, match[1], "em", ' class="emphasis-dots"'), ""
    if match := _STYLED.match(note):
        extra = ' class="tcy"' if match[2] == "縦中横" else ""
        return _wrapped(head, match[1], _TAG[match[2]], extra), ""
    if match := _PICTURE.match(note):
        alt = escape(match[1].strip("「」"))
        return head, f'<img src="{escape(match[2])}" alt="{alt}">'
    if _BREAK.match(note):
        return head, "\x02hr\x03"
    # Indents and ends of blocks are the page's; any other note tells the reader something and stays.
    return head, "" if _INDENT.match(note) or note.endswith(("終わり", "ママ")) else f"<small>［{note}］</small>"


def _wrapped(head: str, words: str, tag: str, attributes: str) -> str:
    """The last `words` before the note in an element; they may carry ruby between their characters."""
    loose = "".join(f"{re.escape(letter)}(?:《[^《》]*》)?" for letter in words)
    found = list(re.finditer(loose, head))
    if not found:
        return head
    start, end = found[-1].span()
    return f"{head[:start]}<{tag}{attributes}>{head[start:end]}</{tag}>{head[end:]}"


def _ranged(found: re.Match[str]) -> str:
    tag = _TAG.get(found[1], "em")
    attributes = ' class="emphasis-dots"' if tag == "em" else ""
    return f"<{tag}{attributes}>{found[2]}</{tag}>"


def _character(note: str) -> str:
    """A character beyond Shift_JIS: by code point, by its place in JIS X 0213, else as it is described."""
    if point := _CODE_POINT.search(note):
        number = int(point[1], 16)
        if 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000:
            return chr(number)
    if place := _JIS.search(note):
        row, cell = int(place[2]) + 0xA0, int(place[3]) + 0xA0
        raw = bytes([row, cell]) if place[1] == "1" else bytes([0x8F, row, cell])
        try:
            return raw.decode("euc_jis_2004")
        except (UnicodeDecodeError, ValueError):
            pass
    return f"※［{note}］"


def _ruby(found: re.Match[str]) -> str:
    return f"<ruby>{found[1]}<rp>（</rp><rt>{found[2]}</rt><rp>）</rp></ruby>"


def _block(line: str) -> str:
    marks = re.findall("\x02(\\w+)\x03", line)
    bare = re.sub("\x02\\w+\x03", "", line).strip("\u3000 ")
    if "hr" in marks and not bare:
        return "<hr>"
    tag = next((mark for mark in marks if mark != "hr"), "p")
    return f"<{tag}>{bare}</{tag}>" if bare else ""
