"""What changed from one avenant to another, in French sentences, from the data alone."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from avenant_builder.alignment import Pair, align, overlap
from avenant_builder.french import enumeration, fold, long_date, plural
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Block, Fiche, Row, Section
from avenant_builder.model.seat import Seat

PARTNERS = "partenaires"
SHORT = 60
"""Letters of a value that is shown as it was and as it is."""
ALIKE = 0.5
UNKNOWN = "à compléter"
YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What changed on one subject, a sentence for each change."""

    title: str
    said: str
    """How a sentence counts its changes: « 2 signataires »."""
    lines: tuple[str, ...]


def differences(old: Dossier, new: Dossier) -> tuple[Topic, ...]:
    """The subjects on which two avenants differ, in the order in which they are read."""
    fiches = tuple(_fiches(old, new))
    signers = tuple(_signers(old, new))
    annexes = tuple(_annexes(old, new))
    terms = tuple(_terms(old, new))
    found = (
        Topic(title="L’avenant", said=plural(len(terms), "clause"), lines=terms),
        Topic(title="Les signataires", said=plural(len(signers), "signataire"), lines=signers),
        Topic(
            title="Les fiches actions",
            said=plural(len(fiches), "fiche action", "fiches actions"),
            lines=fiches,
        ),
        Topic(title="Les annexes", said=plural(len(annexes), "annexe"), lines=annexes),
    )
    return tuple(topic for topic in found if topic.lines)


def headline(topics: Sequence[Topic]) -> str:
    """« 3 changements : 1 clause, 2 fiches actions. »"""
    count = sum(len(topic.lines) for topic in topics)
    if not count:
        return "Aucun changement dans les données."
    said = enumeration(topic.said for topic in topics)
    return f"{plural(count, 'changement')} : {said}."


def paired_fiches(old: Dossier, new: Dossier) -> list[Pair[Fiche]]:
    """The fiches of two years, those of one file or of one group together, new order first."""
    by_file = {_file(fiche): fiche for fiche in old.fiches}
    pairs: list[Pair[Fiche]] = []
    left = list(old.fiches)
    for fiche in new.fiches:
        same = by_file.get(_file(fiche))
        if same not in left:
            same = next((one for one in left if fold(one.group) == fold(fiche.group)), None)
        if same is not None:
            left.remove(same)
        pairs.append((same, fiche))
    return [*pairs, *((fiche, None) for fiche in left)]


def _file(fiche: Fiche) -> str:
    return fiche.place.file.rpartition("/")[2]


def _terms(old: Dossier, new: Dossier) -> Iterator[str]:
    before, after = old.avenant, new.avenant
    if before.period != after.period:
        yield (
            f"Durée : du {long_date(after.period.start)} au {long_date(after.period.end)} "
            f"(avant : du {long_date(before.period.start)} au {long_date(before.period.end)})"
        )
    days = before.steering_committee_on, after.steering_committee_on
    if days[0] != days[1]:
        shown = [long_date(day) if day else UNKNOWN for day in days]
        yield f"Comité de pilotage : {shown[1]} (avant : {shown[0]})"
    counts = [
        {kind.code: kind for kind in avenant.census.types} if avenant.census else {}
        for avenant in (before, after)
    ]
    for code, kind in counts[1].items():
        former = counts[0].get(code)
        if former is None or former.official_count != kind.official_count:
            was = f" (avant : {_number(former.official_count)})" if former else ""
            yield f"{_capital(kind.label)} : {_number(kind.official_count)}{was}"
    if before.scheme.title != after.scheme.title:
        yield f"Titre du schéma : « {after.scheme.title} »"


def _number(count: int | None) -> str:
    return UNKNOWN if count is None else str(count)


def _signers(old: Dossier, new: Dossier) -> Iterator[str]:
    former = {seat.id: seat for seat in old.seats}
    for seat in new.seats:
        name = new.body(seat.body).name
        who = _holder(seat, new)
        if seat.id not in former:
            yield f"{name} : nouveau signataire, {who}"
            continue
        was = _holder(former.pop(seat.id), old)
        if who != was:
            yield f"{name} : {who} (avant : {was})"
    for seat in former.values():
        yield f"{old.body(seat.body).name} : ne signe plus"


def _holder(seat: Seat, dossier: Dossier) -> str:
    tenure = seat.tenure_on(dossier.avenant.reference_day)
    if tenure is None or not tenure.last_name:
        return "siège vacant"
    return f"{tenure.full_name}, {tenure.title.strip(' ,')}"


