"""Main content of pages, measured beside trafilatura and readability-lxml. In: the corpus. Out: a table.

Shingle F1 (runs of four words, as in Zyte's article-extraction benchmark) against the text expected, and the share of
expected headings, lists, tables, pictures and code blocks that are kept. Run: `python benchmarks/extraction.py`.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

from book import clean, readers
from book.clean import tree
from book.language import words
from book.model import Snapshot

CORPUS = Path(os.environ.get("BOOK_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
STRUCTURE = {
    "headings": ("h2", "h3", "h4", "h5", "h6"),
    "lists": ("li",),
    "tables": ("tr",),
    "pictures": ("img",),
    "code": ("pre",),
}


def ours(path: Path) -> str:
    """The body that `book` makes of a page."""
    reading = readers.read(Snapshot(path.parent.name + ".html", path.read_bytes()))
    return "".join(clean.clean_one(document, clean.Recurring()).body for document in reading.documents)


def trafilatura(path: Path) -> str:
    """The body that trafilatura makes of a page, told to keep all it can."""
    import trafilatura as library  # noqa: PLC0415 - a peer, not a dependency

    text = library.extract(
        path.read_bytes(), output_format="html", include_images=True, include_links=True, include_tables=True
    )
    return text or ""


def readability(path: Path) -> str:
    """The body that readability-lxml makes of a page."""
    from readability import Document  # noqa: PLC0415 - a peer, not a dependency

    try:
        return str(Document(path.read_bytes().decode("utf-8", "replace")).summary())
    except Exception:  # noqa: BLE001 - a peer that fails on a page has kept nothing of it
        return ""


def shingles(markup: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a body."""
    body = tree.body_of(tree.parse(markup))
    text = words(" ".join(part for part in body.itertext()))
    return Counter(tuple(text[at : at + 4]) for at in range(max(1, len(text) - 3)))


def score(found: Counter[tuple[str, ...]], expected: Counter[tuple[str, ...]]) -> tuple[float, float]:
    """Precision and recall, 0 to 1."""
    both = sum((found & expected).values())
    return both / (sum(found.values()) or 1), both / (sum(expected.values()) or 1)


def kept(markup: str, expected: str) -> dict[str, tuple[int, int]]:
    """How many elements of each kind are kept of those expected."""
    one, other = (
        Counter(str(node.tag) for node in tree.parse(text).iter() if isinstance(node.tag, str))
        for text in (markup, expected)
    )
    return {
        kind: (min(sum(one[tag] for tag in tags), sum(other[tag] for tag in tags)), sum(other[tag] for tag in tags))
        for kind, tags in STRUCTURE.items()
    }


def measure() -> dict[str, dict[str, float]]:
    """For each extractor its F1, precision, recall, structure kept and seconds, over all pages."""
    pages = [path for path in sorted(CORPUS.glob("pages/*/source.html")) if (path.parent / "expected.html").exists()]
    table: dict[str, dict[str, float]] = {}
    for extract in (ours, trafilatura, readability):
        begun = time.perf_counter()
        bodies = [extract(path) for path in pages]
        seconds = time.perf_counter() - begun
        precision = recall = 0.0
        totals = {kind: [0, 0] for kind in STRUCTURE}
        for path, body in zip(pages, bodies, strict=True):
            expected = (path.parent / "expected.html").read_text(encoding="utf-8")
            one, other = score(shingles(body), shingles(expected))
            precision, recall = precision + one / len(pages), recall + other / len(pages)
            if "-v" in sys.argv and extract is ours and min(one, other) < 0.9:
                print(f"  {path.parent.name}: precision {one:.3f}, recall {other:.3f}")
            for kind, (have, want) in kept(body, expected).items():
                totals[kind][0] += have
                totals[kind][1] += want
        row = {"F1": 2 * precision * recall / (precision + recall), "precision": precision, "recall": recall}
        row |= {kind: have / (want or 1) for kind, (have, want) in totals.items()}
        table[extract.__name__] = row | {"seconds": seconds}
    return table


if __name__ == "__main__":
    result = measure()
    print(f"{'':12}" + "".join(f"{name:>11}" for name in next(iter(result.values()))))
    for name, row in result.items():
        print(f"{name:12}" + "".join(f"{value:11.3f}" for value in row.values()))
