"""A whole campaign through the real commands: README's second chapter, then made-up facts.

On the Loire's workspace as it is published, nothing is signed and one fact is proved. Beyond the
chapter all is invented: the decision for the body that ended, and every date.
"""

import html
import json
import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from avenant_builder.sheets.columns import HEADERS
from built import copy_loire
from command_line import ROOT, avenant, plain

TO_PREFECTURE = {
    *("CD42", "SAINT-ETIENNE", "ROANNE", "SAINT-CHAMOND", "RIVE-DE-GIER", "AMBIERLE"),
    *("ROANNAIS-AGGLO", "FOREZ-EST", "SEM"),
}
ENDED, NEW = "FOREZ-EN-LYONNAIS", "FOREZ-EST"
SENT, SIGNED, BACK = date(2019, 3, 1), date(2019, 4, 2), date(2019, 4, 10)


def test_a_whole_campaign(tmp_path: Path) -> None:
    """From its first fact to its last, each step standing on the one before."""
    space = copy_loire(tmp_path / "espace")
    the_chapter_goes_from_nothing_to_the_one_fact_that_is_proved(space)
    a_decision_is_made_for_the_body_that_ended(space)
    actes_and_sendings_typed_in_the_workbook_come_in(space)
    each_person_is_reminded_once_for_all_seats(space)
    signatures_complete_the_campaign(space)
    the_journal_holds_all_of_it(space)


def done(space: Path, *arguments: str, code: int = 0) -> str:
    """What a command answers, with ordinary spaces."""
    ran = avenant(*arguments, cwd=space)
    assert ran.returncode == code, (arguments, ran.stderr)
    return plain(ran.stdout)


def seats(space: Path, *arguments: str, code: int = 0) -> dict[str, dict[str, Any]]:
    content = json.loads(avenant(*arguments, "--json", cwd=space).stdout)
    return {seat["siege"]: seat for seat in content["sieges"]}


