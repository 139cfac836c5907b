"""Names of authors from bylines. In: a byline as published. Out: the names in it, bare.

`By Ada Byron and Charles Babbage | 3 May 1843` gives two names. No specification rules bylines; the words
that stand around names are a table of the languages whose titles are read.
"""

from __future__ import annotations

import re

# Words before a name, by what they mean in the languages of the title parser: "by", "posted by", "author".
_BEFORE = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|submitted|story|text|words|(?:an )?article|(?:a )?guest post)\s+)?by"
    r"|(?:publié\s+|écrit\s+)?par|(?:geschrieben\s+|veröffentlicht\s+)?von|(?:escrito\s+|publicado\s+)?por|scritto\s+da"
    r"|pubblicato\s+da|di|geschreven\s+door|door|skrevet\s+af|skriven\s+av|av|af|napisał[a]?|przez|автор|от|yazan"
    r"|oleh|bởi|tác\s+giả|نوشته|نویسنده|بقلم|بواسطة|الكاتب|كتبه|מאת|लेखक|द्वारा|作者|文|著者?|글|저자"
    r"|authors?|auteurs?|autor(?:en|in|es|a)?|autore|autori|author\(s\))(?=[\s:：]|$)\s*[:：]?\s*",
    re.IGNORECASE,
)
# From here on a byline no longer names anybody: a date, a place of posting, a share button.
_AFTER = re.compile(
    r"\s*(?:[|•]|\s[-–—·/]\s|\bon\b\s+(?=\w+ \d|\d|mon|tue|wed|thu|fri|sat|sun)|send an email|\bposted\b|\bpublished\b"
    r"|\s+(?:منذ|قبل|پیش|לפני|vor|hace|há|il y a|sedan)\s+\d"
    r"|\d+\s+\w+\s+(?:ago|fa|назад|тому|geleden|sedan|önce|पहले)\b"
    r"|\d+\s*(?:天|日|分钟|小时|時間|分|일|시간)[前전]|\b(?:last )?updated\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:1[0-9]|20)\d\d\b|\d+\s+min(?:ute)?s?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d).*$",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(
    r"\s*[;；،、&＆]\s*|\s*,\s*(?:and|und|et|y|e|en|och|og|i|и|та|ve)\s+|\s*,\s*"
    r"|\s+(?:and|with|und|mit|et|avec|y|och|og|и|та|ve|و|ו)\s+"
)
_EMAIL = re.compile(r"<?\s*\(?\b[\w.+-]+@[\w-]+\.[\w.-]+\)?\s*>?|https?://\S+")
# What stands after a comma and belongs to the name before it.
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?\s?d|esq|m\.?\s?a|dds|cbe|obe)\.?", re.IGNORECASE)
_NOBODY = frozenset(
    ["admin", "administrator", "author", "editor", "editors", "unknown", "anonymous", "staff", "webmaster"]
)
_EDGES = ' \t,:;()[]<>"“”«»'
# "By" in some languages and the beginning of a name in others: Von Neumann, Di Matteo.
_PARTICLE = re.compile(r"(?:von|di|av|af)\s+\S+", re.IGNORECASE)
_LONGEST = 80  # characters of a name; what is longer is a sentence


def names(byline: str) -> tuple[str, ...]:
    """The names in a byline, in order; none where it names only a role such as "admin"."""
    text = " ".join(_EMAIL.sub(" ", byline).split())
    if not _PARTICLE.fullmatch(_AFTER.sub("", text)):
        text = _BEFORE.sub("", text)
    text = _AFTER.sub("", text)
    found: list[str] = []
    for piece in map(_once, _BETWEEN.split(text)):
        name = piece.strip(_EDGES if piece.endswith(".") else f"{_EDGES}.")
        if found and _SUFFIX.fullmatch(name):
            found[-1] = f"{found[-1]}, {name}"
        elif name and name.casefold() not in _NOBODY and len(name) <= _LONGEST and name not in found:
            found.append(name)
    return tuple(found)


def _once(text: str) -> str:
    """A name that a page prints twice in a row, once: "Ada Byron Ada Byron"."""
    parts = text.split()
    half = len(parts) // 2
    return " ".join(parts[:half]) if half and parts[:half] == parts[half:] else text
