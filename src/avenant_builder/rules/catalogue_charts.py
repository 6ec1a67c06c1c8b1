"""The rules of the map and of what it is drawn from."""

from avenant_builder.problems import Rule, Severity

INFORMATION, WARNING, ERROR = Severity.INFORMATION, Severity.WARNING, Severity.ERROR

SETTINGS = "Clés de avenant.toml (docs/data.md)."
BASE = "GeoJSON (RFC 7946), TopoJSON 1.0."
COG = "Insee, code officiel géographique."
PRINTED = "Carte imprimée en annexe de l’avenant."
ADMIN_EXPRESS = (
    "Prenez les communes du département dans IGN Admin Express (Licence Ouverte), en GeoJSON ou "
    "en TopoJSON, coordonnées en degrés (WGS 84) : docs/data.md dit comment."
)

CHART_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-CARTE-01",
        severity=ERROR,
        title="Les fichiers de la carte sont dans l’espace de travail.",
        source=SETTINGS,
        remedy="Copiez le fichier sous « data », et donnez son chemin depuis l’espace de travail, "
        "avec des « / » : data/cartes/communes.topojson.",
    ),
    Rule(
        id="R-CARTE-02",
        severity=ERROR,
        title="Le fond de carte est un GeoJSON ou un TopoJSON de communes, bien formé.",
        source=BASE,
        remedy=ADMIN_EXPRESS,
    ),
    Rule(
        id="R-CARTE-03",
        severity=ERROR,
        title="Le fond de carte est d’une taille raisonnable (400 000 points au plus).",
        source=PRINTED,
        remedy="Simplifiez le fond : 20 000 points suffisent à une page A4.",
    ),
    Rule(
        id="R-CARTE-04",
        severity=ERROR,
        title="Le fond de carte contient le département de l’avenant.",
        source=COG,
        remedy="Vérifiez « departement » dans [schema], ou prenez le fond de ce département.",
    ),
    Rule(
        id="R-CARTE-05",
        severity=ERROR,
        title="La commune de chaque structure est dans le fond de carte.",
        source=COG,
        remedy="Écrivez la commune comme l’Insee, ou donnez son code dans la colonne « insee ». "
        "Si elle n’est pas du département, donnez la latitude et la longitude.",
    ),
    Rule(
        id="R-CARTE-06",
        severity=WARNING,
        title="La position de chaque structure est connue, pour qu’elle soit sur la carte.",
        source=PRINTED,
        remedy="Ajoutez la commune au fichier des communes, ou donnez la latitude et la longitude "
        "de la structure. D’ici là, elle est dans l’index et pas sur la carte.",
    ),
    Rule(
        id="R-CARTE-07",
        severity=ERROR,
        title="Les coordonnées d’une structure sont dans le département.",
        source=PRINTED,
        remedy="Recopiez les coordonnées en degrés décimaux (45,43 et 4,39), sans les inverser.",
    ),
    Rule(
        id="R-CARTE-08",
        severity=ERROR,
        title="Une latitude va avec une longitude.",
        source="Tenue des registres (docs/data.md).",
        remedy="Donnez les deux colonnes, ou laissez-les vides toutes les deux.",
    ),
    Rule(
        id="R-CARTE-09",
        severity=WARNING,
        title="Le code Insee d’une structure est celui de sa commune.",
        source=COG,
        remedy="Corrigez « insee » ou « commune ». La carte suit le code.",
    ),
    Rule(
        id="R-CARTE-10",
        severity=INFORMATION,
        title="La carte a un fond, qui dessine le contour des communes.",
        source=PRINTED,
        remedy=f"{ADMIN_EXPRESS} Sans fond, la page le dit et place les points.",
    ),
    Rule(
        id="R-CARTE-11",
        severity=INFORMATION,
        title="La commune de chaque structure est donnée.",
        source=PRINTED,
        remedy="Complétez la colonne « commune ». D’ici là, la structure est dans l’index et pas "
        "sur la carte.",
    ),
    Rule(
        id="R-CARTE-12",
        severity=WARNING,
        title="La carte dit d’où viennent son fond et ses positions.",
        source="Licence Ouverte 2.0 ; CC BY 4.0 : toute reprise nomme la source.",
        remedy="Donnez « credit » dans [carte], par exemple "
        "« Fond : © IGN, ADMIN EXPRESS COG 2018 ».",
    ),
)
