"""`python -m bot` is `talkbell`."""

import sys

from bot.cli import main

sys.exit(main())
