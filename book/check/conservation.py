"""No word is lost silently. In: the sources as collected, the finished EPUB, the removals recorded. Out: problems.

Every word of every source, read from its bytes by `book.check.reading` (by `containers` and `entries` inside a file of
several), must stand in the EPUB, or in a removal that was recorded where it was made. Runs of words are followed
through the book: those that are in neither are lost (an error), those that stand in another order are moved, those that
stand twice are repeated (warnings).

Over 300 lines because following words through a book is one search; how words are read has files of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property
from itertools import accumulate, chain, groupby
from typing import TYPE_CHECKING

from book.charset import decode
from book.check import containers, entries, reading
from book.language import words
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from book.model import Document, LeftOut, Removal, Snapshot

SHINGLE = 4  # words in a row that find a place
_STRIDE = 64  # words compared at once while source and book agree
_RUN = 12  # words in a row from which a passage counts as moved or repeated
REPEATED = 16  # words in a row, more than a title has
MOSTLY = 0.8  # share of a passage that must be known from elsewhere
_CANDIDATES = 40  # places tried for one shingle: a formula may stand in every chapter
_FEW = 512  # searches of a text that cost less than its index
_CLOSE = 4096  # letters in which spaces are counted sooner than words are looked up
_GLUED = 5  # words that may be one word of the other side
_SHOWN = 8  # words quoted
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_ARCHIVES = (".mht", ".mhtml")
_MARKUP = (".html", ".htm", ".xhtml", ".xht")


class Text:
    """The words of the EPUB, and which of them have been accounted for."""

    def __init__(self, listed: list[str], noted: Sequence[bool] = ()) -> None:
        """`noted`: which of the words stand in a note."""
        self.words = listed
        self.noted = noted or bytes(len(listed))
        self.used = bytearray(len(listed))
        self._joined = f" {' '.join(listed)} "
        self._searches = 0

    @cached_property
    def _letters(self) -> list[int]:
        """How many stand before each word, without the spaces."""
        return list(accumulate(map(len, self.words), initial=0))

    @cached_property
    def _index(self) -> Mapping[tuple[str, ...], list[int]]:
        index: dict[tuple[str, ...], list[int]] = defaultdict(list)
        shingles = zip(*(self.words[start:] for start in range(SHINGLE)), strict=False)
        for at, shingle in enumerate(shingles):
            index[shingle].append(at)
        return index

    def standing(self, shingle: tuple[str, ...]) -> Sequence[int]:
        """Where a shingle, or a word alone, stands. Most texts stand as they were written, and little is looked for.

        So it is searched for, until there are so many searches that an index of the whole text costs less.
        """
        self._searches += 1
        if self._searches > _FEW:
            return self._index.get(shingle, ()) if len(shingle) > 1 else self.places.get(shingle[0], ())
        wanted = f" {' '.join(shingle)} "
        places = []
        found = self._joined.find(wanted)
        while found >= 0:
            places.append(self._word_at(found))
            found = self._joined.find(wanted, found + 1)
        return places

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            places[word].append(at)
        return places

    def begins(self, letters: str) -> bool:
        """Whether any word begins with some letters."""
        return f" {letters}" in self._joined

    def free(self, place: int, length: int) -> bool:
        """Whether none of these words has been accounted for."""
        return self.used.find(1, place, place + length) < 0

    def whole(self, run: Sequence[str], end: int) -> int:
        """Where all of a run stands and is free, from `end` on or else before; -1 where it does not."""
        wanted = f" {' '.join(run)} "
        middle = self._letters[end] + end if end else 0
        for first, last in ((middle, len(self._joined)), (0, middle + len(wanted))):
            found = self._joined.find(wanted, first, last)
            for _ in range(_CANDIDATES):
                if found < 0:
                    break
                place = self._word_at(found)
                if self.free(place, len(run)):
                    return place
                found = self._joined.find(wanted, found + 1, last)
        return -1

    def _word_at(self, found: int) -> int:
        """The number of the word that follows the space at an offset of the joined text."""
        if found < _CLOSE:
            return self._joined.count(" ", 0, found)
        return bisect_left(range(len(self.words)), found, key=lambda at: self._letters[at] + at)

    def rest(self) -> list[list[str]]:
        """The words not accounted for, as runs."""
        return [self.words[start:end] for start, end in self.unused()]

    def unused(self) -> Iterator[tuple[int, int]]:
        """Where each run of words not accounted for begins and ends."""
        end = 0
        while (start := self.used.find(0, end)) >= 0:
            end = self.used.find(1, start) % (len(self.used) + 1)  # -1, for none, is the end
            yield start, end


def check(
    documents: Iterable[Document],
    snapshots: Iterable[Snapshot],
    epub: bytes,
    removals: Iterable[Removal],
    left_out: Iterable[LeftOut] = (),
) -> tuple[Problem, ...]:
    """What was lost, moved or repeated between the sources and the EPUB.

    `left_out` are whole sources that are no article of the book; their words are not looked for.
    """
    printed = [text for _, text in reading.documents_of(epub)]
    return compare(documents, snapshots, printed, removals, left_out)


def compare(
    documents: Iterable[Document],
    snapshots: Iterable[Snapshot],
    printed: Iterable[str],
    removals: Iterable[Removal],
    left_out: Iterable[LeftOut] = (),
) -> tuple[Problem, ...]:
    """As `check`, with the XHTML documents of the book in reading order."""
    text = Text(*reading.of_documents(printed))
    removed: dict[str, list[list[str]]] = defaultdict(list)
    for removal in removals:
        removed[removal.source].append(words(removal.text))
    out = {left.source for left in left_out}
    problems: list[Problem] = []
    rests: list[tuple[str, list[list[str]]]] = []
    for source, listed in sources_of(documents, snapshots, out):
        kept = without(listed, removed.get(source, []))
        rest, moved = follow(kept, text)
        rests.append((source, rest))
        if moved:
            problems.append(_problem("moved", source, moved))
    spare = Counter(chain.from_iterable(text.rest()))
    for source, rest in rests:
        lost = [word for run in rest for word in _missing(run, spare)]
        if lost:
            problems.append(_lost(source, lost))
    problems += _repeated(text)
    return tuple(problems)


def sources_of(
    documents: Iterable[Document], snapshots: Iterable[Snapshot], out: set[str]
) -> Iterable[tuple[str, list[str]]]:
    """Each article's name and words: from the bytes of a file that holds one, else from the entry its reader found."""
    files: Mapping[str, Snapshot] = {snapshot.name: snapshot for snapshot in snapshots}
    for document in documents:
        if document.source in out:
            continue
        snapshot = files.get(document.source) or files.get(document.source.rpartition("#")[0])
        yield document.source, words_of(document, snapshot)


