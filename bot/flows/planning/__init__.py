"""What is owed to whom, and when it is due."""
