"""What a refusal tells, as a value that tests compare."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import Problem, RefusalError


def refusal_of(decide: Callable[..., Any], *args: Any, **kwargs: Any) -> Problem:
    with pytest.raises(RefusalError) as raised:
        decide(*args, **kwargs)
    return Problem.of(raised.value)
