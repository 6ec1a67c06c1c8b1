"""Read ``data/YEAR/avenant.toml``: the facts of one avenant."""

from collections.abc import Iterator
from datetime import date
from pathlib import PureWindowsPath

from avenant_builder.files.deposits import read_deposits
from avenant_builder.files.encoding import quoted
from avenant_builder.files.reminders import read_reminders
from avenant_builder.files.source import Source
from avenant_builder.files.toml import Table, parse
from avenant_builder.french import did_you_mean, enumeration
from avenant_builder.model.avenant import (
    Annex,
    AnnexKind,
    Avenant,
    Census,
    ChartSettings,
    EarlierAvenant,
    Scheme,
    SectionPolicy,
    StructureType,
)
from avenant_builder.model.period import Period
from avenant_builder.problems import Place, Problem

# A date at fault must not look absent: models would be blamed for a name that the data lacks.
UNREADABLE_DAY = date.min


def read_avenant(source: Source, year: int) -> tuple[Avenant | None, tuple[Problem, ...]]:
    """The avenant of a year, and every fault of its file (R-LIRE-02, 07 to 10, 12 to 15).

    None if the file is not TOML, or lacks the period, without which nothing can be dated.
    """
    problems: list[Problem] = []
    root = parse(source, problems)
    if root is None:
        return None, tuple(problems)
    avenant = _avenant(root, year)
    return avenant, tuple(problems)


def is_draft(source: Source) -> bool:
    """Whether the file says ``brouillon = true``; one that cannot be read does not say so."""
    if "brouillon" not in source.text:
        return False
    root = parse(source, [])
    return root is not None and root.values.get("brouillon") is True


def _avenant(root: Table, year: int) -> Avenant | None:
    number = root.whole("numero", least=1, required=True)
    draft = root.flag("brouillon")
    committee = root.day("comite_de_pilotage", may_wait=True)
    signed_on = root.day("date", may_wait=True)
    unread = root.values.get("comite_de_pilotage") and "comite_de_pilotage" not in root.to_complete
    if committee is None and unread:
        committee = UNREADABLE_DAY
    place, seats = root.text("lieu"), root.texts("sieges")
    scheme, period, census = _scheme(root), _period(root), _census(root)
    earlier, annexes = tuple(_earlier(root)), tuple(_annexes(root))
    policies, untitled = _fiches(root)
    reminders, deposits = read_reminders(root), read_deposits(root)
    chart, variables = _chart(root), root.free("variables")
    root.refuse_unknown()
    if period is None:
        return None
    return Avenant(
        year=year,
        number=number or 0,
        draft=draft,
        scheme=scheme,
        earlier=earlier,
        steering_committee_on=committee,
        period=period,
        signing_place=place,
        signed_on=signed_on,
        census=census,
        annexes=annexes,
        seats=seats,
        section_policies=policies,
        untitled_sections=untitled,
        reminders=reminders,
        deposits=deposits,
        chart=chart,
        variables=variables,
        to_complete=root.to_complete,
        place=Place(root.file),
        lines={".".join(map(str, path)): line for path, line in root.lines.items()},
    )


def _scheme(root: Table) -> Scheme:
    table = root.table("schema", required=True)
    if table is None:
        return Scheme(title="")
    scheme = Scheme(
        title=table.text("titre", required=True),
        acronym=table.text("sigle"),
        territory=table.text("territoire"),
        department=table.text("departement"),
        initial_years=table.years("annees"),
    )
    table.refuse_unknown()
    return scheme


def _period(root: Table) -> Period | None:
    table = root.table("periode", required=True)
    if table is None:
        return None
    start, end = table.day("du", required=True), table.day("au", required=True)
    table.refuse_unknown()
    return None if start is None or end is None else Period(start=start, end=end)


def _earlier(root: Table) -> Iterator[EarlierAvenant]:
    for table in root.tables("avenants_anterieurs"):
        number = table.whole("numero", least=1, required=True)
        start, end = table.day("du", required=True), table.day("au", required=True)
        table.refuse_unknown()
        if number is not None and start is not None and end is not None:
            yield EarlierAvenant(number=number, period=Period(start=start, end=end))


