"""What each page that came back is: decided from its codes alone, never from its neighbours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from avenant_builder.model.event import Event
from avenant_builder.paper.ink import Ink, proposed
from avenant_builder.paper.look import Sight
from avenant_builder.paper.read import Seen
from avenant_builder.paper.short_code import Origin, PageCode, document_of, read_code

SHOWN = 40


class Kind(StrEnum):
    """What a page was taken for."""

    FILED = "rangee"
    OLDER = "version-anterieure"
    DUPLICATE = "doublon"
    KNOWN = "deja-rangee"
    SEVERAL = "plusieurs-codes"
    UNKNOWN = "code-inconnu"
    FALSE = "code-faux"
    LATER = "code-plus-recent"
    FOREIGN = "code-etranger"
    NO_CODE = "sans-code"
    BLANK = "blanche"
    UNREADABLE = "illisible"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def has_a_seat(self) -> bool:
        return self in (Kind.FILED, Kind.OLDER, Kind.DUPLICATE, Kind.KNOWN)


KIND_LABELS = {
    Kind.FILED: "page de signature",
    Kind.OLDER: "page de signature d’une version antérieure du texte",
    Kind.DUPLICATE: "doublon",
    Kind.KNOWN: "déjà rangée : rien n’est ajouté",
    Kind.SEVERAL: "plusieurs codes sur une page : à ranger à la main",
    Kind.UNKNOWN: "code de cet espace, mais d’aucun texte figé de cette année",
    Kind.FALSE: "code qui ressemble aux nôtres, mais faux ou d’un autre espace",
    Kind.LATER: "code d’un format plus récent : mettez l’outil à jour",
    Kind.FOREIGN: "code étranger",
    Kind.NO_CODE: "sans code",
    Kind.BLANK: "page blanche",
    Kind.UNREADABLE: "illisible",
}
ORIGINS = {Origin.FALSE: Kind.FALSE, Origin.LATER: Kind.LATER, Origin.FOREIGN: Kind.FOREIGN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that was frozen: its version, and its seats in order."""

    version: str
    seats: tuple[str, ...]
    is_current: bool

    @property
    def document(self) -> str:
        return document_of(self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """One page and what became of it."""

    file: str
    """Name of its file, as people know it."""
    sight: Sight
    kind: Kind
    detail: str = ""
    """French: what was read of a strange code, why it cannot be read, what it is a copy of."""
    seat: str = ""
    code: str = ""
    page: int = 0
    version: str = ""
    ink: Ink | None = None
    copy_of: int = 0
    """The page of the same file that shows the same, and more ink; 0: there is none."""
    event: int | None = None
    """Number of the event that says so."""

    @property
    def turned(self) -> int:
        """By how many quarter turns, in degrees clockwise, the sheet lay."""
        return turned(self.sight.codes)


def turned(codes: Sequence[Seen]) -> int:
    """The nearest quarter turn of the codes of a page."""
    return round(codes[0].turned / 90) % 4 * 90 if codes else 0


def classify(file: str, sight: Sight, *, texts: Iterable[Text], secret: bytes) -> PageSeen:
    """What one page is. `texts` are those frozen this year."""
    base = PageSeen(file=file, sight=sight, kind=Kind.NO_CODE)
    if sight.fault:
        return replace(base, kind=Kind.UNREADABLE, detail=sight.fault)
    read = {found.text: found for found in (read_code(one.text, secret) for one in sight.codes)}
    ours = {text: found.code for text, found in read.items() if found.code}
    if len(ours) > 1:
        return replace(base, kind=Kind.SEVERAL, detail=", ".join(sorted(ours)))
    if ours:
        [(text, code)] = ours.items()
        return _placed(replace(base, code=text, page=code.page), code, texts)
    if read:
        found = min(read.values(), key=lambda one: list(Origin).index(one.origin))
        return replace(base, kind=ORIGINS[found.origin], detail=_harmless(found.text))
    return replace(base, kind=Kind.BLANK if sight.blank else Kind.NO_CODE)


def _placed(base: PageSeen, code: PageCode, texts: Iterable[Text]) -> PageSeen:
    text = next((one for one in texts if one.document == code.document), None)
    if text is None or not 1 <= code.seat <= len(text.seats):
        return replace(base, kind=Kind.UNKNOWN, detail=base.code)
    return replace(
        base,
        kind=Kind.FILED if text.is_current else Kind.OLDER,
        seat=text.seats[code.seat - 1],
        version=text.version,
        ink=Ink.LOOK if base.sight.ink is None else proposed(base.sight.ink),
    )


def one_a_seat(pages: Sequence[PageSeen]) -> tuple[PageSeen, ...]:
    """Of pages of one file that show the same code, all but the fullest are copies of it."""
    best: dict[str, PageSeen] = {}
    for page in (page for page in pages if page.kind.has_a_seat):
        held = best.get(page.code)
        if held is None or (page.sight.ink or 0) > (held.sight.ink or 0):
            best[page.code] = page
    return tuple(_copy_of(best[page.code], page) if page.seat else page for page in pages)


def _copy_of(best: PageSeen, page: PageSeen) -> PageSeen:
    if best is page:
        return page
    number = best.sight.number
    return replace(page, kind=Kind.DUPLICATE, copy_of=number, detail=f"de la page {number}")


def already(page: PageSeen, sha256: str, standing: Iterable[Event]) -> Event | None:
    """The event that holds a page of this very file, if there is one."""
    same = (event for event in standing if event.evidence == sha256)
    return next((e for e in same if (e.target, e.version) == (page.seat, page.version)), None)


def other_copy(page: PageSeen, standing: Sequence[Event]) -> Event | None:
    """An earlier return of the same seat and version."""
    found = [e for e in standing if (e.target, e.version) == (page.seat, page.version)]
    return found[-1] if found else None


def _harmless(text: str) -> str:
    """The beginning of a stranger's code: on one line, quoted."""
    short = " ".join(text.split())[:SHOWN]
    return f"« {short} »" if short else ""


FACTS: Mapping[str, str] = {"page": "page", "turned": "tournee", "ink": "encre", "code": "code"}
"""Names of the facts of an event « page-recue »."""
