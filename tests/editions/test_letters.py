"""Who copies text out of a page, or searches it, finds the words that stand there, in every script."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from bound_sheets import alone
from fontTools.ttLib import TTFont

from book.editions.pdf.fonts import Joined
from book.editions.pdf.laid import Task, plain, unpack
from book.editions.pdf.workers import lay

if TYPE_CHECKING:
    from pathlib import Path

    from book.editions.pdf.laid import Laid

# Amiri draws a kashida before a lam; Devanagari draws vowels before their consonant; some accents have no letter.
TEXTS = {
    "ar": "وأرشد إليه وسلم عليه؛ لخلق ممالك الملوك الخير في ملكه فلحمه لخمه بخيل",
    "fa": "این کتاب را می‌خوانم؛ ی و ي هم‌نشین‌اند بیت و بيت",
    "he": "הכתובת על הקיר של בית השער",
    "hi": "शिक्षा क्षेत्र में विद्यार्थी हिन्दी पढ़ते हैं",
    "en": "The office of fluffy affairs, x\u0302 and q\u0301 beside Ω and \u2126, A\u030a",
    "vi": "Người giữ cửa cống ghi lại tên của mọi con thuyền",
}


def sheet(text: str, language: str, family: str = "serif") -> Laid:
    """A text, laid out."""
    direction = "rtl" if language in ("ar", "fa", "he") else "ltr"
    xhtml = (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" dir="{direction}"><head><title>t</title></head>'
        f"<body><p>{text}</p></body></html>"
    )
    return unpack(lay(Task("x", "X", xhtml, (("", f"html {{ font: 12pt {family} }}"),))))


def bound(one: Laid) -> pikepdf.Pdf:
    """A sheet with its font files in it."""
    return pikepdf.open(BytesIO(alone(one)))


def copied(pdf: pikepdf.Pdf, folder: Path) -> list[list[str]]:
    """The words of a PDF as Poppler and as PDFium copy them."""
    path = folder / "x.pdf"
    pdf.save(path)
    poppler = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    document = pypdfium2.PdfDocument(path)
    pdfium = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return [plain(text).split() for text in (poppler, pdfium)]


@pytest.mark.parametrize("family", ["serif", "Amiri", "Noto Serif"])
@pytest.mark.parametrize("language", list(TEXTS))
def test_the_words_that_are_copied_are_those_that_stand_there(language: str, family: str, tmp_path: Path) -> None:
    for words in copied(bound(sheet(TEXTS[language], language, family)), tmp_path):
        assert words == plain(TEXTS[language]).split()


def test_a_glyph_that_two_chapters_mean_differently_says_in_each_what_is_meant() -> None:
    face = next(iter(sheet("Ohm", "en").faces.values()))
    glyph = next(iter(face.text))
    other = replace(face, text={**face.text, glyph: "Q"})
    joined = Joined(face)
    joined.add(face)
    joined.add(other)
    assert joined.told(face)
    assert joined.told(replace(face, text={**face.text, glyph: face.text[glyph].upper()}))
    assert not joined.told(other)


@pytest.mark.parametrize("language", list(TEXTS))
def test_every_line_is_one_that_a_reader_can_read(language: str) -> None:
    pdf = bound(sheet(f'<span style="letter-spacing: 0.1em">{TEXTS[language]} x\u0302</span>', language))
    shown = [page.obj.Contents[0].read_bytes() for page in pdf.pages]
    assert not [line for line in b"".join(shown).splitlines() if line.endswith(b"TJ") and re.search(rb"\d-\d", line)]
    assert all(pikepdf.parse_content_stream(page) for page in pdf.pages)


@pytest.mark.parametrize("by_harfbuzz", [True, False])
def test_what_no_face_has_is_shown_by_the_sign_for_it(by_harfbuzz: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character of nobody's is a box on the page, and not nothing, whichever program makes the subset."""
    if not by_harfbuzz:
        monkeypatch.setattr("book.editions.pdf.layout.harfbuzz_subset", None)
    one = sheet("a \U0010fffd b", "en", "DejaVu Serif")
    assert any(problem.code == "glyph-missing" for problem in one.problems)
    (name,) = (name for name, face in one.faces.items() if face.missing)
    pdf = bound(one)
    font = pdf.pages[0].Resources.Font["/" + name]
    face = TTFont(BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()))
    assert face["glyf"][".notdef"].numberOfContours > 0
    picture = pypdfium2.PdfDocument(alone(one))[0].render(scale=4).to_pil().convert("L")
    blank = pypdfium2.PdfDocument(alone(sheet("a b", "en", "DejaVu Serif")))[0].render(scale=4).to_pil().convert("L")
    assert sum(picture.histogram()[:128]) > sum(blank.histogram()[:128]) + 100
