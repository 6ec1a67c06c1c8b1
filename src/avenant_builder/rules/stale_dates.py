"""What time has made false in a draft: calendars, dates, words that point to a day long past."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from avenant_builder.french import MONTHS, fold, long_date
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.passages import Part, Passage, around, excerpt

YEAR = r"(?<![\d/])(?:19|20)\d\d(?![\d/])"
MONTH = "|".join(MONTHS)
WHEN = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er)?[ \u00a0](?P<month>{MONTH})[ \u00a0](?P<year>\d{{4}})"
    r"|(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"
    rf"|(?P<only>{YEAR})",
    re.IGNORECASE,
)
# « avant 2012 » or « circulaire … 2012 » says since when, or which text: it does not grow old.
BOUND = re.compile(
    r"(?:\b(?:avant|depuis|dès|après|circulaire|loi|décret|arrêté|LC|fin)\b[^.;:]{0,40})$", re.I
)
RELATIVE = re.compile(
    r"\b(?:cette année|l['’]an(?:née)? (?:dernière?|passée?|prochaine?)|"
    r"l['’]an (?:dernier|prochain)|à ce jour|à l['’]heure actuelle|récemment|aujourd['’]hui|"
    r"actuellement|désormais|depuis peu|prochainement|bientôt|"
    r"vien(?:t|nent) de (?:\w+er|\w+ir|\w+re)\b|"
    r"(?:a|ont) (?:\w+ment )?(?:débuté|commencé)|(?:le|ce) mois (?:dernier|prochain|-ci))",
    re.IGNORECASE,
)
TO_COME = re.compile(
    r"\b(?:sera|seront|aura lieu|auront lieu|va être|vont être|est prévue?|sont prévu(?:e?s)|"
    r"s['’]effectue(?:nt|ra|ront)?|se dérouler(?:a|ont)|se tiendra)\b",
    re.IGNORECASE,
)


def calendars_reach_the_period(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    period = dossier.avenant.period
    for passage in passages:
        years = [int(year) for year in re.findall(YEAR, passage.text)]
        if passage.part is Part.CALENDAR and years and max(years) < period.start.year:
            yield RULES["R-RELIRE-01"].problem(
                passage.place,
                f"le calendrier {excerpt(passage.text)} finit avant la période de l’avenant, qui "
                f"commence le {long_date(period.start)}",
                remedy=f"Écrivez « {_years(dossier)} » si l’action continue ; sinon, dites dans la "
                "fiche qu’elle est finie.",
            )


def objectives_are_to_come(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    start = dossier.avenant.period.start
    for passage in passages:
        if passage.part is not Part.OBJECTIVES:
            continue
        for found in WHEN.finditer(passage.text):
            if _is_before(found, start) and not BOUND.search(passage.text[: found.start()]):
                yield RULES["R-RELIRE-02"].problem(
                    passage.place,
                    f"{around(passage.text, *found.span())} : « {found.group()} » est avant la "
                    "période",
                    remedy="Remplacez la date par celle de la période, ou passez cette phrase dans "
                    "le bilan.",
                )


def dated_facts_are_looked_at(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    """What a draft takes over may tell of days that are past, which is for a bilan to do."""
    start = dossier.avenant.period.start
    for passage in passages:
        dates = [
            found.group()
            for found in (WHEN.finditer(passage.text) if passage.part is Part.KEPT else ())
            if _is_before(found, start) and not BOUND.search(passage.text[: found.start()])
        ]
        if dates:
            yield RULES["R-RELIRE-13"].problem(
                passage.place, f"{excerpt(passage.text)} : daté d’avant la période ({dates[0]})"
            )


def no_word_points_to_the_day_it_was_written(
    passages: Sequence[Passage], dossier: Dossier
) -> Iterator[Problem]:
    for passage in passages:
        for found in RELATIVE.finditer(passage.text) if passage.in_fiche else ():
            yield RULES["R-RELIRE-03"].problem(
                passage.place,
                f"{around(passage.text, *found.span())} : « {found.group()} » dépend du jour où on "
                "le lit",
                remedy="Écrivez la date ou l’année (« en 2018 », « au 1er novembre 2018 »), ou "
                "retirez ce mot s’il n’est plus vrai.",
            )


def what_is_past_is_told_as_past(
    passages: Sequence[Passage], dossier: Dossier
) -> Iterator[Problem]:
    start = dossier.avenant.period.start
    for passage in passages:
        verb = TO_COME.search(passage.text)
        if verb is None or not passage.in_fiche:
            continue
        past = any(_is_before(found, start) for found in WHEN.finditer(passage.text))
        if past or passage.part is Part.REPORT:
            why = "d’avant la période" if past else "d’un bilan"
            yield RULES["R-RELIRE-04"].problem(
                passage.place,
                f"{around(passage.text, *verb.span())} : « {verb.group()} » annonce un fait {why}",
                remedy="Dites au passé ce qui a eu lieu, ou donnez la date à venir.",
            )


def _is_before(found: re.Match[str], start: date) -> bool:
    """Whether a date is before a day; for a year alone, all of it."""
    if found["only"]:
        return int(found["only"]) < start.year
    if found["month"]:
        month = [fold(name) for name in MONTHS].index(fold(found["month"])) + 1
        return (int(found["year"]), month, int(found["day"])) < (start.year, start.month, start.day)
    return (int(found["y"]), int(found["m"]), int(found["d"])) < (
        start.year,
        start.month,
        start.day,
    )


def _years(dossier: Dossier) -> str:
    period = dossier.avenant.period
    same = period.start.year == period.end.year
    return str(period.start.year) if same else f"{period.start.year}-{period.end.year}"


DATE_READINGS = (
    calendars_reach_the_period,
    objectives_are_to_come,
    dated_facts_are_looked_at,
    no_word_points_to_the_day_it_was_written,
    what_is_past_is_told_as_past,
)
