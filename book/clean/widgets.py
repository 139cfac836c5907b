"""What a publisher's editor leaves in the text of an export. In: the body of an entry. Out: what was taken out.

Posts of Substack, Ghost and WordPress carry buttons to subscribe, share and comment by among their paragraphs. They
are told by the names the editors give them, never by their words: an author's own button has none of these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book import xhtml
from book.model import Removal

if TYPE_CHECKING:
    from lxml import etree

_WIDGET = re.compile(
    r"(?:^|\s)(?:button-wrapper|captioned-button-wrap|subscription-widget(?:-wrap(?:-editor)?)?|subscribe-widget"
    r"|kg-signup-card|share-buttons?|social-share|sharedaddy|jp-relatedposts|wp-block-jetpack-subscriptions"
    r"|poll-embed|community-chat)(?:$|\s)"
)


def strip(body: etree._Element, source: str) -> list[Removal]:
    """Take out the widgets of a body, which is changed."""
    removals = []
    for node in [node for node in body.iter("p", "div", "section", "form") if _WIDGET.search(node.get("class") or "")]:
        if any(above is body for above in node.iterancestors()):  # not within one that is gone
            text = xhtml.text_of(node)
            if text.strip():
                removals.append(Removal(source, "widget", text))
            xhtml.remove(node)
    return removals
