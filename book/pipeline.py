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
from book.crew import Crew
from book.errors import Refused
from book.frozen import frozen
from book.metadata import settle
from book.model import Article, Problem, Reading
from book.publish import alone, publish
from book.readers.chosen import choose, unknown
from book.remember import afresh, digest, keep, keeper, key_of, recall, remember, remember_each
from book.request import paths
from book.series import planfile, standing
from book.transforms import transform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from book.collect import Collection
    from book.editions import Made
    from book.editions.hand import Hand
    from book.model import Book, Document, Keep, LeftOut, Plan, Snapshot
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
    categories, tags = request.settings.series.categories, request.settings.series.tags
    with Crew(request.jobs) as crew:
        readings = _read(collection, cache, crew, watch)
        every = [document for reading in readings for document in reading.documents]
        readings = tuple(choose(reading, categories, tags) for reading in readings)
        documents = tuple(document for reading in readings for document in reading.documents)
        cleaned = clean.settle(clean.joined(_clean(documents, cache, crew, watch), collection.continues))
    found = (
        *unknown(every, categories, tags),
        *collection.problems,
        *(p for reading in readings for p in reading.problems),
        *cleaned.problems,
    )
    if not cleaned.articles:
        nothing = Problem("no-article", "error", ", ".join(request.sources), "no readable article", "name others")
        raise Refused(*found, nothing)
    ordered = _arranged(cleaned.articles, request, cache)
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


def _read(collection: Collection, cache: Cache | None, crew: Crew, watch: Watch) -> tuple[Reading, ...]:
    """Each snapshot alone; the same bytes under the same name are not read again."""
    snapshots = collection.snapshots
    keys = [_read_key(snapshot) if cache is not None else "" for snapshot in snapshots]

    def make(numbers: Sequence[int]) -> Iterator[tuple[int, Reading]]:
        chosen = [snapshots[number] for number in numbers]
        for at, reading in crew.each(readers.read, Reading, chosen, [len(snapshot.data) for snapshot in chosen]):
            yield numbers[at], reading

    told = _told(watch, "read", [snapshot.name for snapshot in snapshots])
    readings = remember_each(cache, keys, Reading, make, told)
    documents = sum(len(reading.documents) for reading in readings)
    watch("read", len(snapshots), len(snapshots), _count(documents, "document"))
    return tuple(readings)


def _read_key(snapshot: Snapshot) -> str:
    declared = (snapshot.media_type, snapshot.charset, snapshot.address, str(snapshot.position))
    beside = repr(sorted(snapshot.facts.items()))
    return digest("read", str(readers.VERSION), snapshot.name, *declared, beside, snapshot.data)


def _clean(documents: tuple[Document, ...], cache: Cache | None, crew: Crew, watch: Watch) -> list[Article]:
    """Each document alone, with what is known of all; what has not changed under the same recurrence is kept."""
    common = clean.recurring(documents, _said(documents, cache, crew))
    known = common.fingerprint
    keys = [key_of("clean", [known, document]) if cache is not None else "" for document in documents]

    def make(numbers: Sequence[int]) -> Iterator[tuple[int, Article]]:
        chosen = [documents[number] for number in numbers]
        clean_one = partial(clean.clean_one, common=common)
        for at, article in crew.each(clean_one, Article, chosen, [len(document.markup) for document in chosen]):
            yield numbers[at], article

    told = _told(watch, "clean", [document.source for document in documents])
    articles = remember_each(cache, keys, Article, make, told)
    watch("clean", len(documents), len(documents), _count(len(articles), "article"))
    return articles


def _said(documents: tuple[Document, ...], cache: Cache | None, crew: Crew) -> list[list[str]]:
    """What of each document may recur; pages, which must be parsed for it, are asked once."""
    pages = [document for document in documents if clean.is_page(document)]
    keys = [digest("said", str(page.xml), page.markup) if cache is not None else "" for page in pages]

    def make(numbers: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
        chosen = [pages[number] for number in numbers]
        for at, said in crew.each(clean.said_in, list[str], chosen, [len(page.markup) for page in chosen]):
            yield numbers[at], said

    said = iter(remember_each(cache, keys, list[str], make))
    return [next(said) if clean.is_page(document) else clean.said_in(document) for document in documents]


def _told(watch: Watch, stage: str, names: Sequence[str]) -> Callable[[int], None]:
    """What is told of a stage that comes to its items in any order."""
    done = iter(range(len(names)))
    return lambda number: watch(stage, next(done), len(names), names[number])


def _arranged(articles: Sequence[Article], request: Request, cache: Cache | None) -> Plan:
    """The plan of the articles; one that was kept, where it still stands."""
    instalments, wanted, by_hand = request.settings.series.instalments, request.series or None, _planfile(request)
    if cache is None:
        return series.arrange(articles, instalments=instalments, series=wanted, planfile=by_hand)
    key = key_of("arrange", [standing.seen(articles), instalments, wanted, by_hand])
    kept = recall(cache, key, standing.Standing)
    if kept is None or not standing.stands(kept, articles):
        kept = standing.draw(articles, instalments=instalments, series=wanted, planfile=by_hand)
        keep(cache, key, kept)
    return kept.plan


def _conserved(planned: Planned, book: Book, room: pressroom.Room) -> tuple[Problem, ...]:
    """Words that were in the sources and are neither in the finished book nor in a recorded removal."""
    sources = {chapter.id: tuple(dict.fromkeys(c.source for c in chapter.credits)) for chapter in book.chapters}
    printed = [proof.Printed(xhtml, sources.get(chapter, ())) for xhtml, chapter in room.printed(book)]
    snapshots = planned.collection.snapshots

    def kept(ground: Sequence[str | bytes], draw: Callable[[], proof.Proof]) -> proof.Proof:
        return remember(room.cache, digest(*ground) if room.cache is not None else "", proof.Proof, draw)

    return proof.check(planned.documents, snapshots, printed, book.removals, planned.left_out, keep=kept)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
