"""All that can be wrong with registers, facts and fiches, and what the command says of it."""

from typing import NamedTuple

from spoiled import (
    BODIES,
    FICHE,
    SEATS,
    TOML,
    Spoil,
    add,
    both,
    change,
    put,
    remove,
    swap,
)


class Case(NamedTuple):
    """What is spoiled, the exit code, and what must be said."""

    spoil: Spoil
    code: int
    says: str


def cut_in_a_row(data: bytes) -> bytes:
    return data[: data.rindex("Gaël".encode())]


def as_utf16_without_mark(data: bytes) -> bytes:
    return data.decode("utf-8-sig").encode("utf-16-le")


def cell(old: str, new: str, path: str = SEATS) -> Spoil:
    return swap(path, old, new)


CHARVIN = "Jean Claude;CHARVIN;;;oui"

REGISTERS = {
    "absent": Case(remove(SEATS), 11, "aucun espace de travail ici : signatories.csv"),
    "registre des organismes absent": Case(
        remove(BODIES), 11, "data/bodies.csv : ce fichier manque [R-LIRE-01]"
    ),
    "vide": Case(put(SEATS, b""), 10, "signatories.csv:1 : ce registre est vide"),
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
    "caractère invisible dans un nom": Case(
        cell("CHARVIN", "CHAR\u200bVIN"),
        10,
        "signatories.csv:11 « nom » : caractère interdit (U+200B) [R-LIRE-07]",
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
