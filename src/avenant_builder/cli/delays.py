"""How the legal delays of an acte are told."""

from typing import Any

from avenant_builder.cli import show
from avenant_builder.french import enumeration, short_date
from avenant_builder.tracking.executory import LegalDates


def show_delays(who: str, legal: LegalDates) -> None:
    """When an acte may be carried out and until when it may be attacked."""
    show.say(f"{who} : délais ({legal.regime})")
    if legal.executory_on:
        show.say(f"  Exécutoire depuis le {short_date(legal.executory_on)}.")
    else:
        show.say(f"  Pas encore exécutoire : il manque {enumeration(legal.waits)}.")
    if legal.incomplete:
        show.say("  Le délai du préfet attend les pièces qu’il a demandées.")
    if legal.prefect_until:
        show.say(f"  Le préfet peut déférer l’acte jusqu’au {short_date(legal.prefect_until)}.")
    if legal.appeal_until:
        show.say(f"  Les tiers peuvent l’attaquer jusqu’au {short_date(legal.appeal_until)}.")
    show.say(f"  Source : {legal.sources}.")


def delay_facts(legal: LegalDates | None) -> dict[str, Any]:
    """The same as JSON; null: not known yet, or not controlled."""
    days = (
        ("executoire_le", legal.executory_on if legal else None),
        ("defere_jusqu_au", legal.prefect_until if legal else None),
        ("recours_jusqu_au", legal.appeal_until if legal else None),
    )
    return {name: day.isoformat() if day else None for name, day in days}
