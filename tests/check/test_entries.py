"""What a reader swallows of an entry of a feed, an export or a web archive is missed; what it keeps is not."""

from __future__ import annotations

import json
from base64 import encodebytes
from dataclasses import replace
from html import escape
from quopri import encodestring
from typing import TYPE_CHECKING

import pytest

from book import readers
from book.check import conservation, entries
from book.clean import clean
from book.model import Document, Snapshot
from tests.check.test_conservation import PARAGRAPHS, epub

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
OTHER = "<p>Salt is weighed on Monday, lamps are lit on Tuesday, and on Friday nothing at all is done here.</p>"
RSS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Port</title>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Port</title><id>urn:port</id>{}</feed>'
WXR = RSS.replace("<rss ", '<rss xmlns:wp="http://wordpress.org/export/1.2/" ')


def rss() -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><description>{escape(body[:90])}</description>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        for title, body in (("The Ferry", BODY), ("The Salt", OTHER))
    )
    return RSS.format(items).encode()


def atom() -> bytes:
    return ATOM.format(
        f"<entry><title>The Ferry</title><id>urn:1</id><content type='html'>{escape(BODY)}</content></entry>"
        f"<entry><title>The Salt</title><id>urn:2</id><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"{OTHER}</div></content></entry>"
    ).encode()


def wxr() -> bytes:
    ferry = f'<!-- wp:paragraph {{"align":"left"}} -->{BODY}<!-- /wp:paragraph -->[audio https://a.example/b.mp3]'
    items = "".join(
        f"<item><title>{title}</title><content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>"
        for number, (title, body) in enumerate((("The Ferry", ferry), ("The Salt", OTHER)), 1)
    )
    return WXR.format(items).encode()


def json_feed() -> bytes:
    items = [
        {"id": title, "title": title, "content_html": body} for title, body in (("The Ferry", BODY), ("Salt", OTHER))
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Port", "items": items}
    return json.dumps(feed).encode()


def archive(encoding: str) -> bytes:
    page = f"<html><body><h1>The Ferry</h1>{BODY}</body></html>".encode()
    held = encodebytes(page) if encoding == "base64" else encodestring(page)
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
    head += f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n"
    return head.encode() + b"Content-Location: https://a.example/ferry\r\n\r\n" + held + b"\r\n--x--\r\n"


FILES: dict[str, Callable[[], bytes]] = {
    "feed.xml": rss,
    "atom.xml": atom,
    "export.xml": wxr,
    "feed.json": json_feed,
    "ferry.mhtml": lambda: archive("quoted-printable"),
    "other.mhtml": lambda: archive("base64"),
}


def problems(documents: list[Document], snapshot: Snapshot) -> list[str]:
    cleaning = clean(documents)
    bound = epub(*(article.body for article in cleaning.articles))
    removals = [removal for article in cleaning.articles for removal in article.removals]
    return [problem.code for problem in conservation.check(documents, [snapshot], bound, removals)]


@pytest.mark.parametrize("name", FILES)
def test_an_entry_read_whole_has_no_problem_and_a_swallowed_paragraph_is_missed(name: str) -> None:
    snapshot = Snapshot(name, FILES[name]())
    documents = list(readers.read(snapshot).documents)
    assert problems(documents, snapshot) == []
    blind = [replace(document, markup=document.markup.replace(PARAGRAPHS[1], "")) for document in documents]
    assert blind != documents
    assert problems(blind, snapshot) == ["words-lost"]


def test_an_entry_like_no_other_text_of_its_file_is_judged_by_its_document() -> None:
    document = Document("feed.xml#9", "content", "<p>Nothing of this stands in the feed, which tells of salt.</p>")
    assert entries.words_of(Snapshot("feed.xml", rss()), document) is None
