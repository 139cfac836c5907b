"""Lines end where a reader expects it, and what stands in them stands apart."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from bound_sheets import alone

from book.editions.pdf.laid import Task, unpack
from book.editions.pdf.workers import lay

STYLE = """@page { size: 480px 600px; margin: 0 } body { margin: 0 }
p { font: 16px/20px Vollkorn, "DejaVu Serif"; width: WIDTHpx; text-align: justify; hyphens: auto; margin: 0 0 10px }
code { white-space: nowrap }"""


def text_page(body: str, width: int = 400) -> pypdfium2.PdfTextPage:
    """The text of a page."""
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>t</title></head>'
        f"<body><p>{body}</p></body></html>"
    )
    one = unpack(lay(Task("x", "X", xhtml, (("", STYLE.replace("WIDTH", str(width))),))))
    return pypdfium2.PdfDocument(BytesIO(alone(one)))[0].get_textpage()


def test_no_letter_of_an_address_stands_on_another() -> None:
    page = text_page("www\u200b.dask\u200b.org/sever\u200b.all\u200b.lew\u200b.dew", 460)
    boxes = [page.get_charbox(at) for at in range(page.count_chars()) if page.get_text_range(at, 1).isalnum()]
    assert len(boxes) > 20
    assert all(right <= left + 1 for (_, _, right, _), (left, _, _, _) in pairwise(boxes))


@pytest.mark.parametrize("width", [320, 360, 400])
def test_a_word_is_not_divided_where_all_of_it_and_the_next_would_fit(width: int) -> None:
    # No line may end before an exclamation mark, so the name goes to the next line, and the last word before it.
    body = "It is there already.<a>1</a> Afterwards the program is <code>!important/book</code>; add that to your path."
    assert text_page(body, width).get_text_range().splitlines()[0].endswith("Afterwards the program")


def test_words_before_names_that_no_line_may_begin_with_share_their_lines() -> None:
    names = ", ".join(f"<code>.{name}</code>" for name in ("contents", "epigraph", "footnote", "folio", "head"))
    body = f"It is called <i>style</i>. It comes last, and all of it may reach what is named so: {names} and the rest."
    lines = text_page(body, 330).get_text_range().splitlines()
    assert all(" " in line.strip() for line in lines), lines
    page = text_page(body, 330)
    letters = [at for at in range(page.count_chars()) if page.get_text_range(at, 1).isalnum()]
    assert max(page.get_charbox(at)[2] for at in letters) < 330 * 0.75 + 1
