"""The page engine imported in a quarter of its time. In: nothing. Out: WeasyPrint in memory, as it would be anyway.

Measured, importing WeasyPrint takes 450 ms, of which 250 go into reading its C declarations of Pango with a parser
written in Python, and 80 into parts of fontTools that only faces without outlines need. The declarations are read
once and kept in compiled form (cffi's out-of-line ABI mode) where Python keeps its bytecode, and as much trusted; the
parts of fontTools wait until something asks for them. Nothing here depends on a version: what is kept is known by the
digest of the sources it was made of.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
import tempfile
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib import import_module
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import cffi

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENGINE = "weasyprint.text.ffi"  # where the declarations are
_DEFERRED = ("fontTools.subset", "fontTools.varLib.instancer")
# What is called here and not by the engine.
_OURS = """
    PangoLayout * pango_layout_copy (PangoLayout *layout);
    void * g_object_ref (void *object);
    void g_free (void *memory);
    void pango_font_map_list_families (void *map, void ***families, int *number);
    const char * pango_font_family_get_name (void *family);
    FcPattern * pango_fc_font_get_pattern (void *font);
    hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user_data, void *destroy);
    hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);
"""
_CREATED = re.compile(r"^ffi = _cffi_backend\.FFI\(", re.MULTILINE)
_added: list[Any] = []  # the declarations to which ours were added, or in which they are


@contextmanager
def importing() -> Iterator[None]:
    """Within the block, whatever imports the engine for the first time does so in less time."""
    if _ENGINE in sys.modules:
        yield
        return
    kept = _place()
    declared = _kept(kept)
    with _deferring():
        if declared is None:
            yield
        else:
            plain, cffi.FFI = cffi.FFI, lambda: declared
            try:
                yield
            finally:
                cffi.FFI = plain
    if declared is None and kept is not None and not sys.dont_write_bytecode:
        declare(sys.modules[_ENGINE].ffi)
        _keep(sys.modules[_ENGINE].ffi, kept)


def declare(ffi: Any) -> None:  # noqa: ANN401 - cffi ships no types
    """Add to the engine's declarations what is called here and not by the engine; once."""
    if not any(known is ffi for known in _added):
        ffi.cdef(_OURS)
        _added.append(ffi)


def _place() -> Path | None:
    """Where compiled declarations are kept, by what they are made of; None where there is no engine."""
    own = Path(__file__)
    with suppress(ImportError, OSError, NotImplementedError):
        engine = find_spec("weasyprint")
        if engine is not None and engine.submodule_search_locations:
            declared = Path(engine.submodule_search_locations[0], "text", "ffi.py")
            ground = f"{sys.implementation.cache_tag} {cffi.__version__}\n{declared.read_text('utf-8')}\n{_OURS}"
            total = sha256(ground.encode())
            return Path(cache_from_source(str(own))).with_name(f"declarations-{total.hexdigest()[:24]}.bin")
    return None


def _kept(place: Path | None) -> Any:  # noqa: ANN401 - cffi ships no types
    """The declarations, compiled in an earlier process; None where they are not there or damaged."""
    try:
        code = marshal.loads(place.read_bytes() if place is not None else b"")  # noqa: S302 - as Python's own bytecode
        names: dict[str, Any] = {}
        exec(code, names)  # noqa: S102 - the same
        return _complete(names["ffi"])
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        return None


def _complete(ffi: Any) -> Any:  # noqa: ANN401 - cffi ships no types
    """Declarations to which nothing need be added: what would be is in them."""
    ffi.cdef = lambda _: None
    _added.append(ffi)
    return ffi


def _keep(ffi: Any, place: Path) -> None:  # noqa: ANN401 - cffi ships no types
    """Compile all that was declared, and keep it; nothing where the installation cannot be written to."""
    ffi.set_source("declarations", None)
    with suppress(OSError), tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch, "declarations.py")
        ffi.emit_python_code(str(written))
        # cffi's own type takes no attribute, which a class of Python's does.
        text = _CREATED.sub(r"class FFI(_cffi_backend.FFI): pass\nffi = FFI(", written.read_text("utf-8"))
        data = marshal.dumps(compile(text, place.name, "exec"))
        place.parent.mkdir(exist_ok=True)
        fresh = place.with_suffix(f".{os.getpid()}")  # for all who may read the bytecode, unlike a temporary file
        fresh.write_bytes(data)
        fresh.replace(place)


class _Deferred(ModuleType):
    """A module that is imported when something is asked of it."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module has
        """What the module has under that name; while the engine is imported, a promise of a function."""
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            return _later(self.__name__, name)
        return getattr(import_module(self.__name__), name)


def _later(module: str, name: str) -> Any:  # noqa: ANN401 - whatever the function is
    """A function that is looked up when it is called."""

    def called(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        return getattr(import_module(module), name)(*args, **kwargs)

    return called


@contextmanager
def _deferring() -> Iterator[None]:
    """Within the block, modules that the engine imports and seldom uses are promises."""
    promised = [name for name in _DEFERRED if name not in sys.modules]
    for name in promised:
        sys.modules[name] = _Deferred(name)
    try:
        yield
    finally:
        for name in promised:
            sys.modules.pop(name, None)
