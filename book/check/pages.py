"""What a book designer sees on finished pages. In: scanned pages. Out: a finding a line, with page and article.

Where the type area of a page is unknown (a PDF of another program), what needs it is not asked.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from book.model import Problem
from book.paper import FAIR, FINE, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from book.check.scan import Box, Item, Page
    from book.model import Severity

# How much longer than its measure a line may be, as a share of it. In a justified line the page engine shapes words by
# themselves, after the line was measured as a whole: what a face kerns beside spaces is lost, up to 1.9 pt of 318.
_LONGER = 0.01
_SAME = 3.0  # pt between baselines of one line: raised letters and small capitals
_BARE = frozenset(["cover", "titlepage", "halftitle", "imprint", "part", "dedication", "epigraph", "colophon", "blank"])
_MARGINLESS = frozenset(["cover"])  # whose pages have no margins


def check(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """Every finding about the pages of one file."""
    for rule in RULES:
        yield from rule(pages, where)


def place(page: Page, where: str) -> str:
    """Where a page is, as one looks it up: file, the page's own name, the article."""
    label = f"page {page.label}" if page.label else f"page {page.number}"
    physical = "" if page.label == str(page.number) else f" (sheet {page.number})"
    return f"{where}, {label}{physical}" + (f", {page.source or page.title}" if page.source or page.title else "")


