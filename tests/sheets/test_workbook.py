"""The follow-up workbook out and back, through LibreOffice too. All facts are invented."""

import csv
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from avenant_builder.errors import ExitCode, OutputFault, ProblemsFound
from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EffectDate, EventType
from avenant_builder.record import Request, record
from avenant_builder.sheets.columns import DATES, HEADERS
from avenant_builder.sheets.read import read_workbook
from avenant_builder.tracking.pills import PILLS
from avenant_builder.tracking.state import State
from avenant_builder.workbook import export, preview, take_in
from built import copy_loire

DAY = date(2019, 6, 3)
NOW = datetime(2019, 6, 3, 10, tzinfo=UTC)
TRAP = "=1+1"
OFFICE = Path(shutil.which("soffice") or "soffice").resolve()
needs_calc = pytest.mark.skipif(
    not (OFFICE.parent / "libsclo.so").exists(), reason="LibreOffice Calc is not there"
)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an acte, a signature known to the month, and a signer that is a trap.

    No test records in it.
    """
    root = copy_loire(tmp_path_factory.mktemp("classeur") / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    tell(root, "RIVE-DE-GIER", EventType.ACTE_ADOPTED, EffectDate(2019, 1, 31), number="DEL_1")
    tell(root, "ETAT", EventType.SIGNED_ON_PAPER, EffectDate(2019, 3), signer=TRAP)
    return root


def tell(root: Path, who: str, type: EventType, on: EffectDate, **facts: Any) -> None:
    record(root, 2019, Request(who=who, type=type, on=on, no_file="inventé", **facts), now=NOW)


def sheet_of(path: Path) -> Worksheet:
    sheet = load_workbook(path)["Suivi"]
    assert isinstance(sheet, Worksheet)
    return sheet


def cells_of(path: Path) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet_of(path).iter_rows(max_row=21)]


def exported(root: Path) -> Path:
    target = root / "suivi.xlsx"
    assert len(export(root, 2019, target, as_of=DAY).campaign.seats) == 20
    return target


def typed(root: Path, **seats: Mapping[str, Any]) -> Path:
    """The exported workbook with cells that an agent typed; « _ » stands for « - »."""
    target = exported(root)
    book = load_workbook(target)
    sheet = book["Suivi"]
    assert isinstance(sheet, Worksheet)
    lines = {sheet.cell(line, 1).value: line for line in range(2, sheet.max_row + 1)}
    for seat, cells in seats.items():
        line = lines[seat.replace("_", "-")]
        for header, value in cells.items():
            sheet.cell(line, HEADERS.index(header) + 1).value = value
    book.save(target)
    return target


def converted(path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice saves of a workbook."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100, check=True)
    target = folder / f"{path.stem}.{kind.partition(':')[0]}"
    assert target.exists(), done.stderr
    return target


def test_one_row_a_seat_with_typed_dates_words_and_colours(space: Path) -> None:
    sheet = sheet_of(exported(space))
    rows = list(sheet.iter_rows(min_row=2, max_row=21))
    assert [row[0].value for row in rows][:2] == ["CAF-1", "CAF-2"]
    by_seat = {row[0].value: dict(zip(HEADERS, row, strict=True)) for row in rows}
    adopted = by_seat["RIVE-DE-GIER"]["Acte adopté le"]
    assert isinstance(adopted, Cell) and adopted.is_date
    assert adopted.value == datetime.fromisoformat("2019-01-31")
    assert adopted.number_format == "dd/mm/yyyy"
    state = by_seat["RIVE-DE-GIER"]["État"]
    pill = PILLS[State.ACTE_TO_SEND]
    assert state.value == f"{pill.shape} acte à transmettre"
    assert state.font.color is not None and state.font.color.rgb == f"FF{pill.ink.upper()}"
    assert state.fill.start_color.rgb == f"FF{pill.paper.upper()}"
    assert by_seat["ETAT"]["Signé le"].value == "mars 2019"
    assert sheet.freeze_panes == "C2"


def test_dates_and_modes_are_checked_as_they_are_typed(space: Path) -> None:
    checks = sheet_of(exported(space)).data_validations.dataValidation
    assert {check.type for check in checks} == {"list", "date"}
    dates = next(check for check in checks if check.type == "date")
    assert len(dates.sqref.ranges) == len(DATES)
    assert (
        next(check for check in checks if check.type == "list").formula1 == '"papier,électronique"'
    )


def test_a_text_is_never_a_formula(space: Path) -> None:
    sheet = sheet_of(exported(space))
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert TRAP in [cell.value for row in sheet.iter_rows() for cell in row]


@needs_calc
def test_libreoffice_keeps_every_cell(space: Path, tmp_path: Path) -> None:
    path = exported(space)
    saved = converted(path, "xlsx", tmp_path)
    assert cells_of(saved) == cells_of(path)
    sheet, was = sheet_of(saved), sheet_of(path)
    assert sheet.freeze_panes == was.freeze_panes
    kinds = sorted(str(check.type) for check in sheet.data_validations.dataValidation)
    assert set(kinds) == {"date", "list"}
    for left, right in zip(sheet.iter_rows(max_row=21), was.iter_rows(max_row=21), strict=True):
        assert [cell.data_type for cell in left] == [cell.data_type for cell in right]
        assert left[3].fill.start_color.rgb == right[3].fill.start_color.rgb
    assert "Aide" in load_workbook(saved).sheetnames
    again = preview(space, 2019, saved, today=DAY)
    assert (again.requests, again.conflicts, again.known) == ((), (), 2)


@needs_calc
def test_a_csv_saved_by_libreoffice_comes_back(space: Path, tmp_path: Path) -> None:
    path = typed(space, ROANNE={"Acte adopté le": date(2019, 2, 14), "N° de l’acte": "DEL_7"})
    # Separator « ; », quotes, UTF-8: what the dialog of LibreOffice offers in French.
    saved = converted(path, "csv:Text - txt - csv (StarCalc):59,34,76", tmp_path)
    with saved.open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream, delimiter=";")) == list(HEADERS)
    # A signer that reads as a formula is refused there: CSV has no texts and formulas.
    with pytest.raises(ProblemsFound) as stop:
        preview(space, 2019, saved, today=DAY)
    assert [fault.rule for fault in stop.value.problems] == ["R-LIRE-06"]
    saved.write_text(saved.read_text("utf-8").replace(TRAP, "Ada"), "utf-8")
    found = preview(space, 2019, saved, today=DAY)
    [request] = found.requests
    assert (request.who, request.number) == ("ROANNE", "DEL_7")
    assert request.on == EffectDate(2019, 2, 14)


def test_what_was_typed_is_shown_first_and_written_only_then(space: Path, tmp_path: Path) -> None:
    space = copytree(space, tmp_path / "espace")
    path = typed(
        space,
        ROANNE={"Acte adopté le": date(2019, 2, 14), "N° de l’acte": "DEL_7"},
        CAF_1={"Envoyé le": "avril 2019", "Remarque ou motif": "parti par navette"},
        CAF_2={"Signé le": "inconnue", "Mode de signature": "papier", "Signé par": "Bob INVENTÉ"},
    )
    before = journal_of(space, 2019).read()
    found = preview(space, 2019, path, today=DAY)
    assert journal_of(space, 2019).read() == before
    assert [(one.who, one.type) for one in found.requests] == [
        ("CAF-1", EventType.SENT),
        ("CAF-1", EventType.NOTE),
        ("CAF-2", EventType.SIGNED_ON_PAPER),
        ("ROANNE", EventType.ACTE_ADOPTED),
    ]
    shown, done = take_in(space, 2019, path, by="Ada", now=NOW)
    assert shown == found
    assert all(one.is_new and one.event.by == "Ada" for one in done)
    assert [one.event.target for one in done] == ["CAF-1", "CAF-1", "CAF-2", "roanne"]
    assert done[0].event.on == EffectDate(2019, 4) and done[2].event.on == EffectDate()
    assert "suivi.xlsx" in done[0].event.no_evidence
    again = preview(space, 2019, path, today=DAY)
    assert (again.requests, again.conflicts) == ((), ())
    fresh = preview(space, 2019, exported(space), today=DAY)
    assert (fresh.requests, fresh.conflicts, fresh.known) == ((), (), 5)


def test_a_date_that_contradicts_the_journal_is_listed_and_left(space: Path) -> None:
    path = typed(space, RIVE_DE_GIER={"Acte adopté le": date(2019, 2, 1)})
    found = preview(space, 2019, path, today=DAY)
    assert found.requests == ()
    [conflict] = found.conflicts
    assert "01/02/2019" in conflict and "31/01/2019" in conflict and "--undo 1" in conflict


def test_another_number_or_mode_contradicts_too(space: Path) -> None:
    path = typed(
        space,
        RIVE_DE_GIER={"N° de l’acte": "DEL_2"},
        ETAT={"Mode de signature": "électronique"},
    )
    found = preview(space, 2019, path, today=DAY)
    assert found.requests == () and len(found.conflicts) == 2


def test_two_seats_of_one_body_tell_one_acte(space: Path) -> None:
    same = {"Acte adopté le": date(2019, 2, 14)}
    found = preview(space, 2019, typed(space, CAF_1=same, CAF_2=same), today=DAY)
    assert len(found.requests) == 1 and not found.conflicts
    other = {"Acte adopté le": date(2019, 2, 15)}
    found = preview(space, 2019, typed(space, CAF_1=same, CAF_2=other), today=DAY)
    assert found.requests == () and "14/02/2019" in found.conflicts[0]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"Envoyé le": "=TODAY()"}, "R-LIRE-06"),
        ({"Envoyé le": "31/02/2019"}, "R-LIRE-08"),
        ({"Envoyé le": "01/13/2019"}, "R-LIRE-08"),
        ({"Envoyé le": "01/02/19"}, "R-LIRE-08"),
        ({"Envoyé le": date(2019, 6, 4)}, "R-LIRE-08"),
        ({"Signé le": date(2019, 2, 1)}, "R-LIRE-05"),
        ({"Signé le": date(2019, 2, 1), "Mode de signature": "oral"}, "R-LIRE-10"),
        ({"Refusé le": date(2019, 2, 1)}, "R-LIRE-05"),
        ({"N° de l’acte": "DEL_9"}, "R-LIRE-05"),
        ({"Siège": "ROANE"}, "R-LIRE-10"),
    ],
)
def test_a_cell_that_makes_no_sense_stops_all_and_is_named(
    space: Path, cells: dict[str, Any], rule: str
) -> None:
    path = typed(space, ROANNE=cells)
    with pytest.raises(ProblemsFound) as stop:
        preview(space, 2019, path, today=DAY)
    [fault] = stop.value.problems
    assert fault.rule == rule and fault.place.file == "suivi.xlsx"
    assert fault.place.line == 9 and fault.place.column in HEADERS
    assert stop.value.exit_code == ExitCode.PROBLEMS


def test_a_column_renamed_or_lost_is_said(space: Path) -> None:
    path = exported(space)
    book = load_workbook(path)
    book["Suivi"].cell(1, HEADERS.index("Envoyé le") + 1).value = "Envoi"
    book.save(path)
    rows, problems = read_workbook(path)
    assert rows == () and {fault.rule for fault in problems} == {"R-LIRE-03"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rien", b"siege;date\r\n", b"\0" * 5000])
def test_a_file_that_is_no_workbook_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "suivi.xlsx"
    path.write_bytes(content)
    rows, [fault] = read_workbook(path)
    assert rows == () and fault.rule == "R-LIRE-02"


def test_a_workbook_cut_anywhere_is_said(space: Path) -> None:
    path = exported(space)
    whole = path.read_bytes()
    for end in range(0, len(whole), len(whole) // 20):
        path.write_bytes(whole[:end])
        rows, problems = read_workbook(path)
        assert rows == () and [fault.rule for fault in problems] == ["R-LIRE-02"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    _, [fault] = read_workbook(tmp_path / "suivi.xlsx")
    assert fault.rule == "R-LIRE-01"


def test_an_export_has_the_name_of_a_workbook(space: Path) -> None:
    with pytest.raises(OutputFault):
        export(space, 2019, space / "suivi.csv", as_of=DAY)
    assert not (space / "suivi.csv").exists()
