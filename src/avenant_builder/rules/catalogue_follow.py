"""The rules of the follow-up: dates, mandates, delegations, actes and versions.

None of them ever calls a signature void: to sign before the acte is exécutoire was held fatal in
1996 and is no longer always so since 2010. They warn, and say « à régulariser ».
"""

from avenant_builder.problems import Rule, Severity

INFORMATION, WARNING = Severity.INFORMATION, Severity.WARNING

CASE_LAW = (
    "CE, avis, 10 juin 1996, préfet de la Côte-d’Or, nuancé par CE, 10 décembre 2010, n° 336638"
)
EXECUTORY = f"CGCT, art. L. 2131-1, L. 2131-2, L. 3131-1 et L. 5211-3 ; {CASE_LAW}."
POWER = f"CGCT, art. L. 2122-21 ; {CASE_LAW}."
MANDATES = "CGCT, art. L. 2122-17 et L. 2122-18 ; statuts des autres organismes."
DELEGATIONS = "CGCT, art. L. 2122-18 ; arrêtés et décisions de délégation."
ACTES = "Cahier des charges de la télétransmission ACTES : numéro et identifiant de l’acte."
SIGN_AGAIN = (
    "Vérifiez les deux dates sur les pièces. Si elles sont justes, faites signer à nouveau, ou "
    "demandez un acte qui confirme la signature ; une date fausse s’annule par "
    "« avenant record --undo »."
)
CHECK_DATES = (
    "Vérifiez les deux dates sur les pièces ; une date fausse s’annule par "
    "« avenant record --undo », puis s’enregistre à nouveau."
)
CHECK_NUMBER = (
    "Recopiez-le d’après l’accusé de réception, annulez l’événement faux par "
    "« avenant record --undo » et enregistrez-le à nouveau."
)

