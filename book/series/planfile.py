"""`plan.toml`: the order of a book as a file a person edits. In: its text, or a `Plan`. Out: a `PlanFile`, or its text.

One line a chapter with one article, one line an article of a chapter with several; behind each, as a comment, the
reason for its place. TOML 1.0. What a person changes stays: order, titles, numbers, grouping, and their own comments.
An article that is named under `[seen]` and in no chapter was dropped by hand; one that is named nowhere is new.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, get_args

import tomli

from book.errors import Misused
from book.frozen import frozen
from book.model import Origin, Problem
from book.series.filenames import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from book.model import Instalment, Plan, PlannedChapter

NAME = "plan.toml"
_KEYS = {"": {"title", "part", "seen"}, "part": {"title", "number", "kind", "chapters"},
         "chapter": {"title", "number", "kind", "articles"}, "seen": {"articles"}}  # fmt: skip
_REASON = re.compile(rf"(?:{'|'.join(map(re.escape, get_args(Origin)))}):(?:\s|$)")  # a line of our own, see `reason`
_ARTICLE = re.compile(r'"(?:[^"\\]|\\.)*"')
_LINE = re.compile(r"line (\d+)")
_AWAY = "plan.toml: the article is not there"
_WIDTH = 90  # characters of a reason
_HEAD = """\
# The order of the book. Move, rename, group or delete lines as you like: it is kept when new articles come.
# Behind each line stands why it is where it is. `book plan --write` adds what is new.
"""
_SEEN = "# What was there when this was written: an article named here and in no chapter above was dropped by you."


@frozen
class FileChapter:
    """A chapter as the file has it."""

    title: str | None
    number: str | None
    kind: str
    articles: tuple[str, ...]


@frozen
class FilePart:
    """A part as the file has it."""

    title: str | None
    number: str | None
    kind: str
    chapters: tuple[FileChapter, ...]


@frozen
class PlanFile:
    """What a `plan.toml` says."""

    title: str
    parts: tuple[FilePart, ...]
    seen: frozenset[str] = frozenset()
    name: str = NAME  # as the user named the file, for messages
    behind: Mapping[str, str] = field(default_factory=dict)  # source -> a person's comment behind its line
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # source -> a person's comment lines above it

    @property
    def placed(self) -> frozenset[str]:
        """The sources that stand in a chapter."""
        return frozenset(s for part in self.parts for chapter in part.chapters for s in chapter.articles)

    @property
    def dropped(self) -> frozenset[str]:
        """The sources a person has taken out."""
        return self.seen - self.placed


def load(path: Path) -> PlanFile:
    """Read a plan file. Raises `Misused` with every mistake in it, `OSError` where it cannot be read."""
    return parse(path.read_bytes().decode("utf-8-sig", "replace"), path.name)


def parse(text: str, name: str = NAME) -> PlanFile:
    """A plan file's text taken apart. Raises `Misused` with every mistake in it."""
    try:
        raw = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))
        where = f"{name}:{line[1]}" if line else name
        raise Misused(Problem("plan-file", "error", where, f"is no TOML: {error}", "correct the line")) from error
    mistakes = list(_mistakes(raw, name))
    if mistakes:
        raise Misused.of(mistakes)
    parts = tuple(
        FilePart(
            _text(part, "title"), _text(part, "number"), part.get("kind", "part"),
            tuple(
                FileChapter(_text(c, "title"), _text(c, "number"), c.get("kind", "chapter"), tuple(c["articles"]))
                for c in part.get("chapters", ())
                if c.get("articles")
            ),
        )
        for part in raw.get("part", ())
    )  # fmt: skip
    behind, above = _comments(text)
    seen = frozenset(raw.get("seen", {}).get("articles", ()))
    return PlanFile(raw.get("title", ""), parts, seen, name, behind, above)


def _text(table: Mapping[str, Any], key: str) -> str | None:
    return table.get(key) or None


def _mistakes(raw: Mapping[str, Any], name: str) -> Iterator[Problem]:
    yield from _unknown(raw, "", name)
    if not isinstance(raw.get("title", ""), str):
        yield _mistake(name, "title must be a text")
    parts = raw.get("part", [])
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        yield _mistake(name, "parts are written [[part]]")
        return
    seen = raw.get("seen", {})
    if not isinstance(seen, dict) or not _texts(seen.get("articles", [])):
        yield _mistake(name, 'seen is written [seen], with articles = ["..."]')
    used: set[str] = set()
    for number, part in enumerate(parts, 1):
        yield from _unknown(part, "part", name)
        chapters = part.get("chapters", [])
        if not isinstance(chapters, list) or not all(isinstance(c, dict) for c in chapters):
            yield _mistake(name, f"the chapters of part {number} are a list of {{ articles = [...] }}")
            continue
        for chapter in chapters:
            yield from _chapter_mistakes(chapter, name, used)
        yield from _no_texts(part, name)


def _chapter_mistakes(chapter: Mapping[str, Any], name: str, used: set[str]) -> Iterator[Problem]:
    yield from _unknown(chapter, "chapter", name)
    yield from _no_texts(chapter, name)
    articles = chapter.get("articles", [])
    if not _texts(articles):
        yield _mistake(name, "the articles of a chapter are a list of texts")
        return
    for source in articles:
        if source in used:
            yield _mistake(name, f"'{source}' stands twice")
        used.add(source)


