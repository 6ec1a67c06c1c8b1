"""The rules of Word documents that come back from partners (R-WORD)."""

from avenant_builder.problems import Rule, Severity

ERROR, WARNING, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
IMPORT = "Reprise des fiches modifiées dans Word (docs/mode-emploi.md)."
UNREADABLE = 11

WORD_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-WORD-01",
        severity=ERROR,
        title="Un document Word à reprendre se lit en entier.",
        source=IMPORT,
        remedy="Ouvrez-le dans Word, « Enregistrer sous », « Document Word (.docx) », puis "
        "relancez.",
        exit_code=UNREADABLE,
    ),
    Rule(
        id="R-WORD-02",
        severity=ERROR,
        title="Un document Word à reprendre n’exécute rien et ne va rien chercher ailleurs.",
        source="Un document reçu par courriel peut avoir été préparé pour nuire.",
        remedy="Demandez à l’expéditeur un « Document Word (.docx) » sans macro ni image liée.",
        exit_code=UNREADABLE,
    ),
    Rule(
        id="R-WORD-03",
        severity=ERROR,
        title="Une fiche à reprendre est de cette année et de cet espace de travail.",
        source=IMPORT,
        remedy="Vérifiez le fichier, « --year ANNÉE » et le dossier où vous êtes.",
    ),
    Rule(
        id="R-WORD-04",
        severity=ERROR,
        title="Chaque titre imprimé et chaque ligne du tableau d’une fiche sont encore dans le "
        "document.",
        source=IMPORT,
        remedy="Remettez-le dans Word, au-dessus de son texte, puis relancez. Une rubrique à "
        "supprimer se supprime dans les données.",
    ),
    Rule(
        id="R-WORD-05",
        severity=WARNING,
        title="Les titres et les libellés d’une fiche sont ceux des données.",
        source=IMPORT,
        remedy="Le texte est repris à sa place. Si le changement est voulu, faites-le aussi dans "
        "le fichier de la fiche et dans avenant.toml.",
    ),
    Rule(
        id="R-WORD-06",
        severity=WARNING,
        title="Tout le texte du document est dans une rubrique ou une ligne de la fiche.",
        source=IMPORT,
        remedy="Ce texte n’est pas repris dans la fiche : il est gardé dans "
        "le fichier « a-trier ».",
    ),
    Rule(
        id="R-WORD-07",
        severity=WARNING,
        title="Ce que les données d’une fiche ne savent pas porter n’est pas dans le document.",
        source=IMPORT,
        remedy="Ce n’est pas repris dans la fiche : c’est noté dans le fichier « a-trier ».",
    ),
    Rule(
        id="R-WORD-08",
        severity=INFORMATION,
        title="Les commentaires sont traités.",
        source=IMPORT,
        remedy="Les commentaires ne changent rien aux données : décidez, puis répondez.",
    ),
    Rule(
        id="R-WORD-09",
        severity=WARNING,
        title="Un texte ajouté se range sans hésitation.",
        source=IMPORT,
        remedy="Relisez l’aperçu. Si le paragraphe est d’une autre rubrique, déplacez-le ensuite "
        "dans le fichier de la fiche.",
    ),
)
