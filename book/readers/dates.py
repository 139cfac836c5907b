"""Dates as feeds, exports and front matter write them. In: a text. Out: ISO 8601, "" for none.

RFC 5322 section 3.3 (feeds), ISO 8601, and what exports print. A date without a zone keeps none; what a person
wrote ("2 days ago", "March 3rd") is left to the cleaning of pages.
"""

from __future__ import annotations

import re
from datetime import date, datetime

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_INSTANT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[T ]\s*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def iso(text: str) -> str:
    """The date or instant `text` names, ISO 8601: "2017-08-30", "2017-08-30T10:00:00+02:00"; "" if it is none."""
    text = text.strip()
    if not text or text.startswith("0000"):
        return ""
    try:
        return _instant(text) or _day(text) or _mail(text)
    except (ValueError, OverflowError):
        return ""


def _instant(text: str) -> str:
    match = _INSTANT.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute = (int(part) for part in match.group(1, 2, 3, 4, 5))
    moment = datetime(year, month, day, hour, minute, int(match[6] or 0))  # noqa: DTZ001 - the zone follows as written
    zone = (match[7] or "").upper()
    if zone in ("Z", "UTC"):
        zone = "Z"
    elif zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return moment.isoformat() + zone


def _day(text: str) -> str:
    match = _DAY.match(text)
    if match:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    month = _MONTH.fullmatch(text)
    return text if month and 1 <= int(month[2]) <= 12 else ""


def _mail(text: str) -> str:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - brings sockets and calendars; feeds alone need it

    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, IndexError):
        return ""
    stamp = moment.isoformat()
    return stamp.replace("+00:00", "Z")
