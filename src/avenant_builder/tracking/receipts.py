"""Is a message of the préfecture for an acte of ours, and does it say what was sent? Never a guess.

A message is ours if SIREN, number, date and nature are all those of one acte of the journal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from avenant_builder.french import enumeration, short_date
from avenant_builder.model.acte_id import ActeId
from avenant_builder.model.body import Body
from avenant_builder.model.event import Event, EventType, TargetKind
from avenant_builder.model.receipt import ActeFields, Receipt
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.tracking.facts import last
from avenant_builder.tracking.paths import PATHS

LETTERS = {1: "DE", 2: "AR", 3: "AI", 4: "CC", 5: "BF", 6: "AU"}
"""Code of a nature, then its two letters in identifiers."""
WITH_IDENTIFIER = (EventType.DEPOSIT_READY, EventType.ACTE_SENT, EventType.ACTE_ADOPTED)
NOT_SAID = "(rien)"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActe:
    """An acte of a body, as the journal knows it. Empty: not known."""

    body: Body
    on: date
    number: str
    nature: str = ""
    department: str = ""
    event: Event
    """By which it is known: its deposit, its sending, its adoption."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One point where two tellings of the same acte differ."""

    what: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.what} : « {self.ours} » au journal, « {self.theirs} » dans le retour"


def known_actes(bodies: Iterable[Body], events: Sequence[Event]) -> tuple[KnownActe, ...]:
    """The actes that a return may be about, from the facts in force."""
    found: list[KnownActe] = []
    for body in bodies:
        own = [
            event
            for event in events
            if (event.target_kind, event.target) == (TargetKind.BODY, body.id)
        ]
        if PATHS[body.category].is_controlled:
            found += _actes_of(body, own)
    return tuple(found)


def matched(
    receipt: Receipt, known: Sequence[KnownActe], bodies: Sequence[Body]
) -> tuple[KnownActe | None, tuple[Problem, ...]]:
    """The acte that a message is about; None with every reason why it is refused."""
    place = Place(receipt.shown)
    if faults := tuple(_inner_faults(receipt)):
        return None, faults
    if receipt.id is None and (deposit := _of_envelope(receipt, known)):
        return deposit, ()
    mine = [body for body in bodies if body.siren and body.siren == receipt.siren]
    if not mine:
        said = f"SIREN {receipt.siren}" if receipt.siren else "aucun SIREN lisible"
        message = f"{receipt.message.label}, {said} : aucun organisme de cet avenant"
        return None, (RULES["R-REC-02"].problem(place, message),)
    own = [one for one in known if one.body.id == mine[0].id]
    if not own:
        message = f"{receipt.message.label} pour {mine[0].name}, dont aucun acte numéroté et daté "
        return None, (RULES["R-REC-03"].problem(place, f"{message}n’est au journal"),)
    faults_of = [(list(_identity(receipt, one)), one) for one in own]
    differences, nearest = min(faults_of, key=lambda pair: len(pair[0]))
    if not differences:
        return nearest, ()
    told = " ; ".join(map(str, differences))
    message = f"{receipt.message.label} pour {nearest.body.name}, d’un autre acte : {told}"
    return None, (RULES["R-REC-04"].problem(place, message),)


def differences(sent: ActeFields, back: ActeFields) -> Iterator[Difference]:
    """What the préfecture repeats otherwise than it was sent; identity is checked elsewhere."""
    pairs: tuple[tuple[str, str, str], ...] = (
        ("objet", sent.subject, back.subject),
        ("matière", _dotted(sent.matiere), _dotted(back.matiere)),
        ("classification", _day(sent.classification_on), _day(back.classification_on)),
        ("acte précédent", sent.previous, back.previous),
        ("nombre d’annexes", _count(sent.announced), _count(back.announced)),
    )
    for what, ours, theirs in pairs:
        if ours != theirs:
            yield Difference(what, ours or NOT_SAID, theirs or NOT_SAID)
    for rank, (ours, theirs) in enumerate(_side_by_side(sent.files, back.files), start=1):
        if ours != theirs:
            what = "fichier de l’acte" if rank == 1 else f"fichier de l’annexe {rank - 1}"
            yield Difference(what, ours or NOT_SAID, theirs or NOT_SAID)


def _actes_of(body: Body, own: Sequence[Event]) -> Iterator[KnownActe]:
    """Those whose whole identifier is known first, the last deposit before others."""
    for kind in WITH_IDENTIFIER:
        for event in reversed(own):
            parts = ActeId.parse(event.identifier) if event.type is kind else None
            if parts is not None:
                yield KnownActe(
                    body=body,
                    on=parts.on,
                    number=parts.number,
                    nature=parts.nature,
                    department=parts.department,
                    event=event,
                )
    adopted = last(own, {EventType.ACTE_ADOPTED})
    day = adopted.on.exact if adopted else None
    numbered = last([one for one in own if one.number], {EventType.ACTE_ADOPTED})
    sent = last([one for one in own if one.number], {EventType.ACTE_SENT})
    source = numbered or sent
    if adopted and day and source:
        yield KnownActe(body=body, on=day, number=source.number, event=source)


