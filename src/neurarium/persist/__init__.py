"""Saved models: safetensors files that hold all of a model and are checked completely when loaded."""

from neurarium.persist.errors import ModelError
from neurarium.persist.files import load_card, load_model, save_model
from neurarium.persist.fitted import as_model, network_of
from neurarium.persist.model import Model, ModelCard, TrainingState
from neurarium.persist.store import SUFFIX, ModelStore, StoredModel, check_name, default_folder

__all__ = [
    "SUFFIX",
    "Model",
    "ModelCard",
    "ModelError",
    "ModelStore",
    "StoredModel",
    "TrainingState",
    "as_model",
    "check_name",
    "default_folder",
    "load_card",
    "load_model",
    "network_of",
    "save_model",
]
