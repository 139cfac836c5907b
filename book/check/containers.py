"""The words of an article inside a container, by a second reading. In: the bytes of a file, a name in it. Out: words.

EPUB chapters, Word documents (ECMA-376, part 1, section 17.3.3) and OpenDocument texts (part 3, sections 5 and 6.3) are
taken out of their zip and apart by expressions for tags, so that a word their reader swallowed is missed.
"""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from book.charset import decode
from book.check import reading
from book.language import words

_LARGEST = 64_000_000  # bytes of one file in a container, beyond which it is not looked into
# Word: text runs, and what parts them. Deleted text is `delText`, a field's instruction `instrText`: neither is text.
_WORD = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|<w:(?:tab|br|cr)\b[^>]*>|</w:(?:p|tc|tr)>")
_WORD_OTHER = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>|<w:del\b(?![^>]*/>).*?</w:del>", re.DOTALL)
_WORD_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
# OpenDocument: what is not the text, and the elements that part words.
_ODF_OTHER = re.compile(
    r"<(text:tracked-changes|text:note-citation|office:annotation|text:sequence-decls|svg:title|svg:desc)\b.*?</\1>",
    re.DOTALL,
)
_ODF_PARTS = re.compile(r"<text:(?:s|tab|line-break)\b[^>]*>|</(?:text:(?:p|h|note)|table:table-cell)>")
_TAG = re.compile(r"<[^>]*>")


def words_of(data: bytes, name: str, part: str) -> list[str] | None:
    """The words of the article `part` of the file `name`, or of all of it where `part` is empty.

    None where it is no container this knows, or is damaged: its reader has said so.
    """
    kind = name.lower().rpartition(".")[2]
    if kind not in {"epub", "docx", "odt"}:
        return None
    try:
        with ZipFile(BytesIO(data)) as archive:
            if kind == "epub":
                return reading.of_markup(decode(_file(archive, part), markup=True).text) if part else None
            return _docx(archive) if kind == "docx" else _odt(archive)
    except (BadZipFile, KeyError, ValueError, OSError, NotImplementedError):
        return None


def _file(archive: ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise ValueError(name)
    return archive.read(name)


def _docx(archive: ZipFile) -> list[str]:
    present = set(archive.namelist())
    parts = [_file(archive, part).decode("utf-8", "replace") for part in _WORD_PARTS if part in present]
    text = "".join(
        unescape(found[1]) if found[1] is not None else "\n"
        for part in parts
        for found in _WORD.finditer(_WORD_OTHER.sub("", part))
    )
    return words(text)


def _odt(archive: ZipFile) -> list[str]:
    text = _file(archive, "content.xml").decode("utf-8", "replace")
    _, _, text = text.partition("<office:text")
    _, _, text = text.partition(">")
    plain = _TAG.sub("", _ODF_PARTS.sub("\n", _ODF_OTHER.sub("", text)))
    return words(unescape(plain))
