"""The cover as an image. In: the user's picture, or the theme's cover sheet. Out: `Cover`.

The picture is fitted to what shops ask for: RGB, longest side 2560 px, under 3 MB, no metadata. Without one, the
cover sheet is laid out on a page of 1:1.6 and rasterised with PDFium. The engine of pages is imported only then,
and not at all where the cache has the image of the very same sheet, styles and pictures.
"""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from book import machine
from book.editions.styles import style_texts
from book.frozen import frozen
from book.model import Asset, Problem
from book.xhtml import XHTML_NS

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from concurrent.futures import Executor, Future

    from PIL.Image import Image

    from book.model import Book, Sheet, Theme

WIDTH, HEIGHT = 1600, 2560  # px: what Amazon, Apple and Kobo ask for
LARGEST = 3_000_000  # bytes
_SMALL = 1000  # px: shops refuse a cover whose longest side is shorter (KDP)
_PIXELS = 150_000_000  # a picture with more is refused: it would take half a gigabyte to look at
_QUALITY = 90
_PAGE = "@page, @page :first, @page cover { size: 5in 8in; margin: 0; bleed: 0; marks: none; }"  # 5in is 480 CSS px
_INCHES = 5


@frozen
class Cover:
    """A cover image, or none, and what was wrong on the way."""

    asset: Asset | None
    problems: tuple[Problem, ...] = ()


def cover(
    book: Book,
    sheets: Sequence[Sheet],
    theme: Theme,
    cache: MutableMapping[str, bytes] | None = None,
    painter: Painter | None = None,
) -> Cover:
    """The user's picture fitted; else the theme's cover sheet as an image; else none.

    `painter` may have begun already.
    """
    problems: tuple[Problem, ...] = ()
    given = next((asset for asset in book.assets if asset.name == book.metadata.cover), None)
    if given is not None:
        fitted = fit(given)
        if fitted.asset:
            return fitted
        problems = fitted.problems
    elif book.metadata.cover:
        what = "the cover is not among the book's files"
        hint = "a typographic cover stands in its place; name an image"
        problems = (Problem("cover-missing", "warning", book.metadata.cover, what, hint),)
    sheet = next((sheet for sheet in sheets if sheet.kind == "cover"), None)
    if sheet is None:
        return Cover(None, problems)
    try:
        painted = paint_cached(sheet, theme, book.assets, cache, painter)
    except OSError as error:  # how WeasyPrint says that Pango is missing
        what = f"no cover could be painted: {' '.join(str(error).split())[:160]}"
        unpainted = Problem(
            "cover-unpainted", "warning", sheet.name, what, "install Pango, or give a picture for the cover"
        )
        return Cover(None, (*problems, unpainted))
    return Cover(_asset(painted, "image/jpeg", WIDTH, HEIGHT), problems)


