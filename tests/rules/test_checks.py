"""Every rule of the data: one dossier that breaks it, and the like that keeps it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import avenant_builder
from avenant_builder.model.avenant import AnnexKind, EarlierAvenant, Scheme, SectionPolicy
from avenant_builder.model.body import Category
from avenant_builder.model.deposit_settings import BodySettings, DepositSettings
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.period import Period
from avenant_builder.model.reminder import ReminderSettings, Rhythm
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.catalogue_data import DATA_RULES
from avenant_builder.rules.checks import ALL_CHECKS
from builders import (
    a_body,
    a_census,
    a_delegation,
    a_dossier,
    a_fiche,
    a_seat,
    a_structure,
    a_tenure,
    an_annex,
    an_avenant,
)
from goldens import assert_approved, told

FIRST_AVENANT = EarlierAvenant(
    number=1, period=Period(start=date(2018, 1, 1), end=date(2018, 12, 31))
)
YEAR_2020 = Period(start=date(2020, 1, 1), end=date(2020, 12, 31))
SAINT_ETIENNE: Mapping[str, Any] = {
    "category": Category.COMMUNE,
    "siren": "214202186",
    "insee": "42218",
}


class Case(NamedTuple):
    """A rule, a dossier that breaks it, one that nearly does, and words of the message."""

    rule: str
    broken: Dossier
    kept: Dossier
    words: str


def with_bodies(*facts: Mapping[str, Any], **avenant: Any) -> Dossier:
    """Bodies « 1 », « 2 »… on lines 2, 3…, each with one seat."""
    bodies, seats = [], []
    for rank, fact in enumerate(facts, start=1):
        place = Place("data/bodies.csv", rank + 1)
        body = a_body(**{"id": str(rank), "name": f"Inventé {rank}", "place": place, **fact})
        bodies.append(body)
        person = a_tenure(last_name=f"INVENTÉ{rank}")
        seats.append(a_seat(id=f"S{rank}", order=rank, body=body.id, tenures=(person,)))
    return a_dossier(bodies=tuple(bodies), seats=tuple(seats), avenant=an_avenant(**avenant))


def with_seats(*facts: Mapping[str, Any]) -> Dossier:
    """Seats « S1 », « S2 »… of one body, each held by another person."""
    seats = [
        a_seat(
            **{
                "id": f"S{rank}",
                "order": rank,
                "tenures": (a_tenure(last_name=f"INVENTÉ{rank}"),),
                "place": Place("signatories.csv", rank + 1),
                **fact,
            }
        )
        for rank, fact in enumerate(facts, start=1)
    ]
    return a_dossier(seats=tuple(seats))


def with_tenures(*facts: Mapping[str, Any]) -> Dossier:
    return with_seats({"tenures": tuple(a_tenure(**fact) for fact in facts)})


def with_avenant(**facts: Any) -> Dossier:
    return a_dossier(avenant=an_avenant(**facts))


def with_annexes(*facts: Mapping[str, Any], **dossier: Any) -> Dossier:
    annexes = tuple(
        an_annex(**{"number": rank, "title": f"Annexe inventée {rank}", **fact})
        for rank, fact in enumerate(facts, start=1)
    )
    return a_dossier(**{"avenant": an_avenant(annexes=annexes), **dossier})


def with_structures(*facts: Mapping[str, Any], **avenant: Any) -> Dossier:
    structures = tuple(
        a_structure(**{"id": str(rank), "name": f"Centre inventé {rank}", **fact})
        for rank, fact in enumerate(facts, start=1)
    )
    defaults = {"census": a_census(("CS", len(structures)))}
    return a_dossier(structures=structures, avenant=an_avenant(**{**defaults, **avenant}))


def period(start: date, end: date) -> Period:
    return Period(start=start, end=end)


def elected_on(since: date) -> Dossier:
    """A commune whose holder took office on that day, in the year of an election."""
    dossier = with_bodies(SAINT_ETIENNE, period=YEAR_2020)
    [seat] = dossier.seats
    before = a_tenure(first_name="Eva", until=since - timedelta(days=1))
    return replace(dossier, seats=(replace(seat, tenures=(before, a_tenure(since=since))),))


PLAN = {"kind": AnnexKind.FILE, "source": "plan.pdf"}
FICHES = {"kind": AnnexKind.FICHES}
ADA = {"tenures": (a_tenure(last_name="LOVELACE"),)}
POLICY = {"Constat": SectionPolicy.KEEP}

CASES = (
    Case(
        "R-DEL-05",
        a_dossier(delegations=(a_delegation(until=date(2018, 12, 31)),)),
        a_dossier(delegations=(a_delegation(until=date(2019, 12, 31)),)),
        "ne court pas le 01/01/2019",
    ),
    Case(
        "R-DEL-06",
        a_dossier(delegations=(a_delegation(), a_delegation(delegate="Léo INVENTÉ"))),
        a_dossier(delegations=(a_delegation(), a_delegation(delegate="Léo INVENTÉ", formula=""))),
        "Zoé INVENTÉE et Léo INVENTÉ signeraient tous deux",
    ),
    Case(
        "R-ANX-01",
        with_annexes(FICHES, PLAN, supplied=frozenset({"plans.pdf"})),
        with_annexes(FICHES, PLAN, supplied=frozenset({"plan.pdf"})),
        "« plan.pdf » de l’annexe 2",
    ),
    Case(
        "R-ANX-02",
        with_annexes(FICHES, supplied=frozenset({"plan.pdf"})),
        with_annexes(FICHES, supplied=frozenset({".gitkeep", "~$plan.docx", "Thumbs.db"})),
        "ne sera pas joint",
    ),
    Case(
        "R-ANX-03",
        with_annexes(FICHES, PLAN, PLAN, supplied=frozenset({"plan.pdf"})),
        with_annexes(FICHES, *[{"kind": AnnexKind.MODEL, "source": "carte.docx"}] * 2),
        "est déjà l’annexe 2",
    ),
    Case("R-ANX-04", with_annexes(FICHES, fiches=()), with_annexes(FICHES), "aucune fiche"),
    Case("R-ANX-05", with_annexes(), with_annexes(fiches=()), "1 fiche écrite"),
    Case(
        "R-ANX-06",
        with_annexes(FICHES, {**PLAN, "source": "plan.odt"}, supplied=frozenset({"plan.odt"})),
        with_annexes(FICHES, {**PLAN, "source": "PLAN.PDF"}, supplied=frozenset({"PLAN.PDF"})),
        "ni un PDF",
    ),
    Case(
        "R-ORG-01",
        with_bodies({"id": "x"}, {"id": "x"}),
        with_bodies({"id": "x"}, {"id": "y"}),
        "sert déjà ligne 2",
    ),
    Case(
        "R-ORG-01",
        with_bodies({"id": "x"}, {"id": "X"}),
        with_bodies({"id": "x"}, {"id": "x2"}),
        "« X » ne diffère de « x », ligne 2",
    ),
    Case(
        "R-ORG-02",
        with_bodies({"siren": "214202187"}),
        with_bodies({"siren": "214202186"}),
        "clé de contrôle",
    ),
    Case(
        "R-ORG-03",
        with_bodies({**SAINT_ETIENNE, "insee": "42187"}),
        with_bodies(SAINT_ETIENNE),
        "214201873",
    ),
    Case(
        "R-ORG-04",
        with_bodies({"category": Category.EPCI}),
        with_bodies({"category": Category.CAF}),
        "le SIREN d’Inventé 1",
    ),
    Case(
        "R-ORG-05",
        with_bodies({"siren": "214202186"}, {"siren": "214202186"}),
        with_bodies({"siren": "214202186"}, {"siren": "214201873"}, {}, {}),
        "le même SIREN",
    ),
    Case(
        "R-ORG-06",
        with_bodies({"to_confirm": frozenset({"siren"})}),
        with_bodies({}),
        "à confirmer",
    ),
    Case(
        "R-ORG-07",
        a_dossier(bodies=(a_body(), a_body(id="seul", name="Le Seul"))),
        a_dossier(
            bodies=(a_body(), a_body(id="seul", name="Le Seul")),
            avenant=an_avenant(seats=("AMIS",)),
        ),
        "Le Seul",
    ),
    Case(
        "R-ORG-08",
        with_bodies({"exists_to": date(2016, 12, 31), "successor": "2"}, {"name": "Forez neuf"}),
        with_bodies({"exists_from": date(2019, 1, 1), "exists_to": date(2019, 12, 31)}),
        "jusqu’au 31/12/2016, et l’avenant court du 01/01/2019 au 31/12/2019 ; "
        "successeur indiqué : Forez neuf",
    ),
    Case(
        "R-ORG-09",
        with_bodies({"exists_from": date(2000, 1, 2), "exists_to": date(2000, 1, 1)}),
        with_bodies({"exists_from": date(2000, 1, 1)}),
        "avant de commencer",
    ),
    Case(
        "R-ORG-10",
        with_bodies({**SAINT_ETIENNE, "insee": "1004"}),
        with_bodies({"category": Category.EPCI, "siren": "244200770", "insee": "1004"}),
        "« 1004 »",
    ),
    Case(
        "R-ORG-11",
        with_bodies({"logo": "inventé.png"}),
        with_bodies({"logo": "U.F.C.V."}, {"logo": "MOTS INVENTÉS"}),
        "« inventé.png » n’est pas dans data/logos : le nom d’Inventé 1 est imprimé",
    ),
    Case(
        "R-ORG-13",
        with_avenant(reminders=ReminderSettings(sender="ami")),
        with_avenant(reminders=ReminderSettings(sender="amis", by_body={"amis": Rhythm()})),
        "« ami » n’est pas un organisme du registre",
    ),
    Case(
        "R-PER-01",
        with_avenant(period=period(date(2019, 12, 31), date(2019, 1, 1))),
        with_avenant(period=period(date(2019, 1, 1), date(2019, 1, 1))),
        "avant de commencer le 31/12/2019",
    ),
    Case(
        "R-PER-02",
        with_avenant(period=period(date(2019, 1, 1), date(2029, 12, 31))),
        with_avenant(period=period(date(2019, 2, 1), date(2019, 2, 28))),
        "dure onze ans",
    ),
    Case(
        "R-PER-03",
        with_avenant(year=2020),
        with_avenant(period=period(date(2018, 12, 31), date(2019, 12, 30))),
        "l’année 2020",
    ),
    Case(
        "R-PER-04",
        with_avenant(period=period(date(2018, 7, 1), date(2019, 6, 30))),
        with_avenant(number=2, scheme=Scheme(title="Inventé", initial_years=(2015, 2016))),
        "pour 2017 et 2018",
    ),
    Case(
        "R-PER-05",
        with_avenant(signed_on=date(2020, 1, 1)),
        with_avenant(signed_on=date(2019, 12, 31)),
        "daté du 01/01/2020",
    ),
    Case(
        "R-PER-06",
        with_avenant(steering_committee_on=date(2018, 12, 2), signed_on=date(2018, 12, 1)),
        with_avenant(steering_committee_on=date(2018, 12, 1), signed_on=date(2018, 12, 1)),
        "après la signature",
    ),
    Case(
        "R-PER-07",
        with_avenant(signed_on=date(2019, 1, 2)),
        with_avenant(signed_on=date(2019, 1, 1)),
        "prend effet le 01/01/2019",
    ),
    Case("R-SIEGE-01", with_seats({}, {"id": "S1"}), with_seats({}, {}), "sert déjà ligne 2"),
    Case(
        "R-SIEGE-01",
        with_seats({"id": "S 1"}, {"id": "s-1"}),
        with_seats({"id": "S1"}, {"id": "S2"}),
        "« s-1 » ne diffère de « S 1 »",
    ),
    Case("R-SIEGE-02", with_seats({}, {"order": 1}), with_seats({}, {}), "même rang, 1,"),
    Case(
        "R-SIEGE-03",
        with_seats(ADA, ADA),
        with_seats(ADA, {"tenures": (a_tenure(last_name="LOVELACE", title="Le Maire, "),)}),
        "sièges S1 et S2",
    ),
    Case(
        "R-SIEGE-04",
        with_seats({"body": "ami"}),
        with_seats({"body": "amis"}),
        "« ami » du siège S1",
    ),
    Case(
        "R-SIEGE-05",
        with_avenant(seats=("AMI",)),
        with_avenant(seats=("AMIS",)),
        "« AMI »",
    ),
    Case(
        "R-SIEGE-06",
        with_tenures({"until": date(2018, 12, 31)}),
        with_tenures({"until": date(2019, 1, 1)}),
        "siège vacant le 01/01/2019 : S1",
    ),
    Case(
        "R-SIEGE-07",
        with_tenures({"until": date(2019, 3, 1)}, {"since": date(2019, 3, 1)}),
        with_tenures({"until": date(2019, 2, 28)}, {"since": date(2019, 3, 1)}),
        "du 01/03/2019",
    ),
    Case(
        "R-SIEGE-08",
        with_seats(ADA, {"body": "autres", **ADA}),
        with_seats(ADA, {"body": "autres"}),
        "2 sièges : S1 et S2",
    ),
    Case(
        "R-SIEGE-09",
        with_tenures({"since": date(2019, 2, 2), "until": date(2019, 2, 1)}),
        with_tenures({"since": date(2018, 2, 2), "until": date(2019, 2, 1)}),
        "finirait le 01/02/2019",
    ),
    Case(
        "R-PER-08",
        with_avenant(draft=True, number=3, earlier=(FIRST_AVENANT,)),
        with_avenant(draft=True, number=2, earlier=(FIRST_AVENANT,)),
        "l’avenant n° 3 ne nomme pas l’avenant n° 2",
    ),
    Case(
        "R-SIEGE-11",
        with_tenures({"until": date(2018, 6, 30)}, {"since": date(2018, 9, 1)}),
        with_tenures({"until": date(2018, 6, 30)}, {"since": date(2018, 7, 1)}),
        "n’a personne du 01/07/2018 au 31/08/2018",
    ),
    Case(
        "R-SIEGE-12",
        with_tenures({"until": date(2019, 6, 30)}),
        with_tenures({"until": date(2019, 12, 31)}),
        "finit le 30/06/2019, pendant que l’avenant peut être signé",
    ),
    Case(
        "R-SIEGE-13",
        with_bodies(SAINT_ETIENNE, {}, period=YEAR_2020),
        with_bodies({}, {"category": Category.DEPARTEMENT}, period=YEAR_2020),
        "élections municipales des 15 mars 2020 et 28 juin 2020 : peuvent changer de titulaire S1",
    ),
    Case("R-SIEGE-10", with_seats(), with_seats({}), "aucun siège"),
    Case(
        "R-STR-01",
        with_structures({}, {}, census=a_census(("CS", 47), ("EVS", 18))),
        with_structures({}, {"type": "EVS"}, census=a_census(("CS", 1), ("EVS", 1))),
        "2 structures sur 65 au registre : 2 / 47 structures CS, 0 / 18 structures EVS",
    ),
    Case(
        "R-STR-02",
        with_structures({"type": "C"}),
        with_structures({"type": "CS"}),
        "le type « C »",
    ),
    Case("R-STR-03", with_structures({}, {"id": "1"}), with_structures({}, {}), "« 1 » sert"),
    Case(
        "R-STR-04",
        with_structures({"name": "L’Été"}, {"name": "L'ETE"}),
        with_structures({"name": "L’Été"}, {"name": "L’Été", "commune": "Roanne"}),
        "est déjà ligne 2",
    ),
    Case(
        "R-STR-05",
        with_structures({}, census=None),
        with_structures(census=None),
        "1 structure au registre",
    ),
    Case(
        "R-STR-06",
        with_structures({"approved_to": date(2019, 6, 30)}),
        with_structures({"approved_to": date(2019, 12, 31)}),
        "finit le 30/06/2019",
    ),
    Case(
        "R-STR-07",
        with_structures({"approved_from": date(2018, 11, 2)}),
        with_structures({"approved_from": date(2018, 11, 1)}),
        "ne commence que le 02/11/2018",
    ),
    Case(
        "R-TXT-02",
        with_avenant(section_policies=POLICY),
        with_avenant(section_policies={"Constats": SectionPolicy.KEEP}),
        "« Constat »",
    ),
    Case(
        "R-TXT-03",
        with_avenant(untitled_sections=("Bilan",)),
        with_avenant(untitled_sections=("Constats",)),
        "« Bilan »",
    ),
    Case(
        "R-TXT-04",
        with_avenant(signing_place="À REMPLIR"),
        with_avenant(signing_place="Un dossier à remplir"),
        "« À REMPLIR »",
    ),
)


def problems_of(dossier: Dossier) -> list[Problem]:
    return [problem for check in ALL_CHECKS for problem in check(dossier)]


def test_a_plain_dossier_has_no_problem() -> None:
    assert problems_of(a_dossier()) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_rule_is_told_once_with_its_facts(case: Case) -> None:
    [problem] = [found for found in problems_of(case.broken) if found.rule == case.rule]
    assert case.words in problem.message
    assert problem.severity is RULES[case.rule].severity
    assert problem.remedy
    assert problem.place.file


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_kept_rule_is_silent(case: Case) -> None:
    assert case.rule not in {found.rule for found in problems_of(case.kept)}


def test_every_rule_of_the_data_has_a_case() -> None:
    # R-TXT-01 needs the fonts of the models: it is tested with rules/texts.
    assert {case.rule for case in CASES} | {"R-TXT-01"} == {rule.id for rule in DATA_RULES}


def test_every_rule_is_complete_and_its_id_has_the_right_form() -> None:
    for key, rule in RULES.items():
        assert key == rule.id
        assert re.fullmatch(
            r"R-(LIRE|SIEGE|ORG|PER|ANX|STR|TXT|RELIRE|MOD|ACT|CARTE|BODY|DATE|DEL|DEP|MAND|REC"
            r"|VERS|WORD)-\d\d",
            rule.id,
        )
        assert rule.title.endswith(".") and rule.remedy.endswith(".") and rule.source


def test_every_rule_that_the_code_names_is_in_the_catalogue_and_the_other_way_round() -> None:
    package = Path(avenant_builder.__file__).parent
    named = set()
    for path in package.rglob("*.py"):
        if not path.name.startswith("catalogue"):
            named |= set(re.findall(r"R-[A-Z]+-\d\d", path.read_text("utf-8")))
    assert named == set(RULES)


def test_no_message_says_that_an_act_is_null() -> None:
    texts = " ".join(f"{rule.title} {rule.remedy} {rule.source}" for rule in RULES.values())
    texts += " ".join(problem.message for case in CASES for problem in problems_of(case.broken))
    assert not re.search(r"\bnul(le|s|les|lité)?\b", texts, re.IGNORECASE)


def test_a_near_name_is_offered() -> None:
    [problem] = [p for p in problems_of(with_seats({"body": "ami"})) if p.rule == "R-SIEGE-04"]
    assert problem.remedy == "Vouliez-vous dire « amis » ?"


def test_a_body_that_ends_in_the_period_is_no_error() -> None:
    dossier = with_bodies({"exists_to": date(2019, 6, 30)})
    assert all(problem.exit_code == 10 for problem in problems_of(dossier))
    assert max(problem.severity for problem in problems_of(dossier)).label == "avertissement"


def test_fiches_may_differ_in_their_sections() -> None:
    dossier = a_dossier(
        fiches=(a_fiche(), a_fiche(sections=())),
        avenant=an_avenant(section_policies={"Constats": SectionPolicy.EMPTY}),
    )
    assert problems_of(dossier) == []


days = st.dates()
maybe_days = st.none() | days
words = st.text(max_size=9)


@given(
    period=st.tuples(days, days),
    tenures=st.lists(st.tuples(maybe_days, maybe_days, words), max_size=4),
    life=st.tuples(maybe_days, maybe_days),
    numbers=st.tuples(words, words),
    signed=maybe_days,
)
def test_no_data_stops_the_checks(
    period: tuple[date, date],
    tenures: list[tuple[date | None, date | None, str]],
    life: tuple[date | None, date | None],
    numbers: tuple[str, str],
    signed: date | None,
) -> None:
    body = a_body(
        category=Category.COMMUNE,
        siren=numbers[0],
        insee=numbers[1],
        exists_from=life[0],
        exists_to=life[1],
    )
    held = tuple(
        a_tenure(since=since, until=until, last_name=name) for since, until, name in tenures
    )
    avenant = an_avenant(
        period=Period(start=period[0], end=period[1]),
        signed_on=signed,
        steering_committee_on=period[1],
    )
    dossier = a_dossier(bodies=(body,), seats=(a_seat(tenures=held),), avenant=avenant)
    assert all(problem.rule in RULES for problem in problems_of(dossier))


@pytest.mark.parametrize(
    ("rule", "dossier", "says"),
    [
        (
            "R-ORG-08",
            with_bodies({"exists_from": date(2019, 1, 2)}),
            "n’existe que depuis le 02/01/2019",
        ),
        ("R-ORG-08", with_bodies({"exists_to": date(2019, 12, 30)}), "jusqu’au 30/12/2019"),
        (
            "R-ORG-08",
            with_bodies({"exists_to": date(2018, 1, 1), "successor": "inconnu"}),
            "successeur indiqué : inconnu",
        ),
        ("R-SIEGE-13", elected_on(date(2020, 3, 14)), "peuvent changer de titulaire S1"),
        (
            "R-STR-07",
            with_structures({"approved_to": date(2018, 10, 31)}),
            "a fini le 31/10/2018",
        ),
        (
            "R-DEP-22",
            with_avenant(deposits=DepositSettings(by_body={"ami": BodySettings()})),
            "« ami » n’est pas un organisme du registre",
        ),
        (
            "R-TXT-04",
            with_avenant(to_complete={"cosignature": "[date à compléter]"}),
            "il reste « [date à compléter] »",
        ),
    ],
)
def test_a_rule_that_may_be_broken_otherwise(rule: str, dossier: Dossier, says: str) -> None:
    [problem] = [found for found in problems_of(dossier) if found.rule == rule]
    assert says in problem.message


@pytest.mark.parametrize(
    ("rule", "dossier"),
    [
        ("R-ORG-08", with_bodies({"exists_from": date(2019, 1, 1)})),
        ("R-ORG-08", with_bodies({"exists_from": date(2018, 1, 1)})),
        ("R-ORG-08", a_dossier(bodies=(a_body(), a_body(id="2", exists_to=date(2018, 1, 1))))),
        ("R-DEL-05", a_dossier(delegations=(a_delegation(since=date(2019, 1, 1)),))),
        ("R-DEL-05", a_dossier(delegations=(a_delegation(until=date(2019, 1, 1)),))),
        ("R-SIEGE-13", elected_on(date(2020, 3, 15))),
        ("R-STR-07", with_structures({"approved_to": date(2018, 11, 1)})),
        ("R-STR-07", with_structures({"approved_to": date(2018, 1, 1)}, census=None)),
        ("R-DEP-22", with_avenant(deposits=DepositSettings(by_body={"amis": BodySettings()}))),
    ],
)
def test_a_rule_that_is_kept_to_the_day(rule: str, dossier: Dossier) -> None:
    assert rule not in {found.rule for found in problems_of(dossier)}


def test_an_annex_that_repeats_both_title_and_source_is_told_once() -> None:
    same = {**PLAN, "title": "Le même plan"}
    dossier = with_annexes(FICHES, same, same, supplied=frozenset({"plan.pdf"}))
    assert [found.rule for found in problems_of(dossier)].count("R-ANX-03") == 1


def test_every_message_is_as_it_was_last_approved(pytestconfig: pytest.Config) -> None:
    found = [problem for case in CASES for problem in problems_of(case.broken)]
    assert_approved("messages-of-data.txt", told(found), pytestconfig)
