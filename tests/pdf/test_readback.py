"""A bundle that is not what was asked is found out, and so is a signature block that is cut."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from avenant_builder.errors import ConversionFailed
from avenant_builder.model.documents import Entry, SignatureBlock
from avenant_builder.pdf.assemble import assemble
from avenant_builder.pdf.parts import Bundle, Part
from avenant_builder.pdf.readback import _contents_faults, check_bundle, check_signature_blocks
from avenant_builder.pdf.reader import Sight, compact
from pdf_samples import DAY, ENTRIES, TITLE

pytest_plugins = ["pdf_fixtures"]

BLOCKS = (
    SignatureBlock(seat="etat", heading="Pour l’État,", title="Le Préfet", name="Jean INVENTÉ"),
    SignatureBlock(
        seat="essai",
        heading="Pour la Ville d’Essai,",
        title="Le Maire,",
        name="Anne\u2011Lys FEINTE",
    ),
    SignatureBlock(seat="caf-1", heading="Pour la Caf,", title="Le Directeur,", name="Luc IMAGINÉ"),
    SignatureBlock(seat="caf-2", heading="", title="La Présidente,", name="Ève SUPPOSÉE"),
)


def test_a_good_bundle_passes(sample_bundle: Bundle, sample_parts: Sequence[Part]) -> None:
    check_bundle(sample_bundle, sample_parts, ENTRIES, title=TITLE)


def swap_pages(pdf: Pdf) -> None:
    first, second = pdf.pages[1], pdf.pages[2]
    first.obj.Contents, second.obj.Contents = second.obj.Contents, first.obj.Contents


def lose_text(pdf: Pdf) -> None:
    kept = [
        instruction
        for instruction in pikepdf.parse_content_stream(pdf.pages[5])
        if str(instruction.operator) != "TJ"
    ]
    pdf.pages[5].obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def old_number_again(pdf: Pdf) -> None:
    """The footer of page 5 on page 6: a number that competes."""
    pdf.pages[5].obj.Contents = Array([pdf.pages[5].obj.Contents, pdf.pages[4].obj.Contents])


def change_link(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Dest[0] = pdf.pages[1].obj


SPOILT: dict[str, tuple[Callable[[Pdf], Any], str]] = {
    "pages en désordre": (swap_pages, "page 2 : texte ou numéro"),
    "texte perdu": (lose_text, "page 6 : texte ou numéro"),
    "deux numéros": (old_number_again, "page 6 : texte ou numéro"),
    "page en moins": (lambda pdf: pdf.pages.__delitem__(13), "13 pages au lieu de 14"),
    "lien détourné": (change_link, "un lien du sommaire"),
    "signet perdu": (
        lambda pdf: pdf.Root.Outlines.First.__setitem__("/Title", String("Autre")),
        "le signet « Avenant n° 1 »",
    ),
    "signet détourné": (
        lambda pdf: pdf.Root.Outlines.First.Dest.__setitem__(0, pdf.pages[8].obj),
        "le signet « Avenant n° 1 »",
    ),
    "étiquettes": (
        lambda pdf: pdf.Root.__setitem__(
            "/PageLabels", Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))
        ),
        "étiquettes",
    ),
    "titre": (lambda pdf: pdf.docinfo.__setitem__("/Title", "Autre"), "titre"),
    "langue": (lambda pdf: pdf.Root.__setitem__("/Lang", String("en-GB")), "langue"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_bundle_is_found_out(
    name: str, sample_bundle: Bundle, sample_parts: Sequence[Part], tmp_path: Path
) -> None:
    spoil, word = SPOILT[name]
    path = tmp_path / "dossier.pdf"
    with pikepdf.open(sample_bundle.path) as pdf:
        spoil(pdf)
        pdf.save(path)
    with pytest.raises(ConversionFailed, match=word):
        check_bundle(replace(sample_bundle, path=path), sample_parts, ENTRIES, title=TITLE)


def test_a_bundle_with_a_partners_pages_passes(
    sample_pdfs: Mapping[str, Path], sample_parts: Sequence[Part], tmp_path: Path
) -> None:
    annex = Part(key="x", path=sample_pdfs["fiche-1"], title="Plan", supplied=True)
    bare = Part(key="y", path=sample_pdfs["sans-pied"], title="Sans pied")
    parts = [*sample_parts, annex, bare]
    made = assemble(
        parts,
        ENTRIES,
        target=tmp_path / "a.pdf",
        title=TITLE,
        dated=DAY,
    )
    check_bundle(made, parts, ENTRIES, title=TITLE)


def test_a_contents_page_that_is_wrong_is_found_out(
    sample_parts: Sequence[Part], tmp_path: Path
) -> None:
    """Its lines were printed for a bundle without the second fiche in front."""
    front, avenant, first, second = sample_parts
    parts = [front, avenant, second, first]
    made = assemble(
        parts,
        ENTRIES,
        target=tmp_path / "a.pdf",
        title=TITLE,
        dated=DAY,
    )
    with pytest.raises(ConversionFailed, match="dit page 4 pour « Fiche 1 », qui est page 14"):
        check_bundle(made, parts, ENTRIES, title=TITLE)


def test_a_bundle_that_does_not_open_is_told(
    sample_bundle: Bundle, sample_parts: Sequence[Part], tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nrien")
    with pytest.raises(ConversionFailed, match="ne se relit pas"):
        check_bundle(replace(sample_bundle, path=path), sample_parts, ENTRIES, title=TITLE)


def signed(path: Path) -> Part:
    return Part(key="avenant", path=path, title="Avenant")


def test_whole_signature_blocks_pass(sample_pdfs: Mapping[str, Path]) -> None:
    check_signature_blocks(signed(sample_pdfs["signatures"]), BLOCKS)


def test_vacant_seats_and_words_within_others_pass(sample_pdfs: Mapping[str, Path]) -> None:
    vacant = SignatureBlock(seat="vacant", heading="", title="", name="")
    short = replace(BLOCKS[3], title="", name="SUPPOSÉE")
    check_signature_blocks(signed(sample_pdfs["signatures"]), (BLOCKS[0], vacant, vacant, short))


def test_a_block_cut_between_two_pages_is_named(sample_pdfs: Mapping[str, Path]) -> None:
    with pytest.raises(ConversionFailed, match=r"siège etat\) est coupé entre les pages 1 et 2"):
        check_signature_blocks(signed(sample_pdfs["signatures-coupees"]), BLOCKS)


@pytest.mark.parametrize(
    ("blocks", "word"),
    [
        ((*BLOCKS, replace(BLOCKS[0], seat="autre", name="Autre")), "n’est pas dans le PDF"),
        ((BLOCKS[1], BLOCKS[0]), "n’est pas à sa place"),
        ((replace(BLOCKS[0], heading="", title="", name="Pour"),), "est imprimé 3 fois"),
        ((BLOCKS[0], BLOCKS[0]), "n’est pas à sa place"),
    ],
)
def test_blocks_must_be_there_once_and_in_order(
    blocks: Sequence[SignatureBlock], word: str, sample_pdfs: Mapping[str, Path]
) -> None:
    with pytest.raises(ConversionFailed, match=word):
        check_signature_blocks(signed(sample_pdfs["signatures"]), blocks)


def test_a_leader_of_the_contents_that_leads_to_no_number_is_found() -> None:
    """What LibreOffice 7.4 printed of a tab stop beyond the indent of its line."""

    front = Sight(compact("Sommaire\nAvenant n° 1 ............\nFiche 1 ......... 5"), ())
    entries = [
        Entry(title="Avenant n° 1", level=1, target="avenant"),
        Entry(title="Fiche 1", level=2, target="fiche-1"),
    ]
    bundle = Bundle(
        path=Path("r.pdf"),
        pages=9,
        first_pages={"avenant": 3, "fiche-1": 5},
        pdfa=False,
        pdfua=False,
        remarks=(),
    )
    found = list(_contents_faults([front], bundle, entries))
    assert found == ["le sommaire n’imprime pas la page de « Avenant n° 1 »"]
