"""What organizers and speakers say, and are answered."""
