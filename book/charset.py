"""Bytes to text. In: bytes and what was declared about them. Out: `Decoded`, with the encoding and whether to doubt it.

The order: byte-order mark, the text being UTF-8, HTTP, the markup's own declaration, detection. WHATWG Encoding
Standard for labels (a page that says `gb2312` or `iso-8859-1` means gb18030 or windows-1252); XML 1.0, appendix F.
"""

from __future__ import annotations

import codecs
import re

from book.frozen import frozen

# What publishers write and what they mean. Encoding Standard, section 4.2; keys lower case, without - and _.
_MEANT = {
    "ascii": "cp1252",
    "usascii": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "iso88599": "cp1254",
    "iso885911": "cp874",
    "tis620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "xgbk": "gb18030",
    "big5": "big5hkscs",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "xeucjp": "euc_jp",
    "xmacroman": "mac_roman",
    "macintosh": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "unicode": "utf-16-le",
    "utf16": "utf-16-le",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""")
_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SEVEN_BIT_ESCAPES = ("iso2022_jp", "iso2022_kr", "hz")
_HEAD = 4096  # bytes in which a page may declare its charset; the standard says 1024, real pages need more
_SAMPLE = 100_000  # bytes that detection looks at
# An invalid byte inside UTF-8 comes from a paste out of a Windows program, if there is sound UTF-8 beside it.
_MIXED = "book-mixed"


class NotText(ValueError):
    """The bytes are no text in any encoding tried."""


@frozen
class Decoded:
    """A text and how it was read."""

    text: str  # line ends as they were, no byte-order mark
    encoding: str  # Python's name of it
    doubt: str = ""  # why a person should look, as a phrase; empty: none


def decode(data: bytes, declared: str = "", *, markup: bool = False) -> Decoded:
    """Text of `data`. `declared`: by HTTP or the user; `markup`: look for a declaration in it. Raises `NotText`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding)
    label = known(declared) or (known(_declaration(data)) if markup else "")
    if label in _SEVEN_BIT_ESCAPES and b"\x1b" in data:
        return Decoded(data.decode(label, "replace"), label)
    if b"\x00" in data:
        return _wide(data)
    # Bytes that are sound UTF-8 are UTF-8, whatever a template has said about them for twenty years.
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, label)
    if _CONTROL.search(text) and len(_CONTROL.findall(text)) > len(text) // 100:
        raise NotText("control characters, not text")
    return Decoded(text, "utf-8")


def is_undeclared(data: bytes, declared: str = "", *, markup: bool = False) -> bool:
    """Whether nothing but detection tells how `data` is encoded: no mark, no declaration, no UTF-8."""
    if data.isascii() or any(data.startswith(mark) for mark, _ in _MARKS) or b"\x00" in data:
        return False
    if known(declared) or (markup and known(_declaration(data))):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        sound, broken = _utf8_sequences(data)
        return sound <= broken
    return False


def known(label: str) -> str:
    """Python's name for a charset label as the web means it; "" for an unknown one."""
    key = label.strip().lower()
    meant = _MEANT.get(key.replace("-", "").replace("_", ""), key)
    try:
        name = codecs.lookup(meant).name
    except (LookupError, ValueError):
        return ""
    # `rot13`, `base64` and the like are codecs too, but no charsets.
    return name if getattr(codecs.lookup(meant), "_is_text_encoding", True) and name != "idna" else ""


def _declaration(data: bytes) -> str:
    head = data[:_HEAD]
    match = _XML.search(head) or _META.search(head)
    return match[1].decode("ascii") if match else ""


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark: in most texts every other byte of the first thousand is nought."""
    head = data[:1000]
    for encoding, noughts in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if noughts.count(0) * 2 > len(noughts):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not _CONTROL.search(text[:1000]):
                return Decoded(text, encoding, "it has no byte-order mark")
    raise NotText("zero bytes, not text")


def _legacy(data: bytes, label: str) -> Decoded:
    if label and label != "utf-8":
        try:
            return Decoded(data.decode(label), label)
        except UnicodeDecodeError:
            pass
    sound, broken = _utf8_sequences(data)
    if sound > broken or (label == "utf-8" and sound * 4 > broken):
        return Decoded(
            data.decode("utf-8", _MIXED), "utf-8", f"{broken} bytes in it are no UTF-8 and were read as cp1252"
        )
    if label and label != "utf-8":
        return Decoded(data.decode(label, "replace"), label, f"it is declared {label}, and some bytes are not")
    return _detect(data)


_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _utf8_sequences(data: bytes) -> tuple[int, int]:
    """How many characters above ASCII are sound UTF-8, and how many bytes above ASCII belong to none."""
    rest, sound = _SEQUENCE.subn(b"", data)
    return sound, len(_HIGH.findall(rest))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _as_cp1252)


def _detect(data: bytes) -> Decoded:
    from book import detection  # noqa: PLC0415 - loads statistics of languages, and most files are UTF-8

    encoding, doubt = detection.guess(_sample(data))
    if not encoding:
        raise NotText("bytes in no known encoding")
    try:
        return Decoded(data.decode(encoding), encoding, doubt)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, doubt or f"some bytes are no {encoding}")


def _sample(data: bytes) -> bytes:
    """The beginning, cut at a line end so that no character is cut."""
    if len(data) <= _SAMPLE:
        return data
    end = data.rfind(b"\n", 0, _SAMPLE)
    return data[: end if end > _SAMPLE // 2 else _SAMPLE]
