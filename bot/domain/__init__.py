"""What a schedule is. Pure: no network, and no files but the zone data of Python packages."""
