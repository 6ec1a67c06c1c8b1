"""Bundles of invented documents, made by the real engine, judged by veraPDF and by poppler."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, String
from PIL import Image

from avenant_builder.errors import ConversionFailed
from avenant_builder.model.documents import Entry
from avenant_builder.pdf.assemble import assemble
from avenant_builder.pdf.parts import Bundle, Part, first_pages, page_count
from avenant_builder.pdf.readback import check_bundle
from avenant_builder.pdf.supplied import bindable
from pdf_samples import DAY, ENTRIES, TITLE
from verapdf import failures

pytest_plugins = ["pdf_fixtures"]

PAGE = re.compile(r"page (\d+) / (\d+)")


def text_of(pdf: Path, page: int) -> str:
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def words_of(pdf: Path, page: int) -> list[tuple[float, float, float]]:
    """Words of a page as it is seen: left, right, foot, this last from the top of the page."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    html = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pattern = r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">'
    return [(float(a), float(b), float(y)) for a, b, y in re.findall(pattern, html)]


def footer_of(pdf: Path, page: int) -> tuple[float, float, float]:
    """Left, right and foot of the lowest line of a page."""
    words = words_of(pdf, page)
    lowest = max(word[2] for word in words)
    line = [word for word in words if lowest - word[2] < 2]
    return min(word[0] for word in line), max(word[1] for word in line), lowest


def make(parts: Sequence[Part], target: Path, entries: Sequence[Entry] = ()) -> Bundle:
    return assemble(parts, entries, target=target, title=TITLE, dated=DAY)


