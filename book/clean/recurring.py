"""What recurs across a series. In: all documents. Out: one small value that cleaning each of them depends on.

Lines of text copies and short blocks of pages that stand in several documents, and the titles of all instalments. It
is all that one article's cleaning takes from the others: while it stays the same, a cleaned article can be kept.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from book.clean import blocks, tree
from book.clean.finish import key
from book.clean.recurrence import Recurring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from book.model import Document


def recurring(documents: Sequence[Document], said: Iterable[Iterable[str]] | None = None) -> Recurring:
    """What stands in several of these documents. `said` is what `said_in` gave of each, where it was asked before."""
    counts: Counter[str] = Counter()
    for blocks_ in said if said is not None else map(said_in, documents):
        counts.update(set(blocks_))
    titles = {key(document.title) for document in documents if document.title}
    several = max(3, len(documents) // 5)
    return Recurring(
        frozenset(block for block, count in counts.items() if count > 1),
        frozenset(block for block, count in counts.items() if count >= several),
        frozenset(titles - {""}),
    )


def said_in(document: Document) -> list[str]:
    """The lines or blocks of a document that may recur in others, each once, as they are compared."""
    return sorted(set(_blocks(document)))


def is_page(document: Document) -> bool:
    """Whether its blocks are those of a page, which must be parsed to see them."""
    return document.form == "page" and not (document.xml and "epub:type" in document.markup)


def _blocks(document: Document) -> Iterable[str]:
    if document.form == "lines":
        return (folded for line in document.markup.split("\n") if line.strip() and (folded := key(line)))
    if is_page(document):
        body = tree.body_of(tree.parse(document.markup, xml=document.xml))
        return (folded for _, text in blocks.leaves(body) if (folded := key(text)))
    return ()
