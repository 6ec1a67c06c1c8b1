"""The reminders of the Loire, by the real commands. Facts and addresses are invented."""

import json
import re
import shutil
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from avenant_builder.word.reading import read_paragraphs
from built import copy_loire
from command_line import avenant, plain

DAY = "04/03/2019"
INVENTED_FACTS = (
    ("AVENANT", "diffuse", "14/01/2019"),
    ("rive-de-gier", "acte-adopte", "31/01/2019"),
    ("ETAT", "envoye", "15/01/2019"),
    ("MSA", "refus", "20/01/2019"),
    ("CARSAT", "envoye", "15/01/2019"),
    ("CARSAT", "signe-papier", "21/01/2019"),
)


def run(root: Path, *args: str | Path) -> str:
    done = avenant("--workspace", root, *args)
    assert done.returncode == 0, done.stderr
    return plain(done.stdout)


def record(root: Path, who: str, what: str, on: str) -> None:
    run(root, "record", who, what, "--on", on, "--no-file", "essai inventé", "--note", "inventé")


def remind(root: Path, *args: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(root, "remind", "--json", *args))
    assert answer["schema"] == 1
    return answer


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Loire with sessions, addresses and facts made up, in the middle of its campaign."""
    root = copy_loire(tmp_path_factory.mktemp("relances") / "espace")
    register = root / "data" / "bodies.csv"
    lines = []
    for line in register.read_text("utf-8-sig").splitlines():
        cells = line.split(";")
        if cells[0] == "roanne":
            cells[5], cells[11], cells[13] = "35000", "mairie@exemple.invalid", "28/03/2019"
        elif cells[0] == "ambierle":
            cells[5], cells[13] = "1884", "08/03/2019"
        lines.append(";".join(cells))
    register.write_text("\n".join(lines), "utf-8-sig")
    for fact in INVENTED_FACTS:
        record(root, *fact)
    return root


@pytest.fixture
def root(campaign: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed at will."""
    target = tmp_path / "espace"
    shutil.copytree(campaign, target, ignore=shutil.ignore_patterns("output"))
    return target


@pytest.fixture(scope="module")
def first(campaign: Path) -> dict[str, Any]:
    """The first reminders, written."""
    return remind(campaign, "--as-of", DAY)


def target(root: Path) -> Path:
    return root / "output" / "2019" / "relances"


def texts(path: Path) -> str:
    return plain("\n".join(text for _, text in read_paragraphs(path)))


def seats(answer: dict[str, Any]) -> set[str]:
    return {seat["siege"] for letter in answer["lettres"] for seat in letter["sieges"]}


def test_nobody_who_signed_refused_or_is_out_of_the_game_is_reminded(
    first: dict[str, Any],
) -> None:
    reminded = seats(first)
    assert {"ROANNE", "SEM", "FDCS", "CAF-1", "CAF-2", "RIVE-DE-GIER", "ETAT"} <= reminded
    assert not {"MSA", "CARSAT", "FOREZ-EN-LYONNAIS"} & reminded


def test_one_letter_a_person_for_all_the_seats_that_one_holds(first: dict[str, Any]) -> None:
    people = [letter["destinataire"] for letter in first["lettres"]]
    assert len(people) == len(set(people))
    [nicolin] = [one for one in first["lettres"] if one["destinataire"] == "Yves NICOLIN"]
    assert [seat["siege"] for seat in nicolin["sieges"]] == ["ROANNE", "ROANNAIS-AGGLO"]


def test_every_result_is_there_and_nothing_else(first: dict[str, Any], campaign: Path) -> None:
    there = {path.name for path in target(campaign).iterdir()}
    assert there == {*first["fichiers"], "manifeste.json"}
    of_letters = {name for letter in first["lettres"] for name in letter["fichiers"]}
    assert of_letters | {"echeances.ics"} == set(first["fichiers"])


