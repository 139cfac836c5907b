"""What glyphs stand for, so that a page's words can be copied and searched. In: a shaped line. Out: what is written.

A glyph has one text in a font (`ToUnicode`), the first that it stood for. Where letters meet, a face may draw them
with glyphs that belong together (a cluster): each is said to be its own letter where there are as many of one as of
the other, else the first is said to be all of them, and the others to join. A word whose glyphs still do not spell it
(one glyph for two letters of the alphabet) is written with its letters beside it, as `ActualText`; in scripts that
run from right to left a cluster is, for Poppler and PDFium turn such a word round. ISO 32000-1, 9.10.3 (ToUnicode),
14.9.4 (replacement text).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pydyf
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from book.editions.pdf.laid import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What a glyph says that stands for no letter of its own: an invisible sign between letters that belong together. Some
# readers take a glyph that says nothing for the letter that has its number.
NOTHING = "\u200d"
EMPTY = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY: a character that is not drawn
_RISE = 1000  # of Pango's units in what the engine raises a glyph by


class Cluster(NamedTuple):
    """Glyphs that stand for some letters together."""

    start: int  # the first glyph, as they are drawn from left to right
    end: int  # behind the last
    text: str


def clusters(text: bytes, glyph_item: Any, count: int) -> list[Cluster]:  # noqa: ANN401 - WeasyPrint ships no types
    """The clusters of a run of `count` glyphs, as they are drawn from left to right."""
    item = glyph_item.item
    starts = ffi.unpack(glyph_item.glyphs.log_clusters, count) if count else []
    ends = dict(zip(sorted(set(starts)), [*sorted(set(starts))[1:], item.length], strict=True))
    found = []
    first = 0
    for at in range(1, count + 1):
        if at == count or starts[at] != starts[first]:
            low = starts[first]
            found.append(Cluster(first, at, text[item.offset + low : item.offset + ends[low]].decode()))
            first = at
    return found


def spelt(found: Sequence[Cluster], *, leftward: bool) -> list[str]:
    """What each glyph of a run stands for."""
    texts: list[str] = []
    for start, end, text in found:
        count = end - start
        own = list(text) if len(text) == count else [text, *[NOTHING] * (count - 1)]
        texts += reversed(own) if leftward else own
    return texts


def faithful(known: Mapping[int, str], glyphs: Sequence[int], found: Sequence[Cluster], *, leftward: bool) -> bool:
    """Whether glyphs, by what they are known to stand for, spell the letters of their clusters."""
    said = [known.get(glyph, "") for glyph in glyphs]
    wanted = [cluster.text for cluster in found]
    if leftward:
        said.reverse()
        wanted.reverse()
    spoken, meant = "".join(said), "".join(wanted)
    return spoken == meant or plain(spoken) == plain(meant)


def write(stream: Any, textbox: Any, line: Any) -> bool:  # noqa: ANN401 - WeasyPrint ships no types
    """Write a line with the letters beside every word whose glyphs do not spell it; raised glyphs among them.

    False, and nothing is written, for one with glyphs that are missing or pictures.
    """
    runs = list(_runs(line))
    fonts = [stream.add_font(run.item.analysis.font) for run in runs]
    if any(font.bitmap or font.png or font.svg or font.colr for font, _ in fonts):
        return False
    if any(info.glyph > EMPTY for run in runs for info in _infos(run)):
        return False
    text = textbox.pango_layout.text.encode()
    before = None
    for run, (font, size) in zip(runs, fonts, strict=True):
        if (font, size) != before:
            stream.set_font_size(font.hash, size)
            before = (font, size)
        _run(stream, run, text, font, size)
    return True


def _runs(line: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint ships no types
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _infos(run: Any) -> Any:  # noqa: ANN401 - WeasyPrint ships no types
    return run.glyphs.glyphs[0 : run.glyphs.num_glyphs]


def _run(stream: Any, run: Any, text: bytes, font: Any, size: float) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Write one run, word by word where a word needs its letters beside it."""
    infos = list(_infos(run))
    leftward = bool(run.item.analysis.level % 2)
    found = clusters(text, run, len(infos))
    for info, own in zip(infos, spelt(found, leftward=leftward), strict=True):
        if info.glyph != EMPTY:
            font.to_unicode.setdefault(info.glyph, own)
    shown = 0  # glyphs that are written
    for part in [[one] for one in found] if leftward else _words(found):
        start, end = part[0].start, part[-1].end
        glyphs = [info.glyph for info in infos[start:end] if info.glyph != EMPTY]
        if not glyphs or faithful(font.to_unicode, glyphs, part, leftward=leftward):
            continue  # all that is as it should be goes together: readers lose spaces between many small pieces
        _show(stream, run, infos[shown:start], font, size)
        meant = "".join([cluster.text for cluster in part])
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(meant)}))
        _show(stream, run, infos[start:end], font, size)
        stream.end_marked_content()
        shown = end
    _show(stream, run, infos[shown:], font, size)


def _words(found: Sequence[Cluster]) -> Iterator[list[Cluster]]:
    """The clusters of each word with the spaces behind it, which PDFium forgets between words that are written so."""
    held: list[Cluster] = []
    for cluster in found:
        if held and held[-1].text.isspace() and not cluster.text.isspace():
            yield held
            held = []
        held.append(cluster)
    if held:
        yield held


def _show(stream: Any, run: Any, infos: Sequence[Any], font: Any, size: float) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Write glyphs as the engine does: each moved by its offset, raised, and as far from the next as it says."""
    shown = ""
    for info in infos:
        glyph, place = info.glyph, info.geometry
        if glyph == EMPTY:
            shown += f" {-place.width / size} "  # a number of its own beside the move before it
            continue
        width = _width(stream, run, font, size, glyph)
        offset, rise = place.x_offset / size, place.y_offset / _RISE
        if rise:
            if shown:
                stream.show_text(shown)
            stream.set_text_rise(-rise)
            stream.show_text(f"{-offset if offset else ''}<{glyph:04x}>")
            stream.set_text_rise(0)
            shown = ""
        else:
            shown += f"{f' {-offset:.2f}' if offset else ''}<{glyph:04x}>"  # a space: two moves are two numbers
        moved = int(width + offset - place.width * 1000 * FROM_UNITS / size)
        shown += str(moved) if moved else ""
    if shown:
        stream.show_text(shown.replace("><", ""))


def _width(stream: Any, run: Any, font: Any, size: float, glyph: int) -> int:  # noqa: ANN401 - WeasyPrint ships no types
    """The advance of a glyph, in thousandths of the size."""
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(run.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    found: int = font.widths[glyph]
    return found
