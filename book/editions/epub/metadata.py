"""The package's metadata: Dublin Core, refined. In: `Metadata`, accessibility properties. Out: calls on a `Package`.

EPUB 3.3, section 5.5; MARC relators; the reserved prefixes `schema`, `a11y`, `marc`, `onix` of appendix D.5.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.editions.epub.package import Package
    from book.model import Metadata

_ARTICLES = {
    "en": ("The ", "A ", "An "),
    "de": ("Der ", "Die ", "Das ", "Ein ", "Eine "),
    "fr": ("Le ", "La ", "Les ", "L’", "L'", "Un ", "Une "),
    "es": ("El ", "La ", "Los ", "Las ", "Un ", "Una "),
    "it": ("Il ", "Lo ", "La ", "I ", "Gli ", "Le ", "L’", "L'", "Un ", "Una "),
    "nl": ("De ", "Het ", "Een "),
    "pt": ("O ", "A ", "Os ", "As ", "Um ", "Uma "),
}
# Languages that put the family name first: a name sorts as it is printed.
_FAMILY_FIRST = frozenset(["hu", "zh", "ja", "ko", "vi", "km", "mn", "yue"])
# Scripts in whose catalogues a name is not turned around, and signs that it is no person's name.
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’.\- ]+")
_BODY = re.compile(
    r"\b(?:team|group|project|committee|foundation|company|inc|ltd|university|institute|society|press|community|"
    r"developers|authors|contributors|staff|editors|and|of|the|et|und|y|e|i)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset("van von de der den du da di del della la le dos das ten ter zu af av bin ibn al".split())  # noqa: SIM905 - a list of words
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
# ONIX code list 5, by how the identifier begins.
_SCHEMES = (("urn:isbn:", "15"), ("urn:doi:", "06"), ("urn:uuid:", ""))


def describe(package: Package, metadata: Metadata, access: Sequence[tuple[str, str]], *, source: str = "") -> None:
    """Write the metadata into the package. `source` identifies the paginated edition whose pages are marked."""
    _identify(package, metadata)
    _titles(package, metadata)
    package.dc("language", metadata.language)
    _people(package, metadata)
    for name, value in (
        ("publisher", metadata.publisher),
        ("date", metadata.date),
        ("rights", metadata.rights),
        ("description", metadata.description),
    ):
        if value:
            package.dc(name, value)
    _series(package, metadata)
    for name, value in access:
        package.meta(name, value)
    _claims(package, metadata)
    if source:
        package.dc("source", source, id="print-edition")
        package.meta("source-of", "pagination", refines="print-edition")
        package.meta("pageBreakSource", source)


def _identify(package: Package, metadata: Metadata) -> None:
    for start, code in _SCHEMES:
        if code and metadata.identifier.startswith(start):
            package.meta("identifier-type", code, refines="id", scheme="onix:codelist5")


def _titles(package: Package, metadata: Metadata) -> None:
    package.dc("title", metadata.title, id="title")
    package.meta("title-type", "main", refines="title")
    if (sorted_title := sort_title(metadata.title, metadata.language)) != metadata.title:
        package.meta("file-as", sorted_title, refines="title")
    if metadata.subtitle:
        package.dc("title", metadata.subtitle, id="subtitle")
        package.meta("title-type", "subtitle", refines="subtitle")


def _people(package: Package, metadata: Metadata) -> None:
    for number, name in enumerate(metadata.authors, 1):
        given = f"author-{number}"
        package.dc("creator", name, id=given)
        package.meta("role", "aut", refines=given, scheme="marc:relators")
        package.meta("file-as", sort_name(name, metadata.language), refines=given)
        if len(metadata.authors) > 1:
            package.meta("display-seq", str(number), refines=given)


def _series(package: Package, metadata: Metadata) -> None:
    if not metadata.series:
        return
    package.meta("belongs-to-collection", metadata.series, id="series")
    package.meta("collection-type", "series", refines="series")
    # EPUB 3.3, D.3.7: a position is made of whole numbers, separated by periods.
    if re.fullmatch(r"\d+(\.\d+)*", metadata.series_position):
        package.meta("group-position", metadata.series_position, refines="series")


def _claims(package: Package, metadata: Metadata) -> None:
    """Claims are the publisher's: EPUB Accessibility 1.1, section 4."""
    if metadata.conforms_to:
        package.meta("dcterms:conformsTo", metadata.conforms_to, id="conformance")
        if metadata.certified_by:
            package.meta("a11y:certifiedBy", metadata.certified_by, refines="conformance")
    elif metadata.certified_by:
        package.meta("a11y:certifiedBy", metadata.certified_by)


def sort_title(title: str, language: str) -> str:
    """How a title is filed: "The Open Sea" -> "Open Sea, The"; unchanged where there is no article."""
    for article in _ARTICLES.get(language.lower().partition("-")[0], ()):
        if title.startswith(article) and len(title) > len(article):
            return f"{title[len(article) :]}, {article.strip()}"
    return title


def is_body(name: str) -> bool:
    """Whether a name is that of a team, a society or a firm, and not a person's."""
    return bool(_LATIN.fullmatch(name) and _BODY.search(name))


def sort_name(name: str, language: str = "") -> str:
    """How a name is filed: "Mary van Dyke" -> "van Dyke, Mary"; a body's name, or one in another script, as it is."""
    tag = language.lower().partition("-")[0]
    words = name.split()
    if len(words) < 2 or tag in _FAMILY_FIRST or not _LATIN.fullmatch(name) or is_body(name):
        return name
    suffix = [words.pop()] if words[-1].lower() in _SUFFIXES and len(words) > 2 else []
    family = len(words) - 1
    while family > 1 and words[family - 1].lower() in _PARTICLES and words[family - 1].islower():
        family -= 1
    return ", ".join([" ".join(words[family:]), " ".join(words[:family]), *suffix])
