"""What each kind of file becomes, from its bytes."""

# ruff: noqa: E501 - documents stand here as programs write them
from __future__ import annotations

import io
import plistlib
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book.charset import NotText, decode
from book.model import Snapshot
from book.readers import read

if TYPE_CHECKING:
    from pathlib import Path

    from book.model import Document, Reading


def reading(name: str, data: str | bytes) -> Reading:
    return read(Snapshot(name, data if isinstance(data, bytes) else data.encode()))


def document(name: str, data: str | bytes) -> Document:
    found = reading(name, data)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return found.documents[0]


# ---------------------------------------------------------------- Markdown


def test_front_matter_in_yaml_toml_and_json_says_the_same() -> None:
    for text in (
        '---\ntitle: "Part 2: Tides"\ndate: 2024-03-05\nauthor: Ada Low\nseries: Shores\n---\nText',
        '+++\ntitle = "Part 2: Tides"\ndate = 2024-03-05\nauthors = ["Ada Low"]\n[taxonomies]\nseries = ["Shores"]\n+++\nText',
        '{\n"title": "Part 2: Tides", "date": "2024-03-05", "author": {"name": "Ada Low"}, "series": ["Shores"]\n}\nText',
        "---\ntitle: Part 2: Tides\ndate: 2024-03-05\nauthor: Ada Low\nseries: Shores\n---\nText",
    ):
        found = document("a.md", text)
        assert (found.title, found.date, found.byline, found.series) == (
            "Part 2: Tides",
            "2024-03-05",
            "Ada Low",
            "Shores",
        )
        assert found.markup == "<p>Text</p>\n"


def test_a_draft_is_left_out_with_its_reason() -> None:
    assert reading("a.md", "---\ndraft: true\n---\nText").left_out[0].reason == "a draft"


def test_the_first_heading_is_the_title_where_none_is_declared() -> None:
    found = document("a.md", "# On *Tides*\n\nText")
    assert found.title == "On Tides"
    assert "<h1" in found.markup


def test_front_matter_before_html_is_none_of_its_words() -> None:
    found = document("2022-6-5-basic.html", "---\ntitle: The Ferry\nauthor: Mira\n---\n<p>It left.</p>\n")
    assert (found.form, found.title, found.byline, found.date) == ("content", "The Ferry", "Mira", "2022-06-05")
    assert found.markup.split() == ["<p>It", "left.</p>"]
    assert reading("a.html", "---\npublished: false\n---\n<p>It left.</p>").left_out[0].reason == "not published"


def test_an_editors_mark_before_markdown_does_not_make_it_html() -> None:
    assert "<h2" in document("a.md", "<!-- editor-mode: plaintext -->## The Ferry\n\nIt left.\n").markup


def test_notes_become_linked_notes_and_none_is_lost() -> None:
    html = document("a.md", "One[^a] two[^a] ^[inline words]\n\n[^a]: the note\n\n[^b]: orphan words\n").markup
    assert '<a epub:type="noteref" role="doc-noteref" href="#fn-a" id="fnref-a">1</a>' in html
    assert 'id="fnref-a-2"' in html
    assert html.count('<aside epub:type="footnote"') == 3
    assert "orphan words" in html
    assert "inline words" in html


def test_code_and_mathematics_keep_what_they_are() -> None:
    html = document(
        "a.md", "```rust,ignore\nfn main() {}\n```\n\n$a^2$ and\n\n$$\nb < c\n$$\n\nIt costs $5 or $6."
    ).markup
    assert '<pre><code class="language-rust">fn main() {}' in html
    assert '<span class="math inline">a^2</span>' in html
    assert '<div class="math display">b &lt; c</div>' in html
    assert "$5 or $6" in html


def test_tags_of_site_generators_are_put_into_effect() -> None:
    found = document(
        "a.md",
        '{% include image.html url="assets/x.png" description="A tide table" %}\n\n'
        '[next]({{ site.baseurl }}/b)\n\n{{< figure src="y.jpg" caption="Low water" >}}\n\n'
        "{% highlight c %}\nint x = {{1}};\n{% endhighlight %}\n\n{% raw %}{{ kept }}{% endraw %}\n\n<!-- more -->\n",
    )
    assert '<img src="assets/x.png" alt="A tide table"><figcaption>A tide table</figcaption>' in found.markup
    assert 'href="/b"' in found.markup
    assert "<figcaption>Low water</figcaption>" in found.markup
    assert '<code class="language-c">int x = {{1}};' in found.markup
    assert "{{ kept }}" in found.markup


