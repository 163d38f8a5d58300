"""Feeds and pages over HTTP (the addresses: `docs/feeds.md`)."""
