"""Guess a legacy encoding. In: a sample of bytes that are no UTF-8. Out: Python's name of an encoding, and the doubt.

charset-normalizer weighs the coherence of what each encoding makes of the bytes. What it says is taken with care:
the encodings are those that series were published in, and two that read differently and score alike are a doubt.
"""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

# Multi-byte encodings first: bytes that are sound in one of them are seldom anything else.
CANDIDATES = [
    "cp932",
    "euc_jp",
    "gb18030",
    "big5hkscs",
    "cp949",
    "cp1250",
    "cp1251",
    "koi8_r",
    "koi8_u",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp874",
    "iso8859_2",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "iso8859_8",
    "cp866",
    "mac_roman",
]
# Japanese text is a third hiragana, and bytes of no other script read as that much of it.
_HIRAGANA = re.compile("[ぁ-ん]")
# Letters with carons in ISO 8859-2, where a letter stands beside them.
_CARONS = re.compile(
    rb"(?<=[A-Za-z\xc0-\xff])[\xa9\xab\xae\xb9\xbb\xbe]|[\xa9\xab\xae\xb9\xbb\xbe](?=[A-Za-z\xc0-\xff])"
)
# The letters of Turkish beyond ASCII, in windows-1254; ı is as frequent as ğ at least. Icelandic, which has ý, þ and ð
# in their places, has accents on its vowels as well, and far more ð than ý.
_TURKISH = frozenset("ÇÖÜŞĞİçöüşğıâîû".encode("cp1254"))
_TURKISH_ALONE = frozenset("ŞĞİşğ".encode("cp1254"))
_DOTLESS, _SOFT = "ığ".encode("cp1254")
_JAPANESE = ("cp932", "euc_jp")
_CLOSE = 0.02  # difference in mess and coherence under which two readings are equally likely


def guess(sample: bytes) -> tuple[str, str]:
    """The likeliest encoding ("" if none fits) and, where it is not clear, why: a phrase."""
    if told := _japanese(sample) or ("cp1254" if _is_turkish(sample) else ""):
        return told, ""
    matches = list(from_bytes(sample, cp_isolation=CANDIDATES, threshold=0.3, enable_fallback=False))
    if not matches:
        return "", ""
    best = matches[0]
    if best.encoding in {"cp1250", "iso8859_2"} and _is_latin2(sample):
        return "iso8859_2", ""
    text = str(best)
    for other in matches[1:]:
        near = abs(other.chaos - best.chaos) < _CLOSE and abs(other.coherence - best.coherence) < _CLOSE
        if near and str(other) != text:
            return best.encoding, f"it declares no encoding, and reads as {best.encoding} or {other.encoding}"
    if best.coherence < 0.1:
        return best.encoding, f"it declares no encoding; {best.encoding} was guessed"
    return best.encoding, ""


def _is_latin2(sample: bytes) -> bool:
    """Whether Central European text is ISO 8859-2: its š, ť and ž are signs in windows-1250, whose own lie below A0."""
    return not re.search(rb"[\x80-\x9f]", sample) and len(set(_CARONS.findall(sample))) > 1


def _is_turkish(sample: bytes) -> bool:
    """Whether the letters beyond ASCII are those of Turkish, with some that no other language has there."""
    letters = [byte for byte in sample if byte >= 0xC0]
    if not letters or not _TURKISH.issuperset(letters) or _TURKISH_ALONE.isdisjoint(letters):
        return False
    return 0 < letters.count(_DOTLESS) >= letters.count(_SOFT) and len(letters) * 2 < len(sample)


def _japanese(sample: bytes) -> str:
    """The Japanese encoding in which a tenth of what is no ASCII is hiragana; "" for none."""
    for encoding in _JAPANESE:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        high = sum(1 for letter in text if letter > "\x7f")
        if high and len(_HIRAGANA.findall(text)) * 10 >= high:
            return encoding
    return ""
