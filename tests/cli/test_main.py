"""The command as a whole: help, version, streams, stops."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from avenant_builder.cli import show
from avenant_builder.cli.boundary import Boundary
from avenant_builder.cli.main import COMMANDS
from avenant_builder.cli.main import avenant as group
from avenant_builder.errors import Busy
from command_line import ENTRY, environment, plain, python, started

ENGLISH = re.compile(r"\b(usage|show|exit|error|missing|no such|try|help for|required)\b:?", re.I)
HEAVY = (
    *("docx", "docxtpl", "jinja2", "lxml", "markdown_it", "openpyxl", "pikepdf", "pypdf"),
    "uharfbuzz",
)


def test_the_command_starts_without_the_libraries_of_documents() -> None:
    code = (
        "import sys, avenant_builder.cli.main; "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    assert python(code).stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_is_in_french_and_says_what_the_list_says(name: str) -> None:
    done = CliRunner().invoke(group, [*filter(None, [name]), "--help"], prog_name="avenant")
    text = plain(done.output)
    assert done.exit_code == 0
    assert text.startswith("Usage : avenant")
    assert "Afficher cette aide et quitter." in text
    # The names of commands are English verbs; their sentences are not.
    words = re.sub(r"Usage : avenant \w+|^  [a-z]+  |--help", "", text, flags=re.M)
    assert not ENGLISH.search(words.replace("Usage :", ""))
    assert COMMANDS.get(name, "Prépare, suit et transmet") in re.sub(r"\s+", " ", text)


def test_the_help_lists_every_command() -> None:
    text = started("--help").stdout
    assert re.findall(r"^  ([a-z]+)  ", text, re.M) == list(COMMANDS)


def test_the_version_goes_to_stdout() -> None:
    done = started("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"avenant \S+( \S+)?\n", done.stdout)


def test_outside_a_workspace_the_stop_says_so(tmp_path: Path) -> None:
    done = started("status", cwd=tmp_path)
    assert done.returncode == 11
    assert done.stdout == ""
    assert done.stderr.startswith("Erreur")
    assert "\n→ " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_year_is_four_digits() -> None:
    done = started("status", "--year", "19")
    assert done.returncode == 2
    assert "« 19 » n’est pas une année" in plain(done.stderr)


class Essay(Boundary):
    """A boundary around a command of its own."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.commands.get(cmd_name)


def a_command_that(stops_with: BaseException) -> Essay:
    group = Essay("avenant", lazy={})

    @group.command("essai")
    def essai() -> None:
        raise stops_with

    return group


def test_a_foreseen_stop_is_a_sentence_a_remedy_and_a_code() -> None:
    stop = Busy("une autre commande travaille : attendez", remedy="Patientez.")
    done = CliRunner().invoke(a_command_that(stop), ["essai"])
    assert done.exit_code == 18
    assert done.stdout == ""
    assert plain(done.stderr) == "Erreur : une autre commande travaille : attendez\n→ Patientez.\n"
    assert "\u00a0:" in done.stderr


def test_an_unforeseen_stop_is_logged_and_the_log_is_named() -> None:
    done = CliRunner().invoke(a_command_that(ZeroDivisionError("inventé")), ["essai"])
    assert done.exit_code == 70
    assert "Traceback" not in done.stderr
    log = Path(done.stderr.splitlines()[-1].strip())
    try:
        assert "ZeroDivisionError: inventé" in log.read_text("utf-8")
    finally:
        log.unlink()


def test_a_full_disk_is_told() -> None:
    done = CliRunner().invoke(a_command_that(OSError(28, "No space left")), ["essai"])
    assert done.exit_code == 17
    assert "disque est plein" in done.stderr


def test_an_interruption_has_its_code() -> None:
    done = CliRunner().invoke(a_command_that(KeyboardInterrupt()), ["essai"])
    assert done.exit_code == 130
    assert "Interrompu" in done.stderr


