"""Text copies in the manner of 35 sites and twenty languages, each line labelled by hand.

K is text, H a heading, T the title, M who and when, D the site's, `?` either (a standfirst, a caption).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from book import xhtml
from book.clean import Recurring, clean_one, lines
from book.model import Document

COPIES = Path(__file__).parent / "copies"
PROSE = tomllib.loads((COPIES / "prose.toml").read_text(encoding="utf-8"))
RIGHT = {"K": {"text", "heading"}, "H": {"heading"}, "T": {"title"}, "M": {"byline", "date", "site-name"}}
FILES = sorted(path.name for path in COPIES.glob("*.txt"))


def rows_of(name: str) -> list[tuple[str, str]]:
    """The labels and lines of a copy, its paragraphs put in."""
    rows = []
    for raw in (COPIES / name).read_text(encoding="utf-8").splitlines():
        if raw.strip():
            label, _, text = raw.partition(" ")
            text = re.sub(r"\{([A-Z]{2})(\d)\}", lambda found: PROSE[found[1]][int(found[2]) - 1], text)
            rows.append((label, text.replace("\\t", "\t")))
    return rows


def judged(name: str, ends: str) -> list[tuple[str, str, str]]:
    """Label, what was found, line."""
    rows = rows_of(name)
    found = lines.label(Document(name, "lines", ends.join(text for _, text in rows)), Recurring())
    return [(label, kind, text) for (label, text), (kind, _) in zip(rows, found, strict=True)]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ends", ["\n", "\n\n"], ids=["single", "double"])
def test_no_line_of_the_text_is_lost(name: str, ends: str) -> None:
    assert [text for label, kind, text in judged(name, ends) if label == "K" and kind not in RIGHT["K"]] == []


def test_headings_titles_names_and_furniture_are_told_apart() -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name in FILES:
        for label, kind, _ in judged(name, "\n"):
            total[label] += 1
            right[label] += kind in RIGHT[label] if label in RIGHT else kind not in {"text", "heading", "title"}
    assert right["H"] >= 0.95 * total["H"]
    assert right["T"] >= 0.95 * total["T"]
    assert right["M"] >= 0.93 * total["M"]
    assert right["D"] >= 0.99 * total["D"]


WRAPPED = """\
                    THE SECOND WALL OF HALVIK

                          by Ada Bell

                           CHAPTER II

   The ferry left before dawn, and the people on the quay, who had
come to see it off, went home one by one without a word to each
other, as if the boat had taken their voices along with the mail.[1]
   In the harbour office a clerk counted crates of oranges, lemons
and salt, and wrote each number down with care. He had done so for
nineteen years, and in nineteen years nobody had asked to see it.

     The lamp was out, the oil was dear,
       The moon stood on the wall,
     And he that listened all the year
       Heard nobody at all.

   Nobody had lit the lamps along the western wall, since oil was
dear that winter and the moon was nearly full. The watchman told
the cats about it every night.
"""


def test_paragraphs_of_a_wrapped_copy_are_told_by_their_indent_and_verse_keeps_its_lines() -> None:
    article = clean_one(Document("w.txt", "lines", WRAPPED), Recurring())
    body = xhtml.parse(article.body)
    assert (article.title, article.byline) == ("THE SECOND WALL OF HALVIK", "Ada Bell")
    assert [xhtml.text_of(node)[:9] for node in body.iterchildren("p")] == ["The ferry", "In the ha", "Nobody ha"]
    (verse,) = body.findall("div[@class='verse']")
    assert len(verse.findall("p")) == 1
    assert len(verse.findall(".//br")) == 3


def test_a_talk_in_short_lines_is_no_verse() -> None:
    talk = "“Who goes there?”\n“Nobody,” said the cat.\n“Then nobody may pass.”\n“Quite so.”"
    article = clean_one(
        Document("t.txt", "lines", f"The Gate\n{PROSE['EN'][0]}\n{talk}\n{PROSE['EN'][1]}"), Recurring()
    )
    assert "verse" not in article.body
    assert article.body.count("<p>") == 6


def test_lists_and_tables_of_a_copy_become_lists_and_tables() -> None:
    table, items = "Year\tCrates\n1741\t12\n1742\t9", "• oranges\n• lemons\n1. Count.\n2. Write."
    copy = f"Crates\n{PROSE['EN'][1]}\n{table}\n{PROSE['EN'][0]}\n{items}"
    article = clean_one(Document("c.txt", "lines", copy), Recurring())
    assert "<tr><th>Year</th><th>Crates</th></tr><tr><td>1741</td><td>12</td></tr>" in article.body
    assert "<ul><li>oranges</li><li>lemons</li></ul><ol><li>Count.</li><li>Write.</li></ol>" in article.body
