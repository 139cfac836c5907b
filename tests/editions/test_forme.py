"""Binding fills gaps in what was laid out: whatever the objects say, the PDF says it, and any reader opens it."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.editions.pdf.forme import Forme, Thing, thing, unlock
from book.editions.pdf.objects import Objects, deflate, named, number, numbers, references, string
from book.editions.pdf.outline import names, outline
from book.model import Entry

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def finished(objects: Objects, root: bytes = b"<</Type/Catalog%b>>", more: bytes = b"") -> pikepdf.Pdf:
    """What was written, opened by another program, with these entries in the catalogue."""
    tree = objects.add(b"<</Type/Pages/Count 0/Kids[]>>")
    entries = b"/Pages %d 0 R" % tree + more
    return pikepdf.open(BytesIO(objects.finish(objects.add(root % entries), objects.add(b"<<>>"))))


@given(TEXT)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    pdf = finished(Objects(), more=b"/X" + string(text))
    assert str(pdf.Root.X) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_a_name_is_read_as_it_was_written(text: str) -> None:
    pdf = finished(Objects(), more=b"/X" + named(text))
    assert str(pdf.Root.X) == "/" + text


@given(st.floats(-1e6, 1e6))
def test_a_number_is_written_to_a_thousandth(value: float) -> None:
    assert float(number(value)) == pytest.approx(value, abs=0.0005001)
    assert b"e" not in number(value)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(1, 900))
def test_every_object_is_found_whatever_their_number(sizes: list[int], count: int) -> None:
    """Objects that are streams and objects that are none, in more than one object stream."""
    objects = Objects()
    plain = [objects.add(b"<</N %d>>" % at) for at in range(count)]
    streams = [objects.deflated(b"/N %d" % size, b"x" * size * 20) for size in sizes]
    pdf = finished(objects, more=b"/X" + references([*plain, *streams]))
    assert [int(one.N) for one in pdf.Root.X] == [*range(count), *sizes]
    assert [len(one.read_bytes()) for one in list(pdf.Root.X)[count:]] == [size * 20 for size in sizes]


@given(st.binary(max_size=3000))
def test_what_was_compressed_is_the_same_again(data: bytes) -> None:
    assert zlib.decompress(deflate(data)) == data


@given(TEXT, st.lists(st.integers(1, 9), max_size=6))
def test_what_looks_like_a_reference_in_a_text_is_none(text: str, slots: list[int]) -> None:
    """Titles with "12 0 R", percent signs, brackets and backslashes in them are left as they are."""
    written = (
        b"<</T" + string(f"{text} (1 0 R) 100% \\ {text}") + b"/K" + references(slots) + b"/U" + string("2 0 R") + b">>"
    )
    found = thing(written, lambda at: at)
    assert list(found.slots) == slots
    assert found.filled(range(10)) == written
    moved = found.filled(range(50, 60))
    assert moved == written.replace(b"/K" + references(slots), b"/K" + references(at + 50 for at in slots))


def test_a_damaged_forme_is_none() -> None:
    whole = Forme((), Thing(b"<<", ()), {}, (), {}, None, (), {}).pack()
    assert unlock(whole).slots == 2
    for data in (b"", whole[:-1], b"nonsense", whole[::-1]):
        with pytest.raises(ValueError, match="damaged"):
            unlock(data)


@given(st.sets(st.text(st.characters(max_codepoint=0xD7FF), min_size=1, max_size=40), min_size=1, max_size=200))
def test_a_reader_finds_every_destination(wanted: set[str]) -> None:
    """The name tree is in the order that PDF asks for, in ASCII and beyond."""
    objects = Objects()
    page = objects.add(b"<</Type/Page>>")
    places = {name: (0, float(at), 0.0) for at, name in enumerate(sorted(wanted))}
    pdf = finished(objects, more=b"/Names<</Dests %d 0 R>>" % names(objects, places, [page]))
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    assert {name: float(tree[name][2]) for name in wanted} == {name: place[1] for name, place in places.items()}


def test_the_outline_counts_what_it_shows() -> None:
    """Parts are open and chapters closed: ISO 32000-1, 12.3.3."""
    sections = tuple(Entry(f"Section {at}", f"s{at}", 3, kind="heading") for at in range(3))
    chapters = tuple(Entry(f"Chapter {at}", f"c{at}", 2, children=sections) for at in range(2))
    objects = Objects()
    written = outline(objects, (Entry("Part", "p", 1, kind="part", children=chapters), Entry("After", "a", 1)), {}, [])
    pdf = finished(objects, more=b"/Outlines %d 0 R" % (written or 0))
    part = pdf.Root.Outlines.First
    assert (int(pdf.Root.Outlines.Count), int(part.Count), int(part.First.Count)) == (4, 2, -3)
    assert "/Count" not in part.Next
    assert numbers([1, 2.5]) == b"[1 2.5]"