def _annexes(old: Dossier, new: Dossier) -> Iterator[str]:
    titles = [[annex.title for annex in one.avenant.annexes] for one in (old, new)]
    for title in titles[1]:
        if title not in titles[0]:
            yield f"« {title} » est ajoutée"
    for title in titles[0]:
        if title not in titles[1]:
            yield f"« {title} » est retirée"


def _fiches(old: Dossier, new: Dossier) -> Iterator[str]:
    for before, after in paired_fiches(old, new):
        if after is None and before is not None:
            yield f"« {before.group} » : fiche retirée"
        elif before is None and after is not None:
            yield f"Fiche {after.number}, « {after.group} » : fiche nouvelle"
        elif before is not None and after is not None:
            found = [*_heads(before, after), *_rows(before, after), *_sections(before, after)]
            if found:
                yield f"Fiche {after.number}, « {after.group} » : {' ; '.join(found)}"


def _heads(before: Fiche, after: Fiche) -> Iterator[str]:
    for what, was, now in (
        ("axe", before.axis, after.axis),
        ("titre de l’axe", before.axis_title, after.axis_title),
        ("groupe de travail", before.group, after.group),
    ):
        if was != now:
            yield _value(what, was, now)


def _rows(before: Fiche, after: Fiche) -> Iterator[str]:
    former = {_label(row): row for row in before.rows}
    for row in after.rows:
        was = former.pop(_label(row), None)
        if was is None:
            yield f"ligne « {row.label} » ajoutée"
        elif was.value != row.value:
            yield _partners(was, row) or _value(f"« {row.label} »", was.value, row.value)
    for row in former.values():
        yield f"ligne « {row.label} » retirée"


def _label(row: Row) -> str:
    """« Partenaires associés » and « Partenaires éventuels associés » are one line."""
    label = fold(row.label)
    return PARTNERS if label.startswith(PARTNERS) else label


def _value(what: str, was: str, now: str) -> str:
    if len(was) > SHORT or len(now) > SHORT:
        return f"{what} modifié"
    return f"{what} : {now or 'vide'} (avant : {was or 'vide'})"


def _partners(was: Row, now: Row) -> str:
    if _label(now) != PARTNERS:
        return ""
    former, later = ([name.strip() for name in row.value.split(",")] for row in (was, now))
    came = [name for name in later if name and name not in former]
    went = [name for name in former if name and name not in later]
    said = [f"{plural(len(came), 'partenaire')} de plus ({enumeration(came)})"] if came else []
    said += [f"{plural(len(went), 'partenaire')} de moins ({enumeration(went)})"] if went else []
    return ", ".join(said)


def _sections(before: Fiche, after: Fiche) -> Iterator[str]:
    pairs = align(
        before.sections,
        after.sections,
        key=lambda section: fold(section.title),
        likeness=_same_but_the_year,
        least=ALIKE,
    )
    for was, now in pairs:
        if was is None and now is not None:
            yield f"rubrique « {now.title} » ajoutée"
        elif now is None and was is not None:
            yield f"rubrique « {was.title} » retirée"
        elif was is not None and now is not None and (said := _body(was, now)):
            yield f"« {now.title} » {said}"


def _same_but_the_year(one: Section, other: Section) -> float:
    titles = [YEAR.sub("", fold(section.title)) for section in (one, other)]
    return float(titles[0] == titles[1])


def _body(was: Section, now: Section) -> str:
    former, later = was.body.blocks, now.body.blocks
    if former and not later:
        return "vidée"
    if later and not former:
        return "remplie"
    pairs = align(former, later, key=_shape, likeness=_likeness, least=ALIKE)
    counts = Counter(_change(pair) for pair in pairs)
    counts.pop("", None)
    said = [
        f"{plural(counts[word], 'paragraphe')} {word}{'s' * (counts[word] > 1)}"
        for word in ("modifié", "ajouté", "retiré")
        if counts[word]
    ]
    return f"({', '.join(said)})" if said else ""


def _change(pair: Pair[Block]) -> str:
    was, now = pair
    if was is None or now is None:
        return "ajouté" if was is None else "retiré"
    return "" if _shape(was) == _shape(now) else "modifié"


def _shape(block: Block) -> str:
    return repr((block.kind, block.level, block.spans))


def _likeness(one: Block, other: Block) -> float:
    return overlap(_words([one]), _words([other]))


def _words(blocks: Iterable[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in block.text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
