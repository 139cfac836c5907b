"""A sheet in the inks of a press. In: a sheet laid out in RGB, what to print with. Out: the same in black, grey, CMYK.

The engine sets in sRGB. For a press, black text is one ink (a black of four inks blurs where the plates are not in
register), and pictures are what its inks can show. Content is rewritten operator by operator, one on a line as the
engine writes them; pictures are converted by LittleCMS with the user's profile, else by the formulas of PDF. Each
sheet is converted by itself, and kept. ISO 32000-1, 8.6.8 (colour operators), 10.3 (conversions).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name

from book.editions.pdf.forme import PART, thing, unlock
from book.editions.pdf.intent import srgb
from book.editions.pdf.objects import Objects, deflate, references

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from PIL.Image import Image

    from book.editions.pdf.forme import Forme, Thing
    from book.editions.pdf.intent import Profile
    from book.editions.pdf.laid import Laid

Kind = Literal["black", "grey", "cmyk"]
Colour = tuple[float, ...]  # three components of sRGB, from 0 to 1

_VERSION = b"3"  # of what is kept
_NUMBER = rb"-?[\d.]+(?:e-?\d+)?"
_RGB = re.compile(rb"(?m)^(%s) (%s) (%s) (rg|RG)$" % ((_NUMBER,) * 3))
_LAB = re.compile(rb"(?m)^/lab-d(?:50|65) (?:cs|CS)\n(%s) (%s) (%s) (scn|SCN)$" % ((_NUMBER,) * 3))
_CMYK = re.compile(rb"(?m)^/DeviceCMYK (?:cs|CS)\n(%s) (%s) (%s) (%s) (scn|SCN)$" % ((_NUMBER,) * 4))
_OPERATORS = {1: (b"g", b"G"), 3: (b"rg", b"RG"), 4: (b"k", b"K")}
_QUALITY = 95  # of a JPEG that was one before


@dataclass(frozen=True)
class Inks:
    """What an edition is printed with."""

    kind: Kind
    profile: Profile | None = None  # of the press, where it is one for CMYK

    def sheet(self, laid: Laid, cache: MutableMapping[str, bytes] | None) -> Laid:
        """A laid out sheet in these inks."""
        profile = self.profile.data if self.profile else b""
        digest = sha256(b"\0".join([_VERSION, self.kind.encode(), sha256(profile).digest(), laid.forme]))
        key = f"inks/{digest.hexdigest()}"
        data = None if cache is None else cache.get(key)
        if data is None:
            data = self._converted(unlock(laid.forme)).pack()
            if cache is not None:
                cache[key] = data
        return replace(laid, forme=data)

    def _converted(self, forme: Forme) -> Forme:
        with pikepdf.open(io.BytesIO(_carrier(forme))) as pdf:
            held = pdf.Root.Held
            for stream in _contents(forme, held):
                stream.write(self.content(stream.read_bytes()))
            for holder in held:
                if isinstance(holder, pikepdf.Stream) and holder.get("/Subtype") == "/Image":
                    self._picture(holder)
                elif isinstance(holder, pikepdf.Stream | Dictionary):
                    self._settle(holder)
            first = forme.fonts_slot + 1
            found = [old and _back(held[slot], forme.slots) for slot, old in enumerate(forme.objects, first)]
            return forme._replace(objects=tuple(found))

    # ------------------------------------------------------------ colours

    def content(self, data: bytes) -> bytes:
        """A content stream in these inks."""
        data = _LAB.sub(lambda match: self._said(_from_lab(*map(float, match.groups()[:3])), match[4]), data)
        if self.kind == "grey":
            data = _CMYK.sub(lambda match: self._said(_from_cmyk(*map(float, match.groups()[:4])), match[5]), data)
        return _RGB.sub(lambda match: self._said(tuple(map(float, match.groups()[:3])), match[4]), data)

    def _said(self, colour: Colour, operator: bytes) -> bytes:
        """The operator that sets a colour of sRGB, to fill or (a capital) to stroke."""
        found = self.inks(colour)
        said = _OPERATORS[len(found)][operator.isupper()]
        return b" ".join([*(_number(value) for value in found), said])

    def inks(self, colour: Colour) -> Colour:
        """A colour in these inks: one component of grey, three of RGB, or four of CMYK. A grey is black ink alone."""
        red, green, blue = (min(max(part, 0.0), 1.0) for part in colour)
        if self.kind == "grey":
            return (_luma(red, green, blue),)
        if red == green == blue:
            return (red,) if self.kind == "black" else (0.0, 0.0, 0.0, 1 - red)
        if self.kind == "black":
            return (red, green, blue)
        if self._transform is None:
            black = 1 - max(red, green, blue)
            return (1 - red - black, 1 - green - black, 1 - blue - black, black)
        return self._by_profile((round(red * 255), round(green * 255), round(blue * 255)))

    def _by_profile(self, pixel: tuple[int, int, int]) -> Colour:
        from PIL import Image, ImageCms  # noqa: PLC0415 - most editions need no colour engine

        transform = self._transform
        assert transform is not None  # noqa: S101 - for the type checker; the caller looked
        found = ImageCms.applyTransform(Image.new("RGB", (1, 1), pixel), transform)
        inks = found.getpixel((0, 0)) if found is not None else (0, 0, 0, 255)
        return tuple(part / 255 for part in inks) if isinstance(inks, tuple) else (0.0, 0.0, 0.0, 1.0)

    @cached_property
    def _transform(self) -> Any:  # noqa: ANN401 - Pillow's transform has no public type in every version
        """From sRGB to the press; None where there is no profile of its inks."""
        if self.kind != "cmyk" or self.profile is None or self.profile.space != "cmyk":
            return None
        from PIL import ImageCms  # noqa: PLC0415 - most editions need no colour engine

        here, there = (ImageCms.ImageCmsProfile(io.BytesIO(data)) for data in (srgb(), self.profile.data))
        intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        return ImageCms.buildTransform(here, there, "RGB", "CMYK", intent, flags)

    @property
    def space(self) -> pikepdf.Name:
        """The device space of what is not black."""
        return {"black": Name.DeviceRGB, "grey": Name.DeviceGray, "cmyk": Name.DeviceCMYK}[self.kind]

    # ------------------------------------------------------------ pictures

    def _picture(self, stream: pikepdf.Stream) -> None:
        """Convert a picture in place; its mask is one of grey already."""
        if self.kind == "black" or stream.get("/ImageMask") or stream.get("/ColorSpace") == "/DeviceGray":
            return
        image = pikepdf.PdfImage(stream).as_pil_image()
        if self.kind == "cmyk" and image.mode == "CMYK":
            return
        jpeg = "/DCTDecode" in str(stream.get("/Filter"))
        converted = self._image(image.convert("RGB"))
        for key in ("/Decode", "/DecodeParms", "/Filter"):
            if key in stream:
                del stream[key]
        if jpeg:
            out = io.BytesIO()
            converted.save(out, "JPEG", quality=_QUALITY, subsampling=0)
            stream.write(out.getvalue(), filter=Name.DCTDecode)
            if self.kind == "cmyk":
                stream.Decode = Array([1, 0] * 4)  # Pillow writes the inks of a JPEG inverted, as Adobe does
        else:
            stream.write(converted.tobytes())
        stream.ColorSpace = self.space
        stream.BitsPerComponent = 8

    def _image(self, image: Image) -> Image:
        from PIL import Image as Pictures  # noqa: PLC0415 - most editions need no colour engine
        from PIL import ImageChops, ImageCms  # noqa: PLC0415 - the same

        if self.kind == "grey":
            return image.convert("L")
        if self._transform is not None:
            found = ImageCms.applyTransform(image, self._transform)
            assert found is not None  # noqa: S101 - for the type checker; it is None in place only
            return found
        inks = [ImageChops.invert(band) for band in image.split()]
        black = ImageChops.darker(ImageChops.darker(inks[0], inks[1]), inks[2])
        return Pictures.merge("CMYK", [*(ImageChops.subtract(ink, black) for ink in inks), black])

    # ------------------------------------------------------------ shadings and groups

    def _settle(self, holder: pikepdf.Object) -> None:
        """Convert what an object says of colours outside content: gradients, and the space that groups blend in."""
        if self.kind == "black":
            return
        group = holder.get("/Group")
        if group is not None and group.get("/CS") == "/DeviceRGB":
            group.CS = self.space
        resources = holder.get("/Resources")
        tables = [table for table in (holder, resources) if isinstance(table, Dictionary | pikepdf.Stream)]
        for table in tables:
            shading = table.get("/Shading")
            for one in _shadings(shading):
                if one.get("/ColorSpace") == "/DeviceRGB":
                    one.ColorSpace = self.space
                    self._function(one.Function)

    def _function(self, function: pikepdf.Object) -> None:
        """The colours a gradient runs between. ISO 32000-1, 7.10.3 and 7.10.4."""
        if isinstance(function, Array):
            for one in function:
                self._function(one)
            return
        for inner in function.get("/Functions", ()):
            self._function(inner)
        for key in ("/C0", "/C1"):
            ends = function.get(key)
            if ends is not None and len(ends) == len(("red", "green", "blue")):
                function[key] = Array([round(ink, 4) for ink in self.inks(tuple(float(part) for part in ends))])
        if "/Range" in function:
            function.Range = Array([0, 1] * len(self.inks((0.0, 0.0, 0.0))))


def _carrier(forme: Forme) -> bytes:
    """A PDF without pages that holds the objects of a forme, in the order of their slots, and its resources."""
    objects = Objects()
    numbers = objects.reserve(forme.slots + 1)
    apart = {*range(len(forme.pages)), forme.fonts_slot, forme.slots, *forme.links}
    for slot in sorted(apart):
        objects.put(numbers[slot], b"<<>>")  # not null: an entry that is null is none, and would be lost
    objects.put(numbers[forme.fonts_slot - 1], forme.resources.filled(numbers) + b">>>>")
    forme.copy(objects, numbers)
    tree = objects.add(b"<</Type/Pages/Count 0/Kids[]>>")
    root = objects.add(b"<</Type/Catalog/Pages %d 0 R/Held%b>>" % (tree, references(numbers)))
    return objects.finish(root, objects.add(b"<<>>"))


def _back(found: pikepdf.Object, slots: int) -> Thing:
    """An object of the carrier as one of the forme again, which has so many slots."""

    def slot(number: int) -> int:
        # The carrier's first number is 1, and stands for slot 0.
        return number - 1 if number <= slots else PART

    if not isinstance(found, pikepdf.Stream):
        return thing(found.unparse(resolved=True), slot)
    data, entries = found.read_raw_bytes(), dict(found.items())
    entries.pop("/Length", None)
    if "/Filter" not in entries:
        data, entries["/Filter"] = deflate(data), Name.FlateDecode
    return thing(Dictionary(entries).unparse()[2:-2], slot, data)


def _contents(forme: Forme, held: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every content stream: of pages, drawings (forms) and patterns."""
    yield from (held[slot] for page in forme.pages for slot in page.contents)
    for stream in held:
        if isinstance(stream, pikepdf.Stream) and (stream.get("/Subtype") == "/Form" or "/PatternType" in stream):
            yield stream


