"""What a user is promised about the EPUB edition."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import epub_samples as samples
import pytest
from lxml import etree

from book.editions import PageBreak, edition_maker
from book.editions.epub import make
from book.editions.epub.metadata import sort_name, sort_title
from book.errors import Misused, Refused
from book.model import Asset, Contents, Entry, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from book.editions import Made

H = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def made(**facts: Any) -> Made:
    """The sample book, with the cover sheet left out: painting is tested apart."""
    said = samples.metadata(**facts.pop("metadata", {}))
    sheets = facts.pop("sheets", None) or [sheet for sheet in samples.sheets(said) if sheet.kind != "cover"]
    assets = facts.pop("assets", (samples.picture(),))
    contents = facts.pop("contents", samples.contents())
    return make(samples.book(said, *assets), contents, sheets, samples.theme(), **facts)


def unpacked(edition: Made) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(edition.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opf(edition: Made) -> etree._Element:
    return etree.fromstring(unpacked(edition)["EPUB/content.opf"])


def properties(edition: Made, name: str) -> list[str]:
    return [meta.text or "" for meta in opf(edition).iter(f"{OPF}meta") if meta.get("property") == name]


def test_the_format_names_its_maker_and_an_unknown_one_names_the_known() -> None:
    assert edition_maker("epub") is make
    with pytest.raises(Misused, match="known: epub, html, pdf"):
        edition_maker("mobi")


def test_the_container_begins_with_the_stored_mimetype() -> None:
    """OCF 4.3: reading systems look for it at byte 30."""
    data = made().data
    assert data[30:38] == b"mimetype"
    assert data[38:58] == b"application/epub+zip"


def test_every_file_packed_is_shown_and_every_file_shown_is_packed() -> None:
    unused = samples.picture("images/unused.png")
    names = set(unpacked(made(assets=(samples.picture(), unused))))
    assert "EPUB/images/shore.png" in names
    assert "EPUB/images/unused.png" not in names
    assert "EPUB/styles/base.css" in names


def test_properties_are_found_by_looking() -> None:
    items = {item.get("href"): item.get("properties") for item in opf(made()).iter(f"{OPF}item")}
    assert items["ch-02-the-shore.xhtml"] == "mathml svg"
    assert items["ch-01-the-moon.xhtml"] is None
    assert items["contents.xhtml"] == "nav"


def test_a_sheet_with_nothing_to_mend_keeps_its_bytes() -> None:
    said = samples.metadata()
    sheets = samples.sheets(said)
    assert unpacked(made())["EPUB/titlepage.xhtml"] == sheets[1].xhtml.encode()


def test_each_chapter_names_the_articles_it_was_made_of() -> None:
    assert b'<meta name="dcterms.source" content="part-2.md"/>' in unpacked(made())["EPUB/ch-02-the-shore.xhtml"]


def test_contents_are_nested_with_labels_and_chapters_are_whole_files() -> None:
    nav = etree.fromstring(unpacked(made())["EPUB/contents.xhtml"])
    toc = next(element for element in nav.iter(f"{H}nav") if element.get(EPUB_TYPE) == "toc")
    links = [("".join(link.itertext()), link.get("href")) for link in toc.iter(f"{H}a")]
    assert links == [
        ("Chapter 1: The Moon", "ch-01-the-moon.xhtml"),
        ("Spring tides", "ch-01-the-moon.xhtml#spring"),
        ("Chapter 2: The Shore", "ch-02-the-shore.xhtml"),
    ]


def test_old_reading_systems_get_the_same_contents() -> None:
    ncx = etree.fromstring(unpacked(made())["EPUB/toc.ncx"])
    space = "{http://www.daisy.org/z3986/2005/ncx/}"
    assert [content.get("src") for content in ncx.iter(f"{space}content")] == [
        "ch-01-the-moon.xhtml",
        "ch-01-the-moon.xhtml#spring",
        "ch-02-the-shore.xhtml",
    ]
    assert ncx.find(f".//{space}meta[@name='dtb:depth']").get("content") == "2"  # type: ignore[union-attr]  # it is there - the test fails where it is not


def test_landmarks_speak_the_language_of_the_book() -> None:
    nav = unpacked(made(metadata={"language": "de"}))["EPUB/contents.xhtml"].decode()
    assert 'epub:type="toc" href="contents.xhtml">Inhalt' in nav
    assert 'epub:type="bodymatter" href="ch-01-the-moon.xhtml"' in nav
    assert "Contents" not in nav


def test_two_equal_entries_are_two_entries() -> None:
    twice = Contents((Entry("Tides", "ch-01", 1), Entry("Tides", "ch-01", 1)))
    edition = made(contents=twice)
    assert unpacked(edition)["EPUB/contents.xhtml"].count(b'<a href="ch-01-the-moon.xhtml">Tides</a>') == 2
    assert not edition.problems


def test_an_entry_that_leads_nowhere_is_reported_and_its_children_stay() -> None:
    dead = Contents((Entry("Gone", "ch-99", 1, children=(Entry("The Moon", "ch-01", 2),)),))
    edition = made(contents=dead)
    assert [problem.code for problem in edition.problems] == ["contents-dead"]
    assert b"The Moon</a>" in unpacked(edition)["EPUB/contents.xhtml"]


def test_metadata_is_refined() -> None:
    edition = made(
        metadata={
            "title": "The Tides",
            "subtitle": "A Study",
            "authors": ("Ada Brook", "Jan van Dyke"),
            "series": "Seas",
            "series_position": "2",
            "modified": "2024-05-06T07:08:09Z",
        }
    )
    assert properties(edition, "role") == ["aut", "aut"]
    assert properties(edition, "file-as") == ["Tides, The", "Brook, Ada", "van Dyke, Jan"]
    assert properties(edition, "belongs-to-collection") == ["Seas"]
    assert properties(edition, "group-position") == ["2"]
    assert properties(edition, "dcterms:modified") == ["2024-05-06T07:08:09Z"]
    assert opf(edition).get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


@pytest.mark.parametrize(
    ("name", "language", "filed"),
    [
        ("Ada Brook", "en", "Brook, Ada"),
        ("Publius", "en", "Publius"),
        ("Ludwig van der Berg", "de", "van der Berg, Ludwig"),
        ("Henry Ford Jr.", "en", "Ford, Henry, Jr."),
        ("The Harbour Team", "en", "The Harbour Team"),
        ("Nagy Anna", "hu", "Nagy Anna"),
        ("夏目 漱石", "ja", "夏目 漱石"),
        ("طه حسين", "ar", "طه حسين"),
    ],
)
def test_names_are_filed_by_family_where_that_is_the_custom(name: str, language: str, filed: str) -> None:
    assert sort_name(name, language) == filed


def test_titles_are_filed_without_their_article() -> None:
    assert sort_title("Die See", "de-AT") == "See, Die"
    assert sort_title("Die Hard", "en") == "Die Hard"


def test_accessibility_is_derived_from_what_is_there() -> None:
    edition = made()
    assert properties(edition, "schema:accessMode") == ["textual", "visual"]
    assert properties(edition, "schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert {"alternativeText", "MathML", "tableOfContents"} <= set(properties(edition, "schema:accessibilityFeature"))
    assert properties(edition, "schema:accessibilityHazard") == ["none"]
    assert properties(edition, "schema:accessibilitySummary")[0].endswith("Images have text alternatives.")
    assert not properties(edition, "dcterms:conformsTo")


def test_a_missing_alternative_is_reported_with_its_article_and_never_invented() -> None:
    said = samples.metadata()
    sheets = [
        replace(sheet, xhtml=sheet.xhtml.replace(' alt="A flat shore at low water"', ""))
        for sheet in samples.sheets(said)[1:]
    ]
    edition = made(sheets=sheets)
    assert [(problem.code, problem.where) for problem in edition.problems] == [("alt-missing", "part-2.md")]
    assert properties(edition, "schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in properties(edition, "schema:accessibilityFeature")


def test_moving_pictures_make_the_hazard_unknown() -> None:
    frame = b"\x21\xf9\x04\x00\x00\x00\x00\x00"
    moving = Asset("images/shore.png", "image/gif", b"GIF89a" + frame + frame)
    assert properties(made(assets=(moving,)), "schema:accessibilityHazard") == ["unknown"]


def test_claims_are_the_publishers() -> None:
    claim = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    edition = made(
        metadata={"conforms_to": claim, "certified_by": "Brook Press", "accessibility_summary": "All of it."}
    )
    assert properties(edition, "dcterms:conformsTo") == [claim]
    assert properties(edition, "a11y:certifiedBy") == ["Brook Press"]
    assert properties(edition, "schema:accessibilitySummary") == ["All of it."]


def test_a_language_without_a_summary_says_nothing_rather_than_english() -> None:
    assert not properties(made(metadata={"language": "sw"}), "schema:accessibilitySummary")


def test_pages_turn_the_way_the_language_reads() -> None:
    edition = made(metadata={"language": "ar", "direction": "rtl"})
    spine = opf(edition).find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_a_dead_link_becomes_text_and_is_reported() -> None:
    said = samples.metadata()
    sheets = [replace(sheet, xhtml=sheet.xhtml.replace("#sand", "#gone")) for sheet in samples.sheets(said)[1:]]
    edition = made(sheets=sheets)
    assert [(problem.code, problem.where) for problem in edition.problems] == [("link-dead", "part-1.md")]
    assert b"<span>the sand</span>" in unpacked(edition)["EPUB/ch-01-the-moon.xhtml"]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/hosts", "data:text/html,x"])
def test_a_link_no_reader_may_follow_is_no_link(href: str) -> None:
    said = samples.metadata()
    sheets = [
        replace(sheet, xhtml=sheet.xhtml.replace("ch-02-the-shore.xhtml#sand", href))
        for sheet in samples.sheets(said)[1:]
    ]
    edition = made(sheets=sheets)
    assert [problem.code for problem in edition.problems] == ["link-dead"]
    assert href.encode() not in unpacked(edition)["EPUB/ch-01-the-moon.xhtml"]


def test_an_absent_image_leaves_its_alternative_and_a_problem() -> None:
    edition = made(assets=())
    assert [(problem.code, problem.where) for problem in edition.problems] == [("image-missing", "part-2.md")]
    page = unpacked(edition)["EPUB/ch-02-the-shore.xhtml"]
    assert b'<span class="missing-image">[A flat shore at low water]</span>' in page


def test_an_id_that_stands_twice_keeps_its_first_place() -> None:
    said = samples.metadata()
    sheets = [replace(sheet, xhtml=sheet.xhtml.replace('id="spring"', 'id="r1"')) for sheet in samples.sheets(said)[1:]]
    codes = [problem.code for problem in made(sheets=sheets).problems]
    assert codes == ["id-twice", "contents-dead"]


def chapter(body: str) -> str:
    """What becomes of a chapter's body."""
    said = samples.metadata()
    inside = (
        f'<section id="ch-01" epub:type="chapter" role="doc-chapter"><h1>T</h1><h2 id="spring">S</h2>{body}</section>'
    )
    sheet = samples.sheet("ch-01-the-moon", "chapter", "body", "T", inside, said, chapter="ch-01", ids=("ch-01",))
    edition = made(sheets=[*samples.sheets(said)[1:3], sheet, *samples.sheets(said)[4:]])
    return unpacked(edition)["EPUB/ch-01-the-moon.xhtml"].decode()


