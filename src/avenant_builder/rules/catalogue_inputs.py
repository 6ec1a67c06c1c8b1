"""The rules of what is read or taken in: files (R-LIRE), supplied annexes (R-ANX-10 and on), logos
(R-ORG-12), Word models (R-MOD)."""

from avenant_builder.problems import Rule, Severity

WARNING, ERROR = Severity.WARNING, Severity.ERROR
REGISTERS = "Tenue des registres (docs/data.md)."
FICHES = "Écriture d’une fiche action (docs/data.md)."
MODELS = "Modèles Word (templates/README.md)."
SUPPLIED = "Annexes fournies par les partenaires (docs/data.md)."
SAFE_MODELS = "Un modèle est un texte à remplir, jamais un programme."

INPUT_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-ANX-10",
        severity=ERROR,
        title="Un PDF fourni s’ouvre sans mot de passe.",
        source=SUPPLIED,
        remedy="Demandez à l’auteur un PDF sans protection, puis remplacez le fichier.",
    ),
    Rule(
        id="R-ANX-11",
        severity=WARNING,
        title="Un PDF fourni ne porte ni signature électronique ni champ de signature.",
        source="Une signature électronique ne vaut que pour le fichier d’origine, inchangé.",
        remedy="Gardez l’original signé, et envoyez-le à part à qui doit vérifier la signature.",
    ),
    Rule(
        id="R-ANX-12",
        severity=WARNING,
        title="Un PDF fourni n’a aucun contenu actif : programme, formulaire qui agit, fichier "
        "joint, son, vidéo.",
        source="ISO 19005-2 (PDF/A-2), 6.5 et 6.6 ; ce que l’on signe ne doit rien exécuter.",
        remedy="Regardez ces pages dans le recueil : si quelque chose y manque, ouvrez l’original, "
        "« Imprimer », « Enregistrer au format PDF », puis remplacez le fichier.",
    ),
    Rule(
        id="R-ANX-13",
        severity=ERROR,
        title="Un PDF fourni est entier, lisible, et a au moins une page.",
        source=SUPPLIED,
        remedy="Redemandez le fichier, ou ouvrez-le et enregistrez-le à nouveau en PDF.",
    ),
    Rule(
        id="R-ANX-14",
        severity=ERROR,
        title="Un PDF fourni est d’une taille raisonnable (2 000 pages au plus).",
        source=SUPPLIED,
        remedy="Joignez une version allégée, ou coupez le document en plusieurs annexes.",
    ),
    Rule(
        id="R-ANX-15",
        severity=ERROR,
        title="Les pages d’un PDF fourni ont un format que l’on peut imprimer.",
        source="ISO 32000-1 (PDF 1.7), annexe C.2.",
        remedy="Enregistrez le document en A4 ou A3, puis remplacez le fichier.",
    ),
    Rule(
        id="R-ANX-16",
        severity=ERROR,
        title="Une image fournie est un PNG, un JPEG ou un TIFF entier et de taille raisonnable.",
        source=SUPPLIED,
        remedy="Ouvrez-la dans un logiciel d’images, enregistrez-la à nouveau en PNG ou en JPEG, "
        "puis remplacez le fichier.",
    ),
    Rule(
        id="R-ANX-17",
        severity=WARNING,
        title="Un PDF fourni ne porte pas de restrictions (copie, impression, modification).",
        source=SUPPLIED,
        remedy="Assurez-vous que l’auteur accepte qu’il soit joint, ou demandez-lui un PDF sans "
        "protection.",
    ),
    Rule(
        id="R-ANX-18",
        severity=ERROR,
        title="Un PDF fourni a des pages que l’on peut reprendre sans ce qui agit.",
        source=SUPPLIED,
        remedy="Ouvrez-le dans Adobe Reader, « Imprimer », « Enregistrer au format PDF », puis "
        "remplacez le fichier.",
    ),
    Rule(
        id="R-LIRE-01",
        severity=ERROR,
        title="Chaque fichier de données obligatoire est présent.",
        source="Organisation d’un espace de travail (docs/data.md).",
        remedy="Remettez le fichier à sa place, ou créez un espace neuf avec « avenant init ».",
        exit_code=11,
    ),
    Rule(
        id="R-LIRE-02",
        severity=ERROR,
        title="Chaque fichier de données peut être lu en entier.",
        source="Organisation d’un espace de travail (docs/data.md).",
        remedy="Rouvrez le fichier dans son logiciel, enregistrez-le à nouveau, puis relancez.",
        exit_code=11,
    ),
    Rule(
        id="R-LIRE-03",
        severity=ERROR,
        title="Les colonnes d’un registre ont leur nom exact, et chacune n’y est qu’une fois.",
        source=REGISTERS,
        remedy="Rétablissez la ligne d’en-tête ; docs/data.md donne le nom des colonnes.",
    ),
    Rule(
        id="R-LIRE-04",
        severity=ERROR,
        title="Chaque ligne d’un registre a autant de cases que son en-tête.",
        source="RFC 4180 (CSV), section 2.",
        remedy="Ouvrez le fichier dans un tableur : une case est décalée, ou un guillemet n’est "
        "pas fermé.",
    ),
    Rule(
        id="R-LIRE-05",
        severity=ERROR,
        title="Les cases obligatoires d’un registre sont remplies.",
        source=REGISTERS,
        remedy="Remplissez la case, ou supprimez la ligne entière.",
    ),
    Rule(
        id="R-LIRE-06",
        severity=ERROR,
        title="Une case de texte ne commence pas par un signe qu’un tableur exécuterait.",
        source="OWASP, « CSV Injection » : une case qui commence par =, +, -, @ ou une tabulation "
        "est une formule.",
        remedy="Retirez le signe du début de la case ; une case sans valeur reste vide.",
    ),
    Rule(
        id="R-LIRE-07",
        severity=ERROR,
        title="Un texte n’a ni caractère de commande, ni caractère perdu à l’enregistrement.",
        source="XML 1.0, 2.2 (caractères d’un document Word) ; Unicode, annexe 9.",
        remedy="Effacez ce caractère et retapez le mot : il vient d’un copier-coller, ou d’un "
        "fichier enregistré dans un autre encodage.",
    ),
    Rule(
        id="R-LIRE-08",
        severity=ERROR,
        title="Une date existe et s’écrit avec une année sur quatre chiffres.",
        source="Formes de dates lues par l’outil (docs/data.md).",
        remedy="Écrivez 31/01/2019, 31 janvier 2019 ou 2019-01-31.",
    ),
    Rule(
        id="R-LIRE-09",
        severity=ERROR,
        title="Un nombre s’écrit en chiffres et reste dans ses bornes.",
        source=REGISTERS,
        remedy="Écrivez le nombre en chiffres, sans unité.",
    ),
    Rule(
        id="R-LIRE-10",
        severity=ERROR,
        title="Une valeur à choisir dans une liste est l’une de cette liste.",
        source="Valeurs permises (docs/data.md).",
        remedy="Recopiez l’une des valeurs permises ; docs/data.md les donne.",
    ),
    Rule(
        id="R-LIRE-11",
        severity=ERROR,
        title="Les lignes d’un même siège s’accordent sur ce qu’elles répètent.",
        source=REGISTERS,
        remedy="Donnez la même valeur à toutes les lignes de ce siège.",
    ),
    Rule(
        id="R-LIRE-12",
        severity=ERROR,
        title="Chaque clé de avenant.toml est une clé connue.",
        source="Clés de avenant.toml (docs/data.md).",
        remedy="Corrigez le nom de la clé ; un fait d’un autre nom se met dans [variables].",
    ),
    Rule(
        id="R-LIRE-13",
        severity=ERROR,
        title="Les clés obligatoires de avenant.toml sont données.",
        source="Clés de avenant.toml (docs/data.md).",
        remedy="Ajoutez la clé et sa valeur.",
    ),
    Rule(
        id="R-LIRE-14",
        severity=ERROR,
        title="Chaque clé de avenant.toml a une valeur de la bonne sorte.",
        source="TOML 1.0 ; clés de avenant.toml (docs/data.md).",
        remedy="Un texte se met entre guillemets droits, un nombre non ; oui ou non s’écrit true "
        "ou false.",
    ),
    Rule(
        id="R-LIRE-15",
        severity=ERROR,
        title="Une annexe a une origine et une seule : les fiches, un modèle ou un fichier.",
        source="Clés de avenant.toml (docs/data.md).",
        remedy='Gardez une seule ligne : fiches = true, modele = "nom.docx" ou '
        'fichier = "nom.pdf", avec un nom de fichier sans dossier.',
    ),
    Rule(
        id="R-LIRE-16",
        severity=ERROR,
        title="Une fiche commence par ses lignes « Libellé : valeur », dont « Axe », "
        "« Titre de l’axe » et « Groupe de travail ».",
        source=FICHES,
        remedy="Complétez le haut de la fiche ; une valeur peut rester vide. Un texte long va "
        "sous un titre « ## ».",
    ),
    Rule(
        id="R-LIRE-17",
        severity=ERROR,
        title="Une fiche n’emploie que la mise en forme que les modèles savent imprimer.",
        source=FICHES,
        remedy="Écrivez ce passage en paragraphes, en listes à trois niveaux au plus, en **gras** "
        "ou en *italique*. Un signe à imprimer tel quel se précède de « \\ ».",
    ),
    Rule(
        id="R-LIRE-18",
        severity=WARNING,
        title="Aucune marque de mise en forme ne reste dans le texte à imprimer.",
        source=FICHES,
        remedy="Fermez le gras contre le mot : **mot**, sans espace à l’intérieur ni lettre collée "
        "à l’extérieur.",
    ),
    Rule(
        id="R-LIRE-19",
        severity=WARNING,
        title="L’encodage d’un fichier se reconnaît sans doute possible.",
        source="Unicode 15.0, chapitre 3 (UTF-8) ; encodages d’Excel français.",
        remedy="Vérifiez les accents, puis enregistrez le fichier en UTF-8 (dans Excel : "
        "« CSV UTF-8 »).",
    ),
    Rule(
        id="R-LIRE-20",
        severity=WARNING,
        title="Le dossier des fiches ne contient que des fiches (.md).",
        source=FICHES,
        remedy="Enregistrez la fiche en texte, sous un nom en « .md », ou retirez le fichier.",
    ),
    Rule(
        id="R-LIRE-21",
        severity=WARNING,
        title="Le nom d’un fichier convient à Windows, à macOS et à Linux.",
        source="Noms de fichiers selon Microsoft (« Naming Files, Paths, and Namespaces »).",
        remedy="Renommez le fichier, et corrigez son nom là où il est écrit : sinon cet espace ne "
        "pourra pas être copié sur une autre machine.",
    ),
    Rule(
        id="R-MOD-01",
        severity=ERROR,
        title="Chaque modèle Word demandé est dans le dossier des modèles.",
        source=MODELS,
        remedy="Remettez le modèle dans « templates », ou corrigez le nom donné dans avenant.toml.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-02",
        severity=ERROR,
        title="Chaque modèle est un document Word (.docx) entier et de taille raisonnable.",
        source=SAFE_MODELS,
        remedy="Dans Word, « Enregistrer sous », type « Document Word (.docx) », puis relancez.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-03",
        severity=ERROR,
        title="Un modèle ne contient ni macro, ni contenu pris hors du document.",
        source=SAFE_MODELS,
        remedy="Dans Word, supprimez ce contenu (une image se colle, elle ne se lie pas), "
        "puis enregistrez en « Document Word (.docx) ».",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-04",
        severity=ERROR,
        title="Un modèle ne garde aucune modification suivie.",
        source="Les modifications suivies s’impriment en couleur dans le document signé.",
        remedy="Dans Word, onglet « Révision », « Accepter toutes les modifications et arrêter le "
        "suivi », puis enregistrez.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-05",
        severity=ERROR,
        title="Un modèle ne demande que des noms que les données ont.",
        source=MODELS,
        remedy="Dans Word, corrigez le nom dans ce paragraphe : templates/README.md les donne "
        "tous. Si le nom est juste, c’est que la donnée est vide : remplissez-la, ou retirez le "
        "passage du modèle.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-06",
        severity=ERROR,
        title="Chaque balise d’un modèle est bien écrite, et ce qui s’ouvre se ferme.",
        source=MODELS,
        remedy="Dans Word, corrigez la balise : {{ nom }}, {% if … %} … {% endif %}, "
        "{% for … in … %} … {% endfor %}.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-07",
        severity=ERROR,
        title="Un modèle n’emploie que les commandes et les filtres prévus.",
        source=SAFE_MODELS,
        remedy="Dans Word, retirez cette écriture ; templates/README.md donne ce qui est permis.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-08",
        severity=ERROR,
        title="Chaque balise est là où elle peut être remplie, dans la forme que veut sa valeur.",
        source=MODELS,
        remedy="Dans Word, mettez {%p … %} et {{p … }} seuls dans leur paragraphe, {%tr … %} "
        "seul dans sa ligne de tableau, et aucune balise hors du texte.",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-09",
        severity=ERROR,
        title="Un modèle a les styles que demandent les textes mis en forme.",
        source=MODELS,
        remedy="Dans Word, créez ce style de paragraphe sous ce nom exact (une liste numérotée "
        "garde sa numérotation dans le style).",
        exit_code=12,
    ),
    Rule(
        id="R-MOD-10",
        severity=ERROR,
        title="Chaque caractère d’un modèle existe dans les polices.",
        source="ISO 19005-2 (PDF/A-2), 6.2.11 : une police incorporée dessine chaque caractère.",
        remedy="Remplacez ce caractère dans le modèle : il s’imprimerait en carré vide.",
        exit_code=12,
    ),
    Rule(
        id="R-ORG-12",
        severity=ERROR,
        title="Un logo est une image PNG ou JPEG entière et de taille raisonnable.",
        source="Logos fournis par les organismes (docs/data.md).",
        remedy="Redemandez le logo en PNG ou en JPEG. En attendant, mettez dans la colonne "
        "« logo » les mots à imprimer à sa place, ou laissez-la vide.",
    ),
)
