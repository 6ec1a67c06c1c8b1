"""What is wrong is refused by the real command, in words that say where, and nothing changes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from built import Built
from command_line import ENTRY, environment, plain
from spoiled import (
    AVENANT_MODEL,
    BODIES,
    DOCUMENT,
    FICHE,
    FICHE_MODEL,
    SEATS,
    TOML,
    Space,
    Spoil,
    add,
    annex,
    both,
    change,
    copy_of,
    giant_png,
    in_model,
    linked,
    picture,
    put,
    said,
    swap,
    typed,
    typed_in_footer,
)


class Case(NamedTuple):
    """What is spoiled, the exit code, and what must be said."""

    spoil: Spoil
    code: int
    says: str


def remove(path: str) -> Spoil:
    return lambda root: (root / path).unlink()


def cut_in_a_row(data: bytes) -> bytes:
    return data[: data.rindex("Gaël".encode())]


def as_utf16_without_mark(data: bytes) -> bytes:
    return data.decode("utf-8-sig").encode("utf-16-le")


def cell(old: str, new: str, path: str = SEATS) -> Spoil:
    return swap(path, old, new)


CHARVIN = "Jean Claude;CHARVIN;;;oui"

REGISTERS = {
    "registre absent": Case(remove(SEATS), 11, "aucun espace de travail ici : signatories.csv"),
    "registre des organismes absent": Case(
        remove(BODIES), 11, "data/bodies.csv : ce fichier manque [R-LIRE-01]"
    ),
    "registre vide": Case(put(SEATS, b""), 10, "signatories.csv:1 : ce registre est vide"),
    "en-tête seule": Case(
        change(SEATS, lambda data: data.splitlines(keepends=True)[0]),
        10,
        "signatories.csv : aucun siège ne prend part à l’avenant [R-SIEGE-10]",
    ),
    "tronqué au milieu d’une ligne": Case(
        change(SEATS, cut_in_a_row),
        10,
        "signatories.csv:21 : 7 cases au lieu de 11 : il en manque [R-LIRE-04]",
    ),
    "UTF-16 sans marque": Case(
        change(SEATS, as_utf16_without_mark),
        11,
        "signatories.csv:1 : ce fichier n’est pas du texte (octet nul) [R-LIRE-02]",
    ),
    "UTF-8 tronqué dans une lettre": Case(
        change(BODIES, lambda data: data[: data.rindex("É".encode()) + 1]),
        11,
        "data/bodies.csv:20 : ce fichier est tronqué, mêle deux encodages ou n’est pas du texte",
    ),
    "deux encodages dans un fichier": Case(
        change(SEATS, lambda data: data[3:].replace("Hervé".encode(), "Hervé".encode("cp1252"))),
        11,
        "signatories.csv:10 : ce fichier est tronqué, mêle deux encodages",
    ),
    "octets nuls au milieu": Case(
        change(SEATS, lambda data: data.replace(b"ROANNE", b"ROA\0NE", 1)),
        11,
        "signatories.csv:9 : ce fichier n’est pas du texte (octet nul)",
    ),
    "onze mégaoctets": Case(
        add(SEATS, "\n" * 11_000_000),
        11,
        "signatories.csv : ce fichier dépasse 10 Mo : il n’est pas lu",
    ),
    "un classeur Excel renommé": Case(
        put(SEATS, b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" + bytes(range(256)) * 9),
        11,
        "signatories.csv:1 : ce fichier n’est pas du texte (octet nul)",
    ),
    "colonne en double": Case(
        cell(";civilite;", ";nom;"), 10, "signatories.csv:1 « nom » : la colonne « nom » est donnée"
    ),
    "colonne manquante": Case(
        change(SEATS, lambda data: data.replace(b";obligatoire", b"").replace(b";oui", b"")),
        10,
        "signatories.csv:1 « obligatoire » : la colonne « obligatoire » manque [R-LIRE-03]",
    ),
    "colonne mal nommée": Case(
        cell(";intitule;", ";intitulé;"), 10, "Vouliez-vous dire « intitule » ?"
    ),
    "jour qui n’existe pas": Case(
        cell(CHARVIN, "Jean Claude;CHARVIN;31/02/2019;;oui"),
        10,
        "signatories.csv:11 « mandat_du » : « 31/02/2019 » : ce jour n’existe pas [R-LIRE-08]",
    ),
    "mois qui n’existe pas": Case(
        cell(CHARVIN, "Jean Claude;CHARVIN;;01/13/2019;oui"),
        10,
        "signatories.csv:11 « mandat_au » : « 01/13/2019 » : il n’y a pas de mois n° 13",
    ),
    "année à deux chiffres": Case(
        cell(CHARVIN, "Jean Claude;CHARVIN;01/01/19;;oui"),
        10,
        "« 01/01/19 » : l’année s’écrit avec quatre chiffres",
    ),
    "ordre qui n’est pas un nombre": Case(
        cell("ETAT;4;", "ETAT;quatre;"),
        10,
        "signatories.csv:5 « ordre » : « quatre » n’est pas un nombre entier [R-LIRE-09]",
    ),
    "deux lignes d’un siège en désaccord": Case(
        add(SEATS, "MSA;5;msa-ardeche-drome-loire;Pour la MSA,;La Présidente,;;Ève;FICTIVE;;;oui"),
        10,
        "signatories.csv:22 « intitule » : « Pour la MSA, », où la ligne 6 du siège MSA dit",
    ),
    "organisme inconnu": Case(
        cell("ROANNE;8;roanne;", "ROANNE;8;roane;"),
        10,
        "signatories.csv:9 « organisme » : l’organisme « roane » du siège ROANNE",
    ),
    "formule de tableur": Case(
        cell("Yves;NICOLIN", "=cmd|' /C calc'!A0;NICOLIN"),
        10,
        "signatories.csv:9 « prenom » : la case commence comme une formule",
    ),
    "émoji dans un nom": Case(
        cell("CHARVIN", "CHARVIN 🎉"),
        10,
        "signatories.csv:11 « nom » : aucune police des modèles ne sait imprimer « 🎉 » (U+1F389)",
    ),
    "caractère de commande dans un nom": Case(
        cell("CHARVIN", "CHAR\x1b[31mVIN"),
        10,
        "signatories.csv:11 « nom » : caractère interdit (U+001B) [R-LIRE-07]",
    ),
    "lettre perdue dans un nom": Case(
        cell("Hervé", "Herv\ufffd"), 10, "une lettre a été perdue à l’enregistrement (U+FFFD)"
    ),
    "guillemet jamais fermé": Case(
        cell("Yves;NICOLIN", 'Yves;"NICOLIN'),
        10,
        "signatories.csv:9 : un guillemet droit ouvre une case et ne la ferme pas",
    ),
    "SIREN faux": Case(
        cell("214201873", "214201874", BODIES),
        10,
        "data/bodies.csv:8 « siren » : « 214201874 » n’est pas un SIREN (sa clé de contrôle",
    ),
    "catégorie inconnue": Case(
        cell("Roanne;commune;", "Roanne;comune;", BODIES), 10, "Vouliez-vous dire « commune » ?"
    ),
    "colonne inconnue à confirmer": Case(
        cell(";;;siren\r\n", ";;;sirene\r\n", BODIES),
        10,
        "data/bodies.csv:3 « a_confirmer » : « sirene » n’est pas une valeur permise",
    ),
}

FACTS = {
    "avenant.toml absent": Case(remove(TOML), 11, f"{TOML} : ce fichier manque [R-LIRE-01]"),
    "guillemet oublié": Case(
        swap(TOML, 'sigle = "SDAVS"', "sigle = SDAVS"),
        11,
        f"{TOML}:27 : cette valeur n’est pas reconnue : un texte se met entre guillemets",
    ),
    "tronqué": Case(
        change(TOML, lambda data: data[: data.index(b"2018]")]),
        11,
        f"{TOML}:32 : le fichier finit au milieu",
    ),
    "clé inconnue": Case(
        swap(TOML, "brouillon", "brouilon"), 10, "Vouliez-vous dire « brouillon » ?"
    ),
    "texte au lieu d’un nombre": Case(
        swap(TOML, "nombre = 47", 'nombre = "47"'),
        10,
        f"{TOML}:46 « structures.types.CS.nombre » : il faut ici un nombre entier",
    ),
    "période à l’envers": Case(
        both(swap(TOML, "31/12/2019", "x"), swap(TOML, '"x"', '"01/01/2018"')),
        10,
        f"{TOML}:37 « periode.au » : la période finirait le 01/01/2018, avant de commencer",
    ),
    "siège qui n’est pas au registre": Case(
        swap(TOML, "sieges = []", 'sieges = ["CAF-1", "ROANE"]'),
        10,
        f"{TOML}:21 « sieges » : le siège « ROANE »",
    ),
    "modèle qui n’existe pas": Case(
        swap(TOML, "carte.docx", "cartes.docx"),
        12,
        "templates/cartes.docx : ce modèle n’existe pas [R-MOD-01]",
    ),
    "modèle hors du dossier": Case(
        swap(TOML, "carte.docx", "../../ailleurs.docx"),
        10,
        f"{TOML}:61 « annexes.modele » : « ../../ailleurs.docx » n’est pas un nom de",
    ),
}

FICHES = {
    "sans libellés": Case(
        change(FICHE, lambda data: data[data.index(b"## ") :]), 10, f"{FICHE} « Axe » : la ligne"
    ),
    "tableau": Case(
        add(FICHE, "\n| a | b |\n|---|---|\n| 1 | 2 |\n"), 10, f"{FICHE}:48 « Actualisation"
    ),
    "image": Case(add(FICHE, "\n![plan](plan.png)\n"), 10, "une image (« plan.png »)"),
    "HTML": Case(add(FICHE, "\nUn <b>mot</b>.\n"), 10, "du HTML"),
    "code": Case(add(FICHE, "\n```\nrm -rf\n```\n"), 10, "R-LIRE-17"),
    "quatre niveaux": Case(add(FICHE, "\n- a\n  - b\n    - c\n      - d\n"), 10, "R-LIRE-17"),
    "émoji": Case(add(FICHE, "\nFin 🎉\n"), 10, "« 🎉 » (U+1F389)"),
    "octets nuls": Case(add(FICHE, "\0"), 11, "(octet nul)"),
}

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
        f"{TOML}:63 « fichier » : le fichier « plan.pdf » de l’annexe 3 n’est pas dans le dossier « annexes »",
    ),
    "d’un autre format": Case(annex("plan.odt", b"PK"), 10, "ni un PDF ni une image PNG ou JPEG"),
    "protégée": Case(
        annex("plan.pdf", pdf(encryption=Encryption(user="x", owner="y"))), 10, "[R-ANX-10]"
    ),
    "signée": Case(annex("plan.pdf", pdf(with_signature)), 10, "[R-ANX-11]"),
    "avec un programme": Case(
        annex("plan.pdf", pdf(with_script)),
        10,
        "« plan.pdf » contient un programme JavaScript [R-ANX-12]",
    ),
    "tronquée": Case(
        annex("plan.pdf", pdf()[:-60]),
        10,
        f"{TOML}:63 « fichier » : « plan.pdf » n’est pas un PDF entier",
    ),
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

CASES = {
    f"{family} : {name}": case
    for family, cases in (
        ("registre", REGISTERS),
        ("faits", FACTS),
        ("fiche", FICHES),
        ("modèle", MODELS),
        ("annexe", ANNEXES),
        ("résultats", RESULTS),
    )
    for name, case in cases.items()
}


@pytest.fixture
def space(loire: Built, tmp_path: Path) -> Space:
    return copy_of(loire.root, tmp_path / "espace")


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused_in_words_and_changes_nothing(name: str, space: Space) -> None:
    case = CASES[name]
    case.spoil(space.root)
    before = space.fingerprints()
    answer = space.run("build")
    assert case.says in said(answer)
    assert answer.returncode == case.code
    assert answer.stdout == ""
    assert space.fingerprints() == before
    assert list(space.aside.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_results_that_cannot_be_written_are_told(space: Space) -> None:
    before = space.fingerprints()
    (space.root / "output").chmod(0o555)
    answer = space.run("build")
    (space.root / "output").chmod(0o755)
    assert "ne peut pas être remplacé : ouvert ailleurs, ou protégé" in said(answer)
    assert answer.returncode == 17
    assert space.fingerprints() == before


@contextmanager
def converting(space: Space) -> Iterator[subprocess.Popen[str]]:
    """A build that has just launched the engine."""
    with subprocess.Popen(
        [sys.executable, "-c", ENTRY, "build"],
        cwd=space.root,
        env=environment(TMPDIR=str(space.aside)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as build:
        try:
            while not list(space.root.glob("output/.travail-*/**/profil")):
                assert build.poll() is None
                time.sleep(0.02)
            yield build
        finally:
            build.kill()


def processes_in(folder: Path) -> list[str]:
    """Command lines of the processes that work in a folder."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:  # it has just ended
            continue
    return [line for line in lines if str(folder) in line]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the system has no /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_stopped_leaves_nothing(sent: signal.Signals, space: Space) -> None:
    before = space.fingerprints()
    with converting(space) as build:
        assert processes_in(space.root)
        build.send_signal(sent)
        out, err = build.communicate(timeout=20)
    assert build.returncode == 130
    assert out == ""
    assert "Interrompu : rien n’a été changé" in plain(err)
    assert "Traceback" not in err
    assert space.fingerprints() == before
    assert list(space.aside.iterdir()) == []
    assert processes_in(space.root) == []


def test_a_second_build_at_once_is_refused_and_does_not_disturb_the_first(space: Space) -> None:
    with converting(space) as build:
        answer = space.run("build")
        assert f"une autre commande travaille sur cet espace : processus {build.pid}" in said(
            answer
        )
        assert answer.returncode == 18
        _, err = build.communicate(timeout=60)
    assert build.returncode == 0, err
    assert (space.root / "output/2019/dossier.pdf").is_file()
    assert not list(space.root.glob("output/.travail-*")) + list(space.root.glob(".avenant-*"))
