"""The web app: an open ledger as pages, a map and an API, on the reader's own machine."""
