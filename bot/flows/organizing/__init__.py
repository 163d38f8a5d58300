"""What organizers and speakers do, each asked for its right."""
