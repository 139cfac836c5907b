"""The shortcuts through the page engine leave every line, hyphen and glyph where it puts them, in every alphabet."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bound_sheets import contents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from book.editions.pdf import shortcuts
from book.editions.pdf.laid import Task, unpack
from book.editions.pdf.workers import lay

if TYPE_CHECKING:
    from pathlib import Path

    from book.editions.pdf.laid import Face, Laid

STYLE = """
@page { size: 4.5in 7in; margin: 14mm }
html { font: 10pt/1.4 "FAMILY"; text-align: justify; hyphens: auto }
p { margin: 0; text-indent: 1em; orphans: 2; widows: 2 }
"""
ALIEN = re.compile(r"\d-|\.\d*\.")  # two moves that run into one another
TEXTS = {
    "en": "The keeper’s boy — a lad of ten, “quick as an otter” (so they said) — ran 300 yards/minutes on; "
    "AVATAR, fluff, office and re-entry: nothing was too far-fetched… Well! Wasn’t it? ",
    "de": "Die Donaudampfschifffahrtsgesellschaft übernahm größtenteils die außergewöhnlich schwierige Überführung, "
    "„was niemand erwartet hätte“, und Straßenbahnverkehr. ",
    "fr": "L’éclusière — c’était elle — demanda : « Où va-t-on ? » ; puis, d’un geste, elle ouvrit les vannes "
    "extraordinairement lourdes. ",
    "ru": "Смотритель шлюза записывает каждую проходящую лодку, её название и продолжительность стоянки. ",
    "el": "Ο φύλακας της διώρυγας σημειώνει κάθε πλοιάριο, το όνομά του και την ώρα. ",
    "ar": "يكتب حارس القناة اسم كل قارب يمر وساعة مروره في دفتره الكبير. ",
    "ja": "閘門の番人は通る船の名を一つずつ帳面に書きつけ、時刻を記した。",
}


def compared(text: str, language: str, family: str = "DejaVu Serif", extra: str = "") -> None:
    """Lay a chapter out with and without shortcuts and expect the same of every page."""
    style = STYLE.replace("FAMILY", family) + extra
    direction = "rtl" if language == "ar" else "ltr"
    task = Task(
        "x",
        "X",
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" dir="{direction}"><head><title>t</title></head>'
        f"<body><p>{text * 5}</p><p>a <em>{text}</em>{text * 3}</p><p><b>{text}</b></p></body></html>",
        (("a.css", style),),
    )
    lay(task)  # words are known now, as they are in a worker that has laid out other chapters
    swift = unpack(lay(task))
    with shortcuts.untaken():
        plain = unpack(lay(task))
    assert swift.breaks == plain.breaks
    assert bare(swift.faces) == bare(plain.faces)
    assert drawn(swift) == drawn(plain)


def bare(faces: dict[str, Face]) -> dict[str, Face]:
    """Faces with their glyphs; what these stand for is said better here (see `test_letters`)."""
    return {name: replace(face, text=dict.fromkeys(face.text, "")) for name, face in faces.items()}


def drawn(laid: Laid) -> list[list[object]]:
    """Every glyph and every move on each page, moves of nothing left out."""
    found = []
    for content in contents(laid):
        moves: list[object] = []
        for line in content.decode("latin-1").splitlines():
            if not line.endswith("TJ"):
                moves.append(line)
                continue
            assert ALIEN.search(line) is None, f"two moves that are one number: {line}"
            for text, move in re.findall(r"<([0-9a-f]*)>|(-?[\d.]+)", line):
                moves.extend(re.findall("....", text))
                if move and round(float(move), 2):
                    moves.append(round(float(move), 2))
        found.append(moves)
    return found


def test_what_other_chapters_held_leaves_no_trace_in_a_page() -> None:
    """One face in two sizes rounds its widths in the size that comes first, in the chapter itself and nowhere else."""
    style = STYLE.replace("FAMILY", "DejaVu Serif") + "h2 { font: 13.7pt/1.3 'DejaVu Serif'; text-align: justify }"
    page = '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>t</title></head><body>{}</body></html>'
    heading, text = f"<h2>{TEXTS['en'] * 2}</h2>", f"<p>{TEXTS['en'] * 3}</p>"
    one, other = (Task("x", "X", page.format(body), (("own.css", style),)) for body in (heading + text, text + heading))
    alone = unpack(lay(one))
    lay(other)
    again = unpack(lay(one))
    assert again == alone


@pytest.mark.parametrize("language", list(TEXTS))
def test_pages_in_every_alphabet_are_the_engines_own(language: str) -> None:
    compared(TEXTS[language], language)


@pytest.mark.parametrize("family", ["EB Garamond", "Vollkorn", "TeX Gyre Pagella", "Junicode Two Beta"])
def test_pages_in_faces_that_kern_and_join_letters_are_the_engines_own(family: str) -> None:
    compared(TEXTS["en"], "en", family)


@pytest.mark.parametrize(
    "extra",
    [
        "p { hyphens: none }",
        "p { hyphens: manual }",
        "p { hyphenate-limit-chars: 8 4 4; hyphenate-limit-zone: 12% }",
        "p { text-align: left; font-variant: small-caps }",
        "p { letter-spacing: 0.04em }",
        "p { word-spacing: 0.2em; overflow-wrap: anywhere }",
        'p { font-feature-settings: "onum", "smcp"; font-kerning: none }',
        "p { width: 9em }",
        "em { text-decoration: underline } p { text-align-last: justify }",
    ],
)
def test_pages_of_every_manner_of_setting_are_the_engines_own(extra: str) -> None:
    compared(TEXTS["en"], "en", extra=extra)


WORD = st.text(st.sampled_from("abcdefiloprstuvwxyzABEW’.,;-—é"), min_size=1, max_size=14)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORD, min_size=20, max_size=60), st.sampled_from(["", "p { hyphenate-limit-chars: 5 2 2 }"]))
def test_pages_of_whatever_words_are_the_engines_own(words: list[str], extra: str) -> None:
    compared(" ".join(words) + " ", "en", extra=extra)


@pytest.mark.slow
def test_pages_of_real_essays_and_novels_are_the_engines_own(corpus: Path) -> None:
    for path in sorted((corpus / "federalist" / "reader").rglob("*.md"))[:6]:
        text = path.read_text("utf-8").replace("&", "&amp;").replace("<", "&lt;")
        compared(" ".join(text.split()), "en", "EB Garamond")
