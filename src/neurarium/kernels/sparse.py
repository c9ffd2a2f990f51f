"""Mostly-zero inputs: products that skip the zeros.

Four of five pixels of a handwritten digit are exactly 0, and what is multiplied by 0 adds nothing. So rows
are kept as the lists of their non-zero elements (compressed sparse rows, see `Csr`), and the first layer's
two products walk along these lists:

* forward   z[r]         = sum over its elements of  x * W[column]
* gradient  dW[column]  += x * delta[r]              for each of its elements

(For wide layers the gradient walks along the transposed lists, see `transpose`: then it is the first of
these two.)

Only the order of summation differs from the dense product.
Twin of: the first layer's `x @ W` and `x.T @ delta` in `neurarium.engine.layers.dense`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from numba import types
from numba.core.cgutils import for_range

from neurarium.kernels.compiling import compiled, instruction, processor_features
from neurarium.kernels.cores import is_arm
from neurarium.kernels.product import VECTORS
from neurarium.kernels.tuples import Batch, Csr, Matrix
from neurarium.kernels.vectors import (
    FLOATS,
    INDEX,
    WIDTH,
    call_shared,
    constant,
    element_pointer,
    load_floats,
    multiply_add,
    prefetch,
    splat,
    spread,
    store,
    store_floats,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurarium.kernels.memory import Floats, Integers, Shorts

WORTHWHILE = 0.3
"""Share of non-zero elements below which skipping the zeros is faster than multiplying by them."""


NARROW = 2 * WIDTH
"""Units up to which a layer is narrow: the sums of one row fill few registers."""

WIDE_CHAINS, NARROW_CHAINS = (1 if VECTORS == 1 else 2), 2
"""Independent chains of additions of a row's sum: the processor begins one before the last is done. Where a
panel has enough sums to keep it busy, one chain leaves more registers for them.

Which it is depends on the layer alone, not on the panel that a column falls into: so neither do the bits."""


def _row_sum(vectors: int, chains: int) -> Callable[..., None]:
    """Make the sum of scaled rows of B over one row's elements, `vectors` * 16 columns wide."""

    def body(builder: Any, arguments: Any, *, floats: bool) -> None:
        indices, data, table, start, stop, B, b_step, C = arguments
        sums = [[builder.alloca(FLOATS) for _ in range(vectors)] for _ in range(chains)]  # become registers
        for chain in sums:
            for element in chain:
                builder.store(constant(0.0), element)

        def add(chain: int, q: Any) -> None:
            x, column = _element(builder, indices, data, table, q, floats=floats)
            row = builder.gep(B, [builder.mul(column, b_step)])
            for j, element in enumerate(sums[chain]):
                weights = load_floats(builder, builder.gep(row, [INDEX(WIDTH * j)]))
                builder.store(multiply_add(builder, x, weights, builder.load(element)), element)

        rounds = builder.udiv(builder.sub(stop, start), INDEX(chains))
        with for_range(builder, rounds, intp=INDEX) as loop:
            first = builder.add(start, builder.mul(loop.index, INDEX(chains)))
            for c in range(chains):
                add(c, builder.add(first, INDEX(c)))
        done = builder.add(start, builder.mul(rounds, INDEX(chains)))
        with for_range(builder, builder.sub(stop, done), intp=INDEX) as loop:
            add(0, builder.add(done, loop.index))
        for j in range(vectors):
            result = builder.load(sums[0][j])
            for c in range(1, chains):
                result = builder.fadd(result, builder.load(sums[c][j]))
            store_floats(builder, result, builder.gep(C, [INDEX(WIDTH * j)]))

    @instruction
    def row_sum(
        typing: Any, indices: Any, data: Any, table: Any, start: Any, stop: Any,
        B: Any, b: Any, b_step: Any, C: Any, c: Any,
    ) -> Any:  # fmt: skip
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            indices, data, table, start, stop, B, b, b_step, C, c = args
            B, C = (
                element_pointer(context, builder, array_type, array, index)
                for array_type, array, index in ((sig.args[5], B, b), (sig.args[8], C, c))
            )
            lists = _lists(context, builder, sig.args, indices, data, table)
            arguments = [*lists, start, stop, B, b_step, C]
            stored = "floats" if sig.args[1].dtype == types.float32 else "bytes"
            shared = partial(body, floats=stored == "floats")
            call_shared(builder, f"neurarium.row_sum.{vectors}x{chains}.{stored}", shared, arguments)
            return context.get_dummy_value()

        i64 = types.int64
        return types.void(indices, data, table, i64, i64, B, i64, i64, C, i64), generate

    return row_sum


def _row_spread(vectors: int) -> Callable[..., None]:
    """Make the addition of one row of D, scaled by each of a row's elements, to the rows of G."""

    def body(builder: Any, arguments: Any) -> None:
        indices, data, table, start, stop, D, G, g_row = arguments
        delta = [load_floats(builder, builder.gep(D, [INDEX(WIDTH * j)])) for j in range(vectors)]
        with for_range(builder, builder.sub(stop, start), intp=INDEX) as loop:
            x, column = _element(builder, indices, data, table, builder.add(start, loop.index), floats=False)
            row = builder.gep(G, [builder.mul(column, g_row)])
            for j in range(vectors):
                place = builder.gep(row, [INDEX(WIDTH * j)])
                store_floats(builder, multiply_add(builder, x, delta[j], load_floats(builder, place)), place)

    @instruction
    def row_spread(
        typing: Any, indices: Any, data: Any, table: Any, start: Any, stop: Any,
        D: Any, d: Any, G: Any, g: Any, g_row: Any,
    ) -> Any:  # fmt: skip
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            indices, data, table, start, stop, D, d, G, g, g_row = args
            D, G = (
                element_pointer(context, builder, array_type, array, index)
                for array_type, array, index in ((sig.args[5], D, d), (sig.args[7], G, g))
            )
            lists = _lists(context, builder, sig.args, indices, data, table)
            arguments = [*lists, start, stop, D, G, g_row]
            call_shared(builder, f"neurarium.row_spread.{vectors}", body, arguments)
            return context.get_dummy_value()

        i64 = types.int64
        return types.void(indices, data, table, i64, i64, D, i64, G, i64, i64), generate

    return row_spread


