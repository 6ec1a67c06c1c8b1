"""What letters and draft actes take from the registers. People and places are invented."""

from datetime import date
from typing import Any

import pytest

from avenant_builder.model.body import Category
from avenant_builder.model.reminder import ReminderSettings
from avenant_builder.reminders.letters import addressee, draft_context, salutation, sender
from avenant_builder.tracking.assemblies import acte_name
from builders import a_body, a_dossier, a_seat, a_tenure, an_avenant

DAY = date(2019, 3, 4)


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ([{"civility": "Mme", "title": "La Présidente, "}], "Madame la Présidente"),
        ([{"civility": "Mme", "title": "Le Maire,"}], "Madame le Maire"),
        ([{"civility": "M.", "title": "L’Administrateur"}], "Monsieur l’Administrateur"),
        ([{"civility": "M.", "title": "Président,"}], "Monsieur"),
        ([{"civility": "", "title": "La Présidente, "}], "Madame, Monsieur"),
        (
            [
                {"civility": "M.", "title": "Le Maire,"},
                {"civility": "M.", "title": "Le Président,"},
            ],
            "Monsieur",
        ),
        ([{"civility": "M.", "title": "Le Maire,"}] * 2, "Monsieur le Maire"),
    ],
)
def test_nobody_is_called_what_the_register_does_not_say(
    holders: list[dict[str, Any]], expected: str
) -> None:
    assert salutation([a_tenure(**facts) for facts in holders]) == expected


def test_the_addressee_has_a_civility_if_the_register_says_it() -> None:
    assert addressee(a_tenure(civility="Mme")) == "Madame Ada INVENTÉE"
    assert addressee(a_tenure()) == "Ada INVENTÉE"


@pytest.mark.parametrize(
    ("category", "name", "expected"),
    [
        (Category.COMMUNE, "Fiction", "la délibération du conseil municipal"),
        (Category.EPCI, "Communauté de communes Z", "la délibération du conseil communautaire"),
        (Category.EPCI, "Oise Métropole", "la délibération du conseil d’Oise Métropole"),
        (Category.SYNDICAT, "Syndicat Z", "la délibération du comité syndical"),
        (Category.DEPARTEMENT, "Z", "la délibération du conseil départemental"),
        (Category.REGION, "Z", "la délibération du conseil régional"),
        (Category.ETABLISSEMENT_PUBLIC, "Z", "la délibération du conseil d’administration"),
        (Category.MSA, "Z", "la décision du conseil d’administration"),
        (Category.ASSOCIATION, "Z", "la décision de votre instance compétente"),
        (Category.ETAT, "Z", ""),
    ],
)
def test_an_acte_has_the_name_of_its_assembly(category: Category, name: str, expected: str) -> None:
    assert acte_name(a_body(category=category, name=name)) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Pour la Ville de Fiction,", "de la Ville de Fiction"),
        ("Pour le Département,", "du Département"),
        ("Pour l'U.F.C.V.,", "de l'U.F.C.V."),
        ("Pour les Francas inventés, ", "des Francas inventés"),
        ("Pour Oise Métropole,", "d’Oise Métropole"),
        ("La Ville", "de Fiction"),
    ],
)
def test_a_draft_acte_takes_the_article_of_the_printed_line(heading: str, expected: str) -> None:
    body = a_body(name="Fiction", category=Category.COMMUNE)
    dossier = a_dossier(bodies=(body,), seats=(a_seat(heading=heading),))
    assert draft_context({}, body, dossier, DAY)["projet"]["au_nom"] == expected


def test_a_draft_acte_empowers_every_holder_of_the_body_that_day() -> None:
    body = a_body(category=Category.COMMUNE)
    seats = (
        a_seat(id="A", tenures=(a_tenure(title="Le Maire,"),)),
        a_seat(id="B", tenures=(a_tenure(title="", first_name="Zoé", last_name="ŒUVRARD"),)),
        a_seat(id="C", tenures=(a_tenure(until=date(2018, 1, 1)),)),
    )
    context = draft_context({}, body, a_dossier(bodies=(body,), seats=seats), DAY)
    assert context["projet"]["autorise"] == "le Maire, Ada INVENTÉE et Zoé ŒUVRARD,"


SESSION = date(2019, 3, 28)


@pytest.mark.parametrize(
    ("day", "session", "coming", "past", "ready", "late"),
    [
        (date(2019, 3, 22), SESSION, SESSION, None, date(2019, 3, 22), False),
        (date(2019, 3, 25), SESSION, SESSION, None, None, True),
        (SESSION, SESSION, SESSION, None, None, True),
        (date(2019, 3, 29), SESSION, None, SESSION, None, False),
        (DAY, None, None, None, None, False),
    ],
)
def test_the_session_is_seen_from_the_day_of_the_letter(
    day: date,
    session: date | None,
    coming: date | None,
    past: date | None,
    ready: date | None,
    late: bool,
) -> None:
    body = a_body(category=Category.COMMUNE, population=35_000, next_session=session)
    facts = draft_context({}, body, a_dossier(bodies=(body,)), day)["projet"]
    assert (facts["seance"], facts["seance_passee"]) == (coming, past)
    assert (facts["pret_le"], facts["hors_delai"]) == (ready, late)


def test_the_sender_is_the_body_that_the_settings_name() -> None:
    settings = ReminderSettings(sender="amis", signature="La Présidente")
    body = a_body(address="1 rue Inventée", email="amis@exemple.invalid")
    named = sender(a_dossier(bodies=(body,), avenant=an_avenant(reminders=settings)))
    assert (named["nom"], named["adresse"]) == ("Les Amis inventés", "1 rue Inventée")
    assert (named["signature"], named["contact"]) == ("La Présidente", "")
    assert sender(a_dossier())["nom"] == ""
