"""Every picture is in the book once, fit to be shown; one that is not leaves its words and a clear line."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from book.transforms import pictures
from book.transforms.drawings import drawing
from book.transforms.images import images
from book.transforms.pictures import Unfit, picture
from book.xhtml import parse, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.model import Book

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{}</svg>'


def encoded(kind: str, size: tuple[int, int] = (8, 6), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def test_one_picture_under_two_names_is_packed_once(make: Callable[..., Book], shelf: Any) -> None:
    data = encoded("PNG")
    made = images(make('<p><img src="a.png" alt="x"/><img src="b.png" alt="y"/></p>'), shelf(a__png=data, b__png=data))
    (asset,) = made.assets
    assert [e.get("src") for e in parse(made.chapters[0].body).iter("img")] == [asset.name, asset.name]
    assert (asset.media_type, asset.width, asset.height) == ("image/png", 8, 6)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/jpeg"),
        ("AVIF", "image/jpeg"),
        ("BMP", "image/png"),
        ("TIFF", "image/png"),
    ],
)
def test_the_media_type_comes_from_the_content(
    kind: str, media_type: str, make: Callable[..., Book], shelf: Any
) -> None:
    made = images(make('<p><img src="a.jpg" alt="x"/></p>'), shelf(a__jpg=encoded(kind)))
    assert made.assets[0].media_type == media_type
    assert not made.problems


def test_metadata_goes_and_the_picture_stays_byte_for_byte() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where the house stands"
    jpeg = encoded("JPEG", exif=exif, comment=b"secret")
    assert b"house" not in picture(jpeg).data
    assert b"secret" not in picture(jpeg).data
    clean = picture(jpeg).data
    assert picture(clean).data == clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(jpeg)).tobytes()


def test_a_picture_turned_by_its_metadata_is_turned_for_good() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = picture(encoded("JPEG", exif=exif))
    assert (made.width, made.height) == (6, 8)


def test_a_large_picture_is_made_smaller_and_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = picture(encoded("JPEG", (4000, 3000)))
    assert (made.width, made.height) == (2000, 1500)
    assert picture(encoded("PNG", (1, 20_000))).height <= 20_000
    monkeypatch.setattr(pictures, "MOST_PIXELS", 40)
    with pytest.raises(Unfit, match="pixels"):
        picture(encoded("PNG"))


@pytest.mark.parametrize("data", [b"", b"text", b"\x89PNG\r\n\x1a\n", encoded("PNG")[:60], encoded("JPEG")[:200]])
def test_bytes_that_are_no_picture_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Unfit):
        picture(data)


def test_a_missing_picture_leaves_its_words_and_names_the_line(make: Callable[..., Book], shelf: Any) -> None:
    article = b"# Winds\n\nText\n\n![a map](map.png)\n"
    finder = shelf()
    finder.files["part-1.md"] = article
    made = images(make('<p>See <img src="map.png" alt="a map"/>.</p>'), finder)
    assert plain(made.chapters[0].body) == "See a map."
    assert [str(p) for p in made.problems] == [
        "part-1.md:5: the picture 'map.png' is missing; add the file, or correct its name"
    ]


def test_a_picture_on_the_web_becomes_a_link(make: Callable[..., Book], shelf: Any) -> None:
    made = images(make('<p><img src="https://example.org/a.png" alt="a map"/></p>'), shelf())
    (link,) = parse(made.chapters[0].body).iter("a")
    assert (link.get("href"), link.text) == ("https://example.org/a.png", "a map")
    assert [p.code for p in made.problems] == ["image-remote"]


def test_a_picture_on_the_web_without_words_leaves_its_name(make: Callable[..., Book], shelf: Any) -> None:
    img = '<img src="https://example.org/map.png"/>'
    made = images(make(f'<p><a href="https://example.org">{img}</a></p>'), shelf())
    assert plain(made.chapters[0].body) == "map.png"


def test_a_picture_outside_the_folder_is_not_read(make: Callable[..., Book], shelf: Any) -> None:
    made = images(make('<p><img src="../../etc/x.png" alt="x"/></p>'), shelf())
    assert "outside" in str(made.problems[0])


def test_a_picture_without_alternative_is_listed_and_none_is_invented(make: Callable[..., Book], shelf: Any) -> None:
    made = images(make('<p><img src="a.png"/><img src="a.png" alt=""/></p>'), shelf(a__png=encoded("PNG")))
    assert [(p.code, p.severity) for p in made.problems] == [("image-alt-missing", "note")]
    assert [e.get("alt") for e in parse(made.chapters[0].body).iter("img")] == ["", ""]


def test_a_picture_written_into_the_text_becomes_a_file(make: Callable[..., Book], shelf: Any) -> None:
    uri = "data:image/png;base64," + b64encode(encoded("PNG")).decode()
    made = images(
        make(f'<p><img src="{uri}" alt="x"/><img src="data:image/png;base64,!!!" alt="broken"/></p>'), shelf()
    )
    assert len(made.assets) == 1
    assert "broken" in plain(made.chapters[0].body)
    assert [p.code for p in made.problems] == ["image-broken"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)" width="1" height="1"/>',
        '<image href="http://example.org/x.png"/>',
        '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
        "<foreignObject><p>x</p></foreignObject>",
        "<style>@import url(http://example.org/x.css); rect{fill:url( 'http://example.org' )}</style>",
        r"<style>rect{fill:u\72l(http://example.org)}</style>",
        '<rect style="fill:url(http://example.org/#a)"/>',
        '<animate attributeName="x"/>',
        '<use href="other.svg#a"/>',
    ],
)
def test_nothing_in_a_drawing_runs_loads_or_moves(inside: str) -> None:
    text = drawing(SVG.format(inside).encode()).data.decode()
    for word in ("script", "onclick", "example.org", "foreignObject", "animate", "other.svg", "import"):
        assert word not in text


def test_a_drawing_keeps_what_it_draws_and_gets_its_size() -> None:
    made = drawing(SVG.format('<g id="a"><path d="M0 0h9"/></g><use href="#a"/><text>Winds</text>').encode())
    assert (made.media_type, made.width, made.height) == ("image/svg+xml", 20, 10)
    for word in (b'viewBox="0 0 20 10"', b"M0 0h9", b'href="#a"', b"Winds"):
        assert word in made.data


def test_a_drawing_that_asks_for_a_file_of_the_machine_gets_none() -> None:
    evil = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + SVG.format("<text>&x;</text>")
    assert b"<text/>" in drawing(evil.encode()).data or b"<text></text>" in drawing(evil.encode()).data


def test_half_a_picture_is_none_even_after_pages_were_laid_out() -> None:
    import weasyprint  # noqa: F401, PLC0415 - it tells Pillow to take half a picture for a whole one

    with pytest.raises(Unfit):
        picture(encoded("PNG", (64, 64))[:-40])
