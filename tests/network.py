"""A network of one's own: the thread's sockets and child processes see one another, nobody else."""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NEW_NETWORK = 0x40000000  # CLONE_NEWNET
READ_FLAGS, WRITE_FLAGS, UP = 0x8913, 0x8914, 0x1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP
LOOPBACK = b"lo"
HERE = Path("/proc/thread-self/ns/net")


@contextmanager
def alone() -> Iterator[None]:
    """Put this thread, and what it starts meanwhile, in a network that has only a loopback.

    Sockets and processes that exist already stay where they are, and serve again afterwards.
    Skips the test where the system does not let us.
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("a peer listens on every interface, and only Linux can shut it in")
    before = os.open(HERE, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _enter()
        try:
            _raise_loopback()
            yield
        finally:
            _call("setns", before, NEW_NETWORK)
    finally:
        os.close(before)


def _enter() -> None:
    try:
        _call("unshare", NEW_NETWORK)
    except OSError as refused:
        pytest.skip(
            "a peer listens on every interface, and we have no right to shut it in "
            f"(unshare: {refused.strerror}; run as root, or inside « unshare -rn »)"
        )


def _call(name: str, *arguments: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _raise_loopback() -> None:
    """Do what `ip link set lo up` does, without iproute2."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("16sh14x", LOOPBACK, 0)
        _, flags = struct.unpack("16sh14x", fcntl.ioctl(control, READ_FLAGS, asked))
        fcntl.ioctl(control, WRITE_FLAGS, struct.pack("16sh14x", LOOPBACK, flags | UP))
