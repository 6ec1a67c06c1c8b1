"""What partners may send, good and bad. All of it is made up here."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from avenant_builder.pdf import supplied
from avenant_builder.pdf.active import faults, tables
from avenant_builder.pdf.supplied import SuppliedFacts, bindable, inspect_supplied
from avenant_builder.problems import Place, Severity

PLACE = Place("data/2019/avenant.toml", 12, "fichier")

Change = Callable[[Pdf], Any]


def made(path: Path, change: Change = lambda pdf: None, **how: Any) -> Path:
    """A PDF of one page, changed, then saved."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(b"q 1 0 0 1 0 0 cm Q")
        change(pdf)
        pdf.save(path, **how)
    return path


def refusals(path: Path) -> list[tuple[str, str]]:
    facts, problems = inspect_supplied(path, PLACE)
    assert facts is None
    assert all(problem.place == PLACE and problem.exit_code == 10 for problem in problems)
    assert all(problem.remedy for problem in problems)
    return [(problem.rule, problem.message) for problem in problems]


def remarks(path: Path) -> list[tuple[str, str]]:
    """What is said of a PDF that is taken in without some of what it holds."""
    facts, problems = inspect_supplied(path, PLACE)
    assert facts is not None
    assert facts.cleaned
    assert all(p.place == PLACE and p.severity is Severity.WARNING for p in problems)
    assert all(problem.remedy for problem in problems)
    return [(problem.rule, problem.message) for problem in problems]


def bound(path: Path) -> Pdf:
    """What is bound of a PDF."""
    copy = path.with_name("copie.pdf")
    assert bindable(path, copy) == copy
    return pikepdf.open(copy)


def annotate(pdf: Pdf, **keys: Any) -> None:
    annotation = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **keys)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(annotation)])


def link(action: str, **keys: Any) -> Change:
    return lambda pdf: annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name(action), **keys))


def in_catalog(**keys: Any) -> Change:
    def change(pdf: Pdf) -> None:
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value

    return change


def javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


ACTIVE: dict[str, tuple[Change, str]] = {
    "javascript à l’ouverture": (
        lambda pdf: in_catalog(OpenAction=javascript())(pdf),
        "JavaScript",
    ),
    "javascript nommé": (
        lambda pdf: in_catalog(
            Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), javascript()])))
        )(pdf),
        "JavaScript",
    ),
    "javascript à la suite d’un lien": (
        lambda pdf: link("/GoTo", D=Array([pdf.pages[0].obj, Name.Fit]), Next=javascript())(pdf),
        "JavaScript",
    ),
    "lancement": (link("/Launch", F=String("cmd.exe")), "lance un programme"),
    "autre fichier": (link("/GoToR", F=String("b.pdf")), "autre fichier"),
    "envoi": (link("/SubmitForm", F=String("x")), "envoie ses réponses"),
    "import": (link("/ImportData", F=String("x")), "lit un fichier"),
    "lien vers un fichier": (link("/URI", URI=String("file:///etc/passwd")), "lien « file: »"),
    "action de page": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary(O=javascript())),
        "part d’elle-même",
    ),
    "fichier joint": (
        lambda pdf: pdf.attachments.__setitem__("a.txt", b"contenu"),
        "fichier joint",
    ),
    "annotation de fichier": (
        lambda pdf: annotate(pdf, Subtype=Name.FileAttachment),
        "fichier joint",
    ),
    "vidéo": (lambda pdf: annotate(pdf, Subtype=Name.RichMedia), "vidéo"),
    "action inconnue": (link("/Inventee", X=String("a")), "une action inconnue"),
    "annotation inconnue": (
        lambda pdf: annotate(pdf, Subtype=Name.Inventee),
        "une annotation inconnue",
    ),
    "XFA": (
        lambda pdf: in_catalog(AcroForm=Dictionary(XFA=pdf.make_stream(b"<x/>")))(pdf),
        "XFA",
    ),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_active_content_is_told_and_left_out(name: str, tmp_path: Path) -> None:
    change, word = ACTIVE[name]
    path = made(tmp_path / "plan.pdf", change)
    [(rule, message)] = remarks(path)
    assert rule == "R-ANX-12"
    assert "« plan.pdf » contient" in message
    assert word in message
    assert "le recueil ne le reprend pas" in message
    with bound(path) as pdf:
        assert [*faults_of(pdf)] == []
        assert len(pdf.pages) == 1


def faults_of(pdf: Pdf) -> list[tuple[str, str]]:
    return [fault for thing in pdf.objects for table in tables(thing) for fault in faults(table)]


def test_what_a_form_shows_stays_when_the_form_goes(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        shape = pdf.make_stream(
            b"0 0 99 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 9]
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String("signature"),
                V=Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("x")),
                Rect=Array([100, 100, 199, 109]),
                AP=Dictionary(N=shape),
            )
        )
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    path = made(tmp_path / "a.pdf", change)
    [(rule, message)] = remarks(path)
    assert rule == "R-ANX-11"
    assert "l’apparence" in message
    with bound(path) as pdf:
        assert Name.AcroForm not in pdf.Root
        assert not pdf.pages[0].obj.get("/Annots")
        drawn = pdf.pages[0].Resources.XObject.values()
        assert [thing.read_bytes() for thing in drawn] == [b"0 0 99 9 re f"]


def test_links_to_pages_and_sites_stay(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link("/URI", URI=String("https://exemple.invalid/"))(pdf)
        pdf.pages[0].obj.Annots.append(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit])),
            )
        )
        in_catalog(OpenAction=javascript())(pdf)

    path = made(tmp_path / "a.pdf", change)
    remarks(path)
    with bound(path) as pdf:
        kinds = [str(annotation.A.S) for annotation in pdf.pages[0].obj.Annots]
    assert kinds == ["/URI", "/GoTo"]


