# SPDX-License-Identifier: Apache-2.0
#
# Whether JSON documents are as a schema says: schemas.py SCHEMA FILE, one document or one a line.
# Prints each that is not, and says so by its exit status. `schemas.py` alone says whether it can run.
import json
import sys

from jsonschema import Draft202012Validator


def documents(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        whole = json.loads(text)
        return whole if isinstance(whole, list) else [whole]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def main(schema_path, path):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = documents(path)
    faults = 0
    for number, document in enumerate(found, 1):
        for error in validator.iter_errors(document):
            for part in [error] + sorted(error.context, key=lambda one: -len(one.path))[:4]:
                place = "/".join(str(step) for step in part.absolute_path)
                print(f"document {number}, at '{place}': {part.message[:300]}")
            faults += 1
    print(f"{len(found)} documents, {faults} faults")
    return 1 if faults or not found else 0


if len(sys.argv) == 3:
    sys.exit(main(sys.argv[1], sys.argv[2]))
