"""Promises about pages made to harm: they lead nowhere in bounded time, and harm no other."""

from __future__ import annotations

import gzip
import random
import socket
from typing import TYPE_CHECKING, Any

import pytest

from book import readers
from book.cli import run
from book.collect.web import addresses
from book.collect.web.client import Manners
from book.collect.web.gather import Wanted
from book.collect.web.listing import leads
from book.gathering import bring
from book.model import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

Site = Any


def _raw(data: bytes) -> Any:
    return lambda handler: handler.wfile.write(data)


def _page(data: bytes, **headers: str) -> Any:
    return lambda handler: handler.answer(200, data, Content_Type="text/html", **headers)


_CUT = gzip.compress(random.Random(7).randbytes(20_000))[:9000]  # noqa: S311 - bytes that do not shrink
BAD = {
    "cut": (_page(_CUT, Content_Encoding="gzip"), "in the middle"),
    "torn": (_page(b"no gzip", Content_Encoding="gzip"), "sends a body that cannot be unpacked"),
    "deflate": (_page(b"no deflate", Content_Encoding="deflate"), "sends a body that cannot be unpacked"),
    "chunks": (_raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc"), "no HTTP"),
    "heads": (_raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n"), "no HTTP"),
    "noughts": (_page(b"\0" * 5000), "is no page: zero bytes, not text"),
    "zip": (_page(b"PK\x03\x04 and no more"), "is a broken archive"),
    "empty": (_page(b" "), "is empty"),
    "loop": (lambda handler: handler.answer(302, Location="/loop"), "redirects 10 times and more"),
    "home": (lambda handler: handler.answer(302, Location="http://10.0.0.1/"), "10.0.0.1 is not a public address"),
    "named": (
        lambda handler: handler.answer(302, Location="http://intern.example/"),
        "intern.example is at 192.168.0.7, which is not a public address",
    ),
    "file": (lambda handler: handler.answer(302, Location="file:///etc/passwd"), "which is no web address"),
}


def test_pages_that_go_wrong_in_every_way_are_one_line_each_and_the_good_one_is_kept(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_public, ask = addresses.is_public, socket.getaddrinfo
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    inward = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", 80))]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: inward if "intern" in str(host) else ask(host, *rest, **more)
    )
    for name, (answer, _) in BAD.items():
        site.extra[f"/{name}"] = answer
    links = "".join(f'<li><a href="/{name}">Part {at}: {name}</a></li>' for at, name in enumerate(BAD, 1))
    tea = f'<li><a href="/2020/01/tea/">Part {len(BAD) + 1}: Tea</a></li>'
    site.extra["/list/"] = _page(f"<html><body><h1>List</h1><ol>{links}{tea}</ol></body></html>".encode())
    manners = Manners(pause=0, deadline=5.0, sleep=lambda _: None)
    brought = bring([f"{site.url}/list/"], tmp_path, manners, Wanted(), lambda *_: None)
    assert brought.files == ("tea.html",)
    lines = {problem.where.rpartition("/")[2]: problem.message for problem in brought.problems}
    assert len(brought.problems) == len(BAD)
    for name, (_, line) in BAD.items():
        assert line in lines[name]


def test_a_body_in_two_packed_pieces_is_whole(site: Site, tmp_path: Path) -> None:
    halves = gzip.compress(b"<html><body><h1>Tea</h1>") + gzip.compress(b"<p>Tea came by sea.</p></body></html>")
    site.extra["/x"] = _page(halves, Content_Encoding="gzip")
    assert run(["collect", f"{site.url}/x", "-d", str(tmp_path), "--allow-private", "-q"]) == 0
    assert "Tea came by sea" in (tmp_path / "x.html").read_text()


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
