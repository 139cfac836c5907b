"""What is promised of a Dask cluster: the same bytes, content by value, and a book though a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import book
from book import shelf
from book.cluster import connected
from book.errors import Lacking, Misused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'book-compiler[cluster]'")

PARAGRAPH = "The keeper of the lock writes down every boat, its name, its freight and the hour of the day. " * 6


def articles(folder: Path, number: int, paragraphs: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(1, number + 1):
        text = "\n\n".join(PARAGRAPH.replace("boat", f"boat {at}-{line}") for line in range(paragraphs))
        (folder / f"{at:02}.md").write_text(f"# The Canal, part {at}\n\n{text}\n", "utf-8")
    return folder


class Cluster:
    """A scheduler and two worker processes on the loopback interface."""

    def __init__(self, folder: Path) -> None:
        """Start them, and wait until they know each other."""
        environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
        note = folder / "scheduler.json"
        options = ["--scheduler-file", str(note)]
        quiet = {"env": environment, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
        self.processes = [subprocess.Popen([*scheduler, "--no-dashboard", *options], **quiet)]  # type: ignore[call-overload]  # keywords - mypy cannot check them unpacked
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--host"]
        for _ in range(2):
            self.processes.append(
                subprocess.Popen([*worker, "127.0.0.1", "--no-dashboard", *options], **quiet)  # type: ignore[call-overload]  # keywords - mypy cannot check them unpacked
            )
        self.address = self._address(note)

    def _address(self, note: Path) -> str:
        from distributed import Client  # noqa: PLC0415 - an extra

        for _ in range(300):
            if note.is_file() and note.stat().st_size:
                break
            time.sleep(0.1)
        with Client(scheduler_file=str(note), timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            return str(client.scheduler.address)

    def end(self) -> None:
        """End them."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    yield running
    running.end()


def test_a_cluster_that_does_not_answer_is_named_with_the_way_out() -> None:
    with (
        pytest.raises(Lacking, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers"),
        connected("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_and_survives_the_death_of_a_worker(cluster: Cluster, tmp_path: Path) -> None:
    source = articles(tmp_path / "articles", 16, 30)
    here = book.build([source], outputs=[tmp_path / "here.pdf"], folder=tmp_path, cached=False, title="Canal")
    with connected(cluster.address) as executor:
        book.build(
            [source], outputs=[tmp_path / "there.pdf"], folder=tmp_path, cached=False, title="Canal", executor=executor
        )
        assert (tmp_path / "there.pdf").read_bytes() == (tmp_path / "here.pdf").read_bytes()

        killed: list[int] = []

        def kill(stage: str, done: int, total: int, what: str) -> None:
            del what
            if stage in ("print", "pdf") and 1 < done < total - 2 and not killed:
                killed.append(done)
                os.kill(cluster.processes[1].pid, signal.SIGKILL)

        damaged = book.build(
            [source],
            outputs=[tmp_path / "damaged.pdf"],
            folder=tmp_path,
            cached=False,
            title="Canal",
            executor=executor,
            watch=kill,
        )
    assert killed
    lost = {problem.where for problem in damaged.problems if problem.severity == "error"}
    assert len(lost) <= 3
    assert len(damaged.problems) - len(lost) == len([p for p in here.problems if p.severity != "error"])
    import pypdfium2  # noqa: PLC0415 - only here

    shown = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "damaged.pdf"))
    present = sum(f"boat {at}-29" in shown.replace("\r\n", " ") for at in range(1, 17))
    assert present >= 16 - len(lost)


@pytest.mark.slow
def test_a_shelf_of_books_is_built_here_and_there_with_the_same_bytes(cluster: Cluster, tmp_path: Path) -> None:
    for name in ("here", "there"):
        articles(tmp_path / name / "canal", 2, 2)
        articles(tmp_path / name / "river" / "chapters", 2, 3)
        (tmp_path / name / "river" / "book.toml").write_text('[book]\ntitle = "The River"\n', "utf-8")
        (tmp_path / name / "empty").mkdir()
        (tmp_path / name / "empty" / "book.toml").write_text("[book]\n", "utf-8")
    here = list(shelf.build(tmp_path / "here", []))
    with connected(cluster.address) as executor:
        there = list(shelf.build(tmp_path / "there", [], executor))
    assert [(one.name, one.paths) for one in here] == [(one.name, one.paths) for one in there]
    assert [one.name for one in here if not one.paths] == ["empty"]
    paths = [path for one in here for path in one.paths]
    assert len(paths) == 4
    for path in paths:
        assert (tmp_path / "here" / path).read_bytes() == (tmp_path / "there" / path).read_bytes()


def test_a_shelf_without_a_book_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misused, match="no subfolder holds a book"):
        shelf.books(tmp_path)
