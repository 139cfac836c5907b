"""Files that go with a PDF. In: names and bytes. Out: embedded files of the catalogue.

PDF/A-3 carries files of any kind, each related to the document: an article as it was published is a `Source`.
ISO 32000-1, 7.11.4 (embedded files); ISO 19005-3, 6.8 and annex E (associated files).
"""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, String

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf


@frozen
class Attachment:
    """One file."""

    name: str  # a path as the user knows it
    data: bytes
    media_type: str = ""  # empty: bytes of no known kind
    description: str = ""


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], modified: str) -> pikepdf.Object:
    """Embed files and relate them to the document; the name tree of them. `modified` is a date as PDF writes it."""
    files = {}
    for number, attachment in enumerate(attachments, 1):
        # Two sources may have one name; a name tree holds each once.
        name = attachment.name if attachment.name not in files else f"{number}-{attachment.name}"
        files[name] = _specification(pdf, name, attachment, modified)
    ordered = sorted(files, key=lambda name: name.encode("utf-16-be"))
    pdf.Root.AF = Array([files[name] for name in ordered])
    pairs: list[object] = []
    for name in ordered:
        pairs += [String(name), files[name]]
    return Dictionary(Names=Array(pairs))


def _specification(pdf: pikepdf.Pdf, name: str, attachment: Attachment, modified: str) -> pikepdf.Object:
    stream = pdf.make_stream(attachment.data)
    stream.Type = Name.EmbeddedFile
    # "text/markdown; charset=utf-8" is the type alone here.
    stream.Subtype = Name("/" + (attachment.media_type.partition(";")[0].strip() or "application/octet-stream"))
    checksum = md5(attachment.data, usedforsecurity=False).digest()  # as ISO 32000-1, table 46 has it
    stream.Params = Dictionary(Size=len(attachment.data), CheckSum=String(checksum))
    if modified:
        stream.Params.ModDate = String(modified)
    specification = Dictionary(
        Type=Name.Filespec,
        F=String(name),
        UF=String(name),
        AFRelationship=Name.Source,
        EF=Dictionary(F=stream, UF=stream),
    )
    if attachment.description:
        specification.Desc = String(attachment.description)
    return pdf.make_indirect(specification)
