"""``manifeste.json``: every file of a build with its hash, and what it was made from."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from avenant_builder.model.dossier import InputFile

MANIFEST = "manifeste.json"


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def input_files(root: Path, paths: Iterable[str]) -> tuple[InputFile, ...]:
    """Files of the workspace with their hashes; `paths` are relative to `root`."""
    return tuple(InputFile(path, fingerprint(root / path)) for path in sorted(paths))


def write_manifest(folder: Path, facts: Mapping[str, Any], names: Iterable[str]) -> Path:
    """Write the manifest of the named files of `folder`, beside them, and give its path.

    The same facts and files give the same bytes. `facts` are plain JSON values.
    """
    files = [
        {
            "nom": name,
            "octets": (folder / name).stat().st_size,
            "sha256": fingerprint(folder / name),
        }
        for name in names
    ]
    content = {"schema": 1, **facts, "fichiers": files}
    path = folder / MANIFEST
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def read_manifest(folder: Path) -> Mapping[str, Any] | None:
    """What the manifest of a folder says; None where there is none, or one that is not ours."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("schema") == 1 else None


def former_results(target: Path) -> tuple[str, ...]:
    """Names of the files that the last build put into `target`, its manifest left out.

    Nothing where there is no manifest, or one that is not ours to read: then nothing of
    what lies there is known to be a result, and nothing may be removed.
    """
    try:
        content = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        names = [entry["nom"] for entry in content["fichiers"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(name for name in names if isinstance(name, str) and _is_file_name(name))


def _is_file_name(name: str) -> bool:
    return Path(name).name == name and name not in ("", "..")
