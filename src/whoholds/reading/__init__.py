"""Reports become claims: one step a file, their order in ``pipeline`` alone."""
