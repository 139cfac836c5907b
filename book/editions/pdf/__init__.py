"""The PDF edition: chapters laid out side by side, bound into one PDF, and never laid out twice.

    Task -layout.lay-> Laid -impose-> leaves -bind-> PDF

`layout` is the only module that knows WeasyPrint, and it runs in worker processes (`workers`).
"""

from book.editions.pdf.edition import make

__all__ = ["make"]
