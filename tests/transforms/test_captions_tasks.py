"""Captions and task lists as people write them in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from book.model import Book, Removal
from book.transforms.captions import captions
from book.transforms.polish import polish
from book.transforms.tasks import tasks
from book.xhtml import parse, plain

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURE = '<figure><img src="a.png" alt="A"/></figure>'
TABLE = "<table><tbody><tr><td>1</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("below", "language", "caption"),
    [
        ("<p><em>The lamp, seen from below.</em></p>", "en", "The lamp, seen from below."),
        ("<p>Figure 3: The lamp.</p>", "en", "Figure 3: The lamp."),
        ("<p>Fig. 2.1. The lamp.</p>", "en", "Fig. 2.1. The lamp."),
        ("<p>Abbildung 1: Die Lampe.</p>", "de", "Abbildung 1: Die Lampe."),
        ("<p>図1　ランプ</p>", "ja", ""),
        ("<p>図1：ランプ</p>", "ja", "図1：ランプ"),
        ("<p>Figure 3 shows the lamp as it was.</p>", "en", ""),
        ("<p><em>The lamp</em> is old.</p>", "en", ""),
        (f"<p><em>{'A long remark in italics. ' * 10}</em></p>", "en", ""),
        ("<p>The lamp.</p>", "en", ""),
    ],
)
def test_only_a_paragraph_that_is_certainly_a_caption_becomes_one(
    below: str, language: str, caption: str, make: Callable[..., Book], shelf: Any
) -> None:
    made = polish(make(f"<p>Text.</p>{FIGURE}{below}<p>More.</p>", language=language), shelf(), [captions])
    found = parse(made.chapters[0].body).find(".//figcaption")
    assert ("" if found is None else plain("".join(str(t) for t in found.itertext()))) == caption
    assert plain(made.chapters[0].body) == plain(f"<p>Text.</p>{FIGURE}{below}<p>More.</p>")


@pytest.mark.parametrize("order", ["<p>Table 1: Tides.</p>{}", "{}<p>Table 1: Tides.</p>"])
def test_a_table_and_its_caption_stay_together_in_their_order(
    order: str, make: Callable[..., Book], shelf: Any
) -> None:
    body = f"<p>Before.</p>{order.format(TABLE)}<p>After.</p>"
    made = polish(make(body), shelf(), [captions]).chapters[0].body
    (figure,) = parse(made).findall("figure[@class='table']")
    assert {child.tag for child in figure} == {"table", "figcaption"}
    assert plain(made) == plain(body)


def test_boxes_stand_for_the_marks_of_a_task_list_and_the_marks_are_recorded(
    make: Callable[..., Book], shelf: Any
) -> None:
    body = "<ul><li>[x] trim</li><li><p>[ ] wind</p></li></ul><ul><li>[x] one</li><li>plain</li></ul>"
    made = polish(make(body), shelf(), [tasks])
    assert plain(made.chapters[0].body) == "☑ trim☐ wind[x] oneplain"
    assert made.removals == (Removal("part-1.md", "task-mark", "x"),)
