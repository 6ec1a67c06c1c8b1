"""What is printed is what the data say, whole, wherever and however the model asks for it."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from avenant_builder.errors import ModelFault
from avenant_builder.model.documents import ContentsLine, Picture
from avenant_builder.model.fiche import RichText
from avenant_builder.raster import ORIENTATION
from avenant_builder.word.render import Renderer
from avenant_builder.word.reread import verify
from word_samples import DAY, FillOne, MakeModel, finished

pytest_plugins = ["word_fixtures"]

NBSP = "\u00a0"
RENDERER = Renderer()
# What XML 1.0 and a page can hold: no control but tab and newline, no half of a pair.
printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("&<>{}%#'\"«»’œ\n\t {{%}"),
    max_size=40,
)


def texts_of(document: Document) -> list[str]:
    return [paragraph.text.replace(NBSP, " ") for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        *("A & B", "<x>", "</w:t>", "<w:p>", "<script>a</script>", "&amp;", "]]>", "<!-- a -->"),
        *("{{ evil }}", "{% if a %}", "{_{ a }_}", "{{p a }}", "%}", "{#", "\\n", "l’œuvre « É »"),
        *("« 🎉 »", "a\tb", "deux\nlignes", "  bords  ", "e\u0301", "שלום", "", "None"),
    ],
)
def test_texts_that_docxtpl_loses_are_printed_whole(fill_one: FillOne, text: str) -> None:
    document = fill_one({"nom": text, "fin": "FIN"}, "[{{ nom }}] puis {{ fin }}")
    assert texts_of(document) == [f"[{text}] puis FIN"]


@pytest.mark.parametrize(
    ("name", "printed"), [("Ambierle", "d’Ambierle"), ("Le Coteau", "du Coteau")]
)
def test_de_is_elided_or_contracted_as_the_name_wants(
    fill_one: FillOne, name: str, printed: str
) -> None:
    document = fill_one({"nom": name}, "Ville {{ nom|de }}")
    assert texts_of(document) == [f"Ville {printed}"]


@given(name=printable, title=printable, cell=printable)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_printable_text_is_found_again(
    make_model: MakeModel, tmp_path: Path, name: str, title: str, cell: str
) -> None:
    def edit(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ titre }}"
        document.add_table(1, 1).cell(0, 0).text = "{{ cellules[0].mot }}"

    path = tmp_path / "models" / "lettre.docx"
    if not path.exists():
        make_model("« {{ nom }} » et {{ nom }}", edit=edit)
    context = {"nom": name, "titre": title, "cellules": [{"mot": cell}]}
    document = finished(path, context, tmp_path, renderer=RENDERER)
    assert texts_of(document) == [f"« {name} » et {name}".replace(NBSP, " ")]
    assert texts_of(document.sections[0].header) == [title.replace(NBSP, " ")]  # type: ignore[arg-type]
    assert document.tables[0].cell(0, 0).text.replace(NBSP, " ") == cell.replace(NBSP, " ")


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\x07", "\x0b", "\uffff", "a\r\nb", "\x7f"])
def test_what_no_page_can_hold_is_refused(fill_one: FillOne, text: str) -> None:
    with pytest.raises(ModelFault, match="ne s’imprime pas"):
        fill_one({"nom": text}, "{{ nom }}")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (date(2019, 1, 1), "1er janvier 2019"),
        (47, "47"),
        (0, "0"),
        (1.5, "1,5"),
        (1e22, "10000000000000000000000"),
    ],
)
def test_values_print_in_french(fill_one: FillOne, value: Any, printed: str) -> None:
    document = fill_one({"x": value}, "{{ x }}", "{{ 'le ' ~ x }}", "{{ [x, x]|join(' ; ') }}")
    assert texts_of(document) == [printed, f"le {printed}", f"{printed} ; {printed}"]


@pytest.mark.parametrize(
    "value",
    [None, True, [1], {"a": 1}, datetime(2019, 1, 1, tzinfo=UTC), float("nan"), float("inf"), b"a"],
)
def test_what_has_no_printed_form_is_refused(fill_one: FillOne, value: Any) -> None:
    with pytest.raises(ModelFault, match=r"le modèle lettre\.docx imprime .* « Le {{ x }} »"):
        fill_one({"x": value}, "Le {{ x }}")


def test_none_is_false_and_may_be_tested(fill_one: FillOne) -> None:
    text = "{% if x %}a{% endif %}{% if x is none %}b{% endif %}{% if x == none %}c{% endif %}"
    assert texts_of(fill_one({"x": None}, text)) == ["bc"]


def test_a_name_that_the_data_lack_stops(fill_one: FillOne) -> None:
    with pytest.raises(ModelFault, match="demande « cout », que les données n’ont pas"):
        fill_one({"fiche": {}}, "Coût : {{ fiche.cout }}")


def test_a_key_wins_over_the_method_of_that_name(fill_one: FillOne) -> None:
    document = fill_one({"t": {"items": "a", "values": "b"}}, "{{ t.items }}{{ t.values }}")
    assert texts_of(document) == ["ab"]


def test_paragraph_and_row_tags_leave_nothing_behind(fill_one: FillOne) -> None:
    def edit(document: Document) -> None:
        table = document.add_table(3, 1)
        for row, text in enumerate(("{%tr for v in villes %}", "{{ v }}", "{%tr endfor %}")):
            table.cell(row, 0).text = text

    texts = ("avant", "{%p if villes %}", "{%p for v in villes %}", "{{ v }}", "{%p endfor %}")
    document = fill_one({"villes": ["A", "B"]}, *texts, "{%p endif %}", "après", edit=edit)
    assert texts_of(document) == ["avant", "A", "B", "après"]
    assert [row.cells[0].text for row in document.tables[0].rows] == ["A", "B"]
    empty = fill_one({"villes": []}, *texts, "{%p endif %}", "après", edit=edit)
    assert texts_of(empty) == ["avant", "après"]
    assert empty.tables == []


def test_cells_may_be_repeated_too(fill_one: FillOne) -> None:
    def edit(document: Document) -> None:
        cells = document.add_table(1, 3).rows[0].cells
        texts = ("{%tc for v in villes %}", "{{ v }}", "{%tc endfor %}")
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text

    [row] = fill_one({"villes": ["A", "B", "C", "D"]}, edit=edit).tables[0].rows
    assert [cell.text for cell in row.cells] == ["A", "B", "C", "D"]


def test_commands_in_paragraphs_of_their_own_leave_no_empty_line(fill_one: FillOne) -> None:
    texts = ("{% for v in villes %}", "{{ v }}", "{% if v == 'A' %}", "a", "{% endif %}")
    document = fill_one({"villes": ["A", "B"]}, "avant", *texts, "{% endfor %}", "", "après")
    assert texts_of(document) == ["avant", "A", "a", "B", "", "après"]


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}, RichText(())])
@pytest.mark.parametrize("tag", ["{{ 'a' ~ x }}", "{{ [x]|join }}", "{{ x|upper }}"])
def test_no_value_is_printed_as_python_writes_it(fill_one: FillOne, tag: str, value: Any) -> None:
    with pytest.raises(ModelFault, match="imprime"):
        fill_one({"x": value}, tag)


def test_a_loop_across_paragraphs_that_do_not_answer_is_refused(fill_one: FillOne) -> None:
    def edit(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{% if non %}"
        document.add_paragraph("{% endif %}")

    with pytest.raises(ModelFault, match="coupent le document"):
        fill_one({"non": False}, edit=edit)


def test_a_model_is_compiled_once_and_keeps_no_trace_of_the_document_before(
    make_model: MakeModel, tmp_path: Path
) -> None:
    model = make_model("{{ nom }}").read_bytes()
    renderer = Renderer()
    for name in ("Premier", "Second"):
        rendered = renderer.render("lettre.docx", model, {"nom": name})
        assert rendered.printed["word/document.xml"] == [name]


def test_a_lost_value_stops(make_model: MakeModel, tmp_path: Path) -> None:
    path = make_model("Bonjour Ville")
    verify(path, {"word/document.xml": ["Bonjour", "Ville"]}, model="lettre.docx")
    for lost in (["Ville", "Bonjour"], ["Ville", "Ville"], ["Villes"]):
        with pytest.raises(ModelFault, match=r"le modèle lettre\.docx perd"):
            verify(path, {"word/document.xml": lost}, model="lettre.docx")


def test_a_contents_line_is_a_plain_looking_link(fill_one: FillOne) -> None:
    line = ContentsLine(title="Fiche 1 – A & B", page="3", target="fiche-1")
    texts = ("{%p for e in sommaire %}", "{{r e.ligne }}", "{%p endfor %}")
    document = fill_one({"sommaire": [{"ligne": line}, {"ligne": line}]}, *texts)
    assert texts_of(document) == ["Fiche 1 – A & B\t3"] * 2
    [link, *_] = document.paragraphs[0].hyperlinks
    assert link.address == "https://sommaire.invalid/fiche-1"
    assert [(run.style.name, run.font.color.rgb) for run in link.runs if run.style] == [
        ("Default Paragraph Font", None)
    ]


@pytest.fixture
def png(tmp_path: Path) -> Path:
    """A plain picture of 400 × 200 points."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    rows = b"".join(b"\x00" + b"\xff" * 400 for _ in range(200))
    path = tmp_path / "plan.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 400, 200, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize(
    ("box", "size"),
    [((40, 100), (40, 20)), ((100, 10), (20, 10)), ((1_000, 1_000), (67.73, 33.87))],
)
def test_a_picture_fits_its_box_and_is_described(
    fill_one: FillOne, png: Path, box: tuple[float, float], size: tuple[float, float]
) -> None:
    picture = Picture(png, "Plan « A & B »", *box)
    shapes = fill_one({"image": picture}, "{{ image }}", "{{ image }}").inline_shapes
    found: list[Any] = list(shapes)
    assert [(round(s.width.mm, 2), round(s.height.mm, 2)) for s in found] == [size] * 2
    assert [s._inline.docPr.get("descr") for s in found] == ["Plan « A & B »"] * 2
    assert len({s._inline.docPr.get("id") for s in found}) == 2


