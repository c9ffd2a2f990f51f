"""Families: members by name, as plain data and back, and what happens with unknown ones."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from neurarium.engine import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    SCHEDULES,
    Adam,
    BinaryCrossEntropy,
    LeakyReLU,
    OneCycle,
    ParameterError,
    Sigmoid,
    StepDecay,
)
from neurarium.engine.family import Family, require

FAMILIES: list[Family[Any]] = [ACTIVATIONS, LOSSES, INITIALIZERS, REGULARIZERS, SCHEDULES, OPTIMIZERS]
MEMBERS = [(family, name) for family in FAMILIES for name in family.names]


@pytest.mark.parametrize(("family", "name"), MEMBERS, ids=lambda value: getattr(value, "kind", value))
def test_members_go_to_plain_data_and_back(family: Family[Any], name: str) -> None:
    """A member described as plain data survives JSON and comes back equal; an object comes back itself."""
    member = family.get(name)
    plain = json.loads(json.dumps(family.describe(member)))
    assert plain["name"] == name
    assert family.get(plain) == member
    assert family.get(member) is member


def test_settings_go_along() -> None:
    """Settings that differ from the defaults are described and restored."""
    assert ACTIVATIONS.describe(LeakyReLU(0.2)) == {"name": "leaky_relu", "alpha": 0.2}
    assert OPTIMIZERS.get({"name": "adam", "beta1": 0.5}) == Adam(beta1=0.5)


@pytest.mark.parametrize("text", ["leaky_relu", "leaky-relu", "Leaky ReLU", " LEAKY-RELU "])
def test_names_may_be_written_as_people_write_them(text: str) -> None:
    """Hyphens, spaces and capitals do not matter."""
    assert ACTIVATIONS.get(text) == LeakyReLU()


def test_names_of_the_command_line() -> None:
    """The longer names, with hyphens as on the command line."""
    assert LOSSES.get("binary-cross-entropy") == BinaryCrossEntropy()
    assert SCHEDULES.get("one-cycle") == OneCycle()
    assert SCHEDULES.get("step") == StepDecay()


@pytest.mark.parametrize("text", ["relus", "", "adam", "__class__"])
def test_unknown_names_are_answered_with_the_known_ones(text: str) -> None:
    """The error repeats the name and lists what there is."""
    with pytest.raises(ParameterError, match=r"no activation named .*expected one of step, linear, sigmoid"):
        ACTIVATIONS.get(text)
    with pytest.raises(ParameterError, match="no activation named"):
        ACTIVATIONS.get({"name": text})


def test_unknown_settings_are_answered_with_the_known_ones() -> None:
    """The error names the settings that do not exist and those that do."""
    with pytest.raises(
        ParameterError, match="the optimizer 'sgd' has no setting beta1, speed; expected learning_rate"
    ):
        OPTIMIZERS.get({"name": "sgd", "speed": 3, "beta1": 0.9})
    with pytest.raises(ParameterError, match="'sigmoid' has no setting alpha; expected none"):
        ACTIVATIONS.get({"name": "sigmoid", "alpha": 1})


@pytest.mark.parametrize("value", ["fast", None, [0.1], {"a": 1}])
def test_settings_of_the_wrong_type_are_refused(value: Any) -> None:
    """A text or a list where a number belongs is a setting error, not a crash."""
    with pytest.raises(ParameterError, match=r"'sgd' cannot have the settings \{'learning_rate': "):
        OPTIMIZERS.get({"name": "sgd", "learning_rate": value})


@pytest.mark.parametrize("spec", [None, 3, {}, {"name": 3}, {"alpha": 0.1}, Adam(), Sigmoid])
def test_anything_else_is_refused(spec: Any) -> None:
    """What is neither a name, nor plain data, nor a member of this family says what was expected."""
    with pytest.raises(ParameterError, match=r"by its name or as an object: expected one of .*, got"):
        ACTIVATIONS.get(spec)


def test_a_family_of_ones_own() -> None:
    """Any frozen dataclass with a name can be a family."""

    @dataclass(frozen=True)
    class Tea:
        name: ClassVar[str] = "tea"
        minutes: float = 3.0

    drinks: Family[Tea] = Family("drink", Tea)
    assert drinks.names == ("tea",)
    assert drinks.get({"name": "tea", "minutes": 5.0}) == Tea(5.0)
    with pytest.raises(ParameterError, match="no drink named 'coffee'; expected one of tea"):
        drinks.get("coffee")


def test_require() -> None:
    """A condition that does not hold raises the message; one that holds is silent."""
    require(True, "never said")
    with pytest.raises(ParameterError, match="too much"):
        require(False, "too much")
