"""Promises about pages made to harm: they lead nowhere in bounded time, and harm no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from book import readers
from book.cli import run
from book.collect.web.listing import leads
from book.model import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

Site = Any


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 100_000, "<b>" * 100_000, "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">", "<ul><li>" * 700],
)
def test_floods_lead_nowhere_and_are_read(markup: str) -> None:
    page = f"<html><body>{markup}Words of the page</body></html>"
    assert leads(page, "https://x.example/").entries == ()
    assert len(readers.read(Snapshot("x.html", page.encode())).documents) == 1


def test_a_pdf_that_calls_itself_a_page_is_one_line_and_not_kept(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.extra["/x"] = lambda handler: handler.answer(200, b"%PDF-1.7 x", Content_Type="text/html")
    assert run(["collect", f"{site.url}/x", "-d", str(tmp_path), "--allow-private", "-q"]) == 1
    assert "/x: is a PDF, which cannot be read as an article" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.html"))


def test_a_wall_is_kept_and_named(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = b"<html><body><p>Accept all cookies to go on?</p></body></html>"
    site.extra["/x"] = lambda handler: handler.answer(200, data, Content_Type="text/html")
    assert run(["collect", f"{site.url}/x", "-d", str(tmp_path), "--allow-private", "-q"]) == 0
    assert "has only 6 words" in capsys.readouterr().err


def test_a_record_that_names_a_file_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "collected.json").write_text('{"collected": [{"file": "../x.html", "address": "https://x.example/"}]}')
    (tmp_path / "a.md").write_text("# A\n\nWords.\n")
    assert run(["collect", str(tmp_path / "a.md"), "-d", str(tmp_path), "-q"]) == 2


def test_pictures_of_a_page_that_a_browser_saved_are_found_and_its_frames_are_no_articles(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    (saved / "Tide_files").mkdir(parents=True)
    (saved / "Tide.html").write_text('<html><body><h1>Tide</h1><p>Words.</p><img src="Tide_files/a.png"></body></html>')
    (saved / "Tide_files" / "frame.html").write_text("<html><body><p>An advertisement.</p></body></html>")
    (saved / "Tide_files" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run(["collect", str(saved), "-d", str(tmp_path / "in"), "-q"]) == 0
    names = sorted(path.relative_to(tmp_path / "in").as_posix() for path in (tmp_path / "in").rglob("*.*"))
    assert [name for name in names if "." in name and "collected" not in name] == ["Tide.html", "Tide_files/a.png"]
