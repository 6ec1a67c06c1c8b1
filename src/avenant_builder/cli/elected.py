"""What ``avenant check --elus`` says: holders against the Répertoire national des élus."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from avenant_builder.cli import show
from avenant_builder.errors import ExitCode, ProblemsFound
from avenant_builder.files.csv_text import harmless
from avenant_builder.files.elected import read_elected
from avenant_builder.files.registers import read_registers
from avenant_builder.french import plural, short_date
from avenant_builder.model.elected import Comparison, Outcome
from avenant_builder.rules.elected import compare_holders

ORDER = (Outcome.CHANGED, Outcome.RENEWED, Outcome.NOT_FOUND, Outcome.SAME)


def check_elected(
    root: Path, year: int, paths: Sequence[Path], *, strict: bool, as_json: bool
) -> ExitCode:
    """Compare, show, and give the exit code. Raises ``WrongFile`` and ``ProblemsFound``."""
    dossier, faults = read_registers(root, year)
    if dossier is None:
        raise ProblemsFound(faults)
    read = [read_elected(path) for path in paths]
    found = compare_holders(
        dossier,
        [one for _, elected in read for one in elected],
        frozenset(office for office, _ in read),
    )
    changed = any(one.outcome is Outcome.CHANGED for one in found)
    code = ExitCode.PROBLEMS if changed and strict else ExitCode.OK
    if as_json:
        show.as_json({"annee": year, "code": int(code), "sieges": [_facts(one) for one in found]})
        return code
    for outcome in ORDER:
        of_outcome = [one for one in found if one.outcome is outcome]
        if of_outcome:
            show.say(f"{outcome.value.capitalize()} : {plural(len(of_outcome), 'siège')}")
        for one in of_outcome:
            _show(one)
    day = short_date(dossier.avenant.reference_day)
    show.say(f"Titulaires du {day} (avenant {year}). Rien n’est modifié.")
    return code


def _show(one: Comparison) -> None:
    ours = one.holder.full_name if one.holder and one.holder.last_name else "siège vacant"
    show.say(f"  {one.seat.id} ({one.body.name}) : {_sentence(one, ours)}")
    if one.outcome is Outcome.CHANGED and one.elected:
        if one.elected.since and one.holder and one.holder.last_name:
            end = short_date(one.elected.since - timedelta(days=1))
            show.say(
                f"    Dans signatories.csv, ligne {one.holder.place.line} : « mandat_au » {end}"
            )
        show.say("    Ligne à ajouter, la qualité étant celle que la personne emploie :")
        show.say(f"    {_row(one)}")


def _sentence(one: Comparison, ours: str) -> str:
    if one.elected is None:
        return f"{ours} ; {one.reason}"
    theirs = f"{one.elected.first_name} {one.elected.last_name}"
    since = f" depuis le {short_date(one.elected.since)}" if one.elected.since else ""
    source = f"{one.elected.file}, ligne {one.elected.line}"
    if one.outcome is Outcome.CHANGED:
        return f"{ours} → {theirs}{since} ({source})"
    if one.outcome is Outcome.RENEWED:
        return f"{ours}, mandat renouvelé : en fonction{since} ({source})"
    return f"{ours} ({source})"


def _row(one: Comparison) -> str:
    """A row of ``signatories.csv``, ready to be added."""
    elected, seat = one.elected, one.seat
    assert elected is not None
    cells = (
        *(seat.id, str(seat.order), seat.body, seat.heading),
        one.holder.title if one.holder else "",
        *(elected.civility, elected.first_name, elected.last_name),
        *(short_date(elected.since) if elected.since else "", ""),
        "oui" if seat.mandatory else "non",
    )
    return ";".join(f'"{cell}"' if ";" in cell else harmless(cell) for cell in cells)


def _facts(one: Comparison) -> dict[str, Any]:
    elected = one.elected
    return {
        "siege": one.seat.id,
        "organisme": one.body.id,
        "resultat": one.outcome.value,
        "titulaire": one.holder.full_name if one.holder else "",
        "elu": f"{elected.first_name} {elected.last_name}" if elected else "",
        "depuis": elected.since.isoformat() if elected and elected.since else None,
        "source": f"{elected.file}:{elected.line}" if elected else "",
        "motif": one.reason,
        "ligne": _row(one) if one.outcome is Outcome.CHANGED else "",
    }
