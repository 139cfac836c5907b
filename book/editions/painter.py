"""A process that paints covers. In: sheets, by value. Out: JPEGs.

The engine of pages takes half a second to import, longer than everything else an EPUB needs: started first, this
process has it ready by the time there is a cover to paint, on another core. Nothing is left to chance: where the
process cannot start or dies, the cover is painted here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Self

from book.editions.cover import paint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

# -P: a folder called `book` where the user happens to be is not this program.
_COMMAND = [sys.executable, "-P", "-c", "from book.editions.painter import serve; serve()"]


class Painter:
    """Paints as `book.editions.cover.paint` does. Use it as a context manager: the process ends with the block."""

    def __init__(self) -> None:
        """Start the process; it begins to import at once."""
        try:
            self._process: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603 - ourselves
                _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            self._process = None

    def __enter__(self) -> Self:
        """The painter."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process, busy or not."""
        self.close()

    def __call__(self, xhtml: str, styles: Sequence[str], assets: Mapping[str, bytes]) -> bytes:
        """A JPEG of 1600 x 2560 px, from the process, or from here where that failed."""
        painted = self._ask(xhtml, styles, assets)
        return painted or paint(xhtml, styles, assets)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, xhtml: str, styles: Sequence[str], assets: Mapping[str, bytes]) -> bytes:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return b""
        packed = {name: b64encode(data).decode() for name, data in assets.items()}
        line = json.dumps({"xhtml": xhtml, "styles": list(styles), "assets": packed})
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
            return b64decode(self._process.stdout.readline())
        except OSError:
            return b""


def serve() -> None:
    """Answer every line of JSON on standard input with a JPEG, base64, on a line of standard output."""
    import pypdfium2  # noqa: F401, PLC0415 - that it is ready is what this process is for

    from book.editions.pdf.workers import engine  # noqa: PLC0415 - the same

    engine()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        assets = {name: b64decode(data) for name, data in asked["assets"].items()}
        sys.stdout.buffer.write(b64encode(paint(asked["xhtml"], asked["styles"], assets)) + b"\n")
        sys.stdout.buffer.flush()
