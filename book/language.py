"""Languages of texts and tags. In: text or a language tag. Out: BCP 47 tags, directions, folded words.

BCP 47 (RFC 5646) sections 2.1 and 2.1.1 for tags; Unicode TR 15 (NFKC) and CaseFolding for words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from lingua import LanguageDetector

    from book.model import Direction

# Text enough to tell a language by, and text beyond which nothing more is learnt (characters of letters).
ENOUGH = 24
_SAMPLE = 700

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?P<extlang>(?:-[a-z]{3}(?![a-z0-9])){0,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3})(?![a-z0-9]))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?",
)

# Deprecated codes and ISO 639-2 codes where the registry has a two-letter one (RFC 5646, 2.2.1: the shortest).
_CANONICAL = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr",
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "rus": "ru", "ukr": "uk", "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk",
    "slo": "sk", "slv": "sl", "hrv": "hr", "srp": "sr", "bul": "bg", "mkd": "mk", "mac": "mk", "ron": "ro",
    "rum": "ro", "hun": "hu", "fin": "fi", "swe": "sv", "dan": "da", "nor": "no", "nob": "nb", "nno": "nn",
    "isl": "is", "ice": "is", "est": "et", "lav": "lv", "lit": "lt", "ell": "el", "gre": "el", "sqi": "sq",
    "alb": "sq", "tur": "tr", "aze": "az", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy", "ara": "ar",
    "fas": "fa", "per": "fa", "urd": "ur", "heb": "he", "yid": "yi", "hin": "hi", "ben": "bn", "mar": "mr",
    "tam": "ta", "tel": "te", "tha": "th", "vie": "vi", "ind": "id", "msa": "ms", "may": "ms", "zho": "zh",
    "chi": "zh", "jpn": "ja", "kor": "ko", "lat": "la", "cat": "ca", "eus": "eu", "baq": "eu", "glg": "gl",
    "cym": "cy", "wel": "cy", "gle": "ga", "epo": "eo",
}  # fmt: skip

_RTL_SCRIPTS = frozenset(["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr", "Mend", "Aran"])
_RTL_LANGUAGES = frozenset(
    [
        "ar",
        "arc",
        "arz",
        "ary",
        "azb",
        "bal",
        "bgn",
        "ckb",
        "dv",
        "fa",
        "glk",
        "he",
        "ks",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "ps",
        "sd",
        "skr",
        "syr",
        "ug",
        "ur",
        "yi",
    ]
)
_LTR_SCRIPTS = frozenset(["Latn", "Cyrl", "Deva", "Grek", "Hans", "Hant", "Jpan", "Kore"])

# Scripts that one common language writes: a text in it needs no further guess.
_SCRIPTS = (
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af\u1100-\u11ff]"),
    ("zh", r"[\u3400-\u9fff\U00020000-\U0003ffff]"),
    ("he", r"[\u05d0-\u05ea]"),
    ("el", r"[\u0370-\u03ff\u1f00-\u1fff]"),
    ("th", r"[\u0e01-\u0e4e]"),
    ("lo", r"[\u0e81-\u0edf]"),
    ("km", r"[\u1780-\u17ff]"),
    ("my", r"[\u1000-\u109f]"),
    ("ka", r"[\u10a0-\u10ff]"),
    ("hy", r"[\u0531-\u0587]"),
    ("am", r"[\u1200-\u137f]"),
    ("bn", r"[\u0980-\u09ff]"),
    ("pa", r"[\u0a00-\u0a7f]"),
    ("gu", r"[\u0a80-\u0aff]"),
    ("or", r"[\u0b00-\u0b7f]"),
    ("ta", r"[\u0b80-\u0bff]"),
    ("te", r"[\u0c00-\u0c7f]"),
    ("kn", r"[\u0c80-\u0cff]"),
    ("ml", r"[\u0d00-\u0d7f]"),
    ("si", r"[\u0d80-\u0dff]"),
    ("bo", r"[\u0f00-\u0fff]"),
)
_LETTER = re.compile(r"[^\W\d_]")
_KANA_SHARE = 0.05  # Japanese text is mostly Han by count in places, but never without kana

# Scripts written without spaces, in which a word is a character.
_SPACELESS = (
    r"\u0e00-\u0e7f\u0e80-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007"
    r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Combining marks continue a word; `\w` alone stops at them.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    r"\u0711\u0730-\u074a\u0900-\u0963\u0966-\u096f\u0971-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# Where there is neither a script without spaces nor a combining mark, words are what stands between the signs: with
# each sign made a space the text is cut in a quarter of the time.
_NOT_PLAIN = re.compile("[^\0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u20cf\u2100-\u2e7f]")
_ASCII = bytes(range(128))
_BETWEEN = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))  # ASCII signs to spaces
# Seen by no reader, put in or taken out by typesetting: soft hyphen, zero-width marks, bidi marks, word joiner,
# variation selectors; and the apostrophes, which typography exchanges.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff'\u2018\u2019\u02bc\uff07\u02bb\u2032`\u00b4]"
)


@cache
def _word() -> re.Pattern[str]:
    """A word of any script; compiled when it is wanted, since most books of Latin letters never want it."""
    return re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}_])[\w{_MARKS}])+")


def words(text: str) -> list[str]:
    """The words of a text, folded: case, ligatures, quotes, dashes, soft hyphens and word joiners do not matter.

    In scripts without spaces each character is a word. A hyphen or dash parts words; an apostrophe does not.
    """
    foreign = _foreign(text)
    if _NOT_PLAIN.search(foreign):
        return _word().findall(normalize("NFKC", _INVISIBLE.sub("", text)).casefold())
    for sign in set(foreign):
        text = text.replace(sign, _plain(sign))
    text = text.replace("'", "").replace("`", "")
    text = text.lower() if text.isascii() else normalize("NFKC", text).casefold()
    foreign = _foreign(text)
    if _NOT_PLAIN.search(foreign):
        return _word().findall(text)
    for sign in set(foreign):
        text = text if sign.isalnum() else text.replace(sign, " ")
    return text.encode("utf-8", "surrogatepass").translate(_BETWEEN).decode("utf-8", "surrogatepass").split()


def _foreign(text: str) -> str:
    """The characters of a text that are not ASCII."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


