"""What is owed leaves: taken, composed, marked, sent and recorded."""
