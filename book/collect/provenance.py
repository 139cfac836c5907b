"""Where collected files came from: `collected.json` in a folder. In: a folder. Out: a record for each file, and back.

Written after every page, by rename, so that an interrupted collecting goes on where it stopped. A record outlives the
page it tells of: an article that has disappeared from its site keeps its copy.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from book.errors import Misused
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "collected.json"


@dataclass(frozen=True, slots=True)
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
    position: int | None = None  # place in that list, from 0, oldest first
    role: str = "article"  # "article" or "image"
    gone: bool = False  # it was not there any more when it was last asked for


def load(folder: Path) -> dict[str, Record]:
    """The records of a folder by address; empty where there are none. Raises `Misused` where they are damaged."""
    file = folder / NAME
    if not file.is_file():
        return {}
    known = {field.name for field in fields(Record)}
    try:
        entries: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["collected"]
        records = [Record(**{key: value for key, value in entry.items() if key in known}) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problem = Problem("provenance", "error", str(file), f"cannot be read: {error}", "delete it and collect again")
        raise Misused(problem) from error
    return {record.asked or record.address: record for record in records}


def save(folder: Path, records: Mapping[str, Record]) -> None:
    """Write the records of a folder. Raises OSError."""
    empty = Record("", "")
    entries = [
        {key: value for key, value in asdict(record).items() if value != getattr(empty, key)}
        for record in sorted(records.values(), key=lambda record: record.file)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{NAME}.part"
    part.write_text(json.dumps({"collected": entries}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    part.replace(folder / NAME)
