"""Write the generated files; with --check only say whether they are up to date."""

import sys

from scripts.web_types.files import files

for path, text in files().items():
    if sys.argv[1:] == ["--check"]:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path} is out of date: run python -m scripts.web_types")
    else:
        path.write_text(text, encoding="utf-8")
        print(f"Written: {path}")
