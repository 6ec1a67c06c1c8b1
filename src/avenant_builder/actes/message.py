"""The two XML files of a deposit: the envelope, and the message that carries the acte.

Written as operators expect them: ISO-8859-1, with numeric references for what Latin-1 lacks; the
prefixes ``actes:`` and ``insee:``, which one operator compares literally; children in the order of
the schema ``actesv1_1.xsd``.
"""

from lxml import etree

from avenant_builder.actes.names import document_names, message_name
from avenant_builder.actes.xml import ACTES, INSEE
from avenant_builder.model.deposit import Deposit

XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES = {"actes": ACTES, "insee": INSEE, "xsi": XSI}
ENCODING = "ISO-8859-1"
DECLARATION = f'<?xml version="1.0" encoding="{ENCODING}"?>\n'.encode("ascii")
NO_PAPER = "N"
"""Value of ``DocumentPapier``: nothing of the deposit follows by post."""


def envelope(deposit: Deposit) -> bytes:
    """The file ``EnveloppeCLMISILL``: who deposits, where answers go, which message is inside."""
    root = _root("EnveloppeCLMISILL")
    sender = _child(root, "Emetteur")
    authority = _child(sender, "IDCL")
    authority.set(f"{{{INSEE}}}SIREN", deposit.body.siren)
    _set(authority, "Departement", deposit.department)
    _set(authority, "Arrondissement", deposit.body.district)
    _set(authority, "Nature", deposit.body.acte_kind)
    if deposit.body.contact:
        _child(_child(sender, "Referent"), "Nom").text = deposit.body.contact
    addresses = _child(root, "AdressesRetour")
    for address in deposit.body.return_emails:
        _child(addresses, "Email").text = address
    forms = _child(root, "FormulairesEnvoyes")
    _file(_child(forms, "Formulaire"), message_name(deposit))
    return _bytes(root)


def message(deposit: Deposit) -> bytes:
    """The file ``Acte``: the decision, its matière, its subject, its files in order.

    The deposit has its acte, the first of its documents.
    """
    root = _root("Acte")
    _set(root, "Date", deposit.acte_on.isoformat() if deposit.acte_on else "")
    _set(root, "NumeroInterne", deposit.number)
    _set(root, "CodeNatureActe", str(deposit.profile.nature))
    for level, code in enumerate(deposit.matiere, start=1):
        _set(_child(root, f"CodeMatiere{level}"), "CodeMatiere", str(code))
    _child(root, "Objet").text = deposit.subject
    if deposit.previous:
        _set(_child(root, "PrecedentIdentifiantActe"), "IDActe", deposit.previous)
    day = deposit.classification_on
    _child(root, "ClassificationDateVersion").text = day.isoformat() if day else ""
    acte, *annexed = document_names(deposit)
    _file(_child(root, "Document"), acte)
    annexes = _child(root, "Annexes")
    _set(annexes, "Nombre", str(len(annexed)))
    for name in annexed:
        _file(_child(annexes, "Annexe"), name)
    _child(root, "DocumentPapier").text = NO_PAPER
    return _bytes(root)


def _root(name: str) -> etree._Element:
    root = etree.Element(f"{{{ACTES}}}{name}", nsmap=PREFIXES)
    root.set(f"{{{XSI}}}schemaLocation", f"{ACTES} actesv1_1.xsd")
    return root


def _child(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{ACTES}}}{name}")


def _set(node: etree._Element, name: str, value: str) -> None:
    node.set(f"{{{ACTES}}}{name}", value)


def _file(parent: etree._Element, name: str) -> None:
    _child(parent, "NomFichier").text = name


def _bytes(root: etree._Element) -> bytes:
    written: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return DECLARATION + written.encode(ENCODING, "xmlcharrefreplace")
