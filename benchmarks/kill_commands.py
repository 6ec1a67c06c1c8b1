"""Kill every command that writes, with SIGKILL at random points; the next run makes it good.

    python benchmarks/kill_commands.py [--kills 300] [--seed 2019] [--only COMMAND…]

Each command works on a copy of the Loire's workspace of its own, with invented facts where it
needs some. It is let run to its end, twice, then killed again and again from the same start. After
each kill: every file can be read and is the old one or the new one, and no process is left. Then
the same command is run once more: it answers as if nothing had been, all is as after a run that
was not killed, and nothing half-done is left beside it, nor in the folder for temporary files.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from pypdf import PdfReader

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import returns  # noqa: E402
from avenant_builder.sheets.columns import HEADERS, MODE, ON_PAPER, SEAT, SIGNED  # noqa: E402
from deposit_loire import deliberation, invent  # noqa: E402
from messages import classification  # noqa: E402

ENTRY = [sys.executable, "-m", "avenant_builder"]
YEAR = "2019"
COMMUNE = "rive-de-gier"
LONG = 80
"""Characters of a paragraph that surely is one of a section."""
LEFT = ("-neuf", "-verrou", ".avenant-verrou")
PATIENCE = 10.0
EXPECTED = (0, 17)

Tree = Mapping[str, str]
"""SHA-256 of each file, by its path."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that writes, and what it needs to have something to write."""

    args: tuple[str, ...]
    prepare: Callable[["Space"], None] = lambda _: None
    once_done: tuple[int, ...] = ()
    """Exit codes of a second run, where they are not those of the first."""
    share: int = 1
    """How many of the kills it gets, beside the others."""


