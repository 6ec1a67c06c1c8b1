"""What comes back: looked at page by page, filed in its seat, or laid aside; nothing is lost."""