def test_a_form_without_pages_of_its_own_is_refused(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        in_catalog(AcroForm=Dictionary(XFA=pdf.make_stream(b"<x/>")), NeedsRendering=True)(pdf)

    rules = [rule for rule, _ in refusals(made(tmp_path / "a.pdf", change))]
    assert "R-ANX-18" in rules


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: in_catalog(AcroForm=Dictionary(SigFlags=3, Fields=Array()))(pdf),
        lambda pdf: in_catalog(
            AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T=String("s"))]))
        )(pdf),
        lambda pdf: in_catalog(
            Perms=Dictionary(DocMDP=Dictionary(ByteRange=Array([0, 1, 2, 3]), Contents=String("x")))
        )(pdf),
    ],
)
def test_a_signed_pdf_is_told(change: Change, tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", change)
    [(rule, message)] = remarks(path)
    with bound(path) as pdf:
        assert faults_of(pdf) == []
    assert rule == "R-ANX-11"
    assert "signature électronique" in message


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", encryption=Encryption(owner="autre", user="secret"))
    [(rule, message)] = refusals(path)
    assert rule == "R-ANX-10"
    assert "mot de passe" in message


def test_restrictions_are_told(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", encryption=Encryption(owner="autre", user=""))
    [(rule, message)] = remarks(path)
    assert rule == "R-ANX-17"
    assert "restrictions" in message
    with bound(path) as pdf:
        assert not pdf.is_encrypted


def truncated(path: Path) -> None:
    content = made(path).read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def tail_biting(path: Path) -> None:
    """Pages that are their own parent, in a few hundred bytes."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        pdf.Root.Pages.Count = 2**31 - 1

    made(path, change)


def nested(path: Path) -> None:
    """An array within an array, a hundred thousand times."""
    body = b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    end = b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    path.write_bytes(body + table + end)


@pytest.mark.parametrize(
    "spoil",
    [
        truncated,
        tail_biting,
        nested,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"<html><body>Introuvable</body></html>"),
        lambda path: path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40),
    ],
)
def test_a_broken_pdf_is_refused(spoil: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    spoil(path)
    [(rule, message)] = refusals(path)
    assert rule == "R-ANX-13"
    assert "« a.pdf »" in message


def test_a_pdf_that_cannot_be_assembled_is_refused(tmp_path: Path) -> None:
    """Sound at first sight; its tags are not what they should be."""

    def change(pdf: Pdf) -> None:
        tree = Dictionary(K=Dictionary(S=Name.P), RoleMap=Array())
        pdf.Root.StructTreeRoot = pdf.make_indirect(tree)

    [(rule, _)] = refusals(made(tmp_path / "a.pdf", change))
    assert rule == "R-ANX-13"


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", lambda pdf: pdf.pages.__delitem__(0))
    assert refusals(path) == [("R-ANX-13", "« a.pdf » n’a aucune page")]


@pytest.mark.parametrize("size", [(595, 15000), (20, 842)])
def test_a_page_of_absurd_size_is_refused(size: tuple[int, int], tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.add_blank_page().obj.MediaBox = Array([0, 0, *size])

    path = made(tmp_path / "a.pdf", change)
    [(rule, message)] = refusals(path)
    assert rule == "R-ANX-15"
    assert "la page 2" in message


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        for _ in range(2000):
            pdf.Root.Pages.Kids.append(page)
        pdf.Root.Pages.Count = 2001

    [(rule, message)] = refusals(made(tmp_path / "a.pdf", change))
    assert rule == "R-ANX-14"
    assert "2001 pages" in message


def test_a_bomb_takes_nothing_down(tmp_path: Path) -> None:
    """Three gigabytes of zeros, packed into three megabytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    megabyte = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = head + megabyte * 3000 + packer.flush()

    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, bomb, Filter=Name.FlateDecode)

    [(rule, _)] = refusals(made(tmp_path / "a.pdf", change, compress_streams=False))
    assert rule in ("R-ANX-13", "R-ANX-14")


def test_a_pdf_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supplied, "TIMEOUT", 0.01)
    [(rule, message)] = refusals(made(tmp_path / "a.pdf"))
    assert rule == "R-ANX-14"
    assert "trop lourd" in message


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link("/Launch", F=String("x"))(pdf)
        in_catalog(AcroForm=Dictionary(SigFlags=1))(pdf)
        pdf.add_blank_page(page_size=(20, 20))

    path = made(tmp_path / "a.pdf", change, encryption=Encryption(owner="x", user=""))
    assert [rule for rule, _ in refusals(path)] == [
        "R-ANX-17",
        "R-ANX-11",
        "R-ANX-12",
        "R-ANX-15",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: None,
        link("/URI", URI=String("https://exemple.invalid/")),
        link("/URI", URI=String("mailto:quelquun@exemple.invalid")),
        lambda pdf: annotate(pdf, Subtype=Name.Text, Contents=String("Une remarque")),
        lambda pdf: in_catalog(OpenAction=Array([pdf.pages[0].obj, Name.Fit]))(pdf),
        lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", Array([None])),
        lambda pdf: in_catalog(Metadata=pdf.make_stream(b"<x:xmpmeta <<<"))(pdf),
    ],
)
def test_an_ordinary_pdf_is_taken(change: Change, tmp_path: Path) -> None:
    facts, problems = inspect_supplied(made(tmp_path / "a.pdf", change), PLACE)
    assert problems == ()
    assert facts == SuppliedFacts(pages=1, pdfa=False, pdfua=False)
