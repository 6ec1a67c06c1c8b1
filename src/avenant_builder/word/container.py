"""Look at a .docx as an archive, before anything opens it as a document."""

import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.word.ooxml import STORY_ROOTS, W, is_xml, parse

# Our own models have 21 entries, 0.8 MB, and a ratio of 32 at most.
MAX_ENTRIES = 2_000
MAX_BYTES = 100 * 2**20
MAX_RATIO = 100
RATIO_COUNTS_FROM = 100_000
MAX_MARKS = 1_000_000
"""Tags and attributes of one part: each takes fifty times its bytes once read. Ours: 30 000."""

TRACKED = frozenset(
    f"{W}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"),
        *("cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange"),
        *("tblPrChange", "trPrChange", "tcPrChange", "numberingChange"),
    )
)
# RuntimeError: an encrypted entry; NotImplementedError: an unknown compression; ValueError: a
# name that is not the Unicode it says it is.
NOT_READ = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError),
    ValueError,
)
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read_container(path: Path, place: Place) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The parts of a model by name, and what makes it unfit; without parts it is unreadable."""
    if not os.path.isfile(path):  # noqa: PTH113 -- that of Path raises for a name too long
        return {}, (RULES["R-MOD-01"].problem(place, "ce modèle n’existe pas"),)
    try:
        with zipfile.ZipFile(path) as archive:
            fault = _shape_fault(archive.infolist())
            if fault:
                return {}, (RULES["R-MOD-02"].problem(place, fault),)
            parts = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
        crowded = next(filter(lambda name: _is_crowded(name, parts[name]), parts), None)
        if crowded:
            message = f"« {crowded} » a plus d’un million de balises"
            return {}, (RULES["R-MOD-02"].problem(place, message),)
        problems = tuple(_content_problems(parts, place))
    except etree.XMLSyntaxError:
        message = "l’intérieur de ce document Word est abîmé"
        return {}, (RULES["R-MOD-02"].problem(place, message),)
    except NOT_READ:
        message = "ce fichier n’est pas un document Word lisible"
        return {}, (RULES["R-MOD-02"].problem(place, message),)
    return parts, problems


def _shape_fault(entries: list[zipfile.ZipInfo]) -> str:
    """What is wrong with the list of entries, nothing being unpacked yet."""
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        return f"ce document contient {len(entries)} fichiers, plus de {MAX_ENTRIES}"
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        return "ce document dépasse 100 Mo une fois ouvert"
    for entry in entries:
        if entry.file_size > max(RATIO_COUNTS_FROM, MAX_RATIO * entry.compress_size):
            return f"« {entry.filename} » est anormalement comprimé"
    if len({name.lower() for name in names}) < len(names):
        return "ce document contient deux fois le même fichier"
    if any(_leads_outside(name) for name in names):
        return "ce document contient un fichier qui sort de lui"
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        return "ce fichier n’est pas un document Word"
    return ""


def _is_crowded(name: str, data: bytes) -> bool:
    return is_xml(name) and data.count(b"<") + data.count(b"=") > MAX_MARKS


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _content_problems(parts: dict[str, bytes], place: Place) -> Iterator[Problem]:
    active = RULES["R-MOD-03"]
    if any("vbaproject" in name.lower() for name in parts):
        yield active.problem(place, "ce modèle contient des macros")
    tracked = False
    for name, data in parts.items():
        if not is_xml(name):
            continue
        root = parse(data)
        if root.getroottree().docinfo.internalDTD is not None:
            yield active.problem(place, f"« {name} » contient une déclaration DOCTYPE")
        if name.endswith(".rels"):
            yield from _link_problems(root, place)
        elif root.tag in STORY_ROOTS:
            tracked = tracked or any(node.tag in TRACKED for node in root.iter())
    if tracked:
        yield RULES["R-MOD-04"].problem(place, "ce modèle garde des modifications suivies")


def _link_problems(root: etree._Element, place: Place) -> Iterator[Problem]:
    for link in root.iter(RELATIONSHIP):
        kind = link.get("Type", "").rsplit("/", 1)[-1]
        target = link.get("Target", "")
        if kind == "attachedTemplate":
            yield RULES["R-MOD-03"].problem(
                place,
                "ce modèle est attaché à un autre modèle",
                remedy="Dans Word, onglet « Développeur », « Modèle de document », remettez "
                "« Normal », puis enregistrez.",
            )
        elif link.get("TargetMode") == "External" and kind != "hyperlink":
            yield RULES["R-MOD-03"].problem(place, f"ce modèle va chercher « {target} »")
