"""Paper out and in: the codes on signature pages, and what a returned page shows."""
