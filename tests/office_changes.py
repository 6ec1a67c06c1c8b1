"""LibreOffice accepting or refusing all the changes of a document: it took no part in ours."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/></library:library>"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"
 "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"
 library:link="false"/>
</library:libraries>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"
 "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Settle(source As String, target As String, action As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim text As Object
  text = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  If action &lt;&gt; "None" Then
    Dim helper As Object
    helper = createUnoService("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(text.CurrentController.Frame, ".uno:" &amp; action, "", 0, Array())
  End If
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  text.storeToURL(ConvertToURL(target), kind())
  text.close(True)
End Sub
</script:module>"""
ORDERS = {True: "AcceptAllTrackedChanges", False: "RejectAllTrackedChanges", None: "None"}


def saved_again(sources: Sequence[Path], folder: Path) -> list[Path]:
    """What LibreOffice makes of Word documents that are opened and saved again, in one launch."""
    office = shutil.which("soffice")
    assert office is not None
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    form = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run(
        [office, profile, "--headless", *form, *map(str, sources)],
        check=True,
        timeout=120,
        stdout=subprocess.DEVNULL,
    )
    return [folder / source.name for source in sources]


def settle(source: Path, target: Path, folder: Path, *, accept: bool | None) -> Path:
    """Save at `target` what LibreOffice makes of `source`, its changes accepted or refused.

    With None, it is only opened and saved again.
    """
    office = shutil.which("soffice")
    assert office is not None
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    basic = folder / "profil" / "user" / "basic"
    if not (basic / "Standard" / "Module1.xba").exists():
        # A profile that is new is laid out at its first start, over what lies there.
        start = [office, profile, "--headless", "--terminate_after_init"]
        subprocess.run(start, check=True, timeout=120)
        (basic / "Standard").mkdir(parents=True, exist_ok=True)
        (basic / "script.xlc").write_text(LIBRARIES)
        (basic / "Standard" / "script.xlb").write_text(LIBRARY)
        (basic / "Standard" / "Module1.xba").write_text(MODULE)
    call = f"macro:///Standard.Module1.Settle({source},{target},{ORDERS[accept]})"
    subprocess.run([office, profile, "--headless", call], check=True, timeout=120)
    assert target.exists(), f"{source.name} was not opened"
    return target
