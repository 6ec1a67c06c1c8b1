"""A first workspace, proposed from an agreement that was never made with the tool.

Only shapes are known here (« Pour …, », « Article 1 », a table of two columns): no name, no
département, no scheme.
"""
