"""The rules of what is to be read again in a draft, before it is signed."""

from avenant_builder.problems import Rule, Severity

INFORMATION, WARNING = Severity.INFORMATION, Severity.WARNING

DRAFT = "Relecture d’un texte repris de l’année précédente ; jamais corrigé d’office."
TYPOGRAPHY = "Lexique des règles typographiques en usage à l’Imprimerie nationale."

STALE_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-RELIRE-01",
        severity=WARNING,
        title="Dans un brouillon, le calendrier d’une fiche va jusqu’à la période de l’avenant.",
        source=DRAFT,
        remedy="Mettez le calendrier à jour, ou dites que l’action est finie.",
    ),
    Rule(
        id="R-RELIRE-02",
        severity=WARNING,
        title="Dans un brouillon, aucun objectif n’est daté d’avant la période.",
        source=DRAFT,
        remedy="Remplacez la date, ou passez la phrase dans le bilan.",
    ),
    Rule(
        id="R-RELIRE-03",
        severity=WARNING,
        title="Dans un brouillon, aucun mot ne dépend du jour où on le lit (« cette année »).",
        source=DRAFT,
        remedy="Écrivez la date ou l’année.",
    ),
    Rule(
        id="R-RELIRE-04",
        severity=WARNING,
        title="Dans un brouillon, ce qui est passé est dit au passé.",
        source=DRAFT,
        remedy="Dites au passé ce qui a eu lieu, ou donnez la date à venir.",
    ),
    Rule(
        id="R-RELIRE-05",
        severity=INFORMATION,
        title="Dans un brouillon, chaque personne nommée dans une fiche est confirmée.",
        source=DRAFT,
        remedy="Vérifiez que cette personne suit encore l’action.",
    ),
    Rule(
        id="R-RELIRE-06",
        severity=WARNING,
        title="Dans un brouillon, les nombres de structures du texte sont ceux de l’avenant.",
        source=DRAFT,
        remedy="Corrigez le texte, ou « nombre » dans [structures.types].",
    ),
    Rule(
        id="R-RELIRE-07",
        severity=WARNING,
        title="Dans un brouillon, le détail d’un nombre en fait le total.",
        source=DRAFT,
        remedy="Corrigez le total ou le détail.",
    ),
    Rule(
        id="R-RELIRE-08",
        severity=WARNING,
        title="Dans un brouillon, un organisme ou une structure porte partout le même nom.",
        source=DRAFT,
        remedy="Choisissez une écriture et gardez-la.",
    ),
    Rule(
        id="R-RELIRE-09",
        severity=WARNING,
        title="Dans un brouillon, le nom d’une commune s’écrit comme l’Insee l’écrit.",
        source="Insee, code officiel géographique.",
        remedy="Recopiez le nom du registre des communes.",
    ),
    Rule(
        id="R-RELIRE-10",
        severity=WARNING,
        title="Dans un brouillon, ni double virgule ni espace manquante.",
        source=TYPOGRAPHY,
        remedy="Corrigez la ponctuation.",
    ),
    Rule(
        id="R-RELIRE-11",
        severity=INFORMATION,
        title="Dans un brouillon, deux sigles qui se ressemblent sont bien deux sigles.",
        source=DRAFT,
        remedy="Rien à faire si les deux existent (SERACS et SENACS par exemple).",
    ),
    Rule(
        id="R-RELIRE-12",
        severity=WARNING,
        title="Dans un brouillon, un sigle écrit une seule fois n’en est pas un autre mal tapé.",
        source=DRAFT,
        remedy="Vérifiez ce sigle.",
    ),
    Rule(
        id="R-RELIRE-13",
        severity=INFORMATION,
        title="Dans un brouillon, un fait daté d’avant la période est à sa place.",
        source=DRAFT,
        remedy="Laissez cette phrase si elle dit l’origine de l’action ; sinon, portez-la au bilan "
        "ou retirez-la.",
    ),
)