def fit(given: Asset) -> Cover:
    """A picture as shops want it; no asset, but a problem, where it cannot be read."""
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - most covers are typographic

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for all of the process that imported it

    where = given.source or given.name
    try:
        with Image.open(BytesIO(given.data), formats=["JPEG", "PNG", "GIF", "WEBP", "TIFF", "AVIF"]) as opened:
            if opened.width * opened.height > _PIXELS:
                return Cover(None, (_unreadable(where, f"it has {opened.width} x {opened.height} px"),))
            if opened.format in {"JPEG", "PNG"} and _fits(opened, given):
                return Cover(_asset(given.data, given.media_type, *opened.size), _small(where, opened.size))
            opened.draft("RGB", (WIDTH, HEIGHT))  # a JPEG is scaled down while it is read: a 60-megapixel one fits
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((HEIGHT, HEIGHT))
            flat = _flat(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return Cover(None, (_unreadable(where, str(error) if not isinstance(error, UnidentifiedImageError) else ""),))
    return Cover(_asset(_jpeg(flat), "image/jpeg", *flat.size), _small(where, flat.size))


def paint_cached(
    sheet: Sheet,
    theme: Theme,
    assets: Sequence[Asset],
    cache: MutableMapping[str, bytes] | None,
    painter: Painter | None = None,
) -> bytes:
    """The cover sheet as a JPEG, from the cache where the same was painted before."""
    work = _work(sheet, theme, assets)
    key = _key(*work)
    if cache is not None and (known := cache.get(key)):
        return known
    painted = painter.painted(*work) if painter is not None else paint(*work)
    if cache is not None:
        cache[key] = painted
    return painted


def rehearse() -> None:
    """Paint a small cover, in a process that has nothing else to do yet: the first one takes twice as long."""
    with suppress(OSError):  # without Pango the cover will say so
        paint(f'<html xmlns="{XHTML_NS}"><head><title/></head><body><h1>A</h1></body></html>', [_PAGE], {})


class Painter:
    """Paints in another process, a `book.editions.hand.Hand`; where that cannot, here."""

    def __init__(self, hand: Executor, cache: MutableMapping[str, bytes] | None = None) -> None:
        """Use a process that is there. What `cache` has is not begun."""
        self._hand = hand
        self._cache = cache
        self._begun: dict[str, Future[bytes]] = {}

    def begin(self, sheet: Sheet, theme: Theme, assets: Sequence[Asset]) -> None:
        """Begin to paint a cover sheet that will be asked for."""
        work = _work(sheet, theme, assets)
        key = _key(*work)
        if self._cache is None or key not in self._cache:
            with suppress(BrokenExecutor):
                self._begun[key] = self._hand.submit(paint, *work)

    def painted(self, xhtml: str, styles: Sequence[str], shown: Mapping[str, bytes]) -> bytes:
        """The image. Raises what `paint` does."""
        begun = self._begun.get(_key(xhtml, styles, shown))
        with suppress(BrokenExecutor, RuntimeError, TimeoutError):  # the process died, or hangs
            return (begun or self._hand.submit(paint, xhtml, styles, shown)).result()
        return paint(xhtml, styles, shown)


def _work(sheet: Sheet, theme: Theme, assets: Sequence[Asset]) -> tuple[str, list[str], dict[str, bytes]]:
    """What is painted: the document, its styles in cascade order, the pictures it shows by name."""
    shown = {asset.name: asset.data for asset in assets if asset.name in sheet.assets}
    return sheet.xhtml, [*style_texts(sheet, theme), _PAGE], shown


def paint(xhtml: str, styles: Sequence[str], assets: Mapping[str, bytes]) -> bytes:
    """One page as a JPEG of 1600 x 2560 px. Works in any process: everything travels by value."""
    import pypdfium2  # noqa: PLC0415 - wanted only when there is a cover to paint

    from book.editions.pdf.workers import engine  # noqa: PLC0415 - an EPUB with a picture for a cover needs no pages

    pdf = pypdfium2.PdfDocument(engine().lay_one(xhtml, styles, assets))
    try:
        image = pdf[0].render(scale=WIDTH / (_INCHES * 72)).to_pil().convert("RGB")
    finally:
        pdf.close()
    return _jpeg(image if image.size == (WIDTH, HEIGHT) else image.resize((WIDTH, HEIGHT)))


def _key(xhtml: str, styles: Sequence[str], shown: Mapping[str, bytes]) -> str:
    """What the image depends on, the versions of what draws it included."""
    total = sha256()
    for part in (machine.releases("weasyprint", "pypdfium2", "pillow"), xhtml, *styles):
        total.update(sha256(part.encode()).digest())
    for name, data in sorted(shown.items()):
        total.update(sha256(name.encode()).digest() + sha256(data).digest())
    return f"cover {total.hexdigest()}"


def _asset(data: bytes, media_type: str, width: int, height: int) -> Asset:
    suffix = "png" if media_type == "image/png" else "jpg"
    return Asset(f"images/cover.{suffix}", media_type, data, width, height)


def _fits(image: Image, given: Asset) -> bool:
    """Whether the very bytes will do."""
    plain = image.mode in {"RGB", "L"} and not (image.info.keys() & {"exif", "icc_profile", "xmp", "transparency"})
    return plain and max(image.size) <= HEIGHT and len(given.data) < LARGEST


def _flat(image: Image) -> Image:
    """RGB on white paper."""
    from PIL import Image as images  # noqa: N813, PLC0415 - the module; imported only when a picture is fitted

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = images.new("RGB", image.size, "white")
        layer = image.convert("RGBA")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg(image: Image) -> bytes:
    for quality in (_QUALITY, 80, 70, 50):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling=0 if quality > 80 else 2, optimize=True, dpi=(300, 300))
        if out.tell() < LARGEST:
            break
    return out.getvalue()


def _small(where: str, size: tuple[int, int]) -> tuple[Problem, ...]:
    if max(size) >= _SMALL:
        return ()
    what = f"the cover has {size[0]} x {size[1]} px, and shops refuse less than {_SMALL} px on the longest side"
    return (Problem("cover-small", "note", where, what, f"give a picture of {WIDTH} x {HEIGHT} px"),)


def _unreadable(where: str, why: str) -> Problem:
    what = f"the cover is no picture that can be read{': ' + why if why else ''}"
    return Problem(
        "cover-unreadable", "warning", where, what, "a typographic cover stands in its place; give a JPEG or PNG"
    )
