"""Messages of ACTES, made up, as préfectures write them."""

HEAD = (
    '<?xml version="1.0" encoding="{encoding}"?>\n'
    '<actes:{root} xmlns:actes="http://www.interieur.gouv.fr/ACTES#v1.1-20040216" '
    'xmlns:insee="http://xml.insee.fr/schema"{attributes}>{inside}</actes:{root}>\n'
)


def message(
    root: str, inside: str = "", *, encoding: str = "ISO-8859-1", codec: str = "", **attributes: str
) -> bytes:
    """A message; `codec` is what it is truly written in, where that differs."""
    said = "".join(f' actes:{name}="{value}"' for name, value in attributes.items())
    text = HEAD.format(encoding=encoding, root=root, attributes=said, inside=inside)
    return text.encode(codec or encoding)


def classification(on: str = "2019-04-18", *, typologies: str = "99_DE", level: str = "") -> bytes:
    """A small classification: matières 8, 8.2 and 8.2.4, one nature."""
    files = "".join(
        f'<actes:TypePJNatureActe actes:CodeTypePJ="{code}" actes:Libelle="Pièce {code}"/>'
        for code in typologies.split()
    )
    return message(
        "RetourClassification",
        f"<actes:DateClassification>{on}</actes:DateClassification><actes:NaturesActes>"
        '<actes:NatureActe actes:CodeNatureActe="1" actes:Libelle="Délibérations" '
        f'actes:TypeAbrege="DE">{files}</actes:NatureActe></actes:NaturesActes><actes:Matieres>'
        '<actes:Matiere1 actes:CodeMatiere="8" actes:Libelle="Compétences">'
        '<actes:Matiere2 actes:CodeMatiere="2" actes:Libelle="Aide sociale">'
        '<actes:Matiere3 actes:CodeMatiere="4" actes:Libelle="Enfance  famille"/>'
        f"{level}</actes:Matiere2></actes:Matiere1></actes:Matieres>",
    )
