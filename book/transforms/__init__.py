"""The rules that turn an assembled book into a finished one, in order. In: a `Book` and a `Finder`. Out: a `Book`.

A rule is a function `rule(book: Book, finder: Finder) -> Book`; what it finds is added to `book.problems`, what
it takes out to `book.removals`. To add a rule, write it in a file of its own and add it to `TRANSFORMS`.
"""

from __future__ import annotations

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
from book.transforms.provenance import provenance
from book.transforms.roles import roles
from book.transforms.tables import tables
from book.transforms.tasks import tasks
from book.transforms.terms import terms
from book.transforms.typography import typography

# Notes first, since what they hold is polished with the rest; links after pictures, since a picture that cannot be
# shown becomes a link; forms before code, since verse may stand in a `pre`; provenance last, since every rule before it
# may have to name an article.
TRANSFORMS = (
    notes,
    headings,
    images,
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
