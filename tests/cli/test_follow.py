"""status, missing, why, and the table for Excel, by the real command. All facts are invented."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from avenant_builder.errors import OutputFault
from avenant_builder.follow import follow
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EVENT_TARGETS, Draft, EffectDate, EventType, TargetKind
from avenant_builder.refresh import refresh
from avenant_builder.tracking.state import State
from built import copy_loire
from command_line import avenant, plain

NOW = datetime(2019, 4, 2, 10, tzinfo=UTC)
RIVE = ("rive-de-gier", "RIVE-DE-GIER")


def drafts(*facts: tuple[EventType, date], body: str, seat: str) -> list[Draft]:
    return [
        Draft(
            type=kind,
            target_kind=EVENT_TARGETS[kind],
            target=seat if EVENT_TARGETS[kind] is TargetKind.SEAT else body,
            on=EffectDate.of(day),
            no_evidence="inventé",
        )
        for kind, day in facts
    ]


@pytest.fixture
def loire(tmp_path: Path) -> Path:
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    return root


@pytest.fixture
def begun(loire: Path) -> Path:
    """One commune has signed before the préfecture received its acte; the préfet has signed."""
    facts = drafts(
        (EventType.ACTE_ADOPTED, date(2019, 1, 31)),
        (EventType.ACTE_SENT, date(2019, 2, 4)),
        (EventType.ACTE_RECEIVED, date(2019, 2, 4)),
        (EventType.ACTE_PUBLISHED, date(2019, 2, 5)),
        (EventType.SIGNED_ON_PAPER, date(2019, 2, 2)),
        (EventType.PAGE_RECEIVED, date(2019, 2, 8)),
        (EventType.CHECKED, date(2019, 2, 9)),
        body=RIVE[0],
        seat=RIVE[1],
    )
    facts += drafts(
        (EventType.SIGNED_ON_PAPER, date(2019, 2, 2)),
        (EventType.PAGE_RECEIVED, date(2019, 2, 8)),
        (EventType.CHECKED, date(2019, 2, 9)),
        body="etat-loire",
        seat="ETAT",
    )
    journal_of(loire, 2019).append(facts, now=NOW)
    return loire


def test_status_lists_every_seat_in_printed_order_and_adds_up(loire: Path) -> None:
    done = avenant("status", "--as-of", "01/01/2019", cwd=loire)
    text = plain(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    ranks = [int(rank) for rank in re.findall(r"^ +(\d+)  [A-Z0-9-]+ ", text, re.M)]
    assert ranks == list(range(1, 21))
    assert text.strip().endswith("0 / 19 organismes, 0 / 20 sièges signés ; il manque 20.")
    assert text.count("— à habiliter") == 18
    assert text.count("— à envoyer") == 1
    assert text.count("hors jeu, depuis le 31/12/2016 : l’organisme n’existe que jusqu’au") == 1


def test_status_in_json(loire: Path) -> None:
    done = avenant("--workspace", loire, "status", "--json", "--as-of", "1er janvier 2019")
    content = json.loads(done.stdout)
    assert (content["schema"], content["jour"]) == (1, "2019-01-01")
    assert len(content["sieges"]) == content["nombre_sieges"] == 20
    assert len({seat["organisme"] for seat in content["sieges"]}) == content["organismes"] == 19
    states = {seat["etat"] for seat in content["sieges"]}
    assert states == {"hors-jeu", "a-habiliter", "a-envoyer"}


def test_missing_leaves_out_who_has_signed_and_has_its_own_code(begun: Path) -> None:
    done = avenant("missing", "--json", cwd=begun)
    assert done.returncode == 15
    content = json.loads(done.stdout)
    seats = {seat["siege"]: seat for seat in content["sieges"]}
    assert len(seats) == content["sieges_manquants"] == 19
    assert "ETAT" not in seats
    assert seats[RIVE[1]]["etat"] == "a-regulariser"
    assert {problem["regle"] for problem in seats[RIVE[1]]["problemes"]} >= {"R-DATE-02"}


def test_missing_is_zero_once_all_have_signed(begun: Path) -> None:
    facts = begun / "data/2019/avenant.toml"
    facts.write_text('sieges = ["ETAT"]\n' + facts.read_text("utf-8").replace("sieges = []", ""))
    done = avenant("missing", cwd=begun)
    assert done.returncode == 0, done.stderr
    text = plain(done.stdout)
    assert "1 / 1 organisme, 1 / 1 siège signé ; il ne manque rien" in text
    assert "première signature le 02/02/2019" in text and "[R-DATE-06]" in text


def test_one_person_is_one_visit_with_two_signatures(loire: Path) -> None:
    text = plain(avenant("missing", "--by", "person", "--as-of", "01/01/2019", cwd=loire).stdout)
    assert text.count("Yves NICOLIN — 2 signatures à obtenir") == 1
    part = text.split("Yves NICOLIN")[1].split("\n\n")[0]
    assert " ROANNE " in part and " ROANNAIS-AGGLO " in part


def test_what_was_known_is_told_apart_from_what_was_true(begun: Path) -> None:
    def signed(*options: str) -> int:
        done = avenant("status", "--json", "--as-of", "15/03/2019", *options, cwd=begun)
        return int(json.loads(done.stdout)["sieges_signes"])

    assert signed() == 1
    assert signed("--known-on", "15/03/2019") == 0


def test_why_goes_from_rule_to_fact_to_piece(begun: Path) -> None:
    text = plain(avenant("why", "rive-de-gier", cwd=begun).stdout)
    assert "État : à régulariser" in text
    assert "oui  Acte reçu par la préfecture : acte reçu par la préfecture, 04/02/2019" in text
    assert "non  Dates, mandat et délégation en règle" in text
    assert "signé le 02/02/2019 (événement n° 5, sans pièce), avant la réception" in text
    assert "n° 336638" in text and "[R-DATE-02, avertissement]" in text
    content = json.loads(avenant("why", RIVE[1], "--json", cwd=begun).stdout)
    steps = {step["etat"]: step["remplie"] for step in content["conditions"]}
    assert steps["a-habiliter"] and not steps["a-regulariser"]
    rows = avenant("why", RIVE[1], "--csv", cwd=begun).stdout.splitlines()
    assert rows[0].lstrip("\ufeff") == "condition;remplie;fait;source;evenement"


def test_why_of_nobody_offers_the_near_name(loire: Path) -> None:
    done = avenant("why", "ROANE", cwd=loire)
    assert done.returncode == 10
    assert "Vouliez-vous dire « ROANNE » ?" in plain(done.stderr)


def test_two_formats_at_once_are_refused(loire: Path) -> None:
    assert avenant("status", "--json", "--csv", cwd=loire).returncode == 2


def test_the_table_is_that_of_a_french_spreadsheet(begun: Path) -> None:
    done = avenant("status", "--csv", cwd=begun)
    refresh(begun, 2019, as_of=datetime.now(UTC).astimezone().date())
    data = (begun / "output/2019/suivi.csv").read_bytes()
    assert data.decode("utf-8") == done.stdout.replace("\n", "\r\n")
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == data.count(b"\n") == 21
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    etat = rows[3]
    assert (etat["siege"], etat["etat"], etat["depuis"]) == ("ETAT", "signé", "09/02/2019")


def test_a_table_that_cannot_be_written_is_told_and_leaves_nothing(loire: Path) -> None:
    (loire / "output/2019/suivi.csv").mkdir(parents=True)
    with pytest.raises(OutputFault):
        refresh(loire, 2019, as_of=date(2019, 1, 1))
    assert not list((loire / "output/2019").glob(".*"))


def test_delegations_are_read_and_their_faults_told(begun: Path) -> None:
    path = begun / "data/delegations.csv"
    header = "siege;delegataire;qualite;acte;date_acte;publie_le;du;au;portee;formule\n"
    path.write_text(header + "ETAT;Zoé INVENTÉE;;ARR_1;01/01/2019;;;;;\n", "utf-8")
    [row] = follow(begun, 2019, as_of=date(2019, 6, 1)).delegations
    assert (row.delegate, row.deed_on) == ("Zoé INVENTÉE", date(2019, 1, 1))
    path.write_text(header + "ETAT;Zoé INVENTÉE;;ARR_1;31/02/2019;;;;;\n", "utf-8")
    done = avenant("status", cwd=begun)
    assert done.returncode == 10
    assert "data/delegations.csv:2 « date_acte »" in plain(done.stderr)


def test_a_broken_journal_refuses(begun: Path) -> None:
    path = begun / "data/2019/journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"2019-02-04", b"2019-02-03", 1))
    assert avenant("status", cwd=begun).returncode == 19


def test_the_fold_of_the_command_is_that_of_the_core(begun: Path) -> None:
    seats = follow(begun, 2019, as_of=date(2019, 6, 1)).campaign.seats
    states = {one.seat.id: one.state for one in seats}
    assert (states["ETAT"], states[RIVE[1]]) == (State.SIGNED, State.TO_REGULARISE)
