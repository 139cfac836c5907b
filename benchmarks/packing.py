"""Packing an EPUB: time and memory as chapters grow in number. Out: a row for each number of chapters, as a table.

    .venv/bin/python benchmarks/packing.py [CHAPTERS ...]

Each row is a process of its own, since memory once taken is not given back: it makes the sheets, then packs them.
`content` is the text of the sheets in memory, `above` what packing took above it at its peak, `seconds` its CPU time,
`ratio` the size of the file to that of its content deflated alone.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from io import BytesIO

from book.editions.epub import make
from book.model import Book, Chapter, Contents, Credit, Entry, Metadata, Part, Sheet, Theme

_VOCABULARY = """
water moon tide harbour keeper mark height shore sand stone rope sail mast wind north south morning evening spring neap
ebb flow slack current channel buoy lamp tower chart compass reckoning league fathom anchor cable pilot vessel cargo
storm calm rain snow ice year month week day hour minute watch bell crew captain mate boy gull heron cod herring salt
old new high low far near first last every other written measured kept lost found said asked answered stood turned rose
fell came went drew bore held let knew saw heard thought the the the the a a of of of to to in and and that it was he
"""
WORDS = _VOCABULARY.split()
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en" dir="ltr"><head><title>{title}</title>'
    '<link rel="stylesheet" type="text/css" href="styles/base.css"/></head><body epub:type="bodymatter">'
    '<section id="{id}" epub:type="chapter" role="doc-chapter" aria-labelledby="{id}-t"><h1 id="{id}-t">{title}</h1>'
    "{body}</section></body></html>\n"
)


def sheets(number: int) -> list[Sheet]:
    """As many chapters, each of some 5,000 characters of words drawn by a fixed rule."""
    found, state = [], 1
    for chapter in range(1, number + 1):
        given, title, paragraphs = f"ch-{chapter:04}", f"The Tide of the Month {chapter}", []
        for _ in range(10):
            drawn = []
            for _ in range(90):
                state = (state * 1_103_515_245 + 12_345) % (1 << 31)
                drawn.append(WORDS[(state >> 16) % len(WORDS)])
            paragraphs.append(f"<p>{' '.join(drawn).capitalize()}.</p>")
        text = PAGE.format(id=given, title=title, body="".join(paragraphs))
        found.append(Sheet(given, "chapter", "body", title, text, ("styles/base.css",), ids=(given,), chapter=given))
    return found


def measure(number: int) -> dict[str, float]:
    """One row."""
    text = sheets(number)
    chapters = tuple(
        Chapter(sheet.chapter, sheet.title, "1", "chapter", "", credits=(Credit("a.md", sheet.title),))
        for sheet in text
    )
    book = Book(Metadata("The Tides", "en", "urn:x-bench:1"), (Part("part-1", "", None, chapters),))
    contents = Contents(tuple(Entry(sheet.title, sheet.chapter, 1) for sheet in text))
    theme = Theme("bench", {}, "p { margin: 0 }", "", "")
    make(Book(book.metadata, (Part("p", "", None, chapters[:1]),)), Contents(contents.entries[:1]), text[:1], theme)
    content = sum(len(sheet.xhtml) for sheet in text)
    before, began = peak(), time.process_time()
    made = make(book, contents, text, theme)
    spent, above = time.process_time() - began, peak() - before
    with zipfile.ZipFile(BytesIO(made.data)) as archive:
        deflated = sum(len(zlib.compress(archive.read(name), 9)) for name in archive.namelist())
    return {
        "chapters": number,
        "content MB": round(content / 1e6, 1),
        "seconds": round(spent, 2),
        "ms a chapter": round(1000 * spent / number, 3),
        "above MB": round(above / 1e6, 1),
        "ratio": round(len(made.data) / deflated, 3),
    }


def peak() -> int:
    """The most memory this process has held, in bytes (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measure each number of chapters in a process of its own."""
    if sys.argv[1:2] == ["--row"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    numbers = [int(word) for word in sys.argv[1:]] or [1250, 2500, 5000]
    for at, number in enumerate(numbers):
        command = [sys.executable, __file__, "--row", str(number)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        if not at:
            print("  ".join(name.rjust(12) for name in row))
        print("  ".join(str(value).rjust(12) for value in row.values()))


if __name__ == "__main__":
    main()
