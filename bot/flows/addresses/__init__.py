"""Series that are read from addresses, and what is asked about them."""
