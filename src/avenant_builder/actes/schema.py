"""Validity against a schema that the user gives: the ministry's ``actesv1_1.xsd``."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from avenant_builder.errors import AvenantError, ExitCode

NAMESPACE = re.compile(r"\{[^}]*\}")


class SchemaUnreadable(AvenantError):
    """The file given as a schema is none, or lacks the files that it needs."""

    exit_code = ExitCode.UNREADABLE


class Schema:
    """A schema in the memory."""

    def __init__(self, compiled: etree.XMLSchema) -> None:
        self._compiled = compiled

    @classmethod
    def read(cls, path: Path) -> "Schema":
        """The schema of a file, with those beside it that it names. Raises ``SchemaUnreadable``."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return cls(etree.XMLSchema(etree.parse(path, parser)))
        except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as fault:
            raise SchemaUnreadable(
                f"« {path} » n’est pas un schéma XML que l’on peut lire",
                remedy="Donnez à « --schema » le fichier actesv1_1.xsd, avec siret.xsd et "
                "insee-commun.xsd dans le même dossier.",
            ) from fault

    def faults(self, content: bytes) -> Iterator[str]:
        """What the schema has to say of an XML file of ours: the line, and its own words."""
        try:
            self._compiled.assertValid(etree.fromstring(content))
        except etree.DocumentInvalid as fault:
            log: Any = fault.error_log
            for entry in log:
                yield f"ligne {entry.line} : {NAMESPACE.sub('', entry.message)}"
