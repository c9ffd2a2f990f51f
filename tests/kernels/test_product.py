"""The tiled and the sparse products against NumPy."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from neurarium.kernels.compiling import entry
from neurarium.kernels.memory import aligned, padded
from neurarium.kernels.product import product
from neurarium.kernels.rows import read_rows
from neurarium.kernels.sparse import sparse_gradient, sparse_product

SIZES = st.integers(1, 150)


@entry
def _product(A, a_row, a_step, B, b_step, depth, C, c_row, n, m):
    product(A, 0, a_row, a_step, B, 0, b_step, depth, C, 0, c_row, n, m)


@entry
def _sparse(starts, columns, levels, table, order, n_in, B, D, b_step, C, G, n, m, vectors):
    sparse_product(starts, columns, levels, table, order, 0, B, 0, b_step, C, 0, b_step, n, m)
    sparse_gradient(
        starts, columns, levels, table, order, 0, n_in, D, 0, b_step, G, 0, 16 * vectors, n, vectors
    )


def _padded_matrix(values):
    matrix = aligned(values.shape[0] * padded(values.shape[1])).reshape(len(values), -1)
    matrix[:, : values.shape[1]] = values
    return matrix


@settings(max_examples=60, deadline=None)
@given(n=SIZES, depth=SIZES, m=SIZES, transposed=st.booleans(), seed=st.integers(0, 99))
def test_product_of_any_size(n, depth, m, transposed, seed):
    """Every size and both orientations of A give what NumPy gives, and nothing beyond is written."""
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(n, depth)).astype(np.float32)
    B = _padded_matrix(rng.normal(size=(depth, m)).astype(np.float32))
    stored = np.ascontiguousarray(A.T) if transposed else A
    strides = (1, n) if transposed else (depth, 1)
    C = np.full((n + 1, padded(m)), 99, np.float32)
    _product(stored.reshape(-1), *strides, B.reshape(-1), B.shape[1], depth, C.reshape(-1), C.shape[1], n, m)
    exact = A.astype(np.float64) @ B
    np.testing.assert_allclose(C[:n], exact, rtol=1e-4, atol=1e-4)
    assert (C[n] == 99).all()


def test_each_element_is_the_same_whatever_the_tile():
    """A part of the product has the same bits as that part of the whole: so threads may share it out."""
    rng = np.random.default_rng(1)
    n, depth, m = 37, 91, 128
    A = rng.normal(size=(n, depth)).astype(np.float32)
    B = rng.normal(size=(depth, m)).astype(np.float32)
    whole, part = np.empty((n, m), np.float32), np.empty((n, m), np.float32)
    _product(A.reshape(-1), depth, 1, B.reshape(-1), m, depth, whole.reshape(-1), m, n, m)
    for rows, columns in (
        (slice(0, 5), slice(0, 48)),
        (slice(5, 37), slice(48, 128)),
        (slice(20, 21), slice(16, 32)),
    ):
        size = (rows.stop - rows.start, columns.stop - columns.start)
        _product(
            A[rows].reshape(-1), depth, 1, B[:, columns].copy().reshape(-1), size[1], depth,
            part.reshape(-1), m, *size,
        )  # fmt: skip
        np.testing.assert_array_equal(part[: size[0], : size[1]], whole[rows, columns])


@settings(max_examples=25, deadline=None)
@given(n_in=SIZES, m=st.integers(1, 64), density=st.floats(0, 0.3), seed=st.integers(0, 99))
def test_sparse_products(n_in, m, density, seed):
    """Skipping the zeros gives what multiplying by them gives, forward and in the gradient."""
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 256, (20, n_in), dtype=np.uint8)
    x[rng.random(x.shape) >= density] = 0
    x[3] = 0
    rows = read_rows(x, 0.0, 1 / 255)
    if not rows.sparse:
        assert np.count_nonzero(x) > 0.3 * x.size
        return
    order = rng.permutation(20)[:13]
    vectors = 4 if m > 48 else 2 if m > 16 else 1
    B = _padded_matrix(rng.normal(size=(n_in, m)).astype(np.float32))
    D = aligned(13 * 64).reshape(13, 64)
    D[:, :m] = rng.normal(size=(13, m))
    B = np.ascontiguousarray(np.pad(B, ((0, 0), (0, 64 - B.shape[1]))))
    C, G = np.empty((13, 64), np.float32), np.empty((n_in, 16 * vectors), np.float32)
    _sparse(
        rows.starts, rows.columns, rows.levels, rows.table, order, n_in, B.reshape(-1), D.reshape(-1), 64,
        C.reshape(-1), G.reshape(-1), 13, m, vectors,
    )  # fmt: skip
    X = x[order].astype(np.float64) / 255
    np.testing.assert_allclose(C[:, :m], (X @ B)[:, :m], rtol=1e-4, atol=1e-5)
    panel = min(m, 16 * vectors)
    np.testing.assert_allclose(G[:, :panel], (X.T @ D)[:, :panel], rtol=1e-4, atol=1e-5)


def test_rows_choose_their_form():
    """Mostly-zero bytes become lists; dense bytes, shifted bytes and floats stay what they are."""
    x = np.zeros((4, 10), np.uint8)
    x[2, [1, 7]] = 5, 200
    rows = read_rows(x, 0.0, 0.5)
    assert rows.sparse
    assert rows.starts.tolist() == [0, 0, 0, 2, 2]
    assert rows.columns.tolist() == [1, 7]
    assert rows.table[rows.levels].tolist() == [2.5, 100]
    assert not read_rows(x, 1.0, 0.5).sparse
    assert not read_rows(x + 1, 0.0, 0.5).sparse
    assert read_rows(x.astype(np.float64), 0.0, 1.0).floats.dtype == np.float32
