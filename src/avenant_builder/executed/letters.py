"""The letter that sends each body its copy: the names that its Word model takes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from avenant_builder.context import common_context
from avenant_builder.follow import FollowUp
from avenant_builder.model.documents import FillJob
from avenant_builder.naming import file_name
from avenant_builder.plan import titled
from avenant_builder.reminders.letters import addressee, salutation, sender
from avenant_builder.tracking.campaign import BodyStatus

MODEL = "envoi.docx"


def letter_jobs(followed: FollowUp, *, root: Path, partial: bool) -> tuple[FillJob, ...]:
    """A letter a body, to those who hold its seats, in printed order."""
    return tuple(_jobs(followed, root, partial))


def _jobs(followed: FollowUp, root: Path, partial: bool) -> Iterator[FillJob]:
    common = common_context(followed.dossier, root=root)
    for body in followed.campaign.bodies:
        title = f"Envoi de l’exemplaire – {body.body.name}"
        context = letter_context(titled(common, title), body, followed, partial=partial)
        yield FillJob(
            key=f"envoi-{file_name(body.body.id)}", model=MODEL, title=title, context=context
        )


def letter_context(
    common: Mapping[str, Any], body: BodyStatus, followed: FollowUp, *, partial: bool
) -> dict[str, Any]:
    """What ``envoi.docx`` may ask for."""
    holders = [one.holder for one in body.seats if one.holder is not None and one.holder.last_name]
    facts = {
        "date": followed.campaign.as_of,
        "organisme": body.body.name,
        "adresse": body.body.address,
        "destinataires": [
            {"nom": addressee(holder), "qualite": holder.title.strip(" ,\u00a0")}
            for holder in holders
        ],
        "appel": salutation(holders) if len(holders) == 1 else "Madame, Monsieur",
        "partiel": partial,
        "journal": followed.head.short,
    }
    return {**common, "expediteur": sender(followed.dossier), "envoi": facts}
