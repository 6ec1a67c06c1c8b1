"""Names in a draft: people to confirm, bodies written several ways, towns, like acronyms."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from avenant_builder.french import did_you_mean, enumeration, fold
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.rules.passages import Part, Passage, around, loose

LETTERS = r"[^\W\d_]"
PERSON = re.compile(
    rf"\b[A-ZÀ-Ý]{LETTERS}*[a-zà-ÿ](?:[- ][A-ZÀ-Ý]{LETTERS}*[a-zà-ÿ])? "
    r"[A-ZÀ-Ý][A-ZÀ-Ý'’]{2,}(?:-[A-ZÀ-Ý'’]{2,})*\b"
)
ACRONYM = re.compile(r"(?<![\w.-])[A-Z]{4,}(?![\w-]|\.\w)")
TOWN = re.compile(
    r"\b(?:[Vv]ille|[Cc]ommune) (?:de |d['’])(?P<name>[A-ZÀ-Ý][\w'’-]*(?:[ -][A-ZÀ-Ý][\w'’-]*)*)"
)
# « Les EPN » is nobody.
NO_FIRST_NAMES = frozenset(
    {
        "le",
        "la",
        "les",
        "des",
        "un",
        "une",
        "au",
        "aux",
        "ces",
        "nos",
        "vos",
        "ses",
        "leurs",
        "son",
        "ville",
        "commune",
    }
)
# Services of the State and the like, which no register of signatories needs to hold.
COMMON_ACRONYMS = frozenset({"CCAS", "CIAS", "CNAF", "CPAM", "DDCS", "DDETS", "DRAC", "DSDEN"})
BEFORE_NAMES = re.compile(r"^(?:ville|commune) (?:de |d')|^(?:la |le |les |l')")
MOST_SHOWN = 4


def people_are_confirmed(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    for passage in passages:
        for name in _people(passage.text) if passage.in_fiche else ():
            yield RULES["R-RELIRE-05"].problem(
                passage.place, f"« {name} » : personne nommée, à confirmer"
            )


def _people(text: str) -> list[str]:
    found = PERSON.findall(text)
    return [name for name in found if fold(name.split()[0]) not in NO_FIRST_NAMES]


def bodies_have_one_spelling(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    """One finding a body or structure: where its spellings differ, with a place of each."""
    known = {body.name: (body.name, *body.aliases) for body in dossier.bodies}
    known |= {found.name: (found.name,) for found in dossier.structures if " " in found.name}
    for name, seen in _spellings(passages, known).items():
        if len(seen) > 1:
            counts = [f"« {form} » ({_where(places)})" for form, places in seen.items()]
            odd = next((places[0] for form, places in seen.items() if form != name))
            unsure = next((b for b in dossier.bodies if b.name == name), None)
            doubt = " ; alias à confirmer" if unsure and "alias" in unsure.to_confirm else ""
            yield RULES["R-RELIRE-08"].problem(
                odd,
                f"{name} s’écrit de {len(seen)} façons : {enumeration(counts)}{doubt}",
                remedy=f"Gardez une seule écriture ; le registre dit « {name} ».",
            )


def _where(places: Sequence[Place]) -> str:
    shown = [
        f"{place.file.rpartition('/')[2]}:{place.line or '?'}" for place in places[:MOST_SHOWN]
    ]
    more = len(places) - len(shown)
    return ", ".join(shown) + (f" et {more} autres" if more > 0 else "")


def _spellings(
    passages: Iterable[Passage], known: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, list[Place]]]:
    """By name, each spelling as it is typed, and where. The longest name found wins a place."""
    owners = {_bare(form): name for name, forms in known.items() for form in forms}
    owners.pop("", None)
    longest = sorted(owners, key=len, reverse=True)
    pattern = re.compile("|".join(rf"\b{_pattern(form)}\b" for form in longest), re.IGNORECASE)
    seen: dict[str, dict[str, list[Place]]] = {}
    for passage in passages:
        for found in pattern.finditer(passage.text) if longest else ():
            bare = _bare(found.group())
            owner = owners.get(bare)
            # A word alone is a name by its capital: « Département », not « un département ».
            if owner and (" " in bare or not found.group()[0].islower()):
                form = " ".join(found.group().split())
                seen.setdefault(owner, {}).setdefault(form, []).append(passage.place)
    return seen


def _bare(form: str) -> str:
    """A spelling as it is looked for: « Ville de St Etienne » is found as « saint etienne »."""
    return BEFORE_NAMES.sub("", loose(form)).replace("-", " ")


def _pattern(form: str) -> str:
    """A regular expression for any spelling of a name that `loose` folded."""
    words = []
    for word in form.split():
        letters = "".join(_letter(char) for char in word).replace("[oôö][eéèêë]", "(?:oe|œ)")
        if word.isalpha() and len(word) <= 5:
            letters = r"\.?".join(_letter(char) for char in word)
        words.append(rf"(?:st|{letters})" if word == "saint" else letters)
    return r"[\s\-–]+".join(words) + r"(?:(?<=\.\w)\.)?" if words else ""


def _letter(char: str) -> str:
    accented = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü"}
    if char in accented:
        return f"[{accented[char]}]"
    return "['’]" if char == "'" else re.escape(char)


def towns_are_spelled_as_they_are(
    passages: Sequence[Passage], dossier: Dossier
) -> Iterator[Problem]:
    official = {loose(name): name for name in _towns(dossier)}
    bodies = {body.name: (body.name, *body.aliases) for body in dossier.bodies}
    several = {loose(n) for n, seen in _spellings(passages, bodies).items() if len(seen) > 1}
    known = re.compile("|".join(re.escape(loose(n)) for n in (*official.values(), *bodies)))
    composed = {name: town for name, town in official.items() if " " in name}
    pattern = re.compile("|".join(rf"\b{_pattern(n)}\b" for n in composed) or r"(?!)", re.I)
    for passage in passages:
        for found in pattern.finditer(passage.text):
            town = composed.get(loose(found.group()), "")
            if loose(town) not in several and found.group().casefold() != town.casefold():
                yield RULES["R-RELIRE-09"].problem(
                    passage.place,
                    f"{around(passage.text, *found.span())} : la commune s’écrit « {town} »",
                    remedy=f"Écrivez « {town} ».",
                )
        for found in TOWN.finditer(passage.text):
            name = found["name"]
            guess = did_you_mean(name, list(official.values()))
            if official and guess and not known.match(loose(passage.text[found.start("name") :])):
                yield RULES["R-RELIRE-09"].problem(
                    passage.place,
                    f"{around(passage.text, *found.span())} : aucune commune « {name} »",
                    remedy=guess,
                )


def _towns(dossier: Dossier) -> Iterator[str]:
    yield from (town.name for town in dossier.towns)
    yield from (commune.name for commune in dossier.communes)


def acronyms_are_told_apart(passages: Sequence[Passage], dossier: Dossier) -> Iterator[Problem]:
    """Look-alikes may both be right: only one typed once, near one that is known, is a slip."""
    first: dict[str, Place] = {}
    counts: Counter[str] = Counter()
    for passage in passages:
        if passage.text.isupper() or passage.part is Part.SIGNATURE:
            continue
        people = {word for name in _people(passage.text) for word in name.split()}
        for word in set(ACRONYM.findall(passage.text)) - people:
            counts[word] += 1
            first.setdefault(word, passage.place)
    known = COMMON_ACRONYMS | {
        word
        for body in dossier.bodies
        for name in (body.name, *body.aliases)
        for word in ACRONYM.findall(name)
    }
    for one, other in combinations(sorted({*counts, *known}), 2):
        if len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) != 1:
            continue
        slip = [word for word in (one, other) if counts[word] == 1 and word not in known]
        if len(slip) == 1 and ({one, other} - set(slip)) <= known:
            [right] = {one, other} - set(slip)
            yield RULES["R-RELIRE-12"].problem(
                first[slip[0]],
                f"« {slip[0]} », écrit une fois, ressemble à « {right} »",
                remedy=f"S’il s’agit de « {right} », corrigez ; sinon, écrivez ce sigle en toutes "
                "lettres.",
            )
        elif counts[one] and counts[other]:
            yield RULES["R-RELIRE-11"].problem(
                max(first[one], first[other]), f"« {one} » et « {other} » se ressemblent"
            )


NAME_READINGS = (
    people_are_confirmed,
    bodies_have_one_spelling,
    towns_are_spelled_as_they_are,
    acronyms_are_told_apart,
)
