"""Bound the attributes of a tag. In: HTML. Out: HTML in which no tag has more than a page's tags can have.

HTML5 parsers compare each attribute with all before it: a tag with 100,000 of them takes a minute. Attributes hold no
words of the text, so the first `KEPT` are kept and the rest dropped.
"""

from __future__ import annotations

import re

MOST = 500  # attributes of one tag above which it is a flood
KEPT = 50
_LONG = 4_000  # characters from one "<" to the next under which no flood fits
_MANY = 20_000  # equals signs in a text under which no flood with "<" in its values fits
_TAG = re.compile(r"<([A-Za-z][^\s>/]{0,100})((?:[^>\"']++|\"[^\"]{0,5000}+\"|'[^']{0,5000}+')*+)>")
_ATTRIBUTE = re.compile(r"[^\s\"'>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?+")


def bounded(text: str) -> str:
    """The text with floods of attributes cut."""
    if text.count("=") < _MANY and max(map(len, text.split("<"))) < _LONG:
        return text
    return _TAG.sub(_cut, text)


def _cut(found: re.Match[str]) -> str:
    if len(found[2]) < 2 * MOST:
        return found[0]
    attributes = _ATTRIBUTE.findall(found[2])
    return found[0] if len(attributes) <= MOST else f"<{found[1]} {' '.join(attributes[:KEPT])}>"
