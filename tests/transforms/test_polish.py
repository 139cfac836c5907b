"""Headings, links, figures, tables, code, formulas, terms and quotes: each as its file promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book.language import words
from book.model import Book, Chapter, Metadata, Part
from book.transforms import transform
from book.transforms.code import code
from book.transforms.figures import figures
from book.transforms.headings import headings
from book.transforms.links import links
from book.transforms.math import math
from book.transforms.polish import polish
from book.transforms.provenance import provenance
from book.transforms.roles import roles
from book.transforms.tables import tables
from book.transforms.terms import terms
from book.transforms.typography import typography
from book.xhtml import parse, plain

if TYPE_CHECKING:
    from collections.abc import Callable


def body(book: Book) -> str:
    return polish(book, lambda _source, _href: b"", [provenance]).chapters[0].body


def test_every_heading_gets_an_id_from_its_words(make: Callable[..., Book], shelf: Any) -> None:
    made = polish(make("<h2>The Trade Winds</h2><h2>The Trade Winds</h2><h3>الرياح</h3>"), shelf(), [headings])
    ids = [e.get("id") for e in parse(made.chapters[0].body).iter("h2", "h3")]
    assert ids == ["ch-01-the-trade-winds", "ch-01-the-trade-winds-2", "ch-01-heading"]


def test_a_dead_link_becomes_text_and_a_line(make: Callable[..., Book], shelf: Any) -> None:
    finder = shelf()
    finder.files["part-1.md"] = b"a\n[b](part-9.md)\n"
    made = polish(
        make('<p><a href="part-9.md">nine</a> <a href="#nowhere">here</a> <a href="#ch-01">top</a></p>'),
        finder,
        [links],
    )
    assert body(made) == '<p>nine here <a href="#ch-01">top</a></p>'
    assert [(p.code, p.where) for p in made.problems] == [("broken-link", "part-1.md:2"), ("broken-link", "part-1.md")]


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a b?q=ü#x", "https://example.org/a%20b?q=%C3%BC#x"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("//example.org/x", "https://example.org/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("javascript:alert(1)", None),
        ("http://", None),
        ("http://[bad", None),
        ("file:///etc/hosts", None),
    ],
)
def test_addresses_of_the_web_are_put_in_order(
    href: str, kept: str | None, make: Callable[..., Book], shelf: Any
) -> None:
    made = polish(make(f'<p><a href="{href}">x</a></p>'), shelf(), [links])
    assert [a.get("href") for a in parse(made.chapters[0].body).iter("a")] == ([kept] if kept else [])


@pytest.mark.parametrize(
    ("source", "made"),
    [
        (
            '<p><img src="a" alt="x" title="A map"/></p>',
            '<figure><img src="a" alt="x"/><figcaption>A map</figcaption></figure>',
        ),
        ('<p><img src="a" alt="x"/> and text</p>', '<p><img src="a" alt="x"/> and text</p>'),
        (
            '<div class="wp-caption"><p><img src="a" alt="x"/></p><p class="wp-caption-text">A map</p></div>',
            (
                '<figure class="wp-caption"><img src="a" alt="x"/>'
                '<figcaption class="wp-caption-text">A map</figcaption></figure>'
            ),
        ),
        (
            (
                '<table class="image"><caption>A map</caption>'
                '<tr><td><a href="b"><img src="a" alt="x"/></a></td></tr></table>'
            ),
            '<figure><a href="b"><img src="a" alt="x"/></a><figcaption>A map</figcaption></figure>',
        ),
        (
            '<div class="figure"><img src="a" alt="x"/><p>Prose.</p></div>',
            '<div class="figure"><img src="a" alt="x"/><p>Prose.</p></div>',
        ),
    ],
)
def test_a_picture_with_its_caption_is_a_figure(source: str, made: str, make: Callable[..., Book], shelf: Any) -> None:
    assert body(polish(make(source), shelf(), [figures])) == made


def test_a_list_that_captions_a_picture_is_a_figure_and_terms_alone_are_no_list(
    make: Callable[..., Book], shelf: Any
) -> None:
    source = '<dl class="wp-caption"><dt><img src="a" alt="x"/></dt><dd>A map</dd></dl><dl><dt>alone</dt></dl>'
    made = body(polish(make(source), shelf(), [figures]))
    assert '<div><img src="a" alt="x"/></div><figcaption>A map</figcaption></figure>' in made
    assert "<div><div>alone</div></div>" in made


def test_a_link_of_which_nothing_is_seen_and_a_cite_that_is_no_address_go(
    make: Callable[..., Book], shelf: Any
) -> None:
    source = '<p><a href="https://example.org"></a><q cite="my book">x</q><q cite="https://example.org/a b">y</q></p>'
    made = body(polish(make(source), shelf(), [links]))
    assert made == '<p><q>x</q><q cite="https://example.org/a%20b">y</q></p>'


def test_a_table_says_what_its_headers_head(make: Callable[..., Book], shelf: Any) -> None:
    source = "<table><tr><th>wind</th><th>force</th></tr><tr><th>north</th><td>4</td></tr></table>"
    table = parse(body(polish(make(source), shelf(), [tables]))).find(".//table")
    assert table is not None
    assert [(e.text, e.get("scope")) for e in table.iter("th")] == [("wind", "col"), ("force", "col"), ("north", "row")]
    assert [child.tag for child in table] == ["thead", "tbody"]


CODE = 'int main() {\n  return 0; // "x" &lt; y\n}\n\n'


def test_code_is_marked_and_not_a_character_changes(make: Callable[..., Book], shelf: Any) -> None:
    source = f'<pre><code class="language-c">{CODE}</code></pre>'
    made = body(polish(make(source), shelf(), [code]))
    assert '<span class="kt">int</span>' in made
    assert "".join(parse(made).itertext()) == "".join(parse(source).itertext())


@pytest.mark.parametrize("language", ["", "language-nonesuch", "wide"])
def test_code_of_no_known_language_stays_as_it_is(language: str, make: Callable[..., Book], shelf: Any) -> None:
    source = f'<pre><code class="{language}">{CODE}</code></pre>'
    assert body(polish(make(source), shelf(), [code])) == body(make(source))


def test_links_inside_code_are_kept(make: Callable[..., Book], shelf: Any) -> None:
    source = '<pre class="language-c"><a href="https://example.org">int</a> x;</pre>'
    assert body(polish(make(source), shelf(), [code])) == source


def test_tex_becomes_mathml_with_its_source_as_alternative(make: Callable[..., Book], shelf: Any) -> None:
    made = polish(
        make(r'<p><span class="math inline">\frac{a}{b}</span></p><div class="math display">$$x^2$$</div>'),
        shelf(),
        [math],
    )
    formulas = list(parse(made.chapters[0].body).iter("{*}math"))
    assert [(f.get("alttext"), f.get("display")) for f in formulas] == [(r"\frac{a}{b}", "inline"), ("x^2", "block")]
    assert next(formulas[0].iter("{*}mfrac"), None) is not None


def test_tex_that_is_not_understood_stays_and_is_named(make: Callable[..., Book], shelf: Any) -> None:
    bomb = "{" * 500 + "}" * 500
    for tex in (r"\frac{a}", r"\nonesuch{x}", bomb):
        made = polish(make(f'<p><span class="math inline">{tex}</span></p>'), shelf(), [math])
        assert tex in made.chapters[0].body
        assert [p.code for p in made.problems] == ["math-unknown"]


def test_terms_get_ids_and_a_sites_own_class_is_no_term(make: Callable[..., Book], shelf: Any) -> None:
    source = '<p><span class="index">gale</span> <dfn>storm</dfn></p><div class="index wide"><p>Site map</p></div>'
    made = body(polish(make(source), shelf(), [terms]))
    assert 'id="ch-01-term-gale"' in made
    assert 'id="ch-01-term-storm"' in made
    assert '<div class="wide">' in made


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "<p>\"It's <em>cold</em>,\" he said... 'no'.</p>", "<p>“It’s <em>cold</em>,” he said… ‘no’.</p>"),
        ("de", '<p>Er sagte "nein".</p>', "<p>Er sagte „nein“.</p>"),
        (
            "fr",
            '<p>Il dit "non" ; l\'<em>air</em> !</p>',
            "<p>Il dit «\u202fnon\u202f»\u202f; l’<em>air</em>\u202f!</p>",
        ),
        ("ru", '<p>Он сказал "нет".</p>', "<p>Он сказал «нет».</p>"),
        ("en", '<p>A 5" pipe and <code>"x"</code> and \'90s</p>', '<p>A 5" pipe and <code>"x"</code> and ’90s</p>'),
        ("en", '<p>An "unclosed quote.</p>', '<p>An "unclosed quote.</p>'),
        ("ja", '<p>"x"</p>', '<p>"x"</p>'),
        ("en", "<p>wait -- no</p><pre>a -- b ...</pre>", "<p>wait — no</p><pre>a -- b ...</pre>"),
    ],
)
def test_quotes_are_set_only_where_they_are_certain(
    language: str, before: str, after: str, make: Callable[..., Book], shelf: Any
) -> None:
    assert body(polish(make(before, language=language), shelf(), [typography])) == after


_PIECE = st.sampled_from(
    ['"', "'", "wind ", " ", "...", "<em>x</em>", "<code>'a'</code>", "4", "--", ",", "«", "!", "s'"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECE, max_size=14), st.sampled_from(["en", "fr", "de", "sv", "ar"]))
def test_typography_changes_no_word(pieces: list[str], language: str) -> None:
    text = f"<p>{''.join(pieces)}</p>"
    book = Book(Metadata("B", language, "urn:x"), (Part("p", "", None, (Chapter("c", "T", None, "chapter", text),)),))
    made = polish(book, lambda _source, _href: b"", [typography])
    assert words(plain(made.chapters[0].body)) == words(plain(text))


def test_roles_of_a_site_go_and_those_of_a_book_stay(make: Callable[..., Book], shelf: Any) -> None:
    source = '<section role="doc-epigraph"><p role="button">x</p><a role="doc-noteref" href="#ch-01">1</a></section>'
    made = body(polish(make(f'<section role="article">{source}</section>'), shelf(), [roles]))
    assert made == f"<section>{source}</section>".replace(' role="button"', "")


def test_the_whole_list_leaves_no_mark_of_where_articles_begin(make: Callable[..., Book], shelf: Any) -> None:
    book = make("<p>Winds</p><h2>Sea</h2>", "<p>Calm</p>")
    book = transform(book, shelf())
    assert [c.body for c in book.chapters] == ['<p>Winds</p><h2 id="ch-01-sea">Sea</h2>', "<p>Calm</p>"]
