"""Reports, claims and reviews are kept, appended to and never edited."""
