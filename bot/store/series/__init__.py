"""Series and sessions: what their sources and organizers said, and the words of them."""
