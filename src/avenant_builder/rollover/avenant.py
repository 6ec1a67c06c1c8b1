"""``avenant.toml`` for the year after: what moves on does, what only people know becomes a gap.

Comments, order and spacing are kept: the file is edited, not written anew.
"""

import calendar
import re
from collections.abc import Container, Iterator
from datetime import date, timedelta
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from avenant_builder.french import short_date
from avenant_builder.model.avenant import Avenant
from avenant_builder.model.period import Period
from avenant_builder.model.placeholder import DATE_TO_COMPLETE, NUMBER_TO_COMPLETE
from avenant_builder.rollover.fiche import next_policies, superseded
from avenant_builder.rollover.titles import moved, report_title

EARLIER = "avenants_anterieurs"
PERIOD_HEAD = re.compile(r"^[ \t]*\[periode\]", re.MULTILINE)


def next_period(period: Period) -> Period:
    """As long as `period`, from the day after it: in whole months where it is whole months."""
    start = period.end + timedelta(days=1)
    months = (start.year - period.start.year) * 12 + start.month - period.start.month
    if start.day != period.start.day or not months:
        return Period(start=start, end=start + (period.end - period.start))
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return Period(start=start, end=date(year, month + 1, day) - timedelta(days=1))


def next_avenant(text: str, avenant: Avenant, *, new_year: int, written: Container[str]) -> str:
    """The file of `new_year`, from the text of that of `avenant`, which reads without fault.

    `written` are the titles of the sections that hold text in a fiche: only of these is there
    anything to report on.
    """
    document = tomlkit.parse(text)
    document["numero"] = avenant.number + 1
    if "brouillon" in document:
        document["brouillon"] = True
    _open(document, "comite_de_pilotage", DATE_TO_COMPLETE, avenant)
    if document.get("date"):
        document["date"] = ""
    _move_period(document["periode"], next_period(avenant.period))
    _open_counts(document, avenant)
    for annex in document.get("annexes", []):
        annex["titre"] = moved(str(annex["titre"]), avenant.year, new_year)
    untitled = document.get("fiches", {}).get("sections_sans_titre", [])
    for rank, title in enumerate(list(untitled)):
        untitled[rank] = moved(str(title), avenant.year, new_year)
    edited = _with_earlier(document, avenant)
    if "brouillon" not in document:
        edited = re.sub(
            r"^([ \t]*numero\b.*\n)", r"\1brouillon = true\n", edited, count=1, flags=re.M
        )
    return _with_head(_with_sections(edited, avenant, new_year, written), avenant, new_year)


def _move_period(table: Any, period: Period) -> None:
    for key, day in (("du", period.start), ("au", period.end)):
        table[key] = day if isinstance(table[key], date) else short_date(day)


def _open(table: Any, key: str, gap: str, avenant: Avenant) -> None:
    """Put a gap in place of a value, which stays beside it as a comment."""
    if key not in table or table[key] == "":
        return
    former = table[key]
    table[key] = gap
    if gap != str(former):
        shown = short_date(former) if isinstance(former, date) else former
        table[key].comment(f"{avenant.year} : {shown}")


def _open_counts(document: TOMLDocument, avenant: Avenant) -> None:
    structures = document.get("structures")
    if structures is None:
        return
    _open(structures, "agreees_au", DATE_TO_COMPLETE, avenant)
    for kind in structures.get("types", {}).values():
        _open(kind, "nombre", NUMBER_TO_COMPLETE, avenant)


def _with_sections(text: str, avenant: Avenant, new_year: int, written: Container[str]) -> str:
    """The text, each line of ``[fiches.sections]`` become that or those of the year after."""
    policies = avenant.section_policies
    for title, policy in policies.items():
        following = next_policies({title: policy}, year=avenant.year, new_year=new_year)
        if title not in written:
            following.pop(report_title(title, avenant.year), None)
        if title in superseded(policies, avenant.year):
            following = {}
        line = re.compile(
            rf"^(?P<head>[^#\n=]*)(?P<quote>[\"']?){re.escape(title)}(?P=quote)[ \t]*=.*\n", re.M
        )
        text = line.sub(
            lambda found, following=following: "".join(  # type: ignore[misc]
                f'{found["head"]}"{name}" = "{kind.value}"\n' for name, kind in following.items()
            ),
            text,
            count=1,
        )
    return text


def _with_earlier(document: TOMLDocument, avenant: Avenant) -> str:
    """The text of the document, with this avenant among those that came before."""
    entry = _earlier_entry(avenant)
    known = document.get(EARLIER)
    if isinstance(known, AoT):
        known.append(entry)
        return tomlkit.dumps(document)
    text = tomlkit.dumps(document)
    block = (
        "# Les avenants qui ont déjà prolongé le schéma : le préambule les nomme.\n"
        f"[[{EARLIER}]]\n{tomlkit.dumps(entry).rstrip()}\n\n"
    )
    head = PERIOD_HEAD.search(text)
    if head is None:  # « periode.du = … » on one line, or an inline table
        return f"{text.rstrip()}\n\n{block}"
    before = text[: head.start()]
    lines = before.split("\n")
    while len(lines) > 1 and lines[-2].lstrip().startswith("#"):
        lines.pop(-2)
    place = len("\n".join(lines))
    return f"{text[:place]}{block}{text[place:]}"


def _earlier_entry(avenant: Avenant) -> Table:
    entry = tomlkit.table()
    entry["numero"] = avenant.number
    entry["du"] = short_date(avenant.period.start)
    entry["au"] = short_date(avenant.period.end)
    return entry


def _with_head(text: str, avenant: Avenant, new_year: int) -> str:
    """The text, its first comment lines saying the new number and year."""
    return "\n".join(_headed(text.split("\n"), avenant, new_year))


def _headed(lines: list[str], avenant: Avenant, new_year: int) -> Iterator[str]:
    in_head = True
    for line in lines:
        in_head = in_head and line.startswith("#")
        if in_head and "avenant" in line.lower():
            line = moved(line, avenant.year, new_year)
            line = re.sub(
                rf"(\bn° ?){avenant.number}(?!\d)", rf"\g<1>{avenant.number + 1}", line, flags=re.I
            )
        yield line
