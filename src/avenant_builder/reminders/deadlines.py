"""What goes into the calendar: reminders to come, sessions, days to call them, other deadlines."""

from collections.abc import Iterable, Iterator
from datetime import date

from avenant_builder.follow import FollowUp
from avenant_builder.french import enumeration, long_date, plural
from avenant_builder.model.body import Body
from avenant_builder.naming import file_name
from avenant_builder.reminders.agenda import Deadline
from avenant_builder.tracking.assemblies import assembly_name, notice, ready_by
from avenant_builder.tracking.campaign import SeatStatus
from avenant_builder.tracking.due import Reminder, by_person
from avenant_builder.tracking.state import State

NOTHING_ASKED = frozenset({State.OUT, State.REFUSED, State.SIGNED})


def deadlines(found: Iterable[Reminder], followed: FollowUp, day: date) -> Iterator[Deadline]:
    """Every date that somebody has to keep: reminders, sessions, days to call them, the rest."""
    head = f"Journal {followed.head.short}."
    for reminders in by_person(found):
        for due_on in sorted({max(one.due_on, day) for one in reminders}):
            due = [one.awaited for one in reminders if max(one.due_on, day) == due_on]
            who = enumeration(dict.fromkeys(one.body.name for one in due))
            name = due[0].holder.full_name
            yield Deadline(
                key=f"relance-{file_name(due[0].seat.id)}",
                day=due_on,
                title=f"Relancer {name} ({who})",
                details=head,
            )
    seats = followed.campaign.seats
    voting = {one.body.id: one.body for one in seats if one.state is State.TO_EMPOWER}
    for body in voting.values():
        yield from _sessions(body, day, head)
    yield from _last_days(seats, head)


def _last_days(seats: Iterable[SeatStatus], head: str) -> Iterator[Deadline]:
    """One entry a day for the seats that are due by then; sessions have their own."""
    by_day: dict[date, list[SeatStatus]] = {}
    for one in seats:
        if one.deadline is None or one.state in NOTHING_ASKED:
            continue
        if one.deadline != one.body.next_session:
            by_day.setdefault(one.deadline, []).append(one)
    for day, due in by_day.items():
        yield Deadline(
            key=f"echeance-{day.isoformat()}",
            day=day,
            title=f"Échéance : {plural(len(due), 'siège attendu', 'sièges attendus')}",
            details="\n".join([*(f"{one.body.name} : {one.action}" for one in due), head]),
        )


def _sessions(body: Body, day: date, head: str) -> Iterator[Deadline]:
    session, ready, found = body.next_session, ready_by(body), notice(body)
    if session is None or session < day:
        return
    yield Deadline(
        key=f"seance-{file_name(body.id)}",
        day=session,
        title=f"Séance : {assembly_name(body)}, {body.name}",
        details=head,
    )
    if found is not None and ready is not None and ready >= day:
        yield Deadline(
            key=f"convocation-{file_name(body.id)}",
            day=ready,
            title=f"Dernier jour pour les convocations : {body.name}",
            details=f"Séance du {long_date(session)} ; {found.label} ({found.source}). {head}",
        )