@dataclass(frozen=True, slots=True)
class Space:
    """A workspace, with a folder for temporary files and a cache of its own beside it."""

    root: Path
    outside: Path | None = None
    """Where those two are, if not beside it."""

    @property
    def aside(self) -> Path:
        return (self.outside or self.root.parent) / "tmp"

    @property
    def cache(self) -> Path:
        return (self.outside or self.root.parent) / "cache"

    def start(self, *args: str) -> "subprocess.Popen[bytes]":
        self.aside.mkdir(exist_ok=True)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "TMPDIR": str(self.aside),
            "AVENANT_CACHE": str(self.cache),
        }
        return subprocess.Popen(
            [*ENTRY, *args],
            cwd=self.root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def run(self, *args: str) -> int:
        """Let a command end; its exit code."""
        run = self.start(*args)
        _, said = run.communicate()
        assert b"Traceback" not in said, said.decode()
        if run.returncode not in EXPECTED:
            sys.stderr.write(said.decode())
        return run.returncode

    def done(self, *args: str) -> None:
        code = self.run(*args)
        assert code == 0, f"{' '.join(args)}: {code}"

    def tree(self) -> Tree:
        return {
            path.relative_to(self.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }


def built(space: Space) -> None:
    space.done("build", "--year", YEAR)


def changed(space: Space) -> None:
    """Results are there, and a text has changed since."""
    built(space)
    path = sorted((space.root / "data/2019/fiches").glob("*.md"))[0]
    path.write_bytes(path.read_bytes() + "\nUn paragraphe inventé pour l’essai.\n".encode())


def sent(space: Space) -> None:
    """The text went out long ago, in this invented campaign: everybody is due."""
    for seat in ("CAF-1", "MSA", "ROANNE"):
        facts = ("--on", "15/01/2019", "--no-file", "inventé pour l’essai")
        space.done("record", seat, "envoye", *facts, "--year", YEAR)


def reminded(space: Space) -> None:
    sent(space)
    space.done("remind", "--as-of", "04/03/2019", "--year", YEAR)


def typed(space: Space) -> None:
    """Dates that somebody typed in the table, invented."""
    rows = [";".join(HEADERS)]
    for seat in ("CAF-1", "CAF-2", "MSA", "SEM"):
        cells = {SEAT: seat, "Envoyé le": "15/01/2019", SIGNED: "20/01/2019", MODE: ON_PAPER}
        rows.append(";".join(cells.get(header, "") for header in HEADERS))
    (space.root / "saisie.csv").write_text("\r\n".join(rows) + "\r\n", "utf-8")


def drafted(space: Space) -> None:
    space.done("next", "--year", "2020")


def frozen(space: Space) -> None:
    space.done("freeze", "--year", YEAR)


def gone_out(space: Space) -> None:
    """Packets have gone out; two of their pages lie there as if they came back, unsigned."""
    frozen(space)
    space.done("packets", "--year", YEAR)
    returned = space.root / "retours"
    returned.mkdir()
    for seat in ("etat", "caf-1"):
        [page] = (space.root / "output/2019/paquets").glob(f"*-signature-{seat}.pdf")
        shutil.copy(page, returned)


def come_back(space: Space) -> None:
    """They were taken in."""
    gone_out(space)
    space.done("intake", "retours", "--year", YEAR)


def signed(space: Space) -> None:
    """Somebody says, for this script, that the State, which needs no acte, has signed."""
    come_back(space)
    space.done(*CONFIRM, "--year", YEAR)


def edited(space: Space) -> None:
    """A fiche came back with a word more."""
    built(space)
    document = docx.Document(str(space.root / "output/2019/fiche-3.docx"))
    line = next(one for one in document.paragraphs if len(one.text) > LONG)
    line.runs[-1].text += " Une phrase inventée pour l’essai."
    document.save(str(space.root / "fiche.docx"))


def voted(space: Space) -> None:
    """A frozen text, and a commune that has adopted an invented délibération."""
    invent(space.root)
    frozen(space)
    (space.root / "classification.xml").write_bytes(classification())
    deliberation(space.root / "deliberation.pdf", "Deliberation inventee")
    facts = ("--on", "31/01/2019", "--number", returns.NUMBER, "--file", "deliberation.pdf")
    space.done("record", COMMUNE, "acte-adopte", *facts, "--year", YEAR)


def deposited(space: Space) -> None:
    """It was sent, and the préfecture answers."""
    voted(space)
    space.done(*TRANSMIT, "--year", YEAR)
    facts = ("--on", "04/02/2019", "--no-file", "inventé pour l’essai")
    space.done("record", COMMUNE, "acte-transmis", *facts, "--year", YEAR)
    (space.root / "recu.xml").write_bytes(returns.acknowledged())


def acknowledged(space: Space) -> None:
    deposited(space)
    space.done("receipt", "recu.xml", "--year", YEAR)


CONFIRM = ("intake", "--confirm", "ETAT", "--signed-on", "20/01/2019")
TRANSMIT = ("transmit", "--body", COMMUNE, "--classification", "classification.xml")
FIRST = ("import", "output/2019/avenant.docx", "--new", "--to", "neuf", "--yes")

COMMANDS: Mapping[str, Command] = {
    "build": Command(("build", "--year", YEAR), changed, share=4),
    "freeze": Command(("freeze", "--year", YEAR), share=2),
    "remind": Command(("remind", "--as-of", "04/03/2019", "--year", YEAR), sent, share=2),
    "remind --record": Command(("remind", "--record", "--year", YEAR), reminded),
    "export": Command(("export", "suivi.xlsx", "--year", YEAR), sent),
    "import": Command(("import", "saisie.csv", "--yes", "--year", YEAR), typed, share=2),
    "import FICHE": Command(("import", "fiche.docx", "--yes", "--year", YEAR), edited),
    "import --new": Command(FIRST, built, once_done=(17,)),
    "page": Command(("page", "--year", YEAR), sent),
    "next": Command(("next", "--year", "2020")),
    "compare": Command(("compare", "2019", "2020"), drafted),
    "packets": Command(("packets", "--year", YEAR), frozen, share=2),
    "packets --digital": Command(("packets", "--digital", "--year", YEAR), frozen),
    "packets --record": Command(("packets", "--record", "--year", YEAR), gone_out),
    "intake": Command(("intake", "retours", "--year", YEAR), gone_out, share=2),
    "intake --confirm": Command((*CONFIRM, "--year", YEAR), come_back),
    "executed": Command(("executed", "--partial", "--year", YEAR), signed),
    "transmit": Command((*TRANSMIT, "--year", YEAR), voted, share=2),
    "transmit --draft": Command(("transmit", "--draft", "--year", YEAR), frozen),
    "receipt": Command(("receipt", "recu.xml", "--year", YEAR), deposited, share=2),
    "transmit --stamp": Command(("transmit", "--stamp", "--year", YEAR), acknowledged),
    "transmit --set": Command(("transmit", "--set", "--year", YEAR), frozen),
    "init": Command(("init", "neuf", "--example", "loire"), once_done=(17,)),
}


@dataclass(slots=True)
class Tally:
    """What was seen of a command."""

    lengths: list[float] = field(default_factory=list)
    killed: int = 0
    ended: int = 0
    mixed: int = 0
    """Kills that left some results old and some new, until the next run put them back."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill the commands that write.")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--only", nargs="*", default=list(COMMANDS), choices=list(COMMANDS))
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    shares = sum(COMMANDS[name].share for name in wanted.only)
    with TemporaryDirectory(prefix="avenant-kill-") as folder:
        total = 0
        for name in wanted.only:
            command = COMMANDS[name]
            kills = max(1, round(wanted.kills * command.share / shares))
            tally = swept(Path(folder) / name, command, kills, chance)
            total += tally.killed
            length = statistics.median(tally.lengths) * 1000
            print(
                f"{name:18} {tally.killed:4} killed, {tally.ended:3} ended first, "
                f"{tally.mixed:3} while moving; {length:.0f} ms a run",
                flush=True,
            )
    print(f"{total} kills: nothing lost, nothing half-done left")


def swept(folder: Path, command: Command, kills: int, chance: random.Random) -> Tally:
    """Kill one command `kills` times."""
    tally = Tally()
    start = started(folder / "départ" / "espace")
    command.prepare(start)
    before = start.tree()
    code, after = finished(start, folder / "fin", command, tally)
    time.sleep(1)  # so that what holds the second of its making is not taken for steady
    code_again, after_again = finished(start, folder / "fin", command, tally)
    assert code == code_again == 0
    steady = frozenset(name for name in after if after[name] == after_again.get(name))
    while tally.killed < kills:
        space = copied(start, folder / "essai")
        if tally.killed % 2:
            shutil.rmtree(space.cache, ignore_errors=True)
        run, began = space.start(*command.args), time.monotonic()
        try:
            run.communicate(timeout=statistics.median(tally.lengths) * chance.uniform(0, 1.05))
            tally.lengths.append(time.monotonic() - began)
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
        tally.killed += run.returncode < 0
        tally.ended += run.returncode >= 0
        wait_until_alone(folder / "essai")
        whole(space, before, after, steady, tally)
        again = space.run(*command.args)
        assert again in (code, *command.once_done), "the next run does not make it good"
        same(space, after, steady)
        assert not list(space.aside.iterdir()), f"left: {list(space.aside.iterdir())}"
    return tally


def started(root: Path) -> Space:
    root.mkdir(parents=True)
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("evidence"))
    shutil.copy(ROOT / "signatories.csv", root)
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return Space(root)


def copied(space: Space, folder: Path) -> Space:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(space.root.parent, folder)
    return Space(folder / space.root.name)


def finished(start: Space, folder: Path, command: Command, tally: Tally) -> tuple[int, Tree]:
    """Let it run to its end: its exit code, and what there is then."""
    space = copied(start, folder)
    began = time.monotonic()
    code = space.run(*command.args)
    tally.lengths.append(time.monotonic() - began)
    return code, space.tree()


def wait_until_alone(folder: Path) -> None:
    """No process that works in a folder outlives the one that was killed."""
    until = time.monotonic() + PATIENCE
    while left := at_work(folder):
        assert time.monotonic() < until, f"left running: {left}"
        time.sleep(0.05)


def at_work(folder: Path) -> list[str]:
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:  # it has just ended
            continue
    return [line for line in lines if str(folder) in line or folder.as_uri() in line]


def whole(space: Space, before: Tree, after: Tree, steady: frozenset[str], tally: Tally) -> None:
    """Every file can be read, and is the old one or the new one."""
    now = {name: found for name, found in space.tree().items() if not half_done(name)}
    for name in now:
        assert readable(space.root / name), f"{name} cannot be read"
    old = [name for name in before if name in now and now[name] == before[name] != after.get(name)]
    new = [name for name in now if now[name] == after.get(name) != before.get(name)]
    strange = set(now) & steady - set(old) - set(new)
    strange = {name for name in strange if now[name] != before.get(name)}
    assert not strange, f"neither old nor new: {strange}"
    assert not set(before) - set(now) - (set(before) - set(after)), "an old file is gone"
    results = [name for name in new if name.startswith("output/")]
    tally.mixed += bool(results and [name for name in old if name.startswith("output/")])


def half_done(name: str) -> bool:
    return name.endswith(LEFT) or any(part.startswith(".") for part in name.split("/"))


def readable(path: Path) -> bool:
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    if path.suffix == ".pdf":
        return len(PdfReader(path).pages) > 0
    if path.suffix == ".json":
        return bool(json.loads(data))
    if path.suffix == ".html":
        return data.rstrip().endswith(b"</html>")
    if path.suffix == ".ics":
        return data.rstrip().endswith(b"END:VCALENDAR")
    return True


def timeless(name: str) -> str:
    """Without the hour at which a former fiche was kept: a kill may leave it twice."""
    return re.sub(r"-\d{4}-\d\d-\d\d-\d{6}\b", "", name)


def same(space: Space, after: Tree, steady: frozenset[str]) -> None:
    """All is as after a run that nobody killed."""
    now = space.tree()
    names, wanted = ({timeless(name) for name in tree} for tree in (now, after))
    assert names == wanted, f"other files: {names ^ wanted}"
    other = {name for name in steady if now[name] != after[name]}
    assert not other, f"other bytes: {other}"
    journal = space.root / "data/2019/journal.jsonl"
    if journal.exists():
        events = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
        facts = [(event["type"], event["cible"], event.get("le")) for event in events]
        assert len(facts) == len(set(facts)), "an event is there twice"
        assert space.run("journal", "--verify", "--year", YEAR) == 0


if __name__ == "__main__":
    main()
