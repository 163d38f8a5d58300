"""The pages that people read: pure functions of what is published, of who reads it, and of now."""
