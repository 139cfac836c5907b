"""However a series is edited, building it again gives the bytes that building it from nothing gives."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from book.cli import run

SENTENCES = (
    "The ebb leaves the sand in ribs.",
    "A gauge is read twice a day, and nobody argues with it.",
    "Where the river is narrow the flood comes as a wave.",
    "Boats lie on their sides until the water remembers them.",
    "The moon is given as the cause, and the wind takes the blame.",
    "Pilots keep tables their grandfathers kept.",
)
COLOURS = ("navy", "teal", "maroon")
Kind = Literal["change", "insert", "delete", "move", "add", "remove", "rename", "title", "picture", "style"]


@dataclass(frozen=True)
class Edit:
    """One change of a series; `at` and `to` choose among whatever there is."""

    kind: Kind
    at: int
    to: int


EDITS = st.builds(Edit, st.sampled_from(Kind.__args__), st.integers(0, 40), st.integers(0, 40))  # type: ignore[attr-defined]  # a Literal - typing does not declare its arguments


def start(home: Path) -> None:
    """Three articles, a picture, and settings."""
    (home / "articles").mkdir(parents=True)
    for number in range(1, 4):
        lines = [f"# Tides, part {number}", *(SENTENCES[(number + step) % 6] for step in range(3)), "![Sea](sea.png)"]
        (home / "articles" / f"{number:02}.md").write_text("\n\n".join(lines) + "\n", "utf-8")
    settle(home, "navy")


def settle(home: Path, colour: str) -> None:
    """The picture and the settings, in a colour."""
    Image.new("RGB", (30, 20), colour).save(home / "articles" / "sea.png")
    style(home, "1.4")


def style(home: Path, leading: str) -> None:
    """The settings, with a variable of the theme."""
    book = '[book]\ntitle = "Tides"\nlanguage = "en"\nauthors = ["A. Ferrer"]\ncover = "articles/sea.png"\n'
    book += '[series]\nsources = ["articles"]\n'
    pdf = f'[editions.print]\nformat = "pdf"\nfile = "t.pdf"\nvariables = {{ leading = "{leading}" }}\n'
    html = f'[editions.page]\nformat = "html"\nfile = "t.html"\nvariables = {{ leading = "{leading}" }}\n'
    (home / "book.toml").write_text(f'{book}[editions.ebook]\nformat = "epub"\nfile = "t.epub"\n{html}{pdf}', "utf-8")


def apply(edit: Edit, home: Path) -> None:
    """Make the change."""
    articles = sorted((home / "articles").glob("*.md"))
    path = articles[edit.at % len(articles)]
    paragraphs = path.read_text("utf-8").strip().split("\n\n")
    at, to = 1 + edit.to % max(1, len(paragraphs) - 1), 1 + edit.at % max(1, len(paragraphs) - 1)
    sentence = f"{SENTENCES[edit.to % 6]} So it was on day {edit.at}."
    match edit.kind:
        case "change":
            paragraphs = [*paragraphs[:at], sentence, *paragraphs[at + 1 :]]
        case "insert":
            paragraphs.insert(at, sentence)
        case "delete" if len(paragraphs) > 2:
            paragraphs = [*paragraphs[:at], *paragraphs[at + 1 :]]
        case "move":
            paragraphs.insert(to, paragraphs.pop(at) if at < len(paragraphs) else sentence)
        case "title":
            paragraphs[0] = f"# Tides, part {edit.to + 1}"
    path.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    match edit.kind:
        case "add":
            (home / "articles" / f"{edit.at:02}-new.md").write_text(f"# Tides, part {edit.to}\n\n{sentence}\n", "utf-8")
        case "remove" if len(articles) > 1:
            path.unlink()
        case "rename":
            path.rename(path.with_name(f"{edit.to:02}-renamed.md"))
        case "picture":
            Image.new("RGB", (30, 20), COLOURS[edit.at % 3]).save(home / "articles" / "sea.png")
        case "style":
            style(home, ("1.3", "1.4", "1.5")[edit.at % 3])


def editions(home: Path, wanted: tuple[str, ...], *options: str) -> tuple[int, dict[str, bytes]]:
    """Build a project; its exit code and what was written."""
    shutil.rmtree(home / "build", ignore_errors=True) if options else None
    arguments = [part for name in wanted for part in ("-e", name)]
    code = run(["build", "-q", "-j", "1", *arguments, *options])
    return code, {path.name: path.read_bytes() for path in sorted((home / "build").glob("t.*"))}


def incremental_is_whole(edits: list[Edit], wanted: tuple[str, ...]) -> None:
    """Build after each edit with the cache, and compare with a build of a copy that has none."""
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        home = Path(scratch) / "tides"
        start(home)
        patch.chdir(home)
        editions(home, wanted)
        for edit in edits:
            apply(edit, home)
            again = editions(home, wanted)
            assert editions(home, wanted) == again, "and once more, with nothing changed"
            assert editions(home, wanted, "--no-cache") == again


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_editing_and_building_again_is_building_from_nothing(edits: list[Edit]) -> None:
    incremental_is_whole(edits, ("page",))


@pytest.mark.parametrize("kind", Kind.__args__)  # type: ignore[attr-defined]  # a Literal - typing does not declare its arguments
def test_every_kind_of_edit_reaches_the_ebook(kind: Kind) -> None:
    incremental_is_whole([Edit(kind, 1, 2)], ("ebook",))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_many_edits_of_all_editions(edits: list[Edit]) -> None:
    incremental_is_whole(edits, ("ebook", "page", "print"))