def plain_pdf(path: Path, *, pages: int = 1, **page_keys: object) -> Path:
    """An untagged PDF that claims nothing, as a partner may send."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            # Left open on purpose: the stamp must not be moved or blotted out by it.
            page.obj.Contents = pdf.make_stream(
                b"q 0.5 0 0 0.5 300 300 cm BT /F1 12 Tf 0 400 Td (Plan du partenaire) Tj ET"
            )
            for key, value in page_keys.items():
                page.obj[f"/{key}"] = value
        pdf.save(path)
    return path


def test_the_whole_is_valid_pdf_a_and_ua(sample_bundle: Bundle) -> None:
    assert (sample_bundle.pdfa, sample_bundle.pdfua, sample_bundle.remarks) == (True, True, ())
    assert failures(sample_bundle.path, "PDFA_2_B") == []
    assert failures(sample_bundle.path, "PDFUA_1") == []


def test_verapdf_finds_known_faults(sample_bundle: Bundle, tmp_path: Path) -> None:
    untagged, unfit = tmp_path / "sans-balises.pdf", plain_pdf(tmp_path / "ordinaire.pdf")
    with pikepdf.open(sample_bundle.path) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(untagged)
    assert any(line.startswith("7.1-") for line in failures(untagged, "PDFUA_1"))
    assert any(line.startswith("6.2.11.4.1-") for line in failures(unfit, "PDFA_2_B"))


def test_the_same_parts_give_the_same_bytes(
    sample_parts: tuple[Part, ...], sample_bundle: Bundle, tmp_path: Path
) -> None:
    again = make(sample_parts, tmp_path / "encore.pdf", ENTRIES)
    assert again.path.read_bytes() == sample_bundle.path.read_bytes()


def test_pages_are_counted_over_all_parts(
    sample_parts: tuple[Part, ...], sample_bundle: Bundle
) -> None:
    assert sample_bundle.pages == 14 == page_count(sample_bundle.path)
    assert sample_bundle.first_pages == {"sommaire": 1, "avenant": 2, "fiche-1": 4, "fiche-2": 5}
    assert (
        first_pages((p.key, page_count(p.path)) for p in sample_parts) == sample_bundle.first_pages
    )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_each_part_begins_after_the_one_before(counts: list[int]) -> None:
    with TemporaryDirectory() as folder:
        parts = [
            Part(
                key=f"p{rank}",
                path=plain_pdf(Path(folder) / f"{rank}.pdf", pages=count),
                title=f"Partie {rank}",
                supplied=True,
            )
            for rank, count in enumerate(counts)
        ]
        made = make(parts, Path(folder) / "tout.pdf")
        firsts = list(made.first_pages.values())
        assert made.first_pages == first_pages((p.key, page_count(p.path)) for p in parts)
        assert firsts[0] == 1
        assert [b - a for a, b in zip(firsts, [*firsts[1:], made.pages + 1], strict=True)] == counts


def test_every_page_shows_one_number_that_of_the_bundle(sample_bundle: Bundle) -> None:
    for page in range(1, sample_bundle.pages + 1):
        assert PAGE.findall(text_of(sample_bundle.path, page)) == [(str(page), "14")]


def test_the_other_words_of_the_footer_stay(sample_bundle: Bundle) -> None:
    assert "Suite inventée – page 12 / 14" in text_of(sample_bundle.path, 12)


def test_the_footer_keeps_its_place_and_alignment(
    sample_bundle: Bundle, sample_pdfs: Mapping[str, Path]
) -> None:
    right, centre, left = (
        (
            footer_of(sample_pdfs[key], 1),
            footer_of(sample_bundle.path, sample_bundle.first_pages[key]),
        )
        for key in ("avenant", "fiche-1", "fiche-2")
    )
    assert right[1][1] == pytest.approx(right[0][1], abs=0.6)
    assert sum(centre[1][:2]) == pytest.approx(sum(centre[0][:2]), abs=1.2)
    assert left[1][0] == pytest.approx(left[0][0], abs=0.1)
    for before, after in (right, centre, left):
        assert after[2] == pytest.approx(before[2], abs=0.1)


def test_what_a_tab_sets_apart_does_not_move(
    sample_pdfs: Mapping[str, Path], tmp_path: Path
) -> None:
    parts = [Part(key=key, path=sample_pdfs[key], title=key) for key in ("fiche-2", "tabulations")]
    made = make(parts, tmp_path / "a.pdf")
    before, after = footer_of(sample_pdfs["tabulations"], 2), footer_of(made.path, 12)
    assert re.search(r"Vu page 2 +page 12 / 12", text_of(made.path, 12))
    assert after == pytest.approx(before, abs=0.6)


def test_a_document_without_number_gets_one(
    sample_pdfs: Mapping[str, Path], tmp_path: Path
) -> None:
    part = Part(key="a", path=sample_pdfs["sans-pied"], title="Sans pied")
    made = make([part], tmp_path / "a.pdf")
    left, right, foot = footer_of(made.path, 1)
    assert PAGE.findall(text_of(made.path, 1)) == [("1", "1")]
    assert (left + right) / 2 == pytest.approx(612 / 2, abs=0.5)
    assert 10 < 792 - foot < 40
    assert failures(made.path, "PDFA_2_B") + failures(made.path, "PDFUA_1") == []


def test_contents_lines_lead_into_the_bundle_and_other_links_stay(sample_bundle: Bundle) -> None:
    with pikepdf.open(sample_bundle.path) as pdf:
        numbers = {page.obj.objgen: rank for rank, page in enumerate(pdf.pages, start=1)}
        contents = sorted(pdf.pages[0].obj.Annots, key=lambda link: -link.Rect[1])
        assert [numbers[link.Dest[0].objgen] for link in contents] == [2, 4, 5]
        assert [str(link.Contents) for link in contents] == [
            "Avenant n° 1, page 2",
            "fiche-1, page 4",
            "fiche-2, page 5",
        ]
        assert str(pdf.pages[3].obj.Annots[0].A.URI) == "https://exemple.invalid/page"


def test_a_contents_line_that_leads_nowhere_stops(
    sample_parts: tuple[Part, ...], tmp_path: Path
) -> None:
    with pytest.raises(ConversionFailed, match="fiche-2"):
        make(sample_parts[:3], tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())


def test_an_entry_that_leads_nowhere_stops(sample_parts: tuple[Part, ...], tmp_path: Path) -> None:
    with pytest.raises(ConversionFailed, match="Annexe 9"):
        make(
            sample_parts, tmp_path / "a.pdf", [Entry(title="Annexe 9", level=1, target="annexe-9")]
        )


def test_a_broken_part_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cassé.pdf"
    path.write_bytes(b"<html>")
    with pytest.raises(ConversionFailed, match=r"cassé\.pdf"):
        page_count(path)


def roles(pdf: Pdf) -> list[tuple[str, str]]:
    """Every structure element in order, as (standard role, text of its ID)."""
    root = pdf.Root.StructTreeRoot
    mapping = root.get("/RoleMap", Dictionary())
    found: list[tuple[str, str]] = []
    waiting = [root.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Array):
            waiting.extend(reversed(list(node.as_list())))
        elif isinstance(node, Dictionary) and "/S" in node:
            found.append((str(mapping.get(str(node.S), node.S)), str(node.get("/ID", ""))))
            waiting.append(node.get("/K", Array()))
    return found


def test_tags_of_all_parts_follow_one_another(
    sample_parts: tuple[Part, ...], sample_bundle: Bundle
) -> None:
    expected = [("/Document", "")]
    for part in sample_parts:
        with pikepdf.open(part.path) as pdf:
            expected += [("/Part", ""), *roles(pdf)[1:]]
    with pikepdf.open(sample_bundle.path) as pdf:
        assert roles(pdf) == expected


def test_marked_content_finds_its_element_again(sample_bundle: Bundle) -> None:
    with pikepdf.open(sample_bundle.path) as pdf:
        parents = dict(NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
        for page in pdf.pages:
            for element in parents[int(page.obj.StructParents)].as_list():
                assert element.Pg.objgen == page.obj.objgen
            for annotation in page.obj.get("/Annots", Array()):
                assert str(parents[int(annotation.StructParent)].S) == "/Link"


def changed(source: Path, target: Path, *, role: str) -> Path:
    """A copy whose paragraphs mean something else, with classes and named elements."""
    with pikepdf.open(source) as pdf:
        root = pdf.Root.StructTreeRoot
        root.RoleMap.Standard = Name(role)
        root.ClassMap = Dictionary(Grand=Dictionary(O=Name.Layout, SpaceBefore=3))
        for element in root.K[0].K.as_list():
            if str(element.S) == "/Standard":
                element.C = Name.Grand
                element.ID = String("même nom")
                break
        pdf.save(target)
    return target


def test_names_that_clash_keep_their_meaning(
    sample_pdfs: Mapping[str, Path], tmp_path: Path
) -> None:
    parts = [
        Part(key=key, path=changed(sample_pdfs["fiche-1"], tmp_path / key, role=role), title=key)
        for key, role in (("a", "/P"), ("b", "/BlockQuote"))
    ]
    expected = [("/Document", "")]
    for part in parts:
        with pikepdf.open(part.path) as pdf:
            named = [(role, f"{part.key}:{label}" if label else "") for role, label in roles(pdf)]
            expected += [("/Part", ""), *named[1:]]
    made = make(parts, tmp_path / "tout.pdf")
    with pikepdf.open(made.path) as pdf:
        assert roles(pdf) == expected
        root = pdf.Root.StructTreeRoot
        assert [str(name) for name in root.IDTree.Kids[0].Names.as_list()[::2]] == [
            "a:même nom",
            "b:même nom",
        ]
        assert set(root.ClassMap.keys()) == {"/Grand", "/Grand-2"}
    assert failures(made.path, "PDFUA_1") == []


def test_a_partners_pdf_that_claims_both_breaks_neither(
    sample_parts: tuple[Part, ...], sample_pdfs: Mapping[str, Path], tmp_path: Path
) -> None:
    annex = Part(key="b", path=sample_pdfs["sans-pied"], title="Plan", supplied=True)
    made = make([*sample_parts, annex], tmp_path / "tout.pdf", ENTRIES)
    assert made.remarks == ()
    assert failures(made.path, "PDFA_2_B") + failures(made.path, "PDFUA_1") == []


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_scan_keeps_the_claim_of_an_archive(
    sample_parts: tuple[Part, ...], tmp_path: Path, mode: str
) -> None:
    Image.new(mode, (827, 1169), "white").save(tmp_path / "scan.tif", dpi=(100, 100))
    pages = bindable(tmp_path / "scan.tif", tmp_path / "scan.pdf")
    annex = Part(key="b", path=pages, title="Scan", supplied=True)
    made = make([*sample_parts, annex], tmp_path / "tout.pdf", ENTRIES)
    assert (made.pdfa, made.pdfua) == (True, False)
    assert failures(made.path, "PDFA_2_B") == []


def test_a_partners_plain_pdf_ends_the_claims_and_it_is_said(
    sample_parts: tuple[Part, ...], tmp_path: Path
) -> None:
    annex = Part(key="b", path=plain_pdf(tmp_path / "b.pdf"), title="Plan local", supplied=True)
    made = make([*sample_parts, annex], tmp_path / "tout.pdf", ENTRIES)
    assert (made.pdfa, made.pdfua) == (False, False)
    assert len(made.remarks) == 2
    assert all(
        "tout.pdf n’est pas annoncé" in remark and "« Plan local »" in remark
        for remark in made.remarks
    )
    with pikepdf.open(made.path) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        assert b"pdfaid" not in packet
        assert b"pdfuaid" not in packet
        assert len(roles(pdf)) > 50


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 595, 842), (100, 200, 500, 700), (-50, -80, 1600, 2300)])
def test_the_stamp_is_at_the_foot_of_any_page(
    turned: int, box: tuple[float, ...], tmp_path: Path
) -> None:
    path = plain_pdf(tmp_path / "a.pdf", Rotate=turned, MediaBox=Array(box), CropBox=Array(box))
    made = make([Part(key="a", path=path, title="A", supplied=True)], tmp_path / "b.pdf")
    width, height = box[2] - box[0], box[3] - box[1]
    if turned % 180:
        width, height = height, width
    left, right, foot = footer_of(made.path, 1)
    assert PAGE.findall(text_of(made.path, 1)) == [("1", "1")]
    assert (left + right) / 2 == pytest.approx(width / 2, abs=1.5)
    assert 0 < height - foot < height / 15


def test_pictures_that_parts_share_are_kept_once(sample_bundle: Bundle) -> None:
    with pikepdf.open(sample_bundle.path) as pdf:
        pictures = [
            drawn.objgen
            for page in pdf.pages
            for drawn in page.obj.Resources.get("/XObject", Dictionary()).values()
        ]
        assert len(set(pictures)) == 1


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    path = plain_pdf(tmp_path / "a.pdf")
    buffer = BytesIO(path.read_bytes())
    with pikepdf.open(buffer) as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Réseaux")))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
        )
        pdf.pages[0].obj.Resources.Properties = Dictionary(Couche=layer)
        pdf.save(path)
    made = make([Part(key="a", path=path, title="A", supplied=True)], tmp_path / "b.pdf")
    with pikepdf.open(made.path) as pdf:
        assert [str(layer.Name) for layer in pdf.Root.OCProperties.D.OFF] == ["Réseaux"]


def test_numbers_are_found_where_each_run_is_an_artifact(
    sample_pdfs: Mapping[str, Path], tmp_path: Path
) -> None:
    """So writes LibreOffice 7.4, where later ones make one artifact of a footer."""
    path = tmp_path / "fiche.pdf"
    with pikepdf.open(sample_pdfs["fiche-2"]) as pdf:
        for page in pdf.pages:
            page.obj.Contents = pdf.make_stream(_cut_artifacts(page))
        pdf.save(path)
    parts = [Part(key=key, path=path, title=key) for key in ("a", "b")]
    made = assemble(parts, (), target=tmp_path / "r.pdf", title=TITLE, dated=DAY)
    check_bundle(made, parts, (), title=TITLE)
    assert PAGE.findall(text_of(made.path, made.pages)) == [("20", "20")]


def _cut_artifacts(page: pikepdf.Page) -> bytes:
    """The content of a page, with an artifact ended and begun anew after each text of one."""
    result, marks = [], []
    for instruction in pikepdf.parse_content_stream(page):
        result.append(instruction)
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            marks.append(instruction if str(instruction.operands[0]) == "/Artifact" else None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "ET" and marks and marks[-1] is not None:
            result += [pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC")), marks[-1]]
    return pikepdf.unparse_content_stream(result)


def test_where_no_part_claims_a_standard_they_are_not_all_named(tmp_path: Path) -> None:
    parts = []
    for key in ("a", "b"):
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(595, 842))
            pdf.save(tmp_path / f"{key}.pdf")
        parts.append(Part(key=key, path=tmp_path / f"{key}.pdf", title=key, supplied=True))
    target = tmp_path / "r.pdf"
    made = assemble(parts, (), target=target, title=TITLE, dated=DAY)
    assert [remark.rpartition(" : ")[2] for remark in made.remarks] == ["toutes ses parties."] * 2
