"""Damage done in any stage is seen: a paragraph dropped, set twice or moved by the stage's own output.

Each stage of a real build is wrapped; what comes out of it is damaged, and the finished build must say so.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from book import api, clean, pipeline, pressroom, readers, transforms
from book.xhtml import parse, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from book.editions import Made
    from book.model import Article, Book, Document, Reading, Sheet, Snapshot
    from book.transforms.passage import Passage

FIRST = (
    "The ferry left before dawn, and the people on the quay, who had come to see it off, went home one by one "
    "without a word to each other, as if the boat had taken their voices."
)
SECOND = (
    "In the harbour office a clerk counted crates of oranges, lemons and salt, and wrote each number down with "
    "care, as he had done for nineteen years in the same book."
)
THIRD = (
    "Nobody had lit the lamps along the western wall, since oil was dear that winter and the moon was nearly full, "
    "and the watchman told the cats about it."
)
SOURCES = {
    "part-1.md": f"# The Wall, Part One\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n",
    "part-2.md": "# The Wall, Part Two\n\nAt noon the wind turned to the north, as the older sailors had foretold.\n",
}


def drop(text: str) -> str:
    return text.replace(SECOND, "")


def repeat(text: str) -> str:
    return text.replace(SECOND, f"{SECOND} {SECOND}")


def swap(text: str) -> str:
    return text.replace(FIRST, "\0").replace(THIRD, FIRST).replace("\0", THIRD)


SEEN = {drop: {"words-lost"}, repeat: {"words-repeated"}, swap: {"words-moved"}}


def built(folder: Path, *, cached: bool = False) -> set[str]:
    """The codes of what a build of the series finds about its words."""
    for name, text in SOURCES.items():
        (folder / name).write_text(text, encoding="utf-8")
    result = api.build([folder], outputs=[folder / "out.epub"], folder=folder, cached=cached)
    return {problem.code for problem in result.problems if problem.code.startswith("words-")}


def in_reading(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
    whole = readers.read

    def read(snapshot: Snapshot) -> Reading:
        reading = whole(snapshot)
        damaged = tuple(replace(document, markup=damage(document.markup)) for document in reading.documents)
        return replace(reading, documents=damaged)

    monkeypatch.setattr(readers, "read", read)


def in_cleaning(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
    whole = clean.clean_one

    def clean_one(document: Document, common: clean.Recurring) -> Article:
        article = whole(document, common)
        return replace(article, body=damage(article.body))

    monkeypatch.setattr(clean, "clean_one", clean_one)


def _damaged(book: Book, damage: Callable[[str], str]) -> Book:
    parts = tuple(
        replace(part, chapters=tuple(replace(chapter, body=damage(chapter.body)) for chapter in part.chapters))
        for part in book.parts
    )
    return replace(book, parts=parts)


def in_assembling(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
    whole = pipeline.assemble
    monkeypatch.setattr(pipeline, "assemble", lambda *given: _damaged(whole(*given), damage))


def in_rule_of_the_book(number: int) -> Callable[[pytest.MonkeyPatch, Callable[[str], str]], None]:
    def wrap(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
        listed = list(transforms.OF_THE_BOOK)
        whole = listed[number]
        listed[number] = lambda *given: _damaged(whole(*given), damage)
        monkeypatch.setattr(transforms, "OF_THE_BOOK", tuple(listed))

    return wrap


def in_rule_of_a_chapter(number: int) -> Callable[[pytest.MonkeyPatch, Callable[[str], str]], None]:
    def wrap(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
        whole = transforms.OF_A_CHAPTER[number]

        def rule(passage: Passage) -> None:
            whole(passage)
            damaged = parse(damage(write(passage.tree)))
            passage.tree.clear()
            passage.tree.text = damaged.text
            passage.tree.extend(damaged)

        listed = list(transforms.OF_A_CHAPTER)
        listed[number] = rule
        monkeypatch.setattr(transforms, "OF_A_CHAPTER", tuple(listed))

    return wrap


def in_typesetting(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
    whole = pressroom.typeset.typeset

    def typeset(*given: object, **options: object) -> tuple[Sheet, ...]:
        return tuple(replace(sheet, xhtml=damage(sheet.xhtml)) for sheet in whole(*given, **options))

    monkeypatch.setattr(pressroom.typeset, "typeset", typeset)


def in_packing(monkeypatch: pytest.MonkeyPatch, damage: Callable[[str], str]) -> None:
    whole = pressroom.edition_maker

    def maker(name: str) -> Callable[..., Made]:
        def make(*given: object, **options: object) -> Made:
            made = whole(name)(*given, **options)  # type: ignore[arg-type]  # keywords - mypy cannot check them unpacked
            out = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(made.data)) as packed, zipfile.ZipFile(out, "w") as archive:
                for entry in packed.namelist():
                    data = packed.read(entry)
                    archive.writestr(entry, damage(data.decode()).encode() if entry.endswith(".xhtml") else data)
            return replace(made, data=out.getvalue())

        return make

    monkeypatch.setattr(pressroom, "edition_maker", maker)


STAGES = {
    "read": in_reading,
    "clean": in_cleaning,
    "assemble": in_assembling,
    **{f"transform {rule.__name__}": in_rule_of_the_book(n) for n, rule in enumerate(transforms.OF_THE_BOOK)},
    **{f"transform {rule.__name__}": in_rule_of_a_chapter(n) for n, rule in enumerate(transforms.OF_A_CHAPTER)},
    "typeset": in_typesetting,
    "pack": in_packing,
}


def test_an_undamaged_build_accounts_for_every_word(tmp_path: Path) -> None:
    assert built(tmp_path) == set()


@pytest.mark.parametrize(
    "stage", [pytest.param(name, marks=pytest.mark.slow) if name.startswith("transform") else name for name in STAGES]
)
@pytest.mark.parametrize("damage", SEEN)
def test_damage_in_a_stage_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, damage: Callable[[str], str]
) -> None:
    STAGES[stage](monkeypatch, damage)
    assert SEEN[damage] <= built(tmp_path)


@pytest.mark.parametrize("stage", ["typeset", "pack"])
@pytest.mark.parametrize("damage", SEEN)
def test_what_a_build_found_sound_vouches_for_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, damage: Callable[[str], str]
) -> None:
    assert built(tmp_path, cached=True) == set()
    STAGES[stage](monkeypatch, damage)
    assert SEEN[damage] <= built(tmp_path, cached=True)
