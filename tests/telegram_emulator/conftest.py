"""The emulator's own tests."""

from .fixtures import durations, emulator, running

__all__ = ["durations", "emulator", "running"]
