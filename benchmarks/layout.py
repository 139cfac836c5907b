"""Measure a bound book against one run of WeasyPrint: `python benchmarks/layout.py [ESSAYS] [ROUNDS]`.

Both set the same text with the same style; the single run draws folios and running heads as margin boxes, as anyone
would. Each figure is the median of the rounds, taken side by side; only the ratios count. CPU time is measured
besides, which other work on the machine disturbs less.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from book.config import EditionSettings
from book.editions.pdf.edition import make
from book.editions.pdf.workers import Workshop
from book.model import Book, Chapter, Contents, Entry, Metadata, Part, Sheet, Theme

CSS = """
@page { size: 6in 9in; margin: 18mm 17mm 22mm 20mm }
@page :left { margin-left: 17mm; margin-right: 20mm }
html { font: 10.5pt/1.4 "DejaVu Serif"; hyphens: auto; text-align: justify }
p { margin: 0; text-indent: 1.2em; orphans: 2; widows: 2 }
h1 { margin: 20% 0 2em; text-align: center; hyphens: none; break-after: avoid }
.folio, .running-head { font-size: 9pt }
"""
MARGINS = """
@page :left { @top-left { content: "The Book"; font-size: 9pt }
  @bottom-left { content: counter(page); font-size: 9pt } }
@page :right { @top-right { content: string(t); font-size: 9pt }
  @bottom-right { content: counter(page); font-size: 9pt } }
h1 { string-set: t content() } section { break-before: right }
"""
CORPUS = Path(os.environ.get("BOOK_CORPUS", "../shared/corpus")) / "federalist/reader"


def bodies(number: int) -> list[str]:
    """The essays as paragraphs."""
    found = []
    for path in sorted(CORPUS.rglob("*.md"))[:number]:
        text = re.sub(r"\A---.*?---", "", path.read_text("utf-8"), flags=re.DOTALL)
        plain = text.replace("&", "&amp;").replace("<", "&lt;")
        found.append("".join(f"<p>{' '.join(p.split())}</p>" for p in plain.split("\n\n") if p.strip()))
    return found


def book(texts: list[str]) -> tuple[Book, Contents, tuple[Sheet, ...]]:
    """The essays as sheets."""
    sheets = tuple(
        Sheet(
            f"ch-{n}", "chapter", "body", f"Essay {n}",
            '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>t</title></head><body class="chapter">'
            f'<section><h1 id="ch-{n}">Essay {n}</h1>{text}</section></body></html>', chapter=f"ch-{n}",
        )
        for n, text in enumerate(texts, 1)
    )  # fmt: skip
    chapters = tuple(Chapter(sheet.chapter, sheet.title, None, "chapter", "") for sheet in sheets)
    entries = tuple(Entry(sheet.title, sheet.chapter, 1) for sheet in sheets)
    return Book(Metadata("The Book", "en", "urn:x"), (Part("p", "", None, chapters),)), Contents(entries), sheets


def single(texts: list[str]) -> bytes:
    """One run of WeasyPrint, in a process of its own."""
    inner = "".join(f'<section><h1 id="ch-{n}">Essay {n}</h1>{text}</section>' for n, text in enumerate(texts, 1))
    code = (
        "import sys; from weasyprint import HTML, CSS; html, css = sys.stdin.read().split('\\0'); "
        "sys.stdout.buffer.write(HTML(string=html).write_pdf(stylesheets=[CSS(string=css)], pdf_variant='pdf/ua-1'))"
    )
    html = f'<html lang="en"><head><title>The Book</title></head><body>{inner}</body></html>'
    run = subprocess.run(
        [sys.executable, "-c", code], input=f"{html}\0{CSS}{MARGINS}".encode(), capture_output=True, check=True
    )
    return run.stdout


def bound(texts: list[str], cache: dict[str, bytes] | None, jobs: int) -> bytes:
    """The bound book, workers started and ended."""
    settled, contents, sheets = book(texts)
    with Workshop(jobs) as shop:
        theme = Theme("bench", {}, CSS, "", "")
        edition = EditionSettings(format="pdf")
        return make(settled, contents, sheets, theme, edition=edition, workshop=shop, cache=cache).data


def clocked(function: object, *arguments: object) -> tuple[float, float, bytes]:
    """Seconds by the clock, seconds of processors, what was made."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    made = function(*arguments)  # type: ignore[operator]  # given as an object - one of three functions above
    return time.perf_counter() - start, sum(os.times()[:4]) - before, made


def main(number: int = 85, rounds: int = 3) -> None:
    """Print the table."""
    texts = bodies(number)
    rows: dict[str, list[tuple[float, float, bytes]]] = {}
    for _ in range(rounds):
        cache: dict[str, bytes] = {}
        rows.setdefault("one run of WeasyPrint", []).append(clocked(single, texts))
        rows.setdefault("bound, cold, 2 workers", []).append(clocked(bound, texts, cache, 2))
        rows.setdefault("bound, nothing changed", []).append(clocked(bound, texts, cache, 2))
        changed = [text.replace("the", "this", 3) if n == number // 2 else text for n, text in enumerate(texts)]
        rows.setdefault("bound, one paragraph changed", []).append(clocked(bound, changed, cache, 2))
        longer = [
            text + text[: len(text) // 2].rpartition("<p>")[0] if n == 0 else text for n, text in enumerate(texts)
        ]
        rows.setdefault("bound, pages added to chapter 1", []).append(clocked(bound, longer, cache, 2))
    base = [statistics.median(column) for column in list(zip(*rows["one run of WeasyPrint"], strict=True))[:2]]
    for name, results in rows.items():
        wall, cpu = (statistics.median(column) for column in list(zip(*results, strict=True))[:2])
        size = len(results[0][2]) / 1e6
        print(f"{name:34} {wall:6.2f} s {wall / base[0]:5.2f}   cpu {cpu:6.2f} s {cpu / base[1]:5.2f}   {size:5.2f} MB")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
