"""The file of a case's decisions: read for `--replay`, written for `--log`."""

import os
from collections.abc import Sequence
from pathlib import Path

from claimsim.case.log import LogEntry, LogMismatch, dump_log, load_log
from claimsim.cli.faults import CommandFault
from claimsim.diagnostics import InvalidInput
from claimsim.diagnostics.files import read_text, real_path


def read_log(path: Path, case_id: str) -> tuple[LogEntry, ...]:
    """The decisions in a file. Raises `InvalidInput`, or `CommandFault` for a log of another case."""
    text, fault = read_text(path, str(path))
    if fault is not None:
        raise InvalidInput((fault,))
    try:
        logged_id, entries = load_log(text)
    except LogMismatch as mismatch:
        raise CommandFault(f"{path}: {mismatch}") from mismatch
    if logged_id != case_id:
        raise CommandFault(f"{path}: this is a log of {logged_id}, and not of {case_id}")
    return entries


def write_log(path: Path, case_id: str, entries: Sequence[LogEntry]) -> None:
    """Write the log whole or not at all: an older file stays until the new one is complete. Raises `CommandFault`."""
    target = real_path(path)
    try:
        ordinary = target.is_file() or not target.exists()
    except OSError as fault:  # a name that is too long
        raise CommandFault(f"{path} cannot be written: {fault.strerror or fault}") from fault
    if not ordinary:
        raise CommandFault(f"{path} is not an ordinary file: the log was not saved")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        try:
            unfinished.write_text(dump_log(case_id, entries), encoding="utf-8")
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as fault:
        raise CommandFault(f"{path} cannot be written: {fault.strerror or fault}") from fault
