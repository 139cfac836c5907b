"""Addresses inside a package. In: the path of a file and a link in it. Out: the path, id and scheme it means.

RFC 3986, section 5 (as far as relative paths go); EPUB 3.3, 4.2.5.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote


def resolve(base: str, href: str) -> tuple[str, str, str]:
    """The path in the package, the fragment, and the scheme (lower case; "" for a link inside) of a link in `base`."""
    scheme, colon, _ = href.partition(":")
    if colon and scheme and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum():
        return href, "", scheme.strip().lower()
    if href.startswith("//"):
        return href, "", "https"
    path, _, target = href.partition("#")
    path = path.partition("?")[0]
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path))) if path else base
    return joined, unquote(target), ""
