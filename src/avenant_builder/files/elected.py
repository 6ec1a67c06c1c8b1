"""Read the files of the Répertoire national des élus in the shapes in which they were published.

A file is known by its header, never by its name: in July 2024 the one called « elus-epci » held
regional councillors. Births are not read.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from avenant_builder.errors import WrongFile
from avenant_builder.files.dates import DateFault, parse_day
from avenant_builder.files.encoding import LOST, decode, plain
from avenant_builder.french import fold
from avenant_builder.model.elected import Elected, Office

LARGEST = 60_000_000
"""The largest published, all municipal councillors, is under 60 MB."""
HEADER_WITHIN = 5
DELIMITERS = ("\t", ";", ",")
CIVILITIES = {"f": "Mme", "m": "M.", "mme": "Mme", "m.": "M."}
HEADS = {
    Office.MAYOR: frozenset({"maire"}),
    Office.INTERCOMMUNAL: frozenset(
        {
            *("president du conseil communautaire", "presidente du conseil communautaire"),
            *("president du conseil metropolitain", "presidente du conseil metropolitain"),
            *("president de la metropole", "presidente de la metropole"),
        }
    ),
    Office.DEPARTMENTAL: frozenset(
        {"president du conseil departemental", "presidente du conseil departemental"}
    ),
}
# Folded starts of the columns that tell a file that is not one of ours.
OTHERS = (
    ("code de la region", "les conseillers régionaux"),
    ("code de la circonscription", "les députés"),
    ("libelle de la circonscription", "les députés"),
)
DOWNLOAD = (
    "Téléchargez sur data.gouv.fr, « Répertoire national des élus », le fichier des maires, celui "
    "des conseillers communautaires ou celui des conseillers départementaux."
)


def read_elected(path: Path) -> tuple[Office, tuple[Elected, ...]]:
    """The office that a file lists, and those who hold it. Raises ``WrongFile``."""
    text = _text(path)
    lines = text.split("\n")
    for rank, line in enumerate(lines[:HEADER_WITHIN]):
        delimiter = max(DELIMITERS, key=line.count)
        columns = [fold(name.strip().strip('"')) for name in line.split(delimiter)]
        if any(name.startswith("nom de l'elu") for name in columns):
            office = _office(columns, path)
            rows = csv.reader(lines[rank + 1 :], delimiter=delimiter)
            return office, tuple(_elected(rows, columns, office, path.name, rank + 2))
    lost = LOST in "".join(lines[:HEADER_WITHIN])
    raise WrongFile(
        f"« {plain(path.name)} » n’est pas un fichier du Répertoire national des élus : "
        + ("les accents de son en-tête sont perdus" if lost else "aucune colonne « Nom de l’élu »"),
        remedy="Téléchargez-le de nouveau, sans l’ouvrir ni l’enregistrer dans un tableur."
        if lost
        else DOWNLOAD,
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise WrongFile(f"« {plain(path.name)} » est trop gros pour ce répertoire")
        text = decode(data).text
    except OSError as fault:
        raise WrongFile(
            f"« {path} » ne peut pas être lu", remedy="Vérifiez le nom du fichier et vos droits."
        ) from fault
    except UnicodeDecodeError as fault:
        raise WrongFile(
            f"« {plain(path.name)} » n’est pas du texte, ou mêle deux encodages",
            remedy="Téléchargez-le de nouveau, sans l’ouvrir ni l’enregistrer dans un tableur.",
        ) from fault
    return text.removeprefix("\ufeff")


def _office(columns: Sequence[str], path: Path) -> Office:
    for start, whom in OTHERS:
        if any(name.startswith(start) for name in columns):
            raise WrongFile(
                f"« {plain(path.name)} » donne {whom}, quel que soit son nom : ce n’est pas ce qui "
                "est attendu",
                remedy=DOWNLOAD,
            )
    if any("siren" in name for name in columns):
        return Office.INTERCOMMUNAL
    if _column(columns, "code insee de la commune", "code de la commune") is not None:
        return Office.MAYOR
    if _column(columns, "code du canton", "libelle du canton") is not None:
        return Office.DEPARTMENTAL
    raise WrongFile(
        f"« {plain(path.name)} » ne donne ni maires, ni conseillers communautaires, ni conseillers "
        "départementaux",
        remedy=DOWNLOAD,
    )


def _column(columns: Sequence[str], *starts: str) -> int | None:
    for start in starts:
        for rank, name in enumerate(columns):
            if name.startswith(start):
                return rank
    return None


def _elected(
    rows: Iterator[list[str]], columns: Sequence[str], office: Office, file: str, first: int
) -> Iterator[Elected]:
    at = {
        "department": _column(columns, "code du departement", "code departement"),
        "commune": _column(columns, "code insee de la commune", "code de la commune"),
        "siren": next((rank for rank, name in enumerate(columns) if "siren" in name), None),
        "last": _column(columns, "nom de l'elu"),
        "first": _column(columns, "prenom de l'elu"),
        "sex": _column(columns, "code sexe", "civilite"),
        "function": _column(columns, "libelle de la fonction", "libelle de fonction"),
        "mandate": _column(columns, "date de debut du mandat"),
        "since": _column(columns, "date de debut de la fonction"),
    }
    for line, cells in enumerate(rows, start=first):
        said = {
            name: cells[rank].strip() if rank is not None and rank < len(cells) else ""
            for name, rank in at.items()
        }
        presides = at["function"] is None or fold(said["function"]) in HEADS[office]
        if said["last"] and presides and (office is Office.MAYOR or at["function"] is not None):
            yield Elected(
                office=office,
                key=_key(office, said),
                last_name=said["last"],
                first_name=said["first"],
                civility=CIVILITIES.get(fold(said["sex"]), ""),
                mandate_from=_day(said["mandate"]),
                function_from=_day(said["since"]),
                file=file,
                line=line,
            )


def _key(office: Office, said: Mapping[str, str]) -> str:
    department = said["department"].zfill(2)
    if office is Office.INTERCOMMUNAL:
        return "".join(said["siren"].split())
    if office is Office.DEPARTMENTAL:
        return department
    code = said["commune"]
    # The files of 2019 and 2020 give the three last characters, a spreadsheet less still.
    return code if len(code) == 5 else f"{department[:2]}{code.zfill(3)}"


def _day(text: str) -> date | None:
    try:
        return parse_day(text) if text else None
    except DateFault:
        return None
