"""Open a Word document that somebody else made: in a process with limits, looked at before."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lxml import etree

from avenant_builder.guard import guarded
from avenant_builder.model.fiche import BlockKind, Span
from avenant_builder.model.story import Comment, Grid, Passage, Story
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.word.container import read_container
from avenant_builder.word.story import read_story

PATIENCE = 60.0
"""Seconds; a document of ten pages takes a tenth of one."""
LARGEST = 50 * 2**20
TRACKED, ATTACHED = "R-MOD-04", "est attaché à un autre modèle"
KINDS = {"R-MOD-01": "R-WORD-01", "R-MOD-02": "R-WORD-01", "R-MOD-03": "R-WORD-02"}
BROKEN = "l’intérieur de ce document Word est abîmé"


def open_story(path: Path, *, accept: bool) -> tuple[Story | None, tuple[Problem, ...]]:
    """What a document says, its tracked changes accepted or refused; or why it is refused.

    Faults: R-WORD-01 (not a whole Word document), R-WORD-02 (it would fetch or run something).
    """
    place = Place(path.name)
    with suppress(OSError, ValueError):
        if path.stat().st_size > LARGEST:
            return None, (RULES["R-WORD-01"].problem(place, "ce fichier dépasse 50 Mo"),)
    heard = guarded(_read, str(path), accept, patience=PATIENCE)
    if heard.fall is not None or not heard.values:
        message = f"la lecture de ce fichier est arrêtée : {heard.fall or BROKEN}"
        return None, (RULES["R-WORD-01"].problem(place, message),)
    answer = heard.values[0]
    faults = tuple(RULES[rule].problem(place, message) for rule, message in answer["faults"])
    return (_story(answer["story"]) if answer["story"] else None), faults


def _read(path: str, accept: bool) -> Iterator[Mapping[str, Any]]:
    """What the child says: the story, or the rules that forbid it with their messages."""
    parts, found = read_container(Path(path), Place(path))
    faults = [
        (KINDS[fault.rule], fault.message.replace("ce modèle", "ce document"))
        for fault in found
        if fault.rule != TRACKED and ATTACHED not in fault.message
    ]
    story = None
    if parts and not faults:
        try:
            story = asdict(read_story(parts, accept=accept))
        except (etree.LxmlError, LookupError, ValueError, RecursionError):
            faults = [("R-WORD-01", BROKEN)]
    yield {"story": story, "faults": faults}


def _story(told: Mapping[str, Any]) -> Story:
    return Story(
        blocks=tuple(map(_block, told["blocks"])),
        margins=tuple(told["margins"]),
        comments=tuple(Comment(**comment) for comment in told["comments"]),
        authors=told["authors"],
        lost=tuple(told["lost"]),
        origin=told["origin"],
    )


def _block(told: Mapping[str, Any]) -> Passage | Grid:
    if "rows" in told:
        return Grid(rows=tuple(tuple(map(_cell, row)) for row in told["rows"]))
    return _passage(told)


def _cell(told: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    return tuple(map(_passage, told))


def _passage(told: Mapping[str, Any]) -> Passage:
    held = {
        "spans": tuple(Span(**span) for span in told["spans"]),
        "kind": BlockKind(told["kind"]),
        "anchors": tuple(told["anchors"]),
    }
    return Passage(**{**told, **held})
