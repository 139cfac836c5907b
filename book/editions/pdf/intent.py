"""The condition a book is printed in. In: the user's ICC profile. Out: a `Profile`, and the PDF's output intent.

The profile says what the colours of the file mean on one press and paper; with it a print edition is PDF/X-4. No
profile ships with the program. ICC.1:2004-10, 7.2 (profile header); ISO 15930-7 (PDF/X-4), 6.2; ISO 19005-3, 6.2.3.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from book.editions.pdf.objects import string
from book.frozen import frozen

if TYPE_CHECKING:
    from book.editions.pdf.objects import Objects

Space = Literal["cmyk", "grey", "rgb"]

_SPACES: dict[bytes, Space] = {b"CMYK": "cmyk", b"GRAY": "grey", b"RGB ": "rgb"}
_COMPONENTS = {"cmyk": 4, "grey": 1, "rgb": 3}
_HEADER = 132  # bytes of a profile's header and tag count


@frozen
class Profile:
    """An ICC profile that has been read."""

    data: bytes
    space: Space
    name: str  # as the profile calls itself


def read(data: bytes) -> Profile:
    """A profile for print. Raises `ValueError`, saying why, for what is none.

    PDF/X-4 wants a profile of an output device; a profile of a screen or a scanner is none.
    """
    from PIL import ImageCms  # noqa: PLC0415 - most editions need no colour engine

    if len(data) < _HEADER or data[36:40] != b"acsp":
        raise ValueError("is no ICC profile")
    space = _SPACES.get(data[16:20])
    if data[12:16] != b"prtr" or space is None:
        raise ValueError(f"is the profile of {_kind(data)}, not of a press")
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(opened)
    except (OSError, ImageCms.PyCMSError) as error:
        raise ValueError(f"is a damaged ICC profile ({error})") from error
    return Profile(data, space, " ".join(name.split()) or "unnamed")


def _kind(data: bytes) -> str:
    kinds = {b"mntr": "a screen", b"scnr": "a scanner or camera", b"link": "a link between devices"}
    return kinds.get(data[12:16], "another device")


def printing(objects: Objects, profile: Profile) -> bytes:
    """`OutputIntents` of PDF/X-4: the press the file is made for. ISO 15930-7, 6.2.2."""
    # A condition outside the ICC's registry is named "Custom", its profile embedded, its name in Info.
    said = b"/S/GTS_PDFX/OutputConditionIdentifier(Custom)/OutputCondition%b/Info%b/RegistryName()"
    name = string(profile.name)
    return _intent(objects, said % (name, name), profile.data, _COMPONENTS[profile.space])


def archival(objects: Objects) -> bytes:
    """`OutputIntents` of PDF/A: the sRGB profile that comes with the page engine. ISO 19005-3, 6.2.3."""
    said = b"/S/GTS_PDFA1/OutputConditionIdentifier(sRGB2014)/Info(sRGB2014)"
    return _intent(objects, said, srgb(), _COMPONENTS["rgb"])


def _intent(objects: Objects, said: bytes, profile: bytes, components: int) -> bytes:
    """An array of one output intent with its profile. ISO 32000-1, 14.11.5."""
    embedded = objects.deflated(b"/N %d" % components, profile)
    return b"[<</Type/OutputIntent%b/DestOutputProfile %d 0 R>>]" % (said, embedded)


def srgb() -> bytes:
    """What colours of the web mean: sRGB, as the page engine ships it."""
    spec = find_spec("weasyprint")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return (Path(folders[0]) / "pdf" / "sRGB2014.icc").read_bytes()