def test_ctrl_c_in_a_running_command_gives_130_and_no_traceback() -> None:
    slow = (
        "import time, avenant_builder.cli.explain as e; from avenant_builder.cli.main import main\n"
        "def wait(*_, **__): print('prêt', flush=True); time.sleep(60)\n"
        "e.command.callback = wait; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow, "explain"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "prêt\n"
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Interrompu" in err and "Traceback" not in err


def test_under_nohup_the_loss_of_the_terminal_stays_ignored() -> None:
    told = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "import avenant_builder.cli.explain as e; from avenant_builder.cli.main import main\n"
        "e.command.callback = lambda **_: print(signal.getsignal(signal.SIGHUP).name); main()"
    )
    done = python(told, "explain")
    assert (done.returncode, done.stdout, done.stderr) == (0, "SIG_IGN\n", "")


@pytest.mark.parametrize("command", ["check", "status"])
def test_in_a_folder_that_is_no_more_a_command_says_so(command: str, tmp_path: Path) -> None:
    gone = tmp_path / "disparu"
    gone.mkdir()
    done = python(f"import os; os.rmdir(os.getcwd()); {ENTRY}", command, cwd=gone)
    assert done.returncode == 11
    assert "n’existe plus" in done.stderr


def on_a_terminal(**wanted: str) -> str:
    """What ``avenant explain rien`` writes on a terminal of its own."""
    code = (
        "from avenant_builder.cli import show; from avenant_builder.cli.main import avenant\n"
        "from avenant_builder.errors import Busy\n"
        "def stop(*_, **__): raise Busy('inventé')\n"
        "import avenant_builder.cli.explain as e; e.command.callback = stop\n"
        "avenant(['explain'])"
    )
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(TERM="xterm", **wanted),
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    assert process.wait(timeout=30) == 18
    text = os.read(master, 10_000).decode("utf-8")
    os.close(master)
    return text


def test_colours_only_on_a_terminal_that_wants_them() -> None:
    assert "\x1b[31m" in on_a_terminal(NO_COLOR="")
    assert "\x1b" not in on_a_terminal(NO_COLOR="1")


def test_a_closed_pipe_is_no_fault() -> None:
    pipe = f"{sys.executable} -c '{ENTRY}' explain | head -n 1"
    done = subprocess.run(
        ["bash", "-c", pipe],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.startswith("R-")
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_gives_a_script(shell: str) -> None:
    done = started("completion", shell)
    assert done.returncode == 0
    assert "_AVENANT_COMPLETE" in done.stdout


def test_completion_proposes_commands_and_rules() -> None:
    first = started(_AVENANT_COMPLETE="zsh_complete", COMP_WORDS="avenant st", COMP_CWORD="1")
    assert "status" in first.stdout and "check" not in first.stdout
    rules = started(
        _AVENANT_COMPLETE="zsh_complete", COMP_WORDS="avenant explain R-STR", COMP_CWORD="2"
    )
    assert "R-STR-01" in rules.stdout and "R-ORG" not in rules.stdout


def test_explain_tells_a_rule_from_its_source_to_its_remedy() -> None:
    done = started("explain", "r-org-02")
    text = plain(done.stdout)
    assert text.startswith("R-ORG-02 (erreur)\n  Règle : Un SIREN")
    assert "Source :" in text and "Que faire :" in text


def test_explain_lists_all_rules_and_answers_in_json() -> None:
    content = json.loads(started("explain", "--json").stdout)
    assert content["schema"] == 1
    keys = [rule["regle"] for rule in content["regles"]]
    assert keys == [line.split()[0] for line in started("explain").stdout.splitlines()]
    assert keys == sorted(keys)


def test_an_unknown_rule_has_a_near_name() -> None:
    done = started("explain", "R-OGR-02")
    assert done.returncode == 2
    assert "Vouliez-vous dire « R-ORG-02 » ?" in plain(done.stderr)


def test_a_step_is_said_once_when_patience_ends_as_it_begins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(show, "PATIENCE", 0.0)
    progress = show.Progress()
    progress("assemblage")
    with progress:
        time.sleep(0.05)
        progress("mise en place")
    assert capsys.readouterr().err == "… assemblage\n… mise en place\n"
