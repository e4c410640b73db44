"""Make the folder that ships: the trained encoder as an ONNX graph with small weights, and a rule lemmatiser."""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from corpus import read_corpus
from encoder import UNER, Encoder, choose_pieces, load, to_tensors, with_pieces
from lemmas import add_lemmatiser
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

import whoholds.reading.encoder as shipped

META = {
    "lang": "en",
    "name": "whoholds",
    "license": "CC BY-SA 4.0",
    "author": "whoholds contributors",
    "description": "Tags, trees, lemmas and names for conflict news: a small encoder fine-tuned on open treebanks",
}
INPUTS = ("ids", "cases", "first", "last")
OUTPUTS = ("tags", "feats", "names", "arcs", "deps", "alone")
SMALLEST = 4096  # numbers; a smaller table stays as it is
STEPS = 90  # a number in a table of vectors is one of 181: as fine as the folder can be below 20 MB


class Whole(nn.Module):
    """The encoder as the graph holds it: names as Universal NER draws them, labels for every pair of word and head."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, cases: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        """Scores for texts of one length, without padding."""
        source, mask = torch.full_like(ids[:, 0], UNER), torch.ones_like(ids)
        tags, feats, names, arcs, words, above = self.encoder(ids, cases, mask, first, last, source)
        return tags, feats, names, arcs, *self.encoder.heads.score_pairs(words, above)


def write_graph(encoder: Encoder, path: Path) -> None:
    """Trace the encoder on a sentence and write it, compressed, with small weights, which it also multiplies with.

    Seven bits of weight, not eight: on processors without VNNI, two products of eight bits overflow (ONNX Runtime,
    "Quantize ONNX models", section on reduce_range).
    """
    ids, cases, _, first, last = to_tensors(encoder, [["Fighting", "raged", "in", "Saraqib", "on", "Friday", "."]])
    sizes = {name: {1: "pieces" if name in INPUTS[:2] else "words"} for name in INPUTS}
    sizes |= {name: {1: "words"} for name in OUTPUTS}
    with tempfile.TemporaryDirectory() as folder:
        traced, small = Path(folder) / "traced.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            Whole(encoder).eval(),
            (ids, cases, first, last),
            str(traced),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=sizes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            traced,
            small,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        graph = onnx.load(small)
    shrink(graph)
    path.write_bytes(gzip.compress(graph.SerializeToString(), mtime=0))


def shrink(model: onnx.ModelProto) -> None:
    """Keep each large table of vectors in STEPS and a scale a row; the graph widens what it takes of them."""
    looked_up = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    for table in list(model.graph.initializer):
        numbers = numpy_helper.to_array(table)
        if table.name not in looked_up or numbers.size < SMALLEST or numbers.dtype != np.float32:
            continue
        scale = np.maximum(np.abs(numbers).max(axis=1, keepdims=True), 1e-9) / STEPS
        small = np.rint(numbers / scale).astype(np.int8)
        model.graph.initializer.remove(table)
        for part, values in (("small", small), ("scale", scale.astype(np.float32))):
            model.graph.initializer.append(numpy_helper.from_array(values, f"{table.name}_{part}"))
        for node in [n for n in model.graph.node if n.op_type == "Gather" and n.input[0] == table.name]:
            _look_up_small(model.graph, node)


def _look_up_small(graph: onnx.GraphProto, node: onnx.NodeProto) -> None:
    """Take rows and their scales, and multiply, in place of taking rows of the whole table."""
    table, out, place = node.input[0], node.output[0], list(graph.node).index(node)
    rows, wide, scales = (f"{out}_{part}" for part in ("rows", "wide", "scales"))
    node.input[0], node.output[0] = f"{table}_small", rows
    after = [
        helper.make_node("Cast", [rows], [wide], to=TensorProto.FLOAT),
        helper.make_node("Gather", [f"{table}_scale", node.input[1]], [scales], axis=0),
        helper.make_node("Mul", [wide, scales], [out]),
    ]
    for step, new in enumerate(after, start=1):
        graph.node.insert(place + step, new)


def package(encoder: Encoder, out: Path, version: str) -> None:
    """Write the pipeline over the old one; README and licences beside it stay."""
    nlp = spacy.blank("en")
    with tempfile.TemporaryDirectory() as folder:
        write_graph(encoder, Path(folder) / shipped.MODEL)
        (Path(folder) / shipped.LABELS).write_text(json.dumps(asdict(encoder.labels)), encoding="utf-8")
        (Path(folder) / shipped.PIECES).write_text("\n".join(encoder.pieces), encoding="utf-8")
        nlp.add_pipe("encoder").from_disk(Path(folder))
        add_lemmatiser(nlp)
        nlp.meta.update(META | {"version": version})
        out.mkdir(parents=True, exist_ok=True)
        for part in filter(Path.is_dir, list(out.iterdir())):
            shutil.rmtree(part)
        nlp.to_disk(out)
    strings = sorted({*encoder.labels.tags, *encoder.labels.deps, "LOC", "ORG", "PER"})
    (out / "vocab/strings.json").write_text(json.dumps(strings))


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--frequent", type=int, default=60000, help="the most frequent words whose pieces ship")
    parser.add_argument("--version", default="0.1.0")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = read_arguments()
    pieces = choose_pieces(read_corpus(arguments.data).train, arguments.frequent)
    package(with_pieces(load(arguments.trained), pieces).eval(), arguments.out, arguments.version)
