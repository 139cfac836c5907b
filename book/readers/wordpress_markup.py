"""The markup of a WordPress post. In: its content as stored. Out: HTML.

Blocks leave their comments behind, pages of a post run on (`<!--nextpage-->`), `[caption]` and `[gallery]` become
figures, embeds become links, and text without paragraphs gets those WordPress would have printed.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from html import escape
from typing import TYPE_CHECKING

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
_MARK = re.compile(r"<!--\s*(?:nextpage|more.*?|noteaser)\s*-->", re.DOTALL)
_CAPTION = re.compile(r"\[(caption|wp_caption)\b([^\]]*)\](.*?)\[/\1\]", re.DOTALL)
_IMAGE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
_MEDIA = re.compile(r"\[(embed|audio|video|playlist|youtube|vimeo|soundcloud)\b([^\]]*)\](?:(.*?)\[/\1\])?", re.DOTALL)
_ENCLOSING = re.compile(
    r"\[/?(?:latex|code|sourcecode|dropcap|columns?|row|box|note|quote|pullquote|textbox)\b[^\]]*\](?!\()"
)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_ADDRESS = re.compile(r"https?://[^\s\"'\]<]+")
_BLOCK_TAGS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|"
    "style|p|h[1-6]|hr|fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|summary|iframe|script"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCK_TAGS})\b", re.IGNORECASE)
_STARTS = re.compile(rf"\s*</?(?:{_BLOCK_TAGS})\b", re.IGNORECASE)
_OPENING = re.compile(r"<(?:div|ul|ol|table|blockquote|section|figure|dl|details)\b", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:div|ul|ol|table|blockquote|section|figure|dl|details)\s*>", re.IGNORECASE)
_HELD = re.compile(r"<(pre|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


@frozen
class Attachments:
    """The files an export lists."""

    urls: Mapping[str, str] = field(default_factory=dict)  # by id
    owned: Mapping[str, Sequence[str]] = field(default_factory=dict)  # ids by the post they hang on
    captions: Mapping[str, str] = field(default_factory=dict)  # by id


def html_of(content: str, post: str, attachments: Attachments, notes: str = "") -> str:
    """HTML of a post's content. `post` is its id, `notes` the JSON in which blocks keep footnotes."""
    blocks = "<!-- wp:" in content
    text = _MARK.sub("\n\n", content)
    text = _CAPTION.sub(_figure, text)
    text = _GALLERY.sub(lambda found: _gallery(found, post, attachments), text)
    text = _ENCLOSING.sub("", _MEDIA.sub(_link, text))
    text = _BLOCK_COMMENT.sub("", text)
    if not blocks:
        text = paragraphs(text)
    return text + _footnotes(notes)


def paragraphs(text: str) -> str:
    """Paragraphs at blank lines and breaks at line ends, where blocks do not stand already."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\n\n\x02{len(held) - 1}\x03\n\n"

    chunks = re.split(r"\n[ \t]*\n", _HELD.sub(hold, text.replace("\x02", "").replace("\x03", "")))
    inside = 0
    result = []
    for chunk in chunks:
        bare = chunk.strip()
        if not bare:
            continue
        plain = not inside and not _STARTS.match(bare) and not bare.startswith("\x02")
        if plain:
            result.append(_paragraph(bare))
        else:
            result.append(bare)
        inside = max(0, inside + len(_OPENING.findall(chunk)) - len(_CLOSING.findall(chunk)))
    return re.sub("\x02(\\d+)\x03", lambda found: held[int(found[1])], "\n".join(result))


def _paragraph(chunk: str) -> str:
    """A paragraph that may run into a block on one of its lines."""
    block = _BLOCK.search(chunk)
    head, tail = (chunk[: block.start()].strip(), chunk[block.start() :]) if block else (chunk, "")
    return f"<p>{head.replace(chr(10), '<br>' + chr(10))}</p>{tail}" if head else tail


def _attributes(text: str) -> dict[str, str]:
    return {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(text)}


def _figure(found: re.Match[str]) -> str:
    attributes = _attributes(found[2])
    image = _IMAGE.match(found[3])
    picture, words = (image[1], image[2].strip()) if image else (found[3], "")
    caption = words or escape(attributes.get("caption", ""))
    return f"\n\n<figure>{picture}<figcaption>{caption}</figcaption></figure>\n\n"


def _gallery(found: re.Match[str], post: str, attachments: Attachments) -> str:
    attributes = _attributes(found[1])
    named = attributes.get("ids") or attributes.get("include") or ""
    ids = [part.strip() for part in named.split(",") if part.strip()] or attachments.owned.get(post, ())
    figures = []
    for identity in ids:
        url = attachments.urls.get(identity)
        if url:
            caption = attachments.captions.get(identity, "")
            below = f"<figcaption>{caption}</figcaption>" if caption else ""
            figures.append(f'<figure><img src="{escape(url)}" alt="">{below}</figure>')
    return f"\n\n{''.join(figures)}\n\n" if figures else ""


def _link(found: re.Match[str]) -> str:
    address = _ADDRESS.search(f"{found[3] or ''} {found[2]}")
    return f'\n\n<p><a href="{escape(address[0])}">{escape(address[0])}</a></p>\n\n' if address else (found[3] or "")


def _footnotes(notes: str) -> str:
    """The notes of the footnotes block (WordPress 6.3), which the post's text refers to by id."""
    try:
        listed = json.loads(notes) if notes else []
    except ValueError:
        return ""
    if not isinstance(listed, list):
        return ""
    opening = '<aside epub:type="footnote" role="doc-footnote" id="{}">{}</aside>'
    asides = [
        opening.format(escape(str(note.get("id", ""))), note.get("content", ""))
        for note in listed
        if isinstance(note, dict)
    ]
    return f'\n<section epub:type="footnotes" role="doc-endnotes">{"".join(asides)}</section>' if asides else ""
