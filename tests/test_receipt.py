"""What the préfecture answers, taken in: matched, recorded once, refused whole. Facts invented."""

import hashlib
import io
import itertools
import json
import tarfile
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

import returns
from avenant_builder import incoming
from avenant_builder.audit import verify
from avenant_builder.errors import ProblemsFound
from avenant_builder.follow import follow
from avenant_builder.journal.evidence import find, store
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import (
    DEPOSITED,
    Draft,
    EffectDate,
    EventType,
    TargetKind,
    in_force,
)
from avenant_builder.receipt import TakenIn, take_in
from avenant_builder.record import Request, record
from built import copy_loire
from command_line import avenant, plain
from messages import classification, message
from official import sample
from returns import FILE, ID, NUMBER, SIREN

NOW = datetime(2019, 6, 3, 10, 0, tzinfo=UTC)
BODY = "rive-de-gier"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The Loire, where Rive-de-Gier has adopted its délibération."""
    root = copy_loire(tmp_path / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    request = Request(
        who=BODY,
        type=EventType.ACTE_ADOPTED,
        on=EffectDate(2019, 1, 31),
        number=NUMBER,
        no_file="inventé",
    )
    record(root, 2019, request, now=NOW)
    return root


def given(root: Path, *contents: bytes, name: str = "retour") -> list[Path]:
    folder = root.parent / "recu"
    folder.mkdir(exist_ok=True)
    paths = []
    for rank, content in enumerate(contents):
        path = folder / f"{name}-{rank}.xml"
        path.write_bytes(content)
        paths.append(path)
    return paths


def take(root: Path, *contents: bytes) -> TakenIn:
    return take_in(root, 2019, given(root, *contents), by="Ada", now=NOW)


def types(root: Path) -> list[EventType]:
    return [event.type for event in in_force(journal_of(root, 2019).read())][1:]


def files(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def deposit(root: Path, folder: Path) -> None:
    """A deposit kept in evidence, as « transmit » leaves it."""
    text = returns.acte("Acte", annexes=(f"{FILE}_2.pdf",), subject="Avenant n° 1 et carte")
    space = ' xmlns:actes="http://www.interieur.gouv.fr/ACTES#v1.1-20040216"'
    said = text.replace("<actes:Acte", f"<actes:Acte{space}", 1).encode("latin-1")
    path = folder / f"{ID}-1-1_0.xml"
    path.write_bytes(said)
    sha256, name = store(root, path)
    draft = Draft(
        type=EventType.DEPOSIT_READY,
        target_kind=TargetKind.BODY,
        target=BODY,
        on=EffectDate(2019, 2, 4),
        number=NUMBER,
        identifier=ID,
        no_evidence="inventé",
        facts={f"{DEPOSITED}{name}": sha256},
    )
    journal_of(root, 2019).append([draft], now=NOW)


def test_an_acknowledgement_is_recorded_with_its_day_identifier_and_proof(root: Path) -> None:
    done = take(root, returns.acknowledged())
    [one] = done.messages
    event = one.event
    assert one.is_new and event.type is EventType.ACTE_RECEIVED and event.target == BODY
    assert (event.on, event.number, event.identifier) == (EffectDate(2019, 2, 4), NUMBER, ID)
    kept = find(root, event.evidence)
    assert kept is not None and kept.read_bytes() == returns.acknowledged()
    assert one.legal is not None and one.legal.prefect_until == date(2019, 4, 5)
    assert verify(root, 2019).pieces == 1
    followed = follow(root, 2019, as_of=NOW.date())
    [seat] = [seat for seat in followed.campaign.seats if seat.body.id == BODY]
    assert seat.state.value == "acte-a-publier"


def test_the_same_receipt_twice_changes_nothing_however_it_comes(root: Path) -> None:
    take(root, returns.acknowledged())
    before = files(root)
    letter = EmailMessage()
    letter.set_content("Veuillez trouver l’accusé (inventé).")
    letter.add_attachment(
        returns.acknowledged(), maintype="text", subtype="xml", filename="autre-nom.xml"
    )
    path = root.parent / "retour.eml"
    path.write_bytes(letter.as_bytes())
    other_encoding = returns.acknowledged().decode("latin-1").encode("utf-8")
    # As a run that died once the event was written: the table is made all the same.
    (root / "output/2019/suivi.csv").unlink()
    for again in (given(root, returns.acknowledged()), [path], given(root, other_encoding)):
        done = take_in(root, 2019, again, by="Ada", now=NOW)
        assert [one.is_new for one in done.messages] == [False]
    assert files(root) == before


MESSAGES = (
    returns.acknowledged(),
    returns.anomaly(),
    returns.letter(),
    returns.pieces_received(),
    returns.letter("LettreObservations", on="2019-03-02"),
    returns.referred(),
)


def test_any_order_of_the_files_makes_the_same_events(root: Path) -> None:
    expected = [
        *(EventType.ACTE_ANOMALY, EventType.ACTE_RECEIVED, EventType.PIECES_ASKED),
        *(EventType.PIECES_GIVEN, EventType.REMARKS, EventType.REFERRED),
    ]
    journal = root / "data/2019/journal.jsonl"
    start = journal.read_bytes()
    for order in itertools.islice(itertools.permutations(MESSAGES), 0, 720, 300):
        journal.write_bytes(start)
        take(root, *order)
        assert types(root) == expected


def test_a_request_for_pieces_is_a_task_and_its_letter_is_kept(root: Path) -> None:
    folder = root.parent / "mail"
    folder.mkdir()
    path = folder / "retour.tar.gz"
    path.write_bytes(
        archive(
            ("demande.xml", returns.letter()),
            ("lettre.pdf", b"%PDF-1.7 inventee"),
            ("EACT--SPREF0423.xml", returns.return_envelope()),
            ("message_body.html", b"<p>Bonjour"),
        )
    )
    done = take_in(root, 2019, [path], by="", now=NOW)
    [one] = done.messages
    assert one.event.note == "La carte"
    sha256 = one.event.facts[f"{DEPOSITED}lettre.pdf"]
    kept = find(root, sha256)
    assert kept is not None and kept.read_bytes() == b"%PDF-1.7 inventee"
    assert verify(root, 2019).pieces == 2
    followed = follow(root, 2019, as_of=NOW.date())
    [seat] = [seat for seat in followed.campaign.seats if seat.body.id == BODY]
    assert "R-ACT-07" in {problem.rule for problem in seat.problems}


def test_an_anomaly_names_the_field_and_sends_the_acte_back(root: Path) -> None:
    done = take(root, returns.anomaly("002"))
    [one] = done.messages
    assert one.mend is not None and one.mend[0] == "date de la classification"
    followed = follow(root, 2019, as_of=NOW.date())
    [seat] = [seat for seat in followed.campaign.seats if seat.body.id == BODY]
    assert seat.state.value == "acte-a-transmettre"
    assert "date de la classification" in seat.reason and "corriger le dépôt" in seat.action
    take(root, returns.acknowledged())
    followed = follow(root, 2019, as_of=NOW.date())
    [seat] = [seat for seat in followed.campaign.seats if seat.body.id == BODY]
    assert seat.state.value == "acte-a-publier" and not seat.reason


def test_what_was_received_is_compared_with_what_was_deposited(root: Path) -> None:
    deposit(root, root.parent)
    done = take(root, returns.acknowledged())
    assert {problem.rule for problem in done.problems} == {"R-REC-07"}
    told = [problem.message for problem in done.problems]
    assert told == [
        "Rive-de-Gier : objet, « Avenant n° 1 et carte » déposé, « Avenant n° 1 » reçu",
        "Rive-de-Gier : nombre d’annexes, « 1 » déposé, « 0 » reçu",
        f"Rive-de-Gier : fichier de l’annexe 1, « {FILE}.pdf » déposé, « (rien) » reçu",
    ]


def test_an_annulled_transmission_is_to_be_made_again_in_any_order(root: Path) -> None:
    sent = Request(
        who=BODY,
        type=EventType.ACTE_SENT,
        on=EffectDate(2019, 2, 4),
        number=NUMBER,
        no_file="inventé",
    )
    record(root, 2019, sent, now=NOW)
    done = take(root, returns.cancelled(), returns.acknowledged())
    assert done.messages[-1].undone == (2, 3)
    assert types(root) == [EventType.NOTE]
    late = take(root, returns.acknowledged(on="2019-02-05"))
    assert late.messages[0].event.type is EventType.NOTE
    assert "annulée le 12/02/2019" in late.messages[0].event.note


def test_a_classification_is_kept_for_the_whole_avenant(root: Path) -> None:
    done = take(root, classification())
    event = done.messages[0].event
    assert (event.type, event.target_kind) == (EventType.NOTE, TargetKind.AVENANT)


REFUSED = {
    "another commune": (returns.acknowledged().replace(SIREN.encode(), b"214200032"), "R-REC-03"),
    "a stranger": (returns.acknowledged().replace(SIREN.encode(), b"214402186"), "R-REC-02"),
    "another acte": (
        returns.acknowledged(returns.acte(number="DEL_7"), id=ID.replace(NUMBER, "DEL_7")),
        "R-REC-04",
    ),
    "in the future": (returns.acknowledged(on="2019-06-04"), "R-REC-05"),
    "no day": (returns.acknowledged(on="2019-02-30"), "R-REC-05"),
    "doctype": (b"<!DOCTYPE a><ARActe/>", "R-REC-01"),
    "0 byte": (b"", "R-REC-01"),
    "torn": (returns.acknowledged()[:400], "R-REC-01"),
    "no return": (message("Inconnu"), "R-REC-01"),
}


@pytest.mark.parametrize("name", REFUSED, ids=str)
def test_one_file_that_is_refused_and_nothing_is_written(root: Path, name: str) -> None:
    content, rule = REFUSED[name]
    before = files(root)
    with pytest.raises(ProblemsFound) as stop:
        take(root, returns.acknowledged(), content, b"<!DOCTYPE a><a/>")
    rules = [problem.rule for problem in stop.value.problems]
    assert sorted(rules) == sorted(["R-REC-01", rule])
    assert files(root) == before


def test_the_command_says_what_it_did_and_by_when(root: Path) -> None:
    [path] = given(root, returns.acknowledged())
    done = avenant("receipt", path, "--by", "Ada", cwd=root)
    assert done.returncode == 0, done.stderr
    text = plain(done.stdout)
    assert "Rive-de-Gier : accusé de réception de l’acte du 04/02/2019" in text
    assert f"Identifiant : {ID}" in text
    assert "Pas encore exécutoire : il manque la publication." in text
    assert "Le préfet peut déférer l’acte jusqu’au 05/04/2019." in text
    again = avenant("receipt", path, "--json", cwd=root)
    facts = json.loads(again.stdout)
    assert facts["schema"] == 1
    assert facts["messages"][0]["defere_jusqu_au"] == "2019-04-05"
    assert facts["messages"][0]["nouveau"] is False


def test_the_command_tells_all_that_is_wrong_at_once(root: Path) -> None:
    paths = given(root, returns.acknowledged(id="x"), b"")
    done = avenant("receipt", *paths, root / "absent.xml", cwd=root)
    assert done.returncode == 11
    told = plain(done.stderr)
    assert "est vide (0 octet)" in told and "n’existe pas" in told and "R-REC-04" in told
    assert "Traceback" not in told


def test_a_folder_without_any_return_is_said(root: Path, tmp_path: Path) -> None:
    empty = tmp_path / "vide"
    empty.mkdir()
    done = avenant("receipt", empty, cwd=root)
    assert done.returncode == 11
    assert "ne contient aucun retour" in plain(done.stderr)


def test_what_comes_from_the_platform_of_tests_is_refused(root: Path) -> None:
    path = root.parent / "retour.tar.gz"
    path.write_bytes(
        archive(
            ("ar.xml", returns.acknowledged()),
            ("TACT--SPREF0423-214201865-20190204-1.xml", returns.return_envelope()),
        )
    )
    with pytest.raises(ProblemsFound) as stop:
        take_in(root, 2019, [path], by="", now=NOW)
    assert "plateforme de test" in stop.value.problems[0].message


def test_a_folder_of_thousands_of_files_is_refused(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tout"
    folder.mkdir()
    for number in range(1001):
        (folder / f"{number}.txt").touch()
    with pytest.raises(ProblemsFound) as stop:
        take_in(root, 2019, [folder], by="", now=NOW)
    assert "plus de 1000 fichiers" in stop.value.problems[0].message


def test_real_messages_are_read_and_refused_one_by_one(root: Path) -> None:
    """They are for other collectivités than those of the Loire: never a traceback."""
    folder = sample("ANO_EACT--214400152--20180925-1.xml").parent
    with pytest.raises(ProblemsFound) as stop:
        take_in(root, 2019, [folder], by="", now=NOW)
    assert [problem.rule for problem in stop.value.problems] == ["R-REC-02"] * 4
    assert types(root) == []


def test_what_is_given_at_once_is_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "LARGEST", 1500)
    with pytest.raises(ProblemsFound) as stop:
        take(root, returns.acknowledged(), returns.letter(), returns.referred())
    assert {problem.rule for problem in stop.value.problems} == {"R-REC-01"}
    assert "dépasse, avec les autres" in stop.value.problems[0].message
