"""The stages of a build, in order. In: a `Request`. Out: a plan, or editions on disk, and every problem found.

    collect -> read -> clean -> arrange -> assemble -> transform -> contents -> typeset -> edition -> check -> publish

Only this module knows the cache and the executor. Stages are functions from one frozen value to the next.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import cache as once
from functools import partial
from typing import TYPE_CHECKING, Protocol

from book import clean, collect, hands, pressroom, readers, series
from book.assemble import assemble
from book.cache import Cache
from book.check import proof
from book.collect.called import called, written_by
from book.errors import Refused
from book.frozen import frozen
from book.metadata import settle
from book.model import Article, Problem, Reading
from book.publish import alone, publish
from book.readers.chosen import choose, unknown
from book.remember import afresh, digest, keeper, remember
from book.request import paths
from book.series import planfile
from book.transforms import transform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from book.clean import Recurring
    from book.collect import Collection
    from book.editions import Made
    from book.editions.hand import Hand
    from book.model import Book, Document, Keep, LeftOut, Plan
    from book.request import Request


class Watch(Protocol):
    """Is told what a build is doing."""

    def __call__(self, stage: str, done: int, total: int, what: str) -> None:
        """`done` of `total` steps of a stage; `what` is in hand, or at the end the result in a few words."""


def silent(stage: str, done: int, total: int, what: str) -> None:
    """A watcher that says nothing."""
    del stage, done, total, what


@frozen
class Planned:
    """A series in order, with all that led there."""

    plan: Plan
    articles: Mapping[str, Article]  # by source
    documents: tuple[Document, ...]
    collection: Collection
    problems: tuple[Problem, ...]  # of every stage so far, the plan's included
    left_out: tuple[LeftOut, ...]


@frozen
class Built:
    """Editions on disk."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]
    plan: Plan


def plan(request: Request, watch: Watch = silent) -> Planned:
    """Put a series in order. Raises `Misused` where a source does not exist, `Refused` where nothing can be read."""
    cache = _cache(request)
    collection = collect.collect(request.sources, base=request.folder, charset=request.settings.series.charset)
    watch("collect", 1, 1, _count(len(collection.snapshots), "file"))
    readings = _read(collection, cache, watch)
    categories, tags = request.settings.series.categories, request.settings.series.tags
    every = [document for reading in readings for document in reading.documents]
    readings = tuple(choose(reading, categories, tags) for reading in readings)
    documents = tuple(document for reading in readings for document in reading.documents)
    cleaned = clean.settle(clean.joined(_clean(documents, cache, watch), collection.continues))
    found = (
        *unknown(every, categories, tags),
        *collection.problems,
        *(p for reading in readings for p in reading.problems),
        *cleaned.problems,
    )
    if not cleaned.articles:
        nothing = Problem("no-article", "error", ", ".join(request.sources), "no readable article", "name others")
        raise Refused(*found, nothing)
    ordered = series.arrange(
        cleaned.articles,
        instalments=request.settings.series.instalments,
        series=request.series or None,
        planfile=_planfile(request),
    )
    title = request.settings.book.title or ordered.title or called(request.sources, request.folder)
    ordered = replace(ordered, title=title)
    watch("arrange", 1, 1, _count(sum(len(part.chapters) for part in ordered.parts), "chapter"))
    return Planned(
        plan=ordered,
        articles={article.source: article for article in cleaned.articles},
        documents=documents,
        collection=collection,
        problems=(*found, *ordered.problems),
        left_out=(
            *collection.left_out,
            *(left for reading in readings for left in reading.left_out),
            *cleaned.left_out,
            *ordered.left_out,
        ),
    )


def build(
    request: Request, watch: Watch = silent, *, executor: Executor | None = None, hand: Hand | None = None
) -> Built:
    """Make the editions asked for and write them, all or none. `hand` is what `book.hands` called in, if it did.

    Raises `Busy` while another build of the book runs; `Refused` where nothing can be read, or under `strict`
    while there are warnings; `Lacking` where the machine lacks something. The previous editions are kept then.
    """
    with alone(request.folder), ExitStack() as closing:
        hand = hand or closing.enter_context(hands.called(request, executor))
        room = closing.enter_context(pressroom.open_room(request, _cache(request), executor, hand))
        planned = plan(request, watch)
        if not any(part.chapters for part in planned.plan.parts):
            raise Refused(*planned.problems)
        book = bind(planned, request, keeper(room.cache))
        watch("assemble", 1, 1, _count(len(book.chapters), "chapter"))
        named = paths(request, book.metadata.title)
        conserved = once(partial(_conserved, planned, book, room))
        packed = any(target.edition.format == "epub" for target in request.targets)
        meanwhile = None if packed else conserved  # the words of an EPUB are read from the finished one
        made = room.print_all(book, named, watch, planned.collection.snapshots, meanwhile)
        problems = [*planned.problems, *book.problems]
        problems += [problem for edition in made.values() for problem in edition.problems]
        problems += conserved()
        watch("check", 1, 1, "every word accounted for" if not any(p.code in _LOSSES for p in problems) else "")
        found = tuple(dict.fromkeys(problems))
        if request.strict and any(problem.severity != "note" for problem in found):
            raise Refused.of(found)
        files = _files(made)
        publish(files)
    return Built(tuple(files), found, planned.plan)