def test_a_letter_names_what_is_missing_and_the_session_that_matters(
    first: dict[str, Any], campaign: Path
) -> None:
    text = texts(target(campaign) / "lettre-nicolin-yves.docx")
    assert "Roanne (Le Maire) : la délibération du conseil municipal qui approuve" in text
    assert (
        "Pour la séance du 28 mars 2019, le projet doit partir avec les convocations, le "
        "22 mars 2019 au plus tard (5 jours francs : CGCT, art. L. 2121-12)." in text
    )
    assert "Merci de nous indiquer la date de la prochaine séance." in text
    assert f"journal des signatures {first['journal']}" in text
    assert re.fullmatch(r"n° \d+ · [0-9a-f]{12}", first["journal"])
    small = texts(target(campaign) / "lettre-brette-raymonde.docx")
    assert "le 4 mars 2019 au plus tard (3 jours francs : CGCT, art. L. 2121-11)" in small
    voted = texts(target(campaign) / "lettre-charvin-jean-claude.docx")
    assert "la transmission à la préfecture de la délibération" in voted
    assert "du 31 janvier 2019, et une copie de l’accusé de réception." in voted
    state = texts(target(campaign) / "lettre-richard-evence.docx")
    assert "la page de signature de l’avenant, signée ; elle vous a été envoyée le 15 jan" in state


def test_the_first_letter_to_each_assembly_carries_a_draft_of_its_acte(
    first: dict[str, Any], campaign: Path
) -> None:
    drafts = {path.stem for path in target(campaign).glob("deliberation-*.docx")}
    assert drafts == {
        f"deliberation-{body}"
        for body in (
            *("departement-loire", "saint-etienne", "roanne", "saint-chamond", "ambierle"),
            *("roannais-agglomeration", "saint-etienne-metropole"),
        )
    }
    text = texts(target(campaign) / "deliberation-ambierle.docx")
    assert "Vu la validation du comité de pilotage en date du 26 novembre 2018 ;" in text
    assert "notamment ses articles L. 2121-29 et L. 2122-21 ;" in text
    assert "Autorise le Maire, Raymonde BRETTE, à signer" in text
    assert "au nom de la Ville d'Ambierle" in text
    assert "8 mars 2019" in text


def test_the_e_mail_is_a_draft_with_the_letter_and_its_words(
    first: dict[str, Any], campaign: Path
) -> None:
    data = (target(campaign) / "lettre-nicolin-yves.eml").read_bytes()
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "mairie@exemple.invalid"
    assert plain(str(message["Subject"])) == "Signature de l’avenant n° 1 au SDAVS de la Loire"
    body = message.get_body()
    assert body is not None
    text = plain(body.get_content())
    assert "– Roanne (Le Maire) : la délibération du conseil municipal" in text
    assert first["journal"] in text
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert set(attached) == {
        "lettre-nicolin-yves.docx",
        "deliberation-roanne.docx",
        "deliberation-roannais-agglomeration.docx",
    }
    for name, content in attached.items():
        assert content == (target(campaign) / str(name)).read_bytes()


def test_the_calendar_has_the_sessions_and_the_reminders(
    first: dict[str, Any], campaign: Path
) -> None:
    events = Calendar.from_ical((target(campaign) / "echeances.ics").read_bytes()).events
    days = {str(event["SUMMARY"]): event.start.isoformat() for event in events}
    assert days["Séance : conseil municipal, Roanne"] == "2019-03-28"
    assert days["Dernier jour pour les convocations : Roanne"] == "2019-03-22"
    assert days["Relancer Evence RICHARD (État (préfet de la Loire))"] == "2019-03-04"
    assert days["Échéance : 16 sièges attendus"] == "2019-12-31"
    assert all(first["journal"] in str(event["DESCRIPTION"]) for event in events)


def test_the_same_day_gives_the_same_bytes(
    first: dict[str, Any], campaign: Path, root: Path
) -> None:
    remind(root, "--as-of", DAY)
    for path in target(campaign).iterdir():
        assert (target(root) / path.name).read_bytes() == path.read_bytes(), path.name


