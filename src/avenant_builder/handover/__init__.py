"""The set for the préfet: one sealed zip of all that there is of an avenant, and its check."""
