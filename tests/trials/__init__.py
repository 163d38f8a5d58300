"""Trials: what happens when processes die or race. Small in `make test`, whole in `make trials`."""

import os

IS_WHOLE = bool(os.environ.get("TALKBELL_TRIALS"))


def rounds(small: int, whole: int) -> int:
    """Return how often to try: a few times in `make test`, often in `make trials`."""
    return whole if IS_WHOLE else small
