"""From an address to a book: what was collected is read with its addresses, order and pictures."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from book.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    Site = Any


def _picture(server: Any) -> None:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "#335566").save(data, "PNG")
    server.answer(200, data.getvalue(), Content_Type="image/png")


@pytest.fixture
def illustrated(site: Site) -> Site:
    site.extra["/img/wave.png"] = _picture
    return site


def test_a_list_is_shown_and_nothing_is_collected(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    assert run(["collect", f"{site.url}/category/sea/", "-d", str(folder), "--list", "--allow-private"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2", "3", "4", "5"]
    assert "The Long Tide (Part One)" in lines[0]
    assert not folder.exists()


def test_a_collected_folder_becomes_a_book_with_its_pictures(
    illustrated: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    address = f"{illustrated.url}/series/tides/"
    assert run(["collect", address, "-d", "in", "--allow-private", "--pause", "0", "-q"]) == 0
    assert run(["build", "in", "-o", "tides.epub", "-q"]) == 0
    with zipfile.ZipFile(tmp_path / "tides.epub") as epub:
        names = epub.namelist()
        text = "".join(epub.read(name).decode() for name in names if name.endswith(".xhtml"))
    assert any(name.endswith(".png") for name in names)
    assert [f"This is instalment {number} about" in text for number in range(1, 6)] == [True] * 5
    assert "Tea" not in text


def test_an_address_is_not_reached_offline(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["build", f"{site.url}/series/tides/", "-o", "x.epub", "--offline"]) == 2
    assert "--offline forbids it" in capsys.readouterr().err
    assert site.asked == []


@pytest.mark.parametrize("header", ["no header", ": x", "A: b\r\nC: d"])
def test_a_header_that_is_none_is_named(header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["collect", "http://x.example/", "-d", str(tmp_path / "in"), "--header", header]) == 2
    assert "is no header" in capsys.readouterr().err


def test_files_are_collected_with_their_pictures(tmp_path: Path) -> None:
    (tmp_path / "from" / "img").mkdir(parents=True)
    Image.new("RGB", (60, 40), "#335566").save(tmp_path / "from" / "img" / "a.png")
    (tmp_path / "from" / "1.md").write_text("# One\n\nSome words of the first.\n\n![A wave](img/a.png)\n")
    assert run(["collect", str(tmp_path / "from"), "-d", str(tmp_path / "to"), "-q"]) == 0
    assert sorted(path.relative_to(tmp_path / "to").as_posix() for path in (tmp_path / "to").rglob("*.*")) == [
        "1.md",
        "img/a.png",
    ]


def test_a_book_is_collected_whole_and_only_articles_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "from" / "img").mkdir(parents=True)
    Image.new("RGB", (60, 40), "#335566").save(tmp_path / "from" / "img" / "a.png")
    (tmp_path / "from" / "1.md").write_text("# One\n\nSome words of the first.\n\n![A wave](img/a.png)\n")
    assert run(["build", str(tmp_path / "from"), "-o", str(tmp_path / "one.epub"), "-q"]) == 0
    capsys.readouterr()
    to = tmp_path / "to"
    assert run(["collect", str(tmp_path / "one.epub"), str(tmp_path / "from"), "-d", str(to), "-q"]) == 0
    listed = [line.rpartition("/")[2] for line in capsys.readouterr().out.splitlines()]
    assert sorted(listed) == ["1.md", "one.epub"]
    assert sorted(path.name for path in to.rglob("*.*") if path.name != "collected.json") == [
        "1.md",
        "a.png",
        "one.epub",
    ]


def test_the_files_of_a_saved_page_are_not_said_to_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Tide_files").mkdir()
    (tmp_path / "Tide_files" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "Tide.html").write_text('<h1>Tide</h1><p>Words of the tide.</p><img src="Tide_files/a.png">')
    assert run(["collect", str(tmp_path), "-d", str(tmp_path / "in"), "-q"]) == 0
    assert "left out" not in capsys.readouterr().err
