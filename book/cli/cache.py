"""`book cache info|clear`: what was made before. In: a folder. Out: its size on standard output, or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from book.cache import Cache


@click.command()
@click.argument("what", type=click.Choice(["info", "clear"]))
@click.option("--folder", type=click.Path(path_type=Path), default=Path(), help="The project; default: where you are.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback where something fails.")
def cache(what: str, folder: Path) -> None:
    """Show or clear what was made before.

    The cache only saves time: clearing it changes no book.

    \b
    Example:
      book cache info
    """
    store = Cache(folder / ".book" / "cache")
    if what == "clear":
        store.clear()
        return
    size = store.size()
    click.echo(f"{store.folder}: {size.entries} entries, {size.bytes / 1e6:.1f} MB of at most {store.limit / 1e6:.0f}")
