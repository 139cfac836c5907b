"""The script a language is written in, as far as setting type depends on it. In: a BCP 47 tag. Out: a class name.

ISO 15924; CLDR "likely subtags" for the languages that are not written in Latin.
"""

from __future__ import annotations

# Languages not written in Latin letters, by script.
_SCRIPTS = {
    "arabic": "ar arz ary fa prs ur ps ckb sd ug ks bal dv",
    "hebrew": "he iw yi lad",
    "cyrillic": "ru uk be bg sr mk kk ky mn tg tt ba cv os ce",
    "greek": "el grc",
    "cjk": "zh ja yue cmn wuu nan lzh",
    "hangul": "ko",
    "indic": "hi mr ne sa bn as pa gu or ta te kn ml si",
    "southeast": "th lo km my bo dz",
    "other": "hy ka am ti",
}
_BY_LANGUAGE = {language: script for script, languages in _SCRIPTS.items() for language in languages.split()}
_BY_SUBTAG = {
    "latn": "latin", "cyrl": "cyrillic", "grek": "greek", "arab": "arabic", "aran": "arabic", "hebr": "hebrew",
    "hans": "cjk", "hant": "cjk", "jpan": "cjk", "hira": "cjk", "kana": "cjk", "kore": "hangul", "hang": "hangul",
    "deva": "indic", "beng": "indic", "thai": "southeast",
}  # fmt: skip


def script(language: str) -> str:
    """One of "latin", "cyrillic", "greek", "arabic", "hebrew", "cjk", "hangul", "indic", "southeast" or "other"."""
    parts = language.lower().replace("_", "-").split("-")
    for part in parts[1:]:
        if part in _BY_SUBTAG:
            return _BY_SUBTAG[part]
    return _BY_LANGUAGE.get(parts[0], "latin")


def has_capitals(language: str) -> bool:
    """Whether the script has capitals, small capitals and so an initial to drop."""
    return script(language) in ("latin", "cyrillic", "greek")
