"""Kinds of errors, recognised by Python's and NumPy's own messages, and what is told of each."""

from collections.abc import Mapping
from typing import Literal

ErrorKind = Literal[
    # --- shapes
    "matmul",  # a matrix product whose inner axes differ
    "broadcast",  # arrays whose shapes do not fit each other, element by element
    "assign",  # values that do not fit the place they are put into
    "reshape",  # another shape for another number of elements
    "join",  # arrays that are joined and differ along another axis
    "axis",  # an axis that the array does not have
    "index_array",  # an index beyond the end of an axis
    "too_many_indices",  # more indices than axes
    "ragged",  # rows of different lengths are no array
    "truth",  # is an array true? of which element?
    "rows",  # X and y have different numbers of rows
    "one_axis",  # scikit-learn wants rows and columns, and got one axis
    "features",  # a model has learned from another number of columns
    "not_fitted",  # a model has not learned yet
    # --- Python
    "syntax",  # not Python
    "indent",  # lines that begin too far to the left or right
    "name",  # a name that nobody has defined
    "unassigned",  # a name of a function that is read before it is written
    "attribute",  # an object has no such attribute
    "module",  # a module that is not installed
    "import_name",  # a module that has no such name
    "types",  # an operation that these types do not have
    "call",  # arguments that a function does not take
    "not_callable",
    "not_indexable",
    "not_iterable",
    "index",  # an index beyond the end of a list
    "key",  # a key that a dict does not have
    "unpack",  # more or fewer values than names
    "number",  # a text that is no number
    "zero",  # a division by zero
    "file",  # a file that is not there
    "memory",  # more memory than there is
    "recursion",  # a function that calls itself without end
    "assertion",
    "input",  # input() cannot ask anybody
    "interrupted",  # the learner has stopped it
    "other",
]
"""What kind of error it is."""

VALUES: Mapping[ErrorKind, tuple[str, ...]] = {
    "matmul": ("left", "right", "left_shape", "right_shape", "left_size", "right_size"),
    "broadcast": ("left", "right", "left_shape", "right_shape", "axis", "left_size", "right_size"),
    "assign": ("value_shape", "place_shape"),
    "reshape": ("size", "shape"),
    "join": ("axis", "first_size", "other_size", "other"),
    "axis": ("axis", "axes"),
    "index_array": ("index", "axis", "size"),
    "too_many_indices": ("axes", "indices"),
    "ragged": (),
    "truth": (),
    "rows": ("sizes",),
    "one_axis": ("got",),
    "features": ("got", "expected"),
    "not_fitted": ("model",),
    "syntax": ("reason",),
    "indent": (),
    "name": ("name",),
    "unassigned": ("name",),
    "attribute": ("type", "attribute"),
    "module": ("module",),
    "import_name": ("module", "name"),
    "types": ("operator", "left", "right"),
    "call": ("function",),
    "not_callable": ("type",),
    "not_indexable": ("type",),
    "not_iterable": ("type",),
    "index": ("type",),
    "key": ("key",),
    "unpack": ("expected", "got"),
    "number": ("text",),
    "zero": (),
    "file": ("file",),
    "memory": (),
    "recursion": (),
    "assertion": (),
    "input": (),
    "interrupted": (),
    "other": (),
}
"""What the sentence about each kind may speak of. A value that is not known is an empty text. The `reason` of
`syntax` is one of bracket, colon, quote, equals, or empty. In `broadcast` the axis is counted from the last
one, which is 1."""
