"""The rules that the data must keep among themselves, whatever file they came from."""

from avenant_builder.problems import Rule, Severity

INFORMATION, WARNING, ERROR = Severity.INFORMATION, Severity.WARNING, Severity.ERROR

SIRENE = "Répertoire Sirene (articles R. 123-220 et R. 123-221 du code de commerce)."
INSEE = "Insee, code officiel géographique et répertoire Sirene."
REGISTER = "Tenue des registres (docs/data.md)."
PRINTED = "Texte imprimé de l’avenant."

DATA_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-ANX-01",
        severity=ERROR,
        title="Le fichier de chaque annexe annoncée est dans le dossier « annexes ».",
        source=PRINTED,
        remedy="Déposez le fichier dans le dossier « annexes » de l’année, ou corrigez son nom.",
    ),
    Rule(
        id="R-ANX-02",
        severity=WARNING,
        title="Chaque fichier du dossier « annexes » est annoncé dans avenant.toml.",
        source=PRINTED,
        remedy="Ajoutez un bloc [[annexes]] pour ce fichier, ou retirez-le du dossier.",
    ),
    Rule(
        id="R-ANX-03",
        severity=ERROR,
        title="Une annexe n’est annoncée qu’une fois.",
        source=PRINTED,
        remedy="Retirez l’un des deux blocs [[annexes]].",
    ),
    Rule(
        id="R-ANX-04",
        severity=ERROR,
        title="L’annexe des fiches actions contient au moins une fiche.",
        source=PRINTED,
        remedy="Ajoutez les fiches dans le dossier « fiches » de l’année, ou retirez l’annexe.",
    ),
    Rule(
        id="R-ANX-05",
        severity=WARNING,
        title="Les fiches actions écrites sont jointes à l’avenant.",
        source=PRINTED,
        remedy="Ajoutez un bloc [[annexes]] avec « fiches = true ».",
    ),
    Rule(
        id="R-ANX-06",
        severity=ERROR,
        title="Une annexe fournie est un PDF, un TIFF ou une image PNG ou JPEG.",
        source="Formats que l’outil sait joindre (docs/data.md).",
        remedy="Enregistrez l’annexe en PDF, puis changez son nom dans avenant.toml.",
    ),
    Rule(
        id="R-ORG-01",
        severity=ERROR,
        title="L’identifiant d’un organisme est unique, jusque dans les noms de fichiers.",
        source=REGISTER,
        remedy="Donnez un autre identifiant à l’une des deux lignes, ou supprimez-la.",
    ),
    Rule(
        id="R-ORG-02",
        severity=ERROR,
        title="Un SIREN a neuf chiffres, dont le dernier est une clé de contrôle.",
        source=SIRENE,
        remedy="Recopiez le SIREN depuis l’annuaire des entreprises. Un SIRET en a quatorze : "
        "gardez les neuf premiers.",
    ),
    Rule(
        id="R-ORG-03",
        severity=WARNING,
        title="Le SIREN d’une commune correspond à son code Insee.",
        source=INSEE,
        remedy="Vérifiez les deux valeurs : l’une est peut-être celle d’une commune voisine.",
    ),
    Rule(
        id="R-ORG-04",
        severity=INFORMATION,
        title="Une collectivité a un SIREN, que demande la télétransmission.",
        source="Protocole ACTES (articles R. 2131-1 et suivants du CGCT).",
        remedy="Ajoutez le SIREN dans data/bodies.csv avant de transmettre.",
    ),
    Rule(
        id="R-ORG-05",
        severity=WARNING,
        title="Deux organismes n’ont pas le même SIREN.",
        source=SIRENE,
        remedy="Vérifiez lequel des deux organismes porte ce SIREN.",
    ),
    Rule(
        id="R-ORG-06",
        severity=INFORMATION,
        title="Les valeurs marquées « a_confirmer » sont vérifiées.",
        source=REGISTER,
        remedy="Vérifiez la valeur, puis retirez le nom de la colonne de « a_confirmer ».",
    ),
    Rule(
        id="R-ORG-07",
        severity=WARNING,
        title="Chaque organisme a au moins un siège de signature.",
        source=PRINTED,
        remedy="Ajoutez son siège dans signatories.csv, ou retirez-le de data/bodies.csv.",
    ),
    Rule(
        id="R-ORG-08",
        severity=WARNING,
        title="Chaque organisme qui signe existe pendant toute la période de l’avenant.",
        source="Pratique conventionnelle ; pour une intercommunalité fusionnée, "
        "article L. 5211-41-3 du CGCT.",
        remedy="Décidez qui signe à sa place, puis mettez à jour les registres. Le texte peut "
        "être préparé en attendant.",
    ),
    Rule(
        id="R-ORG-09",
        severity=ERROR,
        title="Un organisme commence d’exister avant de finir.",
        source=REGISTER,
        remedy="Corrigez « existe_du » ou « existe_au » : elles sont peut-être inversées.",
    ),
    Rule(
        id="R-ORG-10",
        severity=WARNING,
        title="Un code Insee de commune a cinq caractères.",
        source=INSEE,
        remedy="Recopiez le code depuis le site de l’Insee, avec ses zéros au début (« 01004 ») : "
        "un tableur les retire.",
    ),
    Rule(
        id="R-ORG-11",
        severity=WARNING,
        title="Le fichier de chaque logo annoncé est dans le dossier « logos ».",
        source=PRINTED,
        remedy="Déposez le fichier dans data/logos, ou corrigez son nom dans la colonne « logo ».",
    ),
    Rule(
        id="R-ORG-13",
        severity=ERROR,
        title="Un organisme nommé dans la table [relances] est dans data/bodies.csv.",
        source="Réglage des relances (docs/data.md).",
        remedy="Corrigez son identifiant dans avenant.toml : c’est celui de la colonne "
        "« organisme » du registre.",
    ),
    Rule(
        id="R-PER-01",
        severity=ERROR,
        title="La période de l’avenant commence avant de finir.",
        source=PRINTED,
        remedy="Corrigez « du » ou « au » dans [periode] : elles sont peut-être inversées.",
    ),
    Rule(
        id="R-PER-02",
        severity=WARNING,
        title="La période de l’avenant dure d’un mois à six ans.",
        source="Pratique conventionnelle : un avenant prolonge le plus souvent d’un an.",
        remedy="Vérifiez l’année des deux dates de [periode].",
    ),
    Rule(
        id="R-PER-03",
        severity=WARNING,
        title="L’année du dossier est dans la période de l’avenant.",
        source="Organisation d’un espace de travail (docs/data.md).",
        remedy="Vérifiez les dates de [periode], ou le nom du dossier de l’année.",
    ),
    Rule(
        id="R-PER-04",
        severity=INFORMATION,
        title="Le premier avenant prend la suite des années initiales du schéma, sans trou "
        "ni recouvrement.",
        source="Un avenant prolonge un acte en cours (pratique conventionnelle).",
        remedy="Vérifiez « annees » dans [schema] et les dates de [periode].",
    ),
    Rule(
        id="R-PER-05",
        severity=WARNING,
        title="L’avenant est signé avant la fin de sa période.",
        source="Un acte ne produit d’effet qu’à venir (principe de non-rétroactivité).",
        remedy="Vérifiez « date » et [periode] dans avenant.toml.",
    ),
    Rule(
        id="R-PER-06",
        severity=WARNING,
        title="Le comité de pilotage se réunit avant la signature et avant la fin de la période.",
        source=PRINTED,
        remedy="Vérifiez « comite_de_pilotage » dans avenant.toml.",
    ),
    Rule(
        id="R-PER-07",
        severity=INFORMATION,
        title="L’avenant est signé avant de prendre effet.",
        source="Un acte ne produit d’effet qu’à venir (principe de non-rétroactivité).",
        remedy="Rien à faire si les signataires l’ont voulu ainsi.",
    ),
    Rule(
        id="R-PER-08",
        severity=WARNING,
        title="Dans un brouillon, le préambule nomme tous les avenants d’avant.",
        source="Un avenant prolonge un acte en cours (pratique conventionnelle).",
        remedy="Ajoutez dans avenant.toml une table [[avenants_anterieurs]] par avenant, avec "
        "« numero », « du » et « au ».",
    ),
    Rule(
        id="R-SIEGE-01",
        severity=ERROR,
        title="L’identifiant d’un siège est unique, jusque dans les noms de fichiers.",
        source=REGISTER,
        remedy="Donnez un autre identifiant à l’un des deux sièges.",
    ),
    Rule(
        id="R-SIEGE-02",
        severity=ERROR,
        title="Deux sièges n’ont pas le même rang d’impression.",
        source=PRINTED,
        remedy="Changez « ordre » pour l’un des deux sièges.",
    ),
    Rule(
        id="R-SIEGE-03",
        severity=ERROR,
        title="Une personne ne signe pas deux fois au même titre pour un organisme.",
        source=PRINTED,
        remedy="Supprimez l’un des deux sièges, ou corrigez la personne ou la qualité.",
    ),
    Rule(
        id="R-SIEGE-04",
        severity=ERROR,
        title="L’organisme de chaque siège est dans data/bodies.csv.",
        source=REGISTER,
        remedy="Ajoutez l’organisme dans data/bodies.csv, ou corrigez son identifiant.",
    ),
    Rule(
        id="R-SIEGE-05",
        severity=ERROR,
        title="Chaque siège nommé dans avenant.toml est dans signatories.csv.",
        source=REGISTER,
        remedy="Corrigez la liste « sieges » de avenant.toml ; vide, elle les prend tous.",
    ),
    Rule(
        id="R-SIEGE-06",
        severity=WARNING,
        title="Chaque siège a un titulaire le jour de référence de l’avenant.",
        source=PRINTED,
        remedy="Ajoutez dans signatories.csv une ligne au nom du nouveau titulaire, dès qu’il "
        "est connu.",
    ),
    Rule(
        id="R-SIEGE-07",
        severity=WARNING,
        title="Deux mandats d’un même siège ne se chevauchent pas.",
        source=REGISTER,
        remedy="Finissez le premier mandat la veille du second, dans « mandat_au ».",
    ),
    Rule(
        id="R-SIEGE-08",
        severity=INFORMATION,
        title="Une personne qui tient plusieurs sièges signe pour chacun.",
        source="Pratique conventionnelle ; un maire peut présider une intercommunalité.",
        remedy="Rien à faire si c’est bien la même personne.",
    ),
    Rule(
        id="R-SIEGE-09",
        severity=ERROR,
        title="Un mandat commence avant de finir.",
        source=REGISTER,
        remedy="Corrigez « mandat_du » ou « mandat_au » : elles sont peut-être inversées.",
    ),
    Rule(
        id="R-SIEGE-10",
        severity=ERROR,
        title="L’avenant a au moins un siège de signature.",
        source=PRINTED,
        remedy="Ajoutez les signataires dans signatories.csv.",
    ),
    Rule(
        id="R-SIEGE-11",
        severity=WARNING,
        title="Les mandats d’un siège se suivent sans trou.",
        source=REGISTER,
        remedy="Corrigez « mandat_au » ou « mandat_du », ou ajoutez une ligne sans nom si le siège "
        "a été vacant.",
    ),
    Rule(
        id="R-SIEGE-12",
        severity=WARNING,
        title="Aucun mandat ne finit pendant que l’avenant peut être signé.",
        source="Un acte est signé par qui est en fonction ce jour-là (CGCT, art. L. 2122-18).",
        remedy="Faites signer avant cette date, ou ajoutez dans signatories.csv la ligne de qui "
        "lui succède.",
    ),
    Rule(
        id="R-SIEGE-13",
        severity=WARNING,
        title="Aucune élection générale ne tombe pendant que l’avenant peut être signé.",
        source="Code électoral, articles L. 192, L. 227 et L. 336.",
        remedy="Faites signer avant, ou mettez signatories.csv à jour après : « avenant check "
        "--elus » compare les titulaires au Répertoire national des élus.",
    ),
    Rule(
        id="R-STR-01",
        severity=WARNING,
        title="Le nombre de structures annoncé est celui du registre.",
        source=PRINTED,
        remedy="Complétez structures.csv, ou corrigez « nombre » dans [structures.types].",
    ),
    Rule(
        id="R-STR-02",
        severity=ERROR,
        title="Le type de chaque structure est annoncé dans avenant.toml.",
        source=REGISTER,
        remedy="Corrigez le type, ou ajoutez-le dans [structures.types].",
    ),
    Rule(
        id="R-STR-03",
        severity=ERROR,
        title="L’identifiant d’une structure est unique.",
        source=REGISTER,
        remedy="Donnez un autre identifiant à l’une des deux lignes, ou supprimez-la.",
    ),
    Rule(
        id="R-STR-04",
        severity=WARNING,
        title="Une structure n’est inscrite qu’une fois.",
        source=REGISTER,
        remedy="Supprimez l’une des deux lignes, ou précisez le nom de chacune.",
    ),
    Rule(
        id="R-STR-05",
        severity=WARNING,
        title="Les structures inscrites paraissent dans l’avenant.",
        source=PRINTED,
        remedy="Ajoutez la table [structures] dans avenant.toml.",
    ),
    Rule(
        id="R-STR-06",
        severity=INFORMATION,
        title="L’agrément d’une structure court pendant toute la période de l’avenant.",
        source="Circulaire Cnaf 2012-013 du 20 juin 2012 (agrément de l’animation de la vie "
        "sociale).",
        remedy="Mettez à jour « agree_au » quand l’agrément est renouvelé.",
    ),
    Rule(
        id="R-STR-07",
        severity=WARNING,
        title="Chaque structure inscrite est agréée le jour que l’avenant annonce.",
        source=PRINTED,
        remedy="Vérifiez « agree_du » et « agree_au », ou « agreees_au » dans avenant.toml.",
    ),
    Rule(
        id="R-TXT-01",
        severity=ERROR,
        title="Chaque caractère des données existe dans les polices des modèles.",
        source="ISO 19005-2 (PDF/A-2), 6.2.11 : une police incorporée dessine chaque caractère.",
        remedy="Remplacez ce caractère : un émoji ou un symbole rare s’imprimerait en carré vide.",
    ),
    Rule(
        id="R-TXT-02",
        severity=WARNING,
        title="Chaque section nommée dans [fiches.sections] est dans une fiche.",
        source=REGISTER,
        remedy="Écrivez le nom comme dans la fiche, à la lettre près.",
    ),
    Rule(
        id="R-TXT-03",
        severity=WARNING,
        title="Chaque section de « sections_sans_titre » est dans une fiche.",
        source=REGISTER,
        remedy="Écrivez le nom comme dans la fiche, à la lettre près.",
    ),
    Rule(
        id="R-DEL-05",
        severity=WARNING,
        title="Une délégation à formule est de celles que le bloc de signature peut imprimer.",
        source="CGCT, art. L. 2122-17 et L. 2122-18 ; arrêtés et décisions de délégation.",
        remedy="Le bloc imprime le titulaire. Corrigez data/delegations.csv d’après l’arrêté, ou "
        "videz sa colonne « formule ».",
    ),
    Rule(
        id="R-DEL-06",
        severity=ERROR,
        title="Un seul délégataire signe à un siège.",
        source="Un bloc de signature n’a qu’un nom.",
        remedy="Gardez la formule de celui qui signera, videz celle de l’autre.",
    ),
    Rule(
        id="R-TXT-04",
        severity=ERROR,
        title="Rien de ce qui s’imprime n’est resté « [… à compléter] » ou « À REMPLIR ».",
        source=PRINTED,
        remedy="Écrivez à cet endroit la date, le nombre ou le texte qui manque. D’ici là, "
        "« avenant build --draft » prépare un document marqué « PROJET ».",
    ),
)
