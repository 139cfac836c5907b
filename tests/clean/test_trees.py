"""A page is the same tree whichever way it is read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from book import xhtml
from book.clean import tree

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
EPUB = 'xmlns:epub="http://www.idpf.org/2007/ops"'
ATTRIBUTES = (
    "",
    ' id="a"',
    ' epub:type="z"',
    ' xml:lang="fr"',
    ' class="x y" title="é"',
    ' data-é="1"',
    ' epub:prefix="p"',
)
NAMES = ("p", "section", "em", "br", "svg", "é", "epub:case")


def element(parts: tuple[str, str, list[str]]) -> str:
    name, attributes, inner = parts
    return f"<{name}{attributes}>{''.join(inner)}</{name}>"


leaves = st.sampled_from(
    ["text", " & ".replace("&", "&amp;"), "<!-- note -->", "<?do it?>", "<![CDATA[a < b]]>", "&eacute;", "\n"]
)
nodes = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.lists(inner, max_size=3)).map(
        element
    ),
    max_leaves=12,
)
roots = st.sampled_from(
    [
        f"{XHTML} {EPUB}",
        f'{EPUB} {XHTML} epub:prefix="se: x" xml:lang="en"',
        f'{XHTML} lang="de" {EPUB} xmlns:m="urn:m"',
    ]
)


@settings(max_examples=300, deadline=None)
@given(roots, st.lists(nodes, max_size=4).map("".join), st.sampled_from(["", '<?xml version="1.0"?>\n', "\n"]))
def test_a_publishers_page_is_taken_as_it_stands_and_gives_the_tree_that_a_copy_would(
    root: str, body: str, before: str
) -> None:
    page = f"{before}<html {root}><head><title>T</title></head>\n<body class='c'>{body}</body></html>"
    at_once = tree._at_once(page)
    parsed = tree._parse_xml(page)
    if at_once is not None and parsed is not None:
        assert etree.tostring(at_once) == etree.tostring(tree._from_xml(parsed))


def test_what_is_nested_deeper_than_any_text_is_flattened_in_a_publishers_page_too() -> None:
    page = f"<html {XHTML}><head/><body>{'<div>' * 400}deep{'</div>' * 400}</body></html>"
    body = tree.body_of(tree.parse(page, xml=True))
    assert max(len([*node.iterancestors()]) for node in body.iter()) <= tree.DEPTH
    assert xhtml.text_of(body) == "deep"


def test_a_plain_page_is_not_copied() -> None:
    assert tree._at_once(f"<html {XHTML} {EPUB}><head/><body><p epub:type='z'>a</p></body></html>") is not None