@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_a_photo_that_a_telephone_took_turned_is_printed_upright(
    fill_one: FillOne, tmp_path: Path, ending: str
) -> None:
    """Neither Word nor LibreOffice looks at the orientation that Exif tells."""
    photo = Image.new("RGB", (400, 200), "white")
    photo.paste("black", (0, 0, 100, 100))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # its top is on the right of what is shown
    path = tmp_path / f"photo.{ending}"
    photo.save(path, exif=exif)
    document = fill_one({"image": Picture(path, "Une photo inventée", 40, 40)}, "{{ image }}")
    [shape] = document.inline_shapes
    assert (round(shape.width.mm), round(shape.height.mm)) == (20, 40)
    [blob] = [
        part.blob for part in document.part.package.parts if part.partname.startswith("/word/media")
    ]
    with Image.open(BytesIO(blob)) as shown:
        assert shown.size == (200, 400)
        dots = shown.convert("1")
        assert (dots.getpixel((190, 10)), dots.getpixel((10, 10))) == (0, 255)


def test_a_picture_that_is_none_is_refused(fill_one: FillOne, tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    for data in (b"", b"texte", b"\x89PNG\r\n\x1a\n\x00\x00"):
        path.write_bytes(data)
        with pytest.raises(ModelFault, match=r"« plan\.png » ne peut pas être lue"):
            fill_one({"image": Picture(path, "Plan", 10, 10)}, "{{ image }}")


def test_the_properties_name_nobody(fill_one: FillOne, make_model: MakeModel) -> None:
    def edit(document: Document) -> None:
        document.core_properties.author = "{{ ''.__class__ }}"
        document.core_properties.last_modified_by = "Agent Inventé"

    properties = fill_one({}, "a", edit=edit).core_properties
    assert (properties.title, properties.language) == ("Lettre", "fr-FR")
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created is not None and properties.created.date() == DAY
