"""Where a line of plain text ends, found without setting it five times. In: what WeasyPrint asks. Out: what it answers.

To break a line WeasyPrint has Pango shape some twice as much text as the line holds, then the line with the next
word, then with each part of that word, then the line itself. Here the widths of words are remembered, the end of the
line is foretold from them, and the line alone is shaped. What is foretold must be certain: no other end may be nearer
to fitting than a tenth of the type size, and the line must turn out as wide as foretold. Wherever it is not, or the
text is not plain (other alphabets, soft hyphens, dashes or brackets where the line may end, spacing of its own),
WeasyPrint breaks the line itself. So the ends of all lines are those that it would find; a test compares them.

A quarter of the whole time on a long book. CSS Text Level 3 and 4 (hyphenate-limit-chars, -zone); UAX 14.
"""

from __future__ import annotations

import re
from typing import Any

import pyphen
from weasyprint.layout.percent import percentage
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import (
    Layout,
    _font_style_cache_key,  # what widths depend on, as WeasyPrint itself keys its struts
    can_break_text,
    create_layout,
    get_next_word_boundaries,
    line_size,
    split_first_line,
)

_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏΆ-ώА-яЀ-џ"  # of alphabets whose letters look the same whatever stands beside them
# Nothing that turns the direction, or ends a line wherever it stands.
_PLAIN = re.compile(rf"[{_LETTERS}0-9 .,;:!?'’‘“”\"()\[\]*&/—–-]*")
_BEFORE = re.compile(rf"[{_LETTERS}0-9.,;:!?’”)]$")  # after these, a space lets a line end
_NEXT = re.compile(rf"([{_LETTERS}]+)[.,;:!?]*$")  # a word in which a line can end nowhere but by hyphenation
_MARGIN = 0.06  # of the type size: what must lie between fitting and not fitting
_ROOM = 4  # letters a line may hold for each type size of width; WeasyPrint's own guess
_NAMED = (" .", " /")
_TRIED = 40  # lines after which a face that is seldom foretold is left alone


