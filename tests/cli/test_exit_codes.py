"""Each way a run can end has one clear line and its own exit code, and the previous edition is kept."""

from __future__ import annotations

import fcntl
import json
import os
from typing import TYPE_CHECKING

import pytest

from book.cli import run

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "---\ntitle: Tides, Part {n}\n---\n\nInstalment {n} is about the sea, and about its tides.\n"


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.md").write_text(ARTICLE.format(n=number))
    monkeypatch.chdir(tmp_path)
    return folder


def _files(folder: Path) -> list[str]:
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in {".book", "articles"} and not path.name.startswith(".coverage")
    )


def test_built_is_0_with_the_paths_on_standard_output(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(articles), "-o", "tides.epub"]) == 0
    assert capsys.readouterr().out == "tides.epub\n"


def test_json_says_what_was_written_and_found(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "3.md").write_text(ARTICLE.format(n=4))
    assert run(["build", str(articles), "-o", "tides.epub", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["editions"] == ["tides.epub"]
    assert "gap" in {problem["code"] for problem in report["problems"]}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "nowhere"], "nowhere"),
        (["build", "empty"], "empty"),
        (["build"], "there is no book.toml here"),
        (["build", "articles", "-o", "x.doc"], "x.doc: no edition has this ending"),
        (["build", "articles", "--trim", "huge"], "'huge' is no trim size"),
        (["build", "articles", "--theme", "baroque"], "baroque"),
        (["build", "articles", "--no-such-option"], "No such option"),
        (["biuld"], "No such command"),
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(
    arguments: list[str], message: str, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del articles
    (tmp_path / "empty").mkdir()
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""
    assert _files(tmp_path) == ["empty"]


def test_an_unknown_key_is_2_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "T"\ntheem = "x"\n')
    monkeypatch.chdir(tmp_path)
    assert run(["build"]) == 2
    assert "book.toml:3: unknown key 'theem'" in capsys.readouterr().err


def test_nothing_readable_is_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_bytes(b"\x00\x01\x02\xff" * 200)
    monkeypatch.chdir(tmp_path)
    assert run(["build", "articles", "-o", "x.epub"]) == 1
    assert "no readable article" in capsys.readouterr().err
    assert _files(tmp_path) == []


def test_one_unreadable_among_others_is_3_and_named(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "3.md").write_bytes(b"\x00\x01\x02\xff" * 200)
    assert run(["build", str(articles), "-o", "x.epub"]) == 3
    assert "3.md" in capsys.readouterr().err


def test_a_missing_image_is_0_with_a_warning_and_1_when_strict(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "1.md").write_text(ARTICLE.format(n=1) + "\n![A wave](wave.png)\n")
    assert run(["build", str(articles), "-o", "x.epub"]) == 0
    assert "1.md" in (error := capsys.readouterr().err)
    assert "wave.png" in error
    previous = (tmp_path / "x.epub").read_bytes()
    assert run(["build", str(articles), "-o", "x.epub", "--strict"]) == 1
    assert (tmp_path / "x.epub").read_bytes() == previous


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_4(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert run(["build", str(articles), "-o", str(locked / "x.epub")]) == 4
    assert "cannot be written" in capsys.readouterr().err


def test_a_folder_in_the_place_of_an_edition_is_4(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.epub").mkdir()
    assert run(["build", str(articles), "-o", "x.epub"]) == 4
    assert "x.epub: cannot be written: is a folder" in capsys.readouterr().err


def test_a_second_build_of_the_same_book_is_5(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".book").mkdir()
    with (tmp_path / ".book" / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert run(["build", str(articles), "-o", "x.epub"]) == 5
    assert "another build of this book is running" in capsys.readouterr().err


def test_an_interrupt_is_130_and_writes_nothing(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("book.pipeline.plan", interrupt)
    assert run(["build", str(articles), "-o", "x.epub"]) == 130
    assert _files(tmp_path) == []


def test_an_error_of_our_own_is_one_line_without_a_traceback(
    articles: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a thing nobody thought of")

    monkeypatch.setattr("book.pipeline.plan", fail)
    assert run(["build", str(articles), "-o", "x.epub"]) == 1
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert "a thing nobody thought of" in error
    with pytest.raises(ZeroDivisionError):
        run(["build", str(articles), "-o", "x.epub", "--debug"])


@pytest.mark.parametrize("verb", ["init", "plan", "build", "check", "cache"])
def test_help_of_every_verb_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0
    assert f"book {verb}" in capsys.readouterr().out.split("Example", 1)[1]


def test_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("book 0.")


def test_init_plan_build_is_the_way_of_a_new_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "tide"]) == 0
    monkeypatch.chdir(tmp_path / "tide")
    (tmp_path / "tide" / "chapters" / "a.md").write_text(ARTICLE.format(n=1))
    assert run(["plan"]) == 0
    assert run(["build", "-e", "ebook"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("build/tide.epub")
    assert run(["init"]) == 2
    assert run(["cache", "info"]) == 0
    assert run(["cache", "clear"]) == 0