def test_an_unknown_tag_keeps_its_words_and_is_named() -> None:
    found = reading("a.md", '{{< box "Mind the gap" >}}\n\n{% note %}\nInside\n{% endnote %}')
    assert "Mind the gap" in found.documents[0].markup
    assert "Inside" in found.documents[0].markup
    assert [problem.code for problem in found.problems] == ["shortcode-unknown", "shortcode-unknown"]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
@pytest.mark.parametrize("depth", [25, 300])
def test_deep_nesting_keeps_its_words(mark: str, depth: int) -> None:
    assert "the deepest words" in document("a.md", mark * depth + "the deepest words").markup


def test_a_staircase_of_lists_keeps_every_step() -> None:
    html = document("a.md", "".join(f"{'  ' * level}- step{level}\n" for level in range(80))).markup
    assert [level for level in range(80) if f"step{level}" not in html] == []


@pytest.mark.parametrize(
    "flood", ["[" * 20_000, "![" * 5_000, "*a_" * 5_000, "{{" * 20_000, "{% x " * 5_000, "`" * 9_999]
)
def test_floods_of_marks_are_read(flood: str) -> None:
    assert "kept" in document("a.md", flood + "\n\nkept").markup


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abcdefghij", min_size=3, max_size=8), min_size=1, max_size=20), st.data())
def test_no_word_of_plain_markdown_is_lost(words: list[str], data: st.DataObject) -> None:
    marks = st.sampled_from(["# ", "> ", "- ", "1. ", "", "**", "~~", "| ", "    "])
    text = "\n".join(f"{data.draw(marks)}{word}" for word in words)
    html = document("a.md", text).markup
    assert [word for word in words if word not in html] == []


def test_aliases_that_multiply_are_refused() -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a, *a, *a]\n" for n in range(9))
    found = reading("a.md", f"---\ntitle: Fine\n{bomb}---\nText")
    assert found.documents[0].title == "Fine"
    assert found.problems[0].code == "front-matter"


# ---------------------------------------------------------------- pages


def test_a_page_tells_its_facts() -> None:
    found = document(
        "a.html",
        '<!doctype html><html lang="fr" dir="ltr"><head><title>Les marées - Le Site</title>'
        '<meta property="og:title" content="Les marées"><meta property="og:site_name" content="Le Site">'
        '<link rel="canonical" href="https://example.org/marees"><link rel="next" href="/suite">'
        '<script type="application/ld+json">{"@type":"Article","author":[{"name":"Ada Low"}],"datePublished":"2024-03-05"}'
        "</script></head><body><p>Texte</body></html>",
    )
    assert (found.title, found.byline, found.date, found.language) == ("Les marées", "Ada Low", "2024-03-05", "fr")
    assert (found.site, found.address, found.meta["next"]) == ("Le Site", "https://example.org/marees", "/suite")
    assert not found.xml


def test_xhtml_is_read_as_xml_with_its_named_characters() -> None:
    found = document(
        "a.xhtml",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en"><head><title/>'
        '</head><body epub:type="frontmatter"><section epub:type="titlepage"><p>a&nbsp;b &amp; c</p></section></body></html>',
    )
    assert found.xml
    assert "a\u00a0b &amp; c" in found.markup
    assert found.meta["epub:type"] == "titlepage frontmatter"
    assert found.language == "en"


def test_entities_of_a_document_type_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("swordfish")
    found = document(
        "a.xhtml",
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "yy">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x; &y; words</p></body></html>',
    )
    assert "swordfish" not in found.markup
    assert "words" in found.markup


def test_a_hundred_thousand_attributes_are_survived() -> None:
    attributes = " ".join(f"a{number}='x'" for number in range(100_000))
    assert "words" in document("a.html", f"<!doctype html><html><body><p {attributes}>words</p></body></html>").markup


def test_what_is_no_text_is_one_error() -> None:
    for name, data in (
        ("a.html", b"%PDF-1.7 ..."),
        ("a.md", b"\x00\x01\x02" * 50),
        ("a.txt", b""),
        ("a.epub", b"PK\x03\x04x"),
    ):
        found = reading(name, data)
        assert found.documents == ()
        assert [problem.severity for problem in found.problems] == ["error"], name


# ---------------------------------------------------------------- charsets

