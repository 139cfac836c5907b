"""The style sheets of an EPUB, and what they refer to. In: sheets and a theme. Out: CSS by file name.

Sheets name their styles; a theme has them as texts. What a style sheet shows (a face, an ornament) must be packed
as well. CSS 2.1, 4.3.4 (`url()`); EPUB 3.3, 6.3.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from book.editions.hrefs import resolve
from book.errors import Refused
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Sheet, Theme

_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"\s]*))\s*\)""")


def style_text(name: str, theme: Theme) -> str:
    """The CSS behind a style's name ("base.css", "styles/screen.css"). Raises `Refused` for one the theme has not."""
    texts = {
        "base": theme.base,
        "print": theme.print,
        "screen": theme.screen,
        "cover": theme.cover,
        "web": theme.web,
    }
    stem = PurePosixPath(name).stem
    if stem not in texts:
        what = f"a sheet wants the style '{name}', which the theme '{theme.name}' does not have"
        raise Refused(Problem("style-missing", "error", theme.name, what, f"known: {', '.join(texts)}"))
    return texts[stem]


def style_texts(sheet: Sheet, theme: Theme) -> list[str]:
    """The CSS of a sheet in cascade order."""
    return [style_text(name, theme) for name in sheet.styles]


def style_files(sheets: Sequence[Sheet], theme: Theme) -> dict[str, str]:
    """CSS by file name, in the order of first use."""
    names = dict.fromkeys(name for sheet in sheets for name in sheet.styles)
    return {name: style_text(name, theme) for name in names}


def shown_by(name: str, css: str) -> Iterator[str]:
    """Paths in the package that a style sheet refers to."""
    for match in _URL.finditer(css):
        path, _, outward = resolve(name, match[1] or match[2] or match[3] or "")
        if path and not outward and path != name:
            yield path
