"""Nothing is loaded before the first stage but what every build needs: a run begins in a moment."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys

from book import machine

# Each is loaded where it is wanted: a date is written, a sheet is set, a feed is read, an archive is unpacked.
SELDOM = frozenset(
    [
        "PIL", "babel", "book.check.opened", "book.clean.bylines", "book.clean.lines", "book.editions.epub",
        "book.editions.pdf", "charset_normalizer", "ebooklib", "email", "fontTools", "http",
        "importlib.metadata", "jinja2", "lingua", "multiprocessing", "pikepdf", "pydantic", "pygments",
        "markdown_it", "pypdfium2", "rich", "sqlite3", "ssl", "tarfile", "tomllib", "urllib.request", "urllib3",
        "weasyprint", "yaml", "ziamath",
    ]
)  # fmt: skip


def loaded(*modules: str) -> set[str]:
    """What a new process has loaded once it has these."""
    command = f"import sys, {', '.join(modules)}\nprint(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    program = [sys.executable, "-P", "-c", command]
    return set(subprocess.run(program, capture_output=True, text=True, env=environment, check=True).stdout.split())


def test_the_stages_are_loaded_without_what_only_some_books_need() -> None:
    assert sorted(loaded("book.cli.build", "book.request", "book.pipeline") & SELDOM) == []


def test_help_is_given_without_the_stages() -> None:
    assert not [name for name in loaded("book.cli") if name.startswith("book.") and not name.startswith("book.cli")]


def test_settings_are_made_without_what_judges_them() -> None:
    assert not loaded("book.config", "book.request") & {"msgspec", "book.bookfile", "tomli"}


def test_the_release_of_a_package_is_the_one_installed() -> None:
    assert machine.releases("weasyprint") == f"weasyprint-{importlib.metadata.version('weasyprint')}"
    assert machine.releases("no-such-package") == ""
