"""Laws that the Word models of the Loire keep, whoever edits them."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from avenant_builder.charting import plan_chart
from avenant_builder.check import check
from avenant_builder.comparison import summary_job
from avenant_builder.context import annex_context, common_context
from avenant_builder.differences import Topic
from avenant_builder.maps.draw import write_map
from avenant_builder.model.avenant import EarlierAvenant
from avenant_builder.model.documents import CHART_RASTER, CHART_VECTOR, FillJob, Picture
from avenant_builder.model.dossier import Dossier
from avenant_builder.model.fiche import Block, BlockKind, RichText, Span
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.finish import finish
from avenant_builder.pdf.office import convert
from avenant_builder.plan import front_job
from avenant_builder.problems import Place
from avenant_builder.word.container import read_container
from avenant_builder.word.fill import fill
from avenant_builder.word.models import check_models
from avenant_builder.word.ooxml import STORY_ROOTS, W, parse, text_nodes
from avenant_builder.word.tags import TAG, Tag, mend, tagged_paragraphs
from deposit_jobs import deposit_jobs
from packet_jobs import draw_marks, packet_jobs
from reminder_jobs import copy_jobs, reminder_jobs
from second_agreement.fixture import png_of_four_squares
from set_jobs import set_jobs
from verapdf import failures

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "templates"
README = FOLDER / "README.md"
NAMES = tuple(
    f"{name}.docx"
    for name in (
        *("annexe-image", "annexes", "avenant", "bordereau-ensemble", "bordereau", "carte"),
        *("couverture", "deliberation", "envoi", "fiche", "lettre-envoi", "lettre-transmission"),
        *("page-signature", "relance", "synthese"),
    )
)
LEVELS = (1, 2, 3)
DAY = date(2019, 1, 1)
FICHE_STYLES = {
    "Texte de fiche",
    "Citation de fiche",
    *(f"{family} {n}" for family in ("Puce", "Flèche", "Numéro", "Suite") for n in LEVELS),
}
SIGNS = {
    "Puce 1": "•",
    "Puce 2": "–",
    "Puce 3": "▪",
    **{f"Flèche {n}": "→" for n in LEVELS},
    **{f"Numéro {n}": "%1." for n in LEVELS},
}
YEAR = {"annee": 2019, "numero": 1}
CHANGES = Topic(title="Sujet inventé", said="2 essais", lines=("Un essai", "Un autre"))
GREY_OUTSIDE_TABLES = "595959"
# Tables whose keys are the user's own.
FREE = ("variables", "structures.nombre")

all_models = pytest.mark.parametrize("name", NAMES)


ARTICLE_BEFORE_A_NAME = re.compile(
    r"\b(?:du|des|de(?: la)?|[dl]['’])\s*\{\{ ?(?:schema\.territoire|organisme\.nom)"
)


@cache
def parts(name: str) -> Mapping[str, etree._Element]:
    """The XML parts of a model, by name."""
    with ZipFile(FOLDER / name) as archive:
        return {entry: parse(archive.read(entry)) for entry in archive.namelist()}


def stories(name: str) -> list[etree._Element]:
    return [root for root in parts(name).values() if root.tag in STORY_ROOTS]


def value(node: etree._Element, path: str) -> str:
    """The ``w:val`` of what lies at a path under a node, or nothing."""
    found = node.find("/".join(f"w:{step}" for step in path.split("/")), {"w": W[1:-1]})
    return found.get(f"{W}val", "") if found is not None else ""


def styles(name: str) -> dict[str, etree._Element]:
    """The styles of a model by the name that people see."""
    return {
        value(style, "name"): style for style in parts(name)["word/styles.xml"].iter(f"{W}style")
    }


def text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in text_nodes(paragraph))


def tags(name: str) -> Iterator[Tag]:
    for story in stories(name):
        copy = parse(etree.tostring(story))
        mend(copy)
        for paragraph in tagged_paragraphs(copy):
            yield from paragraph.tags


@pytest.fixture(scope="module")
def jobs() -> tuple[FillJob, ...]:
    """What the real 2019 dossier asks of the models, all but that of pictures.

    The reminders are of made-up days, with every kind of thing that may be missing.
    """
    checked = check(ROOT, 2019)
    dossier, plan = checked.ready()
    fronts = [front_job(plan, bundle, {}) for bundle in plan.bundles]
    common = plan.jobs[0].context
    summary = summary_job(common, {"avant": YEAR, "apres": YEAR}, (CHANGES,), most=1)
    copies = list(copy_jobs(dossier, root=ROOT))[:4]
    letters = (*reminder_jobs(dossier, root=ROOT), *copies, *deposit_jobs(dossier, root=ROOT))
    packets = packet_jobs(dossier, root=ROOT)
    return (*plan.jobs, *fronts, *letters, *packets, *set_jobs(ROOT), summary)


def loire() -> Dossier:
    dossier = check(ROOT, 2019).dossier
    assert dossier is not None
    return dossier


def test_these_models_are_all_that_there_is() -> None:
    assert tuple(sorted(path.name for path in FOLDER.glob("*.docx"))) == NAMES


@all_models
def test_a_model_is_fit_to_be_filled(name: str) -> None:
    """No macro, nothing linked, no tracked change."""
    assert read_container(FOLDER / name, Place(name))[1] == ()


@all_models
def test_the_language_is_french_throughout(name: str) -> None:
    default = "docDefaults/rPrDefault/rPr/lang"
    assert value(parts(name)["word/styles.xml"], default) == "fr-FR"
    said = {node.get(f"{W}val") for root in parts(name).values() for node in root.iter(f"{W}lang")}
    assert said == {"fr-FR"}


@all_models
def test_properties_have_a_title_and_name_nobody(name: str) -> None:
    found = {etree.QName(node).localname: node.text for node in parts(name)["docProps/core.xml"]}
    assert found["title"]
    assert not found.get("creator") and not found.get("lastModifiedBy")


@all_models
def test_no_style_is_there_for_nothing(name: str) -> None:
    known = styles(name)
    used = {
        node.get(f"{W}val")
        for story in stories(name)
        for node in story.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    if name == "fiche.docx":
        used |= {known[style].get(f"{W}styleId") for style in FICHE_STYLES}
    by_id = {style.get(f"{W}styleId"): style for style in known.values()}
    for style in [by_id[key] for key in used]:
        used.add(value(style, "basedOn") or None)
    unused = {key for key, style in by_id.items() if not style.get(f"{W}default")} - used
    assert unused == set()


@all_models
def test_one_heading_1_and_no_heading_left_alone(name: str) -> None:
    known = styles(name)
    headings = {known[key].get(f"{W}styleId"): key for key in known if key.startswith("heading ")}
    levels = [
        headings[node.get(f"{W}val", "")]
        for node in parts(name)["word/document.xml"].iter(f"{W}pStyle")
        if node.get(f"{W}val") in headings
    ]
    assert levels.count("heading 1") == 1
    assert levels[0] == "heading 1"
    assert all(known[key].find(f"{W}pPr/{W}keepNext") is not None for key in levels)


@all_models
def test_page_x_of_y_is_alone_in_the_footer(name: str) -> None:
    """The bundle writes its own number over it; a signature page is in no bundle."""
    if name == "page-signature.docx":
        pytest.skip("Son pied de page porte le second code.")
    footers = [root for root in stories(name) if root.tag == f"{W}ftr"]
    assert footers
    for footer in footers:
        fields = [(node.text or "").strip() for node in footer.iter(f"{W}instrText")]
        assert fields == ["PAGE", "NUMPAGES"]
        assert [text(node) for node in footer.iter(f"{W}p")] == ["page 1 / 1"]


@all_models
def test_tables_are_as_wide_as_the_text_and_their_rows_never_split(name: str) -> None:
    """LibreOffice takes widths from the grid, not from the cells."""
    document = parts(name)["word/document.xml"]
    *_, page = document.iter(f"{W}pgSz")
    *_, margins = document.iter(f"{W}pgMar")
    sides = [int(margins.get(f"{W}{side}", "")) for side in ("left", "right")]
    room = int(page.get(f"{W}w", "")) - sum(sides)
    for table in document.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        assert sum(grid) == room
        for row in table.iter(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            spans = [int(value(cell, "tcPr/gridSpan") or 1) for cell in row.iter(f"{W}tc")]
            assert sum(spans) == len(grid)


@all_models
def test_two_tables_never_touch_once_the_tags_are_gone(name: str) -> None:
    """Word makes one table of two that nothing parts."""
    body = parts(name)["word/document.xml"][0]
    kept = [node for node in body if node.tag == f"{W}tbl" or not _is_bare_tag(node)]
    for before, after in pairwise(kept):
        assert {before.tag, after.tag} != {f"{W}tbl"}


def _is_bare_tag(node: etree._Element) -> bool:
    return text(node).startswith("{%p ") and not TAG.sub("", text(node)).strip()


@all_models
def test_every_picture_has_words_in_its_stead(name: str) -> None:
    for story in stories(name):
        for node in story.iter("{*}docPr"):
            assert node.get("descr", "").strip()


@all_models
def test_letters_stand_out_from_the_paper(name: str) -> None:
    """Contrast of 7 to 1 at least (WCAG 2.2, 1.4.6), on white and on the shades of cells."""
    roots = parts(name).values()
    inks = {node.get(f"{W}val", "") for root in roots for node in root.iter(f"{W}color")}
    shades = {node.get(f"{W}fill", "") for root in roots for node in root.iter(f"{W}shd")}
    for ink in inks - {"auto", GREY_OUTSIDE_TABLES}:
        assert all(_contrast(ink, paper) >= 7 for paper in {"FFFFFF", *shades})
    assert _contrast(GREY_OUTSIDE_TABLES, "FFFFFF") >= 7


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_heading_over_several_seats_stays_with_its_row() -> None:
    document = parts("avenant.docx")["word/document.xml"]
    by_id = {style.get(f"{W}styleId"): style for style in styles("avenant.docx").values()}
    (heading,) = [p for p in document.iter(f"{W}p") if text(p) == "{{ rangee.intitule }}"]
    assert by_id[value(heading, "pPr/pStyle")].find(f"{W}pPr/{W}keepNext") is not None


def test_there_is_room_to_sign() -> None:
    """Two centimetres at least between the title and the name."""
    spacing = styles("avenant.docx")["Nom du signataire"].find(f"{W}pPr/{W}spacing")
    assert spacing is not None
    assert int(spacing.get(f"{W}before", "")) >= 2 * 567


def test_the_blank_of_the_date_is_five_underscores_drawn_wide() -> None:
    document = parts("avenant.docx")["word/document.xml"]
    written = {"".join(str(part) for part in run.itertext()): run for run in document.iter(f"{W}r")}
    blanks = [run for said, run in written.items() if said and not said.strip("_")]
    assert blanks == [written["_____"]]
    assert int(value(blanks[0], "rPr/w")) >= 300


def test_the_fiche_has_the_styles_that_rich_text_takes() -> None:
    assert styles("fiche.docx").keys() >= FICHE_STYLES


@pytest.mark.parametrize("name", ["annexes.docx", "couverture.docx"])
def test_contents_lines_end_at_a_stop_with_dots(name: str) -> None:
    for level in (1, 2):
        (stop,) = styles(name)[f"Sommaire {level}"].iterfind(f"{W}pPr/{W}tabs/{W}tab")
        assert (stop.get(f"{W}val"), stop.get(f"{W}leader")) == ("right", "dot")


def test_each_list_style_is_a_list_of_its_own_with_a_sign_of_the_text_font() -> None:
    """One list of three levels, cut by a paragraph, breaks LibreOffice's tags (UA-1, 7.2)."""
    numbering = parts("fiche.docx")["word/numbering.xml"]
    abstract = {node.get(f"{W}abstractNumId"): node for node in numbering.iter(f"{W}abstractNum")}
    lists = {
        node.get(f"{W}numId"): abstract[value(node, "abstractNumId")]
        for node in numbering.iter(f"{W}num")
    }
    taken = {key: value(styles("fiche.docx")[key], "pPr/numPr/numId") for key in SIGNS}
    assert len(set(taken.values())) == len(SIGNS) == len(lists)
    for key, number in taken.items():
        (level,) = lists[number].iter(f"{W}lvl")
        assert value(level, "lvlText") == SIGNS[key]
        fonts = level.find(f"{W}rPr/{W}rFonts")
        assert fonts is None or fonts.get(f"{W}ascii") == "Calibri"


