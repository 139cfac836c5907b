"""A justified line, drawn from words that were drawn before. In: a line of text. Out: what is written into the page.

In a justified line Pango shapes every word by itself, for the spaces between are stretched, and a book says most of
its words many times. Each word's glyphs are kept as they are written into a page; a line all of whose words are
known is put together from them, and Pango is not asked at all. What is kept comes from lines that Pango shaped, and
only where every space was stretched as Pango's rule has it (half before, half after), so that the pages are the same
to the glyph; a test compares them. Latin text alone: elsewhere a word may depend on its neighbours.

A font has one width for a glyph in all its sizes, rounded in the size a document has it in first. So words are kept
as they are with widths rounded in their own size, and serve only documents whose widths are the same: what was drawn
in other documents before leaves no trace in a page.

A tenth of the whole time on a long book. ISO 32000-1, 9.4.3 (text-showing operators).
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from weasyprint.text.ffi import TO_UNITS, ffi, gobject
from weasyprint.text.line_break import Layout, create_layout

from book.editions.pdf import breaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Piece = Callable[[Any, float, int, int, int], str]

_WORDS = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-ɏ0-9.,;:!?'’‘“”\"()\[\]*&/—–‐-]+(?: [A-Za-zÀ-ÖØ-öø-ɏ0-9.,;:!?'’‘“”\"()\[\]*&/—–‐-]+)+"
)
_LETTER = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")  # what has none takes its script from the words beside it
_UNIT = 1 << 10  # Pango units in a unit of the page

_create_layout = create_layout
_reactivate = Layout.reactivate


class Drawn:
    """The words of one style as they are written into pages."""

    def __init__(self) -> None:
        """Know none yet."""
        self.words: dict[str, Word] = {}
        self.pango_font: Any = None  # None: nothing known
        self.space: tuple[int, int, int] | None = None  # glyph, advance unstretched in Pango units, width 1/1000 em
        self.widths: dict[int, int] = {}  # of glyphs, 1/1000 em, rounded in this size
        self.apart = False  # in this style spaces are not stretched by the rule, or words have several fonts


class Word(NamedTuple):
    """A word, shaped."""

    written: str  # its glyphs as they stand in a text array
    glyphs: tuple[tuple[int, int, str], ...]  # those new in it: number, width in 1/1000 em, what it stands for


class Used(NamedTuple):
    """What a document has of a style."""

    font: Any  # WeasyPrint's
    size: float
    words: set[str]  # whose glyphs the font knows


def drawn(stream: Any, textbox: Any) -> Drawn | None:  # noqa: ANN401 - WeasyPrint ships no types
    """What is kept for a line; None for one that is not justified or not plain."""
    layout = textbox.pango_layout
    plain = layout.justification_spacing > 0 and hasattr(stream._fonts, "used")  # noqa: SLF001 - its only name
    if not plain or not _WORDS.fullmatch(layout.text):
        return None
    widths = breaking.widths(textbox.style)
    if widths is None:
        return None
    if widths.drawn is None:
        widths.drawn = Drawn()
    found: Drawn = widths.drawn
    return None if found.apart else found


def line(  # noqa: PLR0913, PLR0917 - a line and who can write what is missing of it
    text: str,
    spacing: float,
    known: Drawn,
    stream: Any,  # noqa: ANN401 - WeasyPrint ships no types
    space_piece: Piece,
    alone: Callable[[str], Word | None],
) -> tuple[Used, str] | None:
    """A line as the operand of a text-showing operator; None where a word of it cannot be written by itself.

    `space_piece` writes a stretched space; `alone` a word that was not met before.
    """
    if known.space is None or not _LETTER.search(text):
        return None
    words = text.split(" ")
    shaped = []
    for word in words:
        found = known.words.get(word)
        if found is None:
            found = alone(word) if _LETTER.search(word) else None
            if found is None:
                return None
            known.words[word] = found
        shaped.append(found)
    used: Used | None = stream._fonts.used.get(known)  # noqa: SLF001 - the fonts of the document, under their only name
    if used is None:
        font, size = stream.add_font(known.pango_font)
        used = stream._fonts.used[known] = Used(font, size, set())  # noqa: SLF001 - the same
    glyph, advance, width = known.space
    if not used.words.issuperset(words) and not _use(used, words, shaped, (glyph, width, " ")):
        return None
    stretch = int(spacing * TO_UNITS)
    space = space_piece(used.font, used.size, glyph, advance + stretch, _left(stretch))
    return used, f"<{space.join([word.written for word in shaped])}>"


def _use(used: Used, words: Sequence[str], shaped: Sequence[Word], space: tuple[int, int, str]) -> bool:
    """Let a document's font know the glyphs of a line, in the line's order; False where their widths differ there."""
    font = used.font
    new = [(word, each.glyphs) for word, each in zip(words, shaped, strict=True) if word not in used.words]
    glyphs = [*(glyph for _, each in new for glyph in each), space]
    if any(font.widths.get(glyph, width) != width for glyph, width, _ in glyphs):
        return False
    for word, each in new:
        used.words.add(word)
        for glyph, width, text in (*each, space):
            font.widths.setdefault(glyph, width)
            font.to_unicode.setdefault(glyph, text)
    return True


def own_widths(known: Drawn, font: Any, glyphs: Iterable[int], width: Callable[[int], int]) -> bool:  # noqa: ANN401 - WeasyPrint ships no types
    """Whether a document's widths of glyphs are those of this style's size; `width` rounds one in it."""
    for glyph in glyphs:
        if glyph not in known.widths:
            known.widths[glyph] = width(glyph)
        if font.widths[glyph] != known.widths[glyph]:
            return False
    return True


def learn(  # noqa: PLR0913, PLR0917 - a line and what became of it
    text: str,
    spacing: float,
    known: Drawn,
    runs: Sequence[tuple[Any, ...]],
    written: Sequence[str],
    named: Callable[[Any, list[int]], dict[int, str]],
    width: Callable[[Any, float, int], int],
) -> None:
    """Keep the words of a line that Pango shaped: its runs, how each was written, what a run's glyphs stand for.

    `width` rounds the width of a glyph of a Pango font in a size.
    """
    words = text.split(" ")
    stretch = int(spacing * TO_UNITS)
    _, font, size, _ = runs[0]
    if any(other is not font or height != size for _, other, height, _ in runs) or len(runs) != 2 * len(words) - 1:
        return
    pango_font = runs[0][0].item.analysis.font
    if not own_widths(known, font, (key[0] for run in runs for key in run[3]), partial(width, pango_font, size)):
        return
    spaces = {keys[0] if len(keys) == 1 else (-1, 0, 0) for _, _, _, keys in runs[1::2]}
    glyph, advance, shift = spaces.pop()
    space = (glyph, advance - stretch, font.widths[glyph] if glyph >= 0 else 0)
    same = known.space in (None, space) and known.pango_font in (None, pango_font)
    if spaces or glyph < 0 or shift != _left(stretch) or not same:
        known.apart = True
        return
    if known.pango_font is None:
        known.pango_font = ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(pango_font)), gobject.g_object_unref)
    known.space = space
    for word, (item, _, _, keys), glyphs in zip(words, runs[::2], written[::2], strict=True):
        inside = item.item.length == len(word.encode()) and item.item.analysis.level % 2 == 0
        if inside and word not in known.words and _LETTER.search(text):
            texts = named(item, [number for number, _, _ in keys])
            known.words[word] = Word(glyphs, tuple((number, font.widths[number], texts[number]) for number in texts))


def _left(stretch: int) -> int:
    """How much of what is added to a space stands before it: `distribute_letter_spacing` in pango-layout.c."""
    left = stretch // 2
    return left if stretch % _UNIT else (left + _UNIT // 2) // _UNIT * _UNIT


def layout_made(text: str, style: Any, context: Any, max_width: Any, justification_spacing: float) -> Any:  # noqa: ANN401 - WeasyPrint ships no types
    """A layout that is put away until it is drawn, as justification makes it; set up only when it is."""
    if "\n" in text or style["word_spacing"] or style["text_decoration_line"] != "none":
        return _create_layout(text, style, context, max_width, justification_spacing)
    made = Layout.__new__(Layout)
    made.justification_spacing, made.max_width, made.text = justification_spacing, max_width, text
    made.ascent = made.underline_position = made.strikethrough_position = None
    made.first_line_direction = 0
    return made


def reactivate(self: Any, style: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Promise a layout its Pango layout again: made when somebody asks for it."""
    self.style = style
    self.promised = True


def promised(self: Any, name: str) -> Any:  # noqa: ANN401 - WeasyPrint ships no types
    """Keep the promise: what `Layout.__getattr__` becomes."""
    if name in ("layout", "language") and self.__dict__.pop("promised", False):
        _reactivate(self, self.style)
        return self.__dict__[name]
    raise AttributeError(name)


def deactivate(self: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Put a layout away."""
    for name in ("layout", "language", "style", "promised"):
        self.__dict__.pop(name, None)
