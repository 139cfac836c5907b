"""A cover every shop takes: the user's picture fitted, or one painted from the theme; never a broken one."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import epub_samples as samples
import pypdfium2
import pytest
from PIL import Image

from book.editions import cover as editions_cover
from book.editions.cover import HEIGHT, LARGEST, WIDTH, Painter, cover, fit, paint_cached
from book.editions.epub import make
from book.editions.hand import Hand
from book.model import Asset


def picture(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **options: object) -> Asset:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(out, kind, **options)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked
    return Asset("images/mine.jpg", f"image/{kind.lower()}", out.getvalue(), *size, source="mine.jpg")


def opened(asset: Asset | None) -> Image.Image:
    assert asset is not None
    return Image.open(io.BytesIO(asset.data))


def test_a_picture_that_fits_keeps_its_bytes() -> None:
    given = picture((1600, 2560))
    fitted = fit(given)
    assert fitted.asset is not None
    assert fitted.asset.data == given.data
    assert not fitted.problems


def test_a_sixty_megapixel_picture_is_made_small() -> None:
    fitted = fit(picture((6000, 10_000), quality=10))
    assert opened(fitted.asset).size == (1536, 2560)
    assert fitted.asset is not None
    assert len(fitted.asset.data) < LARGEST


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("GIF", "P")]
)
def test_every_kind_of_picture_becomes_plain_rgb(kind: str, mode: str) -> None:
    image = opened(fit(picture((1000, 3000), kind, mode)).asset)
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert image.height == HEIGHT


def test_what_a_camera_wrote_into_a_picture_is_stripped_and_its_turn_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Somebody's camera"
    image = opened(fit(picture((2000, 1200), exif=exif)).asset)
    assert image.size == (1200, 2000)
    assert "exif" not in image.info


def test_a_small_cover_is_kept_and_noted() -> None:
    fitted = fit(picture((300, 480)))
    assert fitted.asset is not None
    assert [problem.code for problem in fitted.problems] == ["cover-small"]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut short", b"\x89PNG\r\n\x1a\n"])
def test_a_cover_that_is_no_image_is_reported_and_the_theme_paints_one(data: bytes) -> None:
    said = samples.metadata(cover="images/mine.jpg")
    book = samples.book(said, samples.picture(), Asset("images/mine.jpg", "image/jpeg", data, source="mine.jpg"))
    made = cover(book, samples.sheets(said), samples.theme())
    assert [(problem.code, problem.where) for problem in made.problems] == [("cover-unreadable", "mine.jpg")]
    assert opened(made.asset).size == (WIDTH, HEIGHT)


def test_a_picture_too_large_to_look_at_is_refused_unopened() -> None:
    header = bytearray(picture((10, 10), "PNG").data)
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    fitted = fit(Asset("images/mine.jpg", "image/png", bytes(header)))
    assert fitted.asset is None
    assert [problem.code for problem in fitted.problems] == ["cover-unreadable"]


def test_without_a_picture_the_theme_paints_the_cover_and_the_cache_keeps_it() -> None:
    said = samples.metadata()
    cache: dict[str, bytes] = {}
    sheets = samples.sheets(said)
    first = cover(samples.book(said), sheets, samples.theme(), cache)
    assert opened(first.asset).size == (WIDTH, HEIGHT)
    assert len(cache) == 1
    again = cover(samples.book(said), sheets, samples.theme(), cache)
    assert again == first
    cover(samples.book(said), sheets, samples.theme("h1 { color: red }"), cache)
    assert len(cache) == 2


def test_a_cover_is_painted_alike_every_time() -> None:
    said = samples.metadata()
    sheet = samples.sheets(said)[0]
    assert paint_cached(sheet, samples.theme(), (), None) == paint_cached(sheet, samples.theme(), (), None)


def test_the_cover_has_its_own_page_with_the_title_as_alternative_and_is_declared() -> None:
    said = samples.metadata(cover="images/c.png")
    book = samples.book(said, samples.picture(), samples.picture("images/c.png", (1200, 1920)))
    made = make(book, samples.contents(), samples.sheets(said), samples.theme())
    import zipfile  # noqa: PLC0415 - one test looks inside

    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        page = archive.read("EPUB/cover.xhtml").decode()
        opf = archive.read("EPUB/content.opf").decode()
        assert "EPUB/images/c.png" not in archive.namelist()
    assert 'alt="The Tides, Ada Brook"' in page
    assert 'properties="cover-image"' in opf
    assert '<meta name="cover" content="i-images-cover-png"/>' in opf
    assert not made.problems


def test_a_cover_that_was_not_found_is_reported() -> None:
    said = samples.metadata(cover="images/gone.jpg")
    made = cover(samples.book(said), samples.sheets(said)[1:], samples.theme())
    assert made.asset is None
    assert [problem.code for problem in made.problems] == ["cover-missing"]


def test_a_book_without_cover_sheet_and_picture_has_no_cover() -> None:
    said = samples.metadata()
    sheets = [replace(sheet, assets=()) for sheet in samples.sheets(said)[1:]]
    made = make(samples.book(said, samples.picture()), samples.contents(), sheets, samples.theme())
    assert b"cover" not in made.data[-3000:]  # the zip's directory names no such file


def test_another_process_paints_the_same_cover() -> None:
    said = samples.metadata()
    sheets = samples.sheets(said)
    with Hand() as hand:
        there = cover(samples.book(said), sheets, samples.theme(), painter=Painter(hand))
    assert there == cover(samples.book(said), sheets, samples.theme())


def test_a_hand_that_died_is_no_loss() -> None:
    said = samples.metadata()
    hand = Hand()
    hand.shutdown(cancel_futures=True)
    assert cover(samples.book(said), samples.sheets(said), samples.theme(), painter=Painter(hand)).asset is not None


def test_without_pango_there_is_a_book_and_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_xhtml: str, _styles: object, _assets: object) -> bytes:
        raise OSError("cannot load library 'pango-1.0'")

    monkeypatch.setattr(editions_cover, "paint", broken)
    said = samples.metadata()
    made = make(samples.book(said, samples.picture()), samples.contents(), samples.sheets(said), samples.theme())
    assert [problem.code for problem in made.problems] == ["cover-unpainted"]
    assert "install Pango" in str(made.problems[0])


LONG_TITLE = "A Complete and Unabridged History of the Tides, Currents and Harbours of the Northern Seas"
LONG_SUBTITLE = "With an Account of the Instruments of Measurement, their Makers, and the Places of their First Use"
MANY = ("Ada Brook", "Jan van Dyke", "Maria Fernanda de Oliveira", "Kwame Mensah", "Li Xiaoming")


@pytest.mark.parametrize("theme", ["classic", "modern", "reader"])
@pytest.mark.parametrize(
    "said",
    [
        {"title": LONG_TITLE, "subtitle": LONG_SUBTITLE, "authors": MANY, "series": "Seas", "publisher": "Brook Press"},
        {"title": "Donaudampfschifffahrtsgesellschaftskapitän", "language": "de", "authors": MANY},
        {
            "title": "תולדות הגאות והשפל בימי הצפון ונמליהם",
            "language": "he",
            "direction": "rtl",
            "authors": ("דוד לוי",),
        },
        {"title": "潮汐、海流与北方诸海港湾之完整历史及其测量仪器之记述", "language": "zh", "authors": ("王小明",)},
    ],
    ids=["long", "one-word", "hebrew", "chinese"],
)
def test_no_line_of_a_cover_runs_into_another_or_off_the_board(theme: str, said: dict[str, Any]) -> None:
    from book.contents import contents  # noqa: PLC0415 - only this test sets a cover from its theme
    from book.editions.pdf.workers import engine  # noqa: PLC0415 - the same
    from book.editions.styles import style_texts  # noqa: PLC0415 - the same
    from book.theme import load  # noqa: PLC0415 - the same
    from book.typeset import typeset  # noqa: PLC0415 - the same

    facts = dict(said)
    language, direction = facts.pop("language", "en"), facts.pop("direction", "ltr")
    book, settled = samples.rich_book(language, direction, **facts), load(theme)
    sheet = next(sheet for sheet in typeset(book, contents(book), settled, "epub") if sheet.kind == "cover")
    pdf = pypdfium2.PdfDocument(engine().lay_one(sheet.xhtml, [*style_texts(sheet, settled)], {}))
    text = pdf[0].get_textpage()
    lines = [text.get_rect(number) for number in range(text.count_rects())]
    width, height = pdf[0].get_size()
    assert len(lines) >= 2
    for left, bottom, right, top in lines:
        assert left > 0.03 * width
        assert right < 0.97 * width
        assert 0 < bottom < top < height
    # The middle third of each line: descenders of one may touch the ascenders of the next.
    middles = [((a, c), (b + 0.35 * (d - b), d - 0.35 * (d - b))) for a, b, c, d in lines]
    for at, ((left, right), (low, high)) in enumerate(middles):
        for (start, end), (under, over) in middles[at + 1 :]:
            apart = right <= start or end <= left or high <= under or over <= low
            assert apart, (theme, lines)
