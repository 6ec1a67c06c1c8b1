"""What a build made and said, remembered: where nothing has changed, nothing is made again."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from avenant_builder.cache import Cache, cache_folder, key_of, own_identity
from avenant_builder.errors import ToolMissing
from avenant_builder.files.manifest import MANIFEST, fingerprint, read_manifest
from avenant_builder.pdf.engine import find_engine
from avenant_builder.problems import Place, Problem, Severity

PRIVATE = frozenset({"evidence", "a-classer", "secret", "confiance"})
"""Folders of ``data/`` from which nothing is built, unless a year was frozen."""
YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made, and what it wants said."""

    target: Path
    names: tuple[str, ...]
    """Every file made, the manifest last."""
    pages: Mapping[str, int]
    """Pages of each PDF, by file name."""
    engine: str
    problems: tuple[Problem, ...]
    """Warnings and information: nothing that blocks."""
    remarks: tuple[str, ...]
    """French sentences on what the PDFs do not claim."""
    frozen: bool = False
    """Made from what was frozen, not from the workspace as it is."""
    draft: bool = False
    """Marked « PROJET » on every page."""
    unchanged: bool = False
    """Nothing was made: what lies there was made from the same, and is whole."""


def input_hashes(root: Path, year: int) -> dict[str, str]:
    """SHA-256 of every file that a build of a year may read, by its path from `root`.

    More than it does read: the journal for one. A file that cannot be read has no hash.
    """
    hashes = {}
    for path in _inputs(root, year):
        try:
            hashes[path.relative_to(root).as_posix()] = fingerprint(path)
        except OSError:
            hashes[path.relative_to(root).as_posix()] = ""
    return hashes


def _inputs(root: Path, year: int) -> Iterator[Path]:
    yield root / "signatories.csv"
    yield from _files(root / "templates")
    for path in _children(root / "data"):
        other_year = YEAR.fullmatch(path.name) and path.name != str(year)
        if path.name not in PRIVATE and not other_year:
            yield from _files(path) if path.is_dir() else (path,)


def _children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def remember(root: Path, year: int, inputs: Mapping[str, str], result: BuildResult) -> None:
    """Keep a result that was made from files of these hashes, unless they changed meanwhile.

    What a base map or another file of an unusual place gave is told by the manifest.
    """
    manifest = read_manifest(result.target)
    if manifest is None or inputs != input_hashes(root, year):
        return
    read = {file["path"]: file["sha256"] for file in manifest["donnees"]}
    facts = {
        "inputs": {**read, **inputs},
        "manifest": fingerprint(result.target / MANIFEST),
        "result": {**asdict(replace(result, pages=dict(result.pages))), "target": ""},
    }
    key = _key(root, year, result.draft)
    # Of a frozen year it must be told each time whether what was frozen is intact.
    if key and not result.frozen:
        Cache(cache_folder()).put(key, json.dumps(facts).encode("utf-8"))


def recalled(root: Path, year: int, *, draft: bool = False) -> BuildResult | None:
    """The last result, if it would be made again byte for byte and lies there whole."""
    if not (root / "output" / str(year) / MANIFEST).is_file():
        return None
    key = _key(root, year, draft)
    content = Cache(cache_folder()).get(key) if key else None
    if content is None:
        return None
    facts = json.loads(content)
    target = root / "output" / str(year)
    try:
        now = {path: fingerprint(root / path) for path in facts["inputs"]}
        whole = fingerprint(target / MANIFEST) == facts["manifest"] and _is_whole(target)
    except OSError:
        return None
    if not whole or now != facts["inputs"] or not now.keys() >= input_hashes(root, year).keys():
        return None
    return replace(_result(facts["result"], target), draft=draft)


def _is_whole(target: Path) -> bool:
    manifest = read_manifest(target)
    return manifest is not None and all(
        fingerprint(target / file["nom"]) == file["sha256"] for file in manifest["fichiers"]
    )


def _key(root: Path, year: int, draft: bool) -> str | None:
    """What else decides the bytes: this code, its fonts, the engine; None without an engine."""
    try:
        engine = find_engine()
    except ToolMissing:
        return None
    return key_of(
        "build", own_identity(), engine.identity, str(root.resolve()), str(year), str(draft)
    )


def _result(facts: Mapping[str, Any], target: Path) -> BuildResult:
    problems = [
        Problem(**{**fact, "place": Place(**fact["place"]), "severity": Severity(fact["severity"])})
        for fact in facts["problems"]
    ]
    return BuildResult(
        target=target,
        names=tuple(facts["names"]),
        pages=facts["pages"],
        engine=facts["engine"],
        problems=tuple(problems),
        remarks=tuple(facts["remarks"]),
        unchanged=True,
    )
