"""``avenant explain``."""

import re
from typing import Any

import click
from click.shell_completion import CompletionItem

from avenant_builder.cli import show
from avenant_builder.cli.session import json_option
from avenant_builder.french import did_you_mean
from avenant_builder.problems import Rule
from avenant_builder.rules.catalogue import RULES


class RuleId(click.ParamType[Rule]):
    """The id of a rule, in capitals or not, its zero typed or not."""

    name = "règle"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Rule:
        # « R-ORG-2 » is what hands type for R-ORG-02.
        rule = RULES.get(re.sub(r"(?<=-)(\d)$", r"0\1", str(value).upper()))
        if rule is not None:
            return rule
        advice = did_you_mean(str(value), list(RULES)) or "« avenant explain » les donne toutes."
        self.fail(f"la règle « {value} » n’existe pas. {advice}", param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [
            CompletionItem(key, help=rule.title)
            for key, rule in RULES.items()
            if key.startswith(incomplete.upper())
        ]


@click.command("explain")
@click.argument("rule", type=RuleId(), required=False, metavar="[RÈGLE]")
@json_option
def command(rule: Rule | None, as_json: bool) -> None:
    """Explique une règle : ce qu’elle contrôle, d’où elle vient.

    Sans RÈGLE, les donne toutes. L’identifiant d’une règle suit chaque défaut, entre crochets :
    [R-ORG-02].
    """
    chosen = [rule] if rule else list(RULES.values())
    if as_json:
        show.as_json({"regles": [_facts(found) for found in chosen]})
    elif rule:
        _explain(rule)
    else:
        for found in chosen:
            show.say(f"{found.id}  {found.severity.label:<13}  {found.title}")


def _explain(rule: Rule) -> None:
    show.say(f"{rule.id} ({rule.severity.label})")
    show.say(f"  Règle : {rule.title}")
    show.say(f"  Source : {rule.source}")
    show.say(f"  Que faire : {rule.remedy}")


def _facts(rule: Rule) -> dict[str, Any]:
    return {
        "regle": rule.id,
        "gravite": rule.severity.label,
        "titre": rule.title,
        "source": rule.source,
        "remede": rule.remedy,
        "code": rule.exit_code,
    }
