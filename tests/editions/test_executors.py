"""What a caller is promised who brings an executor of his own, and what becomes of chapters that do harm."""

from __future__ import annotations

import os
import re
import sys
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest

from book.config import EditionSettings
from book.editions.pdf import press
from book.editions.pdf.edition import make
from book.editions.pdf.laid import Task, unpack
from book.editions.pdf.workers import Workshop, lay
from book.model import Book, Chapter, Contents, Entry, Metadata, Part, Sheet, Theme

if TYPE_CHECKING:
    from book.editions import Made

CSS = """
@page { size: 5in 8in; margin: 15mm 14mm 18mm }
html { font: 10pt/1.4 "DejaVu Serif"; text-align: justify; hyphens: auto }
p { margin: 0; text-indent: 1em }
"""
THEME = Theme("test", {"trim-width": "5in"}, CSS, "", "")
SENTENCE = "Between two locks the water lies so still that a keeper may read the weather of the coming week in it. "


def sheet(number: int, text: str = SENTENCE * 8, face: str = "") -> Sheet:
    style = f' style="font-family: {face}"' if face else ""
    body = f'<section{style}><h1 id="ch-{number}">Lock {number}</h1><p>{text}</p><p>{text}</p></section>'
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>t</title></head>'
        f'<body class="chapter">{body}</body></html>'
    )
    return Sheet(f"ch-{number}", "chapter", "body", f"Lock {number}", xhtml, chapter=f"ch-{number}")


def build(*sheets: Sheet, **options: Any) -> Made:
    sheets = sheets or tuple(sheet(number) for number in range(1, 5))
    chapters = tuple(Chapter(one.chapter, one.title, None, "chapter", "") for one in sheets)
    book = Book(Metadata("The Canal", "en", "urn:uuid:canal"), (Part("p", "", None, chapters),))
    contents = Contents(tuple(Entry(one.title, one.chapter, 1) for one in sheets))
    return make(book, contents, sheets, THEME, edition=EditionSettings(format="pdf"), **options)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked


def errors(made: Made) -> list[str]:
    return [problem.where for problem in made.problems if problem.severity == "error"]


@pytest.fixture(scope="module")
def alone() -> Made:
    return build()


# ---------------------------------------------------------------- executors


def test_threads_give_the_same_bytes(alone: Made) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert build(workshop=threads).data == alone.data


def test_processes_of_the_standard_library_give_the_same_bytes(alone: Made) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as processes:
        assert build(workshop=processes).data == alone.data


class _Broken(Executor):
    """Takes two tasks, fails them, and takes no more."""

    def __init__(self) -> None:
        self.taken = 0

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        del function, args, kwargs
        self.taken += 1
        if self.taken > 2:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("a worker went away"))
        return future


def test_an_executor_that_breaks_down_costs_no_chapter(alone: Made) -> None:
    made = build(workshop=_Broken())
    assert made.data == alone.data
    assert [problem.code for problem in made.problems] == ["executor-broken"]


# ---------------------------------------------------------------- harm


def _eat(task: Task) -> bytes:
    if task.name == "ch-2" and "<p>B" in task.xhtml:
        return bytes(8 << 30)
    return lay(task)


def _abort(task: Task) -> bytes:
    if task.name == "ch-2" and "<p>B" in task.xhtml:
        os.abort()
    return lay(task)


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is bounded on Linux alone")
@pytest.mark.parametrize(("harm", "reason"), [(_eat, "memory"), (_abort, "died")])
def test_a_chapter_that_eats_memory_or_aborts_is_a_marked_page(
    harm: object, reason: str, alone: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "lay", harm)
    shop = Workshop(2, memory=3 << 30)
    try:
        made = build(workshop=shop)
    finally:
        shop.shutdown(cancel_futures=True)
    assert errors(made) == ["Lock 2"]
    assert any(reason in problem.message for problem in made.problems)
    ours, theirs = (pypdfium2.PdfDocument(one.data) for one in (made, alone))
    kept = {number for number in range(len(theirs)) if "Lock 2" not in theirs[number].get_textpage().get_text_range()}
    assert kept
    assert "still" in ours[0].get_textpage().get_text_range()


def test_a_worker_makes_room_for_a_fresh_one_and_nothing_is_lost(alone: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("book.editions.pdf.workers.RECYCLED", 1)
    shop = Workshop(1)
    try:
        assert build(workshop=shop).data == alone.data
    finally:
        shop.shutdown(cancel_futures=True)


# ---------------------------------------------------------------- fonts

FACES = [
    ("TrueType", "DejaVu Sans", SENTENCE),
    ("CFF", "TeX Gyre Termes", SENTENCE),
    ("collection", "Noto Serif CJK SC", "水閘之間水面平靜，守閘人從中讀出未來一週的天氣。"),
]


@pytest.mark.parametrize(("kind", "family", "text"), FACES)
def test_chapters_in_one_face_have_one_subset_that_shows_them_all(kind: str, family: str, text: str) -> None:
    chapters = (sheet(1, text, f"'{family}'"), sheet(2, text[::-1] + "XYZ ", f"'{family}'"))
    task = Task("x", "X", chapters[0].xhtml, (("a.css", CSS),))
    faces = unpack(lay(task)).faces.values()
    if not any(family.replace(" ", "").lower()[:8] in Path(face.path).name.lower().replace("-", "") for face in faces):
        pytest.skip(f"{family}, a {kind} font, is not installed")
    made = build(*chapters)
    pdf = pikepdf.open(BytesIO(made.data))
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"]
    names = [str(font.BaseFont) for font in fonts]
    assert len(names) == len(set(names))
    shown = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.data)]
    assert _letters(text) <= _letters("".join(shown))
    assert "XYZ" in "".join(shown)
    # The picture of a page is that of WeasyPrint's own subset.
    assert _ink(made.data, 0) == pytest.approx(_ink(build(*chapters, whole=True).data, 0), rel=0.12)


def _letters(text: str) -> set[str]:
    return set(re.sub(r"\s", "", text))


def _ink(data: bytes, number: int) -> int:
    """How many pixels of a page's upper half, without its running head, are dark."""
    picture = pypdfium2.PdfDocument(data)[number].render(scale=1.5).to_pil().convert("L")
    width, height = picture.size
    histogram = picture.crop((0, height // 10, width, height // 2)).histogram()
    return sum(histogram[:128])


def test_a_face_that_varies_keeps_its_shape(tmp_path: Path) -> None:
    """A variable font is embedded by the page engine, at the place on its axes that the page was set with."""
    found = [path for path in Path("/usr/share/fonts").rglob("*.ttf") if "[" in path.name]
    if not found:
        pytest.skip("no variable font is installed")
    del tmp_path
    face = f"@font-face {{ font-family: V; src: url(v.ttf) }} {CSS}"
    task = Task("x", "X", sheet(1, face="V").xhtml, (("a.css", face),), {"v.ttf": found[0].read_bytes()})
    from bound_sheets import alone  # noqa: PLC0415 - workers import this file, and not what stands beside it

    with pikepdf.open(BytesIO(alone(unpack(lay(task))))) as pdf:
        files = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Length1" in one]
    assert files
