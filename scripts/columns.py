"""columns.py EMBEDDED IMPORTED: two scorers' answers (JSON objects) as lines of name and two figures."""
import json
import sys


def flat(value, name=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}, {key}" if name else key)
    else:
        yield name.replace("_", " "), value


embedded, imported = (dict(flat(json.load(open(path)))) for path in sys.argv[1:3])
print(f"{'':<58} {'embedded':>9} {'imported':>9}")
for name, value in embedded.items():
    print(f"{name:<58} {value!s:>9} {imported.get(name, '')!s:>9}")