def test_semantics_of_an_article_are_kept_declared_and_said_to_assistive_technology() -> None:
    text = chapter(
        '<p><i epub:type="se:name.vessel.ship other:x">Duncan</i></p><div epub:type="epigraph"><p>E</p></div>'
    )
    assert '<i epub:type="se:name.vessel.ship">' in text
    assert 'epub:prefix="se: https://standardebooks.org/vocab/1.0"' in text
    assert '<div epub:type="epigraph" role="doc-epigraph">' in text


def test_a_chapter_in_a_chapter_is_one_chapter() -> None:
    assert "<section><p>x</p></section>" in chapter('<section epub:type="chapter"><p>x</p></section>')


def test_blocks_in_running_text_become_running_text() -> None:
    assert "<pre><span>x</span></pre>" in chapter("<pre><p>x</p></pre>")


def test_a_header_without_words_heads_nothing() -> None:
    text = chapter('<table><tr><th scope="col"></th><th scope="col">m</th></tr></table>')
    assert '<tr><td></td><th scope="col">m</th></tr>' in text


def test_a_link_that_shows_only_an_ornament_is_called_by_where_it_leads() -> None:
    text = chapter('<p><a href="https://example.org/tides?x=1"><img src="images/shore.png" alt=""/></a></p>')
    assert 'aria-label="example.org/tides"' in text


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "with space", "ch?", "naïve", "a" * 300, ""])
def test_a_name_that_leaves_the_book_is_refused(name: str) -> None:
    said = samples.metadata()
    first, *rest = samples.sheets(said)[1:]
    with pytest.raises(Refused, match="no file of a book may have this name"):
        made(sheets=[replace(first, name=name), *rest])


