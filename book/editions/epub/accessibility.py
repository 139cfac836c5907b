"""What can be said of a book's accessibility by looking at it. In: looked-at sheets. Out: schema.org properties.

EPUB Accessibility 1.1, section 2 (discovery metadata); schema.org Accessibility Properties for Discoverability
Vocabulary. Nothing is invented: a claim of conformance and its certifier come from the publisher's settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.epub.summaries import summary
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.editions.epub.look import Looked
    from book.model import Asset, Metadata

_MOVING_TYPES = ("audio/", "video/", "application/smil")


def properties(
    pages: Sequence[Looked], assets: Sequence[Asset], metadata: Metadata, *, paged: bool
) -> list[tuple[str, str]]:
    """Pairs of a property and its value, in the order of the vocabulary. `paged`: the book has a page-list."""
    # The cover alone makes no book visual: it is announced by its title.
    pictures = any(page.pictures for page in pages if page.sheet.kind != "cover")
    named = not any(page.unnamed for page in pages)
    modes = ["textual"] + (["visual"] if pictures else [])
    found = [("schema:accessMode", mode) for mode in modes]
    if named:
        found.append(("schema:accessModeSufficient", "textual"))
    if pictures:
        found.append(("schema:accessModeSufficient", "textual,visual"))
    found += [("schema:accessibilityFeature", feature) for feature in _features(pages, pictures and named, paged=paged)]
    still = not any(page.moving for page in pages) and not any(_moves(asset) for asset in assets)
    found.append(("schema:accessibilityHazard", "none" if still else "unknown"))
    words = metadata.accessibility_summary or summary(metadata.language, pictures=pictures, named=named)
    if words:
        found.append(("schema:accessibilitySummary", words))
    return found


def missing_alternatives(pages: Sequence[Looked]) -> Iterator[Problem]:
    """One finding for each image that says something and has no alternative."""
    for page in pages:
        for source in page.unnamed:
            what = f"the image '{source}' has no alternative"
            hint = 'describe it where it is shown, or give it alt="" if it says nothing'
            yield Problem("alt-missing", "note", page.where, what, hint)


def _features(pages: Sequence[Looked], described: bool, *, paged: bool) -> list[str]:
    found = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability", "ARIA", "unlocked"]
    if described:
        found.append("alternativeText")
    if any("mathml" in page.properties for page in pages):
        found.append("MathML")
    if any(page.ruby for page in pages):
        found.append("rubyAnnotations")
    if any(page.index for page in pages):
        found.append("index")
    if paged:
        found += ["pageBreakMarkers", "pageNavigation"]
    return found


def _moves(asset: Asset) -> bool:
    """Whether a file has sound or motion: an animated GIF or WebP counts, and so does an animated SVG."""
    if asset.media_type.startswith(_MOVING_TYPES):
        return True
    if asset.media_type == "image/gif":
        return asset.data.count(b"\x21\xf9\x04") > 1  # graphic control extensions, one a frame
    if asset.media_type == "image/webp":
        return b"ANIM" in asset.data[:64]
    if asset.media_type == "image/png":
        return b"acTL" in asset.data[:256]
    return asset.media_type == "image/svg+xml" and any(
        mark in asset.data for mark in (b"<animate", b"<set ", b"@keyframes")
    )
