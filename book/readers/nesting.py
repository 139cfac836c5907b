"""Bound the depth of Markdown before parsing. In: Markdown. Out: the same words, no deeper than the parser goes.

markdown-it drops what lies deeper than it was told to go, and each level costs it stack. Marks are cut, words stay.
"""

from __future__ import annotations

import re

DEPTH = 24  # levels of quotation, and of lists; more is no text but a flood
_BRACKETS = 200  # in one block; the parser looks from each for its end
_MARK = r"(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
_MARKS = re.compile(rf"[ \t]*(?:{_MARK}[ \t]*){{{DEPTH + 1},}}")
_ONE = re.compile(rf"[ \t]*{_MARK}[ \t]*")
_ITEM = re.compile(r"([ \t]*)(?:[-+*]|\d{1,9}[.)])[ \t]")


def bound(text: str) -> str:
    """The text with containers deeper than `DEPTH` flattened, and brackets that nothing closes escaped."""
    if text.count("[") > _BRACKETS:
        text = "\n\n".join(_closed(block) if block.count("[") > _BRACKETS else block for block in text.split("\n\n"))
    lines = text.split("\n")
    return "\n".join(_shallow_lists([_shallow_marks(line) for line in lines]))


def _closed(block: str) -> str:
    """A flood of brackets, those that open nothing or lie too deep escaped: they are printed as they stand."""
    letters = list(block)
    stack: list[int] = []
    for at, letter in enumerate(block):
        if at and block[at - 1] == "\\":
            continue
        if letter == "[":
            if len(stack) >= DEPTH:
                letters[at] = "\\["
            else:
                stack.append(at)
        elif letter == "]" and stack:
            stack.pop()
    for at in stack:
        letters[at] = "\\["
    return "".join(letters)


def _shallow_marks(line: str) -> str:
    """Keep the first marks of `> > > ... text` and of `- - - ... text`."""
    match = _MARKS.match(line)
    if match is None or not line[match.end() :].strip():
        return line
    at = 0
    for _ in range(DEPTH):
        step = _ONE.match(line, at)
        if step is None:
            break
        at = step.end()
    # What was a number is a word: "7." stays, escaped so that it opens no list.
    rest = re.sub(r"(\d)([.)])(?=[ \t])", r"\1\\\2", match[0][at:])
    return line[:at] + re.sub(r"[>*+-]", "", rest).lstrip() + line[match.end() :]


def _shallow_lists(lines: list[str]) -> list[str]:
    """Pull items of lists that are indented more than `DEPTH` levels out to that level."""
    stack: list[int] = []
    for number, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        indent = len(match[1].expandtabs(4))
        while stack and stack[-1] > indent:
            stack.pop()
        if not stack or stack[-1] < indent:
            stack.append(indent)
        if len(stack) > DEPTH:
            lines[number] = " " * stack[DEPTH - 1] + line.lstrip()
    return lines