def test_names_that_differ_in_case_alone_are_refused() -> None:
    """One of two such files is lost on a Mac or a PC."""
    said = samples.metadata()
    sheets = samples.sheets(said)[1:]
    with pytest.raises(Refused, match="two files would have this name"):
        made(sheets=[*sheets, replace(sheets[0], name="TitlePage")])


def test_a_sheet_that_is_not_well_formed_is_refused() -> None:
    said = samples.metadata()
    broken = Sheet("ch-03", "chapter", "body", "x", "<html><p></html>")
    with pytest.raises(Refused, match="not well-formed"):
        made(sheets=[*samples.sheets(said)[1:], broken])


def test_a_book_without_text_is_refused() -> None:
    said = samples.metadata()
    with pytest.raises(Refused, match="the book has no text"):
        made(sheets=samples.sheets(said)[1:3])


def test_pages_of_the_print_edition_are_marked_where_they_begin() -> None:
    breaks = [
        PageBreak("ch-01-the-moon", 0, "1"),
        PageBreak("ch-01-the-moon", 16, "2"),  # within the words "follows the moon"
        PageBreak("ch-01-the-moon", 85, "3"),
        PageBreak("ch-02-the-shore", 0, "4"),
        PageBreak("nowhere", 0, "5"),
    ]
    edition = made(breaks=breaks, pages_of="urn:isbn:9780306406157")
    text = unpacked(edition)["EPUB/ch-01-the-moon.xhtml"].decode()
    marker = '<span epub:type="pagebreak" role="doc-pagebreak" id="page-2" aria-label="2"></span>'
    assert f"Water foll{marker}ows the moon" in text
    nav = etree.fromstring(unpacked(edition)["EPUB/contents.xhtml"])
    pages = next(element for element in nav.iter(f"{H}nav") if element.get(EPUB_TYPE) == "page-list")
    assert [link.text for link in pages.iter(f"{H}a")] == ["1", "2", "3", "4"]
    assert properties(edition, "pageBreakSource") == ["urn:isbn:9780306406157"]
    assert "pageNavigation" in properties(edition, "schema:accessibilityFeature")