# What the models ask for, what the README tells, what the data give.


def told() -> tuple[set[str], dict[str, list[str]]]:
    """The names in the tables of the README, and the loop variables by the list they run over."""
    readme = README.read_text("utf-8")
    rows = re.findall(r"^\| `((?:[a-z_]+\.)*(?!docx)[a-z_]+)` \|", readme, re.MULTILINE)
    loops: dict[str, list[str]] = {}
    for variable, path in re.findall(r"`\{% for (\w+) in ([\w.]+) %\}`", readme):
        loops.setdefault(path, []).append(variable)
    assert len(rows) == len(set(rows))
    return set(rows), loops


def given(path: str, held: Any, loops: Mapping[str, list[str]]) -> Iterator[str]:
    """The names under a path of a context, each element of a list by its loop variables."""
    if path in FREE:
        yield path
    elif isinstance(held, Mapping):
        for key, item in held.items():
            yield from given(f"{path}.{key}", item, loops)
    elif isinstance(held, list) and held and isinstance(held[0], Mapping):
        yield from [path] if "." in path else []
        whole = {key: item for element in held for key, item in element.items()}
        for variable in loops[path]:
            yield from given(variable, whole, loops)
    else:
        yield path


def test_the_readme_tells_every_name_that_the_data_give_and_no_other(
    jobs: Iterable[FillJob],
) -> None:
    dossier = loire()
    names, loops = told()
    context: dict[str, Any] = {}
    for job in jobs:
        context |= job.context
    before = EarlierAvenant(number=1, period=dossier.avenant.period)  # invented: 2019 has none
    after = replace(dossier, avenant=replace(dossier.avenant, earlier=(before,)))
    context |= {"schema": common_context(after, root=ROOT)["schema"]}
    image = ROOT / "data" / "plan.png"
    context |= annex_context(context, dossier.avenant.annexes[-1], picture=image)
    assert {name for key, held in context.items() for name in given(key, held, loops)} == names


