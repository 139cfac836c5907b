"""Pages read and cleaned: time and memory for 250, 500 and 1,000. In: nothing. Out: a table.

A page is 60 kB of a news theme, the same bytes in each run: menus, an article with pictures and headings, related
articles, comments. Each count runs in a process of its own, whose greatest memory is shown; what it grows by for each
page is the page as collected, as read and as cleaned. Run: `python benchmarks/throughput.py [COUNT ...]`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from book import clean, readers
from book.model import Snapshot

SIZE = 60_000  # bytes of a page
COUNTS = (250, 500, 1000)
_SYLLABLES = [first + last for first in "bdfghklmnprstvw" for last in "aeio"]


class Chance:
    """Numbers that look like chance and are the same in every run (a linear congruential generator)."""

    def __init__(self, seed: int) -> None:
        """Begin anew; the same seed gives the same numbers."""
        self._state = seed * 2654435761 + 12345

    def below(self, limit: int) -> int:
        """A number from 0 up to a limit."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def _word(self) -> str:
        return "".join(_SYLLABLES[self.below(len(_SYLLABLES))] for _ in range(2 + self.below(2)))

    def sentence(self) -> str:
        """A sentence of words of two or three syllables."""
        made = [
            "".join(_SYLLABLES[self.below(len(_SYLLABLES))] for _ in range(2 + self.below(2)))
            for _ in range(6 + self.below(14))
        ]
        return f"{made[0].capitalize()} {' '.join(made[1:-1])}, {made[-1]}."


def page(number: int) -> bytes:
    """Page `number` of a series, of `SIZE` bytes."""
    chance = Chance(number)
    title = f"The Harbour Book, Part {number + 1}"
    menu = "".join(f'<li class="menu-item"><a href="/section/{n}/">Section {n}</a></li>' for n in range(40))
    body = "".join(_blocks(chance, number))
    comments: list[str] = []
    while sum(map(len, comments)) < SIZE * 0.3:
        said = f"<p>{chance.sentence()} {chance.sentence()}</p>"
        comments.append(
            f'<li class="comment"><cite class="fn">Reader</cite><div class="comment-content">{said}</div></li>'
        )
    markup = "".join(
        (
            f'<!DOCTYPE html><html lang="en"><head><title>{title} | The Harbour</title></head>',
            f'<body><header><nav><ul>{menu}</ul></nav></header><div id="content">',
            f'<article class="post"><h1>{title}</h1>',
            f'<p class="meta">By Ada Bell on March {1 + number % 28}, 2024</p><div class="entry-content">',
            f"{body}</div>",
            f'</article><div class="related-posts"><h3>Related Articles</h3><ul>{menu}</ul></div>',
            f'<ol class="commentlist">{"".join(comments)}</ol></div><footer class="site-footer">',
            "<p>All rights reserved.</p></footer></body></html>",
        )
    )
    return f"{markup}<!--{'-' * max(0, SIZE - len(markup) - 8)}>".encode()


def _blocks(chance: Chance, number: int) -> list[str]:
    """Paragraphs, and now and then a picture whose address is not yet loaded, and a heading."""
    body: list[str] = []
    while sum(map(len, body)) < SIZE * 0.55:
        body.append(f"<p>{' '.join(chance.sentence() for _ in range(5))}</p>")
        if len(body) % 9 == 5:
            body += (
                f'<figure><img src="data:," data-src="/i/{number}-{len(body)}.jpg" alt="A view"/>',
                f"<figcaption>{chance.sentence()}</figcaption></figure><h2>{chance.sentence()[:-1]}</h2>",
            )
    return body


def measure(count: int) -> tuple[float, float, float, int]:
    """Seconds, CPU seconds, megabytes at most, and words kept, of reading and cleaning so many pages."""
    snapshots = [Snapshot(f"part-{number:04}.html", page(number)) for number in range(count)]
    begun, cpu = time.perf_counter(), time.process_time()
    documents = [document for snapshot in snapshots for document in readers.read(snapshot).documents]
    articles = clean.clean(documents).articles
    seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seconds, used, most, sum(article.words for article in articles)


def apart(count: int) -> tuple[float, float, float, int]:
    """`measure` in a process of its own."""
    command = [sys.executable, __file__, "--one", str(count)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, used, most, words = run.stdout.split()
    return float(seconds), float(used), float(most), int(words)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(*measure(int(sys.argv[2])))
        sys.exit()
    rows = {count: apart(count) for count in map(int, sys.argv[1:] or COUNTS)}
    print(f"{'pages':>6}{'seconds':>10}{'CPU s':>10}{'ms CPU/page':>13}{'MB at most':>12}{'words kept':>12}")
    for count, (seconds, used, most, words) in rows.items():
        print(f"{count:6}{seconds:10.1f}{used:10.1f}{used / count * 1000:13.1f}{most:12.0f}{words:12,}")
    first, last = min(rows), max(rows)
    if last > first:
        print(f"memory grows by {(rows[last][2] - rows[first][2]) / (last - first) * 1024:.0f} kB per page")
