"""The figures of `benchmarks/lines.py` and `benchmarks/throughput.py` do not fall below these."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from book import clean, readers
from book.model import Snapshot

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", root / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("together", [True, False])
def test_copies_of_the_corpus_are_judged_right_together_and_alone(
    corpus: Path, root: Path, monkeypatch: pytest.MonkeyPatch, *, together: bool
) -> None:
    module = script(root, "lines")
    monkeypatch.setattr(module, "CORPUS", corpus)
    row = {label: have / want for label, (have, want) in module.shares(module.labelled(), together=together).items()}
    assert row["K"] == row["H"] == row["T"] == 1
    assert row["D"] >= 0.99
    assert row["M"] >= 0.95


def test_of_copies_of_real_pages_most_of_the_article_arrives(
    corpus: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = script(root, "lines")
    monkeypatch.setattr(module, "CORPUS", corpus)
    precision, recall, _ = module.real()
    assert precision > 0.85
    assert recall > 0.96


def test_a_made_page_is_read_to_its_article(root: Path) -> None:
    module = script(root, "throughput")
    pages = [Snapshot(f"part-{number}.html", module.page(number)) for number in range(3)]
    assert module.page(1) == pages[1].data
    assert all(abs(len(page.data) - module.SIZE) < 2_000 for page in pages)
    documents = [document for page in pages for document in readers.read(page).documents]
    articles = clean.clean(documents).articles
    assert [article.title for article in articles] == [f"The Harbour Book, Part {number}" for number in (1, 2, 3)]
    assert {article.byline for article in articles} == {"Ada Bell"}
    assert all(4_000 < article.words < 6_000 and "Section 7" not in article.body for article in articles)
