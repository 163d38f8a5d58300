"""From bytes to series: each source reads one kind of document and tells every problem it meets."""
