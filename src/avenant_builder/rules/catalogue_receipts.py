"""The rules of what comes back from the préfecture: readable, ours, and what was sent."""

from avenant_builder.errors import ExitCode
from avenant_builder.problems import Rule, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
ACTES = "Norme d’échange ACTES : messages de retour, identifiant de l’acte."

RECEIPT_RULES: tuple[Rule, ...] = (
    Rule(
        id="R-REC-01",
        severity=ERROR,
        title="Un retour de la préfecture se lit en entier et sans danger.",
        source="Fichiers venus de l’extérieur : ni DOCTYPE, ni entité, ni chemin dans une archive.",
        remedy="Donnez le fichier tel qu’il est arrivé, ou redemandez-le à l’opérateur.",
        exit_code=ExitCode.UNREADABLE,
    ),
    Rule(
        id="R-REC-02",
        severity=ERROR,
        title="Un retour est pour une collectivité de l’avenant, d’après son SIREN.",
        source=ACTES,
        remedy="Retirez ce fichier s’il est pour une autre collectivité ; sinon, corrigez le SIREN "
        "dans data/bodies.csv.",
    ),
    Rule(
        id="R-REC-03",
        severity=ERROR,
        title="L’acte d’un retour est au journal, avec son numéro et le jour de la séance.",
        source=ACTES,
        remedy="Enregistrez-le d’abord : « avenant record ORGANISME acte-adopte --on DATE "
        "--number NUMÉRO ».",
    ),
    Rule(
        id="R-REC-04",
        severity=ERROR,
        title="Le numéro, la date et la nature d’un retour sont ceux de l’acte du journal.",
        source=ACTES,
        remedy="Retirez ce fichier s’il est pour un autre acte. Si le journal est faux, annulez "
        "l’événement par « avenant record --undo » et enregistrez-le à nouveau.",
    ),
    Rule(
        id="R-REC-05",
        severity=ERROR,
        title="Un retour porte une date possible, qui n’est pas dans le futur.",
        source=ACTES,
        remedy="Redemandez le retour à l’opérateur, ou vérifiez la date de cette machine.",
    ),
    Rule(
        id="R-REC-06",
        severity=WARNING,
        title="Le tampon d’un PDF est celui de l’acte du journal.",
        source="Tampon des opérateurs de télétransmission : dates et identifiant de l’acte.",
        remedy="Vérifiez que ce PDF est bien celui de cet acte, et ce qui est enregistré.",
    ),
    Rule(
        id="R-REC-07",
        severity=WARNING,
        title="La préfecture a reçu ce qui a été déposé.",
        source=ACTES,
        remedy="Comparez à l’opérateur ; si une pièce manque, déposez-la en complément.",
    ),
)
