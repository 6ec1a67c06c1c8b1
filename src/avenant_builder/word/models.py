"""Find every fault of the Word models before any is filled, for all documents at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from avenant_builder.french import did_you_mean, near
from avenant_builder.model.documents import ContentsLine, FillJob
from avenant_builder.model.fiche import RichText
from avenant_builder.problems import Place, Problem
from avenant_builder.rules.catalogue import RULES
from avenant_builder.word.container import read_container
from avenant_builder.word.names import FORMS, NameChecker, Printed, path_of
from avenant_builder.word.ooxml import STORY_ROOTS, W, is_xml, parse, root_tag
from avenant_builder.word.sandbox import COMMANDS, SafeEnvironment, refused_nodes
from avenant_builder.word.styles import Styles
from avenant_builder.word.tags import (
    Tag,
    TaggedParagraph,
    tagged_paragraphs,
    tags_outside_text,
)

SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """One part of a model that prints: its paragraphs with tags, and their tree if it stands."""

    paragraphs: Sequence[TaggedParagraph]
    tree: nodes.Template | None


def check_models(
    jobs: Sequence[FillJob], *, folder: Path, shown_as: str = "templates"
) -> tuple[Problem, ...]:
    """Every fault of the models that these documents need, each once, in order of the models.

    `folder` holds the models; `shown_as` is what the person calls it.
    """
    environment = SafeEnvironment()
    by_model: dict[str, list[FillJob]] = {}
    for job in jobs:
        by_model.setdefault(job.model, []).append(job)
    problems: list[Problem] = []
    for model, its_jobs in by_model.items():
        place = Place(f"{shown_as}/{model}")
        contexts = [job.context for job in its_jobs]
        problems += _model_problems(folder / model, place, contexts, environment)
    return tuple(dict.fromkeys(problems))


def _model_problems(
    path: Path, place: Place, contexts: Sequence[Mapping[str, Any]], environment: SafeEnvironment
) -> list[Problem]:
    parts, faults = read_container(path, place)
    problems = list(faults)
    stories = []
    styles = None
    for name, data in parts.items():
        if not is_xml(name) or name.endswith(".rels"):
            continue
        tag = root_tag(data)
        if tag == f"{W}styles" and name.endswith("styles.xml"):
            styles = Styles(parse(data))
        elif tag in STORY_ROOTS:
            root = parse(data)
            paragraphs = tagged_paragraphs(root)
            for text in tags_outside_text(root):
                message = f"« {_short(text)} » est à un endroit qui ne se remplit pas"
                problems.append(RULES["R-MOD-08"].problem(place, message))
            problems += _paragraph_problems(paragraphs, place, environment)
            tree, fault = _tree(paragraphs, place, environment)
            problems += fault
            stories.append(_Story(paragraphs=paragraphs, tree=tree))
    for story in stories:
        if story.tree is not None:
            problems += _tree_problems(story, story.tree, place, environment)
            for context in contexts:
                problems += _name_problems(story, story.tree, place, context, styles)
    return problems


def _paragraph_problems(
    paragraphs: Sequence[TaggedParagraph], place: Place, environment: SafeEnvironment
) -> Iterator[Problem]:
    """What is wrong with each paragraph, looked at by itself."""
    for paragraph in paragraphs:
        where = _where(paragraph)
        if paragraph.stray:
            message = f"« {paragraph.stray} » n’ouvre ou ne ferme rien {where}"
            yield RULES["R-MOD-06"].problem(place, message)
        if paragraph.crowded is not None:
            message = f"la balise « {_typed(paragraph.crowded)} » n’est pas seule {where}"
            yield RULES["R-MOD-08"].problem(place, message)
        for tag in paragraph.tags:
            fault = _tag_fault(tag, environment)
            if fault:
                yield RULES["R-MOD-06"].problem(place, f"{fault} {where}")


def _tag_fault(tag: Tag, environment: SafeEnvironment) -> str:
    """What is wrong with the writing of one tag; empty if nothing."""
    inside = tag.source[2:-2].strip()
    if tag.source[2] in "-+" or tag.source[-3] in "-+":
        return "le signe « - » ou « + » au bord d’une balise n’est pas admis"
    if tag.source.startswith("{#"):
        return ""
    whole = tag.source
    if not tag.is_print:
        command = inside.split(maxsplit=1)[0] if inside else ""
        if command not in COMMANDS:
            meant = near(command, sorted(COMMANDS)) if command else None
            hint = f" (vouliez-vous dire « {meant} » ?)" if meant else ""
            return f"la commande « {command} » n’est pas admise{hint}"
        whole = _completed(tag.source, command)
    return "" if _parses(whole, environment) else f"« {_short(tag.source)} » est mal écrit"


def _completed(source: str, command: str) -> str:
    """A command with what makes it a whole text, so that it can be read by itself."""
    before = {"elif": "{% if a %}", "else": "{% if a %}", "endif": "{% if a %}"}
    before["endfor"] = "{% for a in b %}"
    after = {"if": "{% endif %}", "elif": "{% endif %}", "else": "{% endif %}"}
    after["for"] = "{% endfor %}"
    return before.get(command, "") + source + after.get(command, "")


@cache
def _parses(source: str, environment: SafeEnvironment) -> bool:
    try:
        environment.tree(source)
    except TemplateSyntaxError:
        return False
    return True


def _tree(
    paragraphs: Sequence[TaggedParagraph], place: Place, environment: SafeEnvironment
) -> tuple[nodes.Template | None, list[Problem]]:
    """The tree of a story, one paragraph a line; of tags that cannot be read, nothing."""
    lines = []
    for paragraph in paragraphs:
        tags = [tag for tag in paragraph.tags if not _tag_fault(tag, environment)]
        lines.append("".join(_for_tree(tag) for tag in tags).replace("\n", " "))
    try:
        tree = environment.tree("\n".join(lines))
    except TemplateSyntaxError as fault:
        line = min(max(fault.lineno, 1), len(paragraphs))
        where = _where(paragraphs[line - 1]) if paragraphs else ""
        message = f"une boucle ou une condition ne se ferme pas, ou se ferme deux fois {where}"
        return None, [RULES["R-MOD-06"].problem(place, message)]
    return tree, []


def _for_tree(tag: Tag) -> str:
    if tag.is_print and tag.kind in FORMS:
        return f"{{{{ ({tag.source[2:-2]})|{FORMS[tag.kind]} }}}}"
    return tag.source


def _tree_problems(
    story: _Story, tree: nodes.Template, place: Place, environment: SafeEnvironment
) -> Iterator[Problem]:
    """Filters, tests and writings that a model may not use, whatever the data."""
    rule = RULES["R-MOD-07"]
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        is_filter = isinstance(node, nodes.Filter)
        called = "le filtre" if is_filter else "le test"
        known = environment.filters if is_filter else environment.tests
        if node.name not in known and node.name not in FORMS.values():
            hint = did_you_mean(node.name, sorted(known))
            message = f"{called} « {node.name} » n’existe pas {_where_at(story, node.lineno)}"
            yield rule.problem(place, f"{message}. {hint}" if hint else message)
    for refused in refused_nodes(tree):
        where = _where_at(story, refused.lineno)
        yield rule.problem(place, f"cette écriture n’est pas permise dans un modèle {where}")


def _name_problems(
    story: _Story,
    tree: nodes.Template,
    place: Place,
    context: Mapping[str, Any],
    styles: Styles | None,
) -> Iterator[Problem]:
    """Names that the data lack, and values that the tag cannot print as it is written."""
    checker = NameChecker(context)
    checker.walk(tree)
    for missing in checker.missing:
        where = _where_at(story, missing.line, around=missing.path)
        message = f"« {missing.path} » n’est pas dans les données {where}"
        if missing.near:
            message += f". Vouliez-vous dire « {missing.near} » ?"
        yield RULES["R-MOD-05"].problem(place, message)
    for printed in checker.printed:
        where = _where_at(story, printed.line, around=path_of(printed.expression))
        if printed.samples and None in printed.samples and not printed.guarded:
            path = path_of(printed.expression)
            message = f"« {path} » n’a pas de valeur dans les données {where}"
            remedy = f"Dans Word, entourez-le de {{% if {path} %}} … {{% endif %}}."
            yield RULES["R-MOD-05"].problem(place, message, remedy=remedy)
        fault = _form_fault(printed)
        if fault:
            yield RULES["R-MOD-08"].problem(place, f"{fault} {where}")
        texts = [text for text in printed.samples or () if isinstance(text, RichText)]
        for name in (name for text in texts if styles for name in styles.lacks(text)):
            message = f"le style de paragraphe « {name} » manque, ou n’a pas de numérotation"
            yield RULES["R-MOD-09"].problem(place, message)


def _form_fault(printed: Printed) -> str:
    """What is wrong between a value and how its tag is written; empty if nothing."""
    path = path_of(printed.expression)
    kinds = {_kind(sample) for sample in printed.samples or () if sample is not None}
    if printed.form == "p" and kinds - {"p"}:
        return f"« {path} » n’est pas un texte mis en forme : écrivez {{{{ {path} }}}}"
    if printed.form == "r" and kinds - {"r"}:
        return f"« {path} » n’est pas une ligne de sommaire : écrivez {{{{ {path} }}}}"
    if not printed.form and "p" in kinds:
        return f"« {path} » est un texte mis en forme : écrivez {{{{p {path} }}}}"
    if not printed.form and "r" in kinds:
        return f"« {path} » est une ligne de sommaire : écrivez {{{{r {path} }}}}"
    if "liste" in kinds:
        return f"« {path} » est une liste ou un tableau, qui ne s’imprime pas d’un bloc"
    return ""


def _kind(sample: Any) -> str:
    if isinstance(sample, RichText):
        return "p"
    if isinstance(sample, ContentsLine):
        return "r"
    return "liste" if isinstance(sample, (list, tuple, Mapping)) else "texte"


def _typed(tag: Tag) -> str:
    """A tag as its author wrote it."""
    return tag.source[:2] + tag.kind + tag.source[2:]


def _where_at(story: _Story, line: int, *, around: str = "") -> str:
    paragraph = story.paragraphs[min(max(line, 1), len(story.paragraphs)) - 1]
    return _where(paragraph, around=around)


def _where(paragraph: TaggedParagraph, *, around: str = "") -> str:
    return f"(dans « {_short(paragraph.text, around=around)} »)"


def _short(text: str, *, around: str = "") -> str:
    """A text cut to what a person reads at a glance, with the words it is shown for."""
    start = max(text.find(around) - SHOWN // 2, 0)
    end = start + SHOWN
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
