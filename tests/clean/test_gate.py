from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book import xhtml
from book.clean import gate, tree


def passed(markup: str, *, xml: bool = False) -> str:
    return gate.fragment(tree.body_of(tree.parse(markup, xml=xml)))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)' style='position:fixed'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,alert'>x</a>",
        "<svg onload='alert(1)'><script>alert(1)</script><foreignObject><p>alert</p></foreignObject></svg>",
        "<svg><use href='http://example.org/alert'/></svg>",
        "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
        "<iframe src='http://example.org/alert'></iframe>",
        "<style>p{background:url(alert)}</style>",
    ],
)
def test_nothing_that_runs_or_reaches_out_passes(hostile: str) -> None:
    assert "alert" not in passed(hostile)
    assert "style=" not in passed(hostile)


def test_what_a_book_is_made_of_passes() -> None:
    kept = passed(
        '<section epub:type="footnotes" role="doc-endnotes" id="n"><p lang="fr" class="x">a<sup>1</sup></p></section>'
        '<table><tr><th scope="col" colspan="2">h</th></tr></table>'
        "<ruby>漢<rt>か</rt></ruby><dl><dt>t</dt><dd>d</dd></dl>"
        '<figure><img src="a.png" alt="A"><figcaption>c</figcaption></figure><math><mi>x</mi></math>'
    )
    for part in (
        'epub:type="footnotes"',
        'role="doc-endnotes"',
        'id="n"',
        'xml:lang="fr"',
        'scope="col"',
        "<rt>",
        "<dd>",
        "<figcaption>",
        "<mi>",
    ):
        assert part in kept


def test_well_formed_xhtml_loses_nothing_behind_an_empty_element() -> None:
    markup = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p><a id="x"/>after it</p></body></html>'
    )
    assert xhtml.plain(passed(markup, xml=True)) == "after it"


def test_a_document_type_with_entities_is_not_obeyed() -> None:
    markup = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>a&nbsp;&x;</p></body></html>'
    assert xhtml.plain(passed(markup, xml=True)) == "a &x;"


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_flattened_and_keeps_its_words(depth: int) -> None:
    assert xhtml.plain(passed("<div>" * depth + "word" + "</div>" * depth)) == "word"


def test_a_deep_quotation_stays_a_quotation() -> None:
    body = passed("<blockquote>" * 25 + "<p>word</p>" + "</blockquote>" * 25)
    assert body.count("<blockquote>") == 25


def test_a_hundred_thousand_attributes_are_no_matter() -> None:
    assert xhtml.plain(passed("<p " + " ".join(f'a{n}="x"' for n in range(100_000)) + ">word</p>")) == "word"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "</i>",
                "<table>",
                "<td>",
                "<svg>",
                "<math>",
                "a",
                "&lt;",
                "&#1;",
                "<",
                "é",
                "<!--",
                "-->",
                "<a href='x'>",
            ]
        )
    )
)
def test_any_markup_becomes_a_fragment_that_passes_again_unchanged(pieces: list[str]) -> None:
    once = passed("".join(pieces))
    xhtml.parse(once)
    assert xhtml.plain(passed(once)) == xhtml.plain(once)
