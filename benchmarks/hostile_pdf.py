"""PDFs as partners may send them, harmful or merely odd. All invented."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from hostile_word import ENTITIES, noise, spoiled
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

Maker = Callable[[], bytes]

Change = Callable[[Pdf], Any]


def pdf(change: Change = lambda made: None, **how: Any) -> Maker:
    def make() -> bytes:
        stream = io.BytesIO()
        with pikepdf.new() as made:
            page = made.add_blank_page(page_size=(595, 842))
            page.obj.Contents = made.make_stream(b"q 1 0 0 1 0 0 cm Q")
            change(made)
            made.save(stream, **how)
        return stream.getvalue()

    return make


def annotated(**keys: Any) -> Maker:
    def change(made: Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **keys)
        made.pages[0].obj.Annots = Array([made.make_indirect(annotation)])

    return pdf(change)


def acting(action: str, **keys: Any) -> Maker:
    return annotated(Subtype=Name.Link, A=Dictionary(S=Name(action), **keys))


def in_catalog(**keys: Any) -> Maker:
    def change(made: Pdf) -> None:
        for key, value in keys.items():
            made.Root[f"/{key}"] = value

    return pdf(change)


def paged(**keys: Any) -> Maker:
    def change(made: Pdf) -> None:
        for key, value in keys.items():
            made.pages[0].obj[f"/{key}"] = value

    return pdf(change)


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def drawing(content: bytes) -> Maker:
    return pdf(lambda made: made.pages[0].obj.__setitem__("/Contents", made.make_stream(content)))


def bomb(megabytes: int) -> Maker:
    def change(made: Pdf) -> None:
        packer = zlib.compressobj(9)
        head = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
        again = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
        packed = head + again * megabytes + packer.flush()
        made.pages[0].obj.Contents = pikepdf.Stream(made, packed, Filter=Name.FlateDecode)

    return pdf(change, compress_streams=False)


def bomb_of_bombs() -> bytes:
    """Deflated three times over: some hundred bytes for a gigabyte."""
    data = bytes(2**30 // 4)
    for _ in range(3):
        data = zlib.compress(data, 9)

    def change(made: Pdf) -> None:
        filters = Array([Name.FlateDecode] * 3)
        made.pages[0].obj.Contents = pikepdf.Stream(made, data, Filter=filters)

    return pdf(change, compress_streams=False)()


def many_pages(count: int) -> Maker:
    def change(made: Pdf) -> None:
        page = made.pages[0].obj
        for _ in range(count - 1):
            made.Root.Pages.Kids.append(page)
        made.Root.Pages.Count = count

    return pdf(change)


def tail_biting(made: Pdf) -> None:
    made.Root.Pages.Kids.append(made.Root.Pages)
    made.Root.Pages.Count = 2**31 - 1


def circular_outline(made: Pdf) -> None:
    mark = made.make_indirect(Dictionary(Title=String("a")))
    mark.Next = mark
    mark.First = mark
    made.Root.Outlines = made.make_indirect(Dictionary(First=mark, Last=mark, Count=1))


def circular_tags(made: Pdf) -> None:
    element = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))
    element.K = Array([element])
    made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))


def circular_form(made: Pdf) -> None:
    field = made.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
    field.Kids = Array([field])
    field.Parent = field
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def circular_drawing(made: Pdf) -> None:
    form = made.make_stream(b"/F Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form))
    made.pages[0].obj.Contents = made.make_stream(b"/F Do")


def circular_names(made: Pdf) -> None:
    node = made.make_indirect(Dictionary())
    node.Kids = Array([node])
    made.Root.Names = Dictionary(Dests=node)


def nested(opening: bytes, closing: bytes, depth: int) -> Maker:
    def make() -> bytes:
        head = b"%PDF-1.7\n1 0 obj\n" + opening * depth + closing * depth + b"\nendobj\n"
        table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
        return head + table + b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(head)

    return make


def signed(made: Pdf) -> None:
    field = made.make_indirect(Dictionary(FT=Name.Sig, T=String("Signature")))
    made.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([field]))


def xfa(**more: Any) -> Maker:
    def change(made: Pdf) -> None:
        made.Root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=Array())
        for key, value in more.items():
            made.Root[f"/{key}"] = value

    return pdf(change)


DESTINATION = Array([0, Name.Fit])
SUPPLIED: dict[str, Maker] = {
    "ordinaire": pdf(),
    "vide": lambda: b"",
    "page web": lambda: b"<!DOCTYPE html><p>404</p>",
    "entête seul": lambda: b"%PDF-1.7\n",
    "bruit": lambda: b"%PDF-1.7\n" + noise(60_000),
    "tronqué": spoiled(pdf(), lambda data: data[: len(data) * 2 // 3]),
    "précédé de bruit": spoiled(pdf(), lambda data: b"\n" * 900 + data),
    "octets changés": spoiled(pdf(), lambda data: data[:200] + bytes(60) + data[260:]),
    "mot de passe": pdf(encryption=Encryption(owner="a", user="b")),
    "restrictions": pdf(encryption=Encryption(owner="a", user="")),
    "vieux chiffrement": pdf(
        encryption=Encryption(owner="a", user="", R=3, aes=False, metadata=False)
    ),
    "signé": pdf(signed),
    "programme à l’ouverture": in_catalog(OpenAction=script()),
    "programme nommé": in_catalog(
        Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))
    ),
    "programme de page": paged(AA=Dictionary(O=script())),
    "programme après un lien": acting("/URI", URI=String("https://a.invalid"), Next=script()),
    "lancement": acting("/Launch", F=String("cmd.exe")),
    "autre fichier": acting("/GoToR", F=String("b.pdf"), D=DESTINATION),
    "fichier joint suivi": acting("/GoToE", D=DESTINATION),
    "envoi": acting("/SubmitForm", F=String("http://a.invalid")),
    "lecture d’un fichier": acting("/ImportData", F=String("a.fdf")),
    "adresse de programme": acting("/URI", URI=String("javascript:alert(1)")),
    "adresse de fichier": acting("/URI", URI=String("file:///etc/passwd")),
    "action inconnue": acting("/Inventee", X=String("a")),
    "vidéo": annotated(Subtype=Name.RichMedia),
    "écran": annotated(Subtype=Name.Screen),
    "objet 3D": annotated(Subtype=Name("/3D")),
    "annotation de fichier": annotated(Subtype=Name.FileAttachment),
    "annotation inconnue": annotated(Subtype=Name.Inventee),
    "fichier joint": pdf(lambda made: made.attachments.__setitem__("a.exe", b"MZ")),
    "XFA": xfa(),
    "XFA sans pages": xfa(NeedsRendering=True),
    "200 000 points": paged(MediaBox=Array([0, 0, 200_000, 200_000])),
    "un point": paged(MediaBox=Array([0, 0, 1, 1])),
    "boîte à l’envers": paged(MediaBox=Array([595, 842, 0, 0])),
    "boîte de travers": paged(MediaBox=Array([0, 0, String("a"), 9])),
    "boîte absente": pdf(lambda made: made.pages[0].obj.__delitem__("/MediaBox")),
    "boîte infinie": paged(MediaBox=Array([0, 0, 9 * 10**18, 9 * 10**18])),
    "tournée de 45°": paged(Rotate=45),
    "unité de 10 000": paged(UserUnit=10_000),
    "sans page": pdf(lambda made: made.pages.__delitem__(0)),
    "2 001 pages": many_pages(2_001),
    "500 fois la même page": many_pages(500),
    "arbre de pages circulaire": pdf(tail_biting),
    "signets circulaires": pdf(circular_outline),
    "balises circulaires": pdf(circular_tags),
    "formulaire circulaire": pdf(circular_form),
    "dessin circulaire": pdf(circular_drawing),
    "noms circulaires": pdf(circular_names),
    "cent mille tableaux": nested(b"[", b"]", 100_000),
    "cent mille tables": nested(b"<</A ", b">>", 100_000),
    "bombe de 3 Go": bomb(3_000),
    "bombe de bombes": bomb_of_bombs,
    "dessin sans fin": drawing(b"q " * 2_000_000),
    "dessin faux": drawing(b"BT /F1 12 Tf (abc Tj ET \xff\xfe <zz> BI ID EI"),
    "nombres démesurés": drawing(b"1" * 500_000 + b" 0 m S"),
    "contenu absent": paged(Contents=Array([1, 2, 3])),
    "ressources fausses": paged(Resources=Array()),
    "balises fausses": in_catalog(
        StructTreeRoot=Dictionary(K=Dictionary(S=Name.P), RoleMap=Array())
    ),
    "métadonnées fausses": pdf(
        lambda made: made.Root.__setitem__("/Metadata", made.make_stream(b"<x:xmpmeta <<<"))
    ),
    "rires en métadonnées": pdf(
        lambda made: made.Root.__setitem__("/Metadata", made.make_stream(ENTITIES + b"<a>&c;</a>"))
    ),
}