@cache
def _plain(sign: str) -> str:
    """What a character comes to among words, whatever stands beside it: nothing, a space, or itself, a letter maybe."""
    if _INVISIBLE.match(sign):
        return ""
    folded = normalize("NFKC", sign).casefold()
    return sign if _NOT_PLAIN.search(folded) or any(letter.isalnum() for letter in folded) else " "


def normalise(tag: str) -> str:
    """The canonical form of a language tag (`EN_us` is `en-US`, `fre` is `fr`); "" when it is none."""
    found = _TAG.fullmatch(tag.strip().replace("_", "-").lower())
    if not found or found["language"] in {"und", "mul", "zxx", "mis"}:
        return ""
    language = _CANONICAL.get(found["language"], found["language"])
    script = f"-{found['script'].title()}" if found["script"] else ""
    region = f"-{found['region'].upper()}" if found["region"] else ""
    rest = f"{found['variants']}{found['extensions']}{found['private'] or ''}"
    return f"{language}{found['extlang']}{script}{region}{rest}"


def direction(tag: str) -> Direction:
    """The direction of the script a language is written in; left to right when it is not known."""
    parts = normalise(tag).split("-")
    for part in parts[1:3]:
        if part in _RTL_SCRIPTS:
            return "rtl"
        if part in _LTR_SCRIPTS:
            return "ltr"
    return "rtl" if parts[0] in _RTL_LANGUAGES else "ltr"


def detect(text: str) -> str:
    """The language of a text as a BCP 47 tag; "" when there is too little of it, or it could be several."""
    sample = _middle(text)
    letters = len(_LETTER.findall(sample))
    by_script = _by_script(sample, letters)
    if by_script:
        return by_script
    return _by_words(sample) if letters >= ENOUGH else ""


def _middle(text: str) -> str:
    """A sample from the middle, where site furniture and English titles are rarest."""
    if len(text) <= _SAMPLE:
        return text
    start = (len(text) - _SAMPLE) // 2
    return text[start : start + _SAMPLE]


def _by_script(sample: str, letters: int) -> str:
    if not letters:
        return ""
    for tag, pattern in _SCRIPTS:
        share = len(re.findall(pattern, sample)) / letters
        if share > (_KANA_SHARE if tag == "ja" else 0.5):
            return tag if letters >= ENOUGH // 4 else ""
    return ""


def _by_words(sample: str) -> str:
    ranked = _detector().compute_language_confidence_values(sample)
    best, second = ranked[0], ranked[1]
    # A text that two languages claim alike (a list of names, bokmål and dansk in one line) is left undecided.
    if best.value < 0.3 or best.value - second.value < 0.05:
        return ""
    return best.language.iso_code_639_1.name.lower()


@cache
def _detector() -> LanguageDetector:
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415 - loads models; only undeclared texts need it

    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()
