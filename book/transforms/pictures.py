"""A raster picture as a file of a book. In: the bytes of any picture. Out: bytes every reading system shows.

The format is found in the bytes, whatever the name says. PNG, JPEG and GIF that are right stay as they are, less
their metadata; WebP, AVIF, BMP and TIFF are converted; what is too large is made smaller. Every picture is decoded
once, within bounds, so that a broken one is known now. EPUB 3.3 section 3.2 (core media types); PNG third edition,
section 11; ITU T.81 annex B (JPEG markers).
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING

from book.frozen import frozen

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
LONGEST = 2000  # px of the longer side; 300 dpi on a 6 x 9 inch page
MOST_PIXELS = 120_000_000  # decoded; a picture beyond is a bomb or a mistake
QUALITY = 86  # of JPEG written here

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
# What a PNG needs to be shown right; text, time, EXIF and the frames of an animation are not among it.
_CHUNKS = frozenset(
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"]
)
# APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's colour transform) change what is seen; no other does.
_KEPT_APPS = frozenset([0xE0, 0xE2, 0xEE])
_ORIENTATION = 0x0112  # EXIF 2.32, 4.6.4


class Unfit(ValueError):
    """Bytes that are no picture a book can show; the message says why."""


@frozen
class Picture:
    """A picture ready to be packed."""

    data: bytes
    media_type: str
    width: int  # px
    height: int


def picture(data: bytes) -> Picture:
    """The picture in `data`. Raises `Unfit` where there is none, or one too large to be decoded."""
    from PIL import Image, ImageFile, UnidentifiedImageError  # noqa: PLC0415 - loaded only where a book has pictures

    # WeasyPrint lets Pillow take half a picture for a whole one, in all of the process that imported it.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bounds are checked below, once, by our own rule
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise Unfit("it is no picture in a format known here") from None
    except Image.DecompressionBombError:
        raise Unfit(f"it has more than {MOST_PIXELS:,} pixels") from None
    except Exception as error:  # noqa: BLE001 - decoders raise whatever a broken file leads them to
        raise Unfit(f"it is broken ({error})") from None
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise Unfit(f"it has {width} x {height} pixels, more than {MOST_PIXELS:,}")
    try:
        return _settled(data, opened)
    except Unfit:
        raise
    except Exception as error:  # noqa: BLE001 - the same
        raise Unfit(f"it is broken ({error})") from None


def _settled(data: bytes, image: Image) -> Picture:
    kind = image.format or ""
    largest = max(image.size)
    if kind == "JPEG" and largest > LONGEST:
        image.draft("RGB", (LONGEST, LONGEST))  # decodes at an eighth to a half where that is enough
    image.load()
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    if kind in _TYPES and largest <= LONGEST and not turned and image.mode != "CMYK":
        kept = _stripped(data, kind)
        if kept:
            return Picture(kept, _TYPES[kind], *image.size)
    made = _encoded(image, photo=_is_photo(data, kind))
    # Screenshots grow when they are scaled, since their flat areas blur: one not far too large stays as it is.
    if kind == "PNG" and len(made.data) > len(data) and largest <= 2 * LONGEST and (kept := _png(data)):
        return Picture(kept, "image/png", *image.size)
    return made


def _is_photo(data: bytes, kind: str) -> bool:
    """Whether a picture was stored with loss, and may be again."""
    return kind in ("JPEG", "AVIF") or (kind == "WEBP" and data[12:16] != b"VP8L")


def _encoded(image: Image, *, photo: bool) -> Picture:
    from PIL import Image as Images  # noqa: PLC0415 - the same
    from PIL import ImageOps  # noqa: PLC0415 - the same

    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode in ("CMYK", "YCbCr", "LAB", "HSV"):
        image, profile = image.convert("RGB"), None  # the profile was one of ink
    if image.mode in ("F", "I"):
        image = image.convert("L")
    if max(image.size) > LONGEST:
        if image.mode in ("P", "1"):
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.thumbnail((LONGEST, LONGEST), Images.Resampling.LANCZOS)
    clear = "A" in image.getbands() or "transparency" in image.info
    out = io.BytesIO()
    if photo and not clear:
        image = image if image.mode in ("L", "RGB") else image.convert("RGB")
        image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True, icc_profile=profile)
        return Picture(out.getvalue(), "image/jpeg", *image.size)
    if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        image = image.convert("RGBA" if clear else "RGB")
    image.save(out, "PNG", optimize=True, icc_profile=profile)
    return Picture(_png(out.getvalue()) or out.getvalue(), "image/png", *image.size)


def _stripped(data: bytes, kind: str) -> bytes:
    """The same picture without metadata and without bytes past its end; b"" where its structure is not right."""
    if kind == "PNG":
        return _png(data)
    return _jpeg(data) if kind == "JPEG" else data


def _png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        name, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data):
            return b""
        if name in _CHUNKS:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    return b""


def _jpeg(data: bytes) -> bytes:
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        end = at + 2 + size
        if marker == 0xDA:  # the picture itself follows, up to the last end marker
            last = data.rfind(b"\xff\xd9")
            return b"".join([*kept, data[at : last + 2]]) if last > at else b""
        keeps = marker in _KEPT_APPS if 0xE0 <= marker <= 0xEF else marker != 0xFE
        if marker == 0xE2 and not data[at + 4 : end].startswith(b"ICC_PROFILE"):
            keeps = False
        if keeps:
            kept.append(data[at:end])
        at = end
    return b""