def test_pages_numbered_in_other_digits_have_readable_ids() -> None:
    edition = made(breaks=[PageBreak("ch-01-the-moon", 0, "١٢")])
    text = unpacked(edition)["EPUB/ch-01-the-moon.xhtml"].decode()
    assert 'id="page-12" aria-label="١٢"' in text


def test_page_markers_change_no_word() -> None:
    breaks = [PageBreak("ch-01-the-moon", at, str(at)) for at in range(0, 140, 7)]
    plain, marked = (
        "".join(etree.fromstring(unpacked(edition)["EPUB/ch-01-the-moon.xhtml"]).itertext())
        for edition in (made(), made(breaks=breaks))
    )
    assert plain == marked


def test_a_chapter_with_three_thousand_notes_is_whole() -> None:
    said = samples.metadata()
    references = "".join(f'<a epub:type="noteref" id="a{n}" href="#b{n}">{n}</a> ' for n in range(3000))
    notes = "".join(f'<aside epub:type="footnote" id="b{n}"><p>{n}</p></aside>' for n in range(3000))
    body = f'<section id="ch-01"><h1>Notes</h1><h2 id="spring">S</h2><p>{references}</p>{notes}</section>'
    long = samples.sheet("ch-01-the-moon", "chapter", "body", "Notes", body, said, chapter="ch-01", ids=("ch-01",))
    sheets = [*samples.sheets(said)[1:3], long, *samples.sheets(said)[4:]]
    edition = made(sheets=sheets)
    assert not edition.problems
    assert unpacked(edition)["EPUB/ch-01-the-moon.xhtml"].count(b'epub:type="footnote"') == 3000


