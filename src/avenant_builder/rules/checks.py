"""All the checks of a dossier: to add a rule is to write it and to name it in its tuple."""

from collections.abc import Callable, Iterator

from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Problem
from avenant_builder.rules.annexes import ANNEX_CHECKS
from avenant_builder.rules.bodies import BODY_CHECKS
from avenant_builder.rules.charts import CHART_CHECKS
from avenant_builder.rules.fiches import FICHE_CHECKS
from avenant_builder.rules.mandates import MANDATE_CHECKS
from avenant_builder.rules.period import PERIOD_CHECKS
from avenant_builder.rules.placeholders import PLACEHOLDER_CHECKS
from avenant_builder.rules.seats import SEAT_CHECKS
from avenant_builder.rules.stale import STALE_CHECKS
from avenant_builder.rules.structures import STRUCTURE_CHECKS

Check = Callable[[Dossier], Iterator[Problem]]

ALL_CHECKS: tuple[Check, ...] = (
    *SEAT_CHECKS,
    *MANDATE_CHECKS,
    *BODY_CHECKS,
    *PERIOD_CHECKS,
    *ANNEX_CHECKS,
    *STRUCTURE_CHECKS,
    *CHART_CHECKS,
    *FICHE_CHECKS,
    *PLACEHOLDER_CHECKS,
    *STALE_CHECKS,
)
