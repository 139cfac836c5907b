from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from book import readers
from book.check import conservation
from book.clean import clean
from book.model import Removal, Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from book.model import Problem

PARAGRAPHS = [
    "The ferry left before dawn, and the people on the quay went home one by one without a word to each other.",
    "In the harbour office a clerk counted crates of oranges, lemons and salt, and wrote each number down with care.",
    "Nobody had lit the lamps along the western wall, since oil was dear that winter and the moon was nearly full.",
    "At noon the wind turned to the north, which the older sailors had foretold from the colour of the hills.",
]
MARKDOWN = (
    "---\ntitle: The Ferry\n---\n# The Ferry\n\n"
    + "\n\n".join(PARAGRAPHS)
    + '\n\nA [link](x.md "t") and `some_code`.[^1]\n\n1. one\n\n[^1]: A note about oranges.\n'
)


def epub(*bodies: str) -> bytes:
    data = io.BytesIO()
    numbers = range(len(bodies))
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>'
        )
        items = "".join(f'<item id="c{n}" href="c{n}.xhtml"/>' for n in numbers)
        order = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
        archive.writestr("O/p.opf", f"<package><manifest>{items}</manifest><spine>{order}</spine></package>")
        for number, body in enumerate(bodies):
            archive.writestr(
                f"O/c{number}.xhtml", f"<html><head><title>t</title></head><body><h1>Chapter 1</h1>{body}</body></html>"
            )
    return data.getvalue()


def checked(bodies: Sequence[str], removals: Sequence[Removal] = (), text: str = MARKDOWN) -> tuple[Problem, ...]:
    snapshot = Snapshot("ferry.md", text.encode())
    documents = readers.read(snapshot).documents
    return conservation.check(documents, [snapshot], epub(*bodies), removals)


def body_of(text: str = MARKDOWN) -> tuple[str, Sequence[Removal]]:
    (article,) = clean(readers.read(Snapshot("ferry.md", text.encode())).documents).articles
    return article.body, article.removals


def test_a_book_that_holds_every_word_has_no_problem() -> None:
    body, removals = body_of()
    assert checked([body], removals) == ()


def test_typography_is_no_loss() -> None:
    body, removals = body_of()
    assert (
        checked(
            [
                body.replace("harbour", "har\u00adbour")
                .replace("numb", "\u2060numb")
                .replace(" each other", "\u00a0each other")
            ],
            removals,
        )
        == ()
    )


def test_a_dropped_paragraph_is_an_error_that_names_source_and_words() -> None:
    body, removals = body_of()
    (problem,) = checked([body.replace(PARAGRAPHS[1], "")], removals)
    assert (problem.code, problem.severity, problem.where) == ("words-lost", "error", "ferry.md")
    assert "harbour office" in problem.message or "clerk" in problem.message


def test_a_dropped_word_is_seen() -> None:
    body, removals = body_of()
    assert [problem.code for problem in checked([body.replace("lemons", "")], removals)] == ["words-lost"]


def test_a_recorded_removal_is_no_loss() -> None:
    body, removals = body_of()
    gone = Removal("ferry.md", "recurs", PARAGRAPHS[1])
    assert checked([body.replace(PARAGRAPHS[1], "")], [*removals, gone]) == ()


def test_a_removal_recorded_but_not_made_is_a_repetition() -> None:
    body, removals = body_of()
    assert "words-repeated" in {problem.code for problem in checked([body + f"<p>{PARAGRAPHS[0]}</p>"], removals)}


def test_swapped_paragraphs_are_seen() -> None:
    body, removals = body_of()
    swapped = body.replace(PARAGRAPHS[0], "@").replace(PARAGRAPHS[2], PARAGRAPHS[0]).replace("@", PARAGRAPHS[2])
    assert [problem.code for problem in checked([swapped], removals)] == ["words-moved"]


def test_notes_may_stand_at_the_end() -> None:
    body, removals = body_of()
    note = "A note about oranges."
    moved = body.replace(note, "") + f'<aside epub:type="footnote" id="n1"><p>{note}</p></aside>'
    assert checked([moved], removals) == ()


def test_a_word_that_a_lenient_parser_swallows_is_missed() -> None:
    swallowed = "Every word after the empty title was swallowed here."
    text = f"<html><body><p>Before.</p><title/>{swallowed}<p>After.</p></body></html>"
    snapshot = Snapshot("a.xhtml", text.encode())
    found = conservation.check(readers.read(snapshot).documents, [snapshot], epub("<p>Before.</p>"), ())
    assert any(problem.code == "words-lost" for problem in found)


@pytest.mark.parametrize("pattern", ["federalist/reader/**/*.md", "blogs/db_tutorial/**/*.md", "dumps/*.dump.txt"])
def test_cleaning_real_series_loses_no_word(corpus: Path, pattern: str) -> None:
    snapshots = [
        Snapshot(str(path.relative_to(corpus)), path.read_bytes(), path=path) for path in sorted(corpus.glob(pattern))
    ]
    documents = [document for snapshot in snapshots for document in readers.read(snapshot).documents]
    cleaning = clean(documents)
    book = epub(*(article.body for article in cleaning.articles))
    removals = [removal for article in cleaning.articles for removal in article.removals]
    assert conservation.check(documents, snapshots, book, removals, cleaning.left_out) == ()


def test_articles_that_begin_alike_are_told_apart_by_how_they_go_on() -> None:
    opening = "In our planning meeting today the team has settled the times of its next meetings as follows here. "
    texts = {f"{number}.md": opening + f"On day {name} the matter of the {name} harbour and its {name} wall is heard, "
             f"and after it whatever else the {name} council may bring before those who came." for number, name in
             enumerate(("first", "second", "third"))}  # fmt: skip
    snapshots = [Snapshot(name, text.encode()) for name, text in texts.items()]
    documents = [document for snapshot in snapshots for document in readers.read(snapshot).documents]
    # The book has them in another order than they are asked for.
    bound = epub(*(f"<p>{texts[name]}</p>" for name in ("2.md", "0.md", "1.md")))
    assert conservation.check(documents, snapshots, bound, ()) == ()
