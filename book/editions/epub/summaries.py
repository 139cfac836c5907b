"""The accessibility summary in the book's language. In: a BCP 47 tag and what was found. Out: a sentence or two.

EPUB Accessibility 1.1, 2.2.3: the summary should be there. Where the language has no table in `summaries.toml`
nothing is said, since the same facts stand in the machine-readable properties, and English would be read out by
the wrong voice.
"""

from __future__ import annotations

from pathlib import Path

import tomli

_FILE = Path(__file__).with_name("summaries.toml")
_SAME = {"no": "nb", "nn": "nb", "yue": "zh", "cmn": "zh", "iw": "he"}
_TRADITIONAL = frozenset(["tw", "hk", "mo", "hant"])


def summary(language: str, *, pictures: bool, named: bool) -> str:
    """What can be said, in `language`; "" where the language has no row."""
    parts = language.lower().split("-")
    key = "zh-hant" if parts[0] in {"zh", "yue"} and _TRADITIONAL.intersection(parts) else parts[0]
    row = tomli.loads(_FILE.read_text("utf-8")).get(_SAME.get(key, key))
    if row is None:
        return ""
    said = [row["structure"]] + ([row["described" if named else "undescribed"]] if pictures else [])
    return ("" if key in {"ja", "zh", "zh-hant"} else " ").join(said)
