"""Shortcuts through WeasyPrint 70 that leave every glyph where it was. In: its modules. Out: the same, patched.

Measured on a long book, in shares of the whole time: setting up Pango for each fragment of text (8 %) becomes a copy
of what was set up for its style; drawing a line glyph by glyph (15 %) becomes a look-up for each glyph and advance;
empty margin boxes (5 %) are not made where none are wanted; lines end where the widths of words foretell (14 %, see
`breaking`); justified lines are put together from words drawn before (see `drawing`). A version that is not named
here runs as it comes; a test compares the pages with and without.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import weasyprint
import weasyprint.draw.text as drawing
import weasyprint.layout as laying
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.line_break import Layout

from book.editions.pdf import breaking, letters
from book.editions.pdf import drawing as lines
from book.editions.pdf.laid import plain
from book.editions.pdf.lean import declare

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = ("70.0",)
_INFO = 20  # bytes of a PangoGlyphInfo: glyph, width, x offset, y offset, attributes
_UNKNOWN = letters.EMPTY  # glyph numbers from here on are none of the font's
_SMALLEST = 1e-6  # px; nothing is drawn in a smaller size
_DECORATION = (
    "ascent",
    "underline_position",
    "strikethrough_position",
    "underline_thickness",
    "strikethrough_thickness",
)

_set_up = Layout.setup
_draw_first_line = drawing.draw_first_line
_make_margin_boxes = laying.make_margin_boxes
_wanted = True  # margin boxes
# Where the engine looks a function up, its name there, and ours.
_taken: list[tuple[Any, str, Any]] = []
_own: list[tuple[Any, str, Any]] = []  # the engine's


def install() -> bool:
    """Take the shortcuts in this process; False where this version of WeasyPrint is not known to allow it."""
    if weasyprint.VERSION not in KNOWN:
        return False
    declare(ffi)
    # With the shortcuts and without.
    inline.split_first_line, inline.can_break_text = breaking.mended, breaking.may_end
    _taken[:] = [
        (Layout, "setup", set_up),
        (Layout, "reactivate", lines.reactivate),
        (Layout, "deactivate", lines.deactivate),
        (drawing, "draw_first_line", draw_first_line),
        (laying, "make_margin_boxes", margin_boxes),
        (inline, "split_first_line", breaking.split),
        (inline, "create_layout", lines.layout_made),
    ]
    _own[:] = [(place, name, getattr(place, name)) for place, name, _ in _taken]
    Layout.__getattr__ = lines.promised
    _put(_taken)
    return True


def _put(functions: list[tuple[Any, str, Any]]) -> None:
    for place, name, function in functions:
        setattr(place, name, function)


@contextmanager
def untaken() -> Iterator[None]:
    """WeasyPrint as it comes, to compare with."""
    _put(_own)
    try:
        yield
    finally:
        _put(_taken)


@contextmanager
def margin_boxes_made(wanted: bool) -> Iterator[None]:
    """Make the pages' margin boxes, or leave them to binding."""
    global _wanted  # noqa: PLW0603 - the engine's function has no argument to carry it
    before, _wanted = _wanted, wanted
    try:
        yield
    finally:
        _wanted = before


def margin_boxes(context: Any, page: Any, state: Any) -> Any:  # noqa: ANN401 - WeasyPrint ships no types
    """The margin boxes of a page, or none of them."""
    return _make_margin_boxes(context, page, state) if _wanted else ()


