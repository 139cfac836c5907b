"""Writes `book/series/languages/<tag>.words`: the numbers 1 to 120 as titles spell them.

num2words seeds the table where it is right; what it lacks or gets wrong is added here: genders, cases, articles,
spellings, ordinals it repeats or refuses. Run it after a change, read the difference, commit the tables:

    python tools/number_words.py [TAG...]
"""

from __future__ import annotations

import sys
from pathlib import Path

from num2words import num2words

FOLDER = Path(__file__).resolve().parent.parent / "book" / "series" / "languages"
SPAN = range(121)


def seed(language: str, number: int, kind: str = "cardinal") -> str:
    return str(num2words(number, lang=language, to=kind))


def english(n: int) -> tuple[list[str], list[str]]:
    c, o = seed("en", n), seed("en", n, "ordinal")
    plain, ranked = {c, c.replace(" and ", " ")}, {o, o.replace(" and ", " ")}
    plain |= {form.replace("one hundred", "a hundred") for form in plain}
    ranked |= {form.replace("one hundred", "hundred") for form in ranked} | {form.replace("one hundred", "a hundred") for form in ranked}
    if n == 2:
        plain |= {"deux"}
    return sorted(plain), sorted(ranked)


TABLES = {"en": english}


def main(tags: list[str]) -> None:
    for tag in tags or sorted(TABLES):
        lines = []
        for n in SPAN:
            plain, ranked = TABLES[tag](n)
            lines.append(f"{n}\t{'|'.join(plain)}\t{'|'.join(ranked)}\n")
        (FOLDER / f"{tag}.words").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