RUSSIAN = "В начале весны они вышли из города и пошли по дороге к реке. Погода была ясная, и всем было весело."
ARABIC = "خرجوا من المدينة في أول الربيع وساروا في الطريق إلى النهر. كان الجو صافيا والجميع مسرورين."
CHINESE = "初春的时候，他们离开城市，沿着通往河边的路走去。天气晴朗，大家都很高兴。老人讲述了从前的生活。"
JAPANESE = "春のはじめに彼らは町を出て、川へ向かう道を歩いた。空は晴れて、皆は楽しかった。老人は昔の暮らしを話した。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp1251"),
        (ARABIC, "cp1256"),
        (CHINESE, "gb18030"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-16"),
        ("“It’s fine,” he said — and all were glad.", "cp1252"),
    ],
)
def test_undeclared_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_label_means_what_the_web_means_by_it() -> None:
    assert decode(CHINESE.encode("gbk"), "gb2312").text == CHINESE
    assert decode("‘quoted’".encode("cp1252"), "iso-8859-1").text == "‘quoted’"
    page = f'<meta charset="windows-1256"><p>{ARABIC}</p>'
    assert decode(page.encode("cp1256"), markup=True).text == page


def test_a_wrong_label_does_not_spoil_utf8() -> None:
    page = f'<meta charset="gb2312"><p>{RUSSIAN}</p>'
    assert decode(page.encode(), markup=True).text == page


def test_utf8_with_windows_bytes_in_it_keeps_both_and_warns() -> None:
    data = RUSSIAN.encode() + "“quoted”".encode("cp1252")
    found = reading("a.txt", data)
    assert found.documents[0].markup == f"{RUSSIAN}“quoted”"
    assert found.problems[0].code == "charset-doubtful"
    assert "charset" in found.problems[0].hint


def test_zero_bytes_are_no_text() -> None:
    with pytest.raises(NotText):
        decode(b"\x00\x00\x01\x02\x03" * 20)


# ---------------------------------------------------------------- exports and feeds

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Shore & Sea</title><language>en</language>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Low</wp:author_display_name></wp:author>
{items}</channel></rss>"""


def item(
    identity: int, title: str, content: str, *, status: str = "publish", kind: str = "post", more: str = ""
) -> str:
    return (
        f"<item><title>{title}</title><dc:creator>ada</dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_id>{identity}</wp:post_id><wp:post_date>2024-01-{28 - identity:02} 10:00:00</wp:post_date>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def test_a_wordpress_export_gives_what_is_published_and_counts_the_rest() -> None:
    items = [
        item(1, "Second &amp; last", "One\nbreak\n\nTwo<!--nextpage-->Three"),
        item(
            2,
            "First",
            '<!-- wp:paragraph --><p>Block</p><!-- /wp:paragraph -->[caption id="x"]<img src="a.jpg"> Words[/caption]',
        ),
        item(3, "Draft", "x", status="draft"),
        item(4, "Menu", "x", kind="nav_menu_item"),
        item(5, "Secret", "x", more="<wp:post_password>p</wp:post_password>"),
        item(6, "Hollow", ""),
        item(7, "Page", "Page text", kind="page"),
    ]
    found = reading("export.xml", WXR.replace("{items}", "".join(items)))
    assert [document.title for document in found.documents] == ["First", "Second & last", "Page"]
    assert [document.byline for document in found.documents] == ["Ada Low"] * 3
    assert [entry.reason.partition(":")[0] for entry in found.left_out] == [
        "no text",
        "behind a password",
        "an entry of a menu",
        "a draft",
    ]
    assert found.documents[1].markup == "<p>One<br>\nbreak</p>\n<p>Two</p>\n<p>Three</p>"
    assert '<figure><img src="a.jpg"><figcaption>Words</figcaption></figure>' in found.documents[0].markup
    assert found.documents[0].site == "Shore & Sea"


def test_a_feed_comes_oldest_first_with_its_full_text_and_its_base() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/blog/" xml:lang="en"><title>T</title>
    <entry><title type="html">Two &amp;lt;b&gt;</title><id>2</id><published>2024-02-02T00:00:00Z</published>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Second <img src="x.png"/></p></div></content></entry>
    <entry><title>One</title><id>1</id><published>2024-01-01T00:00:00Z</published><summary>Short</summary></entry></feed>"""
    found = reading("feed.xml", atom)
    assert [(document.title[:3], document.position) for document in found.documents] == [("One", 0), ("Two", 1)]
    assert '<p>Second <img src="x.png"></p>' in found.documents[1].markup
    assert found.documents[1].meta["base"] == "https://example.org/blog/"
    assert found.problems[0].code == "feed-summary"


