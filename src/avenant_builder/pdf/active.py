"""What in a PDF does something by itself: programs, files, sounds, forms, wherever they lie."""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

ACTIONS = {
    "/JavaScript": "un programme JavaScript",
    "/Launch": "une commande qui lance un programme",
    "/GoToR": "un renvoi vers un autre fichier",
    "/GoToE": "un renvoi vers un fichier joint",
    "/SubmitForm": "un formulaire qui envoie ses réponses",
    "/ImportData": "un formulaire qui lit un fichier",
    "/Rendition": "un son ou une vidéo",
    "/Sound": "un son",
    "/Movie": "une vidéo",
    "/GoTo3DView": "un objet en 3D",
    "/RichMediaExecute": "un son ou une vidéo",
}
HARMLESS = frozenset(
    {"/GoTo", "/URI", "/Named", "/Hide", "/ResetForm", "/SetOCGState", "/Thread", "/Trans"}
)
ANNOTATIONS = {
    "/FileAttachment": "un fichier joint",
    "/RichMedia": "un son ou une vidéo",
    "/Screen": "un son ou une vidéo",
    "/Movie": "une vidéo",
    "/Sound": "un son",
    "/3D": "un objet en 3D",
}
# fmt: off
STILL = frozenset({
    "/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup",
    "/Widget", "/PrinterMark", "/TrapNet", "/Watermark", "/Redact",
})
# fmt: on
"""Annotations that are only seen (ISO 32000-1, table 169, and Redact of 2.0)."""
KEYS = {
    "/AA": "une action qui part d’elle-même",
    "/JS": "un programme JavaScript",
    "/XFA": "un formulaire XFA",
    "/EF": "un fichier joint",
    "/EmbeddedFiles": "un fichier joint",
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def tables(thing: Object) -> Iterator[Object]:
    """The dictionaries that make up one object of the file; those it refers to come apart."""
    waiting = [thing]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Dictionary | Stream):
            yield node
            waiting += [child for child in node.values() if _is_inside(child)]
        elif isinstance(node, Array):
            waiting += [child for child in node.as_list() if _is_inside(child)]


def _is_inside(child: object) -> bool:
    return isinstance(child, Dictionary | Array) and not child.is_indirect


def faults(table: Object) -> Iterator[tuple[str, str]]:
    """What acts by itself, or is signed, in one dictionary: pairs (kind, French words)."""
    if is_signature(table):
        yield "signed", ""
    for key, what in KEYS.items():
        if key in table:
            yield "active", what
    for key, known in (("/S", ACTIONS), ("/Subtype", ANNOTATIONS)):
        kind = str(table.get(key, ""))
        if kind in known:
            yield "active", known[kind]
    yield from _unknown(table)
    address = str(table.get("/URI", ""))
    if (scheme := strange_scheme(address)) is not None:
        yield "active", f"un lien « {scheme}: »"


def _unknown(table: Object) -> Iterator[tuple[str, str]]:
    """What no standard names may do anything."""
    if table.get("/Type") == Name.Annot:
        kind = str(table.get("/Subtype", ""))
        if kind not in STILL and kind not in ANNOTATIONS:
            yield "active", "une annotation inconnue"
    for key in ("/A", "/OpenAction", "/Next"):
        action = table.get(key)
        if isinstance(action, Dictionary) and "/S" in action and "/P" not in action:
            kind = str(action.S)
            if kind not in HARMLESS and kind not in ACTIONS:
                yield "active", "une action inconnue"


def is_signature(table: Object) -> bool:
    """Whether a dictionary is a field for a signature, or what signs."""
    return "/ByteRange" in table or table.get("/FT") == Name.Sig


def strange_scheme(address: str) -> str | None:
    """The scheme of an address that leads elsewhere than to a web page or a mailbox."""
    scheme, colon, _ = address.strip().partition(":")
    return scheme if colon and scheme.isalpha() and scheme.lower() not in SCHEMES else None