def words_of(document: Document, snapshot: Snapshot | None) -> list[str]:
    """The words of an article, from the bytes of its source where these are its own."""
    name = document.source.lower()
    if snapshot is not None:
        part = document.source[len(snapshot.name) + 1 :]
        held = containers.words_of(snapshot.data, snapshot.name, part)
        if held is None and ("#" in document.source or name.endswith(_ARCHIVES)):
            held = entries.words_of(snapshot, document)
        if held is not None:
            return held
    if snapshot is None or "#" in document.source:
        return words(document.markup) if document.form == "lines" else reading.of_markup(document.markup)
    if document.form == "lines":
        return words(_text(snapshot))
    if name.endswith(_MARKDOWN):
        return reading.of_markdown(_text(snapshot))
    if name.endswith(_MARKUP):
        return reading.of_page(_text(snapshot))
    return reading.of_markup(document.markup)


def _text(snapshot: Snapshot) -> str:
    markup = snapshot.name.lower().endswith(_MARKUP)
    return decode(snapshot.data, snapshot.charset, markup=markup).text


def without(listed: list[str], removed: Sequence[list[str]]) -> list[list[str]]:
    """The runs of a source that remain when each removal is cut out where it stands."""
    if not removed:
        return [listed]
    text = Text(listed)
    # The longest first: a short one ("reply") must not cut a hole into a longer one.
    rests = [follow([run], text)[0] for run in sorted(removed, key=len, reverse=True)]
    loose = Counter(word for rest in rests for run in rest for word in run)
    beginnings = tuple(word for word in loose if text.begins(word))  # most words begin with none of them
    for at in [at for at, word in enumerate(listed) if word.startswith(beginnings)] if beginnings else ():
        found = () if text.used[at] else _found(listed[at], loose)
        if found:
            loose.subtract(found)
            text.used[at] = 1
    return text.rest()


def follow(runs: Sequence[list[str]], text: Text) -> tuple[list[list[str]], list[str]]:
    """Mark the runs' words in the text. Returns the words found nowhere in it, as runs, and those out of order."""
    rest: list[list[str]] = []
    moved: list[str] = []
    end = 0  # after the last word found in the running text, notes apart
    for run in runs:
        at = 0
        missing: list[str] = []
        whole = text.whole(run, end)
        while at < len(run):
            place = whole if whole >= 0 else _place(run, at, text, end)
            if place < 0:
                here, there = _glued(run, at, text, end)
                text.used[end : end + there] = b"\x01" * there
                end += there
                missing += run[at : at + 1] if not here else []
                at += here or 1
                continue
            length = _common(run, at, text, place)
            text.used[place : place + length] = b"\x01" * length
            if not text.noted[place]:
                # Of passages that stand several times in the book none can be told to have moved.
                if place < end and length >= _RUN and len(text.standing(tuple(run[at : at + SHINGLE]))) < 2:
                    moved += run[at : at + length]
                end = max(end, place + length)
            at += length
            if missing:
                rest.append(missing)
                missing = []
        if missing:
            rest.append(missing)
    return rest, moved


