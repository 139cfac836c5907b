"""Whole books of real series in every theme, on paper and on the screen: pages, validators, and every word."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from lxml import etree

import book
import book.editions.pdf
from book.check import pdf as checking
from book.check import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Asset, Sheet

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


@pytest.fixture(scope="module", params=list(BOOKS))
def made(request: pytest.FixtureRequest, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All six editions of one book."""
    folder = tmp_path_factory.mktemp(request.param)
    source = corpus / BOOKS[request.param] if BOOKS[request.param] else ROOT / "chapters"
    (folder / "book.toml").write_text(f'[series]\nsources = ["{source}"]\n{_editions()}\n')
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


_DOUBLED = "Amiri joins two glyphs where some letters meet, and both are said to be the letter"
_NAMES = [pytest.param(name, marks=pytest.mark.xfail(reason=_DOUBLED)) if name == "kalila" else name for name in BOOKS]


@pytest.mark.parametrize("name", _NAMES)
def test_the_letters_of_the_pages_are_the_letters_of_the_book(
    name: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every letter, as often as the sheets have it: no word is lost, cut off, or set twice."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    sheets: list[Sheet] = []
    assets: list[Asset] = []
    own = book.editions.pdf.make

    def make(*parts: Any, **options: Any) -> Any:
        assets.extend(parts[0].assets)
        sheets.extend(parts[2])
        return own(*parts, **options)

    monkeypatch.setattr(book.editions.pdf, "make", make)
    source = corpus / BOOKS[name] if BOOKS[name] else ROOT / "chapters"
    (tmp_path / "book.toml").write_text(
        f'[series]\nsources = ["{source}"]\n[editions.x]\nformat = "pdf"\nfor = "screen"\n'
    )
    (path,) = book.build(folder=tmp_path).paths
    wanted = sum((_letters(_said(sheet.xhtml)) for sheet in sheets if sheet.kind == "chapter"), Counter[str]())
    drawn = sum((_letters(_drawing(asset.data)) for asset in assets if "svg" in asset.media_type), Counter[str]())
    found = _letters("".join(_shown(path)))
    heads = Counter({letter: count * _REPEATS for letter, count in _letters(_heads(sheets)).items()})
    assert found - wanted - drawn - heads == Counter(), "letters that the book does not have"
    assert wanted - found == Counter(), "letters that are lost"


_REPEATS = 20  # pages of a table, each with the table's head


def _heads(sheets: Sequence[Sheet]) -> str:
    """The heads of tables, which are set again on every page of the table."""
    trees = [etree.fromstring(sheet.xhtml.encode()) for sheet in sheets if "<thead" in sheet.xhtml]
    return "".join(text for tree in trees for head in tree.iterfind(".//{*}thead") for text in head.itertext())


_UNSEEN = ".//svg:title | .//svg:desc | .//m:annotation | .//*[contains(@class, 'unseen')]"
_SPACES = {"svg": "http://www.w3.org/2000/svg", "m": "http://www.w3.org/1998/Math/MathML"}


def _drawing(data: bytes) -> str:
    """The words in a picture that is a drawing: they are text on the page, and no words of the book."""
    return "".join(etree.fromstring(data).itertext())


def _said(xhtml: str) -> str:
    root = etree.fromstring(xhtml.encode())
    for element in root.xpath(_UNSEEN, namespaces=_SPACES):
        element.text = ""
    return "".join(root.find("{*}body").itertext())


def _shown(path: Path) -> list[str]:
    """The text of the chapters' pages inside their margins, as Poppler reads it: no running heads, no folios."""
    with pikepdf.open(path) as pdf:
        pages = scan.scan(path, pdf)
        heights = [float(page.mediabox[3]) for page in pdf.pages]
    run = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
    # Poppler writes control characters as they are, and no XML may hold them.
    shown = etree.fromstring(run.stdout, etree.XMLParser(recover=True, huge_tree=True)).iterfind(".//{*}page")
    found = []
    for page, height, read in zip(pages, heights, shown, strict=True):
        if page.kind == "chapter" and page.area is not None:
            _, bottom, _, top = page.area
            for word in read.iterfind("{*}word"):
                middle = height - (float(word.get("yMin")) + float(word.get("yMax"))) / 2
                if bottom - 8 < middle < top + 8:
                    found.append(word.text or "")
    return found


def _letters(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return Counter(letter for letter in plain if letter.isalpha())
