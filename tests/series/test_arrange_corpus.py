"""Real series are put in their true order without configuration, from whatever order their files are in."""

from __future__ import annotations

import csv
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from book import readers
from book.clean import clean
from book.collect import collect
from book.series import arrange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Article, Plan

_ESSAYS = "federalist/se/src/epub/text"
_SERIES = {
    _ESSAYS: [f"chapter-{n}.xhtml" for n in range(1, 86)],
    "federalist/reader/src/content/papers": [f"{n:03}.md" for n in range(1, 86)],
    "federalist/reader/src/content/antifederalist": [f"brutus-{n}.md" for n in (1, 2, 4, 6, 10, 12, 15)],
    "novels/bleak-house/src/epub/text": [f"chapter-{n}.xhtml" for n in range(1, 68)],
    "novels/castaways/src/epub/text": [f"chapter-{n}.xhtml" for n in range(1, 62)],
    "novels/kalila-ar/html": [f"{n:02}.html" for n in range(1, 20)],
}
_RENAMED = [_ESSAYS, "federalist/reader/src/content/papers", "novels/castaways/src/epub/text"]


def _articles(*sources: Path) -> tuple[Article, ...]:
    collection = collect([str(source) for source in sources], base=sources[0].parent)
    documents = [d for snapshot in collection.snapshots for d in readers.read(snapshot).documents]
    return clean(documents).articles


def _order(plan: Plan) -> list[str]:
    return [i.source for part in plan.parts for c in part.chapters for i in c.instalments]


def _true(plan: Plan, expected: Sequence[str]) -> list[str]:
    names = {name: name for name in expected}
    return [Path(source).name for source in _order(plan) if Path(source).name in names]


@pytest.mark.parametrize("folder", list(_SERIES))
def test_a_series_is_in_its_true_order(corpus: Path, folder: str) -> None:
    articles = _articles(corpus / folder)
    plan = arrange(articles)
    assert _true(plan, _SERIES[folder]) == _SERIES[folder]
    shuffled = list(articles)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, no secret
    assert arrange(shuffled) == plan
    assert arrange(articles[::-1]) == plan


@pytest.mark.parametrize("folder", _RENAMED)
def test_names_of_files_do_not_matter_where_titles_have_numbers(corpus: Path, folder: str) -> None:
    articles = _articles(corpus / folder)
    names = [f"{crc32(article.source.encode()):x}" for article in articles]
    back = dict(zip(names, (article.source for article in articles), strict=True))
    plan = arrange([replace(a, source=name) for a, name in zip(articles, names, strict=True)])
    assert [back[s] for s in _order(plan)] == _order(arrange(articles))


def _rows(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [row["file"] for row in csv.DictReader(lines, delimiter="\t")]


def test_every_series_of_a_blog_is_in_its_true_order_alone_and_mixed(corpus: Path) -> None:
    blog = corpus / "blogs/rust-blog"
    mixed: dict[str, Article] = {}
    truths = []
    for index in sorted(blog.glob("order_*.tsv")):
        truth = _rows(index)
        # Files named one by one are in an order that a person gave; here the posts must find theirs alone.
        found = [_articles(blog / name)[0] for name in truth]
        posts = [replace(a, source=name, position=None) for a, name in zip(found, truth, strict=True)]
        assert _order(arrange(posts)) == truth, index.name
        mixed |= {post.source: post for post in posts}
        truths.append(truth)
    plan = arrange(list(mixed.values()))
    for truth in truths:
        assert [source for source in _order(plan) if source in set(truth)] == truth
    assert any(problem.code == "several-series" for problem in plan.problems)


def test_each_missing_essay_is_named_and_nothing_else(corpus: Path) -> None:
    articles = _articles(corpus / "federalist/reader/src/content/papers")
    for gone in (1, 2, 41, 84):
        left = [a for a in articles if a.meta.get("number") != str(gone)]
        gaps = [p.message for p in arrange(left).problems if p.code == "gap"]
        assert gaps == [f"Chapter {gone} is missing"]


def test_brutus_has_the_gaps_he_has(corpus: Path) -> None:
    plan = arrange(_articles(corpus / "federalist/reader/src/content/antifederalist"))
    assert plan.title == "Brutus"
    gaps = sorted(p.message for p in plan.problems if p.code == "gap")
    assert gaps == ["Chapter 11 is missing", "Chapter 3 is missing", "Chapter 5 is missing",
                    "Chapters 13 and 14 are missing", "Chapters 7 to 9 are missing"]  # fmt: skip
    assert [p.message for p in plan.problems if p.code == "other-series"] == ["1 article of another series, 'Cato'"]


def test_pages_saved_as_text_under_any_names_are_sections_in_their_true_order(corpus: Path, tmp_path: Path) -> None:
    with (corpus / "dumps/index.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    named = {f"{crc32(row['file'].encode()):08x}.txt": row for row in rows}
    for name, row in named.items():
        shutil.copyfile(corpus / "dumps" / f"{row['file']}.dump.txt", tmp_path / name)
    plan = arrange(_articles(tmp_path))
    english = [row for row in rows if row["style"] != "arabic"]
    sections = sorted({(row["section"], row["section_title"]) for row in english})
    assert [(c.number, c.title) for part in plan.parts for c in part.chapters] == sections
    true = sorted(english, key=lambda row: (int(row["section"]), int(row["part"])))
    assert [named[Path(source).name] for source in _order(plan)] == true
    assert {named[Path(left.source).name]["style"] for left in plan.left_out} == {"arabic"}
    arabic = arrange(_articles(tmp_path), series="ar")
    assert [named[Path(source).name]["part"] for source in _order(arabic)] == ["1", "2"]
    assert [(c.number, c.title) for part in arabic.parts for c in part.chapters] == [("2", "حكايات كليلة ودمنة")]