def mended(  # noqa: PLR0913, PLR0917 - WeasyPrint's own signature
    text: str,
    style: Any,  # noqa: ANN401 - WeasyPrint ships no types
    context: Any,  # noqa: ANN401 - the same
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:  # noqa: ANN401 - the same
    """WeasyPrint's first line of a text, but for one mistake.

    Text that fits but for the space at its end is taken for one long word: the line ends after its first word, or in
    it. The space hangs over the edge, as at the end of every line (CSS Text 3, 4.1.2).
    """
    found = split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    layout, _, resume, *_ = found
    if resume is None or max_width is None or text[-1] != " " or " " not in text.strip():
        return found
    if " " in layout.text.strip():
        return found
    bare = split_first_line(text.rstrip(" "), style, context, max_width, justification_spacing, is_line_start, minimum)
    if bare[2] is not None:
        return found
    wide = max_width + style["font_size"]  # room for any space
    return split_first_line(text, style, context, wide, justification_spacing, is_line_start, minimum)


def may_end(pair: str, language: str) -> bool:
    """Whether a line may end between two letters of neighbouring elements.

    It may between a space and a name like ".venv" or "/etc", which UAX 14 (LB13) takes for the mark that ends a
    sentence and keeps on its line, whatever the width.
    """
    return pair in _NAMED or bool(can_break_text(pair, language))


_original = mended


class Widths:
    """The widths of words in one face and size, px."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.words: dict[str, float] = {}
        self.gaps: dict[str, float] = {}  # between two words, by the letters beside the space: faces kern with it
        self.tried = self.failed = 0
        self.drawn: Any = None  # the same words as they are drawn (see `drawing`)

    @property
    def hopeless(self) -> bool:
        """Features over several words: foretold lines turn out otherwise."""
        return self.tried > _TRIED and self.failed * 2 > self.tried


_known: dict[str, Widths] = {}
_styles: object = None


def begin(styles: object) -> None:
    """Forget all widths unless the style sheets are those of the sheet before: they may bring other faces."""
    global _styles  # noqa: PLW0603 - one a process, as the faces are
    if styles != _styles or sum(len(widths.words) for widths in _known.values()) > 200_000:
        _known.clear()
        _styles = styles


def split(  # noqa: PLR0913, PLR0917 - WeasyPrint's own signature
    text: str,
    style: Any,  # noqa: ANN401 - WeasyPrint ships no types
    context: Any,  # noqa: ANN401 - the same
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:  # noqa: ANN401 - the same
    """The first line of a text, as `weasyprint.text.line_break.split_first_line` gives it."""
    if max_width is not None and not minimum and 0 < max_width < 2**20:
        size = style["font_size"]
        window = text[: int(max_width / size * _ROOM)] if size else ""
        if window and len(window) < len(text):
            known = widths(style)
            if known is not None and not known.hopeless:
                known.tried += 1
                found = _foretold(window, style, context, max_width, justification_spacing, known)
                if found is not None:
                    return found
                known.failed += 1
    return _original(text, style, context, max_width, justification_spacing, is_line_start, minimum)


def widths(style: Any) -> Widths | None:  # noqa: ANN401 - WeasyPrint ships no types
    """What is known of words in a style; None for a style that is not plain."""
    if "kept_widths" not in style.__dict__:
        plain = (
            style["white_space"] == "normal"
            and style["direction"] == "ltr"
            and style["letter_spacing"] in ("normal", 0)
            and style["word_spacing"] == 0
            and style["word_break"] == "normal"
        )
        key = f"{_font_style_cache_key(style, include_size=True)}{style['font_kerning']}{id(style.font_config)}"
        style.kept_widths = _known.setdefault(key, Widths()) if plain else None
    found: Widths | None = style.kept_widths
    return found


def _foretold(  # noqa: PLR0911, PLR0913, PLR0917 - each return is a line that cannot be foretold
    window: str,
    style: Any,  # noqa: ANN401 - WeasyPrint ships no types
    context: Any,  # noqa: ANN401 - the same
    max_width: float,
    justification_spacing: float,
    widths: Widths,
) -> Any:  # noqa: ANN401 - the same
    """The line, or None. Over 40 lines: these are steps 1 to 4 of WeasyPrint's function, in its order."""
    if not _PLAIN.fullmatch(window) or window[0] == " ":
        return None
    margin = _MARGIN * style["font_size"]
    words = window.split(" ")
    del words[-1]  # it may be cut
    if "" in words:
        return None
    known = widths.words
    end, count, before = 0.0, 0, ""
    for word in words:
        width = known.get(word)
        if width is None:
            width = known[word] = _measure(word, style)
        gap = _gap(widths, before, word, style)
        if end + gap + width > max_width - margin:  # Pango lets the space after the last word hang over
            break
        end += gap + width
        count, before = count + 1, word
    else:
        return None
    if not count or end + gap + width <= max_width + margin or count + 1 >= len(words):
        return None
    next_word = _NEXT.match(words[count])
    first = " ".join(words[:count])
    if next_word is None or not _BEFORE.search(first) or first[-1] == " " or first != first.rstrip():
        return None
    part = _hyphenated(next_word[1], style, context, max_width - end - gap, max_width, margin, widths)
    if part is None:
        return None
    shown = f"{first} {part}{style['hyphenate_character']}" if part else first
    layout = create_layout(shown, style, context, max_width, justification_spacing)
    line, index = layout.get_first_line()
    exact, height = line_size(line, style)
    foretold = end + gap + known[part + style["hyphenate_character"]] if part else end
    if index is not None or abs(exact - foretold) > margin / 2:
        return None
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    consumed = len(f"{first} {part}".encode())
    length = consumed if part else line.length
    layout.deactivate()
    return layout, length, consumed, exact, height, baseline


def _hyphenated(  # noqa: PLR0911, PLR0913, PLR0917 - what decides where a word is divided
    word: str,
    style: Any,  # noqa: ANN401 - WeasyPrint ships no types
    context: Any,  # noqa: ANN401 - the same
    room: float,
    max_width: float,
    margin: float,
    widths: Widths,
) -> str | None:
    """The part of the next word that goes on the line, without its hyphen: "" for none, None where it is a near thing.

    `room` in px is what the words before and a space leave of the line.
    """
    lang = style["lang"] and pyphen.language_fallback(style["lang"])
    if style["hyphens"] != "auto" or not lang:
        return ""
    total, left, right = style["hyphenate_limit_chars"]
    if len(word) < total:
        return ""
    zone = percentage(style["hyphenate_limit_zone"], style, max_width)
    if zone and abs(room - zone) < margin * 8:
        return None
    if zone and room < zone:
        return ""
    if get_next_word_boundaries(word, lang) != (0, len(word)):
        return None
    key = (lang, left, right, total)
    dictionary = context.dictionaries.get(key)
    if dictionary is None:
        dictionary = context.dictionaries[key] = pyphen.Pyphen(lang=lang, left=left, right=right)
    for part, _ in dictionary.iterate(word):
        shown = part + style["hyphenate_character"]
        width = widths.words.get(shown)
        if width is None:
            width = widths.words[shown] = _measure(shown, style)
        if width <= room - margin:
            return str(part)
        if width <= room + margin:
            return None
    return ""


def _gap(widths: Widths, before: str, word: str, style: Any) -> float:  # noqa: ANN401 - WeasyPrint ships no types
    """How far two words stand from each other, px; nothing at the beginning of a line."""
    if not before:
        return 0.0
    pair = before[-1] + word[0]
    gap = widths.gaps.get(pair)
    if gap is None:
        apart = _measure(pair[0], style) + _measure(pair[1], style)
        gap = widths.gaps[pair] = _measure(f"{pair[0]} {pair[1]}", style) - apart
    return gap


def _measure(word: str, style: Any) -> float:  # noqa: ANN401 - WeasyPrint ships no types
    """The width of a word, px."""
    if not word:
        return 0.0
    layout = Layout(style)
    layout.set_text(word)
    line, _ = layout.get_first_line()
    width: float = line_size(line, style)[0]
    return width