def _census(root: Table) -> Census | None:
    table = root.table("structures")
    if table is None:
        return None
    day = table.day("agreees_au", required=True, may_wait=True)
    if day is None and "structures.agreees_au" not in root.to_complete:
        day = UNREADABLE_DAY
    types = table.table("types")
    table.refuse_unknown()
    return Census(
        approved_on=day,
        types=() if types is None else tuple(_structure_types(types)),
    )


def _structure_types(types: Table) -> list[StructureType]:
    found = []
    for code in types.values:
        types.refuses(code, code)
        table = types.table(code)
        if table is None:
            continue
        count = table.whole("nombre", required=True, may_wait=True)
        if count is None and f"structures.types.{code}.nombre" not in types.to_complete:
            count = 0
        found.append(
            StructureType(
                code=code,
                label=table.text("libelle", required=True),
                official_count=count,
                place=table.place(),
            )
        )
        table.refuse_unknown()
    return found


def _annexes(root: Table) -> list[Annex]:
    annexes = []
    for number, table in enumerate(root.tables("annexes"), start=1):
        title = table.text("titre", required=True)
        origins = [kind for kind in AnnexKind if table.values.get(kind.value) not in (None, False)]
        fiches, model, file = table.flag("fiches"), table.text("modele"), table.text("fichier")
        description = table.text("description")
        table.refuse_unknown()
        if len(origins) != 1:
            said = enumeration(f"« {kind.value} »" for kind in origins) or "aucune"
            table.fault("R-LIRE-15", "", f"origine de l’annexe {number} : {said}")
            continue
        name = model or file
        # On Windows « C:carte.docx » leads out of the folder too.
        if name and (PureWindowsPath(name).name != name or name == ".."):
            message = f"{quoted(name)} n’est pas un nom de fichier seul"
            table.fault("R-LIRE-15", origins[0].value, message)
        elif fiches or name:
            annexes.append(
                Annex(
                    number=number,
                    title=title,
                    kind=origins[0],
                    source=name,
                    description=description,
                    place=table.place(),
                )
            )
        elif isinstance(table.values[origins[0].value], str):
            table.fault("R-LIRE-13", origins[0].value, "cette clé est vide")
    return annexes


def _fiches(root: Table) -> tuple[dict[str, SectionPolicy], tuple[str, ...]]:
    table = root.table("fiches")
    if table is None:
        return {}, ()
    untitled = table.texts("sections_sans_titre")
    sections = table.table("sections")
    table.refuse_unknown()
    policies = {}
    for title in sections.values if sections else ():
        assert sections is not None
        sections.refuses(title, title)
        word = sections.text(title, required=True)
        try:
            policies[title] = SectionPolicy(word)
        except ValueError:
            if word:
                _unknown_policy(sections, title, word)
    return policies, untitled


def _chart(root: Table) -> ChartSettings | None:
    table = root.table("carte")
    if table is None:
        return None
    paths = {}
    for key in ("fond", "communes"):
        path = table.text(key)
        parts = path.split("/")
        if "\\" in path or ":" in path or (path and not all(p.strip(".") for p in parts)):
            table.fault("R-CARTE-01", key, f"{quoted(path)} n’est pas un chemin de cet espace")
            path = ""
        paths[key] = path
    settings = ChartSettings(
        base=paths["fond"],
        towns=paths["communes"],
        credit=table.text("credit"),
        place=table.place(),
    )
    table.refuse_unknown()
    return settings


def _unknown_policy(sections: Table, title: str, word: str) -> None:
    words = [policy.value for policy in SectionPolicy]
    allowed = enumeration(f"« {item} »" for item in words)
    sections.fault(
        "R-LIRE-10",
        title,
        f"{quoted(word)} n’est pas une valeur permise ({allowed})",
        remedy=did_you_mean(word, words),
    )
