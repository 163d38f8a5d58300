"""Chats, what they follow, and their rules."""
