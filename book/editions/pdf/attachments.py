"""Files that go with a PDF. In: names and bytes. Out: embedded files of the catalogue.

PDF/A-3 carries files of any kind, each related to the document: an article as it was published is a `Source`.
ISO 32000-1, 7.11.4 (embedded files); ISO 19005-3, 6.8 and annex E (associated files).
"""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

from book.editions.pdf.objects import named, references, string, wide
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.editions.pdf.objects import Objects


@frozen
class Attachment:
    """One file."""

    name: str  # a path as the user knows it
    data: bytes
    media_type: str = ""  # empty: bytes of no known kind
    description: str = ""


def attach(objects: Objects, attachments: Sequence[Attachment], modified: str) -> tuple[bytes, bytes]:
    """Embed files and relate them to the document: the name tree of them, and the array of associated files.

    `modified` is a date as PDF writes it.
    """
    files: dict[str, int] = {}
    for count, attachment in enumerate(attachments, 1):
        # Two sources may have one name; a name tree holds each once.
        name = attachment.name if attachment.name not in files else f"{count}-{attachment.name}"
        files[name] = _specification(objects, name, attachment, modified)
    ordered = sorted(files, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    pairs = b"".join(b"%b %d 0 R" % (wide(name), files[name]) for name in ordered)
    return b"<</Names[" + pairs + b"]>>", references(files[name] for name in ordered)


def _specification(objects: Objects, name: str, attachment: Attachment, modified: str) -> int:
    # "text/markdown; charset=utf-8" is the type alone here.
    kind = attachment.media_type.partition(";")[0].strip() or "application/octet-stream"
    checksum = md5(attachment.data, usedforsecurity=False).hexdigest()  # as ISO 32000-1, table 46 has it
    dated = b"/ModDate" + string(modified) if modified else b""
    stream = objects.deflated(
        b"/Type/EmbeddedFile/Subtype%b/Params<</Size %d/CheckSum<%b>%b>>"
        % (named(kind), len(attachment.data), checksum.encode(), dated),
        attachment.data,
    )
    said = b"/Desc" + string(attachment.description) if attachment.description else b""
    return objects.add(
        b"<</Type/Filespec/F%b/UF%b/AFRelationship/Source/EF<</F %d 0 R/UF %d 0 R>>%b>>"
        % (string(name), string(name), stream, stream, said)
    )
