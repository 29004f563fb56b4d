"""Ed25519 signatures with a key that lives in a file outside the database."""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

SUITE = "ed25519:"
"""Written before each signature, so that another suite can follow."""


class SigningKey:
    """A private key in `<folder>/<name>.key` (mode 600); its public half is in `<name>.pub`."""

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / f"{name}.key"
        if not path.exists():
            _make(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{path} does not hold an Ed25519 key.")
        self._key = key
        public = folder / f"{name}.pub"
        if not public.exists():
            public.write_bytes(_pem(key.public_key()))
        self.key_id = key_id(key.public_key())

    def sign(self, message: str) -> str:
        return SUITE + self._key.sign(message.encode()).hex()


def public_key(folder: Path, name: str) -> Ed25519PublicKey:
    """The public half from `<name>.pub`. Raises FileNotFoundError before the first use."""
    key = load_pem_public_key((folder / f"{name}.pub").read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{name}.pub does not hold an Ed25519 key.")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """Sixteen hex digits that name a key: the start of the SHA-256 of its raw bytes."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def is_signed(key: Ed25519PublicKey, message: str, signature: str) -> bool:
    """Whether `signature` was made over `message` with the private half of `key`."""
    suite, _, value = signature.partition(":")
    if f"{suite}:" != SUITE:
        return False
    try:
        key.verify(bytes.fromhex(value), message.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _make(path: Path) -> None:
    """Write a new key under another name and link it into place: of two at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(f".{os.getpid()}")
    key = Ed25519PrivateKey.generate()
    new.touch(mode=0o600)
    new.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        path.hardlink_to(new)
    except FileExistsError:
        return
    finally:
        new.unlink()
