"""What the PDF says about the book. In: `Metadata`. Out: the document information, and XMP.

Dates are the book's own, never the clock's. ISO 16684-1 (XMP), ISO 14289-1, clause 5 (pdfuaid), ISO 19005-3, 6.6
(pdfaid, and the extension schema that a property PDF/A does not know needs), ISO 15930-7, 6.8 (pdfxid).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.model import Metadata

PRODUCER = "book"
_INSTANT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?")

_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def information(metadata: Metadata) -> dict[str, str]:
    """The document information dictionary. ISO 32000-1, 14.3.3."""
    date = moment(metadata)
    found = {
        "/Title": metadata.title,
        "/Author": ", ".join(metadata.authors),
        "/Subject": metadata.description,
        "/Producer": PRODUCER,
        "/CreationDate": date,
        "/ModDate": date,
    }
    return {key: value for key, value in found.items() if value}


def moment(metadata: Metadata) -> str:
    """When the book was last changed, as PDF writes it; never the clock's time."""
    return _pdf_date(metadata.modified)


def xmp(metadata: Metadata, *, tagged: bool, archival: bool, press: bool = False) -> bytes:
    """The XMP packet.

    It claims PDF/UA-1 for a tagged book, PDF/A-3a besides for an archival one, PDF/X-4 for one made for a `press`.
    """
    claims = ""
    if tagged:
        claims += '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\n'
    if archival:
        claims += (
            '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
            f'pdfaid:part="3" pdfaid:conformance="{"A" if tagged else "B"}"/>\n'
        )
        claims += f"{_EXTENSION}\n" if tagged else ""
    instant = _instant(metadata.modified)
    if press:
        claims += _press(metadata.identifier, instant)
    dates = f'xmp:CreateDate="{instant}" xmp:ModifyDate="{instant}"' if instant else ""
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claims}<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
pdf:Producer="{PRODUCER}" {dates}>
{"".join(_dublin_core(metadata))}</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
    return packet.encode()


def _press(identifier: str, instant: str) -> str:
    """What PDF/X-4 wants said: its version, that nothing is trapped, which document this is. ISO 15930-7, 6.8."""
    document = f"uuid:{uuid5(NAMESPACE_URL, identifier)}"
    return (
        '<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" '
        'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdfxid:GTS_PDFXVersion="PDF/X-4" pdf:Trapped="False" '
        f'xmpMM:DocumentID="{document}" xmpMM:VersionID="1" xmpMM:RenditionClass="default" '
        f'xmp:MetadataDate="{instant}"/>\n'
    )


def _dublin_core(metadata: Metadata) -> Iterable[str]:
    """Dublin Core in the shapes XMP wants: alternatives by language, ordered lists, bags, plain text."""
    yield "<dc:format>application/pdf</dc:format>\n"
    yield f"<dc:identifier>{escape(metadata.identifier, quote=False)}</dc:identifier>\n"
    yield _alternative("title", metadata.title)
    yield _alternative("description", metadata.description)
    yield _alternative("rights", metadata.rights)
    yield _list("creator", "Seq", metadata.authors)
    yield _list("language", "Bag", (metadata.language,))
    yield _list("publisher", "Bag", (metadata.publisher,))
    yield _list("date", "Seq", (_instant(metadata.date),))


def _alternative(name: str, text: str) -> str:
    if not text:
        return ""
    return (
        f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text, quote=False)}</rdf:li></rdf:Alt></dc:{name}>\n'
    )


def _list(name: str, kind: str, items: Iterable[str]) -> str:
    entries = "".join(f"<rdf:li>{escape(item, quote=False)}</rdf:li>" for item in items if item)
    return f"<dc:{name}><rdf:{kind}>{entries}</rdf:{kind}></dc:{name}>\n" if entries else ""


def _instant(text: str) -> str:
    """An ISO 8601 date or instant in the form XMP allows; empty for anything else."""
    match = _INSTANT.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}Z" if hour else "")


def _pdf_date(text: str) -> str:
    """An ISO 8601 date or instant as PDF writes it. ISO 32000-1, 7.9.4."""
    match = _INSTANT.match(text)
    if match is None:
        return ""
    return "D:" + "".join(part or "00" for part in match.groups()) + "Z"
