"""Write the draft of the year after, beside what people may have typed there already.

Nothing of the year before is touched, and no file that exists is written: ``avenant.toml`` comes
last, so that a run that died is taken up again, and where it is there the draft is left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

from avenant_builder.disk import output_fault
from avenant_builder.errors import ProblemsFound, UnfitYear
from avenant_builder.files.dossier import STRUCTURES, read_dossier
from avenant_builder.files.publish import workspace_lock
from avenant_builder.files.source import LARGEST_FICHE, LARGEST_TOML, Reader
from avenant_builder.files.workspace import is_settled, years
from avenant_builder.french import short_date
from avenant_builder.model.avenant import AnnexKind
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Severity
from avenant_builder.rollover.avenant import next_avenant, next_period
from avenant_builder.rollover.chain import Link, chain_to
from avenant_builder.rollover.fiche import next_fiche
from avenant_builder.snapshot import source_of

AVENANT = "avenant.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file that was there and stays as it is."""

    path: str
    edited: bool
    """It is not what would have been written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollover:
    """The draft of a year: what was written, what was left, what people must decide."""

    source_year: int
    year: int
    number: int
    initial_years: tuple[int, ...]
    written: tuple[str, ...]
    left: tuple[Left, ...]
    absent: tuple[str, ...]
    """Files that somebody took out of a draft: they are not put back."""
    chain: tuple[Link, ...]
    supplied: tuple[str, ...]
    """Annexes taken over as they are."""


def next_year(root: Path, year: int | None, *, today: date) -> Rollover:
    """Prepare the draft of `year`, or of the year that follows the newest settled avenant.

    Raises ``UnfitYear``, ``ProblemsFound`` where the year before cannot be read, ``OutputFault``,
    ``Busy`` and what the journal raises.
    """
    before = _source_year(root, year)
    with source_of(root, before) as source:
        dossier, faults = read_dossier(source.root, before)
        if dossier is None or any(fault.severity is Severity.ERROR for fault in faults):
            raise ProblemsFound(faults)
        new_year = year or next_period(dossier.avenant.period).start.year
        _check_year(dossier, new_year)
        files = _files(source.root, dossier, new_year)
        with workspace_lock(root):
            written, left, absent = _write(root, f"data/{new_year}", files)
    supplied = tuple(path for path in written if "/annexes/" in path)
    return Rollover(
        source_year=before,
        year=new_year,
        number=dossier.avenant.number + 1,
        initial_years=dossier.avenant.scheme.initial_years,
        written=written,
        left=left,
        absent=absent,
        chain=chain_to(root, before, today=today),
        supplied=supplied,
    )


def _source_year(root: Path, year: int | None) -> int:
    # A folder without its avenant.toml is a draft that was only begun.
    begun = [one for one in years(root) if (root / "data" / str(one) / AVENANT).is_file()]
    settled = [one for one in begun if is_settled(root, one) and (not year or one < year)]
    if not settled:
        when = f" avant {year}" if year else ""
        raise UnfitYear(
            f"il n’y a aucun avenant arrêté{when} : le suivant ne peut pas en être tiré",
            remedy="Un avenant est arrêté quand son avenant.toml dit « brouillon = false ».",
        )
    return settled[-1]


def _check_year(dossier: Dossier, new_year: int) -> None:
    period = next_period(dossier.avenant.period)
    if not period.start.year <= new_year <= period.end.year:
        raise UnfitYear(
            f"{new_year} ne suit pas l’avenant de {dossier.avenant.year}, dont la période finit le "
            f"{short_date(dossier.avenant.period.end)} : le suivant court du "
            f"{short_date(period.start)} au {short_date(period.end)}",
            remedy=f"Relancez avec « --year {period.start.year} ».",
        )


def _files(root: Path, dossier: Dossier, new_year: int) -> dict[str, bytes]:
    """What the draft is made of, by its path in the folder of the year."""
    avenant = dossier.avenant
    reader, folder = Reader(root), f"data/{avenant.year}"
    files: dict[str, bytes] = {}
    for fiche in dossier.fiches:
        source = reader.read(fiche.place.file, largest=LARGEST_FICHE)
        assert source is not None  # it was read just before
        text = next_fiche(
            source.text, avenant.section_policies, year=avenant.year, new_year=new_year
        )
        files[fiche.place.file.removeprefix(f"{folder}/")] = text.encode("utf-8")
    if (root / folder / STRUCTURES).is_file():
        files[STRUCTURES] = (root / folder / STRUCTURES).read_bytes()
    for annex in avenant.annexes:
        path = root / folder / "annexes" / annex.source
        if annex.kind is AnnexKind.FILE and path.is_file():
            files[f"annexes/{annex.source}"] = path.read_bytes()
    source = reader.read(f"{folder}/{AVENANT}", largest=LARGEST_TOML)
    assert source is not None
    written = {found.title for one in dossier.fiches for found in one.sections if found.body}
    text = next_avenant(source.text, avenant, new_year=new_year, written=written)
    files[AVENANT] = text.encode("utf-8")
    return files


def _write(
    root: Path, folder: str, files: Mapping[str, bytes]
) -> tuple[tuple[str, ...], tuple[Left, ...], tuple[str, ...]]:
    """Write the files that are not there; none where the draft is whole."""
    there = (root / folder / AVENANT).exists()
    written, left, absent = [], [], []
    for name, content in files.items():
        path, shown = root / folder / name, f"{folder}/{name}"
        try:
            if path.exists():
                left.append(Left(path=shown, edited=path.read_bytes() != content))
            elif there:
                absent.append(shown)
            else:
                _put(path, content)
                written.append(shown)
        except OSError as fault:
            raise output_fault(fault, path) from fault
    return tuple(written), tuple(left), tuple(absent)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        work.write_bytes(content)
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)
