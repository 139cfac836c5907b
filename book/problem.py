"""One finding of any stage. In: what was found, and where. Out: `Problem`, one line for the user.

Apart from the other values of the model, because a run that finds nothing changed needs only this one.
"""

from __future__ import annotations

from typing import Literal

from book.frozen import frozen

Severity = Literal["error", "warning", "note"]


@frozen
class Problem:
    """One finding, one line: `where: what; the way out`.

    An `error` is damage (a placeholder stands in the book, exit code 3), a `warning` refuses the build only
    under `--strict`, a `note` never does.
    """

    code: str  # stable, kebab-case: "gap", "image-missing"
    severity: Severity
    where: str  # as the user named it: "chapters/part-2.md:14", "book.toml:3", "https://..."
    message: str  # what is the case, without the place
    hint: str = ""  # the way out

    def __str__(self) -> str:
        """`where: what; the way out`, without line ends."""
        line = f"{self.where}: {self.message}" if self.where else self.message
        return " ".join((f"{line}; {self.hint}" if self.hint else line).split())
