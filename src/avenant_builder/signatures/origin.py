"""Does a returned PDF derive from exactly what we sent.

That its first bytes are ours proves little: a whole other document may follow them, or an article
be painted over before it was signed. So our bytes must be its prefix, our cross-reference its first
in the chain, and nothing but signature fields changed since. Pages are compared elsewhere.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields

from avenant_builder.model.signing import Origin
from avenant_builder.signatures.opening import MISFORMED, opened, page_dictionaries

COMMENTS = frozenset(
    {
        *("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly"),
        *("/Ink", "/Stamp", "/Caret", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"),
    }
)


def origin_of(
    content: bytes, reader: PdfFileReader, sent: Mapping[str, bytes]
) -> tuple[Origin, str, list[str]]:
    """The verdict, the hash of the file it derives from, and what was changed.

    `sent` are the files that went out by their hash, the one that counts last. Without our bytes
    at its beginning it is ``FOREIGN``: its pages may still be ours.
    """
    for sha256, ours in reversed(list(sent.items())):
        if content.startswith(ours):
            if not _is_in_chain(reader, ours):
                reason = (
                    "un document entier a été ajouté après le nôtre, et c’est lui qui s’affiche"
                )
                return Origin.REPLACED, sha256, [reason]
            if changes := _changes(reader):
                return Origin.CHANGED, sha256, changes
            latest = sha256 == list(sent)[-1]
            return Origin.EXACT if latest else Origin.EARLIER, sha256, []
    return Origin.FOREIGN, "", []


def _is_in_chain(reader: PdfFileReader, ours: bytes) -> bool:
    try:
        first = reader.xrefs.get_startxref_for_revision(0)
        return bool(first == opened(ours).xrefs.get_startxref_for_revision(0))
    except MISFORMED:
        return False


def _changes(reader: PdfFileReader) -> list[str]:
    """What differs from our revision beside signature fields; nothing: an honest file."""
    honest, others = False, list[str]()
    with suppress(*MISFORMED):
        # Without a level of DocMDP, a signer may also draw a field of his own.
        review = DEFAULT_DIFF_POLICY.review_file(reader, 0)
        fields = {name for name, _, _ in enumerate_sig_fields(reader)}
        if isinstance(review, DiffResult):
            honest = review.modification_level <= ModificationLevel.FORM_FILLING
            others = sorted(review.changed_form_fields - fields)
    if honest and not others:
        return []
    told = [f"le champ « {name} » a été rempli" for name in others]
    # What can be told is told, up to the object that is misformed.
    with suppress(*MISFORMED):
        told += _told(reader.get_historical_resolver(0).root, reader.root)
    return told or ["autre chose que des signatures a été changé dans le fichier"]


def _told(old: Any, new: Any) -> Iterator[str]:
    before, after = list(page_dictionaries(old)), list(page_dictionaries(new))
    if len(after) != len(before):
        yield f"{len(before)} pages envoyées, {len(after)} revenues"
    for number, (was, now) in enumerate(zip(before, after, strict=False), start=1):
        if _drawn(was) != _drawn(now):
            yield f"le contenu de la page {number} a été changé"
        kinds = _kinds(now)
        if any(kinds.count(kind) > _kinds(was).count(kind) for kind in COMMENTS):
            yield f"un commentaire ou une réserve a été ajouté page {number}"
        elif len(kinds) < len(_kinds(was)):
            yield f"une annotation a été retirée page {number}"
    for key, what in (("/OpenAction", "une action à l’ouverture"), ("/Names", "des noms")):
        if key in new and key not in old:
            yield f"{what} a été ajouté au document"


def _drawn(page: Any) -> list[bytes]:
    """The content streams of a page, as they are drawn."""
    return [stream.get_object().data for stream in _listed(page, "/Contents")]


def _kinds(page: Any) -> list[str]:
    return [str(one.get_object().get("/Subtype", "")) for one in _listed(page, "/Annots")]


def _listed(page: Any, key: str) -> list[Any]:
    """What a page has under a key: one thing or several, here or elsewhere in the file."""
    found = page.get(key)
    found = [] if found is None else found.get_object()
    return list(found) if isinstance(found, list) else [found]
