"""Code keeps its text and order, whatever is done to set it on a page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from book.theme import load
from book.typeset.bounds import fit
from book.typeset.listing import mark_long_lines
from book.xhtml import parse, write

LINES = st.lists(st.text(alphabet="ab (){}.=", max_size=120), min_size=1, max_size=12)


def text(markup: str) -> str:
    return "".join(str(piece) for piece in parse(markup).itertext())


def test_a_line_too_long_for_the_page_is_a_block_and_its_tokens_stay() -> None:
    code = parse(f'<pre><code>short\n<span class="k">def</span> <span class="s">{"x" * 70}</span>\nend</code></pre>')
    mark_long_lines(code[0], 60)
    (line,) = code.findall(".//span[@class='line']")
    assert [token.get("class") for token in line] == ["k", "s"]
    assert text(write(code)) == f"short\ndef {'x' * 70}\nend"


def test_a_token_over_many_lines_is_parted_with_its_class() -> None:
    code = parse(f'<pre><code><span class="s">one\n{"y" * 80}\nthree</span></code></pre>')
    mark_long_lines(code[0], 60)
    assert [token.text for token in code.iter("span") if token.get("class") == "s"] == [
        "one\n",
        "y" * 80 + "\n",
        "three",
    ]


@given(LINES, st.integers(1, 100))
def test_marking_changes_no_character(lines: list[str], places: int) -> None:
    source = "\n".join(lines)
    code = parse(f"<pre><code>{source}</code></pre>")
    mark_long_lines(code[0], places)
    assert text(write(code)) == source


def test_a_name_of_code_is_broken_at_its_joints_and_a_short_one_never() -> None:
    body = parse("<p><code>set_visibility_range(minimum)</code> <code>--series</code> <code>.venv/bin</code></p>")
    fit(body)
    first, second, third = body.iter("code")
    assert first.text.split("\u200b") == ["set_", "visibility_", "range(", "minimum)"]  # type: ignore[union-attr]  # it is there - the test fails where it is not
    assert [name.get("class") for name in (second, third)] == ["whole", "whole"]


def test_a_paragraph_that_cannot_be_justified_is_set_ragged() -> None:
    body = parse("<p>See https://example.org/a/long/address/indeed for it.</p><p>Plain words, all of them short.</p>")
    fit(body)
    assert [paragraph.get("class") for paragraph in body] == ["ragged", None]


def test_every_theme_marks_a_continued_line() -> None:
    assert all("pre .line::before" in load(name).print for name in ("classic", "modern", "reader"))