PROGRAM = """
import sys, hashlib
sys.path[:0] = [{root!r}, {root!r} + "/tests"]
import epub_samples as samples
from book.editions.epub import make
said = samples.metadata()
data = make(samples.book(said, samples.picture()), samples.contents(), samples.sheets(said)[1:], samples.theme()).data
print(hashlib.sha256(data).hexdigest())
"""


def test_the_same_book_gives_the_same_bytes_anywhere(root: Path, tmp_path: Path) -> None:
    """Time zone, hash seed, locale and folder change nothing."""
    sums = set()
    for zone, seed, locale in (("UTC", "0", "C"), ("Asia/Tokyo", "4711", "C.UTF-8")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        program = PROGRAM.format(root=str(root))
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, check=True
        )
        sums.add(done.stdout.strip().decode())
    said = samples.metadata()
    here = make(samples.book(said, samples.picture()), samples.contents(), samples.sheets(said)[1:], samples.theme())
    assert sums == {hashlib.sha256(here.data).hexdigest()}


def test_the_container_is_no_larger_than_what_it_holds() -> None:
    """At most 1.05 of the deflated content, the zip's own directory apart."""
    edition = made()
    with zipfile.ZipFile(io.BytesIO(edition.data)) as archive:
        content = sum(entry.compress_size for entry in archive.infolist())
        directory = sum(2 * len(entry.filename) + 76 for entry in archive.infolist()) + 22
    assert len(edition.data) <= 1.05 * content + directory


def test_books_of_every_direction_and_script_are_valid(epubcheck: Callable[..., Any], tmp_path: Path) -> None:
    """Epubcheck with warnings as errors finds nothing."""
    breaks = [
        PageBreak("ch-01-the-moon", 0, "i"),
        PageBreak("ch-01-the-moon", 30, "1"),
        PageBreak("ch-02-the-shore", 3, "2"),
    ]
    claim = {"conforms_to": "EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "certified_by": "Brook Press"}
    books = {
        "plain": made(),
        "paged": made(breaks=breaks, pages_of="urn:isbn:9780306406157"),
        "claims": made(
            metadata={**claim, "series": "Seas", "series_position": "2.1", "subtitle": "S", "date": "2020-01-02"}
        ),
        "isbn": made(metadata={"identifier": "urn:isbn:9780306406157"}),
        "rtl": made(metadata={"language": "ar", "direction": "rtl", "title": "المد والجزر", "authors": ("طه حسين",)}),
        "ja": made(metadata={"language": "ja", "title": "潮", "direction": "rtl"}),
        "und": made(metadata={"language": "und"}),
        "mended": made(assets=()),
        "cover": made(
            metadata={"cover": "images/c.png"}, assets=(samples.picture(), samples.picture("images/c.png", (600, 900)))
        ),
        "empty-contents": made(contents=Contents(())),
        "no-author": made(metadata={"authors": (), "title": "Q & A <1>"}),
    }
    paths = []
    for name, edition in books.items():
        paths.append(tmp_path / f"{name}.epub")
        paths[-1].write_bytes(edition.data)
    found = epubcheck(paths)
    assert found == {path.name: [] for path in paths}
