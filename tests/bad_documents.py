"""All that can be wrong with models, annexes and results, and what the command says of it."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from bad_data import Case
from spoiled import (
    AVENANT_MODEL,
    BODIES,
    DOCUMENT,
    FICHE_MODEL,
    TOML,
    Spoil,
    annex,
    both,
    change,
    giant_png,
    in_model,
    linked,
    picture,
    put,
    remove,
    swap,
    typed,
    typed_in_footer,
)

ENDLESS = "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}.{% endfor %}"
CODE = "{{ ''.__class__.__mro__[1].__subclasses__() }}"

MODELS = {
    "pas une archive": Case(
        put(AVENANT_MODEL, b"Bonjour"),
        12,
        f"{AVENANT_MODEL} : ce fichier n’est pas un document Word lisible [R-MOD-02]",
    ),
    "vide": Case(put(AVENANT_MODEL, b""), 12, "[R-MOD-02]"),
    "tronqué": Case(change(AVENANT_MODEL, lambda data: data[:-200]), 12, "[R-MOD-02]"),
    "absent": Case(remove("templates/couverture.docx"), 12, "[R-MOD-01]"),
    "macros": Case(
        in_model(AVENANT_MODEL, "word/vbaProject.bin", lambda _: "x"),
        12,
        "ce modèle contient des macros [R-MOD-03]",
    ),
    "DOCTYPE": Case(
        in_model(
            AVENANT_MODEL,
            DOCUMENT,
            lambda xml: xml.replace("<w:document", "<!DOCTYPE x []>\n<w:document", 1),
        ),
        12,
        "contient une déclaration DOCTYPE [R-MOD-03]",
    ),
    "image prise ailleurs": Case(
        linked("image", "file:///etc/hostname"),
        12,
        "ce modèle va chercher « file:///etc/hostname » [R-MOD-03]",
    ),
    "modifications suivies": Case(
        in_model(
            AVENANT_MODEL,
            DOCUMENT,
            lambda xml: xml.replace("<w:r>", '<w:ins w:id="9" w:author="x"><w:r>', 1).replace(
                "</w:r>", "</w:r></w:ins>", 1
            ),
        ),
        12,
        "ce modèle garde des modifications suivies [R-MOD-04]",
    ),
    "nom inconnu": Case(
        typed("Fait à {{ avenant.lieux }}"),
        12,
        f"{AVENANT_MODEL} : « avenant.lieux » n’est pas dans les données (dans « Fait à "
        "{{ avenant.lieux }} »). Vouliez-vous dire « avenant.lieu » ? [R-MOD-05]",
    ),
    "nom inconnu dans une boucle": Case(
        typed("{% for s in sieges %}{{ s.fonction }}{% endfor %}"), 12, "« s.fonction » n’est pas"
    ),
    "nom inconnu au pied de page": Case(
        typed_in_footer("{{ schema.logo }}"), 12, "« schema.logo » n’est pas dans les données"
    ),
    "balise mal écrite": Case(typed("{{ avenant. }}"), 12, "[R-MOD-06]"),
    "condition jamais fermée": Case(typed("{%p if avenant.lieu %}"), 12, "[R-MOD-06]"),
    "commande refusée": Case(typed("{% include '/etc/passwd' %}"), 12, "n’est pas admise"),
    "exécution de code": Case(typed(CODE), 12, "R-MOD-0"),
    "valeur vide imprimée": Case(
        typed("Le {{ avenant.date }}"), 12, "« avenant.date » n’a pas de valeur dans les données"
    ),
    "liste imprimée": Case(
        typed("{{ sieges }}"),
        12,
        "« sieges » est une liste ou un tableau, qui ne s’imprime pas d’un bloc",
    ),
    "style absent": Case(
        in_model(FICHE_MODEL, "word/styles.xml", lambda xml: xml.replace("Puce 1", "Puce A")),
        12,
        f"{FICHE_MODEL} : le style de paragraphe « Puce 1 » manque",
    ),
    "boucle sans fin": Case(
        typed(ENDLESS + "{% endfor %}{% endfor %}"),
        12,
        "le modèle avenant.docx a dû être arrêté : il n’en finissait pas",
    ),
    "calcul démesuré": Case(
        typed("{{ 'a' * 9999999 }}"), 12, "le modèle avenant.docx demande un calcul trop grand"
    ),
    "bombe de mémoire": Case(
        typed("{% set a = ['x' * 9999] %}" + "{% set a = a + a %}" * 40 + "{{ a|join }}"),
        12,
        "le modèle avenant.docx demande trop de mémoire",
    ),
}


def pdf(how: Callable[[Pdf], object] = lambda pdf: None, **save: object) -> bytes:
    """A PDF of one page, changed."""
    stream = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        how(made)
        made.save(stream, **save)  # type: ignore[arg-type]
    return stream.getvalue()


def with_script(made: Pdf) -> None:
    made.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_signature(made: Pdf) -> None:
    field = made.make_indirect(Dictionary(FT=Name.Sig, T=String("Signature")))
    made.Root["/AcroForm"] = Dictionary(SigFlags=3, Fields=Array([field]))


ANNEXES = {
    "annoncée et absente": Case(
        annex("plan.pdf", None),
        10,
        f"{TOML}:63 « fichier » : le fichier « plan.pdf » de l’annexe 3 n’est pas dans le dossier",
    ),
    "d’un autre format": Case(
        annex("plan.odt", b"PK"), 10, "ni un PDF, ni un TIFF, ni une image PNG ou JPEG"
    ),
    "protégée": Case(
        annex("plan.pdf", pdf(encryption=Encryption(user="x", owner="y"))), 10, "[R-ANX-10]"
    ),
    "tronquée": Case(
        annex("plan.pdf", pdf()[:-60]),
        10,
        f"{TOML}:63 « fichier » : « plan.pdf » n’est pas un PDF entier",
    ),
    "TIFF abîmé": Case(annex("plan.tif", b"II*\0rien"), 10, "« plan.tif » est un TIFF abîmé"),
    "TIFF qui n’en est pas un": Case(annex("plan.TIFF", b"rien du tout"), 10, "[R-ANX-13]"),
    "sans un octet": Case(annex("plan.pdf", b""), 10, "[R-ANX-13]"),
    "page web renommée": Case(annex("plan.pdf", b"<!DOCTYPE html><p>404</p>"), 10, "[R-ANX-13]"),
    "image tronquée": Case(
        annex("plan.png", picture("PNG", (900, 900))[:400]),
        10,
        "« plan.png » est une image abîmée ou tronquée [R-ANX-16]",
    ),
    "image démesurée": Case(
        annex("plan.png", giant_png()),
        10,
        "« plan.png » a plus de 89 millions de points [R-ANX-16]",
    ),
    "GIF renommé": Case(
        annex("plan.jpg", picture("GIF")),
        10,
        "« plan.jpg » n’est pas une image PNG ou JPEG [R-ANX-16]",
    ),
    "logo abîmé": Case(
        both(
            put("data/logos/ufcv.png", picture("PNG")[:60]),
            swap(BODIES, "U.F.C.V.;;;;;;;;;", "U.F.C.V.;;;;;;;;ufcv.png;"),
        ),
        10,
        "data/bodies.csv:15 « logo » : « ufcv.png » est une image abîmée ou tronquée [R-ORG-12]",
    ),
}


def file_in_place_of(path: str) -> Spoil:
    def spoil(root: Path) -> None:
        shutil.rmtree(root / path)
        (root / path).write_text("À moi", "utf-8")

    return spoil


def folder_in_place_of(path: str) -> Spoil:
    def spoil(root: Path) -> None:
        (root / path).unlink()
        (root / path).mkdir()

    return spoil


RESULTS = {
    "dossier de l’année qui est un fichier": Case(
        file_in_place_of("output/2019"), 17, "un dossier et un fichier ont le même nom"
    ),
    "dossier des résultats qui est un fichier": Case(
        file_in_place_of("output"), 17, "un dossier et un fichier ont le même nom"
    ),
    "résultat qui est un dossier": Case(
        folder_in_place_of("output/2019/dossier.pdf"), 17, "dossier.pdf"
    ),
}
