"""The verbs of the command line, a file for each kind of task: each verb is one call of the archive, then printing."""
