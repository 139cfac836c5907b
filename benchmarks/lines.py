"""Text copies of pages, measured line by line. In: the corpus and the tests' own copies. Out: tables.

Labels of the copies: K text kept, H heading told, T true title, M byline or date told, D furniture dropped; for copies
of real pages, how much of the article arrives (recall) and how much of what arrives is it (precision), in runs of four.
Run: `python benchmarks/lines.py`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from pathlib import Path

from book import xhtml
from book.clean import Recurring, clean_one, lines, recurring
from book.language import words
from book.model import Document

HERE = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("BOOK_CORPUS", HERE.parent / "shared" / "corpus"))
COPIES = HERE / "tests" / "clean" / "copies"
RIGHT = {"K": {"text", "heading"}, "H": {"heading"}, "T": {"title"}, "M": {"byline", "date", "site-name"}}
# What a list's number or a link to edit is in plain text: in an article it is an `ol`, or gone.
_MARKS = re.compile(r"^\s*\d{1,3}\.\s+|\[ ?edit ?\]", re.MULTILINE)
Rows = list[tuple[str, str]]


def labelled() -> dict[str, Rows]:
    """Label and line of each labelled copy of the corpus."""
    made = {}
    for path in sorted(CORPUS.glob("dumps/*.labels.tsv")):
        rows = (row.split("\t", 1) for row in path.read_text(encoding="utf-8").splitlines())
        made[path.name.partition(".")[0]] = [(row[0], row[1]) for row in rows if len(row) > 1 and row[1].strip()]
    return made


def own() -> dict[str, Rows]:
    """Label and line of each copy made for the tests, in the manner of other sites."""
    prose = tomllib.loads((COPIES / "prose.toml").read_text(encoding="utf-8"))
    made = {}
    for path in sorted(COPIES.glob("*.txt")):
        text = re.sub(r"\{([A-Z]{2})(\d)\}", lambda found: prose[found[1]][int(found[2]) - 1], path.read_text("utf-8"))
        rows = (row.partition(" ") for row in text.replace("\\t", "\t").splitlines() if row.strip())
        made[path.stem] = [(label, line) for label, _, line in rows]
    return made


def shares(copies: dict[str, Rows], *, together: bool) -> dict[str, tuple[int, int]]:
    """For each label how many lines are judged right, of how many. `together`: as one series, else each alone."""
    documents = {name: Document(name, "lines", "\n".join(line for _, line in rows)) for name, rows in copies.items()}
    common = recurring(list(documents.values())) if together else Recurring()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, rows in copies.items():
        for (label, _), (kind, _) in zip(rows, lines.label(documents[name], common), strict=True):
            total[label] += 1
            right[label] += kind in RIGHT[label] if label in RIGHT else kind not in {"text", "heading", "title"}
    return {label: (right[label], total[label]) for label in "KHTMD"}


def real() -> tuple[float, float, float]:
    """Precision, recall and F1 over the copies of real pages, the mean of the pages."""
    precision, recall, count = 0.0, 0.0, 0
    for path in sorted(CORPUS.glob("dumps-real/*.dump.txt")):
        article = clean_one(Document(path.name, "lines", path.read_text(encoding="utf-8")), Recurring())
        found = _shingles(f"{article.title} {_spaced(article.body)}")
        clean = path.with_name(path.name.replace(".dump", ".clean")).read_text(encoding="utf-8")
        wanted = _shingles(_MARKS.sub("", clean))
        both = sum((found & wanted).values())
        precision, recall = precision + both / sum(found.values()), recall + both / sum(wanted.values())
        count += 1
    precision, recall = precision / count, recall / count
    return precision, recall, 2 * precision * recall / (precision + recall)


def _spaced(body: str) -> str:
    """The text of a body, its blocks parted by spaces."""
    return " ".join(xhtml.parse(body).itertext())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    listed = words(text)
    return Counter(tuple(listed[at : at + 4]) for at in range(max(1, len(listed) - 3)))


if __name__ == "__main__":
    print(f"{'':34}" + "".join(f"{label:>12}" for label in "KHTMD"))
    for title, copies, together in (
        ("copies of the corpus, as a series", labelled(), True),
        ("the same, each alone", labelled(), False),
        ("35 other sites, 20 languages", own(), False),
    ):
        row = shares(copies, together=together)
        print(f"{title:34}" + "".join(f"{f'{have}/{want}':>12}" for have, want in row.values()))
    print("copies of real pages: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*real()))
