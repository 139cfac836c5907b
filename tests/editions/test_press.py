"""What a printer is promised: boxes, bleed, gutter, inks, PDF/X-4; and what a reader finds attached."""

from __future__ import annotations

import re
import subprocess
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import icc_samples as icc
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import book
from book.check import pdf as checking
from book.check import press
from book.editions.pdf.boxes import SPARE, WIDEST, Cut
from book.editions.pdf.colour import Inks
from book.editions.pdf.forme import unlock
from book.editions.pdf.gutter import settle
from book.editions.pdf.intent import read
from book.editions.pdf.laid import Task, unpack
from book.editions.pdf.workers import lay
from book.errors import Misused
from book.paper import inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "The keeper writes down the name of every boat that the lock lifts. " * 30
SIZES = st.floats(100, 900)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    picture = Image.effect_noise((300, 200), 60).convert("RGB")
    picture.putpixel((0, 0), (250, 10, 10))
    picture.save(folder / "boat.png")
    picture.save(folder / "boat.jpg", quality=90)
    for number in (1, 2):
        shown = "![A boat](boat.png)\n\n![A boat again](boat.jpg)" if number == 1 else ""
        link = f"See [the other]({3 - number}.md), [the web](https://example.org/)."
        body = f'{TEXT}\n\n{link}\n\n{shown}\n\n<p style="color: #c01020">Red.</p>\n\n```python\nx = "red"\n```\n'
        (folder / f"{number}.md").write_text(f"# Locks, Part {number}\n\n{body}")
    (folder / "press.icc").write_bytes(icc.profile())
    return folder