def _files(made: Mapping[Path, Made]) -> dict[Path, bytes]:
    """What is written: the editions in the order asked for, each with its ONIX record behind it, where it has one."""
    files = {}
    for path, edition in made.items():
        files[path] = edition.data
        if edition.record:
            files[path.with_suffix(".onix.xml")] = edition.record
    return files


_LOSSES = frozenset(["words-lost", "words-moved", "words-repeated"])


def bind(planned: Planned, request: Request, keep: Keep = afresh) -> Book:
    """The book of a plan: joined, transformed, every field of its metadata settled."""
    names = partial(written_by, request.sources, request.folder)
    settled = settle(request.settings.book, planned.plan, planned.articles.values(), written_by=names)
    vouched = request.settings.book.accessibility
    settled = replace(
        settled,
        accessibility_summary=vouched.summary,
        conforms_to=vouched.conforms_to,
        certified_by=vouched.certified_by,
    )
    book = pressroom.with_cover(assemble(planned.plan, planned.articles, settled, keep), request)
    return transform(book, collect.finder(planned.collection, planned.documents), keep)


def _cache(request: Request) -> Cache | None:
    return Cache(request.folder / ".book" / "cache") if request.cached else None


def _planfile(request: Request) -> planfile.PlanFile | None:
    path = request.folder / planfile.NAME
    return planfile.load(path) if request.config and path.is_file() else None


def _read(collection: Collection, cache: Cache | None, watch: Watch) -> tuple[Reading, ...]:
    """Each snapshot alone; the same bytes under the same name are not read again."""
    readings = []
    total = len(collection.snapshots)
    for number, snapshot in enumerate(collection.snapshots):
        watch("read", number, total, snapshot.name)
        declared = (snapshot.media_type, snapshot.charset, snapshot.address, str(snapshot.position))
        beside = repr(sorted(snapshot.facts.items()))
        key = digest("read", str(readers.VERSION), snapshot.name, *declared, beside, snapshot.data)
        readings.append(remember(cache, key, Reading, partial(readers.read, snapshot)))
    watch("read", total, total, _count(sum(len(reading.documents) for reading in readings), "document"))
    return tuple(readings)


def _clean(documents: tuple[Document, ...], cache: Cache | None, watch: Watch) -> list[Article]:
    """Each document alone, with what is known of all; what has not changed under the same recurrence is kept."""
    common = clean.recurring(documents)
    known = common.fingerprint
    articles = []
    for number, document in enumerate(documents):
        watch("clean", number, len(documents), document.source)
        articles.append(_clean_one(document, common, known, cache))
    watch("clean", len(documents), len(documents), _count(len(articles), "article"))
    return articles


def _clean_one(document: Document, common: Recurring, known: str, cache: Cache | None) -> Article:
    key = digest("clean", known, repr(document)) if cache is not None else ""
    return remember(cache, key, Article, partial(clean.clean_one, document, common))


def _conserved(planned: Planned, book: Book, room: pressroom.Room) -> tuple[Problem, ...]:
    """Words that were in the sources and are neither in the finished book nor in a recorded removal."""
    sources = {chapter.id: tuple(dict.fromkeys(c.source for c in chapter.credits)) for chapter in book.chapters}
    printed = [proof.Printed(xhtml, sources.get(chapter, ())) for xhtml, chapter in room.printed(book)]
    snapshots = planned.collection.snapshots

    def keep(ground: Sequence[str | bytes], draw: Callable[[], proof.Proof]) -> proof.Proof:
        return remember(room.cache, digest(*ground) if room.cache is not None else "", proof.Proof, draw)

    return proof.check(planned.documents, snapshots, printed, book.removals, planned.left_out, keep=keep)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
