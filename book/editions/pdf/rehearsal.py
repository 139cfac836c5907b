"""A worker practises while it waits. In: a sheet laid out in an earlier build. Out: a small one in the same style.

Much of the time of the one sheet that an edit changes goes into what a process does once: style sheets are parsed,
hyphenation is read, faces are opened. The first words of a chapter are kept with its style sheets, so that the next
build's worker lays them out while the articles are read. What comes of it is thrown away.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from book.editions.pdf.laid import Task

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_KEY = "rehearsal"
_LETTERS = 1500  # some lines, in which words are parted
_BODY = re.compile(r"\A.*?(<html\b[^>]*>).*?(<body\b[^>]*>)(.*)\Z", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_CUT_OFF = re.compile(r"&[^;]*\Z")  # a character reference cut in two


def small(task: Task) -> Task:
    """The begin of a sheet's text, set as the sheet is, without pictures and notes."""
    match = _BODY.match(task.xhtml)
    root, body, text = match.groups() if match else ("<html>", "<body>", "")
    start = _CUT_OFF.sub("", " ".join(_TAG.sub(" ", text).split())[:_LETTERS])
    xhtml = f"{root}<head><title/></head>{body}<section><p>{start}</p></section></body></html>"
    return Task(_KEY, _KEY, xhtml, task.styles)


def keep(cache: MutableMapping[str, bytes], task: Task) -> None:
    """Keep what the next build's workers shall practise."""
    chosen = small(task)
    data = json.dumps([chosen.xhtml, chosen.styles], ensure_ascii=False).encode()
    if cache.get(_KEY) != data:
        cache[_KEY] = data


def kept(cache: MutableMapping[str, bytes] | None) -> Task | None:
    """What an earlier build kept; None where there is none."""
    data = None if cache is None else cache.get(_KEY)
    try:
        xhtml, styles = json.loads(data or b"")
        return Task(_KEY, _KEY, str(xhtml), tuple((str(name), str(css)) for name, css in styles))
    except (ValueError, TypeError):
        return None
