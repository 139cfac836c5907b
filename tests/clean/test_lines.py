from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from book.clean import Recurring, bylines, clean_one, dates, lines, recurring
from book.model import Document

if TYPE_CHECKING:
    from pathlib import Path

LONG = (
    "The ferry left before dawn, and the people on the quay, who had come to see it off, "
    "went home one by one without a word."
)
COPY = f"""Menu
Home/Tales/Part Two: The Ferry
2 days ago 28
Part Two: The Ferry
Photo of Ada Bell Ada Bell✍️ Send an email6 January 2024
0 1.2K 4 minutes read
Facebook X LinkedIn Share via Email Print
{LONG}
3. Political and Diplomatic Role
{LONG}
* * *
{LONG}
Related Articles
The Lamp (Part One)
2 days ago
{LONG}
A. B.
To be continued in Part Three.
Tags
ferry quay
Leave a Reply
Your email address will not be published. Required fields are marked *
Back to top button
"""


def article_of(text: str, common: Recurring | None = None):  # noqa: ANN201 - an Article
    return clean_one(Document("a.txt", "lines", text), common or Recurring())


@pytest.mark.parametrize("ends", ["\n", "\n\n"])
def test_a_copy_of_a_page_gives_its_article(ends: str) -> None:
    article = article_of(COPY.replace("\n", ends))
    assert article.title == "Part Two: The Ferry"
    assert article.byline == "Ada Bell"
    assert article.date == "2024-01-06"
    assert [heading.text for heading in article.headings] == ["3. Political and Diplomatic Role"]
    assert article.body.count(LONG) == 4
    assert "<hr/>" in article.body
    assert "A. B." in article.body
    assert not any(word in article.body for word in ("Related", "Lamp", "Tags", "Reply", "continued", "LinkedIn"))


def test_a_relative_date_gives_no_date() -> None:
    assert article_of(f"The Ferry\nby Ada Bell\n3 days ago\n{LONG}\n{LONG}").date == ""


def test_a_text_without_furniture_is_kept_whole() -> None:
    article = article_of(f"The Ferry\n\n{LONG}\n\nOn the Quay\n\n{LONG}\n\nFinis\n")
    assert article.title == "The Ferry"
    assert article.body.count(LONG) == 2
    assert "Finis" in article.body
    assert [heading.text for heading in article.headings] == ["On the Quay"]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The Ferry\n\nThe ferry left before dawn, and the people\non the quay, who had come to see it off, went\n"
        "home one by one without a word.\n\nIt did not come back that day, nor on the next\n"
        "one, and in the end nobody asked about it or so\nmuch as looked out.\n"
    )
    assert article_of(text).body.count("<p>") == 2


@pytest.mark.parametrize(
    ("text", "tag", "iso"),
    [
        ("6 January 2024", "en", "2024-01-06"),
        ("January 6th, 2024", "en", "2024-01-06"),
        ("2024-06-16", "en", "2024-06-16"),
        ("3 يونيو، 2024", "ar", "2024-06-03"),
        ("٣ حزيران ٢٠٢٤", "ar", "2024-06-03"),
        ("6. Januar 2024", "de", "2024-01-06"),
        ("6 de enero de 2024", "es", "2024-01-06"),
        ("6 января 2024", "ru", "2024-01-06"),
        ("2024年1月6日", "ja", "2024-01-06"),
        ("2024년 1월 6일", "ko", "2024-01-06"),
        ("6 Ocak 2024", "tr", "2024-01-06"),
    ],
)
def test_dates_are_read_in_their_language(text: str, tag: str, iso: str) -> None:
    found = dates.find(f"x {text}", tag)
    assert found is not None
    assert found[0] == iso


@pytest.mark.parametrize("text", ["2 days ago", "31 February 2024", "March 3rd", "12.4K"])
def test_what_is_no_whole_date_gives_none(text: str) -> None:
    assert dates.find(text, "en") is None


def test_the_labelled_copies_of_the_corpus_are_read_to_the_line(corpus: Path) -> None:
    """K, H and titles all kept, D dropped to 99 %, M told to 95 %."""
    folder = corpus / "dumps"
    documents = {
        path.name[:-9]: Document(path.name, "lines", path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.dump.txt"))
    }
    common = recurring(list(documents.values()))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wanted = {"K": {"text", "heading"}, "H": {"heading"}, "T": {"title"}, "M": {"byline", "date", "site-name"}}
    for name, document in documents.items():
        rows = (row.split("\t", 1) for row in (folder / f"{name}.labels.tsv").read_text(encoding="utf-8").splitlines())
        truth = [row for row in rows if len(row) > 1 and row[1].strip()]
        for (label, _), (found, _) in zip(truth, lines.label(document, common), strict=True):
            total[label] += 1
            right[label] += found in wanted[label] if label in wanted else found not in {"text", "heading", "title"}
    assert all(right[label] == total[label] for label in "KHT")
    assert right["D"] >= 0.99 * total["D"]
    assert right["M"] >= 0.95 * total["M"]


def test_authors_of_the_corpus_are_named_as_they_sign(corpus: Path) -> None:
    for meta in sorted((corpus / "dumps").glob("*.meta.json")):
        told = json.loads(meta.read_text(encoding="utf-8"))
        text = (meta.parent / meta.name.replace(".meta.json", ".dump.txt")).read_text(encoding="utf-8")
        article = article_of(text)
        assert article.title == told["title_raw"]
        assert article.byline == bylines.EMOJI.sub("", told["author"]).strip()


def test_a_list_of_contents_goes_whole_and_a_refrain_stays() -> None:
    listed = ["1 Salt", "2 Lamps", "2.1 Oil", "3 Oranges"]
    text = [line.partition(" ")[2] for line in listed]
    body = "\n".join(f"{heading}\n{LONG}" for heading in text)
    rows = lines.label(Document("a.txt", "lines", "\n".join(["The Ferry", LONG, *listed, body])), Recurring())
    assert [kind for kind, line in rows if line in listed] == ["contents"] * 4
    assert [kind for kind, line in rows if line in text] == ["heading"] * 4

    stanza = "Salt in the morning,\nSalt in the night,\nSalt on the water"
    verse = f"The Ferry\n{stanza}\n{LONG}\n{stanza}\n{LONG}\n{stanza}"
    assert article_of(verse).body.count("Salt on the water") == 3


def test_a_table_set_with_spaces_names_nobody() -> None:
    table = ["Founded    February 28, 1998", "Founder    Ada Bell", "Port    Ayr"]
    article = article_of("\n".join(["The Ferry of Ayr and Back", *table, LONG, LONG, LONG]))
    assert (article.title, article.byline, article.date) == ("The Ferry of Ayr and Back", "", "")
    assert "Ada Bell" in article.body
