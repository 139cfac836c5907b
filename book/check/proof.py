"""Chapters that hold their articles whole are known by it. In: sources and documents. Out: `conservation`'s problems.

A chapter is proven where every word of its articles stands in it, but for recorded removals, once and in order. What
it has besides is either short (headings, labels) or of a source that went into many chapters, such as a file of notes;
such sources are followed through what the chapters have left. A proof is kept under the digest of everything it was
drawn from: the sources' own bytes, the removals, the finished document. So one chapter that changed costs one proof.

Where a chapter cannot be proven, or a sheet that the compiler wrote repeats a passage, the whole book is compared.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from book.check import conservation, reading
from book.check.conservation import MOSTLY, REPEATED, SHINGLE
from book.frozen import frozen
from book.language import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from book.model import Document, LeftOut, Problem, Removal, Snapshot

    Keep = Callable[[Sequence[str | bytes], Callable[[], "Proof"]], "Proof"]

_END = "\n"  # after each run that is left: no word, so that no article goes on in another chapter by chance


@frozen
class Printed:
    """One document of the finished book."""

    xhtml: str
    sources: tuple[str, ...] = ()  # the articles of its chapter; none: the compiler wrote it


@frozen
class Proof:
    """What was found out about a chapter."""

    whole: bool  # it holds its articles, every word, once and in order
    left: tuple[tuple[str, bool], ...] = ()  # the runs of its words that are of no article, and whether in a note
    accounted: str = ""  # its words, a space between each two, nothing for those of no article


def check(  # noqa: PLR0913 - what a book is compared with
    documents: Sequence[Document],
    snapshots: Sequence[Snapshot],
    printed: Sequence[Printed],
    removals: Sequence[Removal],
    left_out: Iterable[LeftOut] = (),
    *,
    keep: Keep | None = None,
) -> tuple[Problem, ...]:
    """What was lost, moved or repeated between the sources and the book's documents in reading order.

    `keep` gives the proof that was drawn from the same before, or draws it.
    """
    left_out = tuple(left_out)
    if _Proving(documents, snapshots, removals, {left.source for left in left_out}).whole(printed, keep or _drawn):
        return ()
    return conservation.compare(documents, snapshots, [one.xhtml for one in printed], removals, left_out)


def _drawn(ground: Sequence[str | bytes], draw: Callable[[], Proof]) -> Proof:
    """A proof drawn anew."""
    del ground
    return draw()


class _Proving:
    """A book being proven."""

    def __init__(
        self,
        documents: Iterable[Document],
        snapshots: Iterable[Snapshot],
        removals: Iterable[Removal],
        out: set[str],
    ) -> None:
        self.snapshots = {snapshot.name: snapshot for snapshot in snapshots}
        self.documents: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            if document.source not in out:
                self.documents[document.source].append(document)
        self.removals: dict[str, list[str]] = defaultdict(list)
        for removal in removals:
            self.removals[removal.source].append(removal.text)

    def whole(self, printed: Sequence[Printed], keep: Keep) -> bool:
        """Whether every article stands in its chapter, and nothing that the compiler wrote repeats one."""
        claimed = [source for one in printed for source in one.sources]
        if len(claimed) != len(set(claimed)):
            return False
        proofs = []
        for one in (one for one in printed if one.sources):
            proofs.append(keep(self._ground(one), partial(self._prove, one)))
            if not proofs[-1].whole:
                return False
        left = self._left([run for proof in proofs for run in proof.left], self.documents.keys() - set(claimed))
        if left is None:
            return False
        own = [reading.of_documents([one.xhtml]) for one in printed if not one.sources]
        left += [[word for word, note in zip(*found, strict=True) if not note] for found in own]
        passages = [list(_shingles(run)) for run in left if len(run) >= REPEATED]
        asked = {shingle for passage in passages for shingle in passage}
        known = asked and set[tuple[str, ...]]().union(
            *(asked.intersection(_shingles(proof.accounted.split(" "))) for proof in proofs)
        )
        return not any(sum(shingle in known for shingle in passage) > len(passage) * MOSTLY for passage in passages)

    def _prove(self, printed: Printed) -> Proof:
        text = conservation.Text(*reading.of_documents([printed.xhtml]))
        if not all(self._stands(document, text) for document in self._of(printed.sources)):
            return Proof(whole=False)
        accounted = text.words[:]
        for first, last in text.unused():
            accounted[first:last] = [""] * (last - first)
        return Proof(whole=True, left=tuple(_runs(text)), accounted=" ".join(accounted))

    def _left(self, runs: Sequence[tuple[str, bool]], unclaimed: AbstractSet[str]) -> list[list[str]] | None:
        """What of the chapters' other words, notes apart, is of no article at all.

        None where an article that has no chapter does not stand among these words.
        """
        listed: list[str] = []
        noted: list[bool] = []
        used = bytearray()
        for run, note in runs:
            cut = run.split(" ")
            listed += [*cut, _END]
            noted += [note] * (len(cut) + 1)
            used += bytes(len(cut)) + b"\x01"
        text = conservation.Text(listed, noted)
        text.used = used
        if not all(self._stands(document, text) for document in self._of(sorted(unclaimed))):
            return None
        return [run.split(" ") for run, note in _runs(text) if not note]

    def _stands(self, document: Document, text: conservation.Text) -> bool:
        """Whether every word of an article stands in the text, but for removals, and in order. Marks them as used."""
        removed = [words(removal) for removal in self.removals.get(document.source, ())]
        listed = conservation.words_of(document, self._snapshot(document.source))
        rest, moved = conservation.follow(conservation.without(listed, removed), text)
        for word in (word for run in rest for word in run):
            place = next((place for place in text.places.get(word, ()) if not text.used[place]), -1)
            if place >= 0:
                text.used[place] = 1
            elif not word.isdigit():  # numbers are set anew
                return False
        return not moved

    def _ground(self, printed: Printed) -> list[str | bytes]:
        """All that a proof is drawn from."""
        parts: list[str | bytes] = ["proof", printed.xhtml]
        for document in self._of(printed.sources):
            snapshot = self._snapshot(document.source)
            removed = repr(self.removals.get(document.source, ()))
            parts += [document.source, document.form, document.markup, removed]
            parts += [snapshot.name, snapshot.charset, snapshot.data] if snapshot is not None else []
        return parts

    def _of(self, sources: Iterable[str]) -> Iterator[Document]:
        return (document for source in sources for document in self.documents.get(source, ()))

    def _snapshot(self, source: str) -> Snapshot | None:
        return self.snapshots.get(source) or self.snapshots.get(source.rpartition("#")[0])


def _runs(text: conservation.Text) -> Iterator[tuple[str, bool]]:
    """The runs of words that no article accounts for, and whether they stand in a note."""
    for first, last in text.unused():
        at = first
        for note, group in groupby(text.noted[first:last]):
            until = at + sum(1 for _ in group)
            yield " ".join(text.words[at:until]), bool(note)
            at = until


def _shingles(listed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words, four in a row."""
    return zip(*(listed[start:] for start in range(SHINGLE)), strict=False)
