"""What is drawn at binding, and what the page engine would lose: page numbers in the text, formulas, notes."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from bound_sheets import alone

from book.contents import contents
from book.editions.pdf.edition import make
from book.editions.pdf.laid import Task, unpack
from book.editions.pdf.mentions import mentions
from book.editions.pdf.workers import lay
from book.language import direction
from book.model import Book, Chapter, Metadata, Note, Part
from book.theme import load
from book.typeset import typeset

WORDS = "A lock lifts a boat from one level of the canal to the next, and the keeper writes down its name. "


def _chapter(number: int, body: str, **facts: object) -> Chapter:
    return Chapter(f"ch-{number}", f"Lock {number}", str(number), "chapter", body, f"Chapter {number}", **facts)  # type: ignore[arg-type]  # a chapter's fields - as each test has them


def _book(*bodies: str, language: str = "en") -> Book:
    chapters = tuple(_chapter(number, body) for number, body in enumerate(bodies, 1))
    side = direction(language)
    return Book(Metadata("The Canal", language, "urn:x:1", direction=side), (Part("p", "", None, chapters),))


def _made(made: Book, theme: str = "classic") -> bytes:
    listed, settled = contents(made), load(theme)
    return make(made, listed, typeset(made, listed, settled, "print"), settled).data


def _laid(made: Book, theme: str) -> tuple[Task, object]:
    settled = load(theme)
    sheet = next(sheet for sheet in typeset(made, contents(made), settled, "print") if sheet.chapter)
    return Task("ch", "Lock 1", sheet.xhtml, (("base", settled.base), ("print", settled.print))), sheet


@pytest.mark.parametrize("length", [1, 60])
def test_a_page_named_in_the_text_is_the_page_and_its_chapter_is_laid_out_as_before(length: int) -> None:
    """Whatever the length of chapter 1, its link to chapter 2 names the page that chapter 2 opens on."""
    made = _made(_book(f'<p>See <a href="#ch-2">below</a>.</p>{f"<p>{WORDS * 4}</p>" * length}', f"<p>{WORDS}</p>"))
    document = pypdfium2.PdfDocument(made)
    labels = [document.get_page_label(at) for at in range(len(document))]
    texts = [page.get_textpage().get_text_range() for page in document]
    opened = next(at for at, text in enumerate(texts) if "Lock 2" in text and labels[at].isdecimal() and at > 4)
    naming = next(at for at, text in enumerate(texts) if "(page" in text)
    page = document[naming].get_textpage()
    whole = page.get_text_range()
    before = page.get_charbox(whole.index("(page") + 4)
    after = page.get_charbox(whole.index(")", whole.index("(page")))
    between = page.get_text_bounded(left=before[2], right=after[0], bottom=before[1] - 3, top=before[3] + 6)
    assert re.sub(r"\D", "", between) == labels[opened]
    document.close()


def test_boxes_for_numbers_are_no_destinations() -> None:
    pdf = pikepdf.open(BytesIO(_made(_book('<p>See <a href="#ch-2">below</a>.</p>', "<p>x</p>"))))
    names = [str(name) for kid in pdf.Root.Names.Dests.Kids for name in list(kid.Names)[::2]]
    assert "ch-2" in names
    assert not [name for name in names if name.startswith("page-of")]


def test_numbers_of_an_arabic_book_stand_by_their_word() -> None:
    made = _book(f'<p>انظر <a href="#ch-2">الفصل</a>. {"نص " * 90}</p>', "<p>نص</p>", language="ar")
    task, _ = _laid(made, "classic")
    (mention,) = mentions(unpack(lay(task)))
    assert mention.target == "ch-2"
    assert mention.backwards


MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>'


def test_a_formula_is_drawn_and_says_what_it_is() -> None:
    task, _ = _laid(_book(f"<p>So {MATH} it is.</p>"), "modern")
    laid = unpack(lay(task))
    assert not laid.problems
    data = alone(laid)
    pdf = pikepdf.open(BytesIO(data))
    alternatives = {str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item}
    assert "x^2" in alternatives
    assert "x2" not in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


def test_a_formula_that_cannot_be_drawn_stays_and_is_named() -> None:
    broken = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="y"><mfrac><mi>y</mi></mfrac></math>'
    task, _ = _laid(_book(f"<p>So {broken} it is.</p>"), "classic")
    assert [problem.code for problem in unpack(lay(task)).problems] == ["formula-plain"]


@pytest.mark.parametrize("theme", ["classic", "modern", "reader"])
def test_no_note_is_lost_where_sixty_are_called_on_one_page(theme: str) -> None:
    calls = " ".join(f'word<a epub:type="noteref" role="doc-noteref" href="#n{n}" id="r{n}">{n}</a>' for n in range(60))
    notes = tuple(Note(f"n{n}", f"r{n}", str(n), f"<p>(q{n}q) {WORDS}</p>") for n in range(60))
    one = _chapter(1, f"<p>{calls}</p><p>{WORDS * 5}</p>", notes=notes)
    task, _ = _laid(Book(Metadata("T", "en", "urn:x:1"), (Part("p", "", None, (one,)),)), theme)
    document = pypdfium2.PdfDocument(alone(unpack(lay(task))))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert [number for number in range(60) if text.count(f"(q{number}q)") != 1] == []


def test_a_sign_without_a_face_is_named_once_with_its_script() -> None:
    task, _ = _laid(_book("<p>Knots: \U0001b170\U0001b171\U0001b172.</p>"), "classic")
    problems = [problem for problem in unpack(lay(task)).problems if problem.code == "glyph-missing"]
    assert len(problems) <= 1  # none where a face of the machine has Nushu
    assert all("Nushu" in problem.message for problem in problems)


def test_an_item_of_whole_paragraphs_has_a_body_in_the_structure_tree() -> None:
    """PDF/UA: an `LI` holds labels and bodies, and nothing else, also where a list is set loose."""
    task, _ = _laid(_book("<ul><li><p>One.</p></li><li><p>Two.</p><p>More.</p></li></ul>"), "classic")
    pdf = pikepdf.open(BytesIO(alone(unpack(lay(task)))))
    items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/LI"]
    assert len(items) == 2
    assert all(str(kid.S) in ("/Lbl", "/LBody") for item in items for kid in item.K)
