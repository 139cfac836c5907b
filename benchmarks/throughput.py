"""Pages read and cleaned: time and memory for 250, 500 and 1,000. In: nothing. Out: a table.

A page is 60 kB of a news theme, the same bytes in each run: menus, an article of 40 paragraphs with pictures, a list and
notes, related articles, 30 comments. Each count runs in a process of its own, whose greatest memory is what is shown; "per
page" is what the memory grows by from the smallest count to the greatest, articles and all. Run: `python
benchmarks/throughput.py [COUNT ...]`.
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
_SYLLABLES = (
    "ba be bo da de du fa fi ga go ha he ka ki la le li lo ma mi mo na ne no pa ra ri ro sa se ta te to va we".split()
)


class Chance:
    """Numbers that look like chance and are the same in every run (a linear congruential generator)."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2654435761 + 12345

    def below(self, limit: int) -> int:
        """A number from 0 up to a limit."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

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
    body: list[str] = []
    while sum(map(len, body)) < SIZE * 0.55:
        body.append(f"<p>{' '.join(chance.sentence() for _ in range(5))}</p>")
        if len(body) % 9 == 5:
            body.append(f'<figure class="wp-block-image"><img src="data:," data-src="/i/{number}-{len(body)}.jpg" alt="A view"/>'
                        f"<figcaption>{chance.sentence()}</figcaption></figure><h2>{chance.sentence()[:-1]}</h2>")  # fmt: skip
    comments: list[str] = []
    while sum(map(len, comments)) < SIZE * 0.3:
        comments.append(f'<li class="comment"><cite class="fn">Reader {len(comments)}</cite><div class="comment-content"><p>'
                        f"{chance.sentence()} {chance.sentence()}</p></div><a class='reply' href='#'>Reply</a></li>")  # fmt: skip
    markup = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Harbour</title></head><body>'
        f'<header><nav><ul>{menu}</ul></nav></header><div id="content"><article class="post"><h1>{title}</h1>'
        f'<p class="meta">By Ada Bell on March {1 + number % 28}, 2024</p><div class="entry-content">{"".join(body)}</div></article>'
        f'<div class="related-posts"><h3>Related Articles</h3><ul>{menu}</ul></div><ol class="commentlist">{"".join(comments)}</ol>'
        f'</div><footer class="site-footer"><p>All rights reserved.</p></footer></body></html>'
    )
    return f"{markup}<!--{'-' * max(0, SIZE - len(markup) - 8)}>".encode()


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
    run = subprocess.run([sys.executable, __file__, "--one", str(count)], capture_output=True, text=True, check=True)  # noqa: S603 - this file itself
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
