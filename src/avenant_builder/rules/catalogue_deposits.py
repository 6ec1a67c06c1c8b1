"""The rules of a deposit for the préfecture (R-DEP): what it must hold before it is written.

Some repeat the ministry's schema, so that it need not be there; the others are what the schema
lets through and operators, or préfectures, refuse.
"""

from avenant_builder.problems import Rule, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
NOT_READY = 16
SCHEMA = "Norme d’échange ACTES, schéma actesv1_1.xsd"
NAMES = "Norme d’échange ACTES, nommage des fichiers ; contrôles des opérateurs (S²LOW, Pastell)."
CONTROL = "CGCT, art. L. 2131-1, L. 2131-2, L. 3131-1, L. 3131-2 et L. 5211-3."
FILES = "Norme d’échange ACTES : documents lisibles et non verrouillés."
BODIES = "data/bodies.csv"
SETTINGS = "la table [actes] de avenant.toml"

DEPOSIT_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-DEP-01",
        severity=ERROR,
        title="L’acte à déposer est adopté, à une date connue au jour près, qui est passée.",
        source=CONTROL,
        remedy="Enregistrez-le par « avenant record ORGANISME acte-adopte --on DATE --number "
        "NUMÉRO --file DÉLIBÉRATION.pdf » ; une date fausse s’annule par « --undo ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-02",
        severity=ERROR,
        title="Le numéro de l’acte a de un à quinze caractères : majuscules, chiffres et « _ », "
        "qui ne le finit pas.",
        source=f"{SCHEMA} ; contrôle de S²LOW.",
        remedy="Donnez le numéro tel que l’opérateur le prendra (« DEL_2019_006 » pour "
        "« DEL-2019-006 ») : annulez l’événement par « avenant record --undo », puis "
        "enregistrez-le à nouveau avec « --number ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-03",
        severity=ERROR,
        title="Le SIREN de l’organisme est connu, juste et confirmé, et celui de l’identifiant "
        "de l’acte.",
        source=f"{SCHEMA} ; répertoire Sirene.",
        remedy=f"Vérifiez-le sur l’avis Sirene, corrigez {BODIES}, et ôtez « siren » de la "
        "colonne a_confirmer.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-04",
        severity=ERROR,
        title="L’organisme existe le jour de l’acte et le jour du dépôt.",
        source="CGCT, art. L. 5211-5-1 A et suivants : création et fin des organismes.",
        remedy=f"Voyez quel organisme lui a succédé et doit délibérer ; si les dates de {BODIES} "
        "sont fausses, corrigez-les.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-05",
        severity=ERROR,
        title="Le département, l’arrondissement et la nature de l’autorité sont connus.",
        source=f"{SCHEMA}, attributs de IDCL.",
        remedy="Recopiez-les des paramètres de télétransmission de l’organisme, chez son "
        f"opérateur : arrondissement et nature_actes dans {BODIES}, departement dans "
        "[schema] de avenant.toml.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-06",
        severity=ERROR,
        title="Une adresse au moins reçoit les réponses de la préfecture, de la forme que le "
        "schéma admet.",
        source=f"{SCHEMA}, type Email.",
        remedy=f"Donnez-la dans la colonne courriels_retour de {BODIES} : ni « + », ni "
        "apostrophe, ni accent ; six lettres au plus après le dernier point.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-07",
        severity=ERROR,
        title="Le trigramme de l’opérateur de télétransmission est connu : trois majuscules ou "
        "chiffres.",
        source=NAMES,
        remedy=f'Demandez-le à l’opérateur et donnez-le dans {SETTINGS} (trigramme = "…"). Sans '
        "opérateur, préparez l’envoi sur papier par « --paper ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-08",
        severity=ERROR,
        title="L’objet a de un à 499 caractères, sur une seule ligne.",
        source=f"{SCHEMA} (500) ; contrôles de S²LOW et de Pastell (499, sans saut de ligne).",
        remedy=f"Corrigez « objet » dans {SETTINGS}.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-09",
        severity=ERROR,
        title="La matière, la nature de l’acte et les typologies des fichiers sont dans la "
        "classification de la préfecture.",
        source="Norme d’échange ACTES, classification nationale et RetourClassification ; "
        "anomalies 003 et 007.",
        remedy=f"Donnez « matiere » dans {SETTINGS} (« 8.2 » : Aide sociale), ou le "
        "RetourClassification à jour par « --classification FICHIER ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-10",
        severity=ERROR,
        title="La date de la classification est connue, et celle du fichier donné.",
        source=f"{SCHEMA}, ClassificationDateVersion ; anomalie 002.",
        remedy="Donnez le dernier RetourClassification reçu par « --classification FICHIER » ou "
        f"par « classification » dans {SETTINGS} ; sans ce fichier, recopiez sa date dans "
        "« classification_du ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-11",
        severity=ERROR,
        title="Le fichier de l’acte est en main, et c’est un PDF.",
        source=f"{CONTROL} Norme d’échange ACTES : l’acte est un PDF.",
        remedy="Enregistrez l’acte avec son PDF (« avenant record … --file ») ; pour le profil "
        "« contrat », donnez l’avenant signé par « --signed FICHIER ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-12",
        severity=ERROR,
        title="Chaque PDF du dépôt est entier, lisible, et a au moins une page.",
        source=FILES,
        remedy="Demandez à son auteur un PDF entier, puis recommencez.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-13",
        severity=ERROR,
        title="Aucun PDF du dépôt n’est protégé par un mot de passe ou des restrictions.",
        source=FILES,
        remedy="Demandez à son auteur un PDF sans protection.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-14",
        severity=ERROR,
        title="Aucun PDF du dépôt n’a de contenu actif : programme, formulaire qui agit, fichier "
        "joint, son, vidéo.",
        source="ISO 19005-2 (PDF/A-2), 6.5 et 6.6.",
        remedy="Ouvrez-le, « Imprimer », « Enregistrer au format PDF », et donnez ce PDF-là.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-15",
        severity=ERROR,
        title="Le texte déposé est celui qui a été figé.",
        source="Ce qui sort de la maison est fixé et gardé (docs/mode-emploi.md).",
        remedy="Figez-le par « avenant freeze ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-16",
        severity=ERROR,
        title="Toutes les annexes que l’avenant annonce sont déposées, et aucune autre.",
        source="CGCT, art. L. 2131-6 : le délai du préfet court du texte complet, annexes "
        "comprises.",
        remedy="Corrigez la liste [[annexes]] de avenant.toml, puis figez à nouveau par « avenant "
        "freeze ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-17",
        severity=ERROR,
        title="Les fichiers ensemble, et l’archive, font 157 286 400 octets au plus (150 Mio).",
        source="Contrôles de S²LOW et de Pastell.",
        remedy="Allégez les annexes fournies (images à 150 points par pouce), figez à nouveau, ou "
        "préparez l’envoi sur papier par « --paper ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-18",
        severity=ERROR,
        title="L’organisme n’a pas donné le même numéro à un autre acte.",
        source="Contrôle de S²LOW : un numéro est unique par autorité ; anomalie 001.",
        remedy="Vérifiez le numéro sur les deux pièces ; un fait faux s’annule par « avenant "
        "record --undo ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-19",
        severity=ERROR,
        title="L’acte précédent est désigné par un identifiant ACTES du même organisme.",
        source=f"{SCHEMA}, PrecedentIdentifiantActe.",
        remedy="Recopiez l’identifiant de l’accusé de réception de l’acte précédent dans "
        "« precedent », ou videz cette clé.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-20",
        severity=ERROR,
        title="Les deux fichiers XML du dépôt sont valides selon le schéma donné.",
        source=SCHEMA + ".",
        remedy="Corrigez la donnée nommée ; si le schéma donné n’est pas celui d’ACTES, donnez "
        "« actesv1_1.xsd » à « --schema ».",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-21",
        severity=ERROR,
        title="Le compteur du jour est entre 1 et 9999.",
        source=NAMES,
        remedy=f"Corrigez « compteur » dans {SETTINGS}, ou déposez demain.",
        exit_code=NOT_READY,
    ),
    Rule(
        id="R-DEP-22",
        severity=WARNING,
        title="Les réglages des dépôts nomment des organismes du registre.",
        source="Cohérence des registres.",
        remedy=f"Corrigez le nom dans {SETTINGS}.",
    ),
    Rule(
        id="R-DEP-23",
        severity=WARNING,
        title="La matière est donnée au niveau le plus fin de la classification de la préfecture.",
        source="Anomalie 003 d’ACTES : sous-matière incomplète.",
        remedy="Choisissez la sous-matière, et donnez-la dans « matiere » (« 8.2.4 »).",
    ),
)
