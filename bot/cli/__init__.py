"""The commands of `talkbell`: each parses its arguments, calls a flow and prints.

`arguments` has what each command takes; the command itself is the module of its name, imported
only when it is called, so that `--help` stays quick.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from bot.cli.arguments import build_parser
from bot.errors import TalkbellError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 a problem was told, 2 wrong usage.

    From `import`, 2 also tells that something needs a hint.
    """
    arguments = build_parser().parse_args(argv)
    command = import_module(f"bot.cli.{_module(arguments.command)}")
    try:
        code: int = command.run(arguments)
        sys.stdout.flush()
    except TalkbellError as error:
        print(f"talkbell: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output (`head`) has enough; nothing may be flushed into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def _module(command: str) -> str:
    """Return the module of a command: its name, `import_` for a word that Python keeps."""
    return f"{command}_" if iskeyword(command) else command
