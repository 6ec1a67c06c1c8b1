"""Lay out a new workspace from what the installed package, or the checkout, brings."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from avenant_builder.disk import HALF_DONE, write_whole
from avenant_builder.errors import OutputFault
from avenant_builder.files import bodies, seats, structures

EXAMPLES = ("loire",)
MARK = "signatories.csv"
# Folders of people's papers: never copied out of a checkout.
PRIVATE = frozenset({"evidence", "a-classer", "secret"})

PACKAGE = Path(str(files("avenant_builder")))
CHECKOUT = PACKAGE.parents[1]


def create_workspace(target: Path, *, year: int, example: str | None = None) -> tuple[str, ...]:
    """Write a new workspace into `target`, and give the names of its files.

    Blank, it is of avenant `year`; an example brings its own years. What a run that died had
    begun is ended. Raises ``OutputFault`` if `target` holds anything else, or cannot be written.
    """
    content = dict(_models())
    content |= _blank(year) if example is None else dict(_example(example))
    # Last: without it, what a run that dies leaves is no workspace.
    content[MARK] = content.pop(MARK)
    try:
        _refuse_if_in_use(target, content)
        target.mkdir(parents=True, exist_ok=True)
        for name, data in content.items():
            write_whole(target / name, data)
    except OSError as fault:
        raise OutputFault(
            f"le dossier « {target} » ne peut pas être écrit ({fault.strerror})",
            remedy="Choisissez un dossier où vous avez le droit d’écrire.",
        ) from fault
    return tuple(sorted(content))


def _refuse_if_in_use(target: Path, content: Mapping[str, bytes]) -> None:
    if target.exists() and not (target.is_dir() and _is_begun(target, content)):
        raise OutputFault(
            f"« {target} » existe déjà et n’est pas un dossier vide",
            remedy="Donnez le nom d’un dossier neuf : rien n’est jamais remplacé.",
        )


def _is_begun(target: Path, content: Mapping[str, bytes]) -> bool:
    """Whether a folder is empty, or holds only what a run that died had time to write."""
    if (target / MARK).exists():
        return False
    left = [path for path in target.rglob("*") if not path.is_dir()]
    return all(
        path.name.startswith(".")
        if path.name.endswith(HALF_DONE)
        else path.read_bytes() == content.get(path.relative_to(target).as_posix())
        for path in left
    )


def _models() -> Iterator[tuple[str, bytes]]:
    brought = PACKAGE / "starter" / "templates"
    folder = brought if brought.is_dir() else CHECKOUT / "templates"
    for path in sorted(folder.glob("*")):
        # « ~$ » marks the lock of a model open in Word.
        if path.is_file() and not path.name.startswith((".", "~$")):
            yield f"templates/{path.name}", path.read_bytes()


def _example(name: str) -> Iterator[tuple[str, bytes]]:
    brought = PACKAGE / "starter" / name
    folder = brought if brought.is_dir() else CHECKOUT
    yield MARK, (folder / MARK).read_bytes()
    for path in sorted((folder / "data").rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.parts[1] not in PRIVATE:
            yield inside.as_posix(), path.read_bytes()


def _blank(year: int) -> Mapping[str, bytes]:
    return {
        "README.md": _text("README.md", year),
        MARK: _header(seats.COLUMNS),
        "data/bodies.csv": _header(bodies.COLUMNS),
        f"data/{year}/avenant.toml": _text("avenant.toml", year),
        f"data/{year}/fiches/01-fiche.md": _text("fiche.md", year),
        f"data/{year}/structures.csv": _header(structures.COLUMNS),
    }


def _text(name: str, year: int) -> bytes:
    text = (PACKAGE / "blank" / name).read_text(encoding="utf-8")
    return text.replace("{annee}", str(year)).encode()


def _header(columns: tuple[str, ...]) -> bytes:
    """An empty register as French Excel opens it with one click."""
    return (";".join(columns) + "\r\n").encode("utf-8-sig")
