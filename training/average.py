"""Average the weights of pipelines from one run of training: what they learned stays, what each learned by chance less.

`python average.py OUT PIPELINE PIPELINE …`; all must have the same parts and labels.
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy
from spacy.language import Language


def average(pipelines: list[Language]) -> Language:
    """The first pipeline, each weight the mean over all."""
    for name in pipelines[0].pipe_names:
        for nodes in zip(*(nlp.get_pipe(name).model.walk() for nlp in pipelines), strict=True):
            for param in nodes[0].param_names:
                if nodes[0].has_param(param):
                    nodes[0].set_param(param, sum(node.get_param(param) for node in nodes) / len(nodes))
    return pipelines[0]


if __name__ == "__main__":
    out, *folders = map(Path, sys.argv[1:])
    average([spacy.load(folder) for folder in folders]).to_disk(out)
