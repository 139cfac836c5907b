"""The wheel alone, in a bare environment outside the checkout, compiles a book."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root, check=True, capture_output=True,
    )  # fmt: skip
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_code_templates_and_themes_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("book/templates/") for name in names)
    assert "book/styles/classic/theme.toml" in names
    assert all(re.match(r"book/|book_compiler-[\d.]+\.dist-info/", name) for name in names)


def test_a_bare_environment_compiles_a_book_with_it(wheel: Path, root: Path, tmp_path: Path) -> None:
    python = tmp_path / "bare" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "bare"], check=True)
    pins = re.findall(
        r"^([A-Za-z0-9._-]+==\S+)(?: ; [^\\\n]*)?", (root / "requirements.lock").read_text(), re.MULTILINE
    )
    (tmp_path / "pins.txt").write_text("\n".join(dict.fromkeys(pin for pin in pins if "lingua" not in pin)))
    install = [python, "-m", "pip", "install", "--quiet", "-c", tmp_path / "pins.txt", wheel]
    subprocess.run(install, check=True, cwd=tmp_path)
    articles = tmp_path / "articles"
    articles.mkdir()
    for number, word in enumerate(("first", "second"), 1):
        text = f"# Tides, Part {number}\n\nThis is the {word} of two instalments about the sea and its tides.\n"
        (articles / f"{word}.md").write_text(text)
    command = [tmp_path / "bare" / "bin" / "book", "build", articles, "-o", "out.epub", "-o", "out.pdf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "out.epub\nout.pdf\n"), done.stderr
    assert zipfile.ZipFile(tmp_path / "out.epub").testzip() is None
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")
