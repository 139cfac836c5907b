"""The rules that turn an assembled book into a finished one, in order. In: a `Book` and a `Finder`. Out: a `Book`.

A rule is a function `rule(book: Book, finder: Finder) -> Book`; what it finds is added to `book.problems`, what
it takes out to `book.removals`. To add a rule, write it in a file of its own and add it to `TRANSFORMS`.
"""

from __future__ import annotations

from book.transforms.headings import headings
from book.transforms.links import links
from book.transforms.notes import notes
from book.transforms.provenance import provenance

TRANSFORMS = (notes, headings, links, provenance)
