"""``status`` and ``missing`` on the Loire with 200 events, beside ``python -c "import click"``.

Start-up is included, with modules compiled beforehand as an installation has them. Then the fold
alone, on made-up agreements of growing size. Every fact is invented. Run with ``make bench``.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from avenant_builder.files.dossier import read_dossier
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.body import Body, Category
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.event import EVENT_TARGETS, Draft, EffectDate, Event, EventType
from avenant_builder.model.seat import Seat, Tenure
from avenant_builder.problems import Place
from avenant_builder.tracking.campaign import campaign

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019
ROUNDS = 15
EVENTS = 200
START = date(2018, 12, 1)
NOW = datetime(2019, 12, 1, tzinfo=UTC)
STORY = (
    *(EventType.ACTE_ADOPTED, EventType.ACTE_SENT, EventType.ACTE_RECEIVED),
    *(EventType.ACTE_PUBLISHED, EventType.SENT, EventType.REMINDED),
    *(EventType.SIGNED_ON_PAPER, EventType.PAGE_RECEIVED, EventType.CHECKED),
    EventType.ORIGINAL_HELD,
)
SIZES = (250, 500, 1000, 2000)
PLACE = Place("invente.csv", 1)


def drafts(dossier: Dossier) -> list[Draft]:
    """Ten facts for each seat, of it or of its body."""
    found = []
    for day, kind in enumerate(STORY):
        target = EVENT_TARGETS[kind]
        for seat in dossier.seats:
            found.append(
                Draft(
                    type=kind,
                    target_kind=target,
                    target=seat.id if target.value == "siege" else seat.body,
                    on=EffectDate.of(START + timedelta(days=day)),
                    no_evidence="inventé",
                )
            )
    return found


def agreement(like: Dossier, size: int) -> Dossier:
    """As many communes, each with one seat."""
    bodies = [
        Body(id=f"c{n}", name=f"Commune {n}", category=Category.COMMUNE, place=PLACE)
        for n in range(size)
    ]
    seats = [
        Seat(
            id=f"C{n}",
            order=n + 1,
            body=f"c{n}",
            heading="Pour la Commune inventée, ",
            mandatory=True,
            tenures=(Tenure(title="Le Maire, ", last_name=f"INVENTÉ{n}", place=PLACE),),
            place=PLACE,
        )
        for n in range(size)
    ]
    return Dossier(
        bodies=tuple(bodies), seats=tuple(seats), avenant=like.avenant, fiches=(), structures=()
    )


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return time.perf_counter() - start


def commands(dossier: Dossier) -> None:
    with TemporaryDirectory(prefix="mesure-") as folder:
        workspace = Path(folder) / "loire"
        for name in ("data", "templates"):
            shutil.copytree(ROOT / name, workspace / name)
        shutil.copy(ROOT / "signatories.csv", workspace)
        (workspace / "data" / str(YEAR) / "journal.jsonl").unlink(missing_ok=True)
        journal_of(workspace, YEAR).append(drafts(dossier)[:EVENTS], now=NOW)
        environment = {name: value for name, value in os.environ.items() if "BYTECODE" not in name}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compile")
        tool = [sys.executable, "-m", "avenant_builder", "--workspace", str(workspace)]
        named = {
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "status": [*tool, "status"],
            "missing": [*tool, "missing"],
        }
        times: dict[str, list[float]] = {name: [] for name in named}
        for round in range(ROUNDS + 1):  # in turn, so that a busy moment weighs on all
            for name, command in named.items():
                spent = seconds(command, environment)
                if round:  # the first compiles
                    times[name].append(spent)
    print(f"Loire, {EVENTS} events, {ROUNDS} rounds: ms (min / median), ratio of each")
    peer = times["python -c 'import click'"]
    for name, every in times.items():
        least, middle = min(every), statistics.median(every)
        ratios = f"{least / min(peer):.2f} / {middle / statistics.median(peer):.2f}"
        print(f"{name:26} {least * 1000:6.0f} / {middle * 1000:.0f}   {ratios}")


def growth(like: Dossier) -> None:
    print("The fold alone: seats, events, seconds, microseconds a seat")
    for size in SIZES:
        dossier = agreement(like, size)
        events = [
            Event(
                type=draft.type,
                target_kind=draft.target_kind,
                target=draft.target,
                on=draft.on,
                no_evidence=draft.no_evidence,
                sequence=number,
                recorded_at=NOW,
            )
            for number, draft in enumerate(drafts(dossier), start=1)
        ]
        best = min(folded(dossier, events) for _ in range(3))
        print(f"{size:6} {len(events):7} {best:8.3f} {best / size * 1e6:8.0f}")


def folded(dossier: Dossier, events: list[Event]) -> float:
    start = time.perf_counter()
    campaign(dossier, events, (), as_of=NOW.date())
    return time.perf_counter() - start


def main() -> None:
    dossier, _ = read_dossier(ROOT, YEAR)
    assert dossier is not None
    commands(dossier)
    growth(dossier)


if __name__ == "__main__":
    main()
