"""The rules that turn an assembled book into a finished one, in order. In: a `Book` and a `Finder`. Out: a `Book`.

A rule of a chapter, `rule(passage: Passage) -> None`, changes one text at a time and sees no other chapter; what it
takes out and finds goes into the passage's report. A rule of the book, `rule(book, finder, keep) -> Book`, is for what
concerns several chapters; what it takes out is added to `book.removals`, what it finds to `book.problems`. To add a
rule, write it in a file of its own and add it to its table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.remember import afresh
from book.transforms.captions import captions
from book.transforms.code import code
from book.transforms.direction import direction
from book.transforms.figures import figures
from book.transforms.forms import forms
from book.transforms.headings import headings
from book.transforms.images import images
from book.transforms.links import links
from book.transforms.math import math
from book.transforms.notes import notes
from book.transforms.polish import polish
from book.transforms.provenance import provenance
from book.transforms.roles import roles
from book.transforms.tables import tables
from book.transforms.tasks import tasks
from book.transforms.terms import terms
from book.transforms.typography import titles, typography

if TYPE_CHECKING:
    from book.model import Book, Finder, Keep

# Notes first, since what they hold is polished with the rest; pictures before links, since one that cannot be shown
# becomes a link.
OF_THE_BOOK = (notes, images, titles)
# Links after headings, to which they may lead; forms before code, since verse may stand in a `pre`; provenance last,
# since every rule before it may have to name an article.
OF_A_CHAPTER = (
    headings,
    links,
    figures,
    captions,
    tables,
    tasks,
    forms,
    code,
    math,
    direction,
    typography,
    terms,
    roles,
    provenance,
)


def transform(book: Book, finder: Finder, keep: Keep = afresh) -> Book:
    """The book gone through all rules; `keep` gives what the same chapters became before."""
    for rule in OF_THE_BOOK:
        book = rule(book, finder, keep)
    return polish(book, finder, OF_A_CHAPTER, keep)
