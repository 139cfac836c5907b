"""The shared Jinja2 templates. In: a template's name and values. Out: a complete XHTML document.

Autoescaping is on, undefined names are errors: a value that is no markup cannot become markup, and a template
cannot leave something out unnoticed. What Jinja2 makes of a template is kept as Python keeps what it makes of a
module, in `__pycache__` beside it (`book.typeset.bytecode`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from book.errors import Lacking
from book.model import Problem
from book.typeset.opening import balanced, places_of

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateError

_WORD = 24  # places: what is longer may have to be broken

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def environment() -> Environment:
    """The environment, made once a process."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - `book plan` sets nothing

    from book.typeset.bytecode import Compiled  # noqa: PLC0415 - the same

    made = Environment(
        loader=Compiled(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["label"] = label
    made.filters["balanced"] = broken
    made.filters["held"] = held
    return made


def render(template: str, **values: object) -> str:
    """A document from a template of `book/templates`, XHTML unless its name says what else it is.

    Raises `Lacking` for a template that is wrong, with its line.
    """
    from jinja2 import TemplateError  # noqa: PLC0415 - see above

    try:
        return environment().get_template(_file(template)).render(**values)
    except TemplateError as error:
        message = " ".join(str(error).split()) or type(error).__name__
        hint = "mend it, or install the program again"
        raise Lacking(Problem("template", "error", _place(error, template), message, hint)) from error


def _file(template: str) -> str:
    return f"{template}.j2" if "." in template else f"{template}.xhtml.j2"


def _place(error: TemplateError, template: str) -> str:
    """File and line of the innermost template that an error passed through."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - see above

    place = _file(template)
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or place}:{error.lineno}"
    for frame in extract_tb(error.__traceback__):
        if frame.filename.endswith(".j2"):
            place = f"{Path(frame.filename).name}:{frame.lineno}"
    return place


def broken(title: str, places: int) -> Markup:
    """A title on lines of about equal length, `places` characters at most."""
    return Markup("<br/>").join(balanced(title, places))


def held(title: str) -> Markup:
    """A title whose last word is a piece of its own (`last`), so that what follows it never begins a line."""
    before, space, last = title.rpartition(" ")
    if places_of(last) > _WORD:
        cut = len(last) - 2 if places_of(last[-2:]) > 2 else len(last)
        before, space, last = before + space + last[:cut], "", last[cut:]
    return Markup(f'{escape(before)}{space}<span class="last">{escape(last)}</span>')  # noqa: S704 - all is escaped


def label(text: str, number: str, *, marked: bool = False) -> Markup:
    """A label in which the number and the words around it can be told apart: a theme may show only one of them.

    `marked`: the number is said to be one (`ordinal`, EPUB Structural Semantics Vocabulary 1.1), as in a heading.
    """
    kind_of = ' epub:type="ordinal"' if marked else ""
    at = text.find(number) if number else -1
    if at < 0:
        return escape(text)
    if text == number:
        return Markup(f'<span class="number alone"{kind_of}>{escape(number)}</span>')  # noqa: S704 - all is escaped
    parts = ((text[:at], "word", ""), (number, "number", kind_of), (text[at + len(number) :], "word", ""))
    pieces = (f'<span class="{kind}"{said}>{escape(part)}</span>' for part, kind, said in parts if part)
    return Markup("".join(pieces))  # noqa: S704 - all is escaped
