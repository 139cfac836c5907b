"""Plain text: the copy of a page from a browser window, or an article written as text. In: `Snapshot`. Out: lines.

Nothing is judged here: which line is the title, which the byline and which the site's is seen when all documents
lie side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.model import Document, Reading
from book.readers.names import name_facts
from book.readers.source import text_of

if TYPE_CHECKING:
    from book.model import Snapshot


def read(snapshot: Snapshot) -> Reading:
    """One document of lines."""
    text, problems = text_of(snapshot)
    facts = name_facts(snapshot.name)
    document = Document(
        source=snapshot.name,
        form="lines",
        markup=text,
        date=facts.date,
        language=facts.language,
        address=snapshot.address,
        position=snapshot.position,
    )
    return Reading((document,), problems)