def _lists(context: Any, builder: Any, array_types: Any, *arrays: Any) -> list[Any]:
    """Return the addresses of the lists of a sparse matrix, and of the table."""
    return [
        element_pointer(context, builder, array_type, array, INDEX(0))
        for array_type, array in zip(array_types, arrays, strict=False)
    ]


def _element(builder: Any, indices: Any, data: Any, table: Any, q: Any, *, floats: bool) -> tuple[Any, Any]:
    """Return the value of element q, spread over a register, and its column; `data` may hold floats."""
    stored = builder.load(builder.gep(data, [q]))
    if not floats:
        stored = builder.load(builder.gep(table, [builder.zext(stored, INDEX)]))
    x = splat(builder, stored)
    return x, builder.zext(builder.load(builder.gep(indices, [q])), INDEX)


_wide_4, _wide_2, _wide_1 = (_row_sum(vectors, WIDE_CHAINS) for vectors in (4, 2, 1))
_narrow_2, _narrow_1 = (_row_sum(vectors, NARROW_CHAINS) for vectors in (2, 1))
_spread_2, _spread_1 = _row_spread(2), _row_spread(1)

WIDEST = 4 if VECTORS == 4 or is_arm() or "avx2" in processor_features() else 2


@compiled
def vectors_of(left: int) -> int:
    """Return how many registers wide the next panel of columns is, if `left` columns are left."""
    if WIDEST == 4 and left > 3 * WIDTH:
        return 4
    return 2 if left > WIDTH else 1


@compiled
def fetch_lists(X: Csr, order: Integers, start: int, stop: int) -> None:
    """Prefetch the lists of rows that will be read soon: in random order, memory answers slowly."""
    for i in range(start, stop):
        row = order[i]
        for q in range(X.indptr[row], X.ends[row], 32):
            prefetch(X.indices, q)
        for q in range(X.indptr[row], X.ends[row], 64):
            prefetch(X.data, q)


@compiled
def sparse_product(X: Csr, batch: Batch, B: Matrix, C: Matrix, n_columns: int, narrow: bool) -> None:
    """Set C = X @ B for the sparse rows of a batch; otherwise as `product`.

    Parameters
    ----------
    narrow
        Whether the layer is narrow (see `NARROW`).
    """
    indices, data, table = X.indices, X.data, X.table
    j = 0
    while j < n_columns:
        vectors = vectors_of(n_columns - j)
        b = B.at + j
        for i in range(batch.n):
            row = batch.order[batch.at + i]
            start, stop = X.indptr[row], X.ends[row]
            c = C.at + i * C.stride + j
            if vectors == 4:
                _wide_4(indices, data, table, start, stop, B.data, b, B.stride, C.data, c)
            elif vectors == 2 and narrow:
                _narrow_2(indices, data, table, start, stop, B.data, b, B.stride, C.data, c)
            elif vectors == 2:
                _wide_2(indices, data, table, start, stop, B.data, b, B.stride, C.data, c)
            elif narrow:
                _narrow_1(indices, data, table, start, stop, B.data, b, B.stride, C.data, c)
            else:
                _wide_1(indices, data, table, start, stop, B.data, b, B.stride, C.data, c)
        j += vectors * WIDTH


@compiled
def listed_product(indices: Shorts, values: Floats, count: int, B: Matrix, C: Matrix, n_columns: int) -> None:
    """Set row C = x @ B, where x has `count` non-zero elements, listed as floats."""
    j = 0
    while j < n_columns:
        vectors = vectors_of(n_columns - j)
        b, c = B.at + j, C.at + j
        if vectors == 4:
            _wide_4(indices, values, values, 0, count, B.data, b, B.stride, C.data, c)
        elif vectors == 2:
            _narrow_2(indices, values, values, 0, count, B.data, b, B.stride, C.data, c)
        else:
            _narrow_1(indices, values, values, 0, count, B.data, b, B.stride, C.data, c)
        j += vectors * WIDTH


@compiled
def sparse_gradient(X: Csr, batch: Batch, first: int, last: int, D: Matrix, G: Matrix, vectors: int) -> None:
    """Set G = X.T @ D for one panel, `vectors` (2 or 1) registers wide, walking along the rows of X.

    X has no columns but those from `first` to `last`; G has a row for each of these.
    """
    for i in range(last - first):
        for j in range(0, vectors * WIDTH, WIDTH):
            store(G.data, G.at + i * G.stride + j, spread(0))
    g = G.at - first * G.stride
    for i in range(batch.n):
        row = batch.order[batch.at + i]
        start, stop = X.indptr[row], X.ends[row]
        d = D.at + i * D.stride
        if vectors == 2:
            _spread_2(X.indices, X.data, X.table, start, stop, D.data, d, G.data, g, G.stride)
        else:
            _spread_1(X.indices, X.data, X.table, start, stop, D.data, d, G.data, g, G.stride)
