"""Set a book as sheets: complete XHTML documents from the shared templates. In: a `Book`, its `Contents`, a `Theme`.

    cover, titlepage, imprint, dedication, contents, figures, parts and chapters, notes, sources, index, colophon

The medium decides only three things: links are `file.xhtml#id` in an EPUB and `#id` elsewhere; notes stand at the
foot of pages (CSS footnotes) or are listed; page numbers are asked for where there are pages (elements with
`data-target`, filled in when the pages are known). XHTML5; EPUB 3.3, section 6.1; EPUB SSV 1.1; DPub-ARIA 1.1.
"""

from __future__ import annotations

from book.typeset.environment import environment, render
from book.typeset.options import Credits, Notes, Options
from book.typeset.sheets import typeset

__all__ = ["Credits", "Notes", "Options", "environment", "render", "typeset"]