def _shadings(shading: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    """A shading by itself, or those of a table of resources."""
    if isinstance(shading, Dictionary | pikepdf.Stream):
        if "/ShadingType" in shading:
            yield shading
        else:
            yield from (one for one in shading.values() if isinstance(one, Dictionary | pikepdf.Stream))


def _luma(red: float, green: float, blue: float) -> float:
    """How bright a colour is. ISO 32000-1, 10.3.3."""
    return round(0.3 * red + 0.59 * green + 0.11 * blue, 4)


def _from_cmyk(cyan: float, magenta: float, yellow: float, black: float) -> Colour:
    """ISO 32000-1, 10.3.5."""
    return tuple(1 - min(1.0, ink + black) for ink in (cyan, magenta, yellow))


def _from_lab(lightness: float, a: float, b: float) -> Colour:
    """CIE L*a*b* (D50) as sRGB, out-of-gamut colours clipped. CIE 15; Bradford-adapted matrix of IEC 61966-2-1."""
    middle = (lightness + 16) / 116
    x, y, z = (
        white * (part**3 if part > 6 / 29 else (part - 4 / 29) * 3 * (6 / 29) ** 2)
        for white, part in ((0.9643, middle + a / 500), (1.0, middle), (0.8251, middle - b / 200))
    )
    linear = (
        3.1339 * x - 1.6169 * y - 0.4906 * z,
        -0.9788 * x + 1.9161 * y + 0.0335 * z,
        0.0719 * x - 0.2290 * y + 1.4052 * z,
    )
    return tuple(_encoded(min(max(part, 0.0), 1.0)) for part in linear)


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode() or b"0"
