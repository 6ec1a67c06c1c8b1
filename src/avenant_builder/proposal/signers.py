"""Signature blocks: « Pour …, », the quality, a space to sign, the name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from avenant_builder.french import fold
from avenant_builder.model.body import Category
from avenant_builder.proposal.found import BodyFound, SeatFound, Trust
from avenant_builder.proposal.lines import Line

FOR = re.compile(r"Pour\s+(?:(?:le|la|les)\s+|l['’]\s*)?(?P<name>\S.*)", re.IGNORECASE)
QUALITY = re.compile(
    r"(?:(?:Le|La)\s+|L['’]\s*)?(?:Vice-|Sous-)?(?:Présidente?|Directeur|Directrice|Maire|Préfet|Préfète|"
    r"Recteur|Rectrice|Administrateur|Administratrice|Responsable|Délégué|Déléguée|Secrétaire|"
    r"Trésorier|Trésorière|Gérante?|Déléguée?|Adjointe?)\b.{0,60}",
    re.IGNORECASE,
)
SHORT, MOST_HEADING = 80, 3
CATEGORIES: tuple[tuple[str, Category], ...] = (
    (r"allocations familiales|\bcaf\b", Category.CAF),
    (r"\bmsa\b|mutualite sociale agricole", Category.MSA),
    (r"carsat|assurance retraite", Category.CARSAT),
    (r"conseil departemental|\bdepartement\b", Category.DEPARTEMENT),
    (r"conseil regional|\bregion\b", Category.REGION),
    (r"\betat\b|prefecture|\bprefet\b|rectorat", Category.ETAT),
    (r"communaute (?:de communes|d'agglomeration|urbaine)|agglomeration|metropole", Category.EPCI),
    (r"\bsyndicat (?:mixte|intercommunal)", Category.SYNDICAT),
    (r"\b(?:ville|commune|mairie)\b", Category.COMMUNE),
    (r"\bccas\b|\bcias\b|etablissement public", Category.ETABLISSEMENT_PUBLIC),
    (r"federation|union|association|ligue|francas|\bmjc\b|u\.?f\.?c\.?v", Category.ASSOCIATION),
)


def find_signers(lines: Sequence[Line]) -> tuple[list[SeatFound], list[BodyFound], set[int]]:
    """The seats and bodies of a document in order, and the numbers of the lines they take."""
    seats: list[SeatFound] = []
    bodies: dict[str, BodyFound] = {}
    taken: set[int] = set()
    said = [line for line in lines if line.text]
    heading, rank = "", 0
    while rank < len(said):
        block = _heading(said, rank)
        if block is not None:
            heading, used = block
        elif heading and _quality(said[rank]) and _name(said, rank + 1) is not None:
            used = 0
        else:
            rank += 1
            continue
        quality = said[rank + used] if rank + used < len(said) else None
        name = _name(said, rank + used + 1)
        if quality is None or not _quality(quality) or name is None:
            heading, rank = "", rank + 1
            continue
        body = _body(heading, said[rank].number)
        bodies.setdefault(body.id, body)
        sure = Trust.SURE if body.trust is not Trust.DOUBTFUL else Trust.LIKELY
        first, last = name
        seats.append(
            SeatFound(
                id=_seat_id(body.id, seats),
                body=body.id,
                heading=heading,
                title=quality.text,
                first_name=first,
                last_name=last,
                trust=sure,
                line=said[rank].number,
            )
        )
        taken |= {line.number for line in said[rank : rank + used + 2]}
        rank += used + 2
    return _numbered(seats), list(bodies.values()), taken


def _heading(said: Sequence[Line], rank: int) -> tuple[str, int] | None:
    """« Pour … », on one line or more, and how many lines it takes before the quality."""
    if FOR.fullmatch(said[rank].text) is None or len(said[rank].text) > SHORT:
        return None
    for used in range(1, MOST_HEADING + 1):
        if rank + used < len(said) and _quality(said[rank + used]):
            return " ".join(line.text for line in said[rank : rank + used]), used
    return None


def _quality(line: Line) -> bool:
    return QUALITY.fullmatch(line.text) is not None


def _name(said: Sequence[Line], rank: int) -> tuple[str, str] | None:
    """First names, and the family name that is all in capitals."""
    if rank >= len(said) or len(said[rank].text) > SHORT:
        return None
    words = said[rank].text.split()
    last = [word for word in words if word == word.upper() and any(c.isalpha() for c in word)]
    if not last or len(words) < 2 or words[-len(last) :] != last or len(last) == len(words):
        return None
    return " ".join(words[: -len(last)]), " ".join(last)


def _body(heading: str, line: int) -> BodyFound:
    match = FOR.fullmatch(heading)
    name = (match["name"] if match else heading).rstrip(" ,")
    name = re.sub(r"^(?:Ville|Commune) (?:de |du |d['’])", "", name)
    folded = fold(heading)
    category = next((kind for shape, kind in CATEGORIES if re.search(shape, folded)), None)
    return BodyFound(
        id=slug(name),
        name=name[:1].upper() + name[1:],
        category=category or Category.AUTRE,
        trust=Trust.LIKELY if category else Trust.DOUBTFUL,
        line=line,
    )


def slug(name: str) -> str:
    """An identifier made of a name: small letters, figures and dashes."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "organisme"


def _seat_id(body: str, seats: Sequence[SeatFound]) -> str:
    return f"{body.upper()}-{sum(seat.body == body for seat in seats) + 1}"


def _numbered(seats: Sequence[SeatFound]) -> list[SeatFound]:
    """The seats: those of a body that has one bear its name without a number."""
    return list(_ids(seats))


def _ids(seats: Sequence[SeatFound]) -> Iterator[SeatFound]:
    for seat in seats:
        alone = sum(other.body == seat.body for other in seats) == 1
        yield SeatFound(
            id=seat.body.upper() if alone else seat.id,
            body=seat.body,
            heading=seat.heading,
            title=seat.title,
            first_name=seat.first_name,
            last_name=seat.last_name,
            trust=seat.trust,
            line=seat.line,
        )
