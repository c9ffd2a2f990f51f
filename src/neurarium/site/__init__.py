"""The lab as a static site: a folder for any web host, in which the lab runs in the visitor's browser.

`build` writes the folder; `host` is what runs in the browser, in Pyodide inside a worker.
"""
