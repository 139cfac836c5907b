"""The condition a book is printed in. In: the user's ICC profile. Out: a `Profile`, and the PDF's output intent.

The profile says what the colours of the file mean on one press and paper; with it a print edition is PDF/X-4. No
profile ships with the program. ICC.1:2004-10, 7.2 (profile header); ISO 15930-7 (PDF/X-4), 6.2; ISO 19005-3, 6.2.3.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from book.frozen import frozen

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


def printing(pdf: pikepdf.Pdf, profile: Profile) -> pikepdf.Object:
    """`OutputIntents` of PDF/X-4: the press the file is made for. ISO 15930-7, 6.2.2."""
    name = String(profile.name)
    return Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                # A condition outside the ICC's registry is named "Custom", its profile embedded, its name in Info.
                OutputConditionIdentifier=String("Custom"),
                OutputCondition=name,
                Info=name,
                RegistryName=String(""),
                DestOutputProfile=_stream(pdf, profile.data, _COMPONENTS[profile.space]),
            )
        ]
    )


def archival(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """`OutputIntents` of PDF/A: the sRGB profile that comes with the page engine. ISO 19005-3, 6.2.3."""
    name = String("sRGB2014")
    return Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=name,
                Info=name,
                DestOutputProfile=_stream(pdf, srgb(), _COMPONENTS["rgb"]),
            )
        ]
    )


def srgb() -> bytes:
    """What colours of the web mean: sRGB, as the page engine ships it."""
    spec = find_spec("weasyprint")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return (Path(folders[0]) / "pdf" / "sRGB2014.icc").read_bytes()


def _stream(pdf: pikepdf.Pdf, data: bytes, components: int) -> pikepdf.Object:
    stream = pdf.make_stream(data)
    stream.N = components
    return stream