def _no_texts(table: Mapping[str, Any], name: str) -> Iterator[Problem]:
    for key in ("title", "number", "kind"):
        if not isinstance(table.get(key, ""), str):
            yield _mistake(name, f'{key} must be a text: {key} = "{table[key]}"')


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _unknown(table: Mapping[str, Any], level: str, name: str) -> Iterator[Problem]:
    for key in table:
        if key not in _KEYS[level]:
            near = difflib.get_close_matches(key, sorted(_KEYS[level]), 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(_KEYS[level]))}"
            yield Problem("plan-file", "error", name, f"unknown key '{key}'", hint)


def _mistake(name: str, message: str) -> Problem:
    return Problem("plan-file", "error", name, message, "`book plan --write` into an empty file shows the form")


def _comments(text: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """A person's comments: those behind an article's line, and the lines above it."""
    behind: dict[str, str] = {}
    above: dict[str, tuple[str, ...]] = {}
    waiting: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("#"):
            if stripped != _SEEN and stripped not in _HEAD.splitlines():
                waiting.append(stripped)
            continue
        if stripped.startswith("[seen]"):
            break
        rest = _ARTICLE.sub(lambda found: "x" * len(found[0]), line)
        at = rest.find("#")
        found = _sources(line[:at] if at >= 0 else line)
        if not found:
            continue
        if waiting:
            above[found[0]] = tuple(waiting)
            waiting = []
        note = line[at + 1 :].strip() if at >= 0 else ""
        if note and not _REASON.match(note):
            behind[found[0]] = note
    return behind, above


def _sources(line: str) -> list[str]:
    """The articles a line names."""
    _, mark, listed = line.partition("articles = [")
    if not mark and not line.lstrip().startswith('"'):
        return []
    return [json.loads(found[0]) for found in _ARTICLE.finditer(listed if mark else line)]


def write(plan: Plan, previous: PlanFile | None = None) -> str:
    """The text of the plan file of a plan, a person's comments in `previous` kept. Ends with a line end."""
    lines = [*_HEAD.splitlines(), "", f"title = {_quoted(plan.title)}"]
    absent = _absent(plan, previous) if previous else {}
    for part in plan.parts:
        lines += ["", "[[part]]"]
        lines += [
            f"{key} = {_quoted(value)}" for key, value in (("number", part.number), ("title", part.title)) if value
        ]
        if part.kind != "part":
            lines.append(f"kind = {_quoted(part.kind)}")
        lines.append("chapters = [")
        if part is plan.parts[0]:
            lines += absent.get("", ())
        for chapter in part.chapters:
            lines += _chapter_lines(chapter, previous)
            lines += [line for instalment in chapter.instalments for line in absent.get(instalment.source, ())]
        lines.append("]")
    known = {i.source for part in plan.parts for c in part.chapters for i in c.instalments}
    if previous is not None:
        # What was dropped stays dropped, even while its file is away.
        known |= previous.seen
    lines += ["", _SEEN, "[seen]", "articles = ["]
    lines += [f"    {_quoted(source)}," for source in sorted(known, key=lambda source: (name_key(source), source))]
    return "\n".join([*lines, "]", ""])


def _absent(plan: Plan, previous: PlanFile) -> dict[str, list[str]]:
    """The lines of what the file names and is away, each behind the article it followed: they stay until deleted."""
    there = {i.source for part in plan.parts for chapter in part.chapters for i in chapter.instalments}
    found: dict[str, list[str]] = {}
    last = ""
    for part in previous.parts:
        for chapter in part.chapters:
            away = [source for source in chapter.articles if source not in there]
            last = next((source for source in reversed(chapter.articles) if source in there), last)
            if away:
                listed = ", ".join(_quoted(source) for source in away)
                note = next((previous.behind[source] for source in away if source in previous.behind), _AWAY)
                head = _chapter_head(chapter.kind, chapter.number, chapter.title)
                found.setdefault(last, []).append(f"    {{ {head}articles = [{listed}] }},  # {note}")
    return found


def _chapter_head(kind: str, number: str | None, title: str | None) -> str:
    facts = [("kind", kind if kind != "chapter" else None), ("number", number), ("title", title)]
    return "".join(f"{key} = {_quoted(value)}, " for key, value in facts if value)


def _chapter_lines(chapter: PlannedChapter, previous: PlanFile | None) -> Iterator[str]:
    head = _chapter_head(chapter.kind, chapter.number, chapter.title)
    first, *others = chapter.instalments
    above = previous.above if previous else {}
    yield from (f"    {line}" for line in above.get(first.source, ()))
    if not others:
        yield f"    {{ {head}articles = [{_quoted(first.source)}] }},  # {_note(first, previous)}"
        return
    yield f"    {{ {head}articles = ["
    for instalment in chapter.instalments:
        if instalment is not first:
            yield from (f"        {line}" for line in above.get(instalment.source, ()))
        yield f"        {_quoted(instalment.source)},  # {_note(instalment, previous)}"
    yield "    ] },"


def _note(instalment: Instalment, previous: PlanFile | None) -> str:
    kept = previous.behind.get(instalment.source) if previous else None
    return kept or reason(instalment)


def reason(instalment: Instalment, width: int = _WIDTH) -> str:
    """Why an instalment is where it is, in one line of at most `width` characters."""
    line = " ".join("; ".join(f"{e.origin}: {e.says}" for e in instalment.evidence).split())
    line = "".join(c for c in line if c.isprintable())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def _quoted(text: str | None) -> str:
    """A TOML basic string. JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text or "", ensure_ascii=False).replace("\x7f", "\\u007f")


def sources_of(chapters: Sequence[FileChapter]) -> list[str]:
    """All articles of some chapters, in order."""
    return [source for chapter in chapters for source in chapter.articles]
