"""Make a PDF the same on every machine and every day, and say what it is.

Besides the dates and the /ID, LibreOffice writes the time into its own /DocChecksum and into
the colour profile; and it leaves links without the words that PDF/UA wants.
"""

import html
import io
import re
import struct
from datetime import date
from pathlib import Path
from string import Template
from typing import Any, BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from avenant_builder.errors import ConversionFailed
from avenant_builder.pdf.engine import FIRST_WITH_UA
from avenant_builder.pdf.lists import nest_list_items

CREATOR = "avenant_builder"
LANGUAGE = "fr-FR"

ICC_DATE = slice(24, 36)
"""Year, month, day, hours, minutes, seconds, two bytes each (ICC.1:2022, 7.2.8)."""

PACKET = Template("""\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:format>application/pdf</dc:format>
   <dc:language><rdf:Bag><rdf:li>$language</rdf:li></rdf:Bag></dc:language>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">$title</rdf:li></rdf:Alt></dc:title>
   <pdf:Producer>$producer</pdf:Producer>
   <xmp:CreatorTool>$creator</xmp:CreatorTool>
   <xmp:CreateDate>$instant</xmp:CreateDate>
   <xmp:ModifyDate>$instant</xmp:ModifyDate>
   <xmp:MetadataDate>$instant</xmp:MetadataDate>
  </rdf:Description>
$claims </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""")

CLAIM_A = """\
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
"""

# PDF/A allows no name that it does not know unless it is described (ISO 19005-2, 6.6.2.3.2):
# without the schema, as LibreOffice 7 wrote it, the claim of UA breaks that of A.
CLAIM_UA = """\
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
"""


def finish(pdf: Path, *, title: str, dated: date) -> None:
    """Finish a converted PDF in place. The same input gives the same bytes, and so does twice.

    Keeps the engine's claim of PDF/A; keeps that of PDF/UA only from an engine for which it
    holds. Raises ConversionFailed if the file cannot be read as a PDF.
    """
    try:
        document = pikepdf.open(io.BytesIO(pdf.read_bytes()))
    except pikepdf.PdfError as fault:
        raise ConversionFailed(f"« {pdf.name} » n’est pas un PDF lisible") from fault
    with document:
        packet = document.Root.Metadata.read_bytes() if Name.Metadata in document.Root else b""
        producer = _producer(document)
        version = re.search(r"LibreOffice (\d+)\.(\d+)", producer)
        ua_holds = version is None or tuple(map(int, version.groups())) >= FIRST_WITH_UA
        describe(
            document,
            title=title,
            dated=dated,
            producer=producer,
            archivable=b"<pdfaid:part>2<" in packet,
            accessible=b"pdfuaid:part" in packet and ua_holds,
        )
        _name_links(document)
        nest_list_items(document)
        save(document, pdf)


def describe(
    pdf: Pdf, *, title: str, dated: date, producer: str, archivable: bool, accessible: bool
) -> None:
    """Write who, what and when: /Info, XMP, language, title shown, the colour profile's date.

    `archivable` claims PDF/A-2b and `accessible` PDF/UA-1; nothing here checks them.
    """
    words = {"title": title, "producer": producer, "creator": CREATOR, "language": LANGUAGE}
    packet = PACKET.substitute(
        {name: html.escape(text, quote=False) for name, text in words.items()},
        instant=f"{dated.isoformat()}T00:00:00Z",
        claims=CLAIM_A * archivable + CLAIM_UA * accessible,
    )
    pdf.Root.Metadata = pdf.make_stream(
        packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML
    )
    instant = f"D:{dated:%Y%m%d}000000Z"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=title,
            Producer=producer,
            Creator=CREATOR,
            CreationDate=instant,
            ModDate=instant,
        )
    )
    pdf.Root.Lang = String(LANGUAGE)
    if Name.ViewerPreferences not in pdf.Root:
        pdf.Root.ViewerPreferences = Dictionary()
    pdf.Root.ViewerPreferences.DisplayDocTitle = True
    _date_colour_profiles(pdf, dated)


def save(pdf: Pdf, path: Path) -> None:
    """Write a PDF that only depends on its content; small, with object streams."""
    for key in (Name.ID, Name.DocChecksum):
        if key in pdf.trailer:
            del pdf.trailer[key]
    write(pdf, path, min_version="1.7", object_stream_mode=ObjectStreamMode.generate)


def write(pdf: Pdf, path: Path, **options: Any) -> None:
    """Write a PDF, its identifier made from its content. Raises OSError, as on a full disk.

    Nothing may be raised while qpdf writes: it would end the process (« terminate called »).
    """
    with path.open("wb") as stream:
        sink = _Sink(stream)
        pdf.save(cast("BinaryIO", sink), deterministic_id=True, **options)
        if sink.fault is not None:
            raise sink.fault


class _Sink(io.RawIOBase):
    """A stream that keeps the first error of its file for later, and takes the rest for written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if self.fault is None:
            try:
                self._stream.write(data)
            except OSError as fault:
                self.fault = fault
        return len(data)


def _producer(pdf: Pdf) -> str:
    """The engine without the processor of this machine (« LibreOffice 25.2.3.2 »)."""
    written = str(pdf.docinfo.get(Name.Producer, ""))
    engine = re.match(r"LibreOffice [\d.]+", written)
    return engine[0] if engine else CREATOR


def _date_colour_profiles(pdf: Pdf, dated: date) -> None:
    moment = struct.pack(">6H", dated.year, dated.month, dated.day, 0, 0, 0)
    for intent in pdf.Root.get(Name.OutputIntents, Array()):
        if Name.DestOutputProfile in intent:
            content = bytearray(intent.DestOutputProfile.read_bytes())
            content[ICC_DATE] = moment
            intent.DestOutputProfile.write(bytes(content))


def _name_links(pdf: Pdf) -> None:
    """Give every link the words that a screen reader says (ISO 14289-1, 7.18.5)."""
    for page in pdf.pages:
        for annotation in page.get(Name.Annots, Array()):
            if annotation.get(Name.Subtype) == Name.Link and Name.Contents not in annotation:
                action = annotation.get(Name.A, Dictionary())
                address = str(action.get(Name.URI, ""))
                words = f"Lien vers {address}" if address else "Lien dans le document"
                annotation.Contents = String(words)
