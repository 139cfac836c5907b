"""What all tests share: where the corpus lies, and that it is read in place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real series; a test that needs it is skipped, saying so, where it is absent."""
    folder = Path(os.environ.get("BOOK_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}; set BOOK_CORPUS to its folder")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden books are rewritten on request only."""
    parser.addoption("--update-golden", action="store_true", help="write the expected books in tests/books anew")
