"""Documents that exist already become definitions."""
