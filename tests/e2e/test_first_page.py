"""What a browser has to fetch before it shows a first page."""

import pytest

from neurarium.lab.exhibits import EXHIBITS

pytestmark = pytest.mark.e2e

LIMIT = 300_000  # bytes that travel, compressed, headers included

TRAVELLED = """() => {
  const entries = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
  return entries.map(({ name, transferSize }) => [name.split('?')[0].split('/').pop(), transferSize]);
}"""


@pytest.fixture(scope="module")
def warm_up():
    return False


@pytest.fixture
def lab_server(shared_server):
    return shared_server


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("exhibit", ["", *EXHIBITS])
def test_a_first_page_is_small(visit, exhibit, language):
    """Whichever page comes first, with its fonts and all, it is less than 300 kB."""
    page = visit(exhibit, language)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    files = page.evaluate(TRAVELLED)
    total = sum(size for _, size in files)
    largest = sorted(files, key=lambda file: -file[1])[:8]
    assert any(name.endswith(".js") and size > 0 for name, size in files), "nothing was fetched"
    assert total < LIMIT, f"{total:,} bytes, the largest of them: {largest}"
