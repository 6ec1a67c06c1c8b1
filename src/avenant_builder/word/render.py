"""Fill one model with docxtpl's way of writing tags, and none of its ways of losing text.

docxtpl only rewrites the tags of tables, rows and paragraphs into plain jinja2: what it does
after that (mending broken XML by cutting it, undoing ``{_{`` in values) is not used.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import docx
from docx.document import Document
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from avenant_builder.errors import ModelFault
from avenant_builder.word.mark import mark_draft
from avenant_builder.word.ooxml import STORY_ROOTS, W, root_tag
from avenant_builder.word.printer import Printer
from avenant_builder.word.sandbox import REFUSED, TOO_LARGE, SafeEnvironment
from avenant_builder.word.tags import drop_bare, mark_bare, mend
from avenant_builder.word.values import UnprintableValue, ready

# All that data and tags of a model can raise in the engine and in docxtpl.
FAULTS = (
    *(TemplateError, UnprintableValue, TypeError, ValueError, ArithmeticError, LookupError),
    *(AttributeError, RecursionError, MemoryError, etree.LxmlError, SyntaxError),
)
TEXTS = frozenset(f"{W}{name}" for name in ("t", "instrText", "delText", "delInstrText"))
PARAGRAPH_START = re.compile(r"<w:p(?=[ >])")
SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A filled document, and by part all that was printed into it, in order."""

    data: bytes
    printed: Mapping[str, list[str]]


class Renderer:
    """Fills documents one after the other; a model is compiled once."""

    def __init__(self, folder: Path = Path(), *, draft: bool = False) -> None:
        """`folder` holds the pictures whose path is not whole; a `draft` is marked as one."""
        self._draft = draft
        self._printer = Printer(folder)
        self._environment = SafeEnvironment(finalize=self._printer.finalize)
        self._sources: dict[str, str] = {}
        self._compiled: dict[str, Template] = {}

    def render(self, name: str, model: bytes, context: Mapping[str, Any]) -> Rendered:
        """Fill the model called `name`. Raises ``ModelFault``, in whose message it is named."""
        source = ""
        try:
            values = ready(context)
            document = docx.Document(io.BytesIO(model))
            self._printer.open(document)
            for part in _stories(document):
                root = _root(part)
                mark_bare(root)
                mend(root)
                source = self._source(etree.tostring(root, encoding="unicode"))
                self._printer.enter(part)
                filled = _checked(self._filled(source, values))
                drop_bare(filled)
                _replace(part, filled)
            if self._draft:
                # Not `document`: it still holds the text as it was before it was filled.
                mark_draft(document.part.document)
            result = io.BytesIO()
            document.save(result)
        except ModelFault as fault:
            raise ModelFault(f"le modèle {name} : {fault.message}", remedy=fault.remedy) from fault
        except FAULTS as fault:
            raise _model_fault(name, fault, source) from fault
        return Rendered(data=result.getvalue(), printed=self._printer.printed)

    def _source(self, xml: str) -> str:
        """The jinja2 source of a part, one paragraph a line so that a fault can be placed."""
        if xml not in self._sources:
            patched: str = DocxTemplate(io.BytesIO()).patch_xml(xml)
            self._sources[xml] = PARAGRAPH_START.sub("\n<w:p", patched)
        return self._sources[xml]

    def _filled(self, source: str, values: Mapping[str, Any]) -> str:
        if source not in self._compiled:
            self._compiled[source] = self._environment.from_string(source)
        return self._compiled[source].render(values)


def _stories(document: Document) -> Iterator[Part]:
    """The parts that print, the text itself first."""
    yield document.part
    for part in document.part.package.iter_parts():
        if part is document.part or not part.partname.endswith(".xml"):
            continue
        tag = part._element.tag if isinstance(part, XmlPart) else root_tag(part.blob)
        if tag in STORY_ROOTS:
            yield part


def _root(part: Part) -> etree._Element:
    return part._element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _replace(part: Part, root: etree._Element) -> None:
    xml = etree.tostring(root, encoding="unicode")
    if isinstance(part, XmlPart):
        part._element = parse_xml(xml)
    else:
        part._blob = xml.encode()


def _checked(xml: str) -> etree._Element:
    """The filled part. Raises ``ModelFault`` if a tag broke it: nothing is mended by cutting."""
    try:
        root = etree.fromstring(xml)
    except etree.XMLSyntaxError as fault:
        raise ModelFault(
            "ses balises coupent le document en deux (une boucle ou une condition s’ouvre et se "
            "ferme à des endroits qui ne se répondent pas)",
            remedy="Mettez {%p … %} ou {%tr … %} au début et à la fin, chacun seul à sa place.",
        ) from fault
    for node in root.iter(f"{W}*"):
        strays = [child.tail or "" for child in node]
        if node.tag in TEXTS:
            strays = [etree.tostring(child, encoding="unicode") for child in node]
        else:
            strays.append(node.text or "")
        if any(stray.strip() for stray in strays):
            raise ModelFault(
                "une balise est remplie là où il ne peut pas y avoir ce texte",
                remedy="Écrivez {{ nom }} pour un mot, {{p nom }} pour un texte mis en forme, "
                "{{r nom }} pour une ligne de sommaire.",
            )
    # It only adjusts the columns of tables: the XML is known to be whole by now.
    widened: etree._Element = DocxTemplate(io.BytesIO()).fix_tables(xml)
    return widened


def _model_fault(name: str, fault: BaseException, source: str) -> ModelFault:
    line = _line_of(fault)
    where = _paragraph_text(source, line) if line else ""
    shown = f", dans « {where} »" if where else ""
    return ModelFault(
        f"le modèle {name} {_what(fault)}{shown}",
        remedy="Corrigez ce passage du modèle dans Word ; templates/README.md dit ce qu’il peut "
        "demander.",
    )


def _what(fault: BaseException) -> str:
    """A French end to « le modèle X »."""
    if isinstance(fault, SecurityError):
        if TOO_LARGE in str(fault):
            return "demande un calcul trop grand"
        return "cherche à exécuter du code, ce qu’un modèle ne peut pas faire"
    if isinstance(fault, UndefinedError):
        asked = re.findall(r"'([^']*)'", str(fault))
        if not asked:
            return "demande un élément que la liste n’a pas"
        return f"demande « {asked[-1]} », que les données n’ont pas"
    if isinstance(fault, TemplateSyntaxError):
        refused = fault.message == REFUSED
        return "emploie une commande refusée" if refused else "contient une balise mal écrite"
    if isinstance(fault, UnprintableValue):
        return f"imprime {fault}"
    if isinstance(fault, MemoryError):
        return "demande trop de mémoire"
    return "ne peut pas être rempli avec ces données"


def _line_of(fault: BaseException) -> int:
    """The line of the source where a fault arose; 0 if not known."""
    if isinstance(fault, TemplateSyntaxError):
        return fault.lineno
    line = 0
    step: TracebackType | None = fault.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def _paragraph_text(source: str, line: int) -> str:
    lines = source.split("\n")
    if not 0 < line <= len(lines):
        return ""
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", "", lines[line - 1])).split())
    # As the author typed it, before `tags.straighten`.
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match.group(1), 16)), text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
