"""The matrix product C = A @ B of run-time size: a register tile, and the loop that covers C with tiles.

A step of training is three products, and all of them are this one, read with different strides:

* forward            z       = a @ W        (n, n_in) @ (n_in, n_out)
* gradient           dW      = a.T @ delta  (n_in, n) @ (n, n_out)
* delta of the layer below   = delta @ W.T  (n, n_out) @ (n_out, n_in)

A tile of C stays in registers while the sum over the inner dimension runs: each turn loads one row of B's
panel, spreads one element of A per row of the tile, and multiplies and adds. Every element of C is one sum in
the order k = 0, 1, 2, …, whatever the tile it falls into, so results do not depend on how work is divided.

Twin of: `a @ W` in `neurarium.engine.layers` and the two products of its backward pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import types
from numba.core.cgutils import for_range

from neurarium.kernels.compiling import compiled, instruction, processor_features
from neurarium.kernels.cores import is_arm
from neurarium.kernels.tuples import Matrix, Strided
from neurarium.kernels.vectors import (
    FLOATS,
    INDEX,
    WIDTH,
    call_shared,
    constant,
    element_pointer,
    load_floats,
    multiply_add,
    splat,
    store_floats,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def register_tile(rows: int, vectors: int) -> Callable[..., None]:
    """Make the innermost loop for a tile of `rows` by `vectors` * 16 elements of C.

    The function returned computes, for i < rows and j < vectors * 16,

        C[c + i * c_row + j] = sum over k < depth of A[a + i * a_row + k * a_step] * B[b + k * b_step + j]
    """

    def body(builder: Any, arguments: Any) -> None:
        A, a_row, a_step, B, b_step, depth, C, c_row = arguments
        sums = [[builder.alloca(FLOATS) for _ in range(vectors)] for _ in range(rows)]  # become registers
        for row in sums:
            for element in row:
                builder.store(constant(0.0), element)
        with for_range(builder, depth, intp=INDEX) as loop:
            b_k = builder.gep(B, [builder.mul(loop.index, b_step)])
            b_row = [load_floats(builder, builder.gep(b_k, [INDEX(WIDTH * j)])) for j in range(vectors)]
            a_k = builder.gep(A, [builder.mul(loop.index, a_step)])
            for i in range(rows):
                x = splat(builder, builder.load(builder.gep(a_k, [builder.mul(a_row, INDEX(i))])))
                for j in range(vectors):
                    updated = multiply_add(builder, x, b_row[j], builder.load(sums[i][j]))
                    builder.store(updated, sums[i][j])
        for i in range(rows):
            c_i = builder.gep(C, [builder.mul(c_row, INDEX(i))])
            for j in range(vectors):
                store_floats(builder, builder.load(sums[i][j]), builder.gep(c_i, [INDEX(WIDTH * j)]))

    @instruction
    def tile(
        typing: Any, A: Any, a: Any, a_row: Any, a_step: Any, B: Any, b: Any, b_step: Any, depth: Any,
        C: Any, c: Any, c_row: Any,
    ) -> Any:  # fmt: skip
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            A, a, a_row, a_step, B, b, b_step, depth, C, c, c_row = args
            pointers = (
                element_pointer(context, builder, array_type, array, index)
                for array_type, array, index in (
                    (sig.args[0], A, a),
                    (sig.args[4], B, b),
                    (sig.args[8], C, c),
                )
            )
            A, B, C = pointers
            call_shared(
                builder,
                f"neurarium.tile.{rows}x{vectors}",
                body,
                [A, a_row, a_step, B, b_step, depth, C, c_row],
            )
            return context.get_dummy_value()

        i64 = types.int64
        return types.void(A, i64, i64, i64, B, i64, i64, i64, C, i64, i64), generate

    return tile


def _tile_shape() -> tuple[int, int]:
    """Return the rows and vectors of the largest tile whose sums fit into the processor's registers."""
    features = processor_features()
    if "avx512f" in features:
        return 6, 4  # 24 of 32 registers of 16 lanes
    if "avx2" in features or is_arm():
        return 6, 1  # 12 of 16 registers of 8 lanes, or 24 of 32 of 4 lanes
    return 2, 1  # 8 of 16 registers of 4 lanes


ROWS, VECTORS = _tile_shape()


_tiles = {(rows, vectors): register_tile(rows, vectors) for rows in (ROWS, 1) for vectors in (4, 2, 1)}
_tall_4, _tall_2, _tall_1 = (_tiles[ROWS, vectors] for vectors in (4, 2, 1))
_flat_4, _flat_2, _flat_1 = (_tiles[1, vectors] for vectors in (4, 2, 1))


@compiled
def product(A: Strided, B: Matrix, C: Matrix, depth: int, n_rows: int, n_columns: int) -> None:
    """Set C = A @ B, tile by tile.

    Parameters
    ----------
    A
        ``(n_rows, depth)``.
    B
        ``(depth, n_columns)``.
    C
        ``(n_rows, n_columns)``. `n_columns` is rounded up to a multiple of 16: so many columns of B are read
        and of C written, whatever they hold.
    """
    j = 0
    while j < n_columns:
        left = n_columns - j
        vectors = 4 if VECTORS == 4 and left > 3 * WIDTH else (2 if VECTORS >= 2 and left > WIDTH else 1)
        i = 0
        while i < n_rows:
            a, b, c = A.at + i * A.row, B.at + j, C.at + i * C.stride + j
            if i + ROWS <= n_rows:
                if vectors == 4:
                    _tall_4(A.data, a, A.row, A.step, B.data, b, B.stride, depth, C.data, c, C.stride)
                elif vectors == 2:
                    _tall_2(A.data, a, A.row, A.step, B.data, b, B.stride, depth, C.data, c, C.stride)
                else:
                    _tall_1(A.data, a, A.row, A.step, B.data, b, B.stride, depth, C.data, c, C.stride)
                i += ROWS
            else:
                if vectors == 4:
                    _flat_4(A.data, a, A.row, A.step, B.data, b, B.stride, depth, C.data, c, C.stride)
                elif vectors == 2:
                    _flat_2(A.data, a, A.row, A.step, B.data, b, B.stride, depth, C.data, c, C.stride)
                else:
                    _flat_1(A.data, a, A.row, A.step, B.data, b, B.stride, depth, C.data, c, C.stride)
                i += 1
        j += vectors * WIDTH
