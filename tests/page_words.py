"""The words on the pages of a tagged PDF, in the order in which it is read. In: a PDF. Out: its pieces of text.

A piece is what one line holds of one element. What is no text of the book is known by its tags and left out, none of
it by guess: artifacts (running heads, folios, page numbers in the text), labels of lists, drawings. The head of a
table, which every page of the table shows again, is told by its tag too. Glyphs are read by `ToUnicode` and
`ActualText`. ISO 32000-1, 9.10.3, 14.6 to 14.9.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SKIPPED = frozenset(["Lbl", "Figure", "Formula"])
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]*)>")


class Piece(NamedTuple):
    """Some text in a line."""

    page: int  # from 1
    text: str
    head: bool  # of a table


def pieces(pdf: pikepdf.Pdf, kind: str = "chapter") -> list[Piece]:
    """The text of the pages of one kind, in the order of the structure tree."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1) if _kind(page) == kind}
    fonts: dict[Any, Mapping[int, str]] = {}
    texts = {page.obj.objgen: _texts(page, fonts) for page in pdf.pages if page.obj.objgen in numbers}
    found = []
    for page, mark, tags in _marks(pdf.Root.StructTreeRoot):
        if page in numbers and not tags & _SKIPPED:
            found.append(Piece(numbers[page], texts[page].get(mark, ""), "THead" in tags))
    return found


def _kind(page: pikepdf.Page) -> str:
    info: Any = page.obj.get("/PieceInfo")
    said = info.get("/BookPage", {}).get("/Private", {}) if info is not None else {}
    return str(said.get("/Kind", ""))


def _marks(root: pikepdf.Object) -> Iterator[tuple[Any, int, frozenset[str]]]:
    """Page, number and tags around of every piece of marked content."""
    waiting: list[tuple[Any, Any, frozenset[str]]] = [(root, None, frozenset())]
    while waiting:
        element, page, tags = waiting.pop()
        if isinstance(element, int):
            yield page, element, tags
            continue
        page = element.Pg.objgen if "/Pg" in element else page
        if "/MCID" in element:
            yield page, int(element.MCID), tags
        elif element.get("/Type") != "/OBJR":
            kids = element.get("/K", pikepdf.Array())
            tags |= {str(element.get("/S", "")).lstrip("/")}
            listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            waiting.extend((kid, page, tags) for kid in reversed(listed))


def _texts(page: pikepdf.Page, fonts: dict[Any, Mapping[int, str]]) -> dict[int, str]:
    """The text of each piece of marked content on a page."""
    found: dict[int, list[str]] = {}
    around: list[tuple[int, str | None]] = []  # number or -1, text said instead
    font: Mapping[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            said: Any = operands[1] if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else {}
            mark = int(said.get("/MCID", around[-1][0] if around else -1)) if str(operands[0]) != "/Artifact" else -1
            instead = str(said["/ActualText"]) if "/ActualText" in said else None
            around.append((mark, instead))
            if instead is not None:
                found.setdefault(mark, []).append(_turned(list(instead)))
        elif name == "EMC":
            around.pop()
        elif name == "Tf":
            font = _font(page.obj.Resources.Font[str(operands[0])], fonts)
        elif name in ("TJ", "Tj") and around and all(instead is None for _, instead in around):
            shown = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
            glyphs = [font.get(codes[at] << 8 | codes[at + 1], "?") for at in range(0, len(codes) - 1, 2)]
            found.setdefault(around[-1][0], []).extend(glyphs)
    return {mark: _turned(glyphs) for mark, glyphs in found.items()}


def _font(font: Any, fonts: dict[Any, Mapping[int, str]]) -> Mapping[int, str]:
    if font.objgen not in fonts:
        data = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        fonts[font.objgen] = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _PAIR.findall(data)
        }
    return fonts[font.objgen]


def _turned(glyphs: Sequence[str]) -> str:
    """Glyphs from left to right in the order in which they are read: those of Arabic and Hebrew turned round."""
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for glyph in glyphs for letter in glyph):
        return "".join(glyphs)
    turned = "".join(reversed(glyphs))
    return re.sub(r"[0-9\u0660-\u0669\u06f0-\u06f9A-Za-z]+", lambda match: match[0][::-1], turned)


def plain(text: str) -> str:
    """The words of a text, a space between them: letters and figures without case, accents and all else."""
    letters = "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Cf", "Me")
    )
    return " ".join(re.findall(r"[^\W_]+", letters.casefold()))


def missed(flow: str, notes: str, found: Sequence[Piece]) -> str:
    """What is the first difference between a book's words and its pages; empty: none.

    `flow` and `notes` are plain. Words are equal one by one and in order; where a piece of text ends, a word may go
    on in the next.
    """
    texts = {"flow": flow, "notes": notes}
    read = dict.fromkeys(texts, 0)
    waiting = [(piece, text) for piece in found if (text := plain(piece.text))]
    head = ""
    for number, (piece, text) in enumerate(waiting):
        ahead = [other for _, other in waiting[number : number + _AHEAD]]
        name = max(texts, key=lambda name: _follows(texts, read, ahead, name))
        end = _reached(texts[name], read[name], text)
        if end:
            read[name] = end
            head = f"{head} {text}"[-2000:] if piece.head else head
        elif not (piece.head and text in head):  # the head of a table that goes on
            wanted = {name: texts[name][at : at + 60] for name, at in read.items()}
            return f"page {piece.page} has {text!r} where the book has {wanted}"
    left = {name: texts[name][at : at + 60] for name, at in read.items() if texts[name][at:].strip()}
    return f"the pages lack {left}" if left else ""


_AHEAD = 6  # pieces that are looked at to tell a short one of the text from one of a note: both may begin with "1"


def _follows(texts: Mapping[str, str], read: Mapping[str, int], ahead: Sequence[str], name: str) -> int:
    """How many pieces follow when the first is taken for one of this text."""
    end = _reached(texts[name], read[name], ahead[0])
    if not end:
        return 0
    then = {**read, name: end}
    return 1 + max((_follows(texts, then, ahead[1:], other) for other in texts), default=0) if ahead[1:] else 1


def _reached(text: str, at: int, piece: str) -> int:
    """Where a piece ends in a text that is read up to `at`; 0 where it does not follow."""
    for start in (at, at + 1) if text[at : at + 1] == " " else (at,):
        if text.startswith(piece, start):
            return start + len(piece)
    return 0
