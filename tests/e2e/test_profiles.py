"""The profiles that the browser tests use in turn."""

import pytest

pytestmark = pytest.mark.e2e

STORE = """async () => {
  document.cookie = 'crumb=1';
  localStorage.setItem('crumb', '1');
  sessionStorage.setItem('crumb', '1');
  await caches.open('crumb');
  await new Promise((done) => (indexedDB.open('crumb').onsuccess = done));
}"""

STORED = """async () => [
  document.cookie,
  localStorage.length,
  sessionStorage.length,
  (await caches.keys()).length,
  (await indexedDB.databases()).length,
]"""


def test_a_used_profile_is_as_empty_as_a_new_one(profiles, plain_server):
    """Nothing that a page stored is there for the next; who needs two profiles at once gets two."""
    empty, used = [], []
    for _ in range(2):
        with profiles.one(plain_server.origin) as first, profiles.one(plain_server.origin) as second:
            assert first is not second
            for context in (first, second):
                used.append(context)
                assert context.cookies() == []
                page = context.new_page()
                page.goto(f"{plain_server.origin}/icon.svg")  # it stores nothing itself
                empty.append(page.evaluate(STORED))
                page.evaluate(STORE)
                assert page.evaluate(STORED) == ["crumb=1", 1, 1, 1, 1]
    assert set(used[:2]) == set(used[2:])
    assert empty == [["", 0, 0, 0, 0]] * 4
