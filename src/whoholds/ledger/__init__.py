"""The room where reports, claims and reviews are kept and never edited."""
