"""Returns of the préfecture about one acte, made up."""

from messages import message

SIREN = "214201865"
NUMBER = "DEL_2019_006"
ID = f"042-{SIREN}-20190131-{NUMBER}-DE"
FILE = f"99_DE-{ID}-1-1"


def acte(
    root: str = "ActeRecu",
    *,
    number: str = NUMBER,
    on: str = "2019-01-31",
    nature: str = "1",
    subject: str = "Avenant n° 1",
    document: str = f"{FILE}_1.pdf",
    annexes: tuple[str, ...] = (),
    announced: str = "",
    paper: str = "<actes:DocumentPapier>N</actes:DocumentPapier>",
    classified: str = "2018-10-10",
) -> str:
    """The acte as a message repeats it."""
    inside = "".join(
        f"<actes:Annexe><actes:NomFichier>{name}</actes:NomFichier></actes:Annexe>"
        for name in annexes
    )
    return (
        f'<actes:{root} actes:CodeNatureActe="{nature}" actes:Date="{on}" '
        f'actes:NumeroInterne="{number}"><actes:CodeMatiere1 actes:CodeMatiere="8"/>'
        f'<actes:CodeMatiere2 actes:CodeMatiere="2"/><actes:Objet>{subject}</actes:Objet>'
        f"<actes:ClassificationDateVersion>{classified}</actes:ClassificationDateVersion>"
        f"<actes:Document><actes:NomFichier>{document}</actes:NomFichier></actes:Document>"
        f'<actes:Annexes actes:Nombre="{announced or len(annexes)}">{inside}</actes:Annexes>'
        f"{paper}</actes:{root}>"
    )


def current(on: str = "2018-10-10") -> str:
    name = "ClassificationDateVersionEnCours"
    return f"<actes:{name}>{on}</actes:{name}>"


def acknowledged(inside: str = "", *, id: str = ID, on: str = "2019-02-04") -> bytes:
    body = (inside or acte()) + current()
    return message("ARActe", body, IDActe=id, DateReception=on)


def anomaly(code: str = "002", *, on: str = "2019-02-02", detail: str = "ODT-VERIF-01") -> bytes:
    return message(
        "AnomalieActe",
        f"<actes:Date>{on}</actes:Date><actes:Nature>{code}</actes:Nature>"
        f"<actes:Detail>{detail}</actes:Detail>{acte()}{current()}",
    )


def envelope_anomaly(form: str = f"{ID}-1-1_0.xml", *, code: str = "003") -> bytes:
    return message(
        "AnomalieEnveloppe",
        f"<actes:Date>2019-02-02</actes:Date><actes:Nature>{code}</actes:Nature>"
        "<actes:EnveloppeRecue><actes:Emetteur><actes:IDCL actes:Arrondissement='3' "
        f"actes:Departement='042' actes:Nature='31' insee:SIREN='{SIREN}'/></actes:Emetteur>"
        "<actes:FormulairesEnvoyes><actes:Formulaire>"
        f"<actes:NomFichier>{form}</actes:NomFichier></actes:Formulaire>"
        "</actes:FormulairesEnvoyes></actes:EnveloppeRecue>",
    )


def letter(
    root: str = "DemandePieceComplementaire", *, id: str = ID, on: str = "2019-02-20"
) -> bytes:
    words = {
        "DemandePieceComplementaire": "<actes:DescriptionPieces>La carte</actes:DescriptionPieces>",
        "LettreObservations": "<actes:Motif>Un motif inventé</actes:Motif>",
    }.get(root, "")
    file = "<actes:Document><actes:NomFichier>/srv/lettre.pdf</actes:NomFichier></actes:Document>"
    return message(root, words + file, IDActe=id, DateCourrierPref=on)


def referred(on: str = "2019-03-20") -> bytes:
    return message(
        "DefereTA",
        f"<actes:DateDepot>{on}</actes:DateDepot>"
        "<actes:NatureIllegalite>Incompétence (inventée)</actes:NatureIllegalite>"
        "<actes:PiecesJointes/>",
        IDActe=ID,
    )


def cancelled(on: str = "2019-02-12") -> bytes:
    return message("ARAnnulation", IDActe=ID, DateReception=on)


def pieces_received(on: str = "2019-03-01") -> bytes:
    inner = f'<actes:InfosCourrierPref actes:IDActe="{ID}" actes:DateCourrierPref="2019-02-20"/>'
    return message("ARPieceComplementaire", inner, DateReception=on)


def return_envelope(siren: str = SIREN) -> bytes:
    return message("EnveloppeMISILLCL", f'<actes:Destinataire insee:SIREN="{siren}"/>')
