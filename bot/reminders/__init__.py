"""Whom to tell what, and when. Pure: every decision takes its time as an argument."""
