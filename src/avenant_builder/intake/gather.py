"""The files that came back, those inside zips and e-mails among them, in the order given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from avenant_builder.errors import WorkspaceMissing
from avenant_builder.files.manifest import fingerprint
from avenant_builder.paper.unpack import is_container, opened

IGNORED = ("Thumbs.db", "desktop.ini")
"""What Windows leaves in folders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file to look at, or one that could not be taken out of what it came in."""

    name: str
    """As people know it: « retours.zip › scan 2.pdf »."""
    path: Path | None = None
    outer: Path | None = None
    """The zip or e-mail that it came in."""
    fault: str = ""

    @property
    def short(self) -> str:
        """The last part of its name."""
        return self.name.rsplit(" › ", 1)[-1]

    @property
    def sha256(self) -> str:
        return fingerprint(self.path) if self.path else ""


def named_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files given, and those of folders given, by name. Raises ``WorkspaceMissing``."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise WorkspaceMissing(
            f"« {missing[0]} » n’existe pas",
            remedy="Vérifiez le chemin : un fichier ou un dossier de retours.",
        )
    return tuple(dict.fromkeys(found for path in paths for found in _files(path)))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for found in sorted(path.rglob("*")):
        inside = found.relative_to(path).parts
        hidden = any(part.startswith((".", "~$")) for part in inside)
        if found.is_file() and not hidden and found.name not in IGNORED:
            yield found


def gather(files: Sequence[Path], folder: Path) -> Iterator[Item]:
    """What is to be looked at; what zips and e-mails hold is written into `folder`."""
    for rank, path in enumerate(files, start=1):
        try:
            empty = path.stat().st_size == 0
        except OSError:
            yield Item(name=path.name, fault="ne peut pas être lu")
            continue
        if empty:
            yield Item(name=path.name, path=path, fault="est vide")
        elif not is_container(path):
            yield Item(name=path.name, path=path)
        else:
            inner = folder / f"{rank:03d}"
            inner.mkdir()
            found = opened(path, inner)
            for one in found:
                yield Item(name=one.name, path=one.path, outer=path, fault=one.fault)
            if not any(one.path for one in found):
                yield Item(name=path.name, path=path, fault="ne contient rien à ranger")
