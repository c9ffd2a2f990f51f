"""The built front end as files."""

import pytest

from neurarium.server.front_end import is_built


def test_every_exhibit_has_the_one_page(client):
    """Every address of an exhibit answers with the page, which must be asked for anew each time."""
    for path in ("/", "/neuron", "/gradient-flow", "/nope"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<title>Neurarium</title>" in answer.text
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-cache"


def test_assets_are_kept_by_the_browser(client):
    """Assets carry their content in their name, so a browser keeps them; they travel compressed."""
    answer = client.get("/assets/main-1a2b.js")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert "javascript" in answer.headers["content-type"]


def test_other_files(client):
    """The icon is served as what it is; a file that is not there is 404 and not the page."""
    assert client.get("/icon.svg").headers["content-type"] == "image/svg+xml"
    assert client.head("/").status_code == 200
    for path in ("/nope.js", "/assets/nope.js", "/api/nope", "/a/b"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "not_found"
    assert client.post("/neuron").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/..%2fdata",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/..",
        "/assets/",
        "/%00",
        "/" + "a" * 5000 + ".js",
    ],
)
def test_nothing_outside_the_folder(start, tmp_path, path):
    """No address leads out of the front end's folder."""
    (tmp_path / "secret.txt").write_text("secret")
    server = start()
    with server.client() as client:
        answer = client.get(f"{server.settings.origin}{path}")
    assert "secret" not in answer.text
    assert "root:" not in answer.text
    assert answer.status_code in {200, 400, 404}


def test_not_built(start, tmp_path):
    """Without the built files every page says what to do."""
    server = start(static=tmp_path / "nothing")
    assert not is_built(server.settings.static)
    with server.client() as client:
        for path in ("/", "/neuron", "/assets/main-1a2b.js"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "make lab" in answer.json()["error"]["message"]