def _inner_faults(receipt: Receipt) -> Iterator[Problem]:
    """A message that contradicts itself, or tells too little to be anybody's."""
    place, said, acte = Place(receipt.shown), receipt.id, receipt.acte
    if receipt.is_test:
        message = f"{receipt.message.label} de la plateforme de test : il ne prouve rien"
        yield RULES["R-REC-04"].problem(place, message)
    if receipt.said_id and said is None:
        message = f"« {receipt.said_id[:60]} » n’est pas un identifiant d’acte"
        yield RULES["R-REC-04"].problem(place, message)
    if acte is None or said is None:
        return
    told = [
        Difference("numéro", said.number, acte.number),
        Difference("date", _day(said.on), _day(acte.on)),
        Difference("nature", said.nature, LETTERS.get(acte.nature or 0, str(acte.nature))),
    ]
    if wrong := [one for one in told if one.ours != one.theirs]:
        parts = [f"{one.what} {one.ours} et {one.theirs}" for one in wrong]
        message = f"l’identifiant et l’acte repris se contredisent : {enumeration(parts)}"
        yield RULES["R-REC-04"].problem(place, message)


def _of_envelope(receipt: Receipt, known: Sequence[KnownActe]) -> KnownActe | None:
    """The acte of the deposit whose envelope an anomaly names."""
    if not receipt.envelope or receipt.acte is not None:
        return None
    for one in known:
        if any(receipt.envelope in name for name in (*one.event.facts, one.event.evidence_name)):
            return one
    return None


def _identity(receipt: Receipt, one: KnownActe) -> Iterator[Difference]:
    """Where number, date, nature or département differ; what a message lacks differs too."""
    number, on, nature, department = _said(receipt)
    if number != one.number:
        yield Difference("numéro", one.number, number or NOT_SAID)
    if on != one.on:
        yield Difference("date de l’acte", _day(one.on), _day(on) or NOT_SAID)
    if one.nature and nature != one.nature:
        yield Difference("nature", one.nature, nature or NOT_SAID)
    if not one.nature and nature not in ("DE", "CC"):
        yield Difference("nature", "DE ou CC", nature or NOT_SAID)
    ours = one.department or department_of(one.body)
    if department and ours and department != ours:
        yield Difference("département", ours, department)


def _said(receipt: Receipt) -> tuple[str, date | None, str, str]:
    if receipt.id is not None:
        said = receipt.id
        return said.number, said.on, said.nature, said.department
    if receipt.acte is not None:
        acte = receipt.acte
        return acte.number, acte.on, LETTERS.get(acte.nature or 0, ""), ""
    return "", None, "", ""


def department_of(body: Body) -> str:
    """« 042 » from the Insee code of a commune; empty for others."""
    if not body.insee:
        return ""
    return body.insee[:3] if body.insee.startswith("97") else f"0{body.insee[:2]}"


def _side_by_side(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    for rank in range(max(len(ours), len(theirs))):
        yield (
            _without_counter(ours[rank]) if rank < len(ours) else "",
            _without_counter(theirs[rank]) if rank < len(theirs) else "",
        )


def _without_counter(name: str) -> str:
    """A file name without the counter that platforms give anew: « …-1-1_2.pdf », « …_5279.pdf »."""
    stem, dot, ending = name.rpartition(".")
    head, _, counter = stem.rpartition("_")
    return f"{head}{dot}{ending}" if counter.isdigit() else name


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _dotted(codes: Sequence[int]) -> str:
    return ".".join(map(str, codes))


def _count(count: int | None) -> str:
    return "" if count is None else str(count)


ACTE_ANOMALIES: Mapping[str, tuple[str, str]] = {
    "001": ("numéro de l’acte", "cet acte est déjà transmis, ou son numéro a déjà servi"),
    "002": ("date de la classification", "demandez la classification en vigueur à l’opérateur"),
    "003": ("matière", "la préfecture attend un niveau de plus"),
    "004": ("champ non rempli", "complétez ce que dit le détail"),
    "005": ("champ en anomalie", "corrigez ce que dit le détail"),
    "006": ("pièces jointes", "joignez celles qui manquent"),
    "007": ("pièces jointes", "refaites celle que dit le détail"),
}
ENVELOPE_ANOMALIES: Mapping[str, tuple[str, str]] = {
    "001": ("fichiers de l’archive", "joignez ceux qui manquent"),
    "002": ("fichiers de l’archive", "refaites celui que dit le détail"),
    "003": ("fichiers XML", "refaites le dépôt par « avenant transmit »"),
    "004": ("champs de l’enveloppe", "complétez la ligne de l’organisme dans data/bodies.csv"),
    "005": ("champs de l’enveloppe", "corrigez la ligne de l’organisme dans data/bodies.csv"),
}
UNKNOWN_ANOMALY = ("champ à trouver", "lisez le détail, ou demandez-le à la préfecture")


def to_mend(receipt: Receipt) -> tuple[str, str]:
    """The field that an anomaly is about, and how to mend it; codes seen in the wild are many."""
    table = ENVELOPE_ANOMALIES if receipt.acte is None else ACTE_ANOMALIES
    return table.get(receipt.code.strip().rjust(3, "0"), UNKNOWN_ANOMALY)
