"""The command line: one file a verb; the only place that prints and that knows exit codes.

In: arguments. Out: paths on standard output, messages on standard error, an exit code (DESIGN, "Exit codes").
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

# Verbs are imported when they are called, so that `book --help` does not wait for what it does not use.
VERBS = {
    "init": ("book.cli.init", "Start a new book project."),
    "collect": ("book.cli.collect", "Bring a series into a folder, from the web or from disk."),
    "plan": ("book.cli.plan", "Show the order, why, and what is missing or doubtful."),
    "build": ("book.cli.build", "Compile articles into EPUB and PDF editions."),
    "check": ("book.cli.check", "Validate finished editions."),
    "cache": ("book.cli.cache", "Show or clear what was made before."),
}


class Verbs(click.Group):
    """The verbs, in the order a user meets them, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """The command behind a verb."""
        if cmd_name not in VERBS:
            return None
        module = import_module(VERBS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's
        """List the verbs with their one line, importing none of them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from book import __version__  # noqa: PLC0415 - reads the distribution's metadata

        click.echo(f"book {__version__}")
        ctx.exit()


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
def cli() -> None:
    """Make one book out of a series of articles: an EPUB to read, a PDF to print.

    \b
    Example:
      book build articles/ -o series.epub -o series.pdf
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the codes of the design; never a traceback without --debug."""
    leave(run(sys.argv[1:] if arguments is None else arguments))


def leave(code: int) -> NoReturn:
    """End the process as it is: to take its memory apart first costs fifty milliseconds after every edit.

    What must be closed was closed by its own block; what was printed is written out here.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # whoever read it has gone, or it was never there
            stream.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        result = cli.main(arguments, prog_name="book", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("interrupted: nothing was written", file=sys.stderr)
        return 130
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _ended(error)
    return result if isinstance(result, int) else 0


def _ended(error: Exception) -> int:
    """Say how a run failed, and give its exit code."""
    from book.cli import exits  # noqa: PLC0415 - a run that goes well does not need it
    from book.errors import BookError  # noqa: PLC0415 - the same

    if isinstance(error, BookError):
        exits.say(error.problems)
        return next(code for kind, code in exits.CODES.items() if isinstance(error, kind))
    if isinstance(error, click.ClickException):
        error.show()
        return exits.MISUSED
    if isinstance(error, BrokenPipeError):  # the reader of our output has gone: not our failure
        return exits.BUILT
    name = type(error).__name__
    print(f"book: an error of its own ({name}: {error}); run again with --debug and report it", file=sys.stderr)
    return exits.REFUSED