def _place(run: list[str], at: int, text: Text, end: int) -> int:
    """Where the words of a run from `at` on stand in the text; -1 where they do not."""
    # Where a source begins in the book is not known: nothing is near yet.
    if 0 < end < len(text.words) and text.words[end] == run[at] and not text.used[end]:
        return end
    shingle = tuple(run[at : at + SHINGLE])
    whole = len(shingle) == SHINGLE
    best, longest = -1, 0
    for place in _nearest(text.standing(shingle if whole else shingle[:1]), end):
        near = 0 < end <= place < end + _STRIDE
        # Far from where the source was last, only a longer agreement is no chance; a short removal is all there is.
        enough = 1 if near and whole else min(_RUN, len(run) - at) if whole or len(run) < SHINGLE or near else _RUN
        agreed = 0 if text.used[place] else _common(run, at, text, place)
        if SHINGLE <= agreed < enough:
            agreed += _across(run, at + agreed, text, place + agreed)
        if agreed >= enough and near:
            return place
        # Articles of a series may begin alike: of the places far away the one that agrees longest is meant.
        if agreed >= enough and agreed > longest:
            best, longest = place, agreed
    return best


def _nearest(places: Sequence[int], end: int) -> Iterable[int]:
    """Places from `end` on, then those before."""
    middle = bisect_left(places, end)
    return (*places[middle : middle + _CANDIDATES], *places[max(0, middle - _CANDIDATES) : middle])


def _glued(run: list[str], at: int, text: Text, end: int) -> tuple[int, int]:
    """How many words of the source are how many of the book, parted otherwise: `foo*bar*` is one word when set."""
    for more in range(2, _GLUED + 1):
        if end < len(text.words) and "".join(run[at : at + more]) == text.words[end] and not text.used[end]:
            return min(more, len(run) - at), 1
        if "".join(text.words[end : end + more]) == run[at] and text.free(end, more):
            return 1, more
    return 0, 0


def _across(run: list[str], at: int, text: Text, place: int) -> int:
    """How many words agree from there on, the first of them parted otherwise on the two sides."""
    here, there = _glued(run, at, text, place) if at < len(run) else (0, 0)
    return here + _common(run, at + here, text, place + there) if here else 0


def _common(run: list[str], at: int, text: Text, place: int) -> int:
    """How many words agree from there on."""
    length = 0
    longest = min(len(run) - at, len(text.words) - place)
    while length < longest:
        step = min(_STRIDE, longest - length)
        here, there = at + length, place + length
        if run[here : here + step] == text.words[there : there + step] and text.free(there, step):
            length += step
            continue
        while length < longest and run[at + length] == text.words[place + length] and not text.used[place + length]:
            length += 1
        break
    return length


def _missing(run: Sequence[str], spare: Counter[str]) -> Iterable[str]:
    """The words of a run that stand nowhere else. Numbers are set anew (lists, notes, headings) and are no loss."""
    for word in run:
        found = _found(word, spare)
        spare.subtract(found)
        if not found and not word.isdigit():
            yield word


def _found(word: str, spare: Mapping[str, int]) -> tuple[str, ...]:
    """The word among spare ones, or its halves: what stood between two words may be gone, or stand there now."""
    if spare[word] > 0:
        return (word,)
    halves = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
    return next((pair for pair in halves if all(spare[half] > 0 for half in pair)), ())


def _lost(source: str, lost: Sequence[str]) -> Problem:
    count = len(lost)
    quoted = " ".join(lost[:_SHOWN]) + (" ..." if count > _SHOWN else "")
    verb = "word is" if count == 1 else "words are"
    return Problem(
        "words-lost", "error", source, f"{count} {verb} not in the book: {quoted}", "report it with this file"
    )


def _problem(code: str, source: str, moved: Sequence[str]) -> Problem:
    quoted = " ".join(moved[:_SHOWN])
    message = f"a passage of {len(moved)} words {code}: {quoted} ..."
    return Problem(
        f"words-{code.split(maxsplit=1)[0]}", "warning", source, message, "compare the chapter with its source"
    )


def _repeated(text: Text) -> Iterable[Problem]:
    """Passages of the book that no source accounts for, and whose every part it has elsewhere."""
    at = 0
    for used, group in groupby(text.used):
        length = sum(1 for _ in group)
        run = text.words[at : at + length]
        if not used and length >= REPEATED and not text.noted[at] and _known(run, text):
            yield _problem("repeated", "the book", run)
        at += length


def _known(run: list[str], text: Text) -> bool:
    """Whether most shingles of a passage stand where a source accounts for them."""
    shingles = [tuple(run[start : start + SHINGLE]) for start in range(len(run) - SHINGLE + 1)]
    unknown = 0
    for shingle in shingles:
        unknown += not any(text.used[place] for place in text.standing(shingle))
        if unknown >= len(shingles) * (1 - MOSTLY):
            return False
    return True
