"""What comes back from partners, and what it changes in the data."""
