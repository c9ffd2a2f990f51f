"""The tiled and the sparse products against NumPy."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from neurarium.kernels.compiling import entry
from neurarium.kernels.memory import aligned, padded
from neurarium.kernels.product import product
from neurarium.kernels.rows import read_rows
from neurarium.kernels.sparse import NARROW, sparse_gradient, sparse_product
from neurarium.kernels.transpose import transpose_lists
from neurarium.kernels.tuples import Batch, Csr, Matrix, Strided

SIZES = st.integers(1, 150)


@entry
def _product(A, a_row, a_step, B, b_step, depth, C, c_row, n, m):
    product(Strided(A, 0, a_row, a_step), Matrix(B, 0, b_step), Matrix(C, 0, c_row), depth, n, m)


@entry
def _sparse(indptr, indices, data, table, order, B, b_step, C, n, m, narrow):
    X = Csr(indptr, indptr[1:], indices, data, table)
    sparse_product(X, Batch(order, 0, n), Matrix(B, 0, b_step), Matrix(C, 0, b_step), m, narrow)


@entry
def _narrow(begins, ends, indices, data, table, order, first, last, D, b_step, G, n, vectors):
    g = first * 16 * vectors
    X = Csr(begins, ends, indices, data, table)
    dW = Matrix(G, g, 16 * vectors)
    sparse_gradient(X, Batch(order, 0, n), first, last, Matrix(D, 0, b_step), dW, vectors)


@entry
def _transpose(indptr, indices, data, table, order, o, n, n_in, cuts, room, T_indptr, T_indices, T_data):
    X = Csr(indptr, indptr[1:], indices, data, table)
    T = Csr(T_indptr, T_indptr[1:], T_indices, T_data, table)
    for i in range(len(cuts) - 1):
        transpose_lists(X, Batch(order, o, n), n_in, cuts[i], cuts[i + 1], room, 0, T)


def _padded_matrix(values):
    matrix = aligned(values.shape[0] * padded(values.shape[1])).reshape(len(values), -1)
    matrix[:, : values.shape[1]] = values
    return matrix


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


def _sparse_rows(n_in, density, seed):
    """Make 20 rows of bytes, one of them empty, of which at least three columns in four are empty."""
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 256, (20, n_in), dtype=np.uint8)
    x[rng.random(x.shape) >= density] = 0
    x[3] = 0
    x[:, rng.permutation(n_in)[: 3 * n_in // 4 + 1]] = 0
    rows = read_rows(x, 0.0, 1 / 255)
    assert rows.sparse
    return rng, x, rows


@given(n_in=SIZES, m=SIZES, density=st.floats(0, 1), seed=st.integers(0, 99), narrow=st.booleans())
def test_sparse_product(n_in, m, density, seed, narrow):
    """Skipping the zeros gives what multiplying by them gives, and nothing beyond is written."""
    rng, x, rows = _sparse_rows(n_in, density, seed)
    order = rng.permutation(20)[:13]
    B = _padded_matrix(rng.normal(size=(n_in, m)).astype(np.float32))
    C = np.full((14, B.shape[1]), 99, np.float32)
    _sparse(
        rows.indptr, rows.indices, rows.data, rows.table, order, B.reshape(-1), B.shape[1],
        C.reshape(-1), 13, m, narrow,
    )  # fmt: skip
    exact = x[order].astype(np.float64) / 255 @ B
    np.testing.assert_allclose(C[:13, :m], exact[:, :m], rtol=1e-4, atol=1e-5)
    assert (C[13] == 99).all()


@given(n_in=SIZES, m=st.integers(1, NARROW), density=st.floats(0, 1), seed=st.integers(0, 99))
def test_gradient_of_a_narrow_layer(n_in, m, density, seed):
    """The gradient, walked along the rows, is what the dense product gives, in one piece and in two."""
    rng, x, rows = _sparse_rows(n_in, density, seed)
    order = rng.permutation(20)[:13]
    D = _padded_matrix(rng.normal(size=(13, m)).astype(np.float32))
    vectors = D.shape[1] // 16
    shared = rows.indices, rows.data, rows.table, order
    delta = D.reshape(-1), D.shape[1]
    whole, halves = np.empty((2, n_in, 16 * vectors), np.float32)
    _narrow(rows.indptr, rows.indptr[1:], *shared, 0, n_in, *delta, whole.reshape(-1), 13, vectors)
    _narrow(rows.indptr, rows.split_at, *shared, 0, rows.split, *delta, halves.reshape(-1), 13, vectors)
    _narrow(
        rows.split_at, rows.indptr[1:], *shared, rows.split, n_in, *delta, halves.reshape(-1), 13, vectors
    )
    np.testing.assert_array_equal(whole, halves)
    exact = (x[order].astype(np.float64) / 255).T @ D
    np.testing.assert_allclose(whole[:, :m], exact[:, :m], rtol=1e-4, atol=1e-5)


@given(
    n_in=SIZES, density=st.floats(0, 1), seed=st.integers(0, 99), n=st.integers(1, 20),
    cuts=st.lists(st.integers(0, 150), max_size=3),
)  # fmt: skip
def test_transposed_lists(n_in, density, seed, n, cuts):
    """Transposed in any number of shares, a batch's lists are the columns of its matrix."""
    rng, x, rows = _sparse_rows(n_in, density, seed)
    order = rng.permutation(40)[: n + 2] % 20
    batch = x[order[2:]]
    shares = np.array(sorted([0, *(min(cut, n_in) for cut in cuts), n_in]))
    T_indptr = np.full(n_in + 1, -1)
    T_indices = np.zeros(np.count_nonzero(batch), np.uint16)
    T_data = np.zeros(len(T_indices), np.uint8)
    _transpose(
        rows.indptr, rows.indices, rows.data, rows.table, order, 2, n, n_in, shares,
        np.zeros(2 * n + n_in, np.int64), T_indptr, T_indices, T_data,
    )  # fmt: skip
    columns, places = np.nonzero(batch.T)
    np.testing.assert_array_equal(T_indptr, np.searchsorted(columns, np.arange(n_in + 1)))
    np.testing.assert_array_equal(T_indices, places)
    np.testing.assert_array_equal(T_data, batch.T[columns, places])


def test_rows_choose_their_form():
    """Mostly-zero bytes become lists; dense bytes, shifted bytes and floats stay what they are."""
    x = np.zeros((4, 10), np.uint8)
    x[2, [1, 7]] = 5, 200
    rows = read_rows(x, 0.0, 0.5)
    assert rows.sparse
    assert rows.indptr.tolist() == [0, 0, 0, 2, 2]
    assert rows.indices.tolist() == [1, 7]
    assert rows.table[rows.data].tolist() == [2.5, 100]
    assert not read_rows(x, 1.0, 0.5).sparse
    assert not read_rows(x + 1, 0.0, 0.5).sparse
    assert read_rows(x.astype(np.float64), 0.0, 1.0).floats.dtype == np.float32
