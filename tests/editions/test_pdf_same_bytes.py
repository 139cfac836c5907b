"""The same articles give the same PDF, wherever and whenever they are built."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_pdf_in_other_folders_time_zones_and_processes(tmp_path: Path) -> None:
    made = []
    for name, zone, seed in (("one", "UTC", "1"), ("a longer name/two", "Asia/Tokyo", "77")):
        folder = tmp_path / name
        (folder / "articles").mkdir(parents=True)
        for number in (1, 2, 3):
            text = f"# The Canal, part {number}\n\nA lock lifts a boat.[^1] See *this*.\n\n[^1]: A note {number}.\n"
            (folder / "articles" / f"{number}.md").write_text(text, "utf-8")
        command = [sys.executable, "-m", "book.cli", "build", "articles", "-o", "out.pdf", "-q", "--no-cache"]
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        made.append((folder / "out.pdf").read_bytes())
    assert made[0] == made[1]