@pytest.fixture(autouse=True)
def _no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own rules are asked here; veraPDF is in the sweep over real books."""
    monkeypatch.setattr(checking.shutil, "which", lambda _: None)


def make(folder: Path, **settings: object) -> tuple[Path, list[book.Problem]]:
    """One PDF edition of the series, and what was found while it was made."""
    lines = [f"{key} = {value!r}".replace("True", "true").replace("'", '"') for key, value in settings.items()]
    text = (
        '[book]\ntitle = "Locks"\n[series]\nsources = ["1.md", "2.md"]\n[editions.x]\nformat = "pdf"\nfile = "x.pdf"\n'
    )
    (folder / "book.toml").write_text(text + "\n".join(lines))
    built = book.build(folder=folder, jobs=1)
    return built.paths[0], list(built.problems)


def content(pdf: pikepdf.Pdf) -> bytes:
    """All that the pages draw, forms among it."""
    streams = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream)]
    forms = [stream for stream in streams if stream.get("/Subtype") == "/Form"]
    pages = [part for page in pdf.pages for part in _parts(page)]
    return b"\n".join(stream.read_bytes() for stream in (*forms, *pages))


def _parts(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    contents = page.obj.Contents
    yield from contents if isinstance(contents, pikepdf.Array) else (contents,)


# ---------------------------------------------------------------- boxes


CUTS = st.builds(Cut, st.floats(0, WIDEST), st.booleans(), st.floats(0, 20), st.booleans())


@given(SIZES, SIZES, CUTS, st.integers(0, 5))
def test_the_trim_is_the_page_and_the_bleed_is_at_the_outer_edges(
    width: float, height: float, cut: Cut, number: int
) -> None:
    bleed, gutter, leftward = cut.bleed, cut.gutter, cut.leftward
    boxes = cut.boxes(width, height, number)
    left, bottom, right, top = boxes.trim
    assert right - left == pytest.approx(width, abs=0.01)
    assert top - bottom == pytest.approx(height, abs=0.01)
    assert boxes.media[:2] == (0, 0)
    assert all(a <= b + 0.01 for a, b in zip(boxes.media[:2], boxes.bleed[:2], strict=True))
    sides = {"left": left - boxes.bleed[0], "right": boxes.bleed[2] - right}
    spine = "left" if (number % 2 == 0) != leftward else "right"
    outer = "right" if spine == "left" else "left"
    assert sides[spine] == pytest.approx(0, abs=0.01)
    assert sides[outer] == pytest.approx(bleed, abs=0.01)
    assert top - bottom + 2 * bleed == pytest.approx(boxes.bleed[3] - boxes.bleed[1], abs=0.01)
    # The text moves away from the spine, and a ground painted in the layout still reaches the bleed.
    moved = cut.move(number)[0] - left
    assert moved == pytest.approx(gutter if spine == "left" else -gutter, abs=0.01)
    assert SPARE >= WIDEST + 20


def test_bleed_and_marks_are_round_every_page_and_lay_nothing_out_again(series: Path) -> None:
    plain, _ = make(series)
    with pikepdf.open(plain) as pdf:
        assert {tuple(map(float, page.mediabox)) for page in pdf.pages} == {(0, 0, 432, 648)}
        bare = len(pdf.pages)
    path, _ = make(series, bleed="0.125in", crop_marks=True)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == bare
        for page in pdf.pages:
            trim, bleed, media = (list(map(float, page.obj[key])) for key in ("/TrimBox", "/BleedBox", "/MediaBox"))
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((432, 648), abs=0.01)
            assert bleed[2] - bleed[0] == pytest.approx(441, abs=0.01)
            assert bleed[3] - bleed[1] == pytest.approx(666, abs=0.01)
            assert media[3] > bleed[3] > trim[3]
            assert list(_parts(page))[-1].read_bytes().count(b" l S") == 8
    assert not [problem for problem in checking.check(path).problems if problem.code != "image-coarse"]


@pytest.mark.parametrize("wrong", ["-3mm", "3", "a lot", "2in", "auto"])
def test_a_bleed_that_is_none_is_named_with_its_line(series: Path, wrong: str) -> None:
    with pytest.raises(Misused, match=r"book\.toml:8: 'editions\.x\.bleed'"):
        make(series, bleed=wrong)


# ---------------------------------------------------------------- the gutter


@pytest.mark.parametrize(("pages", "inches"), [(24, 0.375), (150, 0.375), (152, 0.5), (500, 0.625), (828, 0.875)])
def test_a_thicker_book_has_a_wider_inside_margin(pages: int, inches: float) -> None:
    assert inside(pages) == inches * 72
    margins = {"margin-inner": "36pt", "margin-outer": "60pt"}
    assert settle(pages, margins, wanted="auto", fixed=False).moved == max(inches * 72 - 36, 0)
    assert settle(pages, margins, wanted="auto", fixed=True).moved == 0


def test_a_gutter_for_which_there_is_no_room_is_said() -> None:
    found = settle(800, {"margin-inner": "30pt", "margin-outer": "30pt"}, wanted="auto", fixed=False)
    assert found.moved == 12
    assert [problem.code for problem in found.problems] == ["gutter-narrow"]


def test_an_inside_margin_of_ones_own_moves_text_links_and_destinations_alike(series: Path) -> None:
    plain, _ = make(series)
    with pikepdf.open(plain) as pdf:
        before = _link(pdf)
    path, problems = make(series, gutter="0.9in")
    with pikepdf.open(path) as pdf:
        after = _link(pdf)
    moved = before[0] - after[0]
    assert abs(moved) > 5
    assert abs(abs(before[1] - after[1]) - abs(moved)) < 0.01
    assert any("the inside margin is 0.9 in" in str(problem) for problem in problems)


def _link(pdf: pikepdf.Pdf) -> tuple[float, float]:
    """Where the first link on a verso lies, and what is drawn there moved."""
    for number, page in enumerate(pdf.pages):
        for link in page.obj.get("/Annots", ()) if number % 2 else ():
            moved = re.match(rb"q 1 0 0 1 (\S+) ", next(_parts(page)).read_bytes())
            return float(link.Rect[0]), float(moved[1]) if moved else 0.0
    raise AssertionError("no link on a verso")


# ---------------------------------------------------------------- inks


def test_black_text_is_black_ink_alone_and_colours_stay(series: Path) -> None:
    path, _ = make(series, colour="black")
    with pikepdf.open(path) as pdf:
        drawn = content(pdf)
    assert re.search(rb"(?m)^0 g$", drawn)
    assert not re.search(rb"(?m)^0 0 0 rg$", drawn)


@pytest.mark.parametrize("kind", ["black", "grey", "cmyk"])
def test_inks_change_nothing_but_colours(kind: str) -> None:
    """Every object of a sheet refers to those it referred to: structure, links, pages, fonts."""
    link = '<p>To <a href="#there">another chapter</a> and to <a href="#here">this</a>.</p>'
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9" fill="#c00"/></svg>'
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>t</title></head><body>'
        f'<h1 id="here">A lock</h1>{link}<p style="color: #c00; opacity: 0.5">Red {drawn}</p></body></html>'
    )
    laid = unpack(lay(Task("x", "X", xhtml, (("", "p { background: linear-gradient(red, blue) }"),))))
    before = unlock(laid.forme)
    after = unlock(Inks(kind).sheet(laid, None).forme)  # type: ignore[arg-type]  # a kind - parametrize gives text
    assert [one and sorted(one.slots) for one in after.objects] == [one and sorted(one.slots) for one in before.objects]
    assert after._replace(objects=()) == before._replace(objects=())
    assert after.objects != before.objects


@pytest.mark.parametrize(("colour", "space"), [("grey", "/DeviceGray"), ("cmyk", "/DeviceCMYK")])
def test_nothing_is_left_in_rgb(series: Path, colour: str, space: str) -> None:
    path, _ = make(series, colour=colour)
    with pikepdf.open(path) as pdf:
        assert not re.search(rb"(?m)\s(rg|RG)$", content(pdf))
        images = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image"]
        assert len(images) >= 2
        assert {str(image.ColorSpace) for image in images} == {space}
        shown = pikepdf.PdfImage(images[0]).as_pil_image().convert("RGB")
    original = Image.open(series / "boat.png").convert("L")
    middle = sum(original.resize((1, 1), Image.Resampling.BOX).get_flattened_data())
    found = sum(shown.convert("L").resize((1, 1), Image.Resampling.BOX).get_flattened_data())
    assert abs(middle - found) < 12  # the picture is neither inverted nor washed out


@given(st.tuples(*(st.floats(0, 1) for _ in range(3))))
def test_every_colour_becomes_inks_between_none_and_full(colour: tuple[float, float, float]) -> None:
    for inks in (Inks("grey"), Inks("cmyk"), Inks("black")):
        assert all(0 <= part <= 1 for part in inks.inks(colour))
    grey = colour[0]
    assert Inks("cmyk").inks((grey, grey, grey))[:3] == (0, 0, 0)


# ---------------------------------------------------------------- PDF/X-4


def test_with_the_profile_of_a_press_the_book_is_pdf_x_4(series: Path) -> None:
    path, problems = make(series, profile="press.icc", bleed="3mm")
    assert not [problem for problem in problems if problem.code == "profile-unfit"]
    with pikepdf.open(path) as pdf:
        assert list(press.check(pdf, "x")) == []
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert bytes(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) == icc.profile()
        assert str(pdf.docinfo.Trapped) == "/False"
        with pdf.open_metadata() as xmp:
            assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert xmp["pdfuaid:part"] == "1"
        assert not any("/Annots" in page.obj for page in pdf.pages)
    assert not [problem for problem in checking.check(path).problems if problem.severity == "error"]


@pytest.mark.parametrize("harm", ["intent", "trapped", "trim", "link", "rgb", "version"])
def test_what_pdf_x_4_wants_is_missed_where_it_is_not(series: Path, tmp_path: Path, harm: str) -> None:
    path, _ = make(series, profile="press.icc")
    with pikepdf.open(path) as pdf:
        page = pdf.pages[4]
        if harm == "intent":
            del pdf.Root["/OutputIntents"]
        elif harm == "trapped":
            del pdf.docinfo["/Trapped"]
        elif harm == "trim":
            del page.obj["/TrimBox"]
        elif harm == "link":
            page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)])
        elif harm == "rgb":
            page.obj.Contents = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f")
        else:
            pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"xmpMM:VersionID", b"xmpMM:Version"))
        pdf.save(tmp_path / "x.pdf", fix_metadata_version=False)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert [problem.code for problem in press.check(pdf, "x")][:1] == ["pdf-x"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no profile at all", "is no ICC profile"),
        (icc.profile(space=b"RGB ", device=b"mntr"), "a screen, not of a press"),
        (icc.profile()[:140], "damaged"),
    ],
)
def test_what_is_no_profile_of_a_press_is_left_out_and_said(series: Path, data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(data)
    (series / "wrong.icc").write_bytes(data)
    path, problems = make(series, profile="wrong.icc")
    assert [problem.where for problem in problems if problem.code == "profile-unfit"] == ["wrong.icc"]
    with pikepdf.open(path) as pdf:
        assert "/OutputIntents" not in pdf.Root


def test_the_same_edition_has_the_same_bytes(series: Path) -> None:
    once = partial(make, series, profile="press.icc", bleed="3mm", crop_marks=True)
    first = once()[0].read_bytes()
    subprocess.run(["rm", "-r", series / ".book"], check=True)
    assert once()[0].read_bytes() == first


# ---------------------------------------------------------------- pictures, sources


def test_a_picture_too_coarse_for_paper_is_named_with_its_page(series: Path) -> None:
    _, problems = make(series)
    found = [problem for problem in problems if problem.code == "image-coarse"]
    assert [problem.where for problem in found] == ["1.md: boat.png", "1.md: boat.jpg"]
    assert re.search(r"printed at \d+ dpi on page \d+", found[0].message)
    screen = make(series, **{"for": "screen"})[1]
    assert not [problem for problem in screen if problem.code == "image-coarse"]


def test_the_articles_go_with_an_edition_for_the_screen_where_that_is_wanted(series: Path) -> None:
    path, _ = make(series, **{"for": "screen"}, attach=True)
    with pikepdf.open(path) as pdf:
        assert sorted(pdf.attachments) == ["1.md", "2.md"]
        assert pdf.attachments["1.md"].get_file().read_bytes() == (series / "1.md").read_bytes()
        assert {str(file.AFRelationship) for file in pdf.Root.AF} == {"/Source"}
    with pikepdf.open(make(series, **{"for": "screen"})[0]) as pdf:
        assert not len(pdf.attachments)


def test_a_thread_of_a_picture_is_printed_and_the_page_stays_a_page(tmp_path: Path) -> None:
    Image.new("RGB", (1, 20000), (9, 9, 9)).save(tmp_path / "thread.png")
    (tmp_path / "1.md").write_text(f"# Rope, Part 1\n\n{TEXT}\n\n![A thread](thread.png)\n\n{TEXT}")
    (path,) = book.build([tmp_path], outputs=[tmp_path / "x.pdf"], folder=tmp_path, jobs=1).paths
    assert not [problem for problem in checking.check(path).problems if problem.severity != "note"]
    assert BytesIO(path.read_bytes()).getbuffer().nbytes < 400_000
