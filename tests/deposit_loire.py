"""The Loire with all that a deposit needs: every number, address and délibération is invented.

Only the SIREN are those of the register. Nothing of this goes into the real workspace.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf

from avenant_builder.freeze import freeze
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.record import Request, record
from built import copy_loire

REFERENCE = Path(__file__).parents[2] / "shared" / "reference" / "actes"
SCHEMA = REFERENCE / "xsd" / "actesv1_1.xsd"
CLASSIFICATION = REFERENCE / "samples" / "pastell_RetourClassification_2019-04-18_7-2_1.xml"
NOW = datetime(2019, 5, 6, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ENDED = "forez-en-lyonnais"
VOTED: Mapping[str, tuple[date, str]] = {
    "departement-loire": (date(2019, 2, 11), "CP_2019_02_114"),
    "saint-etienne": (date(2019, 3, 18), "2019_00112"),
    "roanne": (date(2019, 2, 28), "DCM20190228_9"),
    "saint-chamond": (date(2019, 2, 25), "DL20190031"),
    "rive-de-gier": (date(2019, 1, 31), "DEL_2019_006"),
    "ambierle": (date(2019, 3, 7), "2019_014"),
    "roannais-agglomeration": (date(2019, 3, 26), "DCC2019_037"),
    "forez-en-lyonnais": (date(2019, 3, 5), "2019_12"),
    "saint-etienne-metropole": (date(2019, 3, 21), "2019_00098"),
}
"""Day and number of each délibération; Rive-de-Gier's are those of the stamp of 2019."""
SETTINGS = {
    "trigramme": "SLO",
    "matiere": "8.2.4",
    "classification_du": "18/04/2019",
}
OF_ROANNE = """
[actes.organismes.roanne]
objet = "Avenant n° 1 au schéma – l’Œuvre sociale : 65 structures, 0 €"
precedent = "042-214201873-20170302-DCM20170302_4-DE"
"""
KINDS = {"departement": "21", "commune": "31", "epci": "46"}


def invent(root: Path, ids: Iterable[str] = VOTED) -> None:
    """Fill the registers of a copy of the Loire for deposits."""
    path = root / "data" / "bodies.csv"
    text = path.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    for row in rows:
        if row["organisme"] in ids:
            row["nature_actes"] = KINDS[row["categorie"]]
            row["arrondissement"] = "2" if row["organisme"].startswith("roann") else "3"
            row["courriels_retour"] = f"actes@{row['organisme']}.test"
            row["a_confirmer"] = ""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    settings = root / "data" / "2019" / "avenant.toml"
    text = settings.read_text("utf-8") + OF_ROANNE
    for key, value in SETTINGS.items():
        assert f'\n{key} = ""\n' in text
        text = text.replace(f'\n{key} = ""\n', f'\n{key} = "{value}"\n')
    settings.write_text(text, "utf-8")


def deliberation(path: Path, said: str, *, weight: int = 0) -> Path:
    """A one-page PDF that says so, as heavy as wanted."""
    made = Pdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    words = said.encode("ascii", "replace").decode()
    page.obj.Contents = made.make_stream(f"BT /F1 14 Tf 72 720 Td ({words}) Tj ET".encode())
    if weight:
        # A picture that does not compress, as scans do not.
        page.obj.Resources.Lest = made.make_stream(_noise(weight))
    made.save(path, static_id=True, compress_streams=False)
    return path


def _noise(size: int) -> bytes:
    from numpy.random import default_rng

    return default_rng(size).bytes(size)


def vote(root: Path, body: str, *, weight: int = 0) -> None:
    """Record the invented délibération of a body."""
    on, number = VOTED[body]
    file = root.parent / f"deliberation-{body}.pdf"
    deliberation(file, f"Deliberation inventee {number} - {body}", weight=weight)
    request = Request(
        who=body,
        type=EventType.ACTE_ADOPTED,
        on=EffectDate.of(on),
        number=number,
        file=file,
        by="Ada",
    )
    record(root, 2019, request, now=NOW)


def ready_loire(to: Path, *, weight: int = 0) -> Path:
    """A copy of the Loire that has voted nine times, its text frozen."""
    root = copy_loire(to)
    (root / "data" / "2019" / "journal.jsonl").unlink(missing_ok=True)
    invent(root)
    freeze(root, 2019, now=NOW, by="Ada", progress=lambda _: None)
    for body in VOTED:
        vote(root, body, weight=weight)
    return root