def set_up(self: Any, style: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Give a fragment of text its Pango layout: a copy of the one that its style had first."""
    kept = style.__dict__.get("kept_layout")
    if kept is None:
        _set_up(self, style)
        copy = ffi.gc(pango.pango_layout_copy(self.layout), gobject.g_object_unref)
        features = {name: getattr(self, name) for name in _DECORATION if hasattr(self, name)}
        style.kept_layout = (copy, self.language, features)
        return
    original, self.language, features = kept
    self.style = style
    self.first_line_direction = 0
    self.layout = ffi.gc(pango.pango_layout_copy(original), gobject.g_object_unref)
    self.__dict__.update(features)


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint ships no types
    """Draw a line of text. What is not plain (raised or missing glyphs, bitmaps, ellipses) WeasyPrint draws itself."""
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip():
        return list(_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix))
    known, layout = lines.drawn(stream, textbox), textbox.pango_layout
    whole = None
    if known is not None:
        alone = partial(_alone, stream, textbox.style, known)
        whole = lines.line(layout.text, layout.justification_spacing, known, stream, _space, alone)
    if whole is not None:
        used, shown = whole
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(used.font.hash, used.size)
        stream.show_text(_closed(shown))
        return []
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - Pango's function
    line, _ = layout.get_first_line()
    runs = _runs(line, textbox, stream)
    stream.set_text_matrix(*matrix.values)
    if runs is None or not _spelt(textbox, runs):
        if textbox.style["font_size"] < _SMALLEST or not letters.write(stream, textbox, line):
            return list(_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix))
        return []
    written = _show(stream, runs)
    if known is not None:
        text = layout.text.encode()
        own = partial(_width, stream)
        lines.learn(layout.text, layout.justification_spacing, known, runs, written, partial(_named, text), own)
    return []


def _spelt(textbox: Any, runs: list[tuple[Any, ...]]) -> bool:  # noqa: ANN401 - WeasyPrint ships no types
    """Whether the glyphs of a line spell it, now that each says what it stands for."""
    text = textbox.pango_layout.text.encode()
    right = True
    for run, font, _, keys in runs:
        glyphs = [glyph for glyph, _, _ in keys]
        leftward = bool(run.item.analysis.level % 2)
        said = [font.to_unicode.get(glyph, "\0") for glyph in (reversed(glyphs) if leftward else glyphs)]
        if "".join(said).encode() == text[run.item.offset : run.item.offset + run.item.length]:
            continue
        found = letters.clusters(text, run, len(glyphs))
        for glyph, own in zip(glyphs, letters.spelt(found, leftward=leftward), strict=True):
            font.to_unicode.setdefault(glyph, own)
        right = right and letters.faithful(font.to_unicode, glyphs, found, leftward=leftward)
    return right


def _show(stream: Any, runs: list[tuple[Any, ...]]) -> list[str]:  # noqa: ANN401 - WeasyPrint ships no types
    """Write the runs of a line into the page; how each was written."""
    shown, before = "", None
    written: list[str] = []
    for item, font, size, keys in runs:
        if (font, size) != before:  # a face without small capitals has them made of its capitals, in a smaller size
            if shown:
                stream.show_text(_closed(shown))
            shown, before = "", (font, size)
            stream.set_font_size(font.hash, size)
        pieces = font.__dict__.setdefault("pieces", {}).setdefault(size, {})
        new = [key for key in keys if key not in pieces]
        if new:
            for key in new:
                pieces[key] = _piece(stream, item, font, size, key)
        written.append("".join([pieces[key] for key in keys]))
        shown += f"<{written[-1]}>"
    stream.show_text(_closed(shown))
    return written


def _alone(stream: Any, style: Any, known: lines.Drawn, word: str) -> lines.Word | None:  # noqa: ANN401 - WeasyPrint ships no types
    """A word shaped by itself; None where it takes more than one run, or another font than its style's first."""
    layout = Layout(style)
    layout.set_text(word)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    if run == ffi.NULL or run.next != ffi.NULL or run.data.item.analysis.font != known.pango_font:
        return None
    font, size = stream.add_font(known.pango_font)
    keys = _keys(run.data.glyphs)
    if keys is None or font.bitmap or font.png or font.svg or font.colr:
        return None
    pieces = {key: _piece(stream, run.data, font, size, key) for key in keys}  # not the font's: nothing is named yet
    numbers = [glyph for glyph, _, _ in keys]
    if not lines.own_widths(known, font, numbers, partial(_width, stream, known.pango_font, size)):
        return None
    texts = _named(word.encode(), run.data, numbers)
    if plain("".join([texts[glyph] for glyph, _, _ in keys])) != plain(word):
        return None
    glyphs = tuple((glyph, font.widths[glyph], text) for glyph, text in texts.items())
    return lines.Word("".join([pieces[key] for key in keys]), glyphs)


def _keys(string: Any) -> list[tuple[int, int, int]] | None:  # noqa: ANN401 - WeasyPrint ships no types
    """Glyph numbers, advances and offsets; None where a glyph is raised or missing."""
    numbers = memoryview(ffi.buffer(string.glyphs, string.num_glyphs * _INFO)).cast("i").tolist()
    glyphs = numbers[0::5]
    if any(numbers[3::5]) or max(glyphs, default=0) >= _UNKNOWN:
        return None
    return list(zip(glyphs, numbers[1::5], numbers[2::5], strict=True))


def _space(font: Any, size: float, glyph: int, advance: int, before: int) -> str:  # noqa: ANN401 - WeasyPrint ships no types
    """A stretched space in a font that knows the width of an unstretched one."""
    pieces = font.__dict__.setdefault("pieces", {}).setdefault(size, {})
    key = (glyph, advance, before)
    if key not in pieces:
        pieces[key] = _piece(None, None, font, size, key)
    found: str = pieces[key]
    return found


def _runs(line: Any, textbox: Any, stream: Any) -> list[tuple[Any, ...]] | None:  # noqa: ANN401 - WeasyPrint ships no types
    """The runs of a line with glyph numbers, advances and offsets; None where one is not plain."""
    found: list[tuple[Any, ...]] = []
    if textbox.style["font_size"] < _SMALLEST:
        return None
    run = line.runs[0]
    pango_font = font = size = None
    while run != ffi.NULL:
        glyph_item = run.data
        run = run.next
        keys = _keys(glyph_item.glyphs)
        if keys is None:
            return None
        if glyph_item.item.analysis.font != pango_font:
            pango_font = glyph_item.item.analysis.font
            font, size = stream.add_font(pango_font)
            if font.bitmap or font.png or font.svg or font.colr:
                return None
        found.append((glyph_item, font, size, keys))
    return found


def _piece(stream: Any, glyph_item: Any, font: Any, size: float, key: tuple[int, int, int]) -> str:  # noqa: ANN401 - WeasyPrint ships no types
    """How a glyph is written: its number, moved by its offset, and how far the next one is from where it would be."""
    glyph, width, shift = key
    if glyph not in font.widths:
        font.widths[glyph] = _width(stream, glyph_item.item.analysis.font, size, glyph)
    offset = shift / size
    moved = int(font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size)
    before = f">{-offset:.2f}<" if offset else ""
    return f"{before}{glyph:04x}>{moved}<" if moved else f"{before}{glyph:04x}"


def _width(stream: Any, pango_font: Any, size: float, glyph: int) -> int:  # noqa: ANN401 - WeasyPrint ships no types
    """The width of a glyph, 1/1000 em, rounded as the engine rounds it in a size."""
    pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
    width: int = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    return width


def _named(text: bytes, glyph_item: Any, glyphs: list[int]) -> dict[int, str]:  # noqa: ANN401 - WeasyPrint ships no types
    """Which characters the glyphs of a run stand for; the first time of each."""
    found = letters.clusters(text, glyph_item, len(glyphs))
    texts = letters.spelt(found, leftward=bool(glyph_item.item.analysis.level % 2))
    return dict(zip(reversed(glyphs), reversed(texts), strict=True))


def _closed(shown: str) -> str:
    """A text array of as few strings as will do, however it was put together; two moves have a space between them."""
    return shown.replace("><", "").replace("<>", " ")