def chapter() -> list[list[str]]:
    """The commands of README's chapter on following the signatures, as they stand there."""
    text = (ROOT / "README.md").read_text("utf-8")
    [block] = re.findall(r"## Following the signatures.*?```\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line)[2:] for line in block.splitlines() if line.startswith("$ avenant ")]


def the_chapter_goes_from_nothing_to_the_one_fact_that_is_proved(space: Path) -> None:
    assert "0 / 19 organismes, 0 / 20 sièges signés ; il manque 20." in done(space, "status")
    commands = chapter()
    assert [command[0] for command in commands] == ["record"] * 3 + ["status", "why"]
    answers = [done(space, *command) for command in commands]
    assert [answer.splitlines()[0].split(" : ")[0] for answer in answers[:3]] == [
        f"Enregistré sous le n° {number}" for number in (1, 2, 3)
    ]
    assert "— acte à publier, depuis le 04/02/2019 ; manque la publication" in answers[3]
    assert answers[3].strip().endswith("0 / 19 organismes, 0 / 20 sièges signés ; il manque 20.")
    for fact in ("DEL_2019_006", "31/01/2019", "04/02/2019", "R-ACT-04"):
        assert fact in "".join(answers), fact
    assert "non  Acte publié : rien n’est enregistré" in answers[4]
    assert avenant("missing", cwd=space).returncode == 15


def a_decision_is_made_for_the_body_that_ended(space: Path) -> None:
    before = seats(space, "status", "--as-of", "15/03/2019")
    assert before[ENDED]["etat"] == "hors-jeu"
    edit(space / "signatories.csv", f"{ENDED};13;forez-en-lyonnais;", f"{NEW};13;forez-est;")
    edit(space / "signatories.csv", "Communes de Forez-en-Lyonnais", "Communes de Forez-Est")
    edit(space / "signatories.csv", ";Norbert;DUPEYRON;", ";Ada;INVENTÉE;")
    register = space / "data/bodies.csv"
    columns = register.read_text("utf-8-sig").splitlines()[0].count(";")
    row = "forez-est;Communauté de communes de Forez-Est;epci;200065894"
    with register.open("a", encoding="utf-8", newline="") as stream:
        stream.write(f"{row}{';' * (columns - row.count(';'))}\r\n")
    after = seats(space, "status", "--as-of", "15/03/2019")
    assert ENDED not in after and after[NEW]["etat"] == "a-habiliter"
    assert "R-ORG-08" not in done(space, "check")


def actes_and_sendings_typed_in_the_workbook_come_in(space: Path) -> None:
    fill(space, actes)
    shown = done(space, "import", "suivi.xlsx")
    assert "62 événements nouveaux, 3 dates déjà au journal." in shown
    assert done(space, "import", "suivi.xlsx", "--yes").count("\n  + ") == 62
    assert {seat["etat"] for seat in seats(space, "status").values()} == {"envoye"}


def each_person_is_reminded_once_for_all_seats(space: Path) -> None:
    done(space, "remind", "--as-of", "20/03/2019")
    letters = list((space / "output/2019/relances").glob("lettre-*.docx"))
    assert len(letters) == 18  # two people hold two seats each
    assert done(space, "remind", "--record").count(" : relance n° 1 notée") == 20
    again = plain(avenant("remind", "--as-of", "21/03/2019", cwd=space).stdout)
    assert "lettre-" not in again


def signatures_complete_the_campaign(space: Path) -> None:
    fill(space, signatures)
    done(space, "import", "suivi.xlsx", "--yes")
    waiting = seats(space, "missing", "--as-of", "05/04/2019")
    assert {seat["etat"] for seat in waiting.values()} == {"signe-non-revenu"}
    end = done(space, "missing")
    assert end.strip().endswith("19 / 19 organismes, 20 / 20 sièges signés ; il ne manque rien.")
    assert "vérifier" not in done(space, "status", "--by", "person")
    assert "non  " not in done(space, "why", "ROANNE")
    assert "Personne n’est à relancer" in done(space, "remind", "--as-of", "01/06/2019")
    page = plain(html.unescape((space / "output/2019/suivi.html").read_text("utf-8")))
    assert "Rien : tous les sièges ont signé." in page


def the_journal_holds_all_of_it(space: Path) -> None:
    said = done(space, "journal", "--verify")
    head = said[said.rindex("n° ") :].strip()
    assert "Journal 2019 intact" in said
    assert done(space, "journal", "--verify", "--head", head) == said
    rows = json.loads(avenant("journal", "--json", cwd=space).stdout)["evenements"]
    assert len(rows) == 3 + 62 + 20 + 80


def edit(path: Path, old: str, new: str) -> None:
    data = path.read_bytes()
    assert data.count(old.encode()) == 1, old
    path.write_bytes(data.replace(old.encode(), new.encode()))


def fill(space: Path, facts: Any) -> None:
    """Export the workbook and type in it what `facts` gives for each seat, where it is empty."""
    done(space, "export", "suivi.xlsx")
    book = load_workbook(space / "suivi.xlsx")
    sheet = book["Suivi"]
    assert isinstance(sheet, Worksheet)
    for line in range(2, 22):
        for header, value in facts(str(sheet.cell(line, 1).value)).items():
            cell = sheet.cell(line, HEADERS.index(header) + 1)
            if cell.value is None:
                cell.value = value
    book.save(space / "suivi.xlsx")


def actes(seat: str) -> dict[str, date]:
    found = {"Envoyé le": SENT}
    if seat != "ETAT":
        found["Acte adopté le"] = date(2019, 2, 14)
    if seat in TO_PREFECTURE:
        found |= {"Acte transmis le": date(2019, 2, 18), "Acte reçu le": date(2019, 2, 18)}
        found["Acte publié le"] = date(2019, 2, 19)
    return found


def signatures(_: str) -> dict[str, date | str]:
    return {
        "Signé le": SIGNED,
        "Mode de signature": "papier",
        "Page reçue le": BACK,
        "Page contrôlée le": BACK,
        "Original détenu le": BACK,
    }
