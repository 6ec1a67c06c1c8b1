"""ACTES, the ministry's way for deposits and their returns: XML, archives, names, codes."""
