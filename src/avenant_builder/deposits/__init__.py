"""What goes into a deposit for the préfecture: its files, its facts, the papers that go along."""
