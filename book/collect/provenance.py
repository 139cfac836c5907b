"""Where collected files came from: `collected.json` in a folder. In: a folder. Out: a record for each file, and back.

Written after every page, by rename, so that an interrupted collecting goes on where it stopped. A record outlives the
page it tells of: an article that has disappeared from its site keeps its copy.
"""

from __future__ import annotations

import json
from dataclasses import asdict, field, fields
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from book.errors import Misused
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "collected.json"


@frozen
class Record:
    """One collected file."""

    file: str  # its name in the folder
    address: str  # where it was found in the end
    asked: str = ""  # the address that was asked for, where it differs
    collected: str = ""  # ISO 8601 instant, UTC
    media_type: str = ""
    charset: str = ""  # as the server declared it
    sha256: str = ""  # hex digest of the bytes
    etag: str = ""
    modified: str = ""  # Last-Modified, as sent
    title: str = ""  # as the list that led here called it
    position: int | None = None  # place in that list, from 0, oldest first; of a "page" its place in the article
    role: str = "article"  # "article", "page" (one more page of an article) or "image"
    gone: bool = False  # it was not there any more when it was last asked for
    listed: str = ""  # the list, chain or feed that led here
    continues: str = ""  # of a "page": the file of the article it belongs to
    # What the feed or export that held it says of it: title, author, date; keys lower case. Empty for a page.
    facts: dict[str, str] = field(default_factory=dict)


def load(folder: Path) -> dict[str, Record]:
    """The records of a folder by address; empty where there are none. Raises `Misused` where they are damaged."""
    file = folder / NAME
    if not file.is_file():
        return {}
    known = {item.name for item in fields(Record)}
    try:
        entries: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["collected"]
        records = [Record(**{key: value for key, value in entry.items() if key in known}) for entry in entries]
        if not all(isinstance(text, str) for record in records for pair in record.facts.items() for text in pair):
            raise TypeError("its facts are no texts")  # noqa: TRY301 - one message for all that is wrong in it
        if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in _names(records)):
            raise ValueError("it names a file outside the folder")  # noqa: TRY301 - as above
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = Problem("provenance", "error", str(file), f"cannot be read: {error}", "delete it and collect again")
        raise Misused(problem) from error
    return {record.asked or record.address: record for record in records}


def _names(records: list[Record]) -> list[str]:
    return [name.replace("\\", "/") for record in records for name in (record.file, record.continues)]


def unfinished(folder: Path) -> bool:
    """Whether the last collecting into a folder was interrupted."""
    try:
        return bool(json.loads((folder / NAME).read_text("utf-8")).get("unfinished"))
    except (OSError, ValueError, AttributeError):
        return False


def save(folder: Path, records: Mapping[str, Record], *, unfinished: bool = False) -> None:
    """Write the records of a folder. `unfinished`: collecting goes on. Raises OSError."""
    empty = Record("", "")
    entries = [
        {
            key: value
            for key, value in asdict(record).items()
            if value != getattr(empty, key) or key in {"file", "address"}
        }
        for record in sorted(records.values(), key=lambda record: record.file)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{NAME}.part"
    whole = {"unfinished": True, "collected": entries} if unfinished else {"collected": entries}
    part.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    part.replace(folder / NAME)