FOLLOW_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-ACT-01",
        severity=WARNING,
        title="Le numéro d’un acte a quinze caractères au plus : majuscules, chiffres et « _ ».",
        source=ACTES,
        remedy=CHECK_NUMBER,
    ),
    Rule(
        id="R-ACT-02",
        severity=WARNING,
        title="La date dans l’identifiant ACTES est celle de la séance.",
        source=ACTES,
        remedy=CHECK_NUMBER,
    ),
    Rule(
        id="R-ACT-03",
        severity=WARNING,
        title="Le SIREN dans l’identifiant ACTES est celui de l’organisme.",
        source=ACTES,
        remedy="Vérifiez que l’accusé est bien celui de cet organisme, et son SIREN dans "
        "data/bodies.csv.",
    ),
    Rule(
        id="R-ACT-04",
        severity=WARNING,
        title="L’affichage ou la publication d’un acte reçu par la préfecture est daté.",
        source="CGCT, art. L. 2131-1, L. 3131-1, L. 4141-1 et L. 5211-3.",
        remedy="Demandez la date à l’organisme, puis « avenant record ORGANISME acte-publie ».",
    ),
    Rule(
        id="R-ACT-05",
        severity=WARNING,
        title="Le numéro dans l’identifiant ACTES est celui de l’acte.",
        source=ACTES,
        remedy=CHECK_NUMBER,
    ),
    Rule(
        id="R-ACT-06",
        severity=WARNING,
        title="Un identifiant ACTES a cinq parties : département, SIREN, date, numéro, nature.",
        source=ACTES,
        remedy=CHECK_NUMBER,
    ),
    Rule(
        id="R-ACT-07",
        severity=WARNING,
        title="Les pièces que le préfet demande lui sont données.",
        source="CGCT, art. L. 2131-6 pour les communes et, par l’art. L. 5211-3, pour les "
        "intercommunalités ; articles propres aux départements et aux régions à confirmer.",
        remedy="Envoyez les pièces, puis « avenant record ORGANISME pieces-completees ».",
    ),
    Rule(
        id="R-ACT-08",
        severity=WARNING,
        title="L’acte n’est pas déféré au tribunal administratif.",
        source="CGCT, art. L. 2131-6 pour les communes et, par l’art. L. 5211-3, pour les "
        "intercommunalités ; articles propres aux départements et aux régions à confirmer.",
        remedy="Attendez la décision du tribunal, ou convenez d’un nouvel acte avec l’organisme.",
    ),
    Rule(
        id="R-BODY-01",
        severity=WARNING,
        title="Un organisme existe le jour où il signe.",
        source="Existence de la personne morale (data/bodies.csv ; CGCT, art. L. 5211-41-3).",
        remedy="Décidez de la suite : dans signatories.csv, donnez le siège à l’organisme qui lui "
        "succède, ou retirez le siège dans avenant.toml (« sieges »).",
    ),
    Rule(
        id="R-DATE-01",
        severity=WARNING,
        title="La signature ne précède pas l’adoption de l’acte qui l’autorise.",
        source=POWER,
        remedy=SIGN_AGAIN,
    ),
    Rule(
        id="R-DATE-02",
        severity=WARNING,
        title="La signature ne précède pas la réception de l’acte par la préfecture.",
        source=EXECUTORY,
        remedy=SIGN_AGAIN,
    ),
    Rule(
        id="R-DATE-03",
        severity=WARNING,
        title="La signature ne précède pas la publication de l’acte.",
        source=EXECUTORY,
        remedy=SIGN_AGAIN,
    ),
    Rule(
        id="R-DATE-04",
        severity=WARNING,
        title="Un acte n’est pas reçu par la préfecture avant d’être transmis.",
        source="CGCT, art. L. 2131-1 et L. 2131-2.",
        remedy=CHECK_DATES,
    ),
    Rule(
        id="R-DATE-05",
        severity=WARNING,
        title="Un acte n’est pas transmis avant la séance qui l’adopte.",
        source="CGCT, art. L. 2131-1 et L. 2131-2.",
        remedy=CHECK_DATES,
    ),
    Rule(
        id="R-DATE-06",
        severity=WARNING,
        title="La première signature ne vient pas après le début de la période.",
        source="Non-rétroactivité des actes et des contrats ; période de l’avenant.",
        remedy="Vérifiez avec les parties que l’avenant prend effet au jour voulu : rien n’est à "
        "changer dans le suivi.",
    ),
    Rule(
        id="R-DATE-07",
        severity=INFORMATION,
        title="Le jour de chaque signature est connu.",
        source="Sans lui, les règles de dates et de mandats ne peuvent pas toutes être contrôlées.",
        remedy="Demandez la date au signataire ; si elle est connue, annulez l’événement par "
        "« avenant record --undo » et enregistrez-le avec sa date.",
    ),
    Rule(
        id="R-DATE-08",
        severity=WARNING,
        title="Depuis le 1er juillet 2022, un acte se publie par voie électronique.",
        source="CGCT, art. L. 2131-1, dans sa rédaction de l’ordonnance n° 2021-1310 du 7 octobre "
        "2021, L. 3131-1, L. 4141-1 et L. 5211-3 ; les communes de moins de 3 500 habitants et les "
        "syndicats choisissent.",
        remedy="Demandez à l’organisme la date de la mise en ligne, puis enregistrez-la.",
    ),
    Rule(
        id="R-DATE-09",
        severity=WARNING,
        title="La signature vient avant la fin de la période de l’avenant.",
        source="Période de l’avenant.",
        remedy=CHECK_DATES,
    ),
    Rule(
        id="R-DEL-01",
        severity=WARNING,
        title="La délégation du signataire est en cours le jour où il signe.",
        source=DELEGATIONS,
        remedy="Corrigez les dates dans data/delegations.csv d’après l’arrêté, ou faites signer à "
        "nouveau.",
    ),
    Rule(
        id="R-DEL-02",
        severity=WARNING,
        title="La délégation d’une collectivité est publiée quand le délégataire signe.",
        source="CGCT, art. L. 2131-1 et L. 2122-18.",
        remedy="Donnez la date dans la colonne « publie_le » de data/delegations.csv.",
    ),
    Rule(
        id="R-DEL-03",
        severity=WARNING,
        title="La délégation vient du titulaire en fonction le jour de la signature.",
        source="Une délégation de signature tombe avec celui qui l’a donnée.",
        remedy="Demandez la délégation du nouveau titulaire, et ajoutez-la à data/delegations.csv.",
    ),
    Rule(
        id="R-DEL-04",
        severity=WARNING,
        title="La délégation couvre la signature d’un avenant.",
        source=DELEGATIONS,
        remedy="Dites dans la colonne « portee » de data/delegations.csv ce que l’acte couvre "
        "(avenants, conventions…), d’après son texte, ou faites signer à nouveau.",
    ),
    Rule(
        id="R-MAND-01",
        severity=WARNING,
        title="Le signataire est titulaire du siège le jour où il signe, ou a une délégation.",
        source=MANDATES,
        remedy="Complétez signatories.csv (mandats) ou data/delegations.csv, ou faites signer à "
        "nouveau.",
    ),
    Rule(
        id="R-VERS-01",
        severity=WARNING,
        title="Le texte signé est le dernier texte figé.",
        source="Accord des parties sur un même texte.",
        remedy="Envoyez le nouveau texte à signer.",
    ),
    Rule(
        id="R-VERS-02",
        severity=INFORMATION,
        title="La version du texte signé est connue.",
        source="Accord des parties sur un même texte.",
        remedy="Comparez la page signée au texte figé.",
    ),
)
