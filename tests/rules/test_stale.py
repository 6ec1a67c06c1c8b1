"""Each reading of a draft: a text that it tells, and one that it leaves alone."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

import goldens
from avenant_builder.model.avenant import SectionPolicy
from avenant_builder.model.body import Category
from avenant_builder.model.chart import Town
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Block, BlockKind, RichText, Row, Section, Span
from avenant_builder.problems import Place, Problem, Severity
from avenant_builder.rules.checks import ALL_CHECKS
from builders import a_body, a_census, a_dossier, a_fiche, a_structure, an_avenant
from goldens import assert_approved

FILE = "data/2020/fiches/01-essai.md"
OBJECTIVES, REPORT, KEPT = "Actualisation des objectifs", "Bilan", "Constats"
POLICIES = {
    OBJECTIVES: SectionPolicy.REPORT,
    REPORT: SectionPolicy.EMPTY,
    KEPT: SectionPolicy.KEEP,
}


@dataclass(frozen=True, slots=True)
class Case:
    rule: str
    told: tuple[str, ...]
    """Lines of a fiche that the rule tells; « - » begins an item under the line before."""
    left_alone: tuple[str, ...]
    says: str
    section: str = KEPT


CASES = (
    Case(
        "R-RELIRE-02", ("Journée du 11 décembre 2018.",), ("Le 3 mars 2020.",), "2018", OBJECTIVES
    ),
    Case("R-RELIRE-02", ("Enquête de 2018.",), ("Former ceux d’avant 2012.",), "2018", OBJECTIVES),
    Case("R-RELIRE-02", ("Réunion du 26/11/2018.",), ("Réunion du 26/11/2020.",), "26", OBJECTIVES),
    Case("R-RELIRE-03", ("Cette année, deux réunions.",), ("En 2020, deux.",), "Cette année"),
    Case("R-RELIRE-03", ("Deux ateliers ont débuté.",), ("Le début des ateliers.",), "ont débuté"),
    Case("R-RELIRE-03", ("À ce jour, trois.",), ("Le jour du vote.",), "À ce jour"),
    Case("R-RELIRE-03", ("Ils ont récemment voté.",), ("Ils ont voté.",), "récemment"),
    Case("R-RELIRE-04", ("L’enquête sera menée.",), ("L’enquête a été menée.",), "sera", REPORT),
    Case("R-RELIRE-04", ("En 2018, un comité se tiendra.",), ("Un comité se tiendra.",), "tiendra"),
    Case("R-RELIRE-05", ("Avec Ada INVENTÉE-FICTIVE.",), ("Les EPN et la CAF.",), "Ada INVENTÉE"),
    Case("R-RELIRE-06", ("Les 46 structures CS.",), ("Les 47 structures CS.",), "46"),
    Case(
        "R-RELIRE-07",
        ("25 promeneurs sont là :", "- 5 depuis le début", "- 19 depuis octobre"),
        ("24 promeneurs sont là :", "- 5 depuis le début", "- 19 depuis octobre"),
        "5 + 19 = 24",
    ),
    Case(
        "R-RELIRE-07",
        ("Il en reste 8 : 1 en formation, un en VAE, un projet.",),
        ("Il en reste 3 : 1 en formation, un en VAE, un projet.",),
        "1 + 1 + 1 = 3",
    ),
    Case(
        "R-RELIRE-07",
        ("Il en reste 8 : 1 en formation, un en VAE.",),
        ("Il en reste 8 : 1 en formation, beaucoup en VAE.", "Il en reste 8 : un, (deux), 1."),
        "1 + 1 = 2",
    ),
    Case(
        "R-RELIRE-08",
        ("Avec les Amis Inventés.", "Et les A.I. aussi."),
        ("Avec les Amis inventés.", "Et les Amis inventés aussi."),
        "3 façons",
    ),
    Case(
        "R-RELIRE-08",
        ("À la maison Bleue.", "La Maison bleue."),
        ("La Maison bleue.",),
        "Maison bleue",
    ),
    Case("R-RELIRE-09", ("À Rive de Gier.",), ("À Rive-de-Gier.",), "« Rive-de-Gier »"),
    Case("R-RELIRE-09", ("La Ville d’Ambière.",), ("La Ville d’Ambierle.",), "« Ambière »"),
    Case("R-RELIRE-10", ("Un, deux,, trois.",), ("Un, deux, trois.",), "deux virgules"),
    Case("R-RELIRE-10", ("Un titre: la suite.",), ("À 12:30, https://a.fr : oui.",), "avant « : »"),
    Case("R-RELIRE-10", ("Un «mot ».",), ("Un « mot ».",), "après « « »"),
    Case("R-RELIRE-10", ("Il coûte 6000€.",), ("Il coûte 6 000 €.",), "« 6000€ »"),
    Case("R-RELIRE-10", ("L’avenant n°1.",), ("L’avenant n° 1.",), "après « n° »"),
    Case(
        "R-RELIRE-11",
        ("La journée SERACS.", "Une enquête SENACS."),
        ("Un SERACS.", "Un SERACS."),
        "SENACS",
    ),
    Case("R-RELIRE-13", ("Réunis le 19 octobre 2017.",), ("Depuis juin 2012.",), "2017"),
    Case("R-RELIRE-12", ("La FDGS vient.",), ("La FDCS vient.",), "« FDCS »"),
)


def a_section(title: str, lines: tuple[str, ...]) -> Section:
    blocks = tuple(
        Block(
            kind=BlockKind.BULLET if line.startswith("- ") else BlockKind.PARAGRAPH,
            level=1 if line.startswith("- ") else 0,
            spans=(Span(line.removeprefix("- ")),),
            line=number,
        )
        for number, line in enumerate(lines, start=12)
    )
    return Section(title=title, printed=True, body=RichText(blocks), place=Place(FILE, 10, title))


def a_draft(*sections: Section, calendar: str = "2020", draft: bool = True) -> Dossier:
    row = Row("Calendrier indicatif", calendar)
    base = an_avenant()
    period = replace(base.period, start=date(2020, 1, 1), end=date(2020, 12, 31))
    return a_dossier(
        avenant=replace(
            base, draft=draft, period=period, census=a_census(("CS", 47)), section_policies=POLICIES
        ),
        bodies=(
            a_body(aliases=("A.I.",)),
            a_body(id="fdcs", name="FDCS inventée", place=Place("data/bodies.csv", 3)),
            a_body(id="ambierle", name="Ambierle", category=Category.COMMUNE),
        ),
        structures=(a_structure(name="Maison bleue"),),
        towns=(
            Town(code="42186", name="Rive-de-Gier", position=(4.6, 45.5)),
            Town(code="42003", name="Ambierle", position=(3.9, 46.1)),
        ),
        fiches=(a_fiche(rows=(row,), sections=sections, place=Place(FILE, 1)),),
    )


def told(dossier: Dossier, rule: str) -> list[Problem]:
    found = [problem for check in ALL_CHECKS for problem in check(dossier)]
    return [problem for problem in found if problem.rule == rule]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.told[0][:24]}")
def test_a_rule_tells_what_it_must_and_nothing_else(case: Case) -> None:
    found = told(a_draft(a_section(case.section, case.told)), case.rule)
    assert found
    assert case.says in found[0].message + found[0].remedy
    assert found[0].place.file.endswith((".md", ".csv"))
    assert found[0].place.line
    assert told(a_draft(a_section(case.section, case.left_alone)), case.rule) == []


def test_a_calendar_must_reach_the_period() -> None:
    [found] = told(a_draft(calendar="2017-2018"), "R-RELIRE-01")
    assert "« 2017-2018 »" in found.message
    assert "« 2020 »" in found.remedy
    for fine in ("2020", "2019-2021", "", "à définir"):
        assert told(a_draft(calendar=fine), "R-RELIRE-01") == []


def test_a_settled_text_is_not_read_again() -> None:
    section = a_section(KEPT, tuple(case.told[0] for case in CASES))
    settled = a_draft(section, calendar="2017", draft=False)
    found = [problem for check in ALL_CHECKS for problem in check(settled)]
    assert not [problem for problem in found if problem.rule.startswith("R-RELIRE")]


def test_nothing_of_this_blocks_a_build() -> None:
    section = a_section(KEPT, tuple(case.told[0] for case in CASES))
    found = [problem for check in ALL_CHECKS for problem in check(a_draft(section, calendar="1"))]
    again = [problem for problem in found if problem.rule.startswith("R-RELIRE")]
    assert again
    assert all(problem.severity is not Severity.ERROR for problem in again)


def test_a_type_without_a_count_is_not_counted() -> None:
    draft = a_draft(a_section(KEPT, ("Les 46 structures CS.",)))
    [kind] = a_census(("CS", 47)).types
    census = replace(a_census(), types=(replace(kind, official_count=None),))
    assert told(draft, "R-RELIRE-06")
    silent = replace(draft, avenant=replace(draft.avenant, census=census))
    assert told(silent, "R-RELIRE-06") == []


def test_every_message_is_as_it_was_last_approved(pytestconfig: pytest.Config) -> None:
    found = [
        problem
        for case in CASES
        for problem in told(a_draft(a_section(case.section, case.told)), case.rule)
    ]
    assert_approved("messages-of-drafts.txt", goldens.told(found), pytestconfig)
