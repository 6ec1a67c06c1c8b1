"""All faults of all models at once, each with its paragraph and a near name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document

from avenant_builder.model.documents import ContentsLine
from avenant_builder.model.fiche import Block, BlockKind, RichText, Span
from avenant_builder.word.models import check_models
from word_samples import MakeJob, MakeModel

pytest_plugins = ["word_fixtures"]

TEXT = RichText((Block(kind=BlockKind.NUMBER, level=1, spans=(Span("un"),), number=1),))
CONTEXT: dict[str, Any] = {
    "avenant": {"numero": 1, "date": None, "titre": "Avenant n° 1"},
    "periode": {"du": date(2019, 1, 1)},
    "sieges": [{"nom": "A. Inventé", "qualite": "Le Maire,"}],
    "annexes": [],
    "fiche": {"sections": [{"titre": "But", "texte": TEXT}]},
    "sommaire": [{"ligne": ContentsLine("But", "1", "fiche-1")}],
    "structures": {"nombre": {"CS": 47}},
    "contacts": {"CS": {"nom": "Ada FICTIVE"}},
}


@pytest.fixture
def faults(make_model: MakeModel, make_job: MakeJob) -> Callable[..., list[str]]:
    """« RULE message » for each fault of a model with these paragraphs."""

    def find(*texts: str, **model: Any) -> list[str]:
        path = make_model(*texts, **model)
        found = check_models([make_job(**CONTEXT)], folder=path.parent)
        return [f"{problem.rule} {problem.message}" for problem in found]

    return find


Faults = Callable[..., list[str]]


@pytest.mark.parametrize(
    "texts",
    [
        ("Avenant n° {{ avenant.numero }}", "{{ periode.du }} {{ periode.du.year }}"),
        ("{%p for s in sieges %}", "{{ loop.index }} {{ s.nom|upper }}", "{%p endfor %}"),
        ("{%p for a in annexes %}", "{{ a.quoi.que.ce.soit }}", "{%p endfor %}"),
        ("{% if comite is defined %}le {{ comite.jour }}{% endif %}",),
        ("{{ avenant.lieu|default('Ville inventée') }}",),
        ("{{ avenant.lieu if avenant.lieu is defined else avenant.titre }}",),
        ("{% if avenant.date %}{{ avenant.date }}{% else %}………{% endif %}",),
        ("{%p for code, n in structures.nombre.items() %}", "{{ code }} {{ n }}", "{%p endfor %}"),
        ("{{ structures.nombre.CS }} {{ structures['nombre']['CS'] }}",),
        ("{% for code in structures.nombre %}{{ structures.nombre[code] }}{% endfor %}",),
        ("{% for code in structures.nombre %}{{ contacts[code].nom }}{% endfor %}",),
        ("{%p for r in sieges|batch(2) %}", "{{ r[0].nom }}", "{%p endfor %}"),
        ("{% for s in sieges if s.nom %}{{ s.nom }}{% endfor %}", "{# une note #}"),
        ("{% set n = avenant.numero + 1 %}{{ n }} {{ sieges|length }}",),
        ("{{ sieges[0].nom }} {{ (sieges|first).nom }}",),
        ("Un { seul } et { deux }, 100 %",),
    ],
)
def test_what_the_data_have_is_no_fault(faults: Faults, texts: tuple[str, ...]) -> None:
    assert faults(*texts) == []


def test_a_deep_name_is_reported_with_its_paragraph_and_a_near_one(faults: Faults) -> None:
    assert faults("Avenant n° {{ avenant.numro }} du SDAVS") == [
        "R-MOD-05 « avenant.numro » n’est pas dans les données "
        "(dans « Avenant n° {{ avenant.numro }} du SDAVS »). "
        "Vouliez-vous dire « avenant.numero » ?"
    ]


def test_of_a_long_paragraph_the_part_with_the_name_is_shown(faults: Faults) -> None:
    [fault] = faults(f"{'avant ' * 50}{{{{ absent }}}}{' après' * 50}")
    assert "{{ absent }}" in fault and len(fault) < 220
    [fault] = faults("Ici {{ absent }}")
    assert "(dans « Ici {{ absent }} »)" in fault


def test_names_are_found_wherever_they_are_asked_for(faults: Faults) -> None:
    def edit(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ en_tete }}"
        document.sections[0].footer.paragraphs[0].text = "{{ pied }}"
        document.add_table(1, 1).cell(0, 0).text = "{{ cellule }}"
        paragraph = document.add_paragraph("{{ cou")
        paragraph.add_run("pe.en.deux }}")

    found = faults(
        "{% if condition %}{{ dedans }}{% endif %}",
        "{%p for s in liste %}",
        "{%p endfor %}",
        "{{ avenant.cout.total }} {{ ville ~ 'x' }} {{ a + b }}",
        "{%p for s in sieges %}",
        "{{ s.nomm }}",
        "{%p endfor %}",
        edit=edit,
    )
    asked = {text.split(" »")[0].removeprefix("R-MOD-05 « ") for text in found}
    assert asked == {
        *("condition", "dedans", "liste", "avenant.cout", "ville", "a", "b", "s.nomm"),
        *("en_tete", "pied", "cellule", "coupe"),
    }


def test_names_in_a_text_box_are_found(faults: Faults) -> None:
    def edit(document: Document) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        box = (
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>{{ encadre }}</w:t></w:r></w:p>"
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        document.add_paragraph("Autour")._p.append(parse_xml(box))

    assert [text[:20] for text in faults(edit=edit)] == ["R-MOD-05 « encadre »"]


def test_a_value_that_is_not_known_must_be_looked_at_before_it_is_printed(faults: Faults) -> None:
    [fault] = faults("Fait le {{ avenant.date }}")
    assert fault.startswith("R-MOD-05 « avenant.date » n’a pas de valeur")
    assert faults("{% if avenant.date %}le {{ avenant.date }}{% endif %}") == []
    assert faults("{% if not avenant.date %}…{% else %}{{ avenant.date }}{% endif %}") == []


def test_a_nested_path_is_reported_at_the_name_that_is_missing(faults: Faults) -> None:
    [fault] = faults("{{ avenant.cout.total }}")
    assert fault.startswith("R-MOD-05 « avenant.cout »")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{{ avenant.numero", "R-MOD-06"),
        ("avenant.numero }}", "R-MOD-06"),
        ("{{ avenant. }}", "R-MOD-06"),
        ("{% if avenant.numero %} oui", "R-MOD-06"),
        ("{% endfor %}", "R-MOD-06"),
        ("{% forr s in sieges %}{% endfor %}", "R-MOD-06"),
        ("{%- if avenant.numero %}a{% endif %}", "R-MOD-06"),
        ("{% %}", "R-MOD-06"),
        ("{{ avenant.numero|euros }}", "R-MOD-07"),
        ("{{ avenant.titre|safe }}", "R-MOD-07"),
        ("{% if avenant.numero is premier %}a{% endif %}", "R-MOD-07"),
        ("{{ avenant.titre.upper() }}", "R-MOD-07"),
        ("{%p for s in sieges %} et du texte", "R-MOD-08"),
        ("{{p avenant.titre }}", "R-MOD-08"),
        ("{{r avenant.titre }}", "R-MOD-08"),
        ("{{ sieges }}", "R-MOD-08"),
        ("{% for s in fiche.sections %}{{ s.texte }}{% endfor %}", "R-MOD-08"),
        ("{% for s in sommaire %}{{ s.ligne }}{% endfor %}", "R-MOD-08"),
    ],
)
def test_a_tag_that_cannot_be_filled_is_a_fault(faults: Faults, text: str, rule: str) -> None:
    assert any(fault.startswith(rule) for fault in faults(text)), faults(text)


@pytest.mark.parametrize(
    "text",
    [
        *("{% include 'autre.docx' %}", "{% import 'a' as b %}", "{% extends 'a' %}"),
        *("{% macro m() %}{{ m() }}{% endmacro %}", "{% block b %}{% endblock %}"),
        *("{% filter upper %}a{% endfilter %}", "{% set x %}a{% endset %}", "{% raw %}"),
    ],
)
def test_commands_of_programmers_are_refused(faults: Faults, text: str) -> None:
    assert faults(text)


def test_two_tags_in_one_row_would_lose_one(faults: Faults) -> None:
    def edit(document: Document) -> None:
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "{%tr for s in sieges %}", "{%tr endfor %}"

    assert any(fault.startswith("R-MOD-08") for fault in faults(edit=edit))


def test_a_tag_in_a_field_or_a_description_is_a_fault(faults: Faults) -> None:
    def edit(document: Document) -> None:
        document.add_paragraph("a").runs[0]._r.set("descr", "{{ avenant.numero }}")

    [fault] = faults(edit=edit)
    assert fault.startswith("R-MOD-08")


def test_styles_that_a_text_needs_are_asked_for(faults: Faults) -> None:
    texts = ("{%p for s in fiche.sections %}", "{{p s.texte }}", "{%p endfor %}")
    assert faults(*texts, styles=True) == []
    [fault] = faults(*texts)
    assert fault.startswith("R-MOD-09") and "« Numéro 1 »" in fault


def test_every_model_is_looked_at_and_each_fault_said_once(
    make_model: MakeModel, make_job: MakeJob, tmp_path: Path
) -> None:
    make_model("{{ absent }}", name="a.docx")
    folder = make_model("{{ manquant }}", name="b.docx").parent
    jobs = [make_job(name) for name in ("a.docx", "a.docx", "b.docx", "c.docx")]
    problems = check_models(jobs, folder=folder, shown_as="modeles")
    assert [(problem.rule, problem.place.file) for problem in problems] == [
        ("R-MOD-05", "modeles/a.docx"),
        ("R-MOD-05", "modeles/b.docx"),
        ("R-MOD-01", "modeles/c.docx"),
    ]
    assert {problem.exit_code for problem in problems} == {12}
