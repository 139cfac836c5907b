"""Measure how long order takes: `python benchmarks/order.py [ARTICLES]`.

Titles taken apart, and plans of series as large: numbered, in sections, without any number, and with texts of 300
words that are compared for copies. Seconds of processors in user code, which other work on the machine disturbs
least; memory is the most that the process held more than before.
"""

from __future__ import annotations

import random
import resource
import sys
import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING

from book.model import Article
from book.series import arrange, parse_title

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20  # of the invented texts; the figures do not hang on it
WORDS = """
    oar tide quay mast rope sail knot deck hull keel buoy reef gull fog lamp net crab salt sand wind wave harbour ferry
    island storm pilot anchor cable chart compass current depth drift flood headland jetty ledge light
""".split()  # noqa: SIM905 - lines of words read better


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took."""

    name: str
    seconds: float  # of user CPU
    limit: float  # seconds; 0: none set


def phrase(rng: random.Random, words: int) -> str:
    """Some words."""
    return " ".join(rng.choices(WORDS, k=words))


def body(rng: random.Random, sentences: int) -> str:
    """A text of sentences of a dozen words."""
    return "".join(f"<p>{phrase(rng, 12)}.</p>" for _ in range(sentences))


def numbered(count: int, rng: random.Random) -> list[Article]:
    """`Low Tide, part 7: fog lamp`."""
    return [
        Article(f"{n:05}.html", f"Low Tide, part {n}: {phrase(rng, 3)}", "", date=day(n)) for n in range(1, count + 1)
    ]


def sectioned(count: int, rng: random.Random) -> list[Article]:
    """`Section 12: fog lamp (Part 3)`, ten parts each."""
    names = [phrase(rng, 3) for _ in range(count // 10 + 1)]
    return [
        Article(f"{n:05}.html", f"Section {n // 10 + 1}: {names[n // 10]} (Part {n % 10 + 1})", "", date=day(n))
        for n in range(count)
    ]


def unnumbered(count: int, rng: random.Random) -> list[Article]:
    """Titles of five words; only their dates say where they belong."""
    return [Article(f"{rng.random()}.html", phrase(rng, 5), "", date=day(n)) for n in range(count)]


def chained(count: int, rng: random.Random) -> list[Article]:
    """Titles of five words and no dates; each links to the next."""
    from book.model import Link  # noqa: PLC0415 - only here

    return [
        Article(f"{n:05}x.html", phrase(rng, 5), "", links=(Link(f"{n + 1:05}x.html", "Next"),)) for n in range(count)
    ]


def texts(count: int, rng: random.Random) -> list[Article]:
    """Numbered, with 300 words each; every hundredth is there twice."""
    found = [
        Article(f"{n:05}.html", f"Low Tide, part {n}", body(rng, 25), date=day(n), language="en", words=300)
        for n in range(1, count + 1)
    ]
    return found + [Article(f"copy-{a.source}", a.title, a.body, date=a.date, language="en") for a in found[::100]]


def day(number: int) -> str:
    """A day for each number, ISO 8601."""
    return f"{1990 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def user() -> float:
    """Seconds this process has spent in user code."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def taken(name: str, limit: float, work: Callable[[], object]) -> Measured:
    """Run some work and measure it."""
    start = user()
    work()
    return Measured(name, user() - start, limit)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rng = random.Random(SEED)  # noqa: S311 - invented texts, no secrets
    titles = [article.title for article in (*numbered(count // 2, rng), *sectioned(count - count // 2, rng))]
    found = [taken("titles taken apart", 2.0, lambda: [parse_title(title) for title in titles])]
    for make in (numbered, sectioned, unnumbered, chained, texts):
        articles = make(count, rng)
        rng.shuffle(articles)
        found.append(taken(f"plan: {make.__name__}", 5.0, lambda articles=articles: arrange(articles)))  # type: ignore[misc]  # bound at once - mypy does not infer the default
    print(f"{count} articles, seconds of user CPU")
    for each in found:
        print(f"{each.name:24} {each.seconds:6.2f}   limit {each.limit:g}")
    tracemalloc.start()
    arrange(articles)
    print(f"memory of the last: {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB beside its texts")


if __name__ == "__main__":
    main()
