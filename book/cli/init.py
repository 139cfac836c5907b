"""`book init`: a new project. In: a folder. Out: book.toml and chapters/ in it; what is there is never touched."""

from __future__ import annotations

from pathlib import Path

import click

from book.config import NAME
from book.errors import Lacking, Misused
from book.model import Problem

TEMPLATE = """\
# The book. Every key that is left out is guessed from the articles.
[book]
title = "{title}"
# subtitle = ""
# authors = ["Your Name"]
# language = "en"            # BCP 47; decides hyphenation, direction and every generated word
# publisher = ""
# rights = ""
# identifier = "urn:isbn:..."
# date = 2026-01-31
# cover = "cover.jpg"

# Where the instalments lie: folders or files, in any order.
[series]
sources = ["chapters/"]
# instalments = "keep"       # every instalment its own chapter; default: "merge"

# What is made of them, in build/.
[editions.ebook]
format = "epub"

[editions.print]
format = "pdf"
for = "print"
theme = "classic"
trim = "6x9in"

[editions.screen]
format = "pdf"
for = "screen"
theme = "modern"
trim = "A5"
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback where something fails.")
def init(folder: Path) -> None:
    """Start a new book project in FOLDER (default: where you are).

    Writes book.toml and makes chapters/, for your articles.

    \b
    Example:
      book init my-series
    """
    file = folder / NAME
    if file.exists():
        raise Misused(Problem("exists", "error", str(file), "is there already", "edit it, or choose another folder"))
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip().replace('"', "").replace("\\", "")
    try:
        (folder / "chapters").mkdir(parents=True, exist_ok=True)
        file.write_text(TEMPLATE.format(title=title[:1].upper() + title[1:]), "utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "choose a folder you may write to"
        raise Lacking(Problem("cannot-write", "error", str(folder), f"cannot be written: {reason}", hint)) from error
    click.echo(file)
    click.echo(folder / "chapters")
    click.echo("put your articles into chapters/, then: book plan, book build", err=True)
