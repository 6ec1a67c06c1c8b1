"""The executed copy: the text, the signed pages, who signed when and how, the originals."""
