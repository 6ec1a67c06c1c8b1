"""The secret that keys the codes of a workspace, ``data/secret``: made once, never in git."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes

from avenant_builder.disk import output_fault
from avenant_builder.errors import WorkspaceMissing
from avenant_builder.machine import sync_folder

FILE = "data/secret"
BYTES = 32


class SecretLost(WorkspaceMissing):
    """There is no secret, or it is not the one that codes were printed with."""


def known_secret(root: Path) -> bytes | None:
    """The secret of a workspace; None where no code was ever printed. Raises ``SecretLost``."""
    path = root / FILE
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise _not_readable() from fault
    try:
        secret = bytes.fromhex(text)
    except ValueError as fault:
        raise _not_readable() from fault
    if len(secret) != BYTES:
        raise _not_readable()
    return secret


def make_secret(root: Path) -> bytes:
    """The secret of a workspace, made if there is none.

    Raises ``SecretLost`` or ``OutputFault``.
    """
    if secret := known_secret(root):
        return secret
    path = root / FILE
    secret = token_bytes(BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made by one run only, and readable by its owner alone.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secret.hex() + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):
            sync_folder(path.parent)
    except FileExistsError:
        return make_secret(root)
    except OSError as fault:
        raise output_fault(fault, path) from fault
    return secret


def mark_of(secret: bytes) -> str:
    """Eight characters that tell one secret from another and say nothing of it."""
    return hashlib.sha256(b"avenant-marque" + secret).hexdigest()[:8]


def _not_readable() -> SecretLost:
    return SecretLost(
        f"« {FILE} » n’est pas le secret que l’outil a écrit",
        remedy="Remettez-le d’après votre sauvegarde : sans lui, les pages déjà parties ne sont "
        "plus reconnues.",
    )
