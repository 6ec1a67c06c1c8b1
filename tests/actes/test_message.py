"""The two XML files of a deposit: what stands in them, and what the official schema says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from avenant_builder.actes.checks import check_deposit
from avenant_builder.actes.message import envelope, message
from avenant_builder.actes.names import (
    archive_name,
    document_names,
    envelope_name,
    message_name,
    plain_names,
)
from avenant_builder.actes.schema import Schema, SchemaUnreadable
from avenant_builder.actes.xml import ACTES, attribute, text_of
from avenant_builder.files.encoding import refused_characters
from avenant_builder.model.deposit import Deposit, Profile
from deposit_cases import a_case, a_town
from deposit_jobs import a_deposit
from official import ACTES as REFERENCE

SCHEMA = REFERENCE / "xsd" / "actesv1_1.xsd"
RIVE = a_deposit(a_town(), day=date(2019, 2, 4))
WHOLE_ENVELOPE = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:EnveloppeCLMISILL xmlns:actes="http://www.interieur.gouv.fr/ACTES#v1.1-20040216" \
xmlns:insee="http://xml.insee.fr/schema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.interieur.gouv.fr/ACTES#v1.1-20040216 actesv1_1.xsd">
  <actes:Emetteur>
    <actes:IDCL insee:SIREN="214201865" actes:Departement="042" actes:Arrondissement="3" \
actes:Nature="31"/>
    <actes:Referent>
      <actes:Nom>Ada &#8211; accueil</actes:Nom>
    </actes:Referent>
  </actes:Emetteur>
  <actes:AdressesRetour>
    <actes:Email>actes@essai.test</actes:Email>
  </actes:AdressesRetour>
  <actes:FormulairesEnvoyes>
    <actes:Formulaire>
      <actes:NomFichier>042-214201865-20190131-DEL_2019_006-DE-1-1_0.xml</actes:NomFichier>
    </actes:Formulaire>
  </actes:FormulairesEnvoyes>
</actes:EnveloppeCLMISILL>
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    if not SCHEMA.is_file():
        pytest.skip("le schéma officiel d’ACTES n’est pas à côté du dépôt")
    return Schema.read(SCHEMA)


def valid(schema: Schema, deposit: Deposit) -> list[str]:
    return [*schema.faults(envelope(deposit)), *schema.faults(message(deposit))]


def test_the_identifier_of_2019_comes_out_of_its_data() -> None:
    """That of the stamp on the copy of Rive-de-Gier."""
    assert str(RIVE.id) == "042-214201865-20190131-DEL_2019_006-DE"


def test_names() -> None:
    assert archive_name(RIVE) == "SLO-EACT--214201865--20190204-1.tar.gz"
    assert envelope_name(RIVE) == "EACT--214201865--20190204-1.xml"
    assert message_name(RIVE) == "042-214201865-20190131-DEL_2019_006-DE-1-1_0.xml"
    assert document_names(RIVE) == tuple(
        f"99_DE-042-214201865-20190131-DEL_2019_006-DE-1-1_{rank}.pdf" for rank in (1, 2, 3)
    )
    assert plain_names(RIVE) == (
        *("1-deliberation.pdf", "2-avenant-n-1.pdf", "3-annexes-de-l-avenant.pdf"),
    )


def test_names_of_a_test_and_of_a_draft() -> None:
    trial = replace(RIVE, test=True, counter=12, operator="")
    assert archive_name(trial, draft=True) == "PROJET-XXX-TACT--214201865--20190204-12.tar.gz"


def test_the_envelope_is_written_as_operators_expect_it() -> None:
    body = a_town(contact="Ada – accueil")
    assert envelope(replace(RIVE, body=body)).decode("ascii") == WHOLE_ENVELOPE


def test_what_latin_1_lacks_is_never_a_question_mark() -> None:
    said = "L’Œuvre – 100 € & <é> № 𝛼"
    written = message(replace(RIVE, subject=said))
    assert b"L&#8217;&#338;uvre &#8211; 100 &#8364; &amp; &lt;\xe9&gt; &#8470; &#120572;" in written
    assert b"?" not in written.split(b"?>", 1)[1]
    assert etree.fromstring(written).findtext(f"{{{ACTES}}}Objet") == said


def test_children_are_in_the_order_of_the_schema() -> None:
    deposit = replace(RIVE, matiere=(8, 2, 4, 1, 3), previous="042-214201865-20170131-A-DE")
    root = etree.fromstring(message(deposit))
    assert root.prefix == "actes"
    assert [etree.QName(child).localname for child in root] == [
        *(f"CodeMatiere{level}" for level in range(1, 6)),
        *("Objet", "PrecedentIdentifiantActe", "ClassificationDateVersion", "Document"),
        *("Annexes", "DocumentPapier"),
    ]
    annexes = root.find(f"{{{ACTES}}}Annexes")
    assert attribute(annexes, "Nombre") == "2" and annexes is not None and len(annexes) == 2
    assert text_of(root, "DocumentPapier") == "N"


def test_a_contract_is_of_nature_4() -> None:
    deposit = replace(RIVE, profile=Profile.CONTRACT, number="C_2019_1")
    root = etree.fromstring(message(deposit))
    assert attribute(root, "CodeNatureActe") == "4"
    assert message_name(deposit) == "042-214201865-20190131-C_2019_1-CC-1-1_0.xml"


def test_the_official_schema_takes_them(schema: Schema) -> None:
    assert valid(schema, RIVE) == []
    bare = replace(RIVE, annexes=(), matiere=(9, 1))
    assert valid(schema, bare) == []


def test_the_official_schema_refuses_what_it_must(schema: Schema) -> None:
    wrong = replace(RIVE, subject="é" * 501, body=a_town(return_emails=("a+b@essai.test",)))
    faults = valid(schema, wrong)
    assert len(faults) >= 2
    assert all(fault.startswith("ligne ") for fault in faults)


def test_a_schema_that_is_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("schema")
    (folder / "x.xsd").write_text("<a/>")
    for path in (folder / "x.xsd", folder / "absent.xsd"):
        with pytest.raises(SchemaUnreadable, match="n’est pas un schéma"):
            Schema.read(path)


TEXT = st.text(max_size=510).filter(lambda text: not refused_characters(text))


@given(
    subject=TEXT,
    number=st.text("AZ09_-a", max_size=17),
    district=st.sampled_from(["", "3", "12", "a"]),
    kind=st.sampled_from(["", "31", "3", "x1"]),
    email=st.sampled_from(["a@b.fr", "a+b@c.fr", "a@b.example", "é@b.fr", "a.b-c@d-e.f.fr", "a@b"]),
    department=st.sampled_from(["042", "02A", "971", "42", "", "142"]),
    matiere=st.lists(st.integers(1, 99), min_size=2, max_size=5),
    previous=st.sampled_from(["", "042-214201865-20170131-A_1-DE", "A", "042-214201865-2-A-DE"]),
)
def test_what_our_own_checks_take_the_schema_takes(
    schema: Schema,
    subject: str,
    number: str,
    district: str,
    kind: str,
    email: str,
    department: str,
    matiere: list[int],
    previous: str,
) -> None:
    """So that a deposit is as good where the schema is not at hand."""
    body = a_town(district=district, acte_kind=kind, return_emails=(email,))
    case = a_case(subject=subject, number=number, department=department, previous=previous)
    case = replace(case, deposit=replace(case.deposit, body=body))
    if not check_deposit(case):
        deposit = replace(case.deposit, matiere=tuple(matiere))
        assert valid(schema, deposit) == []
