"""A second build does nothing when nothing has changed, and everything that matters when anything has."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from book import machine, reads, unchanged
from book.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SKIPPED = "build: nothing has changed"
TOML = '[book]\ntitle = "Tides"\nlanguage = "en"\n[series]\nsources = ["articles"]\n[editions.ebook]\nformat = "epub"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two articles, one with a picture, and a theme of its own; its cover is a picture."""
    home = tmp_path / "tides"
    (home / "articles").mkdir(parents=True)
    Image.new("RGB", (40, 30), "navy").save(home / "articles" / "sea.png")
    Image.new("RGB", (1600, 2560), "navy").save(home / "cover.png")
    for number, what in enumerate(("ebb", "flow"), 1):
        text = (
            f"# Part {number}: The {what}\n\nThe water keeps its own hours, and {what} is one.\n\n![The sea](sea.png)\n"
        )
        (home / "articles" / f"{number}.md").write_text(text, "utf-8")
    (home / "styles" / "own").mkdir(parents=True)
    (home / "styles" / "own" / "theme.toml").write_text('extends = "plain"\n', "utf-8")
    (home / "styles" / "own" / "screen.css").write_text("p { margin: 0 }\n", "utf-8")
    (home / "own.css").write_text("h1 { color: navy }\n", "utf-8")
    edition = 'theme = "own"\nstyle = "own.css"\nfile = "tides.epub"\n'
    toml = (
        TOML.replace('language = "en"\n', 'language = "en"\nauthors = ["A. Ferrer"]\ncover = "cover.png"\n') + edition
    )
    (home / "book.toml").write_text(toml, "utf-8")
    monkeypatch.chdir(home)
    return home


def built(capsys: pytest.CaptureFixture[str], *options: str) -> bool:
    """Build, and say whether the stages were gone through."""
    capsys.readouterr()
    assert run(["build", *options]) == 0
    return SKIPPED not in capsys.readouterr().err


def test_nothing_is_built_again_when_nothing_has_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert built(capsys)
    before = (project / "build" / "tides.epub").stat().st_mtime_ns
    assert not built(capsys)
    assert (project / "build" / "tides.epub").stat().st_mtime_ns == before


def _replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        path = home / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


def _picture(name: str, size: tuple[int, int]) -> Callable[[Path], None]:
    return lambda home: Image.new("RGB", size, "teal").save(home / name)


def _write(name: str, text: str) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, "utf-8")

    return change


def _remove(name: str) -> Callable[[Path], None]:
    return lambda home: (home / name).unlink()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word, as long as before": _replace("articles/1.md", "water", "ocean"),
    "a picture": _picture("articles/sea.png", (40, 30)),
    "the cover": _picture("cover.png", (1600, 2560)),
    "a new article": _write("articles/3.md", "# Part 3: The slack\n\nNothing moves for a while.\n"),
    "an article gone": _remove("articles/2.md"),
    "an article renamed": lambda home: (home / "articles/2.md").rename(home / "articles/2-flow.md"),
    "a new file that is no article": _write("articles/notes.txt", "to be written\n"),
    "a setting": _replace("book.toml", "Tides", "Tide tables"),
    "a plan": _write("plan.toml", ""),
    "the theme's style": _replace("styles/own/screen.css", "margin: 0", "margin: 1em"),
    "a style sheet the theme did not have": _write("styles/own/base.css", "p { color: black }\n"),
    "the edition's own style": _replace("own.css", "navy", "teal"),
    "a theme in front of the shipped one": _write("styles/plain/theme.toml", 'extends = "plain"\n'),
    "a mark of a site's root": _write("articles/_config.yml", "title: x\n"),
    "an edition deleted": _remove("build/tides.epub"),
    "an edition altered by hand": lambda home: (home / "build/tides.epub").write_bytes(b"torn"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_seen(
    project: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Path], None]
) -> None:
    built(capsys)
    assert not built(capsys)
    change(project)
    built_again = True
    try:
        built_again = built(capsys)
    except AssertionError:  # an empty plan is refused, which takes a full way too
        assert SKIPPED not in capsys.readouterr().err
    assert built_again
    assert (project / "build" / "tides.epub").read_bytes()[:2] == b"PK"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("what", ["packages", "fonts"])
