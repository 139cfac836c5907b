"""Whole books of real series in every theme, on paper and on the screen: pages, validators, and every word."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from lxml import etree
from page_words import missed, pieces, plain

import book
import book.editions.pdf.edition
from book.check import pdf as checking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Sheet

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
BOOKS = {
    "manual": "",
    "federalist": "federalist",
    "castaways": "novels/castaways",
    "db_tutorial": "blogs/db_tutorial",
    "kalila": "novels/kalila-ar",
    "ginga": "novels/ginga-ja/gingatetsudo_extract.utf8.html",
}
THEMES = ("classic", "modern", "reader")
KNOWN = {"image-coarse"}  # the pictures of a web page are what they are


def _editions() -> str:
    lines = []
    for theme in THEMES:
        lines.append(f'[editions.{theme}-print]\nformat = "pdf"\ntheme = "{theme}"\nbleed = "0.125in"')
        lines.append(f'[editions.{theme}-screen]\nformat = "pdf"\nfor = "screen"\ntheme = "{theme}"\nattach = true')
    return "\n".join(lines)


@pytest.fixture(scope="module")
def sheets() -> list[Sequence[Sheet]]:
    """The sheets of each edition of the book that was made last."""
    return []


@pytest.fixture(scope="module", params=list(BOOKS))
def made(
    request: pytest.FixtureRequest,
    corpus: Path,
    tmp_path_factory: pytest.TempPathFactory,
    sheets: list[Sequence[Sheet]],
) -> list[Path]:
    """All six editions of one book."""
    folder = tmp_path_factory.mktemp(request.param)
    source = corpus / BOOKS[request.param] if BOOKS[request.param] else ROOT / "chapters"
    (folder / "book.toml").write_text(f'[series]\nsources = ["{source}"]\n{_editions()}\n')
    own = book.editions.pdf.edition.make

    def make(*parts: Any, **options: Any) -> Any:
        sheets.append(parts[2])
        return own(*parts, **options)

    sheets.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book.editions.pdf.edition, "make", make)
        return list(book.build(folder=folder).paths)


def test_no_page_is_one_a_designer_would_send_back(made: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)
    found = [str(problem) for path in made for problem in checking.check(path).problems if problem.code not in KNOWN]
    assert found == []


def test_the_validators_find_nothing(made: list[Path]) -> None:
    if not (ROOT / ".tools/verapdf/VeraBatch.class").is_file():
        pytest.skip("veraPDF is not set up: run tools/verapdf.sh --setup")
    assert _broken("ua1", made) == []
    assert _broken("3a", [path for path in made if path.stem.endswith("screen")]) == []
    for path in made if shutil.which("qpdf") else ():
        assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0, path.name


def _broken(flavour: str, paths: Sequence[Path]) -> list[str]:
    """What veraPDF says of those that do not conform."""
    run = subprocess.run([ROOT / "tools/verapdf.sh", flavour, *paths], capture_output=True, text=True, check=False)
    jobs: list[dict[str, Any]] = json.loads(run.stdout)["report"]["jobs"]
    assert len(jobs) == len(paths)
    said = []
    for job in jobs:
        results = job.get("validationResult") or [{"compliant": False, "statement": "could not be read"}]
        said += [f"{job['itemDetails']['name']}: {result}"[:900] for result in results if not result["compliant"]]
    return said


def test_the_words_of_the_pages_are_the_words_of_the_book(made: list[Path], sheets: list[Sequence[Sheet]]) -> None:
    """Word by word, in order, in every edition: none is lost, cut in two, set twice, or said by other letters."""
    for path, set_as in zip(made, sheets, strict=True):
        with pikepdf.open(path) as pdf:
            found = pieces(pdf)
        flow, notes = said(set_as, numbered="-modern-" in path.name)
        assert len(flow) > 10_000
        assert missed(flow, notes, found) == "", path.name


# Elements of a line, before and after which a word may go on.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|rb|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|u|var|wbr"
)
_UNREAD = (
    ".//*[local-name() = 'svg' or local-name() = 'math' or contains(concat(' ', @class, ' '), ' unseen ')]"  # drawn
)
_NOTES = ".//*[contains(concat(' ', @class, ' '), ' footnote ')]"
_GENERATED = ("data-number", "data-before", "data-mark", "data-address")  # what a style sheet shows before an element
_GENERATING = frozenset(["page-of", "address-call", "address-after"])


def said(sheets: Sequence[Sheet], *, numbered: bool) -> tuple[str, str]:
    """The words of a book's chapters and of its notes, as its sheets have them, plain; `numbered`: headings are."""
    flow, notes = [], []
    for sheet in sheets:
        if sheet.kind == "chapter":
            body: Any = etree.fromstring(sheet.xhtml.encode()).find("{*}body")
            for heading in () if numbered else body.iterfind(".//{*}h2"):
                heading.attrib.pop("data-number", None)
            for element in body.xpath(_UNREAD):
                _cut(element)
            for element in body.xpath(_NOTES):
                notes.append("".join(_read(element)))
                _cut(element)
            flow.append("".join(_read(body)))
    return plain(" ".join(flow)), plain(" ".join(notes))


def _cut(element: Any) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _read(element: Any) -> Iterator[str]:
    """The text of an element, and what its attributes give for a style sheet to show."""
    name = etree.QName(element).localname
    between = "" if _INLINE.fullmatch(name) else " "
    yield between
    if _GENERATING & set(element.get("class", "").split()) or (name == "h2" and "data-number" in element.attrib):
        yield from (element.get(key, "") for key in _GENERATED)
        yield between
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _read(child)
        yield child.tail or ""
    yield between
