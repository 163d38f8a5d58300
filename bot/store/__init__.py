"""What is kept: series with every revision, who follows them, and what was promised to whom."""
