"""`book plan` says order, reasons and gaps in a table that fits a plain terminal."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from click.testing import CliRunner

from book.cli.plan import plan

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_TITLES = [
    "Section One: The Quay and All That Is to Be Seen From It on a Clear Day (Part {})",
    "Section Two: 港の灯台と長い長い夜の物語 (Part {})",
]


def _write(folder: Path) -> None:
    folder.mkdir()
    for section, title in enumerate(_TITLES):
        for number in (1, 2, 4):
            text = f"Number {number} of section {section} tells of the sea, the boats and what {'they ' * number}bring."
            (folder / f"a-name-that-is-quite-long-{section}{number}.md").write_text(
                f'---\ntitle: "{title.format(number)}"\n---\n\n{text}\n', encoding="utf-8"
            )


def _columns(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


def test_the_table_fits_a_hundred_columns_and_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(plan, ["-q", "--no-cache", "in"], catch_exceptions=False)
    lines = done.output.splitlines()
    assert max(map(_columns, lines)) <= 100
    assert "part 3 is missing" in " ".join(done.output.split())
    assert "title: section 1" in done.output


def test_json_has_the_tree_with_its_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(plan, ["--no-cache", "--json", "in"], catch_exceptions=False)
    report = json.loads(done.output)
    chapters = report["parts"][0]["chapters"]
    assert [chapter["number"] for chapter in chapters] == ["1", "2"]
    assert chapters[0]["instalments"][2]["ordinals"][-1] == {"kind": "part", "number": "4"}
    assert {"from": "title", "says": "section 1, part 4"} in chapters[0]["instalments"][2]["evidence"]
    assert [problem["code"] for problem in report["problems"]].count("gap") == 2
