"""Keeping a trained model as a new version on the shelf, and loading it from there."""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path as File

import numpy as np
from numpy.typing import NDArray

from huiying.insight.category.features import SIZES, Vocabulary
from huiying.insight.category.linear import Calibration, Linear
from huiying.insight.category.meaning import Likeness
from huiying.insight.category.model import Model, Node
from huiying.insight.category.shelf import current, read_json, use, versions, write_json
from huiying.lib.errors import NotPossible, gettext_noop

FORMAT = 1
Arrays = dict[str, NDArray[np.generic]]
__all__ = ["load", "save", "use", "versions"]


def save(
    folder: File,
    model: Model,
    evaluation: Mapping[str, object],
    *,
    now: datetime,
    in_use: bool = True,
) -> int:
    """Keep a new version, as a rule taken into use; returns its number. NotPossible where it cannot."""
    number = max((version.number for version in versions(folder)), default=0) + 1
    packed, shape = _packed(model)
    shape |= {"format": FORMAT, "made": now.isoformat(), "sha256": _sum(packed)}
    place = folder / f"{number:04d}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / "arrays.npz").write_bytes(packed)
        write_json(place / "evaluation.json", dict(evaluation) | {"made": now.isoformat()})
        write_json(place / "model.json", shape)
        if in_use:
            use(folder, number)
    except OSError as error:
        raise NotPossible(
            gettext_noop("%(name)s cannot be written: %(why)s."),
            name=folder.name,
            why=error.strerror or str(error),
        ) from error
    return number


def load(folder: File, number: int | None = None) -> Model:
    """The version in use, or the one named. Raises NotPossible if it is not there or damaged."""
    number = number or current(folder)
    place = folder / f"{number:04d}"
    if not (place / "model.json").is_file():
        raise NotPossible(
            gettext_noop("There is no trained model in %(folder)s. Please train one first."),
            folder=folder.name,
        )
    shape = read_json(place / "model.json")
    packed = (place / "arrays.npz").read_bytes()
    if shape.get("format") != FORMAT or shape.get("sha256") != _sum(packed):
        raise NotPossible(
            gettext_noop("Version %(number)s of the model is damaged or of another release."),
            number=number,
        )
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        return _unpacked(shape, {name: arrays[name] for name in arrays.files})


def _packed(model: Model) -> tuple[bytes, dict[str, object]]:
    names = "\n".join(model.vocabulary.names).encode()
    arrays: Arrays = {
        "names": np.frombuffer(names, dtype=np.uint8),
        "rarity": model.vocabulary.rarity.astype(np.float16),
    }
    nodes = []
    for number, (path, node) in enumerate(model.nodes.items()):
        arrays[f"own{number}"] = node.linear.own.astype(np.int32)
        arrays[f"weights{number}"] = node.linear.weights.astype(np.float16)
        arrays[f"intercepts{number}"] = node.linear.intercepts
        arrays[f"constants{number}"] = node.calibration.constants
        arrays[f"mix{number}"] = node.calibration.mix
        if node.likeness is not None:
            arrays[f"middle{number}"] = node.likeness.middle
            arrays[f"examples{number}"] = node.likeness.examples.astype(np.float16)
            arrays[f"pulls{number}"] = node.likeness.weights
        factor = node.calibration.factor
        nodes.append({"path": list(path), "children": list(node.children), "factor": factor})
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    shape = {
        "size": model.size,
        "shown_from": model.shown_from,
        "routed_from": model.routed_from,
        "nodes": nodes,
    }
    return file.getvalue(), shape


def _unpacked(shape: Mapping[str, object], arrays: Arrays) -> Model:
    names = bytes(arrays["names"]).decode().split("\n")
    size = str(shape["size"])
    vocabulary = Vocabulary(SIZES[size], names, arrays["rarity"].astype(np.float32))
    nodes = {}
    for number, node in enumerate(shape["nodes"]):  # type: ignore[arg-type, var-annotated]  # checked by its sum
        linear = Linear(
            arrays[f"own{number}"].astype(np.int64),
            arrays[f"weights{number}"].astype(np.float32),
            arrays[f"intercepts{number}"].astype(np.float32),
        )
        constants = arrays[f"constants{number}"].astype(np.float64)
        none = np.zeros((len(constants), len(constants)))  # models of earlier releases have no mix
        mix = arrays.get(f"mix{number}", none).astype(np.float64)
        calibration = Calibration(node["factor"], constants, mix)
        likeness = _likeness(arrays, number)
        nodes[tuple(node["path"])] = Node(tuple(node["children"]), linear, calibration, likeness)
    shown, routed = float(str(shape["shown_from"])), float(str(shape["routed_from"]))
    return Model(size, vocabulary, nodes, shown, routed)


def _likeness(arrays: Arrays, number: int) -> Likeness | None:
    """What a node learnt from meaning, if it did."""
    if f"examples{number}" not in arrays:
        return None
    middle, examples, weights = (
        arrays[f"{name}{number}"].astype(np.float32) for name in ("middle", "examples", "pulls")
    )
    return Likeness(middle, examples, weights)


def _sum(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
