"""What goes out for signature on paper: letters, the text, signature pages with codes."""
