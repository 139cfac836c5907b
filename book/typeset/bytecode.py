"""Templates compiled once an installation, not once a run. In: the folder of our templates. Out: a loader for Jinja2.

Python keeps the bytecode of a module in `__pycache__`, where only who may change the module can write, and does without
where it cannot write. A template is kept by the same machinery (importlib, "source_to_code"), so that no code is ever
run from a cache that others may write to. Bytecode is made anew when the template, a package or this program changes.
"""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING
from zlib import crc32

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound

from book import machine

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from pathlib import Path
    from types import CodeType


class Compiled(BaseLoader):
    """Loads the templates of a folder."""

    def __init__(self, folder: Path) -> None:
        """Take templates from `folder`."""
        self._folder = folder
        self._packages = repr(machine.packages())

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, object] | None = None) -> Template:  # noqa: A002 - Jinja2's signature
        """The template, from its bytecode where that is there."""
        path = self._folder / name
        code = _Bytecode(name, path, environment, self._packages).get_code(name) if path.is_file() else None
        if code is None:
            raise TemplateNotFound(name)
        return environment.template_class.from_code(environment, code, environment.make_globals(globals))


class _Bytecode(SourceFileLoader):
    """A template as a module is loaded."""

    def __init__(self, name: str, path: Path, environment: Environment, packages: str) -> None:
        super().__init__(name, str(path))
        self._environment = environment
        self._packages = packages

    def source_to_code(self, data: bytes, path: str) -> CodeType:  # type: ignore[override]  # safe - the signature that importlib documents
        """What Jinja2 makes of the template."""
        return self._environment.compile(data.decode(), self.name, path)

    def path_stats(self, path: str) -> Mapping[str, int]:
        """What the bytecode must agree with, as a number in the place of the time alone."""
        found = super().path_stats(path)
        ours = super().path_stats(__file__)
        return {"mtime": crc32(f"{found} {ours} {self._packages}".encode()), "size": found["size"]}
