"""Messages that are owed: made, taken, marked, and what became of them."""
