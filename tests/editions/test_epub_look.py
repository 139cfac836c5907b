"""The visual record: what a reader sees in a real reading system, kept as small pictures in `look/`.

Each page is shown by foliate-js in a Chromium, in the faces of the theme, which travel in the book. Pictures are
compared as grey blocks of 10 px, so that another rasteriser or a hair's breadth does not matter and a lost heading,
a changed margin or a page of the wrong direction does. `pytest tests/editions/test_epub_look.py --update-golden` writes
them anew; look at them before you keep them.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import epub_samples as samples
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from book.config import EditionSettings
from book.contents import contents
from book.editions.epub import make
from book.editions.epub.faces import cuts
from book.theme import load
from book.typeset import Options, typeset

LOOK = Path(__file__).parent / "look"
SIZE = (390, 640)  # CSS px: a telephone
BLOCK = 10  # px
LIGHT = 26  # of 255: what a block may differ by before it counts
MOST = 0.12  # of the blocks with ink that may count
WORDS = {
    "ar": "يتبع الماء القمر، ثم يعود كل يوم إلى مكانه. قال الشاعر إن البحر يبتسم والنجوم تلمع فوق الماء. ",
    "ja": "潮は月に従う。潮は毎日二回満ちて、二回引く。2024年12月31日に調べた。海は静かだ。",
}
BOOKS: dict[str, dict[str, Any]] = {
    "en": {"title": "The Tides", "subtitle": "A Study of the Sea"},
    "ar": {"language": "ar", "direction": "rtl", "title": "المد والجزر", "authors": ("طه حسين",)},
    "ja": {"language": "ja", "title": "潮の本", "authors": ("宮沢 賢治",)},
}
# The page of each book, by the name of its picture.
SHOTS = {
    "en": {
        "cover": "cover.xhtml",
        "contents": "contents.xhtml",
        "opening": "ch-01-of-tides-1.xhtml",
        "table": "ch-01-of-tides-1.xhtml#heights-1",
        "note": "ch-01-of-tides-1.xhtml#n1",
    },
    "dark": {"dark": "ch-01-of-tides-1.xhtml"},
    "ar": {"right-to-left": "ch-01-of-tides-1.xhtml"},
    "ja": {"vertical": "ch-01-of-tides-1.xhtml"},
}


def written(folder: Path, name: str) -> Path:
    """A book in the theme classic, whose faces go with it."""
    book = samples.rich_book(**BOOKS[name])
    language = book.metadata.language
    if language in WORDS:  # a chapter in its own script, before what the sample has
        first = book.parts[0].chapters[0]
        words = f"<p>{WORDS[language] * 3}</p>"
        changed = samples.replace(first, title=book.metadata.title, body=words + first.body)
        part = samples.replace(book.parts[0], chapters=(changed, *book.parts[0].chapters[1:]))
        book = samples.replace(book, parts=(part, *book.parts[1:]))
    theme = load("classic")
    listed = contents(book)
    edition = EditionSettings(format="epub", fonts=True, writing="vertical" if language == "ja" else "horizontal")
    options = Options(cover=name == "en")  # one cover is enough to paint
    made = make(book, listed, typeset(book, listed, theme, "epub", options=options), theme, edition=edition)
    path = folder / f"{name}.epub"
    path.write_bytes(made.data)
    return path


@pytest.fixture(scope="module")
def shown(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    """Every page of the record, as it looks now."""
    script = root / "tools" / "node" / "readers.mjs"
    if shutil.which("node") is None or not (script.parent / "node_modules" / "foliate-js").is_dir():
        pytest.skip("no Node with the reading systems; run tools/validators.sh")
    if absent := [face for face in ("Vollkorn", "Amiri", "Noto Serif CJK JP", "DejaVu Sans Mono") if not [*cuts(face)]]:
        pytest.skip(f"the face {absent[0]} is not installed; run tools/setup.sh")
    folder = tmp_path_factory.mktemp("look")
    found = {}
    for name, pages in SHOTS.items():
        book = written(folder, "en" if name == "dark" else name)
        wanted = [word for page in _named(book, pages.values()) for word in ("--shot", page)]
        dark = ["--dark"] if name == "dark" else []
        size = ["--size", f"{SIZE[0]}x{SIZE[1]}"]
        command = ["node", str(script), "--look", *dark, *size, "--shots", str(folder), *wanted, str(book)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr or done.stdout
        for picture, page in zip(pages, _named(book, pages.values()), strict=True):
            slug = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in page)
            with Image.open(folder / f"{book.stem}-{slug}.png") as image:
                found[picture] = image.convert("L")
    return found


def _named(book: Path, pages: Any) -> list[str]:
    """The pages by the names that the first chapter's file has in this language."""
    import zipfile  # noqa: PLC0415 - one look inside

    with zipfile.ZipFile(book) as archive:
        names = [name.rpartition("/")[2] for name in archive.namelist()]
    first = next(name for name in names if name.startswith("ch-01"))
    return [page.replace("ch-01-of-tides-1.xhtml", first) for page in pages]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of the blocks with ink in either picture that differ, from 0 to 1."""
    if one.size != other.size:
        return 1.0
    small = (one.width // BLOCK, one.height // BLOCK)
    first, second = (image.resize(small, Image.Resampling.BOX) for image in (one, other))
    ground = max(range(256), key=first.histogram().__getitem__)
    inked = differing = 0
    for was, now in zip(first.tobytes(), second.tobytes(), strict=True):
        inked += max(abs(was - ground), abs(now - ground)) >= LIGHT
        differing += abs(was - now) >= LIGHT
    return differing / max(inked, 1)


PICTURES = [picture for pages in SHOTS.values() for picture in pages]


@pytest.mark.parametrize("picture", PICTURES)
def test_the_page_looks_as_it_did(
    picture: str, shown: dict[str, Image.Image], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    kept = LOOK / f"{picture}.png"
    if request.config.getoption("--update-golden"):
        LOOK.mkdir(exist_ok=True)
        shown[picture].quantize(16).save(kept, optimize=True)
    assert kept.stat().st_size < 40_000
    with Image.open(kept) as image:
        found = difference(image.convert("L"), shown[picture])
    if found > MOST:
        shown[picture].save(tmp_path / "now.png")
    assert found <= MOST, f"{found:.1%} of the page differs; see {tmp_path / 'now.png'} beside {kept}"


def test_another_rasteriser_makes_no_difference(shown: dict[str, Image.Image]) -> None:
    for picture in PICTURES:
        softer = ImageChops.offset(shown[picture].filter(ImageFilter.GaussianBlur(0.8)), 1, 0)
        assert difference(shown[picture], softer) <= MOST, picture


def test_a_lost_heading_a_shifted_page_and_a_mirrored_one_are_seen(shown: dict[str, Image.Image]) -> None:
    opening = shown["opening"]
    blank = opening.copy()
    ImageDraw.Draw(blank).rectangle((0, 0, opening.width, 260), fill=opening.getpixel((2, 2)))
    assert difference(opening, blank) > MOST
    assert difference(opening, ImageChops.offset(opening, 0, 24)) > MOST
    for picture in ("opening", "right-to-left", "vertical", "note"):
        assert difference(shown[picture], shown[picture].transpose(Image.Transpose.FLIP_LEFT_RIGHT)) > MOST, picture


def test_the_night_is_dark_and_its_words_are_light(shown: dict[str, Image.Image]) -> None:
    dark = shown["dark"]
    assert dark.getpixel((60, 60)) < 40  # type: ignore[operator]  # a grey picture has numbers - typed as any kind of pixel
    counts = dark.histogram()
    assert sum(counts[200:]) > 2_000
