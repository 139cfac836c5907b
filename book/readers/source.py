"""What every reader does first: the text of a snapshot. In: `Snapshot`. Out: text and the problems of reading it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from book.charset import Decoded, NotText, decode
from book.model import Problem

if TYPE_CHECKING:
    from book.model import Snapshot

LIMIT = 32_000_000  # characters of one article; a book of 700 pages has 2,000,000
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2: no document may hold them


def text_of(snapshot: Snapshot, *, markup: bool = False) -> tuple[str, tuple[Problem, ...]]:
    """The text, line ends as LF, no character XML forbids; and a warning where the encoding is in doubt.

    Raises `NotText`.
    """
    decoded = decode(snapshot.data, snapshot.charset, markup=markup)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if len(text) > LIMIT:
        raise NotText(f"{len(text):,} characters, and an article has at most {LIMIT:,}")
    return _UNPRINTABLE.sub("", text), doubts(snapshot, decoded)


def of_json(text: str) -> Any:  # noqa: ANN401 - JSON
    r"""What JSON says. A text cut in mid-character (`"\ud83d"`; RFC 8259, 8.2) ends in one that is unreadable.

    Raises `ValueError`, `RecursionError`.
    """
    data = json.loads(text)
    if "\\ud" not in text and "\\uD" not in text:
        return data
    whole = json.dumps(data, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.loads(whole)


def doubts(snapshot: Snapshot, decoded: Decoded) -> tuple[Problem, ...]:
    """The warning that an encoding was guessed and how to settle it."""
    problems = []
    if decoded.doubt:
        hint = 'save it as UTF-8, or name its encoding: --charset, or [series] charset = "..."'
        problems.append(Problem("charset-doubtful", "warning", snapshot.name, decoded.doubt, hint))
    # Those that the author's own program has lost stand in the file as characters.
    lost = decoded.text.count("\ufffd") - snapshot.data.count(b"\xef\xbf\xbd")
    if lost > 0:
        what = f"{lost} characters could not be read in {decoded.encoding}"
        problems.append(Problem("charset-damaged", "warning", snapshot.name, what, "compare it with the original"))
    return tuple(problems)
