"""What is promised about importing the page engine: it comes in less time, and is the engine it would be anyway."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
_ASKED = """
import sys
from book.editions.pdf.workers import engine
layout = engine()
print(type(layout.pango_ffi).__module__, "pycparser" in sys.modules, "fontTools.subset" in sys.modules, flush=True)
print(len(layout.families()), flush=True)
page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body><p>One page.</p></body></html>"
print(layout.lay_one(page, ["@page { size: 3in }"], {})[:5], flush=True)
from weasyprint.pdf import fonts
print(fonts.subset.Options.__module__, callable(fonts.instantiateVariableFont), flush=True)
"""


def _asked(kept: Path, others: Mapping[str, str] | None = None) -> list[str]:
    """What a fresh process says that keeps its bytecode in a folder."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept), **(others or {})}
    if not others:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", _ASKED], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def _declarations(kept: Path) -> list[Path]:
    return sorted(kept.rglob("declarations-*.bin"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a first process has left its bytecode."""
    folder = tmp_path_factory.mktemp("bytecode")
    assert _asked(folder)[0].startswith("cffi")
    return folder


def test_the_second_process_reads_no_declarations(kept: Path) -> None:
    declared, families, page, promised = _asked(kept)
    assert declared.split()[1:] == ["False", "False"]  # no parser of C, no subsetter
    assert int(families) > 0
    assert page == "b'%PDF-'"
    assert promised == "fontTools.subset True"  # and what waited is there when it is wanted


def test_damaged_declarations_are_made_anew(kept: Path) -> None:
    place = _declarations(kept)[0]
    sound = place.read_bytes()
    for damage in (b"", b"no bytecode at all", sound[: len(sound) // 2]):
        place.write_bytes(damage)
        assert _asked(kept)[2] == "b'%PDF-'"
        assert place.read_bytes() == sound


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path) -> None:
    assert _asked(tmp_path, {"PYTHONDONTWRITEBYTECODE": "1"})[2] == "b'%PDF-'"
    assert not _declarations(tmp_path)
