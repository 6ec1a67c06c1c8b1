"""Write into a document where it comes from, so that it is known again when it comes back.

It is a custom property (ECMA-376-1, 22.3), which Word and LibreOffice keep when they save.
"""

import html
from collections.abc import Mapping

PART, TYPES, RELATIONS = "docProps/custom.xml", "[Content_Types].xml", "_rels/.rels"
PREFIX = "avenant-"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set that custom properties belong to, always this one."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FIRST = 2


def add_origin(parts: dict[str, bytes], origin: Mapping[str, str]) -> None:
    """Add the facts of `origin` to the parts of a document that has no such property yet."""
    if not origin or PART in parts:
        return
    held = "".join(
        f'<property fmtid="{FORMAT}" pid="{number}" name="{PREFIX}{name}">'
        f"<vt:lpwstr>{html.escape(value, quote=False)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(origin.items(), start=FIRST)
    )
    parts[PART] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
        f"{held}</Properties>"
    ).encode()
    _append(parts, TYPES, f'<Override PartName="/{PART}" ContentType="{TYPE}"/>', "</Types>")
    link = (
        f'<Relationship Id="rIdOrigine" Type="{OFFICE}/relationships/custom-properties" '
        f'Target="{PART}"/>'
    )
    _append(parts, RELATIONS, link, "</Relationships>")


def _append(parts: dict[str, bytes], name: str, xml: str, end: str) -> None:
    text = parts[name].decode("utf-8")
    head, _, _ = text.rpartition(end)
    parts[name] = f"{head}{xml}{end}".encode()