def test_noting_them_moves_the_next_ones_ten_days_away(root: Path) -> None:
    answer = remind(root, "--as-of", DAY)
    unsent = target(root) / "lettre-jacod-marie-francoise.docx"
    unsent.unlink()
    noted = json.loads(run(root, "remind", "--record", "--by", "Ada INVENTÉE", "--json"))
    assert set(noted["notees"]) == seats(answer) - {"FDCS"}
    assert noted["non_envoyees"] == [unsent.name]
    assert (root / "output/2019/suivi.csv").exists()
    lines = (root / "data/2019/journal.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(INVENTED_FACTS) + len(noted["notees"])

    (target(root) / "lettre-nicolin-yves.docx").write_bytes(b"retouche inventee, trop tard")
    pieces = len(list((root / "data/evidence").glob("*.docx")))
    again = json.loads(run(root, "remind", "--record", "--json"))
    assert len(list((root / "data/evidence").glob("*.docx"))) == pieces
    assert again["notees"] == [] and set(again["deja_notees"]) == set(noted["notees"])
    assert (root / "data/2019/journal.jsonl").read_text("utf-8").splitlines() == lines

    assert seats(remind(root, "--as-of", "13/03/2019")) == {"FDCS"}
    second = remind(root, "--as-of", "14/03/2019")
    assert seats(second) == seats(answer)
    ranks = {letter["destinataire"]: letter["rang"] for letter in second["lettres"]}
    assert ranks.pop("Marie-Françoise JACOD") == 1
    assert set(ranks.values()) == {2}
    assert not list(target(root).glob("deliberation-*"))
    text = texts(target(root) / "lettre-nicolin-yves.docx")
    assert "deuxième rappel" in text and "Par notre lettre du 4 mars 2019" in text


def test_letters_that_nobody_noted_are_not_replaced_without_a_word(root: Path) -> None:
    remind(root, "--as-of", DAY)
    done = avenant("--workspace", root, "remind", "--as-of", "05/03/2019")
    assert done.returncode == 0
    assert "Des lettres du 4 mars 2019 n’étaient pas notées" in plain(done.stderr)
    again = avenant("--workspace", root, "remind", "--as-of", "05/03/2019")
    assert "remplacées" not in again.stderr


def test_before_anything_went_out_nobody_is_due(tmp_path: Path) -> None:
    root = copy_loire(tmp_path / "espace")
    said = run(root, "remind", "--as-of", DAY, "--dry-run")
    assert "Personne n’est à relancer ce jour-là." in said
    assert "encore rien reçu" in said
    assert not (root / "output").exists()


def test_on_a_sunday_the_letters_bear_the_next_working_day(campaign: Path) -> None:
    """21 April 2019 is Easter: the next working day is Tuesday."""
    assert remind(campaign, "--as-of", "21/04/2019", "--dry-run")["jour"] == "2019-04-23"


def test_a_model_at_fault_is_told_and_nothing_is_written(root: Path) -> None:
    (root / "templates/relance.docx").unlink()
    done = avenant("--workspace", root, "remind", "--as-of", DAY)
    assert done.returncode == 12
    assert "templates/relance.docx" in plain(done.stderr)
    assert not target(root).exists()


def test_noting_is_of_what_was_written_and_takes_no_day(campaign: Path) -> None:
    for option in (("--as-of", DAY), ("--dry-run",)):
        assert avenant("--workspace", campaign, "remind", "--record", *option).returncode == 2


@pytest.mark.parametrize("spoiled", ["", "{", '{"schema": 1, "relances": [{}], "jour": 3}'])
def test_nothing_is_noted_where_nothing_was_prepared(root: Path, spoiled: str) -> None:
    if spoiled:
        target(root).mkdir(parents=True)
        (target(root) / "manifeste.json").write_text(spoiled, "utf-8")
    done = avenant("--workspace", root, "remind", "--record")
    assert done.returncode == 16
    assert "aucune relance n’est préparée" in plain(done.stderr)
