"""Read the text files of a workspace, remembering each for the manifest."""

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from avenant_builder.files.encoding import decode
from avenant_builder.model.dossier import InputFile
from avenant_builder.naming import same_everywhere, unfit
from avenant_builder.problems import Place, Problem
from avenant_builder.records import dataclass
from avenant_builder.rules.catalogue import RULES

MEGABYTE = 1_000_000
LARGEST_TABLE = 10 * MEGABYTE
# Parsers of Markdown and TOML are slow on texts made to be slow; a hundred pages are 0.3 MB.
LARGEST_FICHE = 1 * MEGABYTE
LARGEST_TOML = MEGABYTE // 5
# The communes of a département at full detail are under 10 MB as GeoJSON.
LARGEST_MAP = 30 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file: path relative to the workspace, lines ended by ``\\n``."""

    path: str
    text: str


@dataclasses.dataclass(slots=True)
class Reader:
    """Opens the files of one workspace; gathers what was read and what could not be."""

    root: Path
    inputs: list[InputFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self, path: str, *, largest: int) -> Source | None:
        """The text of a file, or None and a problem (R-LIRE-01, 02)."""
        try:
            data = self._bytes(path, largest)
        except FileNotFoundError:
            self._fault("R-LIRE-01", path, "ce fichier manque")
        except (PermissionError, IsADirectoryError):
            self._fault("R-LIRE-02", path, "ce n’est pas un fichier que vous pouvez lire")
        except OSError:
            self._fault("R-LIRE-02", path, "le disque ou le réseau ne rend pas ce fichier")
        else:
            if len(data) <= largest:
                return self._text(path, data)
            size = f"{largest / MEGABYTE:g}".replace(".", ",")
            self._fault("R-LIRE-02", path, f"ce fichier dépasse {size} Mo : il n’est pas lu")
        return None

    def names(self, folder: str) -> tuple[str, ...]:
        """Names of the files in a folder, sorted; none if there is no such folder.

        Hidden files and the locks of office software are left out. A name that is not
        Unicode is a problem.
        """
        try:
            found = sorted(path.name for path in (self.root / folder).iterdir() if path.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError:
            self._fault("R-LIRE-02", folder, "vous n’avez pas le droit de lire ce dossier")
            return ()
        return tuple(self._sound(folder, found))

    def _bytes(self, path: str, largest: int) -> bytes:
        whole = self.root / path
        whole.stat()
        # A pipe or a device would be waited for without end.
        if not whole.is_file():
            raise IsADirectoryError
        with whole.open("rb") as stream:
            return stream.read(largest + 1)

    def _text(self, path: str, data: bytes) -> Source | None:
        self.inputs.append(InputFile(path, hashlib.sha256(data).hexdigest()))
        try:
            decoded = decode(data)
        except UnicodeDecodeError as fault:
            line = fault.object.count(b"\n", 0, fault.start) + 1
            message = "ce fichier est tronqué, mêle deux encodages ou n’est pas du texte"
            self._fault("R-LIRE-02", path, message, line)
            return None
        if "\0" in decoded.text:
            line = decoded.text.count("\n", 0, decoded.text.index("\0")) + 1
            self._fault("R-LIRE-02", path, "ce fichier n’est pas du texte (octet nul)", line)
            return None
        if not decoded.is_certain:
            message = f"accents à vérifier : le fichier est lu comme « {decoded.encoding} »"
            self._fault("R-LIRE-19", path, message)
        return Source(path, decoded.text)

    def _sound(self, folder: str, names: list[str]) -> Iterator[str]:
        others: dict[str, str] = {}
        for name in names:
            shown = name.encode("utf-8", "replace").decode("utf-8")
            if shown != name:
                self._fault(
                    "R-LIRE-07", f"{folder}/{shown}", "le nom de ce fichier n’est pas lisible"
                )
            elif not name.startswith((".", "~$")):
                self._fits(folder, name, others)
                yield name

    def _fits(self, folder: str, name: str, others: dict[str, str]) -> None:
        """Tell of a name that another system would not take, or would take for another's."""
        same = others.setdefault(same_everywhere(name), name)
        if why := unfit(name):
            self._fault("R-LIRE-21", f"{folder}/{name}", f"ce nom n’est pas bon partout : {why}")
        elif same != name:
            told = f"« {same} » a le même nom, à la casse ou à l’écriture des accents près"
            self._fault("R-LIRE-21", f"{folder}/{name}", told)

    def _fault(self, rule: str, path: str, message: str, line: int | None = None) -> None:
        self.problems.append(RULES[rule].problem(Place(path, line), message))