def _outside(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """Nothing is cut off, and no line is longer than its measure: an f or an accent may hang over, an advance not."""
    for page in pages:
        cut = [item for item in page.texts if _inked(item) and _beyond(item.box, page.trim, 0.5)]
        if cut:
            yield Problem(
                "text-cut-off", "error", place(page, where), f"{_pieces(len(cut))} beyond the edge of the page"
            )
            continue
        if page.area is None or page.kind in _MARGINLESS:
            continue
        slack = (page.area[2] - page.area[0]) * _LONGER
        over = [beyond for item in page.texts if item.line and (beyond := _beyond(item.line, page.area, slack))]
        if over:
            most = max(over)
            said = f"{_pieces(len(over))} up to {most:.0f} pt outside the margins"
            yield Problem("text-overfull", "warning", place(page, where), said, "shorten it, or let it be divided")


def _pieces(count: int) -> str:
    return "a piece of text stands" if count == 1 else f"{count} pieces of text stand"


def _beyond(box: Box, area: Box, slack: float) -> float:
    """How far a box stands outside an area, in pt; 0 within `slack`."""
    left, bottom, right, top = box
    most = max(area[0] - left, area[1] - bottom, right - area[2], top - area[3])
    return most if most > slack else 0.0


def _inked(item: Item) -> bool:
    left, bottom, right, top = item.box
    return right > left and top > bottom


def _headings(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """No heading is the last line of a page that goes on."""
    for page, after in pairwise(pages):
        if page.kind in _BARE or (page.kind, page.title) != (after.kind, after.title):
            continue
        own = [item for item in page.items if not item.artifact and not item.noted]
        flow = [item for item in own if not _inked(item) or _beyond(item.box, page.trim, 0) == 0]
        if not flow:
            continue
        lowest = min(flow, key=lambda item: item.box[1])
        if lowest.block in ("H1", "H2", "H3", "H4", "H5", "H6"):
            yield Problem("heading-stranded", "warning", place(page, where), "a heading is the last line of the page")


def _lone_lines(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """A paragraph leaves two lines on a page at least, and no page but a sheet's last has one line."""
    lines: dict[tuple[int, int], dict[int, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for at, page in enumerate(pages):
        for item in page.texts:
            if item.block == "P" and item.owner != (0, 0) and not item.tabular and not item.noted:
                lines[item.owner][at].append(item)
    for spread in lines.values():
        ends = sorted(spread)
        for at in (ends[0], ends[-1]) if len(ends) > 1 else ():
            if _count(spread[at]) == 1:
                which = "first" if at == ends[0] else "last"
                said = f"the {which} line of a paragraph stands alone on the page"
                yield Problem("line-alone", "warning", place(pages[at], where), said)
    for page, after in pairwise(pages):
        flow = [item for item in page.items if not item.artifact]
        goes_on = page.kind not in _BARE and (page.kind, page.title) == (after.kind, after.title)
        if goes_on and flow and all(item.kind == "text" for item in flow) and _count(flow) == 1:
            yield Problem("page-of-one-line", "warning", place(page, where), "the page has a single line")


def _count(items: Sequence[Item]) -> int:
    """Lines that texts stand in."""
    middles = sorted((item.box[1] + item.box[3]) / 2 for item in items if item.box[3] > item.box[1])
    return len(middles) and 1 + sum(after - before > _SAME for before, after in pairwise(middles))


def _pictures(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """Pictures on paper are fine enough."""
    for page in pages:
        for item in page.items if page.paper else ():
            left, bottom, right, top = item.box
            if min(item.pixels) > 0 and right > left and top > bottom:
                dpi = max(item.pixels[0] / (right - left), item.pixels[1] / (top - bottom)) * 72
                if dpi < FINE:
                    said = f"a picture of {item.pixels[0]} x {item.pixels[1]} px is printed at {dpi:.0f} dpi"
                    hint = "printers ask for 300 dpi: supply a larger one, or print it smaller"
                    yield Problem("image-coarse", _coarse(dpi, page), place(page, where), said, hint)


def _coarse(dpi: float, page: Page) -> Severity:
    """A note where nobody said that a press prints it and the picture is fair: most pictures of web pages are."""
    return "warning" if page.press or dpi < FAIR else "note"


def _paper(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """Pages on paper are even in number, blanks are blank, chapters open on rectos, the spine takes nothing away."""
    if not any(page.paper for page in pages):
        return
    if len(pages) % 2:
        said = f"has {len(pages)} pages; a leaf has two"
        yield Problem("pages-odd", "error", where, said, "add a blank page")
    for page in pages:
        if page.kind == "blank" and page.items:
            yield Problem("blank-printed", "error", place(page, where), "a blank page is not blank")
    for before, page in pairwise(pages):
        opens = page.kind == "chapter" and (before.kind, before.title) != (page.kind, page.title)
        if opens and page.number % 2 == 0:
            yield Problem("opens-on-verso", "error", place(page, where), "a chapter opens on the back of a leaf")
    yield from _gutter(pages, where)


def _gutter(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """The inside margin is what a book of so many pages needs. The spine: the inner edges."""
    margins: dict[tuple[int, str], list[float]] = defaultdict(list)
    for page in pages:
        if page.area is not None and page.kind not in _MARGINLESS:
            margins[page.number % 2, "left"].append(page.area[0] - page.trim[0])
            margins[page.number % 2, "right"].append(page.trim[2] - page.area[2])
    if not margins:
        return
    least = {key: min(found) for key, found in margins.items()}
    spines = (((1, "left"), (0, "right")), ((1, "right"), (0, "left")))  # read from left to right, from right to left
    # Of the two sides that can be the spine, take the more generous: which one it is the file need not say.
    inner = max(min(least.get(key, 1e9) for key in spine) for spine in spines)
    need = inside(len(pages))
    if inner < need - 0.1:
        said = f"the inside margin is {inner / 72:.3f} in; {len(pages)} pages want {need / 72:.3f} in"
        yield Problem("gutter-narrow", "warning", where, said, "set gutter, or choose smaller type")


def _missing(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """Every character has a glyph."""
    for page in pages:
        if page.missing:
            said = f"{page.missing} characters have no glyph in their font"
            yield Problem("glyph-missing", "error", place(page, where), said, "install a font that has them")


def _folios(pages: Sequence[Page], where: str) -> Iterator[Problem]:
    """Page labels that are numbers run without a gap."""
    numbers = [(page, int(page.label)) for page in pages if page.label.isascii() and page.label.isdecimal()]
    for (_, low), (page, high) in pairwise(numbers):
        if high != low + 1:
            yield Problem("folio-gap", "error", place(page, where), f"page {high} follows page {low}")
    for label, same in groupby(sorted(page.label for page in pages if page.label)):
        if len(list(same)) > 1 and not any(page.kind == "cover" and page.label == label for page in pages):
            yield Problem("folio-twice", "warning", where, f"two pages are called {label}")


RULES: tuple[Callable[[Sequence[Page], str], Iterator[Problem]], ...] = (
    _outside, _headings, _lone_lines, _pictures, _paper, _missing, _folios,
)  # fmt: skip
