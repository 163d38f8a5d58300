"""The tables, and how values stand in their columns."""
