"""Connected pieces of a mask; SciPy's labelling is the oracle."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from neurarium.data.handwriting.tools.components import connect, find_components

MASKS = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=24))
EIGHT = np.ones((3, 3))  # diagonals count


@given(MASKS)
def test_pieces_are_those_of_an_independent_labelling(mask: NDArray[np.bool_]) -> None:
    """The same pixels hang together, and each piece has the right box and area."""
    found = find_components(mask)
    labels, count = ndimage.label(mask, EIGHT)
    assert len(found) == count
    assert np.array_equal(found.labels >= 0, mask)
    pairs = np.unique(np.stack([labels[mask], found.labels[mask]]), axis=1)
    assert pairs.shape[1] == count  # one of ours for one of theirs
    for i, (rows, columns) in enumerate(ndimage.find_objects(found.labels + 1)):
        assert tuple(found.boxes[i]) == (columns.start, rows.start, columns.stop, rows.stop)
    assert np.array_equal(found.areas, np.bincount(found.labels[mask], minlength=count))


@given(MASKS, st.integers(1, 3))
def test_a_leap_joins_what_a_dilated_mask_joins(mask: NDArray[np.bool_], leap: int) -> None:
    """With a leap pieces are joined across narrow gaps, but no pixel is added."""
    found = find_components(mask, leap)
    wide, count = ndimage.label(ndimage.binary_dilation(mask, np.ones((2 * leap + 1,) * 2)), EIGHT)
    assert len(found) == count
    assert np.array_equal(found.labels >= 0, mask)
    assert len(set(zip(found.labels[mask].tolist(), wide[mask].tolist(), strict=True))) == count


@given(st.data())
def test_groups_are_numbered_by_their_first_member(data: st.DataObject) -> None:
    """Grouping agrees with SciPy's components of a graph, and with following the pairs one by one."""
    n = data.draw(st.integers(1, 30))
    pairs = data.draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
    groups = connect(
        n, *(np.array(side, dtype=np.intp) for side in ([p[0] for p in pairs], [p[1] for p in pairs]))
    )
    edges = coo_array((np.ones(len(pairs)), tuple(np.array(pairs, int).reshape(-1, 2).T)), shape=(n, n))
    count, theirs = connected_components(edges, directed=False)
    assert len(set(zip(groups.tolist(), theirs.tolist(), strict=True))) == count == groups.max() + 1
    own = list(range(n))
    for a, b in pairs:
        old, new = own[b], own[a]
        own = [new if g == old else g for g in own]
    assert [own.index(g) for g in own] == [groups.tolist().index(g) for g in groups]
    members = [groups.tolist().index(g) for g in range(groups.max() + 1)]
    assert members == sorted(members)


def test_a_long_snake_is_one_piece() -> None:
    """A spiral, the worst case for handing numbers from neighbour to neighbour, is one piece."""
    mask = np.zeros((101, 101), np.bool_)
    mask[::2] = True
    mask[1::4, -1] = True
    mask[3::4, 0] = True
    assert len(find_components(mask)) == 1