def test_a_json_feed_without_dates_is_turned_round() -> None:
    feed = '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"2","content_text":"b"},{"id":"1","content_html":"<p>a</p>"}]}'
    assert [document.markup for document in reading("feed.json", feed).documents] == ["<p>a</p>", "<p>b</p>"]


def test_half_a_character_at_the_end_of_a_cut_text_is_unreadable_and_all_else_is_read() -> None:
    item = r'{"id":"1","title":"Wind \ud83d\ude00 \ud83d","content_html":"<p>Cut here \uD83D</p>"}'
    found = reading("feed.json", f'{{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{item}]}}')
    assert found.documents[0].title == "Wind \U0001f600 \ufffd"
    assert found.documents[0].markup == "<p>Cut here \ufffd</p>"


@pytest.mark.parametrize("bomb", ["rss", "feed"])
def test_a_billion_laughs_are_not_laughed(bomb: str) -> None:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
    found = reading(
        "feed.xml",
        f"<!DOCTYPE x [{entities}]><{bomb}><item><title>&a9;</title><description>words</description></item></{bomb}>",
    )
    assert "words" in found.documents[0].markup


def test_every_item_of_the_theme_test_data_is_an_article_or_has_its_reason(corpus: Path) -> None:
    total = 0
    for path in sorted((corpus / "exports" / "wordpress").glob("*.xml")):
        found = reading(path.name, path.read_bytes())
        count = len(found.documents) + len(found.left_out)
        assert count == path.read_bytes().count(b"<item>")
        assert all(entry.reason for entry in found.left_out)
        total += count
    assert total == 265


def test_a_pressbooks_export_is_in_the_order_of_the_book(corpus: Path) -> None:
    path = next((corpus / "exports" / "pressbooks").glob("*.xml"))
    found = reading(path.name, path.read_bytes())
    kinds = [document.meta["type"] for document in found.documents]
    assert kinds == sorted(kinds, key=["front-matter", "part", "chapter", "back-matter", "post", "page"].index)


def test_exports_that_are_not_well_formed_are_survived(corpus: Path) -> None:
    for path in sorted((corpus / "exports" / "migrate").rglob("*.xml")):
        found = reading(path.name, path.read_bytes())
        assert not found.problems or all(problem.severity != "error" for problem in found.problems), path
        assert len(found.documents) + len(found.left_out) == path.read_bytes().count(b"<item>"), path


# ---------------------------------------------------------------- books, office files, mail


def box(files: dict[str, str | bytes], mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_an_epub_gives_its_chapters_with_their_pictures() -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{}</title></head><body><p>Text <img src="../i/x.png" alt=""/></p></body></html>'
    data = box(
        {
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/p.opf"/></rootfiles></container>',
            "OPS/p.opf": (
                '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
                "<dc:title>Shores</dc:title><dc:creator>Ada Low</dc:creator><dc:language>en</dc:language></metadata><manifest>"
                '<item id="n" href="t/nav.xhtml" properties="nav"/><item id="b" href="t/b.xhtml"/><item id="a" href="t/a.xhtml"/>'
                '<item id="i" href="i/x.png" media-type="image/png"/></manifest>'
                '<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>'
            ),
            "OPS/t/nav.xhtml": page.format("Contents"),
            "OPS/t/a.xhtml": page.format("A"),
            "OPS/t/b.xhtml": page.format("B"),
            "OPS/i/x.png": b"picture",
        },
        "application/epub+zip",
    )
    found = reading("shores.epub", data)
    assert [(item.title, item.byline, item.series) for item in found.documents] == [
        ("B", "Ada Low", "Shores"),
        ("A", "Ada Low", "Shores"),
    ]
    assert found.documents[0].resources[0].href == "../i/x.png"
    assert found.documents[0].resources[0].data == b"picture"
    assert found.left_out[0].reason == "the contents of the book"


def test_a_word_document_keeps_headings_notes_and_lists() -> None:
    docx = pytest.importorskip("docx")
    written = docx.Document()
    written.core_properties.title = "Tides"
    written.core_properties.author = "Ada Low"
    written.add_heading("High water", 1)
    written.add_paragraph("The sea comes in.")
    written.add_paragraph("twice a day", style="List Bullet")
    buffer = io.BytesIO()
    written.save(buffer)
    found = document("tides.docx", buffer.getvalue())
    assert (found.title, found.byline) == ("Tides", "Ada Low")
    assert "<h1>High water</h1>" in found.markup
    assert "<li>twice a day</li>" in found.markup


def test_an_opendocument_text_keeps_headings_notes_pictures_and_emphasis() -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
        for name, path in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
        '</office:automatic-styles><office:body><office:text><text:h text:outline-level="2">High water</text:h>'
        '<text:p>The <text:span text:style-name="T1">sea</text:span> comes<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Twice a day.</text:p></text:note-body></text:note> in."
        '<draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame></text:p></office:text></office:body></office:document-content>'
    )
    data = box({"content.xml": content, "Pictures/x.png": b"picture"}, "application/vnd.oasis.opendocument.text")
    found = document("tides.odt", data)
    assert "<h2>High water</h2>" in found.markup
    assert "<em>sea</em>" in found.markup
    assert '<aside epub:type="footnote" role="doc-footnote" id="fn-1"><p>Twice a day.</p>' in found.markup
    assert found.resources[0].data == b"picture"


