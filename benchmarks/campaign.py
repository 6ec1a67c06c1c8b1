"""A whole campaign on the Loire, simulated: does each seat, and the copy, end as it should.

Thirteen bodies sign on paper, in three shuffled batches with duplicates, a page of the former text,
a page that never comes, somebody else's code; five sign digitally, two of them in one file that is
passed along, one on a text that was painted over. Then what was wrong is put right. Signatures,
scans and certificates are invented, in a copy of the workspace.

``python benchmarks/campaign.py [FOLDER]``: with a folder, the pages of the copies are left there as
pictures to look at. It takes some minutes.
"""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/paper")]

from avenant_builder.executed.compile import Executed, NotExecuted  # noqa: E402
from avenant_builder.files.registers import read_registers  # noqa: E402
from avenant_builder.model.seat import Seat  # noqa: E402
from avenant_builder.tracking.state import State  # noqa: E402
from whole_campaign import ENDED, Campaign, begin, empower, foreign_page  # noqa: E402

BATCHES = (
    ("CAF-1", "ROANNE", "FDCS", "SAINT-CHAMOND", "MJC"),
    ("CAF-2", "ROANNAIS-AGGLO", "RIVE-DE-GIER", "FRANCAS"),
    ("SAINT-ETIENNE", "AMBIERLE", "FAMILLES-RURALES"),
)
OLDER, NEVER, SPOILED = "SEM", "FOL", "UFCV"
PASSED_ALONG, ALONE = ("ETAT", "MSA"), ("CD42", "CARSAT")
BODIES_WITH_NO_ACTE = {"etat-loire", "forez-en-lyonnais"}


def main() -> int:
    with TemporaryDirectory() as name:
        folder = Path(name)
        started = time.monotonic()
        campaign = begin(folder)
        bodies = dict.fromkeys(seat.body for seat in _seats(campaign))
        empower(campaign, [body for body in bodies if body not in BODIES_WITH_NO_ACTE])
        on_paper = [seat for batch in BATCHES for seat in batch]
        _take_batches(campaign)
        _take_files(campaign)
        campaign.confirm(*on_paper, OLDER)
        expected = dict.fromkeys([*on_paper, *PASSED_ALONG, *ALONE], State.SIGNED)
        expected |= {OLDER: State.OLD_VERSION, NEVER: State.SENT, SPOILED: State.SENT}
        wrong = _differences(campaign, {**expected, ENDED: State.OUT}, "premiers retours")
        try:
            campaign.compile(partial=False)
            wrong += 1
            print("l’exemplaire a été fait alors qu’il manque des signatures")
        except NotExecuted as stop:
            print("refusé, il manque :", *stop.missing, sep="\n  ")
        first = campaign.compile(partial=True)
        _pictures(first, "partiel")
        campaign.take(campaign.scan("suite.pdf", campaign.inked([OLDER, NEVER])))
        campaign.take(campaign.returned("refait.pdf", SPOILED))
        campaign.confirm(OLDER, NEVER)
        expected |= dict.fromkeys([OLDER, NEVER, SPOILED], State.SIGNED)
        wrong += _differences(campaign, {**expected, ENDED: State.OUT}, "retours corrigés")
        last = campaign.compile(partial=False)
        _pictures(last, "complet")
        print(f"exemplaire de {last.pages} pages, {last.signed} sièges, journal {last.head}")
        print(f"{time.monotonic() - started:.0f} s en tout ; {wrong} écart(s)")
    return 1 if wrong else 0


def _seats(campaign: Campaign) -> list[Seat]:
    dossier, _ = read_registers(campaign.root, 2019)
    assert dossier is not None
    return list(dossier.seats)


def _take_batches(campaign: Campaign) -> None:
    extra = (
        [*campaign.inked(BATCHES[0][:2]), foreign_page()],
        campaign.inked([OLDER], older=True),
        campaign.inked(BATCHES[0][2:3]),
    )
    for rank, (seats, more) in enumerate(zip(BATCHES, extra, strict=True), start=1):
        path = campaign.scan(f"lot-{rank}.pdf", [*campaign.inked(seats), *more])
        for file in campaign.take(path).files:
            for page in file.pages:
                print(f"lot {rank}, page {page.sight.number} : {page.seat} {page.kind.label}")


def _take_files(campaign: Campaign) -> None:
    files = [campaign.returned("chaine.pdf", *PASSED_ALONG)]
    files += [campaign.returned(f"{seat}.pdf", seat) for seat in ALONE]
    files.append(campaign.returned("repeint.pdf", SPOILED, spoiled=True))
    for file in campaign.take(*files).files:
        print(file.name, *file.signatures, sep="\n  ")


def _differences(campaign: Campaign, expected: Mapping[str, State], when: str) -> int:
    found = campaign.states
    wrong = {seat: state for seat, state in found.items() if state is not expected[seat]}
    print(f"{when} : {len(found) - len(wrong)} sièges sur {len(found)} dans l’état attendu")
    for seat, state in wrong.items():
        print(f"  {seat} : {state.label}, attendu : {expected[seat].label}")
    return len(wrong)


def _pictures(done: Executed, name: str) -> None:
    if len(sys.argv) > 1:
        target = Path(sys.argv[1])
        target.mkdir(parents=True, exist_ok=True)
        pdf = next(done.target.glob("avenant-*.pdf"))
        command = ["pdftoppm", "-r", "60", "-png", str(pdf), str(target / name)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
