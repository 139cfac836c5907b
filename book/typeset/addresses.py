"""Links between sheets. In: trees whose internal links are `#id`. Out: the same, with the sheet's file before the id.

Only an EPUB is many files; pages and a single HTML file keep `#id`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree


def address(target: str, homes: Mapping[str, str], here: str = "") -> str:
    """The address of an id from the sheet called `here`; `homes`: ids' sheets, none in one file."""
    home = homes.get(target, here)
    return f"#{target}" if home == here else f"{home}.xhtml#{target}"


def point(body: etree._Element, homes: Mapping[str, str], here: str) -> None:
    """Give every internal link of a tree its address."""
    for link in body.iter("a"):
        href = link.get("href", "")
        if href.startswith("#"):
            link.set("href", address(unquote(href[1:]), homes, here))