def test_a_page_saved_as_mhtml_brings_its_pictures() -> None:
    data = (
        b"From: <Saved>\r\nSnapshot-Content-Location: https://example.org/a/page.html\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="windows-1252"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/a/page.html\r\n\r\n"
        b"<!doctype html><html><head><title>Tides=85</title></head><body><p>Text</p></body></html>\r\n--b\r\n"
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://example.org/a/i/x.png\r\n\r\n"
        b"cGljdHVyZQ==\r\n--b--\r\n"
    )
    found = document("page.mhtml", data)
    assert found.title == "Tides…"
    assert {resource.href for resource in found.resources} == {"https://example.org/a/i/x.png", "/a/i/x.png", "i/x.png"}
    assert found.resources[0].data == b"picture"


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_saved_by_safari_brings_its_pictures(form: plistlib.PlistFormat) -> None:
    page = "<!doctype html><html><head><title>Tides…</title></head><body><p>Text</p></body></html>".encode("cp1252")
    address = "https://example.org/a/page.html"
    main = {
        "WebResourceData": page,
        "WebResourceURL": address,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "windows-1252",
    }
    picture = {
        "WebResourceData": b"picture",
        "WebResourceURL": "https://example.org/a/i/x.png",
        "WebResourceMIMEType": "image/png",
    }
    found = document(
        "page.webarchive", plistlib.dumps({"WebMainResource": main, "WebSubresources": [picture]}, fmt=form)
    )
    assert (found.title, found.address) == ("Tides…", address)
    assert {resource.href for resource in found.resources} == {"https://example.org/a/i/x.png", "/a/i/x.png", "i/x.png"}


@pytest.mark.parametrize(
    "data", [b"bplist00", b"bplist00" + b"\xff" * 40, plistlib.dumps({"WebMainResource": 7}), b"<plist>"]
)
def test_a_damaged_web_archive_is_one_error(data: bytes) -> None:
    assert [problem.severity for problem in reading("page.webarchive", data).problems] == ["error"]


# ---------------------------------------------------------------- Aozora

AOZORA = """海の話
低 海子

-------------------------------------------------------
【テキスト中に現れる記号について】
《》：ルビ
-------------------------------------------------------

［＃３字下げ］一、満潮［＃「一、満潮」は中見出し］

　海《うみ》が｜満ちる日《みちるひ》には、月［＃「月」に傍点］が出る。※［＃「さんずい＋朝」、U+6F6E］
［＃改ページ］
［＃不明な注記］終わりです。

底本：「海の本」海出版社
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_aozora_notation_becomes_ruby_headings_and_emphasis(encoding: str) -> None:
    found = document("umi.txt", AOZORA.replace("\n", "\r\n").encode(encoding))
    assert (found.title, found.byline, found.language) == ("海の話", "低 海子", "ja")
    assert "<h3>一、満潮</h3>" in found.markup
    assert "<ruby>海<rp>（</rp><rt>うみ</rt><rp>）</rp></ruby>が<ruby>満ちる日<rp>" in found.markup
    assert '<em class="emphasis-dots">月</em>' in found.markup
    assert "潮</p>" in found.markup
    assert "<hr>" in found.markup
    assert "不明な注記" in found.markup
    assert found.meta["colophon"].startswith("底本")
    assert found.removals[0].reason == "legend"


def test_the_copy_of_a_page_is_lines_and_nothing_is_judged() -> None:
    found = document("2024-03-05-copy.txt", "\ufeffHome\r\nTitle\r\rText".encode())
    assert (found.form, found.markup, found.date) == ("lines", "Home\nTitle\n\nText", "2024-03-05")
