"""A mapping that works a value out the first time it is asked for."""

from collections.abc import Callable
from typing import TypeVar

Raw = TypeVar("Raw")
Value = TypeVar("Value")


class Memo(dict[Raw, Value]):
    """Work each distinct value out once; it lives as long as the list that it is made for."""

    def __init__(self, make: Callable[[Raw], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, raw: Raw) -> Value:
        value = self[raw] = self._make(raw)
        return value

    def __repr__(self) -> str:
        return f"Memo({len(self)} values)"