def test_another_font_or_version_of_a_package_is_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    built(capsys)
    monkeypatch.setattr(machine, what, lambda: ("weasyprint-999.dist-info",))
    assert built(capsys)


@pytest.mark.usefixtures("project")
def test_another_option_is_another_build(capsys: pytest.CaptureFixture[str]) -> None:
    built(capsys)
    assert built(capsys, "--title", "Neap")
    assert not built(capsys, "--title", "Neap")
    assert built(capsys), "the edition on disk is the other one"


@pytest.mark.usefixtures("project")
def test_a_date_the_environment_fixes_is_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    built(capsys)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert built(capsys)


@pytest.mark.usefixtures("project")
def test_without_a_cache_everything_is_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    built(capsys)
    assert built(capsys, "--no-cache")


def test_a_damaged_record_is_no_record(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built(capsys)
    for entry in (project / ".book" / "cache").glob("??/*"):
        entry.write_bytes(entry.read_bytes()[:-1] + b"x")
    assert built(capsys)
    assert not built(capsys)


def test_the_same_is_reported_and_the_same_code_given(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "articles" / "sea.png").unlink()
    first = run(["build", "--json", "-q"]), capsys.readouterr().out
    second = run(["build", "--json", "-q"]), capsys.readouterr().out
    assert first == second
    assert "sea.png" in first[1]
    Image.new("RGB", (40, 30), "navy").save(project / "articles" / "sea.png")
    assert built(capsys), "the picture that was missing is there now"


def test_a_file_that_changes_while_it_is_read_keeps_nothing(project: Path) -> None:
    record = unchanged.Record(project, {})
    place = project / "articles" / "1.md"
    with record.watched():
        place.read_bytes()
        place.write_text("other", "utf-8")
        place.read_bytes()
    record.keep(unchanged.Outcome((), ()))
    assert record.outcome() is None


def test_what_a_network_gave_is_asked_for_again(project: Path) -> None:
    record = unchanged.Record(project, {})
    with record.watched():
        sys.audit("socket.connect", None, ("192.0.2.1", 80))
    record.keep(unchanged.Outcome((), ()))
    assert record.outcome() is None


def test_a_link_that_leads_elsewhere_is_seen(project: Path) -> None:
    (project / "a").write_text("a", "utf-8")
    (project / "link").symlink_to("a")
    listed = reads.look(reads.FOLDER, str(project))
    (project / "b").write_text("a", "utf-8")
    (project / "b").rename(project / "a")
    assert reads.look(reads.FOLDER, str(project)) == listed
    (project / "link").unlink()
    (project / "link").symlink_to("./a")
    assert reads.look(reads.FOLDER, str(project)) != listed


@pytest.mark.usefixtures("project")
def test_nothing_heavy_is_loaded_to_find_that_nothing_has_changed() -> None:
    command = "import sys\nfrom book.cli import run\nrun(['build', '-q'])\nprint(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for _ in range(2):
        program = [sys.executable, "-P", "-c", command]  # as the installed command: modules do not come from here
        done = subprocess.run(program, capture_output=True, text=True, env=environment, check=True)
    loaded = set(done.stdout.split())
    assert "book.unchanged" in loaded
    assert not loaded & {
        "lxml",
        "weasyprint",
        "msgspec",
        "jinja2",
        "urllib3",
        "book.pipeline",
        "book.config",
        "book.model",
    }


def test_a_root_made_between_two_builds_of_one_process_is_seen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lone = ["articles/1.md", "-o", "lone.epub"]
    built(capsys, *lone)
    built(capsys, *lone)
    assert not built(capsys, *lone)
    (project.parent / "content.opf").write_text("<package/>", "utf-8")
    assert not built(capsys, *lone), "a nearer folder is the root"
    (project / "book.toml").unlink()
    assert built(capsys, *lone)
