"""What a user is promised about the PDF: its pages, numbers, links and fonts, and that nothing is set twice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from book.bookfile import overridden
from book.config import EditionSettings
from book.editions.pdf import press
from book.editions.pdf.edition import make, shorten
from book.editions.pdf.labels import front_number
from book.editions.pdf.laid import MAGIC, Task, unpack
from book.editions.pdf.references import fill
from book.editions.pdf.workers import Workshop, lay
from book.model import Book, Chapter, Contents, Entry, Metadata, Part, Sheet, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.editions import Made
    from book.editions.pdf.laid import Laid

CSS = """
@page { size: 5in 8in; margin: 15mm 14mm 18mm }
@page :left { margin-left: 12mm }
html { font: 10pt/1.4 "DejaVu Serif"; text-align: justify; hyphens: auto }
p { margin: 0; orphans: 2; widows: 2 }
.folio { font-size: 8pt; text-align: center }
.running-head { font-size: 8pt; text-align: center }
"""
THEME = Theme("test", {"trim-width": "5in"}, CSS, "", "@page { margin: 14mm }")
SENTENCE = "A lock lifts a boat from one level of the canal to the next, and the keeper writes down its name. "


def page(kind: str, body: str, language: str = "en") -> str:
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}"><head><title>t</title></head>'
        f'<body class="{kind}"><section>{body}</section></body></html>'
    )


def chapter(number: int, body: str, title: str = "") -> Sheet:
    title = title or f"Lock {number}"
    text = page("chapter", f'<h1 id="ch-{number}">{title}</h1>{body}')
    return Sheet(f"ch-{number:02}", "chapter", "body", title, text, ids=(f"ch-{number}",), chapter=f"ch-{number}")


def paragraphs(number: int, text: str = SENTENCE) -> str:
    return "".join(f"<p>{text * 6}</p>" for _ in range(number))


BODIES = (
    paragraphs(9) + '<p><a href="#ch-3">on to the third lock</a></p>',
    paragraphs(2) + '<p>See page <span class="page" data-target="ch-3"></span>.</p>',
    paragraphs(14, SENTENCE.replace("boat", "<em>boat</em>")),
)


def book_of(bodies: tuple[str, ...]) -> tuple[Book, Contents, tuple[Sheet, ...]]:
    chapters = tuple(chapter(number, body) for number, body in enumerate(bodies, 1))
    lines = "".join(
        f'<p><a href="#{sheet.chapter}"><span>{sheet.title}</span> '
        f'<span class="page" data-target="{sheet.chapter}"></span></a></p>'
        for sheet in chapters
    )
    front = (
        Sheet("title", "titlepage", "front", "The Canal", page("titlepage", "<h1>The Canal</h1>")),
        Sheet("imprint", "imprint", "front", "Imprint", page("imprint", "<p>Printed by the lock.</p>")),
        Sheet("contents", "contents", "front", "Contents", page("contents", f'<h1 id="contents">Contents</h1>{lines}')),
    )
    metadata = Metadata("The Canal", "en", "urn:uuid:canal", authors=("A. Keeper",), date="2001-02-03")
    entries = tuple(Entry(sheet.title, sheet.chapter, 1) for sheet in chapters)
    parts = (Part("p", "", None, tuple(Chapter(s.chapter, s.title, None, "chapter", "") for s in chapters)),)
    return Book(metadata, parts), Contents(entries), (*front, *chapters)


def _edition(purpose: str, **settings: object) -> EditionSettings:
    return overridden(EditionSettings(format="pdf"), {"purpose": purpose, **settings})


def build(bodies: tuple[str, ...] = BODIES, purpose: str = "print", **options: object) -> Made:
    book, contents, sheets = book_of(bodies)
    return make(book, contents, sheets, THEME, edition=_edition(purpose), **options)  # type: ignore[arg-type]  # the keywords of `make` - as each test has them


def texts(data: bytes) -> list[str]:
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data)]


@pytest.fixture(scope="module")
def made() -> Made:
    return build()


@pytest.fixture(scope="module")
def pdf(made: Made) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made.data))


@pytest.fixture(scope="module")
def shown(made: Made) -> list[str]:
    return texts(made.data)


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    shop = Workshop(2, deadline=20)
    yield shop
    shop.shutdown(cancel_futures=True)


def labels(pdf: pikepdf.Pdf) -> list[str]:
    return [sheet.label for sheet in pdf.pages]


def test_chapters_open_on_rectos_and_the_number_of_pages_is_even(shown: list[str]) -> None:
    opened = [number for number, text in enumerate(shown) if re.search(r"^Lock \d\b(?!.*Lock \d\b.*Lock)", text)]
    firsts = [number for number in opened if "Contents" not in shown[number] and number % 2 == 0]
    assert len(firsts) >= 3
    assert len(shown) % 2 == 0


def test_front_matter_is_numbered_in_roman_and_the_body_from_one(pdf: pikepdf.Pdf) -> None:
    assert labels(pdf)[:5] == ["i", "ii", "iii", "iv", "1"]


def test_every_number_in_the_contents_is_the_page_its_chapter_stands_on(pdf: pikepdf.Pdf, shown: list[str]) -> None:
    lines = re.findall(r"Lock (\d) (\d+)", shown[2])
    assert [number for number, _ in lines] == ["1", "2", "3"]
    for number, folio in lines:
        assert f"Lock {number}" in shown[labels(pdf).index(folio)]


def test_a_page_named_in_the_text_is_that_page(pdf: pikepdf.Pdf, shown: list[str]) -> None:
    named = next(match for text in shown if (match := re.search(r"See page (\d+)\.", text)))
    assert "Lock 3" in shown[labels(pdf).index(named[1])]


def test_running_heads_name_the_book_on_versos_and_the_chapter_on_rectos(pdf: pikepdf.Pdf, shown: list[str]) -> None:
    start = labels(pdf).index("1")
    assert "The Canal" not in shown[start]
    assert "The Canal" in shown[start + 1]
    assert shown[start + 2].count("Lock 1") == 1


def test_folios_run_without_a_gap_and_blanks_are_blank(pdf: pikepdf.Pdf, shown: list[str]) -> None:
    for label, text in zip(labels(pdf), shown, strict=True):
        bare = not text.strip() or label in ("i", "ii")
        assert bare or re.search(rf"(^|\n){label}\s*($|\r|\n)", text), (label, text[-80:])


@pytest.mark.parametrize(("language", "figures"), [("ar", "٠١٢٣٤٥٦٧٨٩"), ("fa", "۰۱۲۳۴۵۶۷۸۹"), ("he", "0123456789")])
def test_folios_of_a_book_from_right_to_left_show_the_number_of_their_page(language: str, figures: str) -> None:
    book, contents, sheets = book_of(BODIES)
    book = replace(book, metadata=replace(book.metadata, language=language, direction="rtl"))
    made = make(book, contents, sheets, THEME, edition=_edition("print"))
    opening = labels(pikepdf.open(BytesIO(made.data))).index(figures[1])
    for number, text in enumerate(texts(made.data)[opening : opening + 3], 1):
        assert re.search(rf"(^|\n)\W*{figures[number]}\W*($|\r|\n)", text), (number, text)


def test_links_between_chapters_lead_to_the_chapter(made: Made, pdf: pikepdf.Pdf) -> None:
    names = {str(key): value for leaf in pdf.Root.Names.Dests.Kids for key, value in _pairs(leaf.Names)}
    links = [link for sheet in pdf.pages for link in sheet.obj.get("/Annots", ())]
    assert len(links) == 4
    assert all(str(link.Dest) in names for link in links)
    third = names["ch-3"][0].objgen
    assert labels(pdf)[[sheet.objgen for sheet in pdf.pages].index(third)] == shown_page(made, "ch-03")
    assert b"x-book-anchor" not in b"".join(obj.unparse(resolved=False) for obj in pdf.objects if _plain(obj))


def shown_page(made: Made, sheet: str) -> str:
    return next(place.label for place in made.pages if place.sheet == sheet)


def _plain(obj: object) -> bool:
    return isinstance(obj, pikepdf.Dictionary)


def _pairs(names: pikepdf.Object) -> list[tuple[object, object]]:
    items = list(names)
    return list(zip(items[::2], items[1::2], strict=True))


def test_the_outline_has_the_contents(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Lock 1", "Lock 2", "Lock 3"]


def test_each_font_is_embedded_once(pdf: pikepdf.Pdf) -> None:
    fonts = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Subtype") == "/Type0"]
    names = [str(font.BaseFont) for font in fonts]
    assert len(names) == len(set(names))
    files = {font.DescendantFonts[0].FontDescriptor.FontFile2.objgen for font in fonts}
    assert 1 <= len(files) <= len(fonts)


def test_the_book_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.Title) == "The Canal"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "The Canal"
        assert xmp["pdfuaid:part"] == "1"


def test_every_marked_content_belongs_to_an_element_of_its_page(pdf: pikepdf.Pdf) -> None:
    numbers = dict(_pairs(pdf.Root.StructTreeRoot.ParentTree.Nums))
    for sheet in pdf.pages:
        if "/StructParents" not in sheet.obj:
            continue
        owners = numbers[int(sheet.obj.StructParents)]
        used = {
            int(match) for match in re.findall(rb"/MCID (\d+)", b"".join(part.read_bytes() for part in _parts(sheet)))
        }
        assert used == set(range(len(owners)))


def _parts(sheet: pikepdf.Page) -> list[pikepdf.Object]:
    contents = sheet.obj.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def test_cold_warm_and_two_workers_give_the_same_bytes(made: Made, workshop: Workshop) -> None:
    cache: dict[str, bytes] = {}
    assert build(cache=cache, workshop=workshop).data == made.data
    assert build(cache=cache).data == made.data


def test_one_run_of_the_page_engine_gives_the_same_pages(made: Made, shown: list[str]) -> None:
    whole = texts(build(whole=True).data)
    assert len(shown) - len(whole) in (0, 1)  # a last blank makes the number of pages even
    for ours, theirs in zip(shown, whole, strict=False):
        assert _running(ours) == _running(theirs)
    assert len(made.data) < 1.1 * len(build(whole=True).data)


def _running(text: str) -> list[str]:
    """The lines of a page without its folio and running head, page numbers of the contents masked."""
    lines = [line.strip() for line in text.splitlines()]
    own = (line for line in lines if not re.fullmatch(r"[ivxlc]+|\d+|The Canal|Lock \d|Imprint|Contents|", line))
    return [re.sub(r"\d+$|page \d+", "#", line) for line in own]


def test_a_page_more_in_the_first_chapter_lays_out_no_other_but_what_names_pages(made: Made) -> None:
    cache: dict[str, bytes] = {}
    build(cache=cache)
    before = set(cache)
    longer = build((BODIES[0] + paragraphs(12), *BODIES[1:]), cache=cache)
    assert len(texts(longer.data)) > len(texts(made.data))
    added = [unpack(cache[key]) for key in set(cache) - before if key.startswith("layout/")]
    # Chapter 1, chapter 2 ("See page"), the contents.
    assert len(added) <= 4
    assert not any("ch-3" in laid.anchors for laid in added)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 10)), min_size=1, max_size=3))
def test_an_incremental_build_equals_one_from_scratch(edits: list[tuple[int, int]]) -> None:
    cache: dict[str, bytes] = {}
    bodies = list(BODIES)
    build(tuple(bodies), cache=cache)
    for index, amount in edits:
        bodies[index] = paragraphs(amount) + BODIES[index]
        last = build(tuple(bodies), cache=cache)
    assert last.data == build(tuple(bodies)).data


def test_a_damaged_cache_entry_counts_as_none(made: Made) -> None:
    cache: dict[str, bytes] = {}
    build(cache=cache)
    for key in cache:
        if key.startswith("layout/"):
            cache[key] = cache[key][:40]
    assert build(cache=cache).data == made.data


def test_a_screen_edition_has_no_blanks(pdf: pikepdf.Pdf) -> None:
    screen = build(purpose="screen")
    assert all(text.strip() for text in texts(screen.data))
    assert len(pikepdf.open(BytesIO(screen.data)).pages) <= len(pdf.pages)


def test_arabic_pages_have_arabic_numbers_and_letters() -> None:
    book, contents, sheets = book_of(BODIES[:1])
    arabic = replace(book, metadata=replace(book.metadata, language="ar", direction="rtl"))
    data = make(arabic, contents, sheets, THEME).data
    found = pikepdf.open(BytesIO(data))
    assert labels(found)[:2] == ["ا", "ب"]
    assert "١" in labels(found)
    assert found.Root.ViewerPreferences.Direction == "/R2L"


# ---------------------------------------------------------------- harm


def _hang(task: Task) -> bytes:
    if "Lock 2</h1><p>A" in task.xhtml:
        time.sleep(60)
    return lay(task)


def _die(task: Task) -> bytes:
    if "Lock 2</h1><p>A" in task.xhtml:
        os._exit(9)
    return lay(task)


@pytest.mark.parametrize("harm", [_hang, _die])
def test_a_chapter_that_hangs_or_dies_is_a_marked_page_and_the_others_are_untouched(
    harm: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "lay", harm)
    shop = Workshop(2, deadline=8)
    try:
        damaged = build(workshop=shop)
    finally:
        shop.shutdown(cancel_futures=True)
    errors = [problem for problem in damaged.problems if problem.severity == "error"]
    assert [problem.where for problem in errors] == ["Lock 2"]
    shown = "".join(texts(damaged.data))
    assert "Lock 2" in shown
    assert "on to the third lock" in shown


def test_nothing_outside_the_book_is_read(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.png"
    body = f'<p><img src="file://{secret}" alt="x"/><img src="https://example.org/a.png" alt="y"/></p>'
    found = [problem for problem in build((body, *BODIES[1:])).problems if problem.code == "image-missing"]
    assert len(found) == 2
    assert all(problem.where == "Lock 1" for problem in found)


def test_a_mistake_in_a_style_sheet_is_named_with_its_line() -> None:
    task = Task("x", "X", page("chapter", "<p>a</p>"), (("mine.css", "p { color: red;\n wibble: 3 }"),))
    problems = unpack(lay(task)).problems
    assert [(problem.code, problem.where) for problem in problems] == [("style-unknown", "mine.css:2")]


def test_a_character_that_no_face_covers_is_reported() -> None:
    task = Task("x", "X", page("chapter", "<p>\U0010fffd</p>"), (("mine.css", CSS),))
    assert any(problem.code == "glyph-missing" for problem in unpack(lay(task)).problems)


def test_damaged_bytes_are_no_laid_out_sheet() -> None:
    for data in (b"", b"nonsense", MAGIC, MAGIC + b"nonsense", MAGIC + b"\x80"):
        with pytest.raises(ValueError):  # noqa: PT011 - any message will do
            unpack(data)


# ---------------------------------------------------------------- the engine's shortcuts


def test_shortcuts_leave_every_glyph_where_the_engine_puts_it() -> None:
    from book.editions.pdf import shortcuts  # noqa: PLC0415 - imports the page engine

    task = Task("x", "X", chapter(1, BODIES[2] + "<p><b>AVATAR</b> fi ffl — e\u0301</p>").xhtml, (("a.css", CSS),))
    with shortcuts.untaken():
        plain = unpack(lay(task))
    swift = unpack(lay(task))
    assert swift.anchors == plain.anchors
    assert swift.faces == plain.faces
    assert _drawn(swift) == _drawn(plain)


def _drawn(laid: Laid) -> list[list[object]]:
    from bound_sheets import contents  # noqa: PLC0415 - workers import this file, and not what stands beside it

    return [_moves(content) for content in contents(laid)]


def _moves(content: bytes) -> list[object]:
    """Every glyph and every move, moves of nothing left out."""
    found: list[object] = []
    for line in content.decode("latin-1").splitlines():
        if not line.endswith("TJ"):
            found.append(line)
            continue
        for text, move in re.findall(r"<([0-9a-f]*)>|(-?[\d.]+)", line):
            if text:
                found.extend(re.findall("....", text))
            elif move and round(float(move), 2):
                found.append(round(float(move), 2))
    return found


# ---------------------------------------------------------------- validators


@pytest.mark.slow
@pytest.mark.parametrize(("purpose", "flavour"), [("print", "ua1"), ("screen", "ua1"), ("screen", "3a")])
def test_verapdf_finds_nothing(purpose: str, flavour: str, tmp_path: Path) -> None:
    home = Path(__file__).parents[2]
    if not (home / ".tools/verapdf/VeraBatch.class").is_file():
        pytest.skip("veraPDF is not set up: run tools/verapdf.sh --setup")
    path = tmp_path / "book.pdf"
    path.write_bytes(build(purpose=purpose).data)
    run = subprocess.run([home / "tools/verapdf.sh", flavour, path], capture_output=True, check=False)
    assert run.returncode == 0, run.stdout.decode()[-2000:]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing(made: Made, tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(made.data)
    assert subprocess.run(["qpdf", "--check", tmp_path / "book.pdf"], capture_output=True, check=False).returncode == 0


# ---------------------------------------------------------------- small rules


def test_an_index_names_each_page_once_and_runs_of_pages_as_ranges() -> None:
    places = ", ".join(f'<a href="#{n}"><span class="page" data-target="{n}"></span></a>' for n in "abcdef")
    sheet = Sheet("index", "index", "back", "Index", page("index", f'<p><span class="locators">{places}</span></p>'))
    folios = {"a": "3", "b": "3", "c": "4", "d": "5", "e": "9", "f": "9"}
    text = re.sub(r"<[^>]+>", "", fill(sheet, folios, "0").xhtml.partition("<body")[2]).partition(">")[2]
    assert text == "3–5, 9"


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [("en", 4, "iv"), ("en", 49, "xlix"), ("he", 15, "טו"), ("he", 19, "יט"), ("ar", 12, "يب"), ("hi", 3, "3")],
)
def test_front_matter_counts_in_the_manner_of_the_script(language: str, number: int, text: str) -> None:
    assert front_number(number, language, (lambda digits: digits) if language != "hi" else _other) == text


def _other(digits: str) -> str:
    return digits.replace("1", "१")


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Short", "Short"),
        ("On Locks and Weirs: Being an Account of the Water", "On Locks and Weirs"),
        ("A very long title that runs on without any mark at all", "A very long title that…"),
        ("水門について水門について水門について", "水門について水門につい…"),
    ],
)
def test_long_titles_are_shortened_for_running_heads(title: str, head: str) -> None:
    assert shorten(title, 24) == head
