"""Ten pages a theme look as they did. `pytest tests/editions/test_page_images.py --update-golden`, then look at them.

The sample book has every feature that a page can have, in Latin, Cyrillic, Arabic and Japanese. Pictures are compared
small and blurred: another version of the rasteriser moves edges by less than a pixel, a wrong margin by many.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

import book
from book.check import scan

GOLDEN = Path(__file__).parent / "pages"
HEIGHT = 320  # px of a picture that is kept
SMALL = 80  # px at which two are compared
FAR = 36  # of 255: how far one blurred dot may be off
MEAN = 1.8  # of 255: how far all may be off in the mean
THEMES = ("classic", "modern", "reader")
PAGES = 10

ENGLISH = "The keeper writes down the name of every boat that the lock lifts, and nobody ever reads what he wrote. "
RUSSIAN = "Смотритель записывает имя каждой лодки, которую поднимает шлюз, и никто не читает того, что он написал. "
ARABIC = "يكتب الحارس اسم كل قارب يرفعه الهويس، ولا يقرأ أحد ما كتبه في دفتره الكبير. "
JAPANESE = "番人は水門が持ち上げる舟の名前をひとつひとつ帳面に書きつけるが、それを読む者は誰もいない。"
ARTICLES = {
    "1.md": f"---\ntitle: 'Locks, Part 1: Water'\nlang: en\nauthor: A. Keeper\n---\n\n{ENGLISH * 5}[^n]\n\n"
    f"[^n]: A note at the foot.\n\n## On Gates\n\n{ENGLISH * 4}\n\n> {ENGLISH}\n\n- One\n- Two\n\n* * *\n\n"
    f"{ENGLISH * 9}\n\n"
    "| Lock | Rise |\n| --- | ---: |\n| First | 3.2 m |\n| Second | 4 m |\n\n```python\ndef lift(boat):\n"
    f"    return boat.height + 3.2  # metres\n```\n\n![A boat](boat.png)\n\n{ENGLISH * 12}\n\n"
    f"### Lower\n\n{ENGLISH * 8}",
    "2.md": f"---\ntitle: 'Locks, Part 2: Шлюзы'\nlang: ru\n---\n\n{RUSSIAN * 7}\n\n## О воротах\n\n{RUSSIAN * 12}",
    "3.md": f"---\ntitle: 'Locks, Part 3: الأهوسة'\nlang: ar\n---\n\n{ARABIC * 9}\n\n## عن الأبواب\n\n{ARABIC * 12}",
    "4.md": f"---\ntitle: 'Locks, Part 4: 水門'\nlang: ja\n---\n\n{JAPANESE * 9}\n\n## 扉について\n\n{JAPANESE * 12}",
}


@pytest.fixture(scope="module", params=THEMES)
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Image.Image]]:
    """A theme's ten pages, in grey."""
    folder = tmp_path_factory.mktemp(request.param)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    Image.linear_gradient("L").resize((600, 300)).convert("RGB").save(folder / "boat.png")
    (folder / "book.toml").write_text(
        f'[book]\ntitle = "Locks"\nlanguage = "en"\n[series]\nsources = ["."]\n[editions.x]\nformat = "pdf"\n'
        f'trim = "5x8in"\ntheme = "{request.param}"\n'
    )
    (path,) = book.build(folder=folder, jobs=1).paths
    with pikepdf.open(path) as pdf:
        pages = [page.number - 1 for page in scan.scan(path, pdf) if page.kind != "blank" and page.items]
    document = pypdfium2.PdfDocument(path)
    # Of a book with more pages: the first ones, and then one in so many, the last among them.
    chosen = pages[:5] + pages[5 :: max(1, (len(pages) - 5) // 5)][: PAGES - 5]
    found = [document[page].render(scale=HEIGHT / 576).to_pil().convert("L") for page in chosen]
    document.close()
    return request.param, found


def test_every_theme_has_its_ten_pages(shown: tuple[str, list[Image.Image]]) -> None:
    assert len(shown[1]) == PAGES


@pytest.mark.parametrize("number", range(PAGES))
def test_a_page_looks_as_it_did(
    shown: tuple[str, list[Image.Image]], number: int, request: pytest.FixtureRequest
) -> None:
    theme, pages = shown
    golden = GOLDEN / f"{theme}-{number}.png"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        pages[number].quantize(16).save(golden, optimize=True)
    with Image.open(golden) as kept:
        off = ImageChops.difference(_blurred(kept.convert("L")), _blurred(pages[number]))
    assert off.getextrema()[1] < FAR, f"{golden.name} looks otherwise; --update-golden if that is meant"
    assert ImageStat.Stat(off).mean[0] < MEAN, f"{golden.name} looks otherwise; --update-golden if that is meant"


def test_a_moved_margin_and_a_lost_heading_are_noticed(shown: tuple[str, list[Image.Image]]) -> None:
    page = min(shown[1], key=lambda image: ImageStat.Stat(image).mean[0])
    moved = ImageChops.offset(page, 12, 0)
    off = ImageChops.difference(_blurred(page), _blurred(moved))
    assert off.getextrema()[1] >= FAR or ImageStat.Stat(off).mean[0] >= MEAN


def test_the_pictures_are_small() -> None:
    kept = list(GOLDEN.glob("*.png"))
    assert len(kept) == PAGES * len(THEMES)
    assert all(path.stat().st_size <= 30_000 for path in kept)


def _blurred(image: Image.Image) -> Image.Image:
    small = image.resize((round(SMALL * image.width / image.height), SMALL), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(1))
