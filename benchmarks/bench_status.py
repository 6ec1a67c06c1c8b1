"""``status`` and ``missing`` on the Loire with 200 events, beside ``python -c "import click"``.

Then on made-up agreements of growing size, up to 2 000 seats with 20 000 events. Start-up is
included, with modules compiled beforehand as an installation has them. Counted is the time of the
processor, which a busy machine stretches less than that of the clock. Every fact is invented. Run
with ``make bench``.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from avenant_builder.files.csv_text import csv_text
from avenant_builder.files.registers import read_registers
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EVENT_TARGETS, Draft, EffectDate, EventType

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
PEER = "python -c 'import click'"
SEAT_COLUMNS = ("siege", "ordre", "organisme", "intitule", "qualite", "civilite", "prenom", "nom")
BODY_COLUMNS = (
    *("organisme", "nom", "categorie", "siren", "insee", "population", "existe_du", "existe_au"),
    *("successeur", "alias", "adresse", "courriel", "contact", "prochaine_seance"),
    *("nature_actes", "arrondissement", "courriels_retour", "logo", "a_confirmer"),
)


def drafts(seats: Sequence[tuple[str, str]]) -> list[Draft]:
    """Ten facts for each seat, of it or of its body."""
    return [
        Draft(
            type=kind,
            target_kind=EVENT_TARGETS[kind],
            target=seat if EVENT_TARGETS[kind].value == "siege" else body,
            on=EffectDate.of(START + timedelta(days=day)),
            no_evidence="inventé",
        )
        for day, kind in enumerate(STORY)
        for seat, body in seats
    ]


def loire(folder: Path) -> Path:
    """The Loire's workspace with 200 invented events."""
    root = folder / "loire"
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("evidence"))
    shutil.copy(ROOT / "signatories.csv", root)
    (root / "data" / str(YEAR) / "journal.jsonl").unlink(missing_ok=True)
    dossier, _ = read_registers(root, YEAR)
    assert dossier is not None
    seats = [(seat.id, seat.body) for seat in dossier.seats]
    journal_of(root, YEAR).append(drafts(seats)[:EVENTS], now=NOW)
    return root


def agreement(folder: Path, size: int) -> Path:
    """As many communes, each with one seat and ten events."""
    root = folder / f"accord-{size}"
    year = root / "data" / str(YEAR)
    year.mkdir(parents=True)
    shutil.copy(ROOT / "data" / str(YEAR) / "avenant.toml", year)
    bodies = [
        [f"c{n}", f"Commune {n}", "commune", *[""] * (len(BODY_COLUMNS) - 3)] for n in range(size)
    ]
    seats = [
        [f"C{n}", str(n + 1), f"c{n}", "Pour la Commune, ", "Le Maire, ", "", "", f"INVENTÉ{n}"]
        for n in range(size)
    ]
    (root / "data/bodies.csv").write_bytes(csv_text(BODY_COLUMNS, bodies).encode())
    columns = (*SEAT_COLUMNS, "mandat_du", "mandat_au", "obligatoire")
    rows = [[*row, "", "", "oui"] for row in seats]
    (root / "signatories.csv").write_bytes(csv_text(columns, rows).encode())
    every = [(f"C{n}", f"c{n}") for n in range(size)]
    journal_of(root, YEAR).append(drafts(every), now=NOW)
    return root


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """The processor time of a command and of all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 15), done.stderr.decode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def command(root: Path, verb: str) -> list[str]:
    tool = Path(sys.executable).with_name("avenant")
    return [str(tool), "--workspace", str(root), verb]


def start_up(folder: Path, environment: dict[str, str]) -> None:
    root = loire(folder)
    named = {
        PEER: [sys.executable, "-c", "import click"],
        "status": command(root, "status"),
        "missing": command(root, "missing"),
    }
    times: dict[str, list[float]] = {name: [] for name in named}
    for round in range(ROUNDS + 1):  # in turn, so that a busy moment weighs on all
        for name, line in named.items():
            spent = seconds(line, environment)
            if round:  # the first compiles
                times[name].append(spent)
    print(f"Loire, {EVENTS} events, {ROUNDS} rounds: processor ms (min / median), ratio of each")
    peer = times[PEER]
    for name, every in times.items():
        least, middle = min(every), statistics.median(every)
        ratios = f"{least / min(peer):.2f} / {middle / statistics.median(peer):.2f}"
        print(f"{name:26} {least * 1000:6.0f} / {middle * 1000:.0f}   {ratios}")


def growth(folder: Path, environment: dict[str, str]) -> None:
    print("status, start-up included: seats, events, processor seconds, microseconds a seat")
    for size in SIZES:
        root = agreement(folder, size)
        best = min(seconds(command(root, "status"), environment) for _ in range(3))
        print(f"{size:6} {size * len(STORY):7} {best:8.3f} {best / size * 1e6:8.0f}")


def main() -> None:
    with TemporaryDirectory(prefix="mesure-") as folder:
        environment = {name: value for name, value in os.environ.items() if "BYTECODE" not in name}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compile")
        start_up(Path(folder), environment)
        growth(Path(folder), environment)


if __name__ == "__main__":
    main()
