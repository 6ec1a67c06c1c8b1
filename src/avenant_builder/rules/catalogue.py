"""Every rule that the tool applies, by id, as ``avenant explain`` tells it."""

from collections.abc import Mapping

from avenant_builder.problems import Rule
from avenant_builder.rules.catalogue_charts import CHART_RULES
from avenant_builder.rules.catalogue_data import DATA_RULES
from avenant_builder.rules.catalogue_deposits import DEPOSIT_RULES
from avenant_builder.rules.catalogue_follow import FOLLOW_RULES
from avenant_builder.rules.catalogue_inputs import INPUT_RULES
from avenant_builder.rules.catalogue_receipts import RECEIPT_RULES
from avenant_builder.rules.catalogue_stale import STALE_RULES
from avenant_builder.rules.catalogue_word import WORD_RULES

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in sorted(
        (
            *(*INPUT_RULES, *DATA_RULES, *FOLLOW_RULES, *CHART_RULES),
            *(*STALE_RULES, *DEPOSIT_RULES, *RECEIPT_RULES, *WORD_RULES),
        ),
        key=lambda rule: rule.id,
    )
}
