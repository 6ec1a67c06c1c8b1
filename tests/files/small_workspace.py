"""A small workspace, INVENTED from end to end, that has no fault: a test spoils one thing."""

from pathlib import Path

YEAR = 2024

SEATS = """\
siege;ordre;organisme;intitule;qualite;civilite;prenom;nom;mandat_du;mandat_au;obligatoire
AMIS;1;amis;Pour les Amis inventés,;La Présidente,;Mme;Zoé;ŒUVRARD;01/01/2020;;oui
VILLE;2;ville;Pour la Ville de Sainte-Fiction,;Le Maire,;M.;Ève;D’ARC-INVENTÉ;;;
"""

BODIES = """\
organisme;nom;categorie;siren;insee;population;existe_du;existe_au;successeur;alias;adresse;\
courriel;contact;prochaine_seance;nature_actes;arrondissement;courriels_retour;logo;a_confirmer
amis;Les Amis inventés;association;;;;;;;AMIS|Amis;;;;;;;;;
ville;Sainte-Fiction (inventée);commune;;;3 412;;;;;;;;;;;;;population
"""

STRUCTURES = """\
structure;type;nom;commune;insee;gestionnaire;adresse;latitude;longitude;agree_du;agree_au;source
cs-1;CS;Le Nuage (inventé);Sainte-Fiction;;;;45,5;-4.25;1er janvier 2023;31/12/2026;essai
"""

AVENANT = """\
numero = 2
lieu = "Sainte-Fiction"
comite_de_pilotage = "26/11/2023"

[schema]
titre = "Schéma inventé"
annees = [2022, 2023]

[periode]
du = "01/01/2024"
au = 2024-12-31

[structures]
agreees_au = "1er novembre 2023"
[structures.types.CS]
libelle = "centres sociaux"
nombre = 1

[[annexes]]
titre = "Fiches actions"
fiches = true
[[annexes]]
titre = "Carte"
modele = "carte.docx"

[fiches]
sections_sans_titre = ["Bilan"]
[fiches.sections]
"Bilan" = "vider"

[variables]
objet = "Un objet inventé"
"""

HEAD = """\
Axe : 1
Titre de l'axe : Un axe inventé
Groupe de travail : Un groupe inventé
Partenaires :

"""

FICHE = f"""\
{HEAD}## Constats

Un **texte** inventé.

## Bilan
"""

FILES = {
    "signatories.csv": SEATS,
    "data/bodies.csv": BODIES,
    "data/2024/avenant.toml": AVENANT,
    "data/2024/structures.csv": STRUCTURES,
    "data/2024/fiches/01-une-fiche.md": FICHE,
}


def write_workspace(root: Path) -> Path:
    """Write the workspace into `root`, which may not exist yet."""
    for path, text in FILES.items():
        whole = root / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_text(text, encoding="utf-8", newline="")
    return root
