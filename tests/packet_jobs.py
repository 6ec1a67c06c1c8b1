"""Letters and signature pages of a made-up day, for the tests of their models."""

from datetime import UTC, date, datetime
from pathlib import Path

from avenant_builder.follow import FollowUp
from avenant_builder.journal.contract import Head
from avenant_builder.model.documents import FillJob
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EffectDate, Event, EventType, TargetKind
from avenant_builder.packets.plan import FRAME, FRAME_MM, Grouping, PacketPlan, plan_packets
from avenant_builder.paper.draw import draw_code, draw_frame
from avenant_builder.tracking.campaign import campaign

VERSION = "3fa9c01b22de" + "0" * 52
SECRET = b"un secret invente pour les tests"
DAY = date(2019, 3, 4)
CODE_MM = 23.76


def packet_plan(dossier: Dossier, *, root: Path, by: Grouping = Grouping.PERSON) -> PacketPlan:
    """The packets of the Loire on a made-up day: Roanne has voted, nobody else."""
    voted = Event(
        type=EventType.ACTE_ADOPTED,
        target_kind=TargetKind.BODY,
        target="roanne",
        on=EffectDate.of(date(2019, 1, 31)),
        number="DEL_2019_006",
        sequence=1,
        recorded_at=datetime(2019, 2, 1, tzinfo=UTC),
    )
    followed = FollowUp(
        dossier=dossier,
        delegations=(),
        events=(voted,),
        campaign=campaign(dossier, (voted,), (), as_of=DAY),
        head=Head(1, "0" * 64),
    )
    return plan_packets(
        dossier,
        followed,
        version=VERSION,
        secret=SECRET,
        code_mm=CODE_MM,
        by=by,
        root=root,
    )


def packet_jobs(dossier: Dossier, *, root: Path) -> tuple[FillJob, ...]:
    """One signature page, and the letter to a person who holds two seats, one empowered."""
    plan = packet_plan(dossier, root=root)
    letter = next(p.letter for p in plan.packets if len(p.sheets) > 1 and "nicolin" in p.key)
    page = next(job for job in plan.jobs if job.key.endswith("-roanne"))
    return page, next(job for job in plan.jobs if job.key == letter)


def draw_marks(dossier: Dossier, folder: Path, *, root: Path) -> None:
    """The pictures that signature pages take in."""
    for sheet in packet_plan(dossier, root=root).sheets:
        draw_code(sheet.code, folder / sheet.picture)
    draw_frame(folder / FRAME, width_mm=FRAME_MM[0], height_mm=FRAME_MM[1])
