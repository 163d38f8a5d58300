"""Who organizes series, and what waits for their answer."""
