"""One invented year of the Loire, through every command: what ``any_machine.py`` follows.

Each step is a command with what must be there before it. Every date, number and signature is
invented.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import docx  # noqa: E402

import returns  # noqa: E402
from avenant_builder.sheets.columns import HEADERS, MODE, ON_PAPER, SEAT, SIGNED  # noqa: E402
from deposit_loire import deliberation, invent  # noqa: E402
from messages import classification  # noqa: E402

LONG = 80
"""Characters of a paragraph that surely is one of a section."""
YEAR = ("--year", "2019")
COMMUNE = "rive-de-gier"
INVENTED = ("--no-file", "inventé pour l’essai")


@dataclass(frozen=True, slots=True)
class Step:
    """A command: « {here} » is the workspace."""

    words: str
    year: tuple[str, ...] = YEAR
    more: tuple[str, ...] = ()
    prepare: Callable[[Path], None] = lambda _: None
    code: int = 0

    def args(self, here: Path) -> list[str]:
        return [part.format(here=here) for part in (*self.words.split(), *self.year, *self.more)]


def begun(root: Path) -> None:
    """A workspace with what a deposit needs, and the secret of another, to make the same codes."""
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("evidence"))
    shutil.copy(ROOT / "signatories.csv", root)
    invent(root)
    (root / "data/secret").write_bytes(bytes(range(32)).hex().encode() + b"\n")
    (root / "classification.xml").write_bytes(classification())
    deliberation(root / "délibération signée.pdf", "Deliberation inventee")


def _edited(root: Path) -> None:
    document = docx.Document(str(root / "output/2019/fiche-3.docx"))
    line = next(one for one in document.paragraphs if len(one.text) > LONG)
    line.runs[-1].text += " Une phrase inventée pour l’essai."
    document.save(str(root / "fiche relue.docx"))


def _come_back(root: Path) -> None:
    (root / "retours").mkdir()
    for seat in ("etat", "caf-1"):
        [page] = (root / "output/2019/paquets").glob(f"*-signature-{seat}.pdf")
        shutil.copy(page, root / "retours")


def _typed(root: Path) -> None:
    cells = {SEAT: "MSA", "Envoyé le": "15/01/2019", SIGNED: "20/01/2019", MODE: ON_PAPER}
    row = ";".join(cells.get(header, "") for header in HEADERS)
    (root / "saisie.csv").write_text(f"{';'.join(HEADERS)}\r\n{row}\r\n", "utf-8")


def _answered(root: Path) -> None:
    (root / "reçu.xml").write_bytes(returns.acknowledged())


def _sealed(root: Path) -> None:
    [path] = (root / "output/2019/transmission").rglob("*prefecture.zip")
    shutil.copy(path, root / "ensemble reçu.zip")


STORY = (
    Step("--version", year=()),
    Step("completion bash", year=()),
    Step("doctor", year=()),
    Step("explain R-DATE-02", year=()),
    Step("init {here}/neuf", year=()),
    Step("init {here}/exemple --example loire", year=()),
    Step("check --json"),
    Step("build --dry-run"),
    Step("build --draft"),
    Step("build"),
    Step("next", year=("--year", "2020")),
    Step("compare 2019 2020", year=()),
    Step("build --draft", year=("--year", "2020")),
    Step("import", more=("{here}/fiche relue.docx", "--yes"), prepare=_edited),
    Step("build"),
    Step("import {here}/output/2019/avenant.docx --new --to {here}/premier --yes", year=()),
    Step("freeze --by Ada"),
    Step("packets --by body"),
    Step("packets"),
    Step("packets --record --on 15/01/2019"),
    Step("packets --digital"),
    Step("intake {here}/retours --on 22/01/2019", prepare=_come_back),
    Step("intake --confirm ETAT --signed-on 20/01/2019"),
    Step("import", more=("{here}/saisie.csv", "--yes", "--by", "Ada"), prepare=_typed),
    Step("record CARSAT relance --on 01/02/2019", more=INVENTED),
    Step("remind --as-of 04/03/2019"),
    Step("remind --record --by Ada"),
    Step("export {here}/suivi.xlsx --as-of 04/03/2019"),
    Step("import {here}/suivi.xlsx --yes"),
    Step("executed --partial"),
    Step("transmit --draft"),
    Step(
        f"record {COMMUNE} acte-adopte --on 31/01/2019 --number {returns.NUMBER}",
        more=("--file", "{here}/délibération signée.pdf"),
    ),
    Step(f"transmit --body {COMMUNE} --classification {{here}}/classification.xml --by Ada"),
    Step(f"record {COMMUNE} acte-transmis --on 04/02/2019", more=INVENTED),
    Step("receipt", more=("{here}/reçu.xml", "--by", "Ada"), prepare=_answered),
    Step("transmit --stamp"),
    Step(f"transmit --paper --body {COMMUNE}"),
    Step("transmit --set"),
    Step("transmit --verify", more=("{here}/ensemble reçu.zip",), prepare=_sealed, year=()),
    Step("status --as-of 04/03/2019"),
    Step("status --json"),
    Step("missing --csv", code=15),
    Step("why ETAT"),
    Step("journal"),
    Step("journal --verify"),
    Step("page --as-of 04/03/2019"),
)
