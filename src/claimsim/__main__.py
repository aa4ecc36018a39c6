"""The way in: `claimsim` and `python -m claimsim`.

The version and the first words are answered before anything is imported, because importing is most of what a short
command costs. Everything else is `claimsim.cli.app`.
"""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's own name) and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments in (["--version"], ["-V"]):
        from claimsim import __version__

        return _say(f"claimsim {__version__}")
    try:
        if argv is None:
            _prepare_for_a_short_life()
        from claimsim.cli.app import run

        code = run(arguments)
    except KeyboardInterrupt:  # while the libraries are still being imported
        return 130
    return _leave(code) if argv is None else code


def _leave(code: int) -> int:
    """End at once: everything is written, and taking the interpreter apart costs a tenth of a short command's time.

    Not where child processes or a tracer may still have something to do.
    """
    if "multiprocessing" not in sys.modules and sys.gettrace() is None and sys.getprofile() is None:
        import os
        from contextlib import suppress

        with suppress(OSError):  # nobody reads it any more
            sys.stderr.flush()
        os._exit(code)
    return code


def _prepare_for_a_short_life() -> None:
    """Leave out what only costs a short command time: sweeping for garbage, and looking for plug-ins of pydantic."""
    import gc
    import os

    gc.set_threshold(500_000, 20, 20)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _say(line: str) -> int:
    """Print one line. What a closed pipe and a full disk need is rare, and imported only then."""
    try:
        print(line, flush=True)
    except OSError as fault:
        from claimsim.cli.output import output_failed

        return output_failed(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
