"""The commands of `talkbell`: each parses its arguments, calls a flow and prints.

`arguments` has what each command takes; the command itself is the module of its name, imported
only when it is called, so that `--help` stays quick.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from types import ModuleType

from bot.cli.arguments import build_parser
from bot.cli.output import abandon_output, prepare_output
from bot.errors import TalkbellError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 a problem was told, 2 wrong usage.

    From `import`, 2 also tells that something needs a hint.
    """
    prepare_output()
    try:
        return _run(argv)
    except TalkbellError as error:
        print(f"talkbell: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        abandon_output()  # whoever read it (`head`) has enough
        return 0
    except OSError as error:  # a disk is full, a folder may not be read
        abandon_output()
        place = f"{error.filename}: " if error.filename else ""
        print(f"talkbell: {place}{error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = build_parser().parse_args(argv)
        command = _loaded(f"bot.cli.{_module(arguments.command)}")
        code: int = command.run(arguments)
        return code
    finally:
        sys.stdout.flush()  # here, where it may fail


def _loaded(module: str) -> ModuleType:
    """Return a module, loaded without looking for rubbish: what it makes stays to the end."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def _module(command: str) -> str:
    """Return the module of a command: its name, `import_` for a word that Python keeps."""
    return f"{command}_" if iskeyword(command) else command.replace("-", "_")