@all_models
def test_the_readme_tells_every_name_that_a_model_asks_for(name: str) -> None:
    names, loops = told()
    known = names | {path for path in loops if "." not in path}
    for tag in tags(name):
        bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", tag.source)
        for path in re.findall(r"[a-z_]+(?:\.\w+)+", bare):
            assert path in known or path.rpartition(".")[0] in (*FREE, "loop"), tag.source


def test_the_2019_data_have_all_that_the_models_ask_for(jobs: tuple[FillJob, ...]) -> None:
    assert {job.model for job in jobs} == set(NAMES) - {"annexe-image.docx"}
    assert check_models(jobs, folder=FOLDER) == ()


# The real engine.


def test_models_saved_by_libreoffice_are_still_good(
    jobs: tuple[FillJob, ...], engine: Engine, tmp_path: Path
) -> None:
    """An agent may edit them there: the tags, the styles and their lists must come back."""
    command = [
        *(str(engine.path), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"),
        *("--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path)),
        *(str(FOLDER / name) for name in NAMES),
    ]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    assert check_models(jobs, folder=tmp_path) == ()
    chart = plan_chart(loire())[0]
    assert chart is not None
    write_map(chart, vector=tmp_path / CHART_VECTOR, raster=tmp_path / CHART_RASTER)
    draw_marks(loire(), tmp_path, root=ROOT)
    assert len(fill(jobs, folder=tmp_path, target=tmp_path, dated=DAY)) == len(jobs)


def block(kind: BlockKind, level: int, number: int | None = None) -> Block:
    spans = (Span(f"{kind} de niveau {level}, texte inventé"),)
    return Block(kind=kind, level=level, spans=spans, number=number)


def test_every_kind_of_text_gives_an_accessible_pdf(
    jobs: tuple[FillJob, ...], engine: Engine, tmp_path: Path
) -> None:
    """Lists in lists, cut by paragraphs, of every kind; and a picture, which 2019 has not."""
    kinds = (BlockKind.BULLET, BlockKind.PARAGRAPH, BlockKind.NUMBER, BlockKind.ARROW)
    blocks = [
        block(kind, level, 1 if kind is BlockKind.NUMBER else None)
        for levels in ((1, 2, 1), (2, 3, 1), (1, 3, 2))
        for level in levels
        for kind in (*kinds, BlockKind.BULLET)
    ]
    blocks += [block(BlockKind.QUOTE, 0), block(BlockKind.PARAGRAPH, 0)]
    by_model = {job.model: job for job in jobs}
    fiche, carte = by_model["fiche.docx"], by_model["carte.docx"]
    section = {"titre": "Section inventée", "texte": RichText(tuple(blocks)), "vide": False}
    facts = {**fiche.context["fiche"], "sections": [section, section]}
    picture = Picture(_picture(tmp_path), "Plan inventé", 160.0, 200.0)
    shown = {**carte.context, "image": picture}
    asked = [
        replace(fiche, key="fiche", context={**fiche.context, "fiche": facts}),
        replace(carte, key="image", model="annexe-image.docx", context=shown),
    ]
    made = fill(asked, folder=FOLDER, target=tmp_path, dated=DAY)
    for pdf in convert(made, engine=engine, target=tmp_path, work=tmp_path / "travail"):
        finish(pdf, title="Essai inventé", dated=DAY)
        assert failures(pdf, "PDFA_2_B") == []
        assert failures(pdf, "PDFUA_1") == []


def _picture(folder: Path) -> Path:
    path = folder / "plan.png"
    path.write_bytes(png_of_four_squares())
    return path


@all_models
def test_no_model_chooses_the_article_of_a_territory_itself(name: str) -> None:
    """« de la » before a name suits the Loire, not the Ain: the filter ``de`` chooses."""
    texts = [
        "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        for story in stories(name)
        for paragraph in story.iter(f"{W}p")
    ]
    assert any("{{ schema.territoire|de }}" in text for text in texts)
    assert not [text for text in texts if ARTICLE_BEFORE_A_NAME.search(text)]
