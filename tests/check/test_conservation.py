from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from book import readers
from book.check import conservation, proof
from book.clean import clean
from book.model import Removal, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
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


def test_a_link_of_a_letter_or_two_is_a_word_of_the_book() -> None:
    text = f"# The Ferry\n\n{PARAGRAPHS[0]}\n\nSee [a](#quay) and [on](#harbour) it goes.\n"
    linked = '<p>See <a href="c1.xhtml#quay">a</a> and <a href="c1.xhtml#harbour">on</a> it goes.</p>'
    title = "<h2>The Ferry</h2>"
    assert checked([f"{title}<p>{PARAGRAPHS[0]}</p>{linked}"], text=text) == ()
    bare = "<p>See and it goes.</p>"
    assert "a on" in str(checked([f"{title}<p>{PARAGRAPHS[0]}</p>{bare}"], text=text)[0])


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


def printed(body: str, *sources: str) -> proof.Printed:
    return proof.Printed(f"<html><head><title>t</title></head><body>{body}</body></html>", sources)


def proven(*chapters: proof.Printed, texts: Mapping[str, str], cache: dict[str, proof.Proof] | None = None) -> set[str]:
    """The codes of what is found, which must be the same once more, with what was kept."""
    snapshots = [Snapshot(name, text.encode()) for name, text in texts.items()]
    documents = [document for snapshot in snapshots for document in readers.read(snapshot).documents]
    kept: dict[str, proof.Proof] = {} if cache is None else cache

    def keep(ground: Sequence[str | bytes], draw: Callable[[], proof.Proof]) -> proof.Proof:
        return kept.setdefault(repr(ground), kept.get(repr(ground)) or draw())

    found = [proof.check(documents, snapshots, chapters, (), keep=keep) for _ in range(2)]
    assert found[0] == found[1] == proof.check(documents, snapshots, chapters, ())
    return {problem.code for problem in found[0]}


ONE, TWO, THREE, FOUR = (f"<p>{text}</p>" for text in PARAGRAPHS)


def test_a_chapter_is_proven_by_its_own_article_only() -> None:
    texts = {"a.md": f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n", "b.md": f"{PARAGRAPHS[2]}\n"}
    kept: dict[str, proof.Proof] = {}
    whole = printed(ONE + TWO, "a.md"), printed(THREE, "b.md")
    assert proven(*whole, texts=texts, cache=kept) == set()
    assert proven(printed(ONE, "a.md"), whole[1], texts=texts, cache=kept) == {"words-lost"}
    assert proven(printed(TWO + ONE, "a.md"), whole[1], texts=texts, cache=kept) == {"words-moved"}
    longer = {**texts, "b.md": f"{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}\n"}
    assert proven(*whole, texts=longer, cache=kept) == {"words-lost"}
    assert proven(*whole, texts=texts, cache=kept) == set()


def test_a_passage_of_one_chapter_in_another_is_repeated_and_in_front_matter_too() -> None:
    texts = {"a.md": f"{PARAGRAPHS[0]}\n", "b.md": f"{PARAGRAPHS[1]}\n"}
    assert proven(printed(ONE, "a.md"), printed(TWO + ONE, "b.md"), texts=texts) == {"words-repeated"}
    assert proven(printed(ONE), printed(ONE, "a.md"), printed(TWO, "b.md"), texts=texts) == {"words-repeated"}
    assert proven(printed(THREE), printed(ONE, "a.md"), printed(TWO, "b.md"), texts=texts) == set()


def test_a_file_of_notes_is_followed_into_the_chapters() -> None:
    texts = {"a.md": f"{PARAGRAPHS[0]}\n", "b.md": f"{PARAGRAPHS[1]}\n", "notes.md": "\n\n".join(PARAGRAPHS[2:])}
    note = '<aside epub:type="footnote" id="n{}">{}</aside>'.format
    both = printed(ONE + note(1, THREE), "a.md"), printed(TWO + note(2, FOUR), "b.md")
    assert proven(*both, texts=texts) == set()
    assert proven(both[0], printed(TWO, "b.md"), texts=texts) == {"words-lost"}


def test_a_removal_whose_words_are_parted_otherwise_in_the_source_is_found() -> None:
    line = "Posted by Ada Bell on March 10, 2015<time>at 08:05</time>"
    page = f"<html><body><p>At noon in 2015, at last.</p><p>{PARAGRAPHS[0]}</p><div>{line}</div></body></html>"
    snapshot = Snapshot("ferry.html", page.encode())
    documents = readers.read(snapshot).documents
    removals = [Removal("ferry.html", "site", "Posted by Ada Bell on March 10, 2015 at 08:05")]
    bound = epub(f"<p>At noon in 2015, at last.</p><p>{PARAGRAPHS[0]}</p>")
    assert conservation.check(documents, [snapshot], bound, removals) == ()


def test_of_passages_that_stand_several_times_none_has_moved() -> None:
    page = "".join(f"<p>{PARAGRAPHS[number]}</p>" for number in (0, 1, 2, 1))
    snapshot = Snapshot("ferry.html", f"<html><body>{page}</body></html>".encode())
    documents = readers.read(snapshot).documents
    for order, codes in (((1, 0, 1, 2), []), ((0, 2, 1, 1), ["words-moved"])):
        bound = epub("".join(f"<p>{PARAGRAPHS[number]}</p>" for number in order))
        found = conservation.check(documents, [snapshot], bound, [])
        assert [problem.code for problem in found] == codes
